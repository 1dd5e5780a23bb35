"""Finds each user's person by the rules: what a run would change, and then as one change."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from dingsetup.bindings.rules import Decision, Directory, Rules, Seeker
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

_STEP = 2048
"""Rows between two looks at the cancel event."""
_COLUMNS = ("userid", "rule", "confidence", "candidates", "searched")


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
    seekers, directory = _load(table)
    taken = frozenset(one.userid for one in seekers if one.userid)
    shared = {rule: _shared(seekers, rule) for rule in MATCHING}
    rules = Rules(tuple(order), directory, shared, taken)
    changes: list[tuple[int, Decision]] = []
    tally: Counter[str] = Counter()
    for start in range(0, len(seekers), _STEP):
        if cancel is not None and cancel.is_set():
            raise Cancelled
        progress(start, len(seekers))
        for one in seekers[start : start + _STEP]:
            decision = rules.decide(one)
            tally[_effect(one, decision)] += 1
            if decision is not None:
                changes.append((one.id, decision))
    progress(len(seekers), len(seekers))
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


def apply_match(table: Table, plan: MatchPlan, most_unbound: int | None = None) -> Change | None:
    """Carry a plan out as one change; None where it changes nothing.

    Raises BindingError: TOO_MANY_UNBOUND where more rows than `most_unbound` would lose or change
    their account, CHANGED_MEANWHILE where the table is no longer what was planned for.
    """
    lost = plan.unbound + plan.moved
    if most_unbound is not None and lost > most_unbound:
        raise BindingError(Trouble.TOO_MANY_UNBOUND, count=lost, limit=most_unbound)
    about = {"rules": [str(rule) for rule in plan.order]}
    with table.change(Action.MATCH, about) as draft:
        found = draft.database.execute("SELECT value FROM state WHERE name = 'stamp'").fetchone()
        if int(found[0] if found else 0) != plan.stamp:
            raise BindingError(Trouble.CHANGED_MEANWHILE)
        draft.update(
            _COLUMNS,
            [
                (one.userid, one.rule, one.confidence, one.candidates, one.searched, number)
                for number, one in plan.changes
            ],
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


def _load(table: Table) -> tuple[list[Seeker], Directory]:
    with table.reading() as database:
        users = database.execute(
            "SELECT id, name, mobile_key, email, job_number, enabled, userid, rule, confidence,"
            " rejected, candidates, searched FROM binding"
            " WHERE NOT ignored AND duplicate_lines = '' ORDER BY id"
        ).fetchall()
        people: list[Any] = database.execute(
            "SELECT userid, name, mobile, email, job_number FROM person WHERE standing <> 'gone'"
        ).fetchall()
    return [_seeker(one) for one in users], Directory(people)


def _seeker(found: Sequence[Any]) -> Seeker:
    number, name, mobile, email, job_number, enabled, *rest = found
    email = email.strip().casefold() if email else ""
    job_number = job_number.strip().casefold() if job_number else ""
    return Seeker(number, name, mobile, email, job_number, bool(enabled), *rest)


def _shared(seekers: Sequence[Seeker], rule: Rule) -> frozenset[str]:
    if rule is Rule.NAME:
        return frozenset()
    counts = Counter([getattr(one, rule.value) for one in seekers])
    return frozenset(key for key, count in counts.items() if count > 1 and key)
