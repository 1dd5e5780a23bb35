"""Writes the table to a sheet from which the same table can be read again."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from dingsetup.bindings.sheets.cells import harmless, shortened
from dingsetup.bindings.sheets.fields import text_fields
from dingsetup.bindings.sheets.output import CSV, Pace, opened, suffix_of
from dingsetup.bindings.sheets.packing import pack_candidates, pack_texts
from dingsetup.bindings.sheets.values import LONGEST_CELL
from dingsetup.bindings.values import Cancel, Progress, Row

TABLE_COLUMNS = (
    "username",
    "name",
    "email",
    "mobile",
    "job_number",
    "enabled",
    "userid",
    "person_name",
    "departments",
    "state",
    "reason",
    "rule",
    "confidence",
    "checked_at",
    "note",
    "ignored",
    "candidates",
    "rejected",
    "searched",
    "duplicate_lines",
)
"""What an export holds; person_name, departments, state and reason follow from the others and from
the directory, and are passed over when the file is read again."""


class TableText(msgspec.Struct, frozen=True):
    """The words of an export."""

    headers: Mapping[str, str]
    """For each of TABLE_COLUMNS."""
    yes: str
    no: str
    sheet: str
    verdict: Callable[[Row], tuple[str, str]]
    """State and reason of a row, in words."""


def write_table(
    path: Path,
    rows: Iterable[Row],
    text: TableText,
    *,
    total: int = 0,
    cancel: Cancel = None,
    progress: Progress | None = None,
) -> int:
    """Write rows to a CSV or XLSX, by the suffix, from which the same rows can be read again.

    Rows are taken as they come, so a million of them need no memory. Returns their number. Raises
    SheetError and Cancelled; what stood at `path` is untouched then.
    """
    columns = _Columns(text, runs=suffix_of(path) == CSV)
    headers = [text.headers[name] for name in TABLE_COLUMNS]
    with opened(path, headers, text.sheet) as sink:
        return sink.write_all(rows, columns.written, Pace(cancel, progress, total))


class _Columns:
    """Turns rows into the cells of an export."""

    def __init__(self, text: TableText, *, runs: bool) -> None:
        self._text = text
        self._runs = runs

    def written(self, rows: Sequence[Row]) -> Sequence[Sequence[str]]:
        """The cells of some rows."""
        cells = zip(*(self._cells(row) for row in rows), strict=True)
        columns = [
            self._column(name, column) for name, column in zip(TABLE_COLUMNS, cells, strict=True)
        ]
        return list(zip(*columns, strict=True))

    def _column(self, name: str, cells: Sequence[str]) -> Sequence[str]:
        if field := text_fields().get(name):
            column = field.written_column(cells, runs=self._runs)
            # No field may be that long: what is left of it is refused when it is read again.
            return column if max(map(len, column)) <= LONGEST_CELL else [*map(shortened, column)]
        return [harmless(cell, runs=self._runs) for cell in cells]

    def _cells(self, row: Row) -> tuple[str, ...]:
        text = self._text
        state, reason = text.verdict(row)
        return (
            row.username,
            row.name,
            row.email,
            row.mobile,
            row.job_number,
            text.yes if row.enabled else text.no,
            row.userid,
            row.person.name if row.person else "",
            row.department_names,
            state,
            reason,
            row.rule,
            row.confidence,
            row.checked_at,
            row.note,
            text.yes if row.ignored else text.no,
            pack_candidates(row.candidates),
            pack_texts(row.rejected),
            pack_texts(row.searched),
            pack_texts(map(str, row.duplicate_lines)),
        )
