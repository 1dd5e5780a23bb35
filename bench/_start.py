"""Starts the program as it is, says when its first page is painted, and ends."""

import sys

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from dingsetup.ui import app as entry
from dingsetup.ui.pages.page import Page


class FirstPaint(QObject):
    """Waits for the first page's paint, and for the turn of the loop in which it is shown."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, Page):
            self._application.removeEventFilter(self)
            QTimer.singleShot(0, self._report)
        return False

    def _report(self) -> None:
        print("painted", flush=True)
        for window in self._application.topLevelWidgets():
            window.close()


def main() -> None:
    """Go the whole way of `python -m dingsetup`, command line included."""
    make_app = entry.make_app

    def watched() -> QApplication:
        application = make_app()
        FirstPaint(application)
        return application

    entry.make_app = watched
    sys.argv = ["dingsetup"]
    from dingsetup.__main__ import main as program

    program()


if __name__ == "__main__":
    main()
