"""Turns a paragraph of markdown into runs of text and pictures, and marks what is not drawn."""

import re
from collections.abc import Sequence
from typing import Any, Protocol

from msgspec.structs import replace

from dingsetup.messages.addresses import is_web
from dingsetup.messages.bubble import Span
from dingsetup.messages.links import LinkForm, read_link
from dingsetup.messages.values import Fault, Problem, Severity

MEDIA_ID = ("@", "$", "#")
"""How media ids begin (KB 0646)."""
_LEFT = re.compile(
    r"(?P<link>!?\[[^\[\]\n]{0,200}\]\([^()\n]{0,500}\)?)"
    r"|(?P<footnote>\[\^[^\[\]\n]{1,50}\](?::)?)"
    r"|(?P<emphasis>\*\*+|~~+)"
)
"""What stays as it was written because it did not come out as a construct."""
_FIRST = re.compile(
    r"(?P<task_list>\[[ xX]\])(?=\s)"
    r"|(?P<heading_blank>#{1,6}(?=[^#\s]))"
    r"|(?P<reference>\[[^\^\[\]\n]{1,200}\]:)(?=[ \t]*\S{1,500}[ \t]*$)"
)
"""The same at the beginning of a line."""
_TARGET = re.compile(r"\]\(([^()\n]*)")


class Piece(Protocol):
    """A token of the parser, as far as it is read here."""

    type: str
    content: str
    markup: str
    attrs: dict[str, Any]


class Picture(Span, frozen=True):
    """A picture between runs of text; its `link` is the address, its text the words beside it."""


class Spans:
    """Reads the tokens of one paragraph."""

    def __init__(self, lines: Sequence[str], line: int) -> None:
        """`lines` is the whole text; `line` is where the paragraph begins, from 1."""
        self._lines = lines
        self._line = line
        self._found: list[Span] = []
        self._styles: dict[str, Any] = {}
        self._strike: Fault | None = None
        self._dead: Fault | None = None
        """Of the link that is being read, where it leads nowhere."""
        self._begins = True
        self.links: list[tuple[str, int]] = []
        """Addresses, each with its line."""

    def read(self, pieces: Sequence[Piece]) -> list[Span]:
        """Return the runs in their order; equal neighbours are joined."""
        for piece in pieces:
            self._take(piece)
        return self._found

    def _take(self, piece: Piece) -> None:
        name, _, side = piece.type.rpartition("_")
        if piece.type == "text":
            self._text(piece.content)
        elif piece.type in {"softbreak", "hardbreak"}:
            self._break(hard=piece.type == "hardbreak")
        elif name in _STYLES:
            self._styles[_STYLES[name]] = side == "open"
        elif name == "s":
            self._struck(piece.markup, opened=side == "open")
        elif name == "link":
            self._link(piece, opened=side == "open")
        elif piece.type == "image":
            self._picture(piece)
        elif construct := _CONSTRUCTS.get(piece.type):
            self._source(f"{piece.markup}{piece.content}{piece.markup}", construct)
        else:
            self._add(piece.content)

    def _text(self, text: str) -> None:
        """Add text; what did not come out as the construct it was meant to be is marked."""
        at = 0
        if self._begins and (first := _FIRST.match(text)):
            self._source(first[0], first.lastgroup or "")
            at = first.end()
        for left in _LEFT.finditer(text, at):
            self._add(text[at : left.start()])
            self._source(left[0], left.lastgroup or "")
            at = left.end()
        self._add(text[at:])

    def _source(self, text: str, construct: str) -> None:
        if construct == "link":
            target = _TARGET.search(text)
            self._add(text, self._fault(Problem.LINK_SHAPE, url=target[1] if target else text))
        else:
            self._add(text, self._fault(Problem.UNSUPPORTED, construct=construct))

    def _break(self, *, hard: bool) -> None:
        before, after = (
            self._lines[place] if place < len(self._lines) else ""
            for place in (self._line - 1, self._line)
        )
        kept = hard and before.endswith("  ") and _beyond_quotes(after).startswith("  ")
        self._add("\n" if kept else " ", None if kept else self._fault(Problem.BREAK_LOST))
        self._line += 1
        self._begins = True

    def _struck(self, marks: str, *, opened: bool) -> None:
        if opened:
            self._strike = self._fault(Problem.UNSUPPORTED, construct="strikethrough")
        self._add(marks)
        if not opened:
            self._strike = None

    def _link(self, piece: Piece, *, opened: bool) -> None:
        if not opened:
            self._styles["link"], self._dead = "", None
            return
        url = str(piece.attrs.get("href", ""))
        if piece.markup == "autolink":
            self._dead = self._fault(Problem.UNSUPPORTED, construct="autolink")
        elif read_link(url).form is LinkForm.NONE:
            self._dead = self._fault(Problem.LINK_SHAPE, url=url[:200])
        else:
            self.links.append((url, self._line))
            self._styles["link"] = url

    def _picture(self, piece: Piece) -> None:
        source = str(piece.attrs.get("src", ""))
        fault = None
        if source.startswith(MEDIA_ID):
            fault = self._fault(Problem.PICTURE_UNDOCUMENTED)
        elif not (source.startswith("https://") and is_web(source)):
            fault = self._fault(Problem.LINK_SHAPE, url=source[:200])
        self._found.append(Picture(piece.content[:200], link=source, fault=fault))
        self._begins = False

    def _add(self, text: str, fault: Fault | None = None) -> None:
        if not text:
            return
        self._begins = False
        span = Span(text, **self._styles, fault=self._dead or self._strike or fault)
        last = self._found[-1] if self._found else None
        if type(last) is Span and _alike(last, span):
            self._found[-1] = replace(last, text=last.text + text)
        else:
            self._found.append(span)

    def _fault(self, kind: Problem, **values: str) -> Fault:
        return Fault(kind, Severity.WARNING, "text", self._line, dict(values))


_STYLES = {"strong": "bold", "em": "italic"}
_CONSTRUCTS = {"code_inline": "code", "html_inline": "html"}


def _beyond_quotes(line: str) -> str:
    marks = re.match(r"(?: {0,3}>)*", line)
    return line[marks.end() :] if marks else line


def _alike(one: Span, other: Span) -> bool:
    return (one.bold, one.italic, one.link, one.fault) == (
        other.bold,
        other.italic,
        other.link,
        other.fault,
    )
