"""Shows a scene as a device's screen: scrolls what is longer, words a fault under the pointer."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip

from dingsetup.messages.values import Fault
from dingsetup.ui.messages.drawing.measures import PHONE, Look, scale_of
from dingsetup.ui.messages.drawing.scene import Scene

NARROWEST = 250.0
"""Of a screen, in the sizes of `measures`: a bubble still holds some words."""
TALL, LOW = 600.0, 220.0


class Screen(QAbstractScrollArea):
    """Draws what `show_scene` was given anew for every width.

    It is reached by Tab, and scrolled by the arrow keys, the wheel, or by drawing it along.
    """

    def __init__(self, name: str, worded: Callable[[Fault], str]) -> None:
        super().__init__()
        self._worded = worded
        self._look: Look | None = None
        self._draw: Callable[[Look, float], Scene] | None = None
        self._scene: Scene | None = None
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # A phone has no bar: a thin line on the screen tells where one is.
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._held: tuple[float, int] | None = None
        self.viewport().setAutoFillBackground(False)

    def show_scene(self, look: Look, draw: Callable[[Look, float], Scene]) -> None:
        """Show what `draw` makes for a look and a width; where it was scrolled to is kept."""
        moved = self._look is None or self._look.sizes != look.sizes
        self._look, self._draw = look, draw
        if moved:
            self.updateGeometry()
        self._lay_out()

    @property
    def scene(self) -> Scene | None:
        """As it is laid out now."""
        return self._scene

    # -- laying out

    def _lay_out(self) -> None:
        if self._look is None or self._draw is None:
            return
        room = self.viewport().width()
        width = max(self._look.px(NARROWEST), min(room, self._look.px(self._look.sizes.screen)))
        self._scene = self._draw(self._look, width)
        bar = self.verticalScrollBar()
        high = self.viewport().height() - self._scene.bar_height
        bar.setRange(0, max(0, round(self._scene.body.height - high)))
        bar.setPageStep(max(1, round(high)))
        bar.setSingleStep(max(1, round(self._look.px(24))))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def sizeHint(self) -> QSize:
        return self._size(self._look.sizes.screen if self._look else PHONE.screen, TALL)

    def minimumSizeHint(self) -> QSize:
        return self._size(NARROWEST, LOW)

    def _size(self, width: float, height: float) -> QSize:
        scale = scale_of(self.font())
        return QSize(round(width * scale), round(height * scale))

    # -- painting

    def _box(self, scene: Scene) -> QRectF:
        left = max(0.0, (self.viewport().width() - scene.width) / 2)
        return QRectF(left, 0, scene.width, self.viewport().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._scene is None:
            return
        painter = QPainter(self.viewport())
        self._scene.paint(painter, self._box(self._scene), self.verticalScrollBar().value())
        self._paint_place(painter, self._scene)
        if self.hasFocus():
            self._paint_focus(painter, self._box(self._scene), self._scene.radius)
        painter.end()

    def _paint_place(self, painter: QPainter, scene: Scene) -> None:
        """The line that stands for a scroll bar; without it where all is in sight."""
        bar, px = self.verticalScrollBar(), scene.look.px
        if not bar.maximum():
            return
        box = self._box(scene).adjusted(0, scene.bar_height + px(6), 0, -scene.radius)
        share = bar.pageStep() / (bar.pageStep() + bar.maximum())
        high = max(px(24), box.height() * share)
        top = box.top() + (box.height() - high) * bar.value() / bar.maximum()
        thick = px(3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(scene.look.colours.faint))
        thumb = QRectF(box.right() - thick - px(3), top, thick, high)
        painter.drawRoundedRect(thumb, thick / 2, thick / 2)

    def _paint_focus(self, painter: QPainter, box: QRectF, radius: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = painter.pen()
        pen.setColor(self.palette().accent().color())
        pen.setWidthF(2)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius - 1, radius - 1)

    # -- drawing it along

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._held = (event.position().y(), self.verticalScrollBar().value())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            start, value = self._held
            self.verticalScrollBar().setValue(round(value + start - event.position().y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None

    # -- faults

    def fault_at(self, place: QPoint) -> Fault | None:
        """The fault under a place of the viewport."""
        if self._scene is None:
            return None
        box = self._box(self._scene)
        top = self._scene.bar_height
        if place.y() < top:
            return None
        down = top - self.verticalScrollBar().value()
        marks = self._scene.body.marks(box.x(), down)
        point = QPointF(place)
        return next((fault for rect, fault in marks if rect.contains(point)), None)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            fault = self.fault_at(event.pos())
            text = self._worded(fault) if fault is not None else ""
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        return super().viewportEvent(event)
