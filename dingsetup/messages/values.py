"""The one model of a message, from which both the payload and the preview come."""

from enum import StrEnum
from typing import Any

import msgspec


class MessageType(StrEnum):
    """How a message looks on DingTalk (KB 0775). CARD and BUTTONS are both `action_card`."""

    TEXT = "text"
    MARKDOWN = "markdown"
    CARD = "card"
    """An action card that leads to one place."""
    BUTTONS = "buttons"
    """An action card with several buttons."""
    OA = "oa"
    LINK = "link"
    IMAGE = "image"


class Button(msgspec.Struct, frozen=True):
    title: str
    url: str


class FormLine(msgspec.Struct, frozen=True):
    """A line of an OA message: what, and its value."""

    key: str
    value: str


class StatusBar(msgspec.Struct, frozen=True):
    """The bar of an OA message; only for sends to at most five people (KB 0775)."""

    value: str
    colour: str
    """`0xFF` and six hexadecimal digits."""


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent. Fields a type has no place for are empty."""

    type: MessageType
    title: str = ""
    """In the list of conversations; the heading of OA and link. Not shown of a text or image."""
    text: str = ""
    """The body: markdown for MARKDOWN, CARD and BUTTONS, plain for the others."""
    url: str = ""
    """Where a tap leads (CARD, OA, LINK)."""
    pc_url: str = ""
    """Where a click on a PC leads, where that is another place (OA)."""
    buttons: tuple[Button, ...] = ()
    """One for CARD, one or more for BUTTONS."""
    vertical: bool = True
    """Buttons below each other."""
    form: tuple[FormLine, ...] = ()
    """OA; six are shown."""
    rich_number: str = ""
    """OA: a large number, and its unit beside it."""
    rich_unit: str = ""
    head: str = ""
    """OA: the band above it. DingTalk puts the app's name there, whatever is sent."""
    head_colour: str = "FF2F6BFF"
    """OA: eight hexadecimal digits, AARRGGBB."""
    author: str = ""
    """OA."""
    status: StatusBar | None = None
    """OA."""
    media_id: str = ""
    """The picture (IMAGE, LINK, OA), as uploaded; empty while it is not."""
    picture_url: str = ""
    """A picture in markdown: the documented form is a public https address."""


class Fault(msgspec.Struct, frozen=True):
    """Something wrong with a template, a value or a message; `language` words it."""

    kind: "Problem"
    severity: "Severity"
    place: str = ""
    """The field of the message or variable, e.g. `title`, `buttons.1.url`; empty for all of it."""
    line: int = 0
    """Line of the text, from 1, where that can be told."""
    values: dict[str, Any] = {}


class Severity(StrEnum):
    ERROR = "error"
    """DingTalk refuses it, or it is not what it seems: it cannot be sent."""
    WARNING = "warning"
    """It goes out, but not as one would think."""


class Problem(StrEnum):
    """What can be wrong; `Fault.values` holds what is named in brackets."""

    # Templates and their values.
    TEMPLATE_UNREADABLE = "template_unreadable"
    """[file, reason] A TOML file that is none, or is no template."""
    TEMPLATE_SYNTAX = "template_syntax"
    """[reason]"""
    TEMPLATE_FORBIDDEN = "template_forbidden"
    """[what] A construct that templates may not use: includes, macros, private attributes …"""
    TEMPLATE_FAILED = "template_failed"
    """[reason] It was read, but could not be filled in."""
    TEMPLATE_TOO_LARGE = "template_too_large"
    """[limit] Its output passes what any message could hold."""
    VARIABLE_MISSING = "variable_missing"
    """[name]"""
    VARIABLE_UNKNOWN = "variable_unknown"
    """[name, known]"""
    VARIABLE_SHAPE = "variable_shape"
    """[name, wanted, value] No number, date, link … or none of its choices."""
    VARIABLE_TOO_LONG = "variable_too_long"
    """[name, limit]"""
    CONTROL_CHARACTERS = "control_characters"
    """[name, code] Taken out."""
    DIRECTION_MARKS = "direction_marks"
    """[name] Marks that turn the direction of text around; taken out."""
    MARK_IMPOSSIBLE = "mark_impossible"
    """A picture alone cannot carry the words that mark a test."""

    # Parts and limits of a message.
    PART_MISSING = "part_missing"
    """[part]"""
    TOO_LONG = "too_long"
    """[used, limit, unit: bytes, characters or lines] Past a length that DingTalk refuses."""
    LONG = "long"
    """[used, limit, unit: bytes, characters or lines] Past what is advised, or shown."""
    BODY_BYTES = "body_bytes"
    """[used, limit]"""
    PICTURE_MISSING = "picture_missing"
    STATUS_TOO_MANY = "status_too_many"
    """[limit] A status bar goes to five people at most."""
    COLOUR_SHAPE = "colour_shape"
    """[colour, wanted] OA: not the hexadecimal digits that are wanted."""

    # Markdown that work notifications do not show.
    UNSUPPORTED = "unsupported"
    """[construct] table, code, strikethrough, html, rule, task_list, footnote, reference, autolink,
    emphasis, heading_blank or nesting."""
    BREAK_LOST = "break_lost"
    """A single newline, which DingTalk joins to one line: it wants two blanks on either side."""
    PICTURE_UNDOCUMENTED = "picture_undocumented"
    """A media id within markdown: seen in others' code, documented nowhere."""

    # Links.
    LINK_SHAPE = "link_shape"
    """[url] Not an address that DingTalk opens."""
    LINK_DOMAIN = "link_domain"
    """[host, domain] Not the profile's domain."""
    LINK_PLACEHOLDER = "link_placeholder"
    """[placeholder] DingTalk fills it in only when the app is opened from the workbench."""
    LINK_PC_ONLY = "link_pc_only"
    """[url] Jumps on a phone only in an OA message."""
    LINK_NOT_ENCODED = "link_not_encoded"
    """[parameter] An address within an address that is not URL-encoded."""
    LINK_MOBILE_ON_PC = "link_mobile_on_pc"
    """The phone's page, which is opened on a PC as well."""
    LINK_UNREACHED = "link_unreached"
    """[url, reason] Tried, and nothing there."""
