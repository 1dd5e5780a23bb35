"""Finds everything wrong with a message before it is sent: parts, lengths, markdown, links."""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from dingsetup.facts import Facts
from dingsetup.messages.addresses import host_of, is_web
from dingsetup.messages.limits import Meter, meters
from dingsetup.messages.links import Link, Place, read_link
from dingsetup.messages.markdown import read_markdown
from dingsetup.messages.payload import MARKED, markdown_text, tap_url
from dingsetup.messages.values import Fault, Message, MessageType, Problem, Severity

MOST_FAULTS = 200
"""As many are told; a text with more is no message."""
HEAD_COLOUR = "AARRGGBB"
STATUS_COLOUR = "0xFFRRGGBB"
_HEAD_COLOUR = re.compile(r"[0-9a-fA-F]{8}")
_STATUS_COLOUR = re.compile(r"0x[fF]{2}[0-9a-fA-F]{6}")
_REQUIRED = {
    MessageType.TEXT: ("text",),
    MessageType.MARKDOWN: ("title", "text"),
    MessageType.CARD: ("text",),
    MessageType.BUTTONS: ("text",),
    MessageType.OA: ("head", "url"),
    MessageType.LINK: ("title", "text", "url"),
    MessageType.IMAGE: (),
}


def lint(message: Message, facts: Facts, *, domain: str = "", people: int = 0) -> tuple[Fault, ...]:
    """Say what is wrong, errors first. Never raises.

    `domain` is the profile's, as typed (empty: not compared); `people` is how many get it.
    """
    found = [
        *_missing(message),
        *map(_length, (one for one in meters(message, facts) if one.over)),
        *_colours(message),
        *_status(message, facts, people),
        *(read_markdown(markdown_text(message)).faults if message.type in MARKED else ()),
        *_links(message, facts, domain),
    ]
    return tuple(sorted(found, key=lambda one: one.severity is not Severity.ERROR))[:MOST_FAULTS]


def _missing(message: Message) -> Iterator[Fault]:
    for part in _REQUIRED[message.type]:
        if not getattr(message, part).strip():
            yield _absent(part)
    yield from _button_parts(message)
    if message.type is MessageType.OA and not _oa_holds_anything(message):
        yield _absent("title")
    pictured = message.media_id or (message.type is MessageType.LINK and message.picture_url)
    if message.type in {MessageType.IMAGE, MessageType.LINK} and not pictured:
        yield Fault(Problem.PICTURE_MISSING, Severity.ERROR, "media_id")


def _button_parts(message: Message) -> Iterator[Fault]:
    if message.type not in {MessageType.CARD, MessageType.BUTTONS}:
        return
    if not message.buttons:
        yield _absent("buttons")
    card = message.type is MessageType.CARD
    for place, one in enumerate(message.buttons[: 1 if card else None]):
        if not one.title.strip():
            yield _absent(f"buttons.{place}.title")
        if not (tap_url(message) if card else one.url).strip():
            yield _absent(f"buttons.{place}.url")


def _oa_holds_anything(message: Message) -> bool:
    texts = (message.title, message.text, message.rich_number, message.media_id)
    return bool(message.form) or any(text.strip() for text in texts)


def _absent(part: str) -> Fault:
    return Fault(Problem.PART_MISSING, Severity.ERROR, part, values={"part": part})


def _length(meter: Meter) -> Fault:
    values = {"used": meter.used, "limit": meter.limit}
    if meter.unit == "bytes":
        # Whether DingTalk holds to it is UNCONFIRMED.
        return Fault(Problem.BODY_BYTES, Severity.WARNING, values=values)
    kind = Problem.TOO_LONG if meter.hard else Problem.LONG
    severity = Severity.ERROR if meter.hard else Severity.WARNING
    return Fault(kind, severity, meter.part, values=values | {"unit": meter.unit})


def _colours(message: Message) -> Iterator[Fault]:
    if message.type is not MessageType.OA:
        return
    if not _HEAD_COLOUR.fullmatch(message.head_colour):
        yield _colour("head_colour", message.head_colour, HEAD_COLOUR)
    if message.status is not None and not _STATUS_COLOUR.fullmatch(message.status.colour):
        yield _colour("status.colour", message.status.colour, STATUS_COLOUR)


def _colour(place: str, colour: str, wanted: str) -> Fault:
    values = {"colour": colour[:20], "wanted": wanted}
    return Fault(Problem.COLOUR_SHAPE, Severity.ERROR, place, values=values)


def _status(message: Message, facts: Facts, people: int) -> Iterator[Fault]:
    if message.type is not MessageType.OA or message.status is None:
        return
    if not message.status.value.strip():
        yield _absent("status.value")
    most = facts.limit("status_bar_people")
    if people > most:
        values = {"limit": most}
        yield Fault(Problem.STATUS_TOO_MANY, Severity.ERROR, "status", values=values)


def _links(message: Message, facts: Facts, domain: str) -> Iterator[Fault]:
    for place, line, url, ends in _addresses(message):
        link = read_link(url)
        found = [*link.faults, *_strange(link, domain, ends), *_phone_page(link, facts, ends)]
        for fault in found:
            if fault.kind is not Problem.LINK_PC_ONLY or _jumps_not(message, ends):
                yield replace(fault, place=place, line=line)


def _addresses(message: Message) -> Iterator[tuple[str, int, str, frozenset[Place]]]:
    """Each address: its field, its line in a text, itself, and from where it is followed."""
    phone, pc = frozenset({Place.PHONE}), frozenset({Place.PC})
    found: list[tuple[str, int, str, frozenset[Place]]] = []
    if message.type is MessageType.OA:
        found.append(("url", 0, message.url, phone if message.pc_url else phone | pc))
        found.append(("pc_url", 0, message.pc_url, pc))
    elif message.type is MessageType.LINK:
        found.append(("url", 0, message.url, phone | pc))
    elif message.type is MessageType.CARD:
        place = "buttons.0.url" if message.buttons and message.buttons[0].url else "url"
        found.append((place, 0, tap_url(message), phone | pc))
    elif message.type is MessageType.BUTTONS:
        buttons = enumerate(message.buttons)
        found += [(f"buttons.{place}.url", 0, one.url, phone | pc) for place, one in buttons]
    if message.type in MARKED:
        links = read_markdown(markdown_text(message)).links
        found += [("text", line, url, phone | pc) for url, line in links]
    return (one for one in found if one[2].strip())


def _jumps_not(message: Message, ends: frozenset[Place]) -> bool:
    """Whether a link into the PC's workbench is met on a phone, and not in an OA message."""
    return message.type is not MessageType.OA and Place.PHONE in ends


def _strange(link: Link, domain: str, ends: frozenset[Place]) -> Iterator[Fault]:
    """Hosts that are not the profile's, each once."""
    own = host_of(domain.strip())
    pages = [one.url for one in link.targets if one.place in ends and is_web(one.url)]
    for host in dict.fromkeys(host_of(url) for url in pages):
        if own and host != own:
            values = {"host": host, "domain": own}
            yield Fault(Problem.LINK_DOMAIN, Severity.WARNING, values=values)


def _phone_page(link: Link, facts: Facts, ends: frozenset[Place]) -> Iterator[Fault]:
    target = link.target(Place.PC)
    if target is None or Place.PC not in ends or not is_web(target.url):
        return
    path = target.url.split("://", 1)[1].partition("/")[2]
    if f"/{path}/".startswith(facts.homepage.path):
        yield Fault(Problem.LINK_MOBILE_ON_PC, Severity.WARNING)
