"""What a client draws of a message: an outline without colours or sizes."""

from enum import StrEnum

import msgspec

from dingsetup.messages.values import Button, Fault, FormLine, MessageType, StatusBar


class Span(msgspec.Struct, frozen=True):
    """A run of text drawn in one way."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    fault: Fault | None = None
    """Why it is not drawn as written; the text is then what DingTalk shows instead."""


class BlockKind(StrEnum):
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    QUOTE = "quote"
    BULLET = "bullet"
    NUMBERED = "numbered"
    PICTURE = "picture"


class Block(msgspec.Struct, frozen=True):
    """A block of the body, from top to bottom."""

    kind: BlockKind
    spans: tuple[Span, ...] = ()
    level: int = 1
    """Of a heading, 1 to 6; of a list, its depth from 1."""
    number: int = 0
    """Of a NUMBERED item."""
    source: str = ""
    """Of a PICTURE: its address or media id."""
    fault: Fault | None = None


class Bubble(msgspec.Struct, frozen=True, kw_only=True):
    """One message as a client draws it."""

    type: MessageType
    title: str = ""
    """Drawn as a heading (OA, LINK); empty where the type shows none."""
    blocks: tuple[Block, ...] = ()
    buttons: tuple[Button, ...] = ()
    vertical: bool = True
    form: tuple[FormLine, ...] = ()
    """Those that are shown."""
    rich_number: str = ""
    rich_unit: str = ""
    head: str = ""
    head_colour: str = ""
    author: str = ""
    status: StatusBar | None = None
    picture: bool = False
    """Whether a picture is drawn beside or below the text, or alone (IMAGE)."""
    cut: bool = False
    """Whether the client shows less than what was sent."""
    list_line: str = ""
    """The line in the list of conversations."""
    notification: tuple[str, str] = ("", "")
    """Head and text of the system's notification."""
