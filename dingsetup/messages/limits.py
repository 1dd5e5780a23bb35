"""Measures a message against every length DingTalk names (KB 0775, KB 0013)."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from dingsetup.facts import Facts
from dingsetup.messages.payload import (
    button_list,
    compact,
    markdown_text,
    payload,
    spaced,
    tap_url,
)
from dingsetup.messages.values import Message, MessageType

Unit = Literal["bytes", "characters", "lines"]


class Meter(msgspec.Struct, frozen=True):
    """How much of a length is used."""

    part: str
    """Field of the message, e.g. `title`, `buttons.0.url`; empty for the whole `msg`."""
    used: int
    limit: int
    unit: Unit = "characters"
    hard: bool = True
    """Whether more is refused (34016, 41101, a stated maximum); else it is advised, or shown."""

    @property
    def over(self) -> bool:
        return self.used > self.limit


def meters(message: Message, facts: Facts) -> tuple[Meter, ...]:
    """Measure the whole, in bytes and in characters, then its parts, each once.

    A part with an advised and a refused length is held against the advised one until it passes
    the other.
    """
    msg = compact(payload(message))
    return (
        Meter("", len(msg.encode("utf-8")), facts.limit("message_bytes"), "bytes", hard=False),
        Meter("", len(msg), facts.limit("request_characters")),
        *_PARTS[message.type](message, facts),
    )


def _text(message: Message, facts: Facts) -> Iterator[Meter]:
    yield _body(message.text, facts, "text_advised", "text_characters")


def _markdown(message: Message, facts: Facts) -> Iterator[Meter]:
    yield _title(message, facts)
    yield Meter("text", len(markdown_text(message)), facts.limit("markdown_characters"))


def _card(message: Message, facts: Facts) -> Iterator[Meter]:
    yield from _card_body(message, facts)
    title = message.buttons[0].title if message.buttons else ""
    yield Meter("buttons.0.title", len(title), facts.limit("single_title_characters"))
    yield Meter("buttons.0.url", len(tap_url(message)), facts.limit("single_url_characters"))


def _buttons(message: Message, facts: Facts) -> Iterator[Meter]:
    yield from _card_body(message, facts)
    listed = len(spaced(button_list(message)))
    yield Meter("buttons", listed, facts.limit("button_list_characters"))
    most_title = facts.limit("button_title_characters")
    most_url = facts.limit("button_url_characters")
    for place, one in enumerate(message.buttons):
        yield Meter(f"buttons.{place}.title", len(one.title), most_title)
        yield Meter(f"buttons.{place}.url", len(one.url), most_url)


def _oa(message: Message, facts: Facts) -> Iterator[Meter]:
    yield Meter("title", len(message.title), facts.limit("oa_title_advised"), hard=False)
    yield Meter("head", len(message.head), facts.limit("oa_head_characters"), hard=False)
    lines = len(message.text.splitlines())
    yield Meter("text", lines, facts.limit("oa_content_lines"), "lines", hard=False)
    yield Meter("form", len(message.form), facts.limit("oa_form_lines"), "lines", hard=False)


def _link(message: Message, facts: Facts) -> Iterator[Meter]:
    yield _title(message, facts)
    yield Meter("text", len(message.text), facts.limit("link_text_advised"), hard=False)


def _image(message: Message, facts: Facts) -> Iterator[Meter]:
    yield from ()


def _title(message: Message, facts: Facts) -> Meter:
    return Meter("title", len(message.title), facts.limit("title_characters"))


def _card_body(message: Message, facts: Facts) -> Iterator[Meter]:
    yield _title(message, facts)
    yield _body(markdown_text(message), facts, "card_advised", "markdown_characters")


def _body(text: str, facts: Facts, advised: str, refused: str) -> Meter:
    most = facts.limit(refused)
    if len(text) > most:
        return Meter("text", len(text), most)
    return Meter("text", len(text), facts.limit(advised), hard=False)


_PARTS = {
    MessageType.TEXT: _text,
    MessageType.MARKDOWN: _markdown,
    MessageType.CARD: _card,
    MessageType.BUTTONS: _buttons,
    MessageType.OA: _oa,
    MessageType.LINK: _link,
    MessageType.IMAGE: _image,
}
