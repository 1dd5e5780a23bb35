"""The table itself: keys of a spreadsheet, ranges of a selection, order and choice of columns."""

from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from dingsetup.bindings.values import COLUMNS, EDITABLE
from dingsetup.ui.bindings.columns import ColumnChoice
from dingsetup.ui.bindings.model import BindingModel, Index
from dingsetup.ui.bindings.selected import Selected
from dingsetup.ui.theme import Theme

_TRIGGERS = QAbstractItemView.EditTrigger
_FLAG = QItemSelectionModel.SelectionFlag


class BindingView(QTableView):
    """Shows the model; a hundred thousand rows selected are one range."""

    row_chosen = Signal()
    """Another row is the current one."""
    menu_wanted = Signal(QPoint)

    def __init__(self, theme: Theme, model: BindingModel, kept_columns: str) -> None:
        super().__init__()
        self.setObjectName("bindings")
        self._rows = model
        self._anchor = QPersistentModelIndex()
        """Where a range begins that Shift and a key make longer."""
        self._extending = False
        self.setModel(model)
        self.setAccessibleName(model.language.gettext("Binding table"))
        self.setEditTriggers(
            _TRIGGERS.AnyKeyPressed | _TRIGGERS.EditKeyPressed | _TRIGGERS.DoubleClicked
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self._set_headers(theme)
        self.columns = ColumnChoice(theme, self.horizontalHeader(), kept_columns)
        self.columns.added.connect(self._show_column)

    def _set_headers(self, theme: Theme) -> None:
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme.gap(1.55))
        head = self.horizontalHeader()
        head.setSectionsMovable(True)
        head.setHighlightSections(False)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        # A header asks of every row whether it is selected, to paint a mark that nobody sees: of a
        # hundred thousand in Python that takes seconds.
        for each in (head, rows):
            each.setSelectionModel(QItemSelectionModel(self._rows, each))
        head.setSortIndicatorClearable(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)

    # -- what is selected

    def place(self) -> int:
        """The current row's place; -1 for none."""
        return self.currentIndex().row()

    def column(self) -> str:
        """The current column; nothing where there is none."""
        index = self.currentIndex()
        return COLUMNS[index.column()] if index.isValid() else ""

    def ranges(self, column: str = "") -> list[tuple[int, int]]:
        """Places of selected rows, first and last of each run; never row by row.

        With a column only those in which it is selected; where nothing is, the current cell is
        meant, which the pane shows.
        """
        number = COLUMNS.index(column) if column else -1
        runs = sorted(
            (part.top(), part.bottom())
            for part in self._parts()
            if number < 0 or part.left() <= number <= part.right()
        )
        merged: list[tuple[int, int]] = []
        for top, bottom in runs:
            if merged and top <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(bottom, merged[-1][1]))
            else:
                merged.append((top, bottom))
        return merged

    def selected(self, column: str = "") -> Selected:
        """The rows that are selected, or in which this column is."""
        return Selected(self._rows.view.rows, self.ranges(column))

    def selected_columns(self) -> list[str]:
        """Columns with a selected cell that are shown, as they stand in the window."""
        chosen: set[int] = set()
        for part in self._parts():
            chosen.update(range(part.left(), part.right() + 1))
        return [name for name in self.shown_columns() if COLUMNS.index(name) in chosen]

    def shown_columns(self) -> list[str]:
        """Columns in the order they stand in the window."""
        head = self.horizontalHeader()
        order = (head.logicalIndex(place) for place in range(head.count()))
        return [COLUMNS[one] for one in order if not head.isSectionHidden(one)]

    def _parts(self) -> list[QItemSelectionRange]:
        selection: Any = self.selectionModel().selection()
        current = self.currentIndex()
        if not len(selection) and current.isValid():
            return [QItemSelectionRange(current)]
        return list(selection)

    # -- going about

    def go_to(self, place: int, column: str = "") -> None:
        """Make a cell the current one and show it."""
        number = COLUMNS.index(column) if column else max(0, self.currentIndex().column())
        if 0 <= place < self._rows.rowCount():
            # Not `setCurrentIndex`, which selects by the keys that happen to be held down.
            index = self._rows.index(place, number)
            self.selectionModel().setCurrentIndex(index, _FLAG.ClearAndSelect)

    def step_down(self) -> None:
        """After Return: the next row, in the same column."""
        self.go_to(self.place() + 1)

    def select_runs(self, runs: list[tuple[int, int]]) -> None:
        """Select whole rows again, as after the table was read anew."""
        chosen = QItemSelection()
        last = len(COLUMNS) - 1
        for top, bottom in runs:
            chosen.select(self._rows.index(top, 0), self._rows.index(bottom, last))
        self.selectionModel().select(chosen, _FLAG.Select)

    def first_in_sight(self) -> int:
        return max(0, self.rowAt(0))

    def show_first(self, place: int) -> None:
        """Scroll so that this row is the first in sight."""
        self.verticalScrollBar().setValue(place)

    def _show_column(self, name: str) -> None:
        """Scroll to a column that has just been chosen."""
        index = self._rows.index(max(0, self.place()), COLUMNS.index(name))
        if index.isValid():
            self.scrollTo(index)

    # -- Qt's side

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.columns.fit(self.viewport().width())

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if not self._extending:
            self._anchor = QPersistentModelIndex(current)
        if current.row() != previous.row():
            self.row_chosen.emit()

    def selectionCommand(self, index: Index, event: QEvent | None = None) -> _FLAG:
        """Keys take the selection along, Control or not: Qt would leave it on another row."""
        if isinstance(event, QKeyEvent):
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                return _FLAG.Clear | _FLAG.Select | _FLAG.Current
            return _FLAG.ClearAndSelect
        return super().selectionCommand(index, event)

    def setSelection(self, rect: QRect, command: _FLAG) -> None:
        if self._extending and self._anchor.isValid():
            # From where the cursor last stood by itself; Qt knows only where a key put it.
            begin = self.visualRect(
                self._rows.index(self._anchor.row(), self._anchor.column())
            ).center()
            rect = QRect(begin, self.visualRect(self.currentIndex()).center())
        super().setSelection(rect, command)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._extending = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        try:
            self._press(event)
        finally:
            self._extending = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._extending = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        try:
            super().mousePressEvent(event)
        finally:
            self._extending = False

    def _press(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self._select_by_space(event.modifiers()):
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.step_down()
            return
        super().keyPressEvent(event)

    def _select_by_space(self, keys: Qt.KeyboardModifier) -> bool:
        """Shift and the space bar choose whole rows, Control and the space bar a whole column."""
        if not self.currentIndex().isValid():
            return False
        last_row, last_column = self._rows.rowCount() - 1, len(COLUMNS) - 1
        chosen = QItemSelection()
        if keys == Qt.KeyboardModifier.ShiftModifier:
            for top, bottom in self.ranges() or [(self.place(), self.place())]:
                chosen.select(self._rows.index(top, 0), self._rows.index(bottom, last_column))
        elif keys == Qt.KeyboardModifier.ControlModifier:
            number = self.currentIndex().column()
            chosen.select(self._rows.index(0, number), self._rows.index(last_row, number))
        else:
            return False
        self.selectionModel().select(chosen, _FLAG.ClearAndSelect)
        return True

    def keyboardSearch(self, search: str) -> None:
        """Not here: keys open an editor, and the find field looks through every column."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        keyboard = event.reason() is QContextMenuEvent.Reason.Keyboard
        below = self.visualRect(self.currentIndex()).bottomLeft()
        self.menu_wanted.emit(self.viewport().mapToGlobal(below if keyboard else event.pos()))

    def selected_fields(self) -> list[str]:
        """Columns that are typed into, with a selected cell."""
        return [name for name in self.selected_columns() if name in EDITABLE]
