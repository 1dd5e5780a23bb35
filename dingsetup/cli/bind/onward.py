"""What a command says to do next: the very line to type, for the same table."""

import shlex
import subprocess
import sys
from collections.abc import Mapping

from dingsetup.bindings.scan import Ended, ScanResult
from dingsetup.bindings.scan.mobiles import MobileResult
from dingsetup.bindings.values import BindingState, Reason
from dingsetup.cli.bind.desk import NEEDY, Desk
from dingsetup.cli.output import Paper
from dingsetup.language.bindings import short_reason

Words = tuple[str, ...]
"""What stands behind `dingsetup bind`; empty where nothing is open."""

OPEN = (
    BindingState.SUGGESTED,
    BindingState.CONFLICT,
    BindingState.NOT_FOUND,
    BindingState.NOT_BOUND,
)
"""States that a match may change."""
LISTED: dict[Reason, Words] = {
    Reason.GONE: ("--state", "gone"),
    Reason.INACTIVE: ("--state", "inactive"),
    Reason.CONTACT_RANGE: ("--state", "out_of_range"),
    Reason.VISIBLE_RANGE: ("--state", "out_of_range"),
    # These are bound all the same; sorted so, they stand before those without a reason.
    Reason.MOBILE_CHANGED: ("--state", "bound", "--sort", "reason", "--descending"),
    Reason.USERID_UNKNOWN: ("--state", "not_found"),
}
"""How `list` shows the rows that drifted in one way."""


def typed(desk: Desk, words: Words) -> str:
    """The whole line, as the system's shell takes it."""
    line = ("dingsetup", "bind", *words, *desk.given)
    return subprocess.list2cmdline(line) if sys.platform == "win32" else shlex.join(line)


def say_next(desk: Desk, paper: Paper, words: Words) -> None:
    """Name the next command on a line of its own, which is not wrapped: it is copied."""
    if words:
        paper.exact(desk.language.gettext("Next: {command}").format(command=typed(desk, words)))


def after_import(desk: Desk) -> Words:
    if not desk.table.directory_read():
        return ("scan",)
    counts = desk.table.counts()
    return ("match",) if counts[BindingState.NOT_BOUND] else after_match(counts)


def after_scan(desk: Desk, result: ScanResult) -> Words:
    if result.ended is not Ended.WHOLE:
        return () if result.ended is Ended.SUPERSEDED else ("scan",)
    counts = desk.table.counts()
    if not any(counts.values()):
        return ("import", "users.xlsx")
    return ("match",) if any(counts[state] for state in OPEN) else after_match(counts)


def after_mobiles(desk: Desk, result: MobileResult) -> Words:
    if result.left:
        return ("scan", "--ask-mobiles")
    return ("match",) if result.found else after_match(desk.table.counts())


def after_match(counts: Mapping[BindingState, int]) -> Words:
    """Rows that a person decides, else what is entered in DataWind."""
    if needy := [state for state in NEEDY if counts[state]]:
        return ("list", *(word for state in needy for word in ("--state", str(state))))
    if counts[BindingState.BOUND]:
        return ("export", "work-list.xlsx", "--work-list")
    return ()


def after_check(desk: Desk, drifted: Mapping[Reason, tuple[int, ...]]) -> list[str]:
    """How to list the rows of each kind that there are."""
    text = desk.language.gettext("{reason}: {command}")
    return [
        text.format(
            reason=short_reason(desk.language, kind), command=typed(desk, ("list", *LISTED[kind]))
        )
        for kind, rows in drifted.items()
        if rows
    ]
