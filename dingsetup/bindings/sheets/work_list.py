"""Writes a work list for DataWind's screen of account bindings: what to enter for each user."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from dingsetup.bindings.sheets.cells import MARK, runs, shortened
from dingsetup.bindings.sheets.output import CSV, Pace, opened, suffix_of
from dingsetup.bindings.values import BindingState, Cancel, Progress, Row, Standing

WORK_COLUMNS = (
    "todo",
    "username",
    "name",
    "person_name",
    "departments",
    "person_job_number",
    "userid",
    "why",
)
"""DataWind's screen for account bindings finds the user by username (left), and the person by the
name on DingTalk (right), where equal names are told apart by department and job number."""


class WorkText(msgspec.Struct, frozen=True):
    """The words of a work list."""

    headers: Mapping[str, str]
    """For each of WORK_COLUMNS."""
    bind: str
    unbind: str
    cannot: str
    sheet: str
    why: Callable[[Row], str]
    """By which rule a bound row was matched; of any other, why it can't be bound."""


def write_work_list(
    path: Path,
    rows: Iterable[Row],
    text: WorkText,
    *,
    total: int = 0,
    cancel: Cancel = None,
    progress: Progress | None = None,
) -> int:
    """Write what is to be entered in DataWind for each user, and why some can't be bound.

    Ignored users are left out; the order is that of the rows. Returns how many were written.
    Raises SheetError and Cancelled.
    """
    is_csv = suffix_of(path) == CSV

    def written(block: Sequence[Row]) -> Sequence[Sequence[str]]:
        lines = [_work(row, text) for row in block]
        return [[_shown(cell, is_csv=is_csv) for cell in line] for line in lines]

    headers = [text.headers[name] for name in WORK_COLUMNS]
    wanted = (row for row in rows if row.state is not BindingState.IGNORED)
    with opened(path, headers, text.sheet) as sink:
        return sink.write_all(wanted, written, Pace(cancel, progress, total))


def _work(row: Row, text: WorkText) -> tuple[str, ...]:
    bound = row.state is BindingState.BOUND
    unbind = not bound and _to_unbind(row)
    named = bound or unbind
    person = row.person if named else None
    return (
        text.bind if bound else text.unbind if unbind else text.cannot,
        row.username,
        row.name,
        person.name if person else "",
        row.department_names if named else "",
        person.job_number if person else "",
        row.userid if named else "",
        text.why(row),
    )


def _to_unbind(row: Row) -> bool:
    """Whether DataWind may have a binding that is of no use: the person left, or the user did."""
    left = row.person is not None and row.person.standing is Standing.GONE
    return bool(row.userid) and (left or not row.enabled)


def _shown(text: str, *, is_csv: bool) -> str:
    """Without a mark before numbers, as they are copied from here; formulas stay harmless."""
    return shortened(MARK + text if is_csv and runs(text) else text)
