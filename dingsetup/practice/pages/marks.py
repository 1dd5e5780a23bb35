"""Markdown as work notifications know it, as HTML (KB 0775): what is not in the subset stays text.

Headings, quotes, bold, italic, links, pictures, lists; a line breaks where two blanks stand before
and after it. UNCONFIRMED: that a backslash takes a mark its meaning.
"""

import re
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Literal, NamedTuple
from urllib.parse import parse_qs, urlsplit

from dingsetup.practice.pages.html import Html, join, tag

LONGEST = 20_000
"""Characters looked at; no message may be as long."""
DEEPEST = 4

Picture = Callable[[str, str], Html]
"""Shows a picture: its address or media id, and what stands for it."""

_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_BULLET = re.compile(r"-\s+(.*)")
_NUMBER = re.compile(r"\d{1,9}\.\s+(.*)")
_QUOTE = re.compile(r">\s?(.*)")
_SPECIAL = re.compile(r"[\\!\[*&]")
_LINK = re.compile(r"(!?)\[((?:\\.|[^\[\]\\\n]){0,500})\]\(([^()\s]{1,2000})\)")
_BLANK = re.compile(r"&nbsp;|&#160;|&#xA0;", re.IGNORECASE)
_BREAK = Html("<br>")

Kind = Literal["text", "quote", "bullet", "number", "heading", "gap"]


class _Line(NamedTuple):
    kind: Kind
    text: str
    level: int = 0
    broken: bool = False
    """Whether it begins on a line of its own."""


def as_html(text: str, picture: Picture) -> Html:
    """Return the text as HTML. Takes any text, however long, deep or broken."""
    lines = list(_lines(text[:LONGEST].replace("\r\n", "\n")))
    return join(*(_block(kind, list(run), picture) for kind, run in groupby(lines, _kind)))


def _kind(line: _Line) -> Kind:
    return line.kind


def _lines(text: str) -> Iterator[_Line]:
    before = ""
    for raw in text.split("\n"):
        yield _read(raw.strip(), broken=before.endswith("  ") and raw.startswith("  "))
        before = raw


def _read(line: str, *, broken: bool) -> _Line:
    if not line:
        return _Line("gap", "")
    if found := _HEADING.fullmatch(line):
        return _Line("heading", found[2], len(found[1]))
    patterns: tuple[tuple[Kind, re.Pattern[str]], ...] = (
        ("bullet", _BULLET),
        ("number", _NUMBER),
        ("quote", _QUOTE),
    )
    for kind, pattern in patterns:
        if found := pattern.fullmatch(line):
            return _Line(kind, found[1], broken=broken)
    return _Line("text", line, broken=broken)


def _block(kind: Kind, lines: list[_Line], picture: Picture) -> Html:
    match kind:
        case "gap":
            return Html("")
        case "heading":
            return join(*(tag(f"h{one.level}", inline(one.text, picture)) for one in lines))
        case "bullet" | "number":
            items = (tag("li", inline(one.text, picture)) for one in lines)
            return tag("ul" if kind == "bullet" else "ol", *items)
        case "quote":
            return tag("blockquote", _flowing(lines, picture))
        case "text":
            return tag("p", _flowing(lines, picture))


def _flowing(lines: list[_Line], picture: Picture) -> Html:
    parts: list[str] = []
    for number, line in enumerate(lines):
        if number:
            parts.append(_BREAK if line.broken else " ")
        parts.append(inline(line.text, picture))
    return join(*parts)


def inline(text: str, picture: Picture, depth: int = 0) -> Html:
    """Return one run of text with its bold, italic, links and pictures."""
    parts: list[str] = []
    at = 0
    while at < len(text):
        found = _SPECIAL.search(text, at)
        if found is None or depth > DEEPEST:
            parts.append(text[at:])
            break
        parts.append(text[at : found.start()])
        part, at = _special(text, found.start(), picture, depth)
        parts.append(part)
    return join(*parts)


def _special(text: str, at: int, picture: Picture, depth: int) -> tuple[str, int]:
    """Return what the mark at this place stands for, and the place after it."""
    mark = text[at]
    if mark == "\\" and at + 1 < len(text) and not text[at + 1].isalnum():
        return text[at + 1], at + 2
    if mark == "&" and (blank := _BLANK.match(text, at)):
        return "\u00a0", blank.end()
    if mark in "![" and (link := _LINK.match(text, at)):
        shown, address = link[2], link[3]
        if link[1]:
            return picture(address, shown), link.end()
        return anchor(address, inline(shown, picture, depth + 1)), link.end()
    for stars, name in (("**", "strong"), ("*", "em")):
        end = _closing(text, at, stars)
        if end:
            inner = text[at + len(stars) : end]
            return tag(name, inline(inner, picture, depth + 1)), end + len(stars)
    return mark, at + 1


def _closing(text: str, at: int, stars: str) -> int:
    """Return where the stars that begin here end; 0 where they do not."""
    start = at + len(stars)
    if not text.startswith(stars, at) or text[start : start + 1].strip() in ("", "*"):
        return 0
    end = text.find(stars, start)
    while end > 0 and _is_escaped(text, end):
        end = text.find(stars, end + 1)
    return max(end, 0)


def _is_escaped(text: str, at: int) -> bool:
    """Whether a backslash takes this mark its meaning: one that none before it does the same to."""
    before = text[:at]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def anchor(address: str, *parts: str) -> Html:
    """Make a link that leads where a phone would go; to nowhere but a web page."""
    target = web_address(address)
    if not target:
        return tag("span", *parts, class_="dead", title=address)
    rel = "noopener noreferrer"
    return tag("a", *parts, href=target, title=address, target="_blank", rel=rel)


def web_address(address: str) -> str:
    """Return the web page an address leads to, unpacked from `dingtalk://…/page/link`; or empty."""
    try:
        parts = urlsplit(address)
        if parts.scheme == "dingtalk" and parts.path == "/page/link":
            address = parse_qs(parts.query).get("url", [""])[0]
            parts = urlsplit(address)
        return address if parts.scheme in ("http", "https") and parts.hostname else ""
    except ValueError:
        return ""
