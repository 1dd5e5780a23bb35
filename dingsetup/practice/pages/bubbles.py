"""A work notification as a phone draws it: one bubble for each message type (KB 0775)."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, cast
from urllib.parse import quote

from dingsetup.practice.pages.html import Html, join, tag
from dingsetup.practice.pages.marks import LONGEST, anchor, as_html
from dingsetup.practice.pages.words import Words
from dingsetup.practice.post import Note

MOST_FORM_LINES = 6
_COLOUR = re.compile(r"(?:0x)?(?:[0-9a-f]{2})?([0-9a-f]{6})", re.IGNORECASE)
Parts = Mapping[str, Any]


class Painter:
    """Draws notes in one language; remembers which colours they want."""

    def __init__(self, words: Words, is_picture: Callable[[str], bool]) -> None:
        self.words = words
        self._is_picture = is_picture
        self.colours: set[str] = set()

    def bubble(self, note: Note) -> Html:
        """Draw a note, whatever its message holds."""
        if note.recalled:
            return tag("div", self.words.recalled, class_="bubble gone")
        kind = str(note.msg.get("msgtype"))
        parts = _parts(note.msg.get(kind))
        draw = _DRAW.get(kind)
        if kind == "oa":
            return tag("div", self._oa(parts, note), class_="bubble oa")
        return tag("div", draw(self, parts) if draw else "", class_=f"bubble {kind}")

    def summary(self, note: Note) -> str:
        """Tell a note in one line, as the list of conversations does."""
        if note.recalled:
            return self.words.recalled
        kind = str(note.msg.get("msgtype"))
        parts = _parts(note.msg.get(kind))
        told = {"image": self.words.picture, "voice": self.words.voice, "file": self.words.file}
        match kind:
            case "text":
                text = _text(parts.get("content"))
            case "link":
                text = f"{self.words.link}{_text(parts.get('title'))}"
            case "oa":
                text = _text(_parts(parts.get("body")).get("title"))
            case "action_card":
                text = _text(parts.get("title")) or _text(parts.get("markdown"))
            case _:
                text = told.get(kind) or _text(parts.get("title"))
        return " ".join(text[:200].split())[:60]

    def text(self, parts: Parts) -> Html:
        return tag("p", _text(parts.get("content")), class_="plain")

    def image(self, parts: Parts) -> Html:
        return self.picture(_text(parts.get("media_id")))

    def voice(self, parts: Parts) -> Html:
        seconds = self.words.seconds.format(count=_text(parts.get("duration")))
        return tag("p", f"{self.words.voice} {seconds}")

    def file(self, parts: Parts) -> Html:
        return tag("p", self.words.file, title=_text(parts.get("media_id")))

    def link(self, parts: Parts) -> Html:
        return anchor(
            _text(parts.get("messageUrl")),
            tag("strong", _text(parts.get("title"))),
            tag(
                "span",
                tag("span", _text(parts.get("text")), class_="short"),
                self.picture(_text(parts.get("picUrl"))),
                class_="row",
            ),
        )

    def markdown(self, parts: Parts) -> Html:
        return as_html(_text(parts.get("text")), self.picture)

    def action_card(self, parts: Parts) -> Html:
        buttons = _buttons(parts)
        aside = _text(parts.get("btn_orientation")) == "1" and len(buttons) > 1
        return join(
            tag("div", as_html(_text(parts.get("markdown")), self.picture), class_="inner"),
            tag(
                "div",
                *(anchor(address, title) for title, address in buttons),
                class_="buttons aside" if aside else "buttons",
            ),
        )

    def _oa(self, parts: Parts, note: Note) -> Html:
        head, body = _parts(parts.get("head")), _parts(parts.get("body"))
        inner = anchor(
            _text(parts.get("message_url")),
            tag("strong", _text(body.get("title"))),
            self._form(body),
            _rich(_parts(body.get("rich"))),
            tag("span", _text(body.get("content")), class_="short"),
            self.picture(_text(body.get("image"))) if body.get("image") else "",
            self._footing(body),
        )
        # DingTalk puts the app's name there, whatever is sent.
        band = tag("div", "DataWind", class_=f"band {self._colour(head.get('bgcolor'))}".strip())
        return join(band, inner, self._status(_parts(parts.get("status_bar")), note))

    def _form(self, body: Parts) -> Html:
        lines = [_parts(line) for line in _entries(body.get("form"))[:MOST_FORM_LINES]]
        shown = (
            tag("span", tag("b", _text(one.get("key"))), " ", _text(one.get("value")))
            for one in lines
        )
        return tag("span", *shown, class_="form") if lines else Html("")

    def _footing(self, body: Parts) -> Html:
        told: list[str] = []
        if body.get("file_count"):
            told.append(self.words.files.format(count=_text(body.get("file_count"))))
        if body.get("author"):
            told.append(self.words.by.format(name=_text(body.get("author"))))
        return tag("small", " · ".join(told)) if told else Html("")

    def _status(self, sent: Parts, note: Note) -> Html:
        value = note.status_value or _text(sent.get("status_value"))
        if not value:
            return Html("")
        colour = self._colour(note.status_bg or sent.get("status_bg"))
        return tag("div", value, class_=f"status {colour}".strip())

    def _colour(self, value: object) -> str:
        """Return the class of a colour such as `FFBBBBBB` or `0xFF78C06E`; empty for no colour."""
        found = _COLOUR.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            return ""
        self.colours.add(found[1].upper())
        return f"c-{found[1].upper()}"

    def picture(self, address: str, shown: str = "") -> Html:
        """Show an uploaded picture; one from elsewhere is not loaded, only told."""
        if self._is_picture(address):
            source = f"/_practice/media?id={quote(address, safe='', errors='replace')}"
            return tag("img", src=source, alt=shown or self.words.picture, loading="lazy")
        outside = address.startswith(("http://", "https://"))
        why = self.words.outside_picture if outside else self.words.no_picture
        return tag(
            "span", shown or self.words.picture, tag("small", why), class_="nothing", title=address
        )


_DRAW: Mapping[str, Callable[[Painter, Parts], Html]] = {
    "text": Painter.text,
    "image": Painter.image,
    "voice": Painter.voice,
    "file": Painter.file,
    "link": Painter.link,
    "markdown": Painter.markdown,
    "action_card": Painter.action_card,
}


def _rich(rich: Parts) -> Html:
    if not rich.get("num"):
        return Html("")
    unit = tag("small", _text(rich.get("unit")))
    return tag("span", _text(rich.get("num")), " ", unit, class_="rich")


def _buttons(parts: Parts) -> list[tuple[str, str]]:
    found = [_parts(one) for one in _entries(parts.get("btn_json_list"))]
    if not found:
        return [(_text(parts.get("single_title")), _text(parts.get("single_url")))]
    return [(_text(one.get("title")), _text(one.get("action_url"))) for one in found]


def _parts(value: object) -> Parts:
    return cast("Parts", value) if isinstance(value, dict) else {}


def _entries(value: object) -> list[Any]:
    """Read a list, which may have come as JSON in a text."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return []
    return cast("list[Any]", value)[:100] if isinstance(value, list) else []


def _text(value: object) -> str:
    """Read a text; numbers as they are written, and nothing of what is neither."""
    if isinstance(value, str):
        return value[:LONGEST]
    return str(value) if isinstance(value, int | float) else ""
