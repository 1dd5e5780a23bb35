"""The bubble of each type of message, as DingTalk's clients draw work notifications.

Drawn from what the clients show; DingTalk publishes no measures. Unconfirmed: where the status
bar of an OA message stands, and in how many lines a long title of a link is shown.
"""

from collections.abc import Callable

from PySide6.QtGui import QImage

from dingsetup.messages.bubble import Bubble as Outline
from dingsetup.messages.values import MessageType
from dingsetup.ui.messages.drawing.body import SHAPE, draw_blocks, runs_of
from dingsetup.ui.messages.drawing.colours import on, read_colour
from dingsetup.ui.messages.drawing.measures import Look
from dingsetup.ui.messages.drawing.parts import (
    Bubble,
    Column,
    Fill,
    Part,
    Placed,
    padded,
)
from dingsetup.ui.messages.drawing.pictures import Picture
from dingsetup.ui.messages.drawing.words import NEW_LINE, Run, Words

HEAD_COLOUR = "#2f6bff"
STATUS_COLOUR = "#858e99"
OA_LINES = 3
"""Of an OA message's content (KB 0775)."""
LINK_LINES = 3
TITLE_LINES = 2


def draw_bubble(outline: Outline, look: Look, room: float, picture: QImage | None) -> Part:
    """The bubble, at most `room` pixels wide."""
    width = min(look.px(look.sizes.card), room)
    if outline.type is MessageType.IMAGE:
        radius = look.px(look.sizes.radius)
        wide = min(width, look.px(240))
        return Picture(wide, wide / SHAPE, picture, look.colours, radius)
    part = DRAWN[outline.type](outline, look, width, picture)
    return Bubble(part, look.colours, look.px(look.sizes.radius), look.px(1))


def _text(outline: Outline, look: Look, width: float, picture: QImage | None) -> Part:
    pad = look.px(look.sizes.pad)
    style = look.style(look.sizes.text)
    runs = _joined(outline, look)
    words = Words(runs, style, look.colours, width - 2 * pad)
    words.tighten(look.px(12))
    return padded(words, pad, pad * 0.7)


def _markdown(outline: Outline, look: Look, width: float, picture: QImage | None) -> Part:
    pad = look.px(look.sizes.pad)
    return padded(draw_blocks(outline.blocks, look, width - 2 * pad, picture), pad, pad * 0.85)


def _card(outline: Outline, look: Look, width: float, picture: QImage | None) -> Part:
    column = Column(width)
    column.add(_markdown(outline, look, width, picture))
    if outline.vertical or len(outline.buttons) < 2:
        for button in outline.buttons:
            column.add(_divider(look, width))
            column.add(_button(button.title, look, width))
    else:
        column.add(_divider(look, width))
        column.add(_row(outline, look, width))
    return column.part()


def _row(outline: Outline, look: Look, width: float) -> Part:
    count = len(outline.buttons)
    each = width / count
    parts: list[tuple[float, float, Part]] = []
    for place, button in enumerate(outline.buttons):
        drawn = _button(button.title, look, each)
        parts.append((each * place, 0, drawn))
        if place:
            parts.append((each * place, 0, Fill(look.px(1), drawn.height, look.colours.line)))
    height = max(part.height for _x, _y, part in parts)
    return Placed(width, height, parts)


def _button(title: str, look: Look, width: float) -> Placed:
    across, height = look.px(10), look.px(44 if look.phone else 40)
    style = look.style(look.sizes.text, look.colours.link)
    room = max(width - 2 * across, look.px(10))
    words = Words([Run(title)], style, look.colours, room, most=1, centred=True)
    return Placed(width, height, [((width - room) / 2, (height - words.height) / 2, words)])


def _divider(look: Look, width: float) -> Fill:
    return Fill(width, look.px(1), look.colours.line)


def _link(outline: Outline, look: Look, width: float, picture: QImage | None) -> Part:
    pad = look.px(look.sizes.pad)
    inner = width - 2 * pad
    column = Column(inner)
    if outline.title:
        title = look.style(look.sizes.title, bold=True, spread=1.35)
        column.add(Words([Run(outline.title)], title, look.colours, inner, most=TITLE_LINES))
    column.add(_beside(outline, look, inner, picture), above=look.px(6))
    return padded(column.part(), pad, pad * 0.85)


def _beside(outline: Outline, look: Look, width: float, picture: QImage | None) -> Part:
    """The text of a link at left, its thumbnail at right."""
    style = look.style(look.sizes.text - 1, look.colours.mute, spread=1.4)
    side = look.px(54)
    room = width - side - look.px(12)
    runs = _joined(outline, look)
    words = Words(runs, style, look.colours, room, most=LINK_LINES)
    thumb = Picture(side, side, picture, look.colours, look.px(4))
    height = max(words.height, side)
    return Placed(width, height, [(0, 0, words), (width - side, 0, thumb)])


def _joined(outline: Outline, look: Look) -> list[Run]:
    """All blocks as the lines of one paragraph, as plain text is shown."""
    runs: list[Run] = []
    for place, block in enumerate(outline.blocks):
        if place:
            runs.append(Run(NEW_LINE))
        runs += runs_of(block.spans, look, block.fault)
    return runs


def _oa(outline: Outline, look: Look, width: float, picture: QImage | None) -> Part:
    pad = look.px(look.sizes.pad)
    column = Column(width)
    column.add(_head(outline, look, width))
    body = _oa_body(outline, look, width - 2 * pad, picture)
    column.add(padded(body, pad, pad * 0.85))
    if outline.status is not None:
        column.add(_status(outline.status.value, outline.status.colour, look, width))
    return column.part()


def _head(outline: Outline, look: Look, width: float) -> Part:
    pad, height = look.px(look.sizes.pad), look.px(36)
    ground = read_colour(outline.head_colour, HEAD_COLOUR)
    style = look.style(look.sizes.text - 1, on(ground).name(), bold=True)
    words = Words([Run(outline.head)], style, look.colours, width - 2 * pad, most=1)
    band = Fill(width, height, ground.name(ground.NameFormat.HexArgb))
    return Placed(width, height, [(0, 0, band), (pad, (height - words.height) / 2, words)])


def _oa_body(outline: Outline, look: Look, width: float, picture: QImage | None) -> Part:
    sizes, colours = look.sizes, look.colours
    column = Column(width)
    if outline.title:
        title = look.style(sizes.title, bold=True, spread=1.35)
        column.add(Words([Run(outline.title)], title, colours, width, most=TITLE_LINES))
    small = look.style(sizes.text - 1)
    for place, line in enumerate(outline.form):
        # A key usually ends in a colon; a full-width one has its own room behind it.
        room = "" if line.key.endswith((" ", "：")) else " "
        runs = [Run(line.key + room, colours.mute), Run(line.value)]
        column.add(Words(runs, small, colours, width), above=look.px(2 if place else 8))
    if outline.rich_number or outline.rich_unit:
        column.add(_rich(outline, look, width), above=look.px(8))
    if outline.blocks:
        words = Words(_joined(outline, look), small, colours, width, most=OA_LINES)
        column.add(words, above=look.px(8))
    if outline.picture:
        shown = Picture(width, width / SHAPE, picture, colours, look.px(4))
        column.add(shown, above=look.px(10))
    if outline.author:
        author = look.style(sizes.small, colours.faint)
        column.add(Words([Run(outline.author)], author, colours, width, most=1), above=look.px(8))
    return column.part()


def _rich(outline: Outline, look: Look, width: float) -> Part:
    """A large number with its unit on the same line of writing."""
    large = look.style(30, bold=True, spread=1.2)
    small = look.style(look.sizes.text - 1, look.colours.mute, spread=1.2)
    unit = Words([Run(outline.rich_unit)], small, look.colours, width * 0.4, most=1)
    gap = look.px(5)
    room = width - (unit.natural + gap if outline.rich_unit else 0)
    number = Words([Run(outline.rich_number)], large, look.colours, room, most=1)
    # Both lines are centred in their height: their writing lines differ by this.
    down = number.baseline - unit.baseline
    return Placed(width, number.height, [(0, 0, number), (number.natural + gap, down, unit)])


def _status(value: str, colour: str, look: Look, width: float) -> Part:
    ground = read_colour(colour, STATUS_COLOUR)
    height, pad = look.px(32), look.px(look.sizes.pad)
    style = look.style(look.sizes.text - 2, on(ground).name(), bold=True)
    words = Words([Run(value)], style, look.colours, width - 2 * pad, most=1, centred=True)
    band = Fill(width, height, ground.name())
    return Placed(width, height, [(0, 0, band), (pad, (height - words.height) / 2, words)])


DRAWN: dict[MessageType, Callable[[Outline, Look, float, QImage | None], Part]] = {
    MessageType.TEXT: _text,
    MessageType.MARKDOWN: _markdown,
    MessageType.CARD: _card,
    MessageType.BUTTONS: _card,
    MessageType.OA: _oa,
    MessageType.LINK: _link,
}
