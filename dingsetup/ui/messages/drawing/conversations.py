"""The line of work notifications in the list of conversations."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from dingsetup.ui.messages.drawing.chat import Notices
from dingsetup.ui.messages.drawing.measures import Look
from dingsetup.ui.messages.drawing.parts import Fill, Part, Placed, Quiet
from dingsetup.ui.messages.drawing.scene import Scene, Shown
from dingsetup.ui.messages.drawing.words import Run, Words

OTHERS = ((0.34, 0.72), (0.26, 0.55), (0.42, 0.64), (0.3, 0.8), (0.38, 0.47))
"""How much of the line the names and texts of other conversations take: nobody's are shown."""


class Badge(Quiet):
    """How many are unread: one."""

    def __init__(self, look: Look) -> None:
        size = look.px(17)
        super().__init__(size, size)
        self._look = look
        style = look.style(11, "#ffffff", bold=True, spread=1.2)
        self._words = Words([Run("1")], style, look.colours, size, centred=True)

    def paint(self, painter: QPainter, x: float, y: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._look.colours.badge))
        painter.drawEllipse(QRectF(x, y, self.width, self.height))
        self._words.paint(painter, x, y + (self.height - self._words.height) / 2)


def draw_conversations(shown: Shown, look: Look, width: float) -> Scene:
    """The line among those of others, which are only hinted at."""
    line = _line(shown, look, width)
    parts: list[tuple[float, float, Part]] = [(0, 0, line)]
    for place, (name, text) in enumerate(OTHERS, 1):
        parts.append((0, place * line.height, _other(name, text, look, width)))
    # The last ones may run out of sight: there is nothing to scroll to.
    scene = Scene(look, width, None, Placed(width, 3 * line.height, parts))
    scene.ground = (_grounds(look)[0],)
    return scene


def _grounds(look: Look) -> tuple[str, str]:
    """Behind the list, and behind the line."""
    colours = look.colours
    if colours.dark:
        return colours.screen, colours.bubble
    return colours.bubble, colours.screen


def _sizes(look: Look) -> tuple[float, float, float]:
    """Height of a line, size of the sign in it, and where the text starts."""
    sign = look.px(46 if look.phone else 40)
    return look.px(70 if look.phone else 62), sign, look.px(look.sizes.margin + 12) + sign


def _line(shown: Shown, look: Look, width: float) -> Part:
    px, sizes, colours = look.px, look.sizes, look.colours
    height, sign, left = _sizes(look)
    edge = px(sizes.margin)
    small = look.style(sizes.small, colours.faint, spread=1.35)
    time = Words([Run(shown.at.strftime("%H:%M"))], small, colours, width, most=1)
    room = width - left - edge - time.natural - px(10)
    bold = look.style(sizes.title, bold=True, spread=1.35)
    name = Words([Run(shown.words.notices)], bold, colours, room, most=1)
    badge = Badge(look)
    grey = look.style(sizes.text - 1.5, colours.mute, spread=1.4)
    room = width - left - edge - badge.width - px(10)
    text = Words([Run(shown.outline.list_line)], grey, colours, room, most=1)
    top = (height - name.height - px(3) - text.height) / 2
    below = top + name.height + px(3)
    parts: list[tuple[float, float, Part]] = [
        (0, 0, Fill(width, height, _grounds(look)[1])),
        (edge, (height - sign) / 2, Notices(look, sign)),
        (left, top, name),
        (width - edge - time.natural, top + (name.height - time.height) / 2, time),
        (left, below, text),
        (width - edge - badge.width, below + (text.height - badge.height) / 2, badge),
    ]
    return Placed(width, height, parts)


def _other(name: float, text: float, look: Look, width: float) -> Part:
    height, sign, left = _sizes(look)
    room = width - left - look.px(look.sizes.margin)
    bar, fill = look.px(9), look.colours.fill
    radius = bar / 2
    top = height / 2 - bar - look.px(5)
    parts: list[tuple[float, float, Part]] = [
        (look.px(look.sizes.margin), (height - sign) / 2, Fill(sign, sign, fill, sign * 0.24)),
        (left, top, Fill(room * name, bar, fill, radius)),
        (left, height / 2 + look.px(6), Fill(room * text, bar, fill, radius)),
        (left, height - look.px(1), Fill(width - left, look.px(1), look.colours.line)),
    ]
    return Placed(width, height, parts)
