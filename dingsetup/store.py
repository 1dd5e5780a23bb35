"""The SQLite file of a profile: the findings of its checks and the log of its calls.

Bindings and sent messages get their tables here too; one file, one connection per thread of use.
"""

import datetime
import time
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from dingsetup.findings import Finding, State

if TYPE_CHECKING:
    import sqlite3

VERSION = 1
TIMEOUT_S = 5.0
"""How long a second window or command is waited for."""
KEPT_CALLS = 5000

SCHEMA = """
CREATE TABLE finding (
    step TEXT NOT NULL, "check" TEXT NOT NULL, place INTEGER NOT NULL,
    body BLOB NOT NULL, at TEXT NOT NULL, passed_at TEXT, about TEXT NOT NULL,
    PRIMARY KEY (step, "check")
) WITHOUT ROWID;
CREATE TABLE call (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL,
    verdict TEXT NOT NULL, ms INTEGER NOT NULL, counted INTEGER NOT NULL
);
"""


class StoreError(Exception):
    """A profile's SQLite file that cannot be used: which file and why."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason


class LoggedCall(Protocol):
    """What of a call is logged: the client's own calls have it."""

    @property
    def at(self) -> datetime.datetime: ...
    @property
    def method(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def verdict(self) -> str: ...
    @property
    def ms(self) -> int: ...
    @property
    def counted(self) -> bool: ...


class CallRecord(msgspec.Struct, frozen=True):
    """One call to DingTalk, without a token, secret or query."""

    at: datetime.datetime
    method: str
    path: str
    verdict: str
    ms: int
    counted: bool


class Kept(msgspec.Struct, frozen=True):
    """A finding, the moment it was found, and when the same check last passed."""

    finding: Finding
    at: datetime.datetime
    passed_at: datetime.datetime | None


class Store:
    """The findings and calls of one profile. Every method opens and closes the file by itself,
    so that it may be called from any thread and two windows can share it."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "dingsetup.sqlite3"

    def keep(self, findings: Sequence[Finding], at: datetime.datetime, about: str = "") -> None:
        """Put the findings of a run over those of the same steps. Raises StoreError.

        `about` says of what they are: a proof stands only for the same app and tenant.
        """
        steps = sorted({finding.step for finding in findings})
        marks = ",".join("?" * len(steps))
        earlier = self.passed(about)
        rows = [
            (
                f.step,
                f.check,
                place,
                msgspec.json.encode(f),
                at.isoformat(),
                _passed(f, at, earlier),
                about,
            )
            for place, f in enumerate(findings)
        ]
        with self._transaction() as database:
            database.execute(f"DELETE FROM finding WHERE step IN ({marks})", steps)
            database.executemany("INSERT INTO finding VALUES (?,?,?,?,?,?,?)", rows)

    def findings(self) -> list[Kept]:
        """All kept findings in the order they were found. Raises StoreError."""
        rows = self._read("SELECT body, at, passed_at FROM finding ORDER BY at, place")
        try:
            return [
                Kept(
                    msgspec.json.decode(body, type=Finding),
                    self._time(at),
                    self._time(passed) if passed else None,
                )
                for body, at, passed in rows
            ]
        except (msgspec.DecodeError, UnicodeDecodeError, ValueError, TypeError) as error:
            raise StoreError(self.file, f"a finding in it cannot be read: {error}") from error

    def passed(self, about: str = "") -> dict[str, datetime.datetime]:
        """When each check, by `step/check`, was last proved of this. Raises StoreError."""
        query = (
            'SELECT step, "check", passed_at FROM finding WHERE passed_at IS NOT NULL AND about = ?'
        )
        return {f"{step}/{check}": self._time(at) for step, check, at in self._read(query, about)}

    def log(self, calls: Iterable[LoggedCall]) -> None:
        """Append calls; the newest few thousand are kept. Raises StoreError."""
        rows = [
            (c.at.isoformat(), c.method, c.path, str(c.verdict), c.ms, c.counted) for c in calls
        ]
        with self._transaction() as database:
            database.executemany(
                "INSERT INTO call (at, method, path, verdict, ms, counted) VALUES (?,?,?,?,?,?)",
                rows,
            )
            database.execute(
                "DELETE FROM call WHERE id <= (SELECT max(id) FROM call) - ?", [KEPT_CALLS]
            )

    def calls(self, most: int = 200) -> list[CallRecord]:
        """The newest calls, newest first. Raises StoreError."""
        return [
            CallRecord(self._time(at), method, path, verdict, ms, bool(counted))
            for at, method, path, verdict, ms, counted in self._read(
                "SELECT at, method, path, verdict, ms, counted FROM call ORDER BY id DESC LIMIT ?",
                most,
            )
        ]

    def _time(self, text: str) -> datetime.datetime:
        try:
            return datetime.datetime.fromisoformat(text)
        except (ValueError, TypeError) as error:
            raise StoreError(self.file, f"a time in it cannot be read: {error}") from error

    def _read(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        if not self.file.exists():
            return []
        with self._transaction() as database:
            return database.execute(query, values).fetchall()

    @contextmanager
    def _transaction(self) -> Generator["sqlite3.Connection"]:
        import sqlite3  # with the first use of the file, not before the first page

        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.file, timeout=TIMEOUT_S)) as database:
                _prepare(database, self.file)
                with database:
                    yield database
        except (sqlite3.Error, OSError) as error:
            raise StoreError(self.file, str(error)) from error


def _prepare(database: "sqlite3.Connection", file: Path) -> None:
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version == VERSION:
        return
    if version > VERSION:
        raise StoreError(file, f"written by a newer dingsetup (version {version})")
    _use_wal(database)
    # Two windows may open a new file at once: the second finds the tables made.
    database.execute("BEGIN IMMEDIATE")
    if database.execute("PRAGMA user_version").fetchone() == (0,):
        for statement in SCHEMA.split(";"):
            database.execute(statement)
        database.execute(f"PRAGMA user_version = {VERSION}")
    database.commit()


def _use_wal(database: "sqlite3.Connection") -> None:
    """SQLite does not wait here for another process that does the same, so we do."""
    import sqlite3

    end = time.monotonic() + TIMEOUT_S
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)


def _passed(
    finding: Finding, at: datetime.datetime, earlier: Mapping[str, datetime.datetime]
) -> str | None:
    """When the check last came to an end: now, or as kept while it can't be looked at again."""
    if finding.state in (State.PASSED, State.WARNING):
        return at.isoformat()
    if finding.state in (State.BLOCKED, State.SKIPPED) and finding.key in earlier:
        return earlier[finding.key].isoformat()
    return None
