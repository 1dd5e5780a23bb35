"""Where a message stands, as marks and lines: the same for people and for whole sends."""

from typing import TYPE_CHECKING

import msgspec

from dingsetup.findings import State
from dingsetup.messages.deliveries import Delivery, Fate, Sending
from dingsetup.profile import Profile

if TYPE_CHECKING:
    from dingsetup.language import Language

STATES = {
    Fate.WAITING: State.SKIPPED,
    Fate.SENDING: State.BLOCKED,
    Fate.ACCEPTED: State.BLOCKED,
    Fate.RUNNING: State.BLOCKED,
    Fate.DELIVERED: State.PASSED,
    Fate.READ: State.PASSED,
    Fate.REFUSED: State.FAILED,
    Fate.INVALID: State.FAILED,
    Fate.FAILED: State.FAILED,
    Fate.NOT_SENT: State.FAILED,
    Fate.UNKNOWN: State.WARNING,
}
BAD = frozenset({Fate.REFUSED, Fate.INVALID, Fate.FAILED, Fate.NOT_SENT, Fate.UNKNOWN})
"""Fates that one asks why of."""
ARRIVED = (Fate.DELIVERED, Fate.READ)
_ORDER = (State.FAILED, State.WARNING, State.BLOCKED, State.SKIPPED, State.PASSED)


class Standing(msgspec.Struct, frozen=True):
    """A send and its people, as the file has them."""

    sending: Sending
    deliveries: list[Delivery]
    about: str = ""
    """Which app of which tenant sent it: no other may ask about it or take it back."""


def worst(sending: Sending) -> State | None:
    """The mark of a whole send."""
    found = {STATES[fate] for fate in sending.tally}
    return next((state for state in _ORDER if state in found), None)


def reached(sending: Sending) -> tuple[int, int]:
    """People whom a send reached, and people it was for."""
    return sum(sending.tally.get(fate, 0) for fate in ARRIVED), sending.people


def sent_as(profile: Profile) -> str:
    """Whose sends are this profile's, as `Outbox.last_today` takes it."""
    # A practice tenant listens on another port each time and is the same all the same.
    return "" if profile.edition == "practice" else profile.tenant


def delivery_line(language: "Language", delivery: Delivery) -> str:
    """Where it stands for one person and since when; where it went wrong, why."""
    from dingsetup.language.deliveries import fate_name

    name = fate_name(language, delivery.fate)
    if delivery.fate in BAD and delivery.kind is not None:
        told = language.tell_kind(delivery.kind, delivery.values)
        return f"{name} · {told.title}"
    return f"{name} {delivery.at.astimezone():%H:%M}"
