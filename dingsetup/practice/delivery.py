"""Where a send goes: whom it reaches, from whom it is kept, and who has read it by now."""

import time
from collections.abc import Iterable
from typing import Any

import msgspec

from dingsetup.practice.content import digest
from dingsetup.practice.parameters import LAST, LEARNER, REASONS
from dingsetup.practice.post import Task
from dingsetup.practice.routes import refuse_old
from dingsetup.practice.state import State

MOST_A_DAY = 500
TO_ALL_A_DAY = 3
_EVERYBODY = "@all"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a send names."""

    users: tuple[str, ...]
    departments: tuple[str, ...]
    to_all: bool


def deliver(state: State, msg: dict[str, Any], wanted: Wanted) -> Task:
    """Make and keep the task of an accepted send."""
    if wanted.to_all:
        _count_to_all(state)
    departments, unknown = _departments(state, wanted.departments)
    company = state.company
    # UNCONFIRMED: that somebody the app is not for is told like somebody unknown.
    named = [one for one in wanted.users if one in company.by_userid and state.may_use(one)]
    everybody = [*named, *(person.userid for person in company.people_below(departments))]
    if wanted.to_all:
        everybody += list(company.by_userid)
    reached = [userid for userid in dict.fromkeys(everybody) if state.may_use(userid)]
    planted = _planted(state, reached)
    kept_out = planted.everybody
    rest = [userid for userid in reached if userid not in kept_out]
    sent, limited = _filter(state, rest, digest(msg))
    nowhere = [one for one in wanted.users if one not in named]
    task = Task(
        task_id=state.post.next_id(),
        at=state.clock(),
        delivered_at=state.clock() + state.faults.delivery_seconds,
        msg=msg,
        recipients=sent,
        invalid_users=(*nowhere, *planted.invalid),
        invalid_departments=unknown,
        forbidden=(*planted.forbidden, *limited),
        failed=planted.failed,
    )
    state.post.accept(task)
    return task


def _day(state: State) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(state.clock() + 8 * 3600))


def _count_to_all(state: State) -> None:
    today = state.post.sent_today.setdefault((_day(state), _EVERYBODY), [])
    if len(today) >= TO_ALL_A_DAY:
        raise refuse_old(41045, "全员消息发送次数超过上限")
    today.append(_EVERYBODY)


def _departments(state: State, texts: Iterable[str]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Part the departments that exist from those that do not; what is no number is neither."""
    numbers = [int(text) for text in texts if text.isascii() and text.isdecimal()]
    known = state.company.by_dept_id
    return tuple(n for n in numbers if n in known), tuple(n for n in numbers if n not in known)


class _Planted(msgspec.Struct, frozen=True, kw_only=True):
    """Who is kept from a send on purpose; nobody is in two of them."""

    invalid: tuple[str, ...]
    forbidden: tuple[tuple[str, str, int], ...]
    failed: tuple[str, ...]

    @property
    def everybody(self) -> frozenset[str]:
        return frozenset(
            (*self.invalid, *self.failed, *(userid for userid, _, _ in self.forbidden))
        )


def _planted(state: State, reached: list[str]) -> _Planted:
    def person(text: str) -> str:
        return {LEARNER: state.identity.userid, LAST: (reached or [""])[-1]}.get(text, text)

    faults = state.faults
    invalid = {person(text) for text in faults.parameters("send-invalid")}
    refused: dict[str, str] = {}
    for text in faults.parameters("refuse"):
        who, _, reason = text.rpartition("=")
        refused.setdefault(person(who), reason)
    failed = {person(text) for text in faults.parameters("send-failed")}
    rest = [userid for userid in reached if userid not in invalid]
    return _Planted(
        invalid=tuple(userid for userid in reached if userid in invalid),
        forbidden=tuple(
            (userid, REASONS[refused[userid]].code, REASONS[refused[userid]].count)
            for userid in rest
            if userid in refused
        ),
        failed=tuple(one for one in rest if one in failed and one not in refused),
    )


def _filter(
    state: State, userids: Iterable[str], content: str
) -> tuple[tuple[str, ...], tuple[tuple[str, str, int], ...]]:
    """Part those who get it from those who do not: same content today, or 500 already."""
    sent: list[str] = []
    forbidden: list[tuple[str, str, int]] = []
    for userid in userids:
        today = state.post.sent_today.setdefault((_day(state), userid), [])
        if content in today:
            forbidden.append((userid, "143106", 1))
        elif len(today) >= MOST_A_DAY:
            forbidden.append((userid, "143105", MOST_A_DAY))
        else:
            today.append(content)
            sent.append(userid)
    return tuple(sent), tuple(forbidden)
