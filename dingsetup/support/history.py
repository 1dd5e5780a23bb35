"""Keeps the snapshots of one profile, so that today can be held against when it last worked."""

import contextlib
import datetime
import itertools
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dingsetup.database import database_file, transaction
from dingsetup.findings import counts
from dingsetup.support.changes import Change, ChangeKind, Comparison
from dingsetup.support.comparison import compare
from dingsetup.support.values import Snapshot

if TYPE_CHECKING:
    import sqlite3

MOST_KEPT = 500
"""The newest so many snapshots, and beside them the newest that worked."""
COLUMNS = "id, at, last_at, times, worked, body"

Columns = tuple[int, str, str, int, int, bytes]


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One snapshot of the history, which stands for all equal ones that followed it."""

    id: int
    at: datetime.datetime
    last_at: datetime.datetime
    times: int
    worked: bool
    counts: dict[str, int]
    """Findings by state, an answered question counting as a person counts it."""


class History:
    """Every method opens and closes the profile's file by itself, from any thread.

    A snapshot that can no longer be read, such as a newer program's, is passed over. All methods
    raise DatabaseError.
    """

    def __init__(self, folder: Path) -> None:
        self.file = database_file(folder)

    def add(self, snapshot: Snapshot) -> Comparison:
        """Keep a snapshot, and tell what changed since the newest one that can be read.

        One that brings nothing new is only counted with that one.
        """
        with transaction(self.file) as database:
            id, known = _newest(database)
            if known is None:
                compared = Comparison(changes=(_first(snapshot),))
            else:
                compared = compare(known, snapshot)
                if known.worked == snapshot.worked and not compared.lasting:
                    database.execute(
                        "UPDATE snapshot SET last_at = ?, times = times + 1 WHERE id = ?",
                        (snapshot.at.isoformat(), id),
                    )
                    return compared
            at, body = snapshot.at.isoformat(), msgspec.json.encode(snapshot)
            database.execute(
                "INSERT INTO snapshot (at, last_at, times, worked, body) VALUES (?,?,1,?,?)",
                (at, at, snapshot.worked, body),
            )
            _forget_oldest(database)
            return compared

    def entries(self, most: int = 50) -> list[Entry]:
        """The newest snapshots, newest first."""
        query = f"SELECT {COLUMNS} FROM snapshot ORDER BY id DESC"
        with contextlib.closing(self._rows(query)) as rows:
            found = (entry for row in rows if (entry := _entry(row)) is not None)
            return list(itertools.islice(found, most))

    def load(self, id: int) -> Snapshot | None:
        """One snapshot; None where there is none of this number, or it can't be read."""
        return self._first(f"SELECT {COLUMNS} FROM snapshot WHERE id = ?", id)

    def newest(self) -> Snapshot | None:
        return self._first(f"SELECT {COLUMNS} FROM snapshot ORDER BY id DESC")

    def last_worked(self, before: int | None = None) -> Snapshot | None:
        """The newest snapshot in which everything worked, older than the one of number `before`."""
        return self._first(
            f"SELECT {COLUMNS} FROM snapshot WHERE worked AND id < coalesce(?, id + 1)"
            " ORDER BY id DESC",
            before,
        )

    def _first(self, query: str, *values: object) -> Snapshot | None:
        """The first that can be read, for not all of them need be."""
        with contextlib.closing(self._rows(query, *values)) as rows:
            decoded = (_decoded(row[-1]) for row in rows)
            return next((snapshot for snapshot in decoded if snapshot is not None), None)

    def _rows(self, query: str, *values: object) -> Generator[Columns]:
        """One after the other: five hundred of them would be much at once."""
        if not self.file.exists():
            return
        with transaction(self.file, writes=False) as database:
            yield from database.execute(query, values)


def _first(snapshot: Snapshot) -> Change:
    tally = counts(finding.standing for finding in snapshot.plain_findings)
    values = {"counts": tally, "total": sum(tally.values())}
    return Change(kind=ChangeKind.FIRST_CHECK, values=values)


def _newest(database: "sqlite3.Connection") -> tuple[int, Snapshot | None]:
    for id, body in database.execute("SELECT id, body FROM snapshot ORDER BY id DESC"):
        if (snapshot := _decoded(body)) is not None:
            return id, snapshot
    return 0, None


def _forget_oldest(database: "sqlite3.Connection") -> None:
    database.execute(
        "DELETE FROM snapshot WHERE id <= (SELECT id FROM snapshot ORDER BY id DESC LIMIT 1"
        " OFFSET ?) AND id <> coalesce((SELECT max(id) FROM snapshot WHERE worked), 0)",
        [MOST_KEPT],
    )


def _decoded(body: bytes) -> Snapshot | None:
    try:
        return msgspec.json.decode(body, type=Snapshot)
    except (msgspec.DecodeError, UnicodeDecodeError, TypeError):
        return None


def _entry(row: Columns) -> Entry | None:
    id, at, last_at, times, worked, body = row
    snapshot = _decoded(body)
    if snapshot is None:
        return None
    try:
        return Entry(
            id=id,
            at=datetime.datetime.fromisoformat(at),
            last_at=datetime.datetime.fromisoformat(last_at),
            times=times,
            worked=bool(worked),
            counts=counts(finding.standing for finding in snapshot.plain_findings),
        )
    except (ValueError, TypeError):
        return None
