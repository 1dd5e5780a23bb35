"""Sums the table up for the wizard: how many users stand in each state, and what has drifted."""

from dingsetup.bindings.drift import KINDS
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import BindingState, Reason


def summary(table: Table) -> dict[str, int]:
    """Rows by state; `drifted`, those bound to an account that is no longer as it was; `unproved`,
    those bound before the directory was ever read. Empty where there is no table.

    Nothing is asked, and no file is made. Raises DatabaseError.
    """
    if not table.file.exists():
        return {}
    with table.reading() as database:
        found = database.execute(
            "SELECT state, reason, count(*) FROM binding GROUP BY state, reason"
        ).fetchall()
    counts = dict.fromkeys((*map(str, BindingState), "drifted", "unproved"), 0)
    for state, reason, count in found:
        counts[state] += count
        if reason in KINDS:
            counts["drifted"] += count
        if reason == Reason.NOT_SCANNED:
            counts["unproved"] += count
    return counts if found else {}
