"""Starts the program as it is, says when its first page is painted, and ends."""

import sys


def tell_first_paint() -> None:
    """Print a word in the turn of the loop after the first page's paint, and close the window."""
    # Only now: the program loads Qt in its own way first.
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication

    from dingsetup.ui.pages.page import Page

    def report() -> None:
        print("painted", flush=True)
        for window in QApplication.topLevelWidgets():
            window.close()

    paint = Page.paintEvent

    def watched(self: Page, event: QPaintEvent) -> None:
        # Before the program asks for turns of its own: the page is shown before they come.
        QTimer.singleShot(0, self, report)
        paint(self, event)

    Page.paintEvent = watched


def main() -> None:
    """Go the way of `dingsetup`, with the libraries that are installed with it."""
    # Comes with the tools of development alone; where it is there, msgspec loads it.
    sys.modules["typing_extensions"] = None  # pyright: ignore[reportArgumentType]
    from dingsetup.__main__ import load_window

    sys.argv = ["dingsetup"]
    run = load_window()
    tell_first_paint()
    sys.exit(run())


if __name__ == "__main__":
    main()
