"""What the question why somebody did not get a message is answered with."""

from enum import StrEnum
from typing import Any

import msgspec

from dingsetup.messages.deliveries import Delivery, Sending
from dingsetup.messages.recipients import Choice


class Question(StrEnum):
    """What is asked, in this order."""

    BOUND = "bound"
    """Is the DataWind user bound to an account?"""
    ACTIVE = "active"
    """Does the account exist, and is it activated?"""
    IN_RANGE = "in_range"
    VISIBLE = "visible"
    QUOTA = "quota"
    """Was it sent, and did DingTalk take the call?"""
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    """Did DingTalk keep it back for another reason, or fail?"""
    UNREAD = "unread"
    """Was it read?"""


class EvidenceState(StrEnum):
    OK = "ok"
    BAD = "bad"
    UNKNOWN = "unknown"
    """Nothing proves it either way."""
    NOT_REACHED = "not_reached"
    """An earlier question answers it all."""


class WhyKind(StrEnum):
    """The verdict. Each has a remedy of its own."""

    READ = "read"
    """They have read it."""
    NOT_BOUND = "not_bound"
    DISABLED = "disabled"
    """The DataWind user is: DataWind pushes nothing to them."""
    GONE = "gone"
    INACTIVE = "inactive"
    OUT_OF_RANGE = "out_of_range"
    NOT_VISIBLE = "not_visible"
    NOTHING_SENT = "nothing_sent"
    """This profile has sent them nothing, or not the task that was asked about."""
    WAITING = "waiting"
    """Their batch was not sent yet."""
    QUOTA = "quota"
    """The organisation's calls of the month were used up."""
    NOT_SENT = "not_sent"
    """[kind] The call was refused or never left."""
    LOST_ANSWER = "lost_answer"
    """Nobody knows whether it left: the answer never came."""
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    """[kind] One of `forbidden:*`."""
    INVALID = "invalid"
    """DingTalk does not know the person, or the app is not for them."""
    FAILED = "failed"
    NEVER_NAMED = "never_named"
    """No result named them within 24 hours."""
    UNDER_WAY = "under_way"
    RECALLED = "recalled"
    UNREAD = "unread"
    """It is in their inbox."""


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """One question and what answers it."""

    question: Question
    state: EvidenceState
    kind: str = ""
    """A HindranceKind, a Fate or a Kind that says more."""
    values: dict[str, Any] = {}
    at: str = ""
    """When that was so (ISO 8601); empty where nothing tells."""


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    kind: WhyKind
    values: dict[str, Any]
    evidence: tuple[Evidence, ...]
    """One for each question."""
    choice: Choice
    sending: Sending | None = None
    delivery: Delivery | None = None
