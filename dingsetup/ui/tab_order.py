"""Keeps the order of Tab: what was made before the page comes after it all the same."""

from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget


class TabOrder(QObject):
    """Pages, and parts of them, are made when they are wanted, and Qt puts what is made last behind
    everything. With each move of the keyboard the parts named are put behind again."""

    def __init__(self, window: QWidget, behind: Sequence[QWidget]) -> None:
        """`behind` are the parts of the window that follow its page, in their order."""
        super().__init__(window)
        self._window = window
        self._behind = behind
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self.keep)

    def keep(self) -> None:
        """Put behind what has come to stand before a part made since."""
        # The keyboard moves too while the window is being deleted.
        if not shiboken6.isValid(self._window):
            return
        last = self._last()
        # Else it is in order, or a former page is still going away.
        if self._window.isAncestorOf(last) and not self._behind[-1].isAncestorOf(last):
            for part in self._behind:
                self._put_last(part)

    def _put_last(self, part: QWidget) -> None:
        top = part.window()
        for widget in part.findChildren(QWidget):
            # The list that a box drops down is a window of its own.
            if _takes_tab(widget) and widget.window() is top:
                QWidget.setTabOrder(self._last(), widget)

    def _last(self) -> QWidget:
        """Whom Tab reaches last; labels stand in Qt's order too."""
        top = self._window.window()
        last = top.previousInFocusChain()
        while last is not None and last is not top and not _takes_tab(last):
            last = last.previousInFocusChain()
        return last or top


def _takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
