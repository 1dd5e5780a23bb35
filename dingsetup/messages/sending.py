"""Plans a send and carries it out: batches of at most 100, side by side, none of them twice."""

import threading
import uuid
from collections.abc import Callable, Sequence

from dingsetup.database import DatabaseError
from dingsetup.dingtalk import messages
from dingsetup.dingtalk.client import Client
from dingsetup.dingtalk.errors import Answer
from dingsetup.dingtalk.transport import Cancelled
from dingsetup.findings import Kind
from dingsetup.lanes import Lanes
from dingsetup.messages.claims import Claim, Outcome
from dingsetup.messages.costs import cost_of
from dingsetup.messages.deliveries import (
    Content,
    Fate,
    Recipient,
    Sender,
    SendError,
    Sending,
    SendPlan,
    SendTrouble,
)
from dingsetup.messages.media_store import MediaStore
from dingsetup.messages.outbox import Outbox
from dingsetup.messages.payload import payload
from dingsetup.messages.values import MessageType

MOST_AT_ONCE = 1000
"""People of one send: never everybody."""
LONGEST_USERID = 64

GOES_ON = frozenset(
    {
        Kind.THROTTLED,
        Kind.TOKEN_INVALID,
        Kind.TOKEN_EXPIRED,
        Kind.FORBIDDEN_DUPLICATE_MESSAGE,
    }
)
"""Answers after which the next batch is tried. All others would meet it the same: it waits."""

WIDTH = 5
"""Batches under way at once: enough for the pace, and few in doubt where the line is lost."""

_POLL_S = 0.05
_RECORDS = 3
"""How often an answer is tried to be kept: another process may be writing for long."""
_LANE = "send"

Shown = Callable[[Sending], None]
"""Called with a send as it stands, from the thread that works."""


def plan_send(
    outbox: Outbox,
    content: Content,
    recipients: Sequence[Recipient],
    sender: Sender,
    *,
    pictures: int = 0,
) -> SendPlan:
    """Work out what a send would do; nothing leaves. Raises SendError and DatabaseError.

    `pictures` are those still to be uploaded before it.
    """
    people = _checked(recipients, sender.agent_id)
    userids = [one.userid for one in people]
    have, wait = outbox.same_content(content.message, sender.about, userids)
    return SendPlan(
        id=uuid.uuid4().hex,
        at=outbox.now(),
        sender=Sender(sender.agent_id.strip(), sender.about),
        content=content,
        recipients=people,
        duplicates=tuple(one for one in userids if one in have),
        waiting=tuple(one for one in userids if one in wait),
        number=_new_number(outbox, content, sender.about) if have else content.number,
        cost=cost_of(len(people), pictures),
    )


def send(
    client: Client,
    outbox: Outbox,
    plan: SendPlan,
    cancel: threading.Event | None = None,
    progress: Shown = lambda sending: None,
) -> Sending:
    """Carry a plan out, once, and tell how it stands then. Blocking.

    Once `cancel` is set no further batch begins; those under way end as they end. Raises SendError
    before anything leaves, and DatabaseError: what had left by then is kept as far as it could be.
    """
    sending = outbox.create(plan)
    return _Run(client, outbox, sending, cancel, progress).go(outbox.waiting(sending))


def resume(
    client: Client,
    outbox: Outbox,
    sending: int,
    cancel: threading.Event | None = None,
    progress: Shown = lambda sending: None,
) -> Sending:
    """Go on with what waits or was not sent, as only a person may ask. For the rest as `send`.

    What is UNKNOWN stays so. Whoever got the same from another send meanwhile is left out.
    """
    outbox.known(sending)
    places = outbox.waiting(sending, again=True)
    return _Run(client, outbox, sending, cancel, progress).go(places)


def outcome_of(answer: messages.Sent | Answer) -> Outcome:
    """What an answer to a send proves, and no more."""
    if isinstance(answer, messages.Sent):
        return Outcome(fate=Fate.ACCEPTED, task_id=answer.task_id)
    fate = Fate.UNKNOWN if messages.outcome_unknown(answer) else Fate.NOT_SENT
    return Outcome(fate=fate, kind=answer.kind, values=answer.values)


class _Run:
    """The batches of one send, each on a thread of its own that also keeps its answer."""

    def __init__(
        self,
        client: Client,
        outbox: Outbox,
        sending: int,
        cancel: threading.Event | None,
        progress: Shown,
    ) -> None:
        self._client = client
        self._outbox = outbox
        self._sending = sending
        self._cancel = cancel or threading.Event()
        self._progress = progress
        self._stopped = False
        self._raised: BaseException | None = None

    def go(self, places: list[int]) -> Sending:
        """Send these batches, in their order."""
        self._show()
        lanes = Lanes(self._batch, WIDTH)
        try:
            while self._more(places) or lanes.under_way:
                while self._more(places) and lanes.room(_LANE):
                    lanes.put(_LANE, places.pop(0))
                for _, outcome in lanes.take(_POLL_S):
                    self._note(outcome)
        finally:
            lanes.close()
        if self._raised is not None:
            raise self._raised
        return self._outbox.known(self._sending)

    def _more(self, places: list[int]) -> bool:
        return bool(places) and not self._stopped and not self._cancel.is_set()

    def _note(self, outcome: Outcome | BaseException | None) -> None:
        if isinstance(outcome, BaseException):
            self._raised = self._raised or outcome
            self._stopped = True
            return
        if outcome is not None:
            self._stopped = self._stopped or not _goes_on(outcome)
            self._show()

    def _show(self) -> None:
        self._progress(self._outbox.known(self._sending))

    def _batch(self, place: int) -> Outcome | None:
        """Take a batch, send it and keep what came of it; None where it was not to be had."""
        if self._stopped or self._cancel.is_set():
            return None
        claim = self._outbox.claim(self._sending, place)
        if claim is None:
            return None
        outcome = self._ask(claim)
        self._keep(claim, outcome)
        if outcome.kind is Kind.MEDIA_INVALID:
            store, about = MediaStore(self._outbox.folder), self._outbox.about_of(claim.sending)
            store.forget(about, claim.message.media_id)
        return outcome

    def _ask(self, claim: Claim) -> Outcome:
        if not claim.userids:
            return Outcome(fate=Fate.NOT_SENT, kind=Kind.FORBIDDEN_DUPLICATE_MESSAGE)
        content = payload(claim.message)
        try:
            answer = messages.send(self._client, claim.agent_id, claim.userids, content)
        except Cancelled as cut:
            fate = Fate.UNKNOWN if cut.sent else Fate.WAITING
            return Outcome(fate=fate, values={"reason": "cancelled"} if cut.sent else {})
        return outcome_of(answer)

    def _keep(self, claim: Claim, outcome: Outcome) -> None:
        for left in reversed(range(_RECORDS)):
            try:
                self._outbox.settle(claim, outcome)
                return
            except DatabaseError:
                if not left:
                    raise


def _goes_on(outcome: Outcome) -> bool:
    """Whether the next batch may fare better than this one."""
    if outcome.fate is Fate.ACCEPTED:
        return True
    return outcome.fate is Fate.NOT_SENT and outcome.kind in GOES_ON


def _checked(recipients: Sequence[Recipient], agent_id: str) -> tuple[Recipient, ...]:
    """Each account once; raises SendError for what no call could carry."""
    known: dict[str, Recipient] = {}
    for one in recipients:
        known.setdefault(one.userid, one)
    people = tuple(known.values())
    if not people:
        raise SendError(SendTrouble.NOBODY)
    if len(people) > MOST_AT_ONCE:
        raise SendError(SendTrouble.TOO_MANY, count=len(people), limit=MOST_AT_ONCE)
    for userid in (one.userid for one in people):
        if not _is_userid(userid):
            raise SendError(SendTrouble.USERID_SHAPE, userid=userid)
    digits = agent_id.strip()
    if not (digits.isascii() and digits.isdecimal()):
        raise SendError(SendTrouble.AGENT_ID_SHAPE, agent_id=agent_id)
    return people


def _is_userid(text: str) -> bool:
    """Whether it names one person: `@all` and its like name more."""
    plain = text.isprintable() and not any(sign.isspace() or sign == "," for sign in text)
    return plain and 0 < len(text) <= LONGEST_USERID and not text.startswith("@")


def _new_number(outbox: Outbox, content: Content, about: str) -> int:
    """A number that no test of this push bore today: with it the text is another."""
    if content.message.type is MessageType.IMAGE:
        return 0
    return max(content.number, outbox.last_number(content.push, about)) + 1
