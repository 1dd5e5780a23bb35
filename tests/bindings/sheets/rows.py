"""Rows of the table, written to a sheet and read again."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dingsetup.bindings.sheets import (
    TABLE_COLUMNS,
    SheetUser,
    TableText,
    pack_candidates,
    pack_texts,
    read_sheet,
    write_table,
)
from dingsetup.bindings.values import Row

HEADERS: Mapping[str, str] = {name: name for name in TABLE_COLUMNS}


def words(**other: Any) -> TableText:
    known: dict[str, Any] = {
        "headers": HEADERS,
        "yes": "是",
        "no": "否",
        "sheet": "S",
        "verdict": lambda row: (str(row.state), str(row.reason)),
    }
    return TableText(**known | other)


def said_of(row: Row, line: int) -> SheetUser:
    """What a sheet says of a row that was written to it."""
    return SheetUser(
        line=line,
        username=row.username,
        name=row.name,
        email=row.email,
        mobile=row.mobile,
        job_number=row.job_number,
        enabled=row.enabled,
        userid=row.userid,
        rule=row.rule,
        confidence=str(row.confidence),
        checked_at=row.checked_at,
        ignored=row.ignored,
        note=row.note,
        candidates=pack_candidates(row.candidates),
        rejected=pack_texts(row.rejected),
        searched=pack_texts(row.searched),
        duplicate_lines=row.duplicate_lines,
    )


def back(folder: Path, rows: Sequence[Row], suffix: str) -> list[SheetUser]:
    """The users in a sheet of these rows, which must have no fault but masked numbers."""
    file = folder / f"table{suffix}"
    write_table(file, rows, words())
    sheet = read_sheet(file)
    assert {fault.reason for fault in sheet.faults} <= {"mobile_masked"}
    return sheet.users
