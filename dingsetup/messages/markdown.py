"""Reads markdown as work notifications draw it: the subset of KB 0775, and what falls outside it.

Which client draws more than the documents list is UNCONFIRMED: what they do not list is left as it
was written, with the reason in place.
"""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import msgspec

from dingsetup.messages.bubble import Block, BlockKind, Span
from dingsetup.messages.spans import Picture, Spans
from dingsetup.messages.values import Fault, Problem, Severity

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MOST_CHARACTERS = 5_000
"""Read at most; DingTalk takes no more."""
MOST_BRACKETS = 300
"""More of them cost the parser more time than a keystroke has."""
DEEPEST = 12
"""Levels of quotes (one each) and lists (two each); the parser gives up a little later."""
_BLOCK_RULES = [
    "blockquote", "code", "fence", "heading", "hr", "html_block", "list", "paragraph", "table",
]  # fmt: skip
_INLINE_RULES = [
    "autolink", "backticks", "emphasis", "entity", "escape", "html_inline", "image", "link",
    "newline", "strikethrough", "text",
]  # fmt: skip
_JOINING_RULES = ["balance_pairs", "emphasis", "fragments_join", "strikethrough"]
_SOURCES = {
    "hr": "rule",
    "fence": "code",
    "code_block": "code",
    "html_block": "html",
    "table_open": "table",
}
"""Blocks that are left as they were written."""


class Reading(msgspec.Struct, frozen=True):
    """A markdown text, read."""

    blocks: tuple[Block, ...]
    faults: tuple[Fault, ...] = ()
    """All that stand in the blocks, in their order, each once."""
    links: tuple[tuple[str, int], ...] = ()
    """Addresses of links that can be followed, each with its line."""
    cut: bool = False
    """Whether the end was left unread."""


@lru_cache(maxsize=16)
def read_markdown(text: str) -> Reading:
    """Read a text. Never raises; the bubble and the faults of one text are read once."""
    read = text[:MOST_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n")
    cut = len(text) > MOST_CHARACTERS
    tokens = [] if read.count("[") > MOST_BRACKETS else _parser().parse(read)
    if (read.strip() and not tokens) or any(token.level > DEEPEST for token in tokens):
        return _tangled(read, cut=cut)
    walk = _Walk(read.split("\n"))
    blocks = tuple(walk.blocks(tokens))
    return Reading(blocks, tuple(_faults(blocks)), tuple(walk.links), cut)


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST + 8})
    # Without `text_join`: what was escaped stays apart from what has failed as a construct.
    parser.core.ruler.enableOnly(["normalize", "block", "inline"])
    parser.block.ruler.enableOnly(_BLOCK_RULES)
    parser.inline.ruler.enableOnly(_INLINE_RULES)
    parser.inline.ruler2.enableOnly(_JOINING_RULES)
    # Addresses are judged by `links`, and sent as they were written.
    parser.validateLink = lambda url: True
    parser.normalizeLink = lambda url: url
    return parser


def _tangled(text: str, *, cut: bool) -> Reading:
    """A text too deep or too full of brackets to be worth drawing: as it was written."""
    fault = Fault(Problem.UNSUPPORTED, Severity.WARNING, "text", 1, {"construct": "nesting"})
    return Reading((Block(BlockKind.PARAGRAPH, (Span(text),), fault=fault),), (fault,), (), cut)


class _Walk:
    """Walks the parser's tokens from top to bottom."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._open: list[Token] = []
        self._item: Block | None = None
        """The list item whose first paragraph is still to come."""
        self._in_table = False
        self.links: list[tuple[str, int]] = []

    def blocks(self, tokens: "Sequence[Token]") -> Iterator[Block]:
        for token in tokens:
            if construct := _SOURCES.get(token.type):
                yield from self._flush()
                yield self._source(token, construct)
            self._in_table = token.type != "table_close" and (
                self._in_table or token.type == "table_open"
            )
            if token.type == "inline" and not self._in_table:
                yield from self._paragraph(token)
            elif token.nesting > 0:
                yield from self._enter(token)
            elif token.nesting < 0:
                yield from self._flush()
                self._open.pop()

    def _enter(self, token: "Token") -> Iterator[Block]:
        self._open.append(token)
        if token.type == "list_item_open":
            yield from self._flush()
            depth = sum(one.type == "list_item_open" for one in self._open)
            number = int(token.info) if token.info else 0
            kind = BlockKind.NUMBERED if token.info else BlockKind.BULLET
            self._item = Block(kind, level=depth, number=number)

    def _flush(self) -> Iterator[Block]:
        """Give the item that had no text of its own."""
        if self._item is not None:
            yield self._item
        self._item = None

    def _paragraph(self, token: "Token") -> Iterator[Block]:
        spans = Spans(self._lines, token.map[0] + 1 if token.map else 1)
        runs = spans.read(token.children or [])
        self.links += spans.links
        block = self._block()
        yield from _parted(block, runs)

    def _block(self) -> Block:
        """What the next paragraph is."""
        if self._item is not None:
            block, self._item = self._item, None
            return block
        if self._open and self._open[-1].type == "heading_open":
            return Block(BlockKind.HEADING, level=int(self._open[-1].tag[1]))
        quoted = any(one.type == "blockquote_open" for one in self._open)
        return Block(BlockKind.QUOTE if quoted else BlockKind.PARAGRAPH)

    def _source(self, token: "Token", construct: str) -> Block:
        start, end = token.map or [0, 0]
        source = "\n".join(self._lines[start:end]).rstrip()
        values = {"construct": construct}
        fault = Fault(Problem.UNSUPPORTED, Severity.WARNING, "text", start + 1, values)
        return Block(BlockKind.PARAGRAPH, (Span(source),), fault=fault)


def _parted(block: Block, runs: Sequence[Span]) -> Iterator[Block]:
    """Put pictures between blocks of their own."""
    part: list[Span] = []
    for run in [*runs, None]:
        if run is None or isinstance(run, Picture):
            spans = _trimmed(part)
            if spans or (run is None and not runs):
                yield msgspec.structs.replace(block, spans=spans)
            part = []
        else:
            part.append(run)
        if isinstance(run, Picture):
            words = (Span(run.text),) if run.text else ()
            yield Block(BlockKind.PICTURE, words, source=run.link, fault=run.fault)


def _trimmed(spans: list[Span]) -> tuple[Span, ...]:
    """Runs without the line breaks, kept or lost, that a picture beside them makes needless."""
    solid = [place for place, one in enumerate(spans) if one.text.strip()]
    return tuple(spans[solid[0] : solid[-1] + 1]) if solid else ()


def _faults(blocks: Sequence[Block]) -> Iterator[Fault]:
    last: Fault | None = None
    for block in blocks:
        for fault in (block.fault, *(span.fault for span in block.spans)):
            if fault is not None and fault != last:
                yield fault
            last = fault or last
