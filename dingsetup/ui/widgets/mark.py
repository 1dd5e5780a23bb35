"""The mark of a state: a filled circle with a sign in it, so that colour is never alone."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from dingsetup.findings import State
from dingsetup.ui.theme import Theme

STROKES: dict[State, tuple[tuple[tuple[float, float], ...], ...]] = {
    State.PASSED: (((0.28, 0.53), (0.44, 0.68), (0.73, 0.35)),),
    State.FAILED: (((0.33, 0.33), (0.67, 0.67)), ((0.67, 0.33), (0.33, 0.67))),
    State.WARNING: (((0.5, 0.26), (0.5, 0.55)), ((0.5, 0.735), (0.5, 0.74))),
    State.BLOCKED: (
        ((0.3, 0.5), (0.301, 0.5)),
        ((0.5, 0.5), (0.501, 0.5)),
        ((0.7, 0.5), (0.701, 0.5)),
    ),
    State.MANUAL: (
        (
            (0.37, 0.39),
            (0.40, 0.30),
            (0.5, 0.26),
            (0.60, 0.30),
            (0.63, 0.39),
            (0.58, 0.47),
            (0.5, 0.52),
            (0.5, 0.60),
        ),
        ((0.5, 0.755), (0.5, 0.76)),
    ),
    State.SKIPPED: (((0.32, 0.5), (0.68, 0.5)),),
}
"""Lines in a unit square, painted with round ends: no font has all these signs."""


def paint_mark(
    painter: QPainter, box: QRectF, theme: Theme, state: State | None, *, stale: bool = False
) -> None:
    """Paint a state's mark: an empty ring before the first check, a dashed one when out of date.

    The painter's pen and brush are left as they were.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    size = box.width()
    if state is None:
        ring = QPainterPath()
        ring.addEllipse(box.adjusted(1, 1, -1, -1))
        pen = QPen()
        pen.setColor(QColor(theme.mute))
        pen.setWidthF(size * 0.09)
        painter.strokePath(ring, pen)
    else:
        _paint_sign(painter, box, theme, state, stale=stale)
    painter.restore()


def _paint_sign(painter: QPainter, box: QRectF, theme: Theme, state: State, *, stale: bool) -> None:
    from PySide6.QtCore import Qt  # not to be loaded for the first frame, in which all are rings

    size = box.width()
    if stale:
        ink = QColor(theme.states[state])
        painter.setPen(QPen(ink, size * 0.09, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.states[state]))
        painter.drawEllipse(box)
        ink = QColor("#10131a" if theme.dark else "#ffffff")
    painter.setPen(
        QPen(
            ink,
            size * 0.11,
            Qt.PenStyle.SolidLine,
            Qt.PenCapStyle.RoundCap,
            Qt.PenJoinStyle.RoundJoin,
        )
    )
    for stroke in STROKES[state]:
        points = [QPointF(box.x() + x * size, box.y() + y * size) for x, y in stroke]
        painter.drawPolyline(points)


class Mark(QWidget):
    """A mark beside a text; screen readers hear the state's name."""

    def __init__(
        self, theme: Theme, state: State | None, name: str, *, stale: bool = False
    ) -> None:
        super().__init__()
        self._theme = theme
        self._state = state
        self._stale = stale
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(self._theme.gap(0.9), self._theme.gap(0.9))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        paint_mark(painter, box, self._theme, self._state, stale=self._stale)
        painter.end()
