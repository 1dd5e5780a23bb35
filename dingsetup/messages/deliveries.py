"""What became of a send, for every person: accepted is not delivered (KB 0769)."""

import datetime
from enum import StrEnum
from typing import Any

import msgspec

from dingsetup.findings import Kind
from dingsetup.messages.costs import BATCH, Cost
from dingsetup.messages.values import Message


class Fate(StrEnum):
    """Where a message to one person stands."""

    WAITING = "waiting"
    """Not sent yet."""
    SENDING = "sending"
    """The request is under way; kept before it leaves."""
    ACCEPTED = "accepted"
    """DingTalk took it and named a task. No proof of delivery."""
    RUNNING = "running"
    """DingTalk works at the task."""
    DELIVERED = "delivered"
    """In the person's inbox, not read yet."""
    READ = "read"
    REFUSED = "refused"
    """DingTalk kept it back: `kind` is one of `forbidden:*`."""
    INVALID = "invalid"
    """DingTalk does not know the person, or the app is not for them."""
    FAILED = "failed"
    """DingTalk could not deliver it."""
    NOT_SENT = "not_sent"
    """The request was refused, or never left: nothing arrived, and it may be sent again."""
    UNKNOWN = "unknown"
    """The answer never came, or no result ever named the person. Never repeated by itself."""


SETTLED = frozenset({Fate.READ, Fate.REFUSED, Fate.INVALID, Fate.FAILED, Fate.NOT_SENT})
"""Fates that no further look changes."""

UNDER_WAY = frozenset({Fate.SENDING, Fate.ACCEPTED, Fate.RUNNING})
"""Fates that are still to become something else."""

MAY_HAVE_IT = frozenset(
    {Fate.SENDING, Fate.ACCEPTED, Fate.RUNNING, Fate.DELIVERED, Fate.READ, Fate.UNKNOWN}
)
"""Fates of people to whom the same content once more would be the second time."""


class Recipient(msgspec.Struct, frozen=True):
    """Somebody who is to get it, as the binding table knew them."""

    userid: str
    name: str = ""
    username: str = ""
    """In DataWind; empty for somebody who stands in no binding, as "me" may."""


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """One person of a send."""

    recipient: Recipient
    fate: Fate
    kind: Kind | None = None
    """Why, for REFUSED, NOT_SENT and UNKNOWN."""
    values: dict[str, Any] = {}
    at: datetime.datetime
    """When the fate was last seen to change."""
    task_id: int | None = None


class Sending(msgspec.Struct, frozen=True, kw_only=True):
    """A message that was sent, or was to be, to up to thousands."""

    id: int
    at: datetime.datetime
    push: str
    """Id of what was pushed, such as `alert-dimension`."""
    language: str
    message: Message
    number: int
    """The number of the test on that day, from 1."""
    agent_id: str = ""
    """Of the app that sent it: only that one may ask what became of it."""
    variables: dict[str, str] = {}
    """What the push was filled in with, so that it can be made again."""
    batches: tuple["Batch", ...] = ()
    tally: dict[Fate, int] = {}
    """How many people stand where; only those above 0."""

    @property
    def people(self) -> int:
        return sum(self.tally.values())


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """At most 100 people of a send: one call."""

    place: int
    fate: Fate
    """WAITING, SENDING, ACCEPTED, NOT_SENT or UNKNOWN."""
    task_id: int | None = None
    people: int
    kind: Kind | None = None
    """Why, for NOT_SENT and UNKNOWN; for ACCEPTED why the last look told nothing."""
    values: dict[str, Any] = {}
    sent_at: datetime.datetime | None = None
    """When DingTalk took it."""
    queries: int = 0
    """How often DingTalk was asked about it: each counts in the month's quota."""
    recalled_at: datetime.datetime | None = None
    status: str = ""
    """Of the OA status bar, as last set."""


class Sender(msgspec.Struct, frozen=True):
    """Who sends."""

    agent_id: str
    """Of the app; as typed."""
    about: str = ""
    """Which app of which tenant (`Profile.tenant`): sends of another say nothing of this one."""


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent, and what it was made from."""

    push: str
    language: str
    message: Message
    number: int = 1
    """Of the test, as the message bears it."""
    variables: dict[str, str] = {}


class SendPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A send as it is shown before anything leaves; it can be carried out once."""

    id: str
    at: datetime.datetime
    sender: Sender
    content: Content
    recipients: tuple[Recipient, ...]
    """Each account once, in the order given."""
    duplicates: tuple[str, ...] = ()
    """Userids that this same content went to today: DingTalk would drop it in silence."""
    waiting: tuple[str, ...] = ()
    """Userids for whom this same content waits in a send that was not finished."""
    number: int
    """A number of the test that makes it new; 0 where none would, as in a picture."""
    cost: Cost

    @property
    def batches(self) -> tuple[tuple[Recipient, ...], ...]:
        """The people of each call."""
        people = self.recipients
        return tuple(people[at : at + BATCH] for at in range(0, len(people), BATCH))


class SendTrouble(StrEnum):
    """Why a send was refused here; `SendError.values` holds what is named in brackets."""

    NOBODY = "nobody"
    TOO_MANY = "too_many"
    """[count, limit]"""
    USERID_SHAPE = "userid_shape"
    """[userid] that cannot be one"""
    AGENT_ID_SHAPE = "agent_id_shape"
    """[agent_id] that is no number"""
    ALREADY_SENT = "already_sent"
    """This plan was carried out before."""
    CHANGED_MEANWHILE = "changed_meanwhile"
    """[userids, count] Another window or command sent the same to some of them since."""
    SENDING_UNKNOWN = "sending_unknown"
    """[id]"""
    TASK_UNKNOWN = "task_unknown"
    """[task] that this profile did not send"""
    TOO_LATE = "too_late"
    """[hours] after which DingTalk does not take it back"""
    NO_STATUS_BAR = "no_status_bar"
    """Only an OA message to at most five people has one."""


class SendError(Exception):
    """Something that was refused before any request; nothing left and nothing was written."""

    def __init__(self, kind: SendTrouble, **values: Any) -> None:
        super().__init__(str(kind))
        self.kind = kind
        self.values = values
