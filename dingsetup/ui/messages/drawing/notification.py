"""The notification a phone or a PC raises when the message arrives."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from dingsetup.ui.messages.drawing.chat import Strokes
from dingsetup.ui.messages.drawing.colours import Colours
from dingsetup.ui.messages.drawing.measures import Look
from dingsetup.ui.messages.drawing.parts import Bubble, Column, Part, Placed, Quiet, padded
from dingsetup.ui.messages.drawing.scene import Scene, Shown
from dingsetup.ui.messages.drawing.words import Run, Words

GROUNDS = {
    (True, False): ("#c9dbf2", "#e9dff0"),
    (True, True): ("#1c2638", "#2b2236"),
    (False, False): ("#d5e3f3", "#e3eaf3"),
    (False, True): ("#1a222d", "#20242c"),
}
"""Of a phone or not, dark or not: somebody's wallpaper."""
TEXT_LINES = 2
BOLT = ((0.58, 0.2), (0.36, 0.54), (0.62, 0.5), (0.42, 0.82))


def draw_notification(shown: Shown, look: Look, width: float) -> Scene:
    """The notification on what lies behind it: at the top of a phone, in a corner of a PC."""
    edge = look.px(12 if look.phone else 24)
    card = Bubble(_card(shown, look, width - 2 * edge), look.colours, look.px(_radius(look)), 1)
    above = look.px(64 if look.phone else 40)
    below = look.px(20)
    parts: list[tuple[float, float, Part]] = [(edge, above, card)]
    if look.phone:
        parts.append((0, look.px(12), _clock(shown, look, width)))
    scene = Scene(look, width, None, Placed(width, above + card.height + below, parts))
    scene.ground = GROUNDS[look.phone, look.colours.dark]
    return scene


def _radius(look: Look) -> float:
    return 18 if look.phone else 8


def _clock(shown: Shown, look: Look, width: float) -> Part:
    ink = "#e8ecf2" if look.colours.dark else "#2b3444"
    style = look.style(30, ink, bold=True, spread=1.3)
    text = shown.at.strftime("%H:%M")
    return Words([Run(text)], style, look.colours, width, most=1, centred=True)


class Client(Quiet):
    """A sign for the client that raised it; not its logo."""

    def __init__(self, size: float, colours: Colours) -> None:
        super().__init__(size, size)
        self._colours = colours
        self._bolt = Strokes(size, size * 0.11, "#ffffff", BOLT)

    def paint(self, painter: QPainter, x: float, y: float) -> None:
        size = self.width
        painter.setPen(QColor(0, 0, 0, 0))
        painter.setBrush(QColor(self._colours.brand[1]))
        painter.drawRoundedRect(QRectF(x, y, size, size), size * 0.26, size * 0.26)
        self._bolt.paint(painter, x, y)


def _card(shown: Shown, look: Look, width: float) -> Part:
    px, colours = look.px, look.colours
    pad = px(14)
    inner = width - 2 * pad
    title, text = shown.outline.notification
    column = Column(inner)
    column.add(_from(shown, look, inner))
    strong = look.style(14.5 if look.phone else 14, bold=True, spread=1.35)
    column.add(Words([Run(title)], strong, colours, inner, most=1), above=px(8))
    plain = look.style(14 if look.phone else 13, colours.mute, spread=1.4)
    column.add(Words([Run(text)], plain, colours, inner, most=TEXT_LINES), above=px(2))
    return padded(column.part(), pad, px(12))


def _from(shown: Shown, look: Look, width: float) -> Part:
    """Which program it is from, and when."""
    px, colours = look.px, look.colours
    sign = px(20)
    small = look.style(12, colours.mute, spread=1.35)
    now = Words([Run(shown.words.now)], small, colours, width, most=1)
    name = Words([Run(shown.words.dingtalk)], small, colours, width - sign - px(60), most=1)
    down = (sign - name.height) / 2
    return Placed(
        width,
        sign,
        [
            (0, 0, Client(sign, colours)),
            (sign + px(8), down, name),
            (width - now.natural, down, now),
        ],
    )
