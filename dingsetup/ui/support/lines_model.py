"""The lines of a support file as Qt sees them: a row is made when it is looked at."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont

from dingsetup.language import Language
from dingsetup.support.lines import line_text
from dingsetup.ui.support.lines import Found, LineList, Place
from dingsetup.ui.support.words import heading_line, member_name
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.chip import fixed_font

Index = QModelIndex | QPersistentModelIndex
Runs = Sequence[tuple[int, int]]
"""First and last row of each run, both included."""
_NOWHERE = QModelIndex()
_ROLE = Qt.ItemDataRole
_CHECKS = {
    None: Qt.CheckState.PartiallyChecked,
    True: Qt.CheckState.Unchecked,
    False: Qt.CheckState.Checked,
}
_FLAGS = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
NUMBER, TEXT = range(2)
LONGEST = 600
"""Signs of a line that are painted: the rest is read below the list."""


class LinesModel(QAbstractTableModel):
    """A ticked line goes out; a struck one stays in sight, struck through."""

    struck = Signal()
    """Other lines go out than before."""

    def __init__(self, theme: Theme, language: Language) -> None:
        super().__init__()
        self._language = language
        self._list = LineList({})
        self._plain = fixed_font()
        self._gone = fixed_font()
        self._gone.setStrikeOut(True)
        self._heading = QFont()
        self._heading.setBold(True)
        self._mute = QColor(theme.mute)
        self._ground = QColor(theme.chip)

    @property
    def lines(self) -> LineList:
        return self._list

    def show(self, lines: LineList) -> None:
        self.beginResetModel()
        self._list = lines
        self.endResetModel()

    def filter(self, found: Found | None) -> None:
        self.beginResetModel()
        self._list.show(found)
        self.endResetModel()

    def fold(self, member: str, folded: bool) -> None:
        self.beginResetModel()
        self._list.fold(member, folded)
        self.endResetModel()

    def strike(self, runs: Runs, struck: bool) -> None:
        """Keep rows here, or let them go out."""
        for first, last in runs:
            self._list.strike_rows(first, last, struck)
        self._changed()

    def is_struck(self, row: int) -> bool:
        """Whether all of a row stays here."""
        return self._list.struck(self._list.place(row)) is True

    def text(self, row: int) -> str:
        """A whole line as it goes out; of a heading its words."""
        place = self._list.place(row)
        if place.heading:
            return heading_line(self._language, self._list, place.member)
        return line_text(self._list.line(place))

    # -- Qt's side

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._list)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 2

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        ticks = Qt.ItemFlag.ItemIsUserCheckable if index.column() == NUMBER else Qt.ItemFlag(0)
        return _FLAGS | ticks

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        place, first = self._list.place(index.row()), index.column() == NUMBER
        if role == _ROLE.DisplayRole:
            return self._shown(place, first, index.row())
        if role == _ROLE.CheckStateRole and first:
            return _CHECKS[self._list.struck(place)]
        if role == _ROLE.AccessibleTextRole:
            return self._spoken(place, index.row())
        return self._look(place, first, role)

    def setData(self, index: Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        if role != _ROLE.CheckStateRole or not index.isValid():
            return False
        struck = Qt.CheckState(value) is Qt.CheckState.Unchecked
        self._list.strike(self._list.place(index.row()), struck)
        self._changed()
        return True

    def match(self, *args: Any, **named: Any) -> list[QModelIndex]:
        """Nothing: Qt would look through every row on the main thread; the find field does it."""
        return []

    def _shown(self, place: Place, first: bool, row: int) -> str:
        if first:
            return "" if place.heading else str(place.number + 1)
        if place.heading:
            return f"{'▸' if self._list.folded(place.member) else '▾'} {self.text(row)}"
        return self.text(row)[:LONGEST]

    def _spoken(self, place: Place, row: int) -> str:
        _ = self._language.gettext
        says = {None: _("in part"), True: _("struck out"), False: _("goes out")}
        where = "" if place.heading else f"{member_name(self._language, place.member)} "
        number = "" if place.heading else f"{place.number + 1}, "
        return f"{where}{number}{says[self._list.struck(place)]}: {self.text(row)[:LONGEST]}"

    def _look(self, place: Place, first: bool, role: int) -> Any:
        if role == _ROLE.BackgroundRole:
            return self._ground if place.heading else None
        if role == _ROLE.FontRole:
            if place.heading:
                return self._heading
            return self._gone if not first and self._list.struck(place) else self._plain
        if role == _ROLE.ForegroundRole and not place.heading:
            return self._mute if first or self._list.struck(place) else None
        return None

    def _changed(self) -> None:
        if len(self._list):
            last = self.index(len(self._list) - 1, TEXT)
            self.dataChanged.emit(self.index(0, 0), last)
        self.struck.emit()
