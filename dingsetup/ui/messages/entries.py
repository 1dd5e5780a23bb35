"""Entries of a list as they are painted: a mark, a name, a line below it, a way at the right."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from dingsetup.findings import State
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.mark import paint_mark

Index = QModelIndex | QPersistentModelIndex
LINE_EMS = 2.55
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class Entry(msgspec.Struct, frozen=True):
    """One line of the list."""

    key: str
    """The userid, or what else names it to the page."""
    name: str
    line: str
    state: State | None = None
    way: str = ""
    """What a click at the right does, in a word or two; empty for nothing."""
    choosable: bool = True

    @property
    def spoken(self) -> str:
        return f"{self.name}, {self.line}" if self.line else self.name


class EntryModel(QAbstractListModel):
    """Thousands of entries: nothing is built for those out of sight."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: Sequence[Entry] = ()

    def show(self, entries: Sequence[Entry]) -> None:
        """Show these; where only what stands below the names differs, nothing moves."""
        same = [one.key for one in entries] == [one.key for one in self.entries]
        if not same:
            self.beginResetModel()
            self.entries = entries
            self.endResetModel()
        elif entries:
            self.entries = entries
            self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and not self.entries[index.row()].choosable:
            flags &= ~Qt.ItemFlag.ItemIsSelectable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            return entry.spoken
        return None


class EntryDelegate(QStyledItemDelegate):
    """Paints an entry."""

    def __init__(self, theme: Theme, model: EntryModel, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._model = model
        self._selected = QColor(theme.accent)
        self._selected.setAlphaF(0.16)
        self.ticks = False
        """Whether what is selected is ticked off in its mark: a list to choose from."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._theme.gap(6), self._theme.gap(LINE_EMS))

    def way_box(self, rect: QRect, entry: Entry, metrics: QFontMetrics) -> QRect:
        """Where the way of an entry is clicked; empty where it has none."""
        if not entry.way:
            return QRect()
        width = metrics.horizontalAdvance(entry.way) + self._theme.gap(0.6)
        return QRect(rect.right() - width, rect.top(), width, rect.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, rect = self._theme, option.rect
        entry = self._model.entries[index.row()]
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._selected)
        line = QColor(theme.line)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, line)
        size, gap = theme.gap(0.85), theme.gap(0.5)
        left = rect.left() + gap
        mark = QRectF(left, rect.top() + theme.gap(0.35), size, size)
        chosen = self.ticks and bool(option.state & QStyle.StateFlag.State_Selected)
        paint_mark(painter, mark, theme, State.PASSED if chosen else entry.state)
        way = self.way_box(rect, entry, option.fontMetrics)
        inner = QRect(rect.left(), rect.top(), rect.width() - way.width(), rect.height())
        inner.setLeft(left + size + gap)
        inner.adjust(0, theme.gap(0.15), -gap // 2, -theme.gap(0.15))
        self._paint_words(painter, option, entry, inner)
        if entry.way:
            painter.setFont(option.font)
            painter.setPen(QColor(theme.accent))
            painter.drawText(way, Qt.AlignmentFlag.AlignCenter, entry.way)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(theme.accent))
            painter.drawRect(rect.adjusted(0, 0, -1, -2))
        painter.restore()

    def _paint_words(
        self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry, inner: QRect
    ) -> None:
        half = inner.height() // 2
        bold = QFont(option.font)
        bold.setBold(True)
        elide = Qt.TextElideMode.ElideRight
        painter.setFont(bold)
        painter.setPen(option.palette.color(QPalette.ColorRole.WindowText))
        name = QFontMetrics(bold).elidedText(entry.name, elide, inner.width())
        painter.drawText(QRect(inner.left(), inner.top(), inner.width(), half), _LEFT, name)
        small = QFont(option.font)
        small.setPointSizeF(option.font.pointSizeF() * 0.9)
        painter.setFont(small)
        painter.setPen(QColor(self._theme.mute))
        said = QFontMetrics(small).elidedText(entry.line, elide, inner.width())
        below = QRect(inner.left(), inner.top() + half, inner.width(), half)
        painter.drawText(below, _LEFT, said)
