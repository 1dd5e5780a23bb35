"""Finds each user's person by the rules: what a run would change, and then as one change."""

from collections import Counter
from collections.abc import Sequence
from itertools import starmap

import msgspec

from dingsetup.bindings import journal
from dingsetup.bindings.numbers import mobile_key
from dingsetup.bindings.rules import DECISION, Decision, People, Rules, Seeker
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import (
    MATCHING,
    Action,
    BindingError,
    Cancel,
    Cancelled,
    Change,
    Progress,
    Rule,
    Trouble,
)

_NOBODY: tuple[tuple[str, ...], ...] = ((),) * 5
MOST_UNBOUND = 20
"""Users who may lose or change their account in a run, unless somebody allows more."""
_STEP = 2048
"""Rows between two looks at the cancel event."""


class MatchPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What a run would change, before it does."""

    order: tuple[Rule, ...]
    stamp: int
    bound: int
    """Rows that would be bound and are not."""
    moved: int
    """Rows that would be bound to somebody else."""
    unbound: int
    """Rows that would lose their binding; `moved` not counted."""
    suggested: int
    not_found: int
    unchanged: int
    changes: tuple[tuple[int, Decision], ...]
    """Rows that differ, with what would be written."""


def plan_match(
    table: Table,
    order: Sequence[Rule] = MATCHING,
    cancel: Cancel = None,
    progress: Progress = lambda done, total: None,
) -> MatchPlan:
    """Say what a run by these rules would change; nothing is written. Raises Cancelled."""
    stamp = table.stamp()
    seekers, people = _load(table)
    rules = Rules(order, seekers, people)
    changes: list[tuple[int, Decision]] = []
    effects: list[str] = []
    for start in range(0, len(seekers), _STEP):
        if cancel is not None and cancel.is_set():
            raise Cancelled
        progress(start, len(seekers))
        for one in seekers[start : start + _STEP]:
            decision = rules.decide(one)
            effects.append(_effect(one, decision))
            if decision is not None:
                changes.append((one.id, decision))
    progress(len(seekers), len(seekers))
    tally = Counter(effects)
    return MatchPlan(
        order=tuple(order),
        stamp=stamp,
        bound=tally["bound"],
        moved=tally["moved"],
        unbound=tally["unbound"],
        suggested=tally["suggested"],
        not_found=tally["not_found"],
        unchanged=tally["unchanged"],
        changes=tuple(changes),
    )


def apply_match(
    table: Table, plan: MatchPlan, most_unbound: int | None = None, cancel: Cancel = None
) -> Change | None:
    """Carry a plan out as one change; None where it changes nothing.

    Raises BindingError: TOO_MANY_UNBOUND where more rows than `most_unbound` would lose or change
    their account, CHANGED_MEANWHILE where the table is no longer what was planned for. Raises
    DatabaseError, Cancelled.
    """
    lost = plan.unbound + plan.moved
    if most_unbound is not None and lost > most_unbound:
        raise BindingError(Trouble.TOO_MANY_UNBOUND, count=lost, limit=most_unbound)
    about = {"rules": [str(rule) for rule in plan.order]}
    with table.change(Action.MATCH, about, cancel=cancel) as draft:
        if journal.stamp(draft.database) != plan.stamp:
            raise BindingError(Trouble.CHANGED_MEANWHILE)
        draft.update(
            DECISION,
            [(*msgspec.structs.astuple(one), row) for row, one in plan.changes],
        )
    return draft.change


def _effect(user: Seeker, decision: Decision | None) -> str:
    if decision is None or (decision.userid and decision.userid == user.userid):
        return "unchanged"
    if decision.userid:
        return "moved" if user.userid else "bound"
    if user.userid:
        return "unbound"
    return "suggested" if decision.candidates else "not_found"


def _load(table: Table) -> tuple[list[Seeker], People]:
    with table.reading() as database:
        users = database.execute(
            "SELECT id, name, mobile_key, lower(trim(email)), lower(trim(job_number)), enabled,"
            f" rejected, duplicate_lines, {', '.join(DECISION)} FROM binding"
            " WHERE NOT ignored ORDER BY id"
        ).fetchall()
        people = database.execute(
            "SELECT userid, name, mobile, lower(trim(email)), lower(trim(job_number))"
            " FROM person WHERE standing <> 'gone'"
        ).fetchall()
    userids, names, mobiles, emails, job_numbers = zip(*people, strict=True) if people else _NOBODY
    numbers = [mobile_key(one) for one in mobiles]
    return list(starmap(Seeker, users)), People(userids, names, numbers, emails, job_numbers)
