"""The conversation of work notifications with one message in it."""

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from dingsetup.ui.messages.drawing.cards import draw_bubble
from dingsetup.ui.messages.drawing.measures import Look
from dingsetup.ui.messages.drawing.parts import Fill, Part, Placed, Quiet
from dingsetup.ui.messages.drawing.scene import Scene, Shown
from dingsetup.ui.messages.drawing.signs import paint_app, paint_notices
from dingsetup.ui.messages.drawing.words import Run, Words


class App(Quiet):
    """The app's sign."""

    def __init__(self, look: Look, size: float) -> None:
        super().__init__(size, size)
        self._colours = look.colours

    def paint(self, painter: QPainter, x: float, y: float) -> None:
        paint_app(painter, QRectF(x, y, self.width, self.height), self._colours)


class Notices(App):
    """The sign of the conversation."""

    def paint(self, painter: QPainter, x: float, y: float) -> None:
        paint_notices(painter, QRectF(x, y, self.width, self.height), self._colours)


class Strokes(Quiet):
    """Lines with round ends, such as the way back in a phone's bar."""

    def __init__(
        self, size: float, thick: float, colour: str, *lines: tuple[tuple[float, float], ...]
    ) -> None:
        super().__init__(size, size)
        self._pen = QPen(QColor(colour), thick)
        self._pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        self._pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self._lines = lines

    def paint(self, painter: QPainter, x: float, y: float) -> None:
        painter.setPen(self._pen)
        size = self.width
        for line in self._lines:
            painter.drawPolyline([QPointF(x + a * size, y + b * size) for a, b in line])


BACK = ((0.6, 0.2), (0.32, 0.5), (0.6, 0.8))
DOTS = tuple(((x, 0.5), (x + 0.001, 0.5)) for x in (0.2, 0.5, 0.8))


def draw_chat(shown: Shown, look: Look, width: float) -> Scene:
    """The chat, as wide as it may be; as high as it needs."""
    px, sizes = look.px, look.sizes
    time = _time(shown, look, width)
    top = px(14) + time.height + px(12)
    left = px(sizes.margin)
    beside = left + px(sizes.avatar) + px(sizes.gap)
    room = width - beside - px(sizes.margin)
    grey = look.style(sizes.small, look.colours.mute, spread=1.35)
    name = Words([Run(shown.app_name)], grey, look.colours, room, most=1)
    # Whatever head an OA message was sent with, DingTalk puts the app's name there (KB 0775).
    outline = replace(shown.outline, head=shown.app_name or shown.outline.head)
    bubble = draw_bubble(outline, look, room, shown.picture)
    below = top + name.height + px(5)
    body = Placed(
        width,
        below + bubble.height + px(20),
        [
            (0, px(14), time),
            (left, top, App(look, px(sizes.avatar))),
            (beside, top, name),
            (beside, below, bubble),
        ],
    )
    return Scene(look, width, _bar(shown, look, width), body)


def _time(shown: Shown, look: Look, width: float) -> Words:
    style = look.style(look.sizes.small, look.colours.faint, spread=1.35)
    text = shown.at.strftime("%H:%M")
    return Words([Run(text)], style, look.colours, width, most=1, centred=True)


def _bar(shown: Shown, look: Look, width: float) -> Part:
    px, colours = look.px, look.colours
    height, side = px(look.sizes.bar), px(look.sizes.margin)
    sign = px(20)
    middle = (height - sign) / 2
    style = look.style(16 if look.phone else 15, bold=True, spread=1.3)
    room = width - 2 * (side + sign + px(10))
    title = Words([Run(shown.words.notices)], style, colours, room, most=1, centred=look.phone)
    down = (height - title.height) / 2
    parts: list[tuple[float, float, Part]] = [
        (0, 0, Fill(width, height, colours.bar)),
        (0, height - px(1), Fill(width, px(1), colours.line)),
        (width - side - sign, middle, Strokes(sign, px(2.6), colours.mute, *DOTS)),
    ]
    if look.phone:
        parts.append((side - px(4), middle, Strokes(sign, px(1.8), colours.ink, BACK)))
        parts.append((side + sign + px(10), down, title))
    else:
        parts.append((side, (height - px(28)) / 2, Notices(look, px(28))))
        parts.append((side + px(38), down, title))
    return Placed(width, height, parts)
