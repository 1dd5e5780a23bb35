"""The list of people, and of sends: keys do what the mouse does."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from dingsetup.ui.messages.entries import LINE_EMS, Entry, EntryDelegate, EntryModel
from dingsetup.ui.theme import Theme

__all__ = ["Entry", "EntryView"]

_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EntryView(QListView):
    """A list of entries; keys do what the mouse does."""

    way_wanted = Signal(str)
    """The way at the right of an entry, by its key."""
    removed = Signal(object)
    """Keys of entries that are to go."""
    moved = Signal()
    """Another entry is the current one, or other entries are selected."""

    def __init__(self, theme: Theme, name: str, *, choosing: bool = False) -> None:
        """`choosing`: a click or the space bar ticks an entry off, and leaves the others."""
        super().__init__()
        self._theme = theme
        self.rows = EntryModel()
        self.setModel(self.rows)
        self._delegate = EntryDelegate(theme, self.rows, self)
        self.setItemDelegate(self._delegate)
        self.setObjectName("people")
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.MultiSelection if choosing else modes.ExtendedSelection)
        self._delegate.ticks = choosing
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setMouseTracking(True)
        self.selectionModel().selectionChanged.connect(lambda: self.moved.emit())
        self.selectionModel().currentChanged.connect(lambda: self.moved.emit())

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these; who was current stays so."""
        current = self.current
        self.rows.show(entries)
        if current and not self.current:
            self.go_to(current)

    def height_of(self, rows: int) -> int:
        """What it takes to show so many entries."""
        return rows * self._theme.gap(LINE_EMS) + 2 * self._theme.gap(0.1)

    @property
    def current(self) -> str:
        """Key of the current entry; empty for none."""
        place = self.currentIndex().row()
        return self.rows.entries[place].key if 0 <= place < len(self.rows.entries) else ""

    def selected(self) -> list[str]:
        """Keys of what is selected, in the list's order."""
        places = sorted(index.row() for index in self.selectedIndexes())
        return [self.rows.entries[place].key for place in places]

    def choose(self, keys: Collection[str]) -> None:
        """Select these, and no others."""
        picked = QItemSelection()
        for place, entry in enumerate(self.rows.entries):
            if entry.key in keys:
                picked.select(self.rows.index(place), self.rows.index(place))
        self.selectionModel().select(picked, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def go_to(self, key: str) -> None:
        """Make an entry the current one, if it is there."""
        keys = [one.key for one in self.rows.entries]
        if key in keys:
            self.setCurrentIndex(self.rows.index(keys.index(key)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _RETURN and self.current:
            place = self.currentIndex().row()
            if self.rows.entries[place].way:
                self.way_wanted.emit(self.current)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.selected():
            self.removed.emit(self.selected())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if key := self._way_at(event):
            self.way_wanted.emit(key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = bool(self._way_at(event))
        hand = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(hand)

    def _way_at(self, event: QMouseEvent) -> str:
        """Key of the entry whose way is under the pointer."""
        where = event.position().toPoint()
        index = self.indexAt(where)
        if not index.isValid():
            return ""
        entry = self.rows.entries[index.row()]
        box = self._delegate.way_box(self.visualRect(index), entry, self.fontMetrics())
        return entry.key if box.contains(where) else ""

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            wanted = event.key() in (Qt.Key.Key_Delete, *_RETURN)
            if wanted and not event.modifiers():
                event.accept()
                return True
        return super().event(event)
