"""Outlines a message as a client draws it."""

import re
from typing import Literal

from dingsetup.messages.bubble import Block, BlockKind, Bubble, Span
from dingsetup.messages.markdown import MOST_CHARACTERS, read_markdown
from dingsetup.messages.payload import MARKED, markdown_text, tap_url
from dingsetup.messages.values import Button, Message, MessageType

Client = Literal["zh", "en"]

FORM_LINES = 6
"""Of an OA message's form, as many are shown (KB 0775)."""
CONTENT_LINES = 3
"""Of an OA message's body, as many are shown (KB 0775)."""
LIST_CHARACTERS = 60
_WORDS = {
    "zh": {"picture": "[图片]", "link": "[链接]", "head": "工作通知"},
    "en": {"picture": "[Photo]", "link": "[Link]", "head": "Work Notifications"},
}
"""DingTalk's own words, which the client writes in its language. UNCONFIRMED on current clients."""


def bubble(message: Message, client: Client = "zh") -> Bubble:
    """Outline a message. Never raises. `client` is the language DingTalk itself is set to.

    How the line in the list and the notification read is UNCONFIRMED: the documents say only that
    the title of a markdown message stands in the list (KB 0775).
    """
    blocks, cut = _blocks(message)
    oa = message.type is MessageType.OA
    line = list_line(message, blocks, client)
    return Bubble(
        type=message.type,
        title=message.title if oa or message.type is MessageType.LINK else "",
        blocks=blocks,
        buttons=_buttons(message),
        vertical=message.vertical,
        form=message.form[:FORM_LINES] if oa else (),
        rich_number=message.rich_number if oa else "",
        rich_unit=message.rich_unit if oa and message.rich_number else "",
        head=message.head if oa else "",
        head_colour=message.head_colour if oa else "",
        author=message.author if oa else "",
        status=message.status if oa else None,
        picture=_pictured(message),
        cut=cut or (oa and len(message.form) > FORM_LINES),
        list_line=line,
        notification=(_WORDS[client]["head"], line),
    )


def list_line(message: Message, blocks: tuple[Block, ...], client: Client = "zh") -> str:
    """The line in the list of conversations."""
    words = _WORDS[client]
    if message.type is MessageType.IMAGE:
        return words["picture"]
    first = message.title if message.type is not MessageType.TEXT else ""
    line = _one_line(first) or _one_line(_first_text(blocks))
    return words["link"] + line if message.type is MessageType.LINK else line


def plain(blocks: tuple[Block, ...]) -> str:
    """The text of blocks, one line each: what a screen reader says."""
    return "\n".join("".join(span.text for span in one.spans) for one in blocks if one.spans)


def _blocks(message: Message) -> tuple[tuple[Block, ...], bool]:
    if message.type is MessageType.IMAGE:
        return (), False
    if message.type in MARKED:
        reading = read_markdown(markdown_text(message))
        return reading.blocks, reading.cut
    lines = message.text[:MOST_CHARACTERS].splitlines()
    most = CONTENT_LINES if message.type is MessageType.OA else len(lines)
    found = tuple(Block(BlockKind.PARAGRAPH, (Span(one),) if one else ()) for one in lines[:most])
    return found, len(lines) > most or len(message.text) > MOST_CHARACTERS


def _buttons(message: Message) -> tuple[Button, ...]:
    if message.type is MessageType.BUTTONS:
        return message.buttons
    if message.type is MessageType.CARD and message.buttons:
        return (Button(message.buttons[0].title, tap_url(message)),)
    return ()


def _pictured(message: Message) -> bool:
    """An image and a link always have a picture; an OA message may."""
    if message.type is MessageType.OA:
        return bool(message.media_id)
    return message.type in {MessageType.IMAGE, MessageType.LINK}


def _first_text(blocks: tuple[Block, ...]) -> str:
    return next((text for one in blocks if (text := plain((one,)).strip())), "")


def _one_line(text: str) -> str:
    line = re.sub(r"\s+", " ", text[: 10 * LIST_CHARACTERS]).strip()
    return line if len(line) <= LIST_CHARACTERS else line[: LIST_CHARACTERS - 1] + "…"
