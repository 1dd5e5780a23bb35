"""Paints the table's cells, and gives each column its editor.

A cell is painted by one call, straight from the model: every call between Qt and Python may have
to wait for a thread at work, and a screen has hundreds of cells.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from dingsetup.bindings.values import COLUMNS, Row
from dingsetup.findings import State
from dingsetup.ui.bindings.cells import mark_of
from dingsetup.ui.bindings.editors import AccountEditor, YesNoEditor
from dingsetup.ui.bindings.model import BindingModel, Index
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.mark import paint_mark

_STATE = COLUMNS.index("state")
_USERID = COLUMNS.index("userid")
_SIDE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CellDelegate(QStyledItemDelegate):
    """One for the whole table."""

    def __init__(
        self,
        theme: Theme,
        model: BindingModel,
        make_account_editor: Callable[[QWidget, Row | None], AccountEditor],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self._make_account_editor = make_account_editor
        self._marks: dict[State | None, QPixmap] = {}
        self._selected = QColor(theme.accent)
        self._selected.setAlphaF(0.18)
        self._line, self._mute = QColor(theme.line), QColor(theme.mute)
        self._accent = QColor(theme.accent)
        self._gap = theme.gap(0.4)
        self.fill: Callable[[str], None] = lambda text: None
        """What is done with a text that is for all selected cells of the column."""
        self.step_down: Callable[[], None] = lambda: None

    # -- painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._selected)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._line)
        column, place = index.column(), index.row()
        text = self._model.text(place, COLUMNS[column])
        inner = rect.adjusted(self._gap, 0, -self._gap, 0)
        suggested = column == _USERID and text.endswith("?")
        painter.setPen(
            self._mute if suggested else option.palette.color(QPalette.ColorRole.WindowText)
        )
        if column == _STATE and text:
            inner = self._paint_mark(painter, inner, place)
        if text:
            metrics = option.fontMetrics
            short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
            painter.setFont(option.font)
            painter.drawText(inner, _SIDE, short)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self._accent)
            painter.drawRect(rect.adjusted(0, 0, -1, -2))

    def _paint_mark(self, painter: QPainter, inner: QRect, place: int) -> QRect:
        row = self._model.row(place)
        mark = mark_of(row) if row is not None else None
        size = self._theme.gap(0.8)
        if mark not in self._marks:
            self._marks[mark] = self._mark(mark, size, painter.device().devicePixelRatioF())
        painter.drawPixmap(inner.left(), inner.center().y() - size // 2 + 1, self._marks[mark])
        return inner.adjusted(size + self._gap, 0, 0, 0)

    def _mark(self, mark: State | None, size: int, ratio: float) -> QPixmap:
        pixmap = QPixmap(round(size * ratio), round(size * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint_mark(painter, QRectF(0.5, 0.5, size - 1, size - 1), self._theme, mark)
        painter.end()
        return pixmap

    # -- editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column = COLUMNS[index.column()]
        if column == "userid":
            editor: QWidget = self._make_account_editor(parent, self._model.row(index.row()))
        elif column == "enabled":
            editor = YesNoEditor(parent, self._model.language)
        else:
            editor = QLineEdit(parent)
            editor.setFrame(False)
        editor.setAccessibleName(
            str(self._model.headerData(index.column(), Qt.Orientation.Horizontal))
        )
        editor.setAutoFillBackground(True)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        text = self._model.raw(index.row(), COLUMNS[index.column()])
        if isinstance(editor, YesNoEditor):
            editor.choose(text)
        elif isinstance(editor, QLineEdit):
            editor.setText(text)

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        self._model.setData(index, _text_of(editor))

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        editor.setGeometry(option.rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Return writes and steps down; with Control it writes into all selected cells."""
        if isinstance(event, QKeyEvent) and event.key() in _RETURN and isinstance(editor, QWidget):
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if event.type() is QEvent.Type.ShortcutOverride and control:
                event.accept()  # else the window takes it for its own shortcut
                return True
            if event.type() is QEvent.Type.KeyPress:
                self._leave(editor, fill=control)
                return True
        return super().eventFilter(editor, event)

    def _leave(self, editor: QWidget, *, fill: bool) -> None:
        if fill:
            text = _text_of(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.RevertModelCache)
            self.fill(text)
            return
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        self.step_down()


def _text_of(editor: QWidget) -> str:
    if isinstance(editor, YesNoEditor):
        return editor.value()
    if isinstance(editor, AccountEditor):
        return editor.userid()
    return editor.text() if isinstance(editor, QLineEdit) else ""
