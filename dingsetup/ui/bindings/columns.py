"""Which columns the table shows, in which order and how wide; remembered over the next start."""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QHeaderView

from dingsetup.bindings.values import COLUMNS
from dingsetup.ui.theme import Theme

DEFAULT = ("username", "name", "mobile", "userid", "person_name", "rule", "state")
WIDTHS = {
    "username": 6.4,
    "name": 4.4,
    "email": 11.0,
    "mobile": 6.8,
    "job_number": 5.5,
    "enabled": 4.5,
    "userid": 9.6,
    "person_name": 5.2,
    "person_mobile": 8.0,
    "person_email": 11.0,
    "person_job_number": 7.0,
    "departments": 10.0,
    "active": 5.0,
    "unionid": 8.0,
    "rule": 4.2,
    "confidence": 5.0,
    "state": 8.0,
    "reason": 14.0,
    "checked_at": 9.0,
    "note": 12.0,
}
"""In heights of a line."""
FIRST = "username"
"""Always shown: without it nobody knows whose row it is."""
SETTLE_MS = 400
SHRUNK = 0.82
"""Columns become this narrow before the table scrolls sideways."""
WIDEST = "state"
"""Takes the room that is left: its reasons are the longest texts."""


class ColumnChoice(QObject):
    """Reads and keeps the header's state as `name=width` in the order shown, in ems."""

    changed = Signal(str)
    added = Signal(str)
    """A column is shown that was not."""

    def __init__(self, theme: Theme, head: QHeaderView, kept: str) -> None:
        super().__init__(head)
        self._em = theme.em
        self._head = head
        self._wanted: dict[str, int] = {}
        """Widths in pixels as they were chosen; those that are seen fill the room."""
        self._room = 0
        self._fitting = False
        self._started = False
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._settled)
        head.setMinimumSectionSize(theme.gap(2.5))
        self.apply(kept)
        self._started = True
        head.sectionMoved.connect(lambda *moved: self._settle.start())
        head.sectionResized.connect(self._resized)

    def _settled(self) -> None:
        self.fit(self._room)
        self.changed.emit(self.text())

    def text(self) -> str:
        """What is shown, to be remembered."""
        order = (self._head.logicalIndex(place) for place in range(self._head.count()))
        return ",".join(
            f"{COLUMNS[one]}={self._wanted[COLUMNS[one]] / self._em:.1f}"
            for one in order
            if not self._head.isSectionHidden(one)
        )

    def apply(self, kept: str) -> None:
        """Show the columns as they were kept; what cannot be read counts as the usual ones."""
        wanted = _read(kept) or {name: WIDTHS[name] for name in DEFAULT}
        for place, name in enumerate((*wanted, *(one for one in COLUMNS if one not in wanted))):
            number = COLUMNS.index(name)
            self._head.moveSection(self._head.visualIndex(number), place)
            self._head.setSectionHidden(number, name not in wanted)
            self._wanted[name] = round(wanted.get(name, WIDTHS[name]) * self._em)
        self.fit(self._room)
        if self._started:
            self._settle.start()

    def fit(self, room: int) -> None:
        """Fill the room: a little narrower rather than scrolling, and what is left to one."""
        self._room = room
        shown = [name for name in COLUMNS if self.is_shown(name)]
        total = sum(self._wanted[name] for name in shown)
        share = 1.0 if not room or total <= room or total * SHRUNK > room else room / total
        widths = {name: int(self._wanted[name] * share) for name in shown}
        last = WIDEST if WIDEST in widths else self._last()
        widths[last] += max(0, room - sum(widths.values()))
        self._fitting = True
        for name, width in widths.items():
            self._head.resizeSection(COLUMNS.index(name), width)
        self._fitting = False

    def _last(self) -> str:
        order = (self._head.logicalIndex(place) for place in range(self._head.count()))
        return [COLUMNS[one] for one in order if not self._head.isSectionHidden(one)][-1]

    def _resized(self, number: int, before: int, width: int) -> None:
        if not self._fitting and width:
            self._wanted[COLUMNS[number]] = width
            self._settle.start()

    def is_shown(self, name: str) -> bool:
        return not self._head.isSectionHidden(COLUMNS.index(name))

    def set_shown(self, name: str, shown: bool) -> None:
        self._head.setSectionHidden(COLUMNS.index(name), not shown)
        self.fit(self._room)
        self._settle.start()
        if shown:
            self.added.emit(name)

    def move(self, name: str, places: int) -> None:
        """Move a column among those that are shown."""
        head = self._head
        order = [head.logicalIndex(place) for place in range(head.count())]
        shown = [one for one in order if not head.isSectionHidden(one)]
        number = COLUMNS.index(name)
        target = shown.index(number) + places
        if 0 <= target < len(shown):
            head.moveSection(head.visualIndex(number), head.visualIndex(shown[target]))

    def as_usual(self) -> None:
        self.apply("")


def _read(kept: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in kept.split(",") if kept else ():
        name, _, width = part.partition("=")
        try:
            if name in COLUMNS and 1 <= float(width) <= 60:
                found[name] = float(width)
        except ValueError:
            return {}
    return found if FIRST in found else {}
