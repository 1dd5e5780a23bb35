"""What a profile remembers of its checks: their findings and the log of their calls."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import msgspec

from dingsetup.database import DatabaseError, database_file, transaction
from dingsetup.findings import Finding, State

KEPT_CALLS = 5000


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
        self.file = database_file(folder)

    def keep(self, findings: Sequence[Finding], at: datetime.datetime, about: str = "") -> None:
        """Put the findings of a run over those of the same steps. Raises DatabaseError.

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
        with transaction(self.file) as database:
            database.execute(f"DELETE FROM finding WHERE step IN ({marks})", steps)
            database.executemany("INSERT INTO finding VALUES (?,?,?,?,?,?,?)", rows)

    def restore(self, kept: Sequence[Kept], about: str) -> None:
        """Put in findings as another computer kept them. Raises DatabaseError."""
        rows = [
            (
                one.finding.step,
                one.finding.check,
                place,
                msgspec.json.encode(one.finding),
                one.at.isoformat(),
                one.passed_at.isoformat() if one.passed_at else None,
                about,
            )
            for place, one in enumerate(kept)
        ]
        with transaction(self.file) as database:
            database.executemany("INSERT OR REPLACE INTO finding VALUES (?,?,?,?,?,?,?)", rows)

    def findings(self) -> list[Kept]:
        """All kept findings in the order they were found. Raises DatabaseError."""
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
            raise DatabaseError(self.file, f"a finding in it cannot be read: {error}") from error

    def passed(self, about: str = "") -> dict[str, datetime.datetime]:
        """When each check, by `step/check`, was last proved of this. Raises DatabaseError."""
        query = (
            'SELECT step, "check", passed_at FROM finding WHERE passed_at IS NOT NULL AND about = ?'
        )
        return {f"{step}/{check}": self._time(at) for step, check, at in self._read(query, about)}

    def log(self, calls: Iterable[LoggedCall]) -> None:
        """Append calls; the newest few thousand are kept. Raises DatabaseError."""
        rows = [
            (c.at.isoformat(), c.method, c.path, str(c.verdict), c.ms, c.counted) for c in calls
        ]
        with transaction(self.file) as database:
            database.executemany(
                "INSERT INTO call (at, method, path, verdict, ms, counted) VALUES (?,?,?,?,?,?)",
                rows,
            )
            database.execute(
                "DELETE FROM call WHERE id <= (SELECT max(id) FROM call) - ?", [KEPT_CALLS]
            )

    def calls(self, most: int = 200) -> list[CallRecord]:
        """The newest calls, newest first. Raises DatabaseError."""
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
            raise DatabaseError(self.file, f"a time in it cannot be read: {error}") from error

    def _read(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        if not self.file.exists():
            return []
        with transaction(self.file, writes=False) as database:
            return database.execute(query, values).fetchall()


def _passed(
    finding: Finding, at: datetime.datetime, earlier: Mapping[str, datetime.datetime]
) -> str | None:
    """When the check last came to an end: now, or as kept while it can't be looked at again."""
    if finding.state in (State.PASSED, State.WARNING):
        return at.isoformat()
    if finding.state in (State.BLOCKED, State.SKIPPED) and finding.key in earlier:
        return earlier[finding.key].isoformat()
    return None
