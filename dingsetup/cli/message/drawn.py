"""A message as lines of text, as close to what DingTalk shows as a terminal comes."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dingsetup.language.sentence import N_
from dingsetup.messages.bubble import Block, BlockKind, Bubble, Span
from dingsetup.messages.outline import bubble as outlined
from dingsetup.messages.push import TextLanguage
from dingsetup.messages.values import Message, MessageType

if TYPE_CHECKING:
    from dingsetup.language import Language

MARK = "[!]"
"""Behind what is not drawn as it is written; why is said beside it."""
RULE = "─" * 40
PICTURE = N_("picture")


def drawn(language: "Language", message: Message, client: TextLanguage) -> list[str]:
    """The line in the list of conversations, the notification, the bubble, and where a tap on it
    leads; `client` is the language of DingTalk itself."""
    _ = language.gettext
    bubble = outlined(message, client)
    head, text = bubble.notification
    return [
        _("In the list: {line}").format(line=bubble.list_line),
        _("Notification: {head} | {text}").format(head=head, text=text),
        RULE,
        *_bubble(language, bubble),
        RULE,
        *_leads(language, message),
    ]


def _leads(language: "Language", message: Message) -> Iterator[str]:
    _ = language.gettext
    if message.url and message.type in (MessageType.OA, MessageType.LINK):
        yield _("On a phone: {url}").format(url=message.url)
        yield _("On a PC: {url}").format(url=message.pc_url or message.url)


def _bubble(language: "Language", bubble: Bubble) -> Iterator[str]:
    if bubble.head:
        yield f"▌ {bubble.head}"
    if bubble.title:
        yield bubble.title
    yield from (f"{line.key} {line.value}" for line in bubble.form)
    if bubble.rich_number:
        yield f"{bubble.rich_number} {bubble.rich_unit}".rstrip()
    for block in bubble.blocks:
        yield from _block(language, block)
    if bubble.cut:
        yield "…"
    if bubble.picture:
        yield f"[{language.gettext(PICTURE)}]"
    if bubble.author:
        yield f"— {bubble.author}"
    if bubble.status is not None:
        yield f"[{bubble.status.value}]"
    yield from (f"[ {button.title} ] → {button.url}" for button in bubble.buttons)


def _block(language: "Language", block: Block) -> Iterator[str]:
    text = "".join(map(_span, block.spans))
    mark = f" {MARK}" if block.fault is not None else ""
    indent = "  " * (block.level - 1)
    match block.kind:
        case BlockKind.PICTURE:
            source = f": {block.source}" if block.source else ""
            text = f"[{language.gettext(PICTURE)}{source}]"
        case BlockKind.HEADING:
            text = f"{'#' * block.level} {text}"
        case BlockKind.QUOTE:
            text = "\n".join(f"> {line}" for line in text.split("\n"))
        case BlockKind.BULLET:
            text = f"{indent}• {text}"
        case BlockKind.NUMBERED:
            text = f"{indent}{block.number}. {text}"
        case BlockKind.PARAGRAPH:
            pass
    yield from (text + mark).split("\n")


def _span(span: Span) -> str:
    link = f" <{span.link}>" if span.link and span.link != span.text else ""
    return span.text + link + (MARK if span.fault is not None else "")
