"""The list of lines: the space bar strikes out, Left and Right fold a member's lines away."""

from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from dingsetup.ui.support.lines import HEADING, Place
from dingsetup.ui.support.lines_model import NUMBER, Index, LinesModel
from dingsetup.ui.theme import Theme

_ROWS_EMS, _NUMBER_EMS = 1.4, 4.6
OUTLINE = 140
"""Per cent by which the style darkens the window's colour for the frame of a tick."""
_FLAG = QItemSelectionModel.SelectionFlag
_FOLDS = {Qt.Key.Key_Left: True, Qt.Key.Key_Right: False}


class Ticks(QStyledItemDelegate):
    """Frames ticks in a colour that is seen on a dark ground too, also where they are empty."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._frame = QColor(theme.mute).lighter(OUTLINE)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        drawn: Any = option
        palette = QPalette(drawn.palette)
        palette.setColor(QPalette.ColorRole.Window, self._frame)
        drawn.palette = palette


class LinesView(QTableView):
    """A hundred thousand rows selected are one range."""

    def __init__(self, theme: Theme, model: LinesModel, name: str) -> None:
        super().__init__()
        self._rows = model
        self.setObjectName("lines")
        self.setAccessibleName(name)
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setItemDelegate(Ticks(theme, self))
        rows, head = self.verticalHeader(), self.horizontalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme.gap(_ROWS_EMS))
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setStretchLastSection(True)
        head.resizeSection(NUMBER, theme.gap(_NUMBER_EMS))
        # A header asks of every row whether it is selected, also while it is hidden.
        for each in (head, rows):
            each.setSelectionModel(QItemSelectionModel(model, each))
            each.hide()

    def show_rows(self, count: int) -> None:
        """Be as high as this many rows, none of them cut."""
        row = self.verticalHeader().defaultSectionSize()
        self.setFixedHeight(count * row + 2 * self.frameWidth())

    def runs(self) -> list[tuple[int, int]]:
        """Selected rows, first and last of each run; never row by row."""
        selection: Any = self.selectionModel().selection()
        return sorted((part.top(), part.bottom()) for part in selection)

    def strike_selected(self) -> None:
        """Strike the selected rows out, or where the current one is struck let them go out."""
        row = self.currentIndex().row()
        if row < 0:
            return
        runs = self.runs() or [(row, row)]
        inside = any(first <= row <= last for first, last in runs)
        self._rows.strike(runs, not self._rows.is_struck(row if inside else runs[0][0]))

    def go_to(self, place: Place) -> None:
        """Make a line the current row, or the heading it is folded under."""
        row = self._rows.lines.row_of(place)
        if row >= 0:
            index = self._rows.index(row, NUMBER)
            self.selectionModel().setCurrentIndex(index, _FLAG.ClearAndSelect | _FLAG.Rows)

    def fold(self, folded: bool) -> None:
        """Fold the current line's member away, or show its lines again."""
        row = self.currentIndex().row()
        if row < 0:
            return
        place = self._rows.lines.place(row)
        if self._rows.lines.folded(place.member) != folded:
            self._rows.fold(place.member, folded)
        self.go_to(Place(place.member, HEADING) if folded else place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Space and not event.modifiers():
            self.strike_selected()
        elif key in _FOLDS and not event.modifiers():
            self.fold(_FOLDS[key])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a heading's words folds or unfolds; beside them is its tick."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        place = self._rows.lines.place(index.row()) if index.isValid() else None
        on_words = index.column() != NUMBER and not event.modifiers()
        if place is not None and place.heading and on_words:
            self.fold(not self._rows.lines.folded(place.member))

    def event(self, event: QEvent) -> bool:
        # Left and Right fold here; with Alt they go from page to page.
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and Qt.Key(event.key()) in _FOLDS
            and not event.modifiers()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyboardSearch(self, search: str) -> None:
        """Not here: the find field looks through every line."""
