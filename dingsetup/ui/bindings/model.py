"""The table as Qt sees it: ids in an order, and their rows read a page at a time."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from dingsetup.bindings.finder import View
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import COLUMNS, EDITABLE, Row
from dingsetup.database import DatabaseError
from dingsetup.language import Language
from dingsetup.language.bindings import column_name
from dingsetup.ui.bindings.cells import raw, shown

PAGE = 64
KEPT_PAGES = 64

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_TEXT = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
_FIXED = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_FLAGS = [_FIXED | Qt.ItemFlag.ItemIsEditable if name in EDITABLE else _FIXED for name in COLUMNS]


class BindingModel(QAbstractTableModel):
    """Rows of a view. Nothing is held of a row but its id until it is looked at."""

    typed = Signal(int, str, str)
    """A row's id, the column and the text typed into it."""
    sort_wanted = Signal(str, bool)
    """A column and whether descending; no column for the order of import."""
    failed = Signal(Exception)
    """A page could not be read; its cells stay empty."""

    def __init__(self, table: Table, language: Language) -> None:
        super().__init__()
        self._table = table
        self.language = language
        self._view = View((), 0)
        self._pages: OrderedDict[int, dict[int, Row]] = OrderedDict()
        self._unreadable = False

    # -- what is shown

    @property
    def view(self) -> View:
        return self._view

    def show(self, view: View, start: int = 0, rows: Sequence[Row] = ()) -> None:
        """Show other rows; those that are given need not be read."""
        self.beginResetModel()
        self._view = view
        self._forget()
        self._take(start, rows)
        self.endResetModel()

    def take_anew(self) -> None:
        """What was read is out of date: read again what is looked at."""
        self._forget()
        if len(self._view):
            last = self.index(len(self._view) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def row(self, place: int) -> Row | None:
        """The row at a place; None where it is gone or cannot be read."""
        if not 0 <= place < len(self._view):
            return None
        number, start = self._view.rows[place], place - place % PAGE
        page = self._pages.get(start)
        if page is None:
            page = self._fetch(start)
        return page.get(number)

    def column_name(self, number: int) -> str:
        """A column by its place among all; nothing for none."""
        return COLUMNS[number] if 0 <= number < len(COLUMNS) else ""

    def ids(self, first: int, last: int) -> list[int]:
        """Row ids from one place to another, both included."""
        return self._view.ids(first, last + 1)

    def text(self, place: int, column: str) -> str:
        """A cell as it is read."""
        row = self.row(place)
        return "" if row is None else shown(self.language, row, column)

    def raw(self, place: int, column: str) -> str:
        """A cell as it is typed or copied."""
        row = self.row(place)
        return "" if row is None else raw(row, column)

    # -- Qt's side

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._view)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in _TEXT:
            return self.text(index.row(), COLUMNS[index.column()])
        if role == Qt.ItemDataRole.EditRole:
            return self.raw(index.row(), COLUMNS[index.column()])
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role in _TEXT and section < len(COLUMNS):
            return column_name(self.language, COLUMNS[section])
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return _FLAGS[index.column()] if index.isValid() else Qt.ItemFlag.NoItemFlags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Show what was typed at once; it is written by whoever hears `typed`."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        column, row = COLUMNS[index.column()], self.row(index.row())
        text = str(value).strip()
        if row is None or column not in EDITABLE or raw(row, column) == text:
            return False
        if column not in ("enabled", "userid"):
            page = self._pages[index.row() - index.row() % PAGE]
            page[row.id] = msgspec.structs.replace(row, **{column: text})
            self.dataChanged.emit(index, index)
        self.typed.emit(row.id, column, text)
        return True

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask for another order; the rows come when it is found."""
        self.sort_wanted.emit(self.column_name(column), order is Qt.SortOrder.DescendingOrder)

    def match(self, *args: Any, **named: Any) -> list[QModelIndex]:
        """Nothing: Qt would look through every row on the main thread; the find field does it."""
        return []

    # -- pages

    def _forget(self) -> None:
        self._pages.clear()
        self._unreadable = False

    def _take(self, start: int, rows: Sequence[Row]) -> None:
        by_id = {row.id: row for row in rows}
        whole = range(start - start % PAGE, start + len(rows) - PAGE + 1, PAGE)
        for first in whole if start % PAGE == 0 else ():
            wanted = self._view.ids(first, first + PAGE)
            self._pages[first] = {one: by_id[one] for one in wanted if one in by_id}

    def _fetch(self, start: int) -> dict[int, Row]:
        if self._unreadable:
            return {}
        try:
            rows = self._table.rows(self._view.ids(start, start + PAGE))
        except DatabaseError as error:
            # Said once, not once for each cell that is painted.
            self._unreadable = True
            self.failed.emit(error)
            return {}
        page = self._pages[start] = {row.id: row for row in rows}
        if len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        return page
