"""Numbers with what they count, below each other; each may lead to its rows."""

from collections.abc import Callable

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import clear, label, link


class Count(msgspec.Struct, frozen=True):
    """One line; without a name for the way there is none."""

    number: int
    text: str
    way: str = ""
    go: Callable[[], None] = lambda: None


class Tally(QWidget):
    """Lines of numbers; those that are 0 and lead nowhere are paler."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.gap(0.6))
        self._grid.setVerticalSpacing(theme.gap(0.2))
        self._grid.setColumnStretch(2, 1)

    def show_counts(self, counts: list[Count]) -> None:
        clear(self._grid)
        for place, one in enumerate(counts):
            number = label(f"{one.number:,}", "strong" if one.number else "mute", wrap=False)
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(number, place, 0, Qt.AlignmentFlag.AlignRight)
            text = label(one.text, "" if one.number else "mute", wrap=False)
            self._grid.addWidget(text, place, 1)
            if one.way and one.number:
                way = link(one.way, one.go, f"{one.way}: {one.text}")
                self._grid.addWidget(way, place, 2, Qt.AlignmentFlag.AlignLeft)
