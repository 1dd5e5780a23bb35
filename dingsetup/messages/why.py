"""Answers why somebody did not get a message: questions in their order, and the first bad one."""

import datetime
from typing import Any

import msgspec

from dingsetup.bindings.table import Table
from dingsetup.dingtalk import contacts
from dingsetup.dingtalk.client import Client
from dingsetup.dingtalk.errors import Answer
from dingsetup.findings import Kind
from dingsetup.messages.deliveries import UNDER_WAY, Delivery, Fate, Sending
from dingsetup.messages.outbox import Outbox
from dingsetup.messages.recipients import Choice, HindranceKind, choice_of
from dingsetup.messages.tracking import look
from dingsetup.messages.verdicts import Evidence, EvidenceState, Question, Verdict, WhyKind

_HINDRANCES = {
    HindranceKind.NOT_BOUND: (Question.BOUND, WhyKind.NOT_BOUND),
    HindranceKind.SUGGESTED: (Question.BOUND, WhyKind.NOT_BOUND),
    HindranceKind.NOT_FOUND: (Question.BOUND, WhyKind.NOT_BOUND),
    HindranceKind.IGNORED: (Question.BOUND, WhyKind.NOT_BOUND),
    HindranceKind.CONFLICT: (Question.BOUND, WhyKind.NOT_BOUND),
    HindranceKind.DISABLED: (Question.BOUND, WhyKind.DISABLED),
    HindranceKind.USERID_UNKNOWN: (Question.ACTIVE, WhyKind.GONE),
    HindranceKind.GONE: (Question.ACTIVE, WhyKind.GONE),
    HindranceKind.INACTIVE: (Question.ACTIVE, WhyKind.INACTIVE),
    HindranceKind.OUT_OF_RANGE: (Question.IN_RANGE, WhyKind.OUT_OF_RANGE),
    HindranceKind.NOT_VISIBLE: (Question.VISIBLE, WhyKind.NOT_VISIBLE),
}
_DISPROVED = frozenset(
    {
        HindranceKind.USERID_UNKNOWN,
        HindranceKind.GONE,
        HindranceKind.OUT_OF_RANGE,
        HindranceKind.NOT_VISIBLE,
    }
)
"""What the directory said before a delivery that cannot have been so; of an account that was never
signed in to a message lies unread all the same."""
_OF_ACCOUNT = (Question.ACTIVE, Question.IN_RANGE)
_INACTIVE = (Question.ACTIVE, WhyKind.INACTIVE)
_ANSWERS = {
    Kind.USER_NOT_FOUND: (Question.ACTIVE, WhyKind.GONE),
    Kind.OUT_OF_SCOPE: (Question.IN_RANGE, WhyKind.OUT_OF_RANGE),
}
_FATES = {
    Fate.WAITING: (Question.QUOTA, WhyKind.WAITING),
    Fate.NOT_SENT: (Question.QUOTA, WhyKind.NOT_SENT),
    Fate.INVALID: (Question.VISIBLE, WhyKind.INVALID),
    Fate.REFUSED: (Question.REFUSED, WhyKind.REFUSED),
    Fate.FAILED: (Question.REFUSED, WhyKind.FAILED),
    Fate.DELIVERED: (Question.UNREAD, WhyKind.UNREAD),
}


class _Bad(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that ends the row of questions."""

    question: Question
    verdict: WhyKind
    kind: str = ""
    values: dict[str, Any] = {}
    at: str = ""
    unsure: bool = False
    """Whether it is only that nothing proves the contrary."""


class _Asked(msgspec.Struct, frozen=True):
    """What DingTalk says of the account now."""

    bad: _Bad | None = None
    well_at: str = ""
    """When it proved to be active and in range; empty where it did not, or was not asked."""


def why(
    table: Table,
    outbox: Outbox,
    who: str,
    *,
    task: int | None = None,
    about: str = "",
    client: Client | None = None,
) -> Verdict:
    """Why a DataWind user or a userid did not get their newest message, or that of a task.

    With a client DingTalk is asked anew: about the account (not counted) and, once, about the task
    (counted). Raises DatabaseError and Cancelled.
    """
    choice = choice_of(table, who)
    userid = choice.recipient.userid
    found = outbox.latest_of(userid, about, task) if userid else None
    asked = _Asked()
    if client is not None and userid:
        asked = _ask_account(client, userid, outbox.now())
        if found is not None and found[1].task_id is not None:
            look(client, outbox, found[0].id, task=found[1].task_id)
            found = outbox.latest_of(userid, about, task)
    sending, delivery = found or (None, None)
    bads: tuple[_Bad | None, ...] = ()
    if delivery is None or delivery.fate is not Fate.READ:
        of_table = _of_table(choice, asked, delivery)
        bads = (asked.bad, of_table, _of_fate(sending, delivery))
    bad = min((one for one in bads if one), key=_rank, default=None)
    return Verdict(
        kind=bad.verdict if bad else WhyKind.READ,
        values=dict(bad.values) if bad else {},
        evidence=tuple(_evidence(one, bad, choice, delivery, asked) for one in Question),
        choice=choice,
        sending=sending,
        delivery=delivery,
    )


def _rank(bad: _Bad) -> int:
    return list(Question).index(bad.question)


def _of_table(choice: Choice, asked: _Asked, delivery: Delivery | None) -> _Bad | None:
    """What the binding table says against it, unless DingTalk has said otherwise since."""
    against = choice.hindrance
    if against is None or (against.kind in _DISPROVED and _delivered_since(choice, delivery)):
        return None
    question, verdict = _HINDRANCES[against.kind]
    if question in _OF_ACCOUNT and (asked.bad or asked.well_at):
        return None
    return _Bad(
        question=question,
        verdict=verdict,
        kind=str(against.kind),
        values=against.values,
        at=choice.seen_at,
    )


def _delivered_since(choice: Choice, delivery: Delivery | None) -> bool:
    """Whether it lies in their inbox, and did not yet when the directory was read."""
    if delivery is None or delivery.fate is not Fate.DELIVERED:
        return False
    seen_at = datetime.datetime.fromisoformat(choice.seen_at) if choice.seen_at else None
    return seen_at is None or seen_at <= delivery.at


def _ask_account(client: Client, userid: str, now: datetime.datetime) -> _Asked:
    """Ask DingTalk for the account."""
    at = now.isoformat(timespec="seconds")
    member = contacts.person(client, userid)
    if isinstance(member, Answer):
        question, verdict = _ANSWERS.get(member.kind, (None, None))
    else:
        question, verdict = (None, None) if member.active else _INACTIVE
    if question is None or verdict is None:
        return _Asked(well_at="" if isinstance(member, Answer) else at)
    return _Asked(_Bad(question=question, verdict=verdict, kind=str(verdict), at=at))


def _of_fate(sending: Sending | None, delivery: Delivery | None) -> _Bad | None:
    """What became of the message, where that is not that it was read."""
    if sending is None or delivery is None:
        return _Bad(question=Question.QUOTA, verdict=WhyKind.NOTHING_SENT, unsure=True)
    question, verdict = _question_of(sending, delivery)
    return _Bad(
        question=question,
        verdict=verdict,
        kind=str(delivery.kind or delivery.fate),
        values=delivery.values | ({"kind": str(delivery.kind)} if delivery.kind else {}),
        at=delivery.at.isoformat(timespec="seconds"),
        unsure=verdict in (WhyKind.LOST_ANSWER, WhyKind.NEVER_NAMED, WhyKind.UNDER_WAY),
    )


def _question_of(sending: Sending, delivery: Delivery) -> tuple[Question, WhyKind]:
    if delivery.kind is Kind.FORBIDDEN_DUPLICATE_MESSAGE:
        return Question.DUPLICATE, WhyKind.DUPLICATE
    if delivery.kind is Kind.QUOTA_EXHAUSTED and delivery.fate is Fate.NOT_SENT:
        return Question.QUOTA, WhyKind.QUOTA
    batch = next((b for b in sending.batches if b.task_id == delivery.task_id), None)
    if batch is not None and batch.recalled_at is not None and delivery.task_id is not None:
        return Question.REFUSED, WhyKind.RECALLED
    if delivery.fate is Fate.UNKNOWN:
        if delivery.task_id is None:
            return Question.QUOTA, WhyKind.LOST_ANSWER
        return Question.REFUSED, WhyKind.NEVER_NAMED
    if delivery.fate in UNDER_WAY:
        return Question.REFUSED, WhyKind.UNDER_WAY
    return _FATES[delivery.fate]


def _evidence(
    question: Question, bad: _Bad | None, choice: Choice, delivery: Delivery | None, asked: _Asked
) -> Evidence:
    """What is known about one question: of those after the bad one, nothing."""
    order = list(Question)
    if bad is not None and order.index(question) > order.index(bad.question):
        return Evidence(question=question, state=EvidenceState.NOT_REACHED)
    if bad is not None and question is bad.question:
        state = EvidenceState.UNKNOWN if bad.unsure else EvidenceState.BAD
        return Evidence(question=question, state=state, kind=bad.kind, values=bad.values, at=bad.at)
    if question is Question.BOUND:
        ok, at = choice.row is not None, ""
    elif delivery is not None and delivery.fate in (Fate.READ, Fate.DELIVERED):
        ok, at = True, delivery.at.isoformat(timespec="seconds")
    else:
        ok, at = _before_delivery(question, choice, delivery, asked)
    state = EvidenceState.OK if ok else EvidenceState.UNKNOWN
    return Evidence(question=question, state=state, at=at)


def _before_delivery(
    question: Question, choice: Choice, delivery: Delivery | None, asked: _Asked
) -> tuple[bool, str]:
    """What speaks for it, and when: the directory, DingTalk's own word, the task's number."""
    if question in _OF_ACCOUNT and asked.well_at:
        return True, asked.well_at
    if question in (*_OF_ACCOUNT, Question.VISIBLE):
        return choice.person is not None, choice.seen_at
    if delivery is None or delivery.task_id is None:
        return False, ""
    named = delivery.fate in (Fate.REFUSED, Fate.FAILED)
    return question is Question.QUOTA or named, delivery.at.isoformat(timespec="seconds")
