"""Small tables to read: the first rows of a sheet, faulty cells, rows that would change."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFontMetrics, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHeaderView, QTableView

from dingsetup.ui.bindings.clipboard import write_cells
from dingsetup.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
MOST_EMS = 16.0
"""Width of a column at most; longer texts stand in the tool tip."""
MOST_WRAPPED = 200
"""Of more lines than this each is one line high: their heights take time."""
SAMPLE = 30
"""Rows that a column's width is taken from."""


class Lines(QAbstractTableModel):
    """Rows of texts that are made when they are looked at: a list may have a hundred thousand."""

    def __init__(self) -> None:
        super().__init__()
        self.headers: Sequence[str] = ()
        self._count = 0
        self._line: Callable[[int], Sequence[str]] = lambda place: ()

    def show(
        self, headers: Sequence[str], count: int, line: Callable[[int], Sequence[str]]
    ) -> None:
        self.beginResetModel()
        self.headers, self._count, self._line = headers, count, line
        self.endResetModel()

    def line(self, place: int) -> list[str]:
        found = self._line(place)
        return [*found[: len(self.headers)], *[""] * (len(self.headers) - len(found))]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.headers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        if index.isValid() and role in shown:
            return self.line(index.row())[index.column()].replace("\n", " ")
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return section + 1
        return self.headers[section].replace("\n", " ")


class LineTable(QTableView):
    """Shows lines; Control and C copies those that are selected, or all.

    The column `wide` gets what room there is, else the last one.
    """

    def __init__(self, theme: Theme, name: str, height: float, wide: int = -1) -> None:
        super().__init__()
        self._theme = theme
        self._wide = wide
        self._lines = Lines()
        self.setModel(self._lines)
        self.setAccessibleName(name)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self._height = theme.gap(height)
        self.setFixedHeight(self._height)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.gap(1.4))
        self.horizontalHeader().setStretchLastSection(wide < 0)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self.copy)

    def show_few(self, count: int) -> None:
        """Be no higher than so many lines need."""
        self.setFixedHeight(min(self._height, self._theme.gap(1.4 * count + 2.2)))

    def show_lines(
        self, headers: Sequence[str], count: int, line: Callable[[int], Sequence[str]]
    ) -> None:
        self._lines.show(headers, count, line)
        metrics = QFontMetrics(self.font())
        for number, header in enumerate(headers):
            texts = [self._lines.line(place)[number] for place in range(min(count, SAMPLE))]
            wide = max(metrics.horizontalAdvance(text[:80]) for text in (header, *texts))
            most = self._theme.gap(MOST_EMS)
            self.setColumnWidth(number, min(most, wide + self._theme.gap(1.2)))
        if 0 <= self._wide < len(headers):
            stretch = QHeaderView.ResizeMode.Stretch
            self.horizontalHeader().setSectionResizeMode(self._wide, stretch)
            if count <= MOST_WRAPPED:
                self.setWordWrap(True)
                fit = QHeaderView.ResizeMode.ResizeToContents
                self.verticalHeader().setSectionResizeMode(fit)
            else:
                self.setWordWrap(False)
                self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def copy(self) -> None:
        """Put the selected lines with their headers on the clipboard; all where none is."""
        places = sorted({index.row() for index in self.selectionModel().selectedRows()})
        chosen = places if len(places) > 1 else range(self._lines.rowCount())
        lines = (self._lines.line(place) for place in chosen)
        QApplication.clipboard().setText(write_cells([self._lines.headers, *lines]))
