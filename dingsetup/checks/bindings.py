"""Are the DataWind users bound: what the binding table says of them, without asking DingTalk.

That DataWind itself has the same bindings, no API tells: that stays a question to a person.
"""

from dingsetup.checks.case import Case, Check, finder
from dingsetup.findings import Finding, Kind, State

STEP = "datawind"
CHECK_ID = "bindings"
BESIDE = ("drifted", "unproved", "ignored")
"""Counts that are no state of a user who needs a binding."""
find = finder(STEP)


def judge(case: Case) -> list[Finding]:
    return [_summed_up(case)]


def _summed_up(case: Case) -> Finding:
    states = {name: n for name, n in case.bindings.items() if n and name not in BESIDE}
    total, bound = sum(states.values()), states.get("bound", 0)
    if not total:
        return find(CHECK_ID, State.SKIPPED, Kind.BINDINGS_EMPTY)
    drifted, unproved = (case.bindings.get(name, 0) for name in ("drifted", "unproved"))
    values = {"total": total, "bound": bound, "open": total - bound, "states": states}
    if drifted:
        return find(CHECK_ID, State.WARNING, Kind.BINDINGS_DRIFTED, drifted=drifted, **values)
    if total > bound:
        return find(CHECK_ID, State.WARNING, Kind.BINDINGS_OPEN, **values)
    if unproved:
        values |= {"case": "unproved", "unproved": unproved}
        return find(CHECK_ID, State.WARNING, Kind.BINDINGS_OPEN, **values)
    return find(CHECK_ID, State.PASSED, Kind.BINDINGS_COMPLETE, **values)


CHECK = Check(CHECK_ID, STEP, judge)
