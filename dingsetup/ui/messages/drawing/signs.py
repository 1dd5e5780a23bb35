"""Signs that are painted: for an emoji no face here has, for an app, for a missing picture."""

import re
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPen,
)

from dingsetup.ui.messages.drawing.colours import Colours

ROOM = "\u3013"
"""As wide as an emoji, broken at line ends and turned around like one; a sign takes its place."""
RARE = re.compile("[^\u0000-\u1fff\u200b-\u200d\u2028\u3001-\u303f\u4e00-\u9fff\ufe0e\ufe0f]")
"""All else is in every face we meet, or is not seen."""
FLAG = "\U0001f1e6-\U0001f1ff"
TONES = "\U0001f3fb-\U0001f3ff"
DISCS = {
    "🔴": "#e5484d",
    "🟠": "#f08c2e",
    "🟡": "#f2c52e",
    "🟢": "#30a46c",
    "🔵": "#3b82f6",
    "🟣": "#8e5bd0",
    "⚫": "#3c3f44",
    "⚪": "#d9dbde",
}
Strokes = tuple[tuple[tuple[float, float], ...], ...]
DRAWN: dict[str, tuple[str, str, Strokes]] = {
    "✅": ("#30a46c", "#ffffff", (((0.24, 0.53), (0.43, 0.71), (0.77, 0.31)),)),
    "❌": (
        "#e5484d",
        "#ffffff",
        (((0.29, 0.29), (0.71, 0.71)), ((0.71, 0.29), (0.29, 0.71))),
    ),
    "📈": ("#dbe8f8", "#e5484d", (((0.18, 0.76), (0.42, 0.5), (0.56, 0.62), (0.82, 0.26)),)),
    "📉": ("#dbe8f8", "#2f7fe0", (((0.18, 0.26), (0.42, 0.52), (0.56, 0.4), (0.82, 0.76)),)),
    "📊": (
        "#dbe8f8",
        "#2f7fe0",
        (((0.27, 0.76), (0.27, 0.52)), ((0.5, 0.76), (0.5, 0.28)), ((0.73, 0.76), (0.73, 0.42))),
    ),
}
"""Ground, ink and lines in a unit square."""
FACE: Strokes = (
    ((0.34, 0.4), (0.341, 0.4)),
    ((0.66, 0.4), (0.661, 0.4)),
    ((0.32, 0.62), (0.42, 0.7), (0.58, 0.7), (0.68, 0.62)),
)


def stand_in(text: str, font: QFont) -> tuple[str, list[tuple[int, str]]]:
    """The text without what no face can show, and which signs are to be painted where.

    Places are in units of UTF-16. On a computer with an emoji face nothing is replaced.
    """
    families = tuple(font.families())
    missing = {one for one in set(RARE.findall(text)) if not _in_face(ord(one), families)}
    if not missing:
        return text, []
    parts: list[str] = []
    signs: list[tuple[int, str]] = []
    place = done = 0
    for found in _clusters("".join(sorted(missing))).finditer(text):
        before = text[done : found.start()]
        place += utf16_length(before)
        signs.append((place, found[0][0]))
        parts += (before, ROOM)
        place += len(ROOM)
        done = found.end()
    parts.append(text[done:])
    return "".join(parts), signs


@lru_cache(maxsize=64)
def _clusters(missing: str) -> re.Pattern[str]:
    """What is one emoji to the eye: flags, skin tones, and several joined to one."""
    one = f"(?:[{FLAG}]{{2}}|[{re.escape(missing)}])"
    return re.compile(f"(?:.\u200d)*{one}(?:[\ufe0e\ufe0f\u20e3{TONES}]|\u200d.)*")


def utf16_length(text: str) -> int:
    """How many units Qt counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


@lru_cache(maxsize=4096)
def _in_face(code: int, families: tuple[str, ...]) -> bool:
    return QFontMetrics(QFont(list(families))).inFontUcs4(code)


def paint_sign(painter: QPainter, box: QRectF, sign: str, colours: Colours) -> None:
    """Paint what stands for an emoji: those that alerts like to use, for all others a face."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    size = box.width()
    inner = box.adjusted(size * 0.06, size * 0.06, -size * 0.06, -size * 0.06)
    if sign in DISCS:
        painter.setBrush(QColor(DISCS[sign]))
        painter.drawEllipse(inner)
    elif sign in DRAWN:
        ground, ink, strokes = DRAWN[sign]
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(inner, size * 0.2, size * 0.2)
        _stroke(painter, inner, strokes, QColor(ink), 0.12)
    else:
        painter.setBrush(QColor(colours.fill))
        painter.drawEllipse(inner)
        _stroke(painter, inner, FACE, QColor(colours.mute), 0.1)
    painter.restore()


def _stroke(
    painter: QPainter,
    box: QRectF,
    strokes: Strokes,
    ink: QColor,
    thick: float,
) -> None:
    size = box.width()
    pen = QPen(ink, size * thick)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    for stroke in strokes:
        painter.drawPolyline([QPointF(box.x() + x * size, box.y() + y * size) for x, y in stroke])


def paint_app(painter: QPainter, box: QRectF, colours: Colours) -> None:
    """Paint the app's sign: three bars on a rounded square, as its icon is not known."""
    painter.save()
    _plate(painter, box, colours)
    size = box.width()
    for left, high in ((0.27, 0.24), (0.445, 0.38), (0.62, 0.5)):
        bar = QRectF(
            box.x() + left * size, box.y() + (0.76 - high) * size, size * 0.115, high * size
        )
        painter.drawRoundedRect(bar, size * 0.04, size * 0.04)
    painter.restore()


def paint_notices(painter: QPainter, box: QRectF, colours: Colours) -> None:
    """Paint the sign of the conversation that holds work notifications: a bell."""
    painter.save()
    _plate(painter, box, colours)
    painter.translate(box.topLeft())
    painter.scale(box.width(), box.width())
    bell = QPainterPath(QPointF(0.27, 0.66))
    bell.lineTo(0.345, 0.56)
    bell.lineTo(0.345, 0.44)
    bell.arcTo(QRectF(0.345, 0.285, 0.31, 0.31), 180, -180)
    bell.lineTo(0.655, 0.56)
    bell.lineTo(0.73, 0.66)
    bell.closeSubpath()
    painter.drawPath(bell)
    painter.drawEllipse(QPointF(0.5, 0.27), 0.035, 0.035)
    painter.drawRoundedRect(QRectF(0.425, 0.7, 0.15, 0.06), 0.03, 0.03)
    painter.restore()


def _plate(painter: QPainter, box: QRectF, colours: Colours) -> None:
    """The rounded square; what is drawn next is white."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    shade = QLinearGradient(box.topLeft(), box.bottomLeft())
    shade.setColorAt(0, QColor(colours.brand[0]))
    shade.setColorAt(1, QColor(colours.brand[1]))
    painter.setBrush(shade)
    painter.drawRoundedRect(box, box.width() * 0.24, box.width() * 0.24)
    painter.setBrush(QColor("#ffffff"))


def paint_no_picture(painter: QPainter, box: QRectF, colours: Colours) -> None:
    """Paint what stands for a picture that was not chosen: hills and a sun."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(box, QColor(colours.fill))
    size = min(box.width(), box.height()) * 0.34
    middle = box.center()
    painter.setPen(Qt.PenStyle.NoPen)
    tone = QColor(colours.faint)
    tone.setAlphaF(0.55)
    painter.setBrush(tone)
    painter.drawEllipse(middle + QPointF(size * 0.42, -size * 0.38), size * 0.16, size * 0.16)
    hills = QPainterPath(middle + QPointF(-size, size * 0.5))
    for x, y in ((-0.32, -0.35), (0.12, 0.18), (0.4, -0.06), (1.0, 0.5)):
        hills.lineTo(middle + QPointF(x * size, y * size))
    hills.closeSubpath()
    painter.drawPath(hills)
    painter.restore()
