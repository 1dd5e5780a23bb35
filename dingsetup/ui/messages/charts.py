"""Draws the charts of the sample dashboard: bars with their values, two lines over a grid."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter, QPainterPath, QPen

from dingsetup.ui.messages.drawing.measures import face

INK, MUTE, LINE = "#1f2329", "#767c85", "#e9ecf0"
MAIN, PALE, BEFORE = "#2f6bff", "#dfe8ff", "#b4bdca"
Left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
Right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Middle = Qt.AlignmentFlag.AlignCenter
GRID = 4
"""Lines over the ground line."""


def write(
    painter: QPainter,
    box: QRectF,
    text: str,
    *,
    size: float,
    colour: str = INK,
    bold: bool = False,
    side: Qt.AlignmentFlag = Left,
) -> float:
    """One line of text, its end cut off where the box is too narrow. Returns its width."""
    painter.setFont(face(size, bold=bold))
    painter.setPen(QColor(colour))
    metrics = painter.fontMetrics()
    short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, side, short)
    return metrics.horizontalAdvance(short)


def draw_bars(
    painter: QPainter, box: QRectF, bars: Sequence[tuple[str, float]], unit: float
) -> None:
    """Lying bars, one to a line: name, bar, value."""
    most = max(value for _name, value in bars)
    high = box.height() / len(bars)
    metrics = QFontMetricsF(face(18 * unit))
    widest = max(metrics.horizontalAdvance(name) for name, _value in bars)
    name_room, value_room = widest + 20 * unit, 64 * unit
    room = box.width() - name_room - value_room
    thick = min(22 * unit, high * 0.5)
    for place, (name, value) in enumerate(bars):
        line = QRectF(box.x(), box.y() + place * high, box.width(), high)
        named = QRectF(line.x(), line.y(), name_room, high)
        write(painter, named, name, size=18 * unit, colour=MUTE)
        top = line.center().y() - thick / 2
        whole = QRectF(box.x() + name_room, top, room, thick)
        part = QRectF(whole.x(), top, max(thick, room * value / most), thick)
        painter.setPen(Qt.PenStyle.NoPen)
        for shape, colour in ((whole, "#f3f5f8"), (part, MAIN if place == 0 else "#7fa4ff")):
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(shape, thick * 0.25, thick * 0.25)
        valued = QRectF(line.right() - value_room, line.y(), value_room, high)
        write(painter, valued, f"{value:,.0f}", size=18 * unit, bold=True, side=Right)


def draw_lines(
    painter: QPainter,
    box: QRectF,
    days: Sequence[tuple[str, float, float]],
    unit: float,
) -> None:
    """The values of days as a line over its shade, those of the week before as a pale one."""
    low, high, step = _range([value for _day, *both in days for value in both])
    foot = 34 * unit
    plot = box.adjusted(64 * unit, 10 * unit, -8 * unit, -foot)

    def at(place: int, value: float) -> QPointF:
        x = plot.left() + plot.width() * place / (len(days) - 1)
        return QPointF(x, plot.bottom() - plot.height() * (value - low) / (high - low))

    _grid(painter, plot, (low, step), box.x(), unit)
    before = [at(place, value) for place, (_day, _now, value) in enumerate(days)]
    now = [at(place, value) for place, (_day, value, _before) in enumerate(days)]
    _shade(painter, now, plot)
    _stroke(painter, before, BEFORE, unit * 2.5, dashed=True)
    _stroke(painter, now, MAIN, unit * 3.5, dashed=False)
    painter.setPen(QPen(QColor("#ffffff"), unit * 3))
    painter.setBrush(QColor(MAIN))
    painter.drawEllipse(now[-1], unit * 7, unit * 7)
    for place in range(len(days) - 1, -1, -3):
        middle = now[place].x()
        label = QRectF(middle - 40 * unit, plot.bottom() + 8 * unit, 80 * unit, foot - 8 * unit)
        write(painter, label, days[place][0], size=16 * unit, colour=MUTE, side=Middle)


def _grid(
    painter: QPainter, plot: QRectF, scale: tuple[float, float], left: float, unit: float
) -> None:
    """Lines across the plot, `scale` being the lowest value and the step; their values at left."""
    low, step = scale
    for number in range(GRID + 1):
        y = plot.bottom() - plot.height() * number / GRID
        painter.setPen(QPen(QColor(LINE), unit * 1.5))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        label = QRectF(left, y - 14 * unit, 52 * unit, 28 * unit)
        text = f"{low + step * number:,.0f}"
        write(painter, label, text, size=16 * unit, colour=MUTE, side=Right)


def _range(values: Sequence[float]) -> tuple[float, float, float]:
    """Round bounds around the values, and the step between two lines of the grid."""
    low, high = min(values), max(values)
    step = next(s for s in (10, 20, 25, 50, 100, 150, 200, 250, 500, 1000) if s * 3 >= high - low)
    start = low // step * step
    while start + GRID * step < high:
        start += step
    return start, start + GRID * step, step


def _stroke(
    painter: QPainter, points: Sequence[QPointF], colour: str, thick: float, *, dashed: bool
) -> None:
    style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
    pen = QPen(QColor(colour), thick, style, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(list(points))


def _shade(painter: QPainter, points: Sequence[QPointF], plot: QRectF) -> None:
    shape = QPainterPath(QPointF(points[0].x(), plot.bottom()))
    for point in points:
        shape.lineTo(point)
    shape.lineTo(QPointF(points[-1].x(), plot.bottom()))
    shape.closeSubpath()
    shade = QLinearGradient(plot.topLeft(), plot.bottomLeft())
    shade.setColorAt(0, QColor("#332f6bff"))
    shade.setColorAt(1, QColor("#002f6bff"))
    painter.fillPath(shape, shade)
