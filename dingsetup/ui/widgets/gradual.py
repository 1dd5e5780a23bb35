"""A column whose parts are built a few at a time, while in sight, and only when they change."""

import time
from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QVBoxLayout, QWidget

BUDGET_S = 0.008
"""What one turn of the loop may take, so that a long list never holds up a key typed."""


class Part(msgspec.Struct, frozen=True):
    """One part: what it shows, to tell whether it has changed, and how it is built."""

    key: object
    make: Callable[[], QWidget]


class Gradual(QWidget):
    """Builds its parts in order, a few in each turn of the loop; equal keys stay as they are."""

    def __init__(self, spacing: int) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(spacing)
        self._built: list[tuple[object, QWidget]] = []
        self._wanted: Sequence[Part] = ()
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._build)

    @property
    def complete(self) -> bool:
        """Whether all parts stand as they are wanted."""
        return self._next() is None and len(self._built) == len(self._wanted)

    def fill(self, parts: Sequence[Part]) -> None:
        """Show these parts from now on."""
        self._wanted = parts
        while len(self._built) > len(parts):
            _discard(self._built.pop()[1])
        if self.isVisible():
            self._build()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._build()

    def _next(self) -> int | None:
        """The first place whose part is not as wanted."""
        for place, part in enumerate(self._wanted):
            if place >= len(self._built) or self._built[place][0] != part.key:
                return place
        return None

    def _build(self) -> None:
        end = time.monotonic() + BUDGET_S
        while (place := self._next()) is not None and time.monotonic() < end:
            self._put(place, self._wanted[place])
        if place is not None and self.isVisible():
            self._turn.start()
        else:
            self._turn.stop()

    def _put(self, place: int, part: Part) -> None:
        made = part.make()
        if place < len(self._built):
            old = self._built[place][1]
            focus = QApplication.focusWidget()
            focused = focus is not None and old.isAncestorOf(focus)
            self._column.replaceWidget(old, made)
            _discard(old)
            if focused and (heir := made.findChild(QAbstractButton)) is not None:
                # Whoever has just answered goes on from here, not from the page's top.
                heir.setFocus()
            self._built[place] = (part.key, made)
        else:
            self._column.addWidget(made)
            self._built.append((part.key, made))


def _discard(widget: QWidget) -> None:
    # Deleted once no event needs it: its own button may be what was pressed.
    widget.hide()
    widget.deleteLater()
