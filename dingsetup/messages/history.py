"""Sends of the past: made again, and compared with each other."""

from collections.abc import Collection
from typing import cast

import msgspec

from dingsetup.messages.deliveries import Content, Delivery, Fate, Recipient, Sending
from dingsetup.messages.outbox import Outbox
from dingsetup.messages.payload import payload
from dingsetup.messages.values import Message


class Again(msgspec.Struct, frozen=True, kw_only=True):
    """What is needed to send something once more."""

    content: Content
    """As it was sent, with its old number."""
    recipients: tuple[Recipient, ...]
    number: int
    """Of a test that no other of today bears: what the message is to be made with."""


class FieldChange(msgspec.Struct, frozen=True):
    """A part of the message that differs."""

    field: str
    """Path in the `msg` object, such as `markdown.text`; `form.2.value`."""
    before: str | None
    """None where there was none."""
    after: str | None


class PersonChange(msgspec.Struct, frozen=True):
    """Somebody who fared otherwise."""

    recipient: Recipient
    before: Delivery | None
    """None where the first send was not to them."""
    after: Delivery | None


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """How two sends differ."""

    a: Sending
    b: Sending
    message: tuple[FieldChange, ...]
    people: tuple[PersonChange, ...]
    same: int
    """People who fared the same in both."""


def again(outbox: Outbox, sending: int, fates: Collection[Fate] = ()) -> Again:
    """What it takes to send it again, to all its people or those of some fates.

    Raises SendError for no such send, and DatabaseError.
    """
    known = outbox.known(sending)
    people = [one for one in outbox.deliveries(sending) if not fates or one.fate in fates]
    return Again(
        content=Content(
            push=known.push,
            language=known.language,
            message=known.message,
            number=known.number,
            variables=known.variables,
        ),
        recipients=tuple(one.recipient for one in people),
        number=outbox.last_number(known.push, outbox.about_of(sending)) + 1,
    )


def compare(outbox: Outbox, a: int, b: int) -> Comparison:
    """Compare two sends, the first as before. Raises SendError and DatabaseError."""
    first, second = outbox.known(a), outbox.known(b)
    before = {one.recipient.userid: one for one in outbox.deliveries(a)}
    after = {one.recipient.userid: one for one in outbox.deliveries(b)}
    people = [
        PersonChange((after.get(userid) or before[userid]).recipient, old, new)
        for userid in dict.fromkeys((*before, *after))
        if _fared(old := before.get(userid)) != _fared(new := after.get(userid))
    ]
    return Comparison(
        a=first,
        b=second,
        message=_differences(first.message, second.message),
        people=tuple(people),
        same=len(before.keys() | after.keys()) - len(people),
    )


def _fared(one: Delivery | None) -> tuple[Fate, str] | None:
    return None if one is None else (one.fate, str(one.kind or ""))


def _differences(before: Message, after: Message) -> tuple[FieldChange, ...]:
    old, new = _parts(payload(before)), _parts(payload(after))
    return tuple(
        FieldChange(field, old.get(field), new.get(field))
        for field in dict.fromkeys((*old, *new))
        if old.get(field) != new.get(field)
    )


def _parts(value: object, path: str = "") -> dict[str, str]:
    """All texts and numbers of an object, by their path."""
    if isinstance(value, dict):
        items = [(str(name), part) for name, part in cast("dict[object, object]", value).items()]
    elif isinstance(value, list):
        parts = enumerate(cast("list[object]", value), 1)
        items = [(str(place), part) for place, part in parts]
    else:
        return {path: str(value)}
    return {
        name: text
        for key, part in items
        for name, text in _parts(part, f"{path}.{key}" if path else key).items()
    }
