"""The body of a message: headings, paragraphs, quotes, lists and pictures below each other."""

from collections.abc import Sequence

from PySide6.QtGui import QImage

from dingsetup.messages.bubble import Block, BlockKind, Span
from dingsetup.messages.values import Fault
from dingsetup.ui.messages.drawing.measures import Look, Style
from dingsetup.ui.messages.drawing.parts import Column, Fill, Part, Placed
from dingsetup.ui.messages.drawing.pictures import Picture
from dingsetup.ui.messages.drawing.words import Run, Words

SHAPE = 3 / 2
"""Of a picture: the one DingTalk advises."""
LISTS = (BlockKind.BULLET, BlockKind.NUMBERED)
BULLETS = ("•", "◦", "▪")
DEEPEST = 4
"""Deeper items of a list are drawn no further in."""


def draw_blocks(
    blocks: Sequence[Block], look: Look, width: float, picture: QImage | None
) -> Placed:
    """All blocks, as wide as they may be."""
    column = Column(width)
    before: Block | None = None
    for block in blocks:
        column.add(_draw(block, look, width, picture), above=look.px(_gap(before, block)))
        before = block
    return column.part()


def runs_of(spans: Sequence[Span], look: Look, fault: Fault | None = None) -> list[Run]:
    """Spans as they are set; a fault of the whole block underlines all of them."""
    link = look.colours.link
    return [
        Run(
            text=span.text,
            colour=link if span.link else "",
            bold=span.bold,
            italic=span.italic,
            fault=span.fault or fault,
        )
        for span in spans
    ]


def _gap(before: Block | None, block: Block) -> float:
    if before is None:
        return 0
    if block.kind is BlockKind.HEADING:
        return 12
    if before.kind in LISTS and block.kind in LISTS:
        return 3
    return 6 if before.kind is BlockKind.HEADING else 8


def _draw(block: Block, look: Look, width: float, picture: QImage | None) -> Part:
    sizes, colours = look.sizes, look.colours
    if block.kind is BlockKind.PICTURE:
        radius = look.px(4)
        return Picture(width, width / SHAPE, picture, colours, radius)
    if block.kind in LISTS:
        return _item(block, look, width)
    if block.kind is BlockKind.QUOTE:
        return _quote(block, look, width)
    style = look.style(sizes.text)
    if block.kind is BlockKind.HEADING:
        size = sizes.headings[min(max(block.level, 1), 6) - 1]
        style = look.style(size, bold=True, spread=1.35)
    return Words(runs_of(block.spans, look, block.fault), style, colours, width)


def _quote(block: Block, look: Look, width: float) -> Part:
    bar, indent = look.px(3), look.px(12)
    style = look.style(look.sizes.text, look.colours.mute)
    words = Words(runs_of(block.spans, look, block.fault), style, look.colours, width - indent)
    beside = Fill(bar, words.height, look.colours.line, bar / 2)
    return Placed(width, words.height, [(0, 0, beside), (indent, 0, words)])


def _item(block: Block, look: Look, width: float) -> Part:
    depth = min(max(block.level, 1), DEEPEST) - 1
    style = look.style(look.sizes.text)
    numbered = block.kind is BlockKind.NUMBERED
    sign = f"{block.number}." if numbered else BULLETS[depth % len(BULLETS)]
    indent = look.px(18 * depth)
    marker = _marker(sign, look, style)
    gutter = max(look.px(20 if numbered else 16), marker.natural + look.px(6))
    room = width - indent - gutter
    words = Words(runs_of(block.spans, look, block.fault), style, look.colours, room)
    height = max(words.height, marker.height)
    return Placed(width, height, [(indent, 0, marker), (indent + gutter, 0, words)])


def _marker(sign: str, look: Look, style: Style) -> Words:
    return Words([Run(sign)], style, look.colours, look.px(60))
