"""Gathers what goes into a support file from a profile's folder, redacted."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from dingsetup import __version__
from dingsetup.bindings.values import Cancel, Progress
from dingsetup.database import DatabaseError, database_file, transaction
from dingsetup.profile import now
from dingsetup.store import KEPT_CALLS, CallRecord
from dingsetup.support.digests import Sort
from dingsetup.support.lines import BINDINGS, CALLS, DELIVERIES, MISSING, SENDS
from dingsetup.support.parsing import Pace, within_reach
from dingsetup.support.pseudonyms import Pseudonyms
from dingsetup.support.redaction import (
    redact,
    redact_binding,
    redact_calls,
    redact_delivery,
    redact_sends,
)
from dingsetup.support.values import BindingLine, Bundle, DeliveryLine, SendLine, Snapshot

MOST_BINDINGS = 500_000
MOST_SENDS = 1_000
MOST_DELIVERIES = 100_000
"""The newest; so that all lines together stay within what a support file may hold."""

_AT_ONCE = 2048
_DIRECTORY = "directory"
"""What is named as missing where the people of the directory could not be read."""

_BINDING_QUERY = (
    "SELECT username, coalesce(name, ''), coalesce(email, ''), coalesce(mobile, ''),"
    " coalesce(job_number, ''), enabled, coalesce(userid, ''), coalesce(rule, ''),"
    " coalesce(confidence, ''), ignored, state, reason FROM binding ORDER BY id LIMIT ?"
)
_SEND_QUERY = (
    "SELECT id, at, push, coalesce(json_extract(message, '$.type'), ''), language, number"
    " FROM sending ORDER BY id DESC LIMIT ?"
)
_TALLY_QUERY = "SELECT sending, fate, count(*) FROM delivery GROUP BY sending, fate"
_DELIVERY_QUERY = (
    "SELECT sending, userid, username, fate, kind, at FROM delivery"
    " ORDER BY sending DESC, place, line LIMIT ?"
)
_CALL_QUERY = "SELECT at, method, path, verdict, ms, counted FROM call ORDER BY id DESC LIMIT ?"
_SORTS = (Sort.PERSON, Sort.NAME, Sort.MOBILE, Sort.EMAIL, Sort.JOB_NUMBER, Sort.TOKEN)
_PERSON_QUERY = "SELECT userid, name, mobile, email, job_number, unionid FROM person"
"""In the order of `_SORTS`."""
_NAME_QUERY = "SELECT name FROM department UNION SELECT name FROM delivery"

T = TypeVar("T")

_moment = datetime.datetime.fromisoformat


class _Reader:
    """Reads parts of a profile's database, as far as they can be read."""

    def __init__(self, folder: Path | None) -> None:
        self._file = database_file(folder) if folder is not None else None
        self.missing: dict[str, None] = {}
        """Parts that could not be read."""

    def rows(self, part: str, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a query; none where the part cannot be read."""
        if self._file is None or not self._file.exists():
            return []
        try:
            with transaction(self._file, writes=False) as database:
                return database.execute(query, values).fetchall()
        except DatabaseError:
            self._lose(part)
            return []

    def made(self, part: str, query: str, make: Callable[..., T], most: int) -> list[T]:
        """The same, each row made into something."""
        rows = self.rows(part, query, most)
        try:
            return [make(*row) for row in rows]
        except (ValueError, TypeError):  # a moment that is none
            self._lose(part)
            return []

    def _lose(self, part: str) -> None:
        self.missing[part.partition(".")[0]] = None

    @cached_property
    def bindings(self) -> list[BindingLine]:
        return self.made(BINDINGS, _BINDING_QUERY, _binding, MOST_BINDINGS)

    @cached_property
    def deliveries(self) -> list[DeliveryLine]:
        return self.made(DELIVERIES, _DELIVERY_QUERY, _delivery, MOST_DELIVERIES)

    def sends(self) -> list[SendLine]:
        tallies: dict[int, dict[str, int]] = {}
        for sending, fate, count in self.rows(SENDS, _TALLY_QUERY):
            tallies.setdefault(sending, {})[fate] = count

        def send(id: int, at: str, push: str, type: str, language: str, number: int) -> SendLine:
            tally = tallies.get(id, {})
            return SendLine(
                id=id,
                at=_moment(at),
                push=push,
                type=type,
                language=language,
                number=number,
                people=sum(tally.values()),
                tally=tally,
            )

        return self.made(SENDS, _SEND_QUERY, send, MOST_SENDS)

    def named(self) -> Iterator[tuple[Sort, Iterable[str]]]:
        """Everybody who is named anywhere, by the sort of what names them."""
        yield from zip(
            _SORTS, zip(*self.rows(_DIRECTORY, _PERSON_QUERY), strict=True), strict=False
        )
        yield Sort.NAME, (name for (name,) in self.rows(_DIRECTORY, _NAME_QUERY))
        for sort, field in ((Sort.USERNAME, "username"), (Sort.PERSON, "userid")):
            yield sort, map(attrgetter(field), (*self.bindings, *self.deliveries))
        for sort in (Sort.NAME, Sort.MOBILE, Sort.EMAIL, Sort.JOB_NUMBER):
            yield sort, map(attrgetter(str(sort)), self.bindings)


def sends_of(folder: Path) -> list[SendLine]:
    """The test messages of a profile, newest first; none where they cannot be read."""
    return _Reader(folder).sends()


def redacted_snapshot(
    folder: Path, snapshot: Snapshot, pseudonyms: Pseudonyms, cancel: Cancel = None
) -> Snapshot:
    """A snapshot of a profile as `gather` would send it. Raises Cancelled."""
    _learn(_Reader(folder), snapshot, (), pseudonyms, Pace(0, cancel))
    return redact(snapshot, pseudonyms)


def gather(
    folder: Path | None,
    snapshot: Snapshot,
    pseudonyms: Pseudonyms,
    *,
    cancel: Cancel = None,
    progress: Progress | None = None,
) -> Bundle:
    """Gather everything known of a profile, redacted; `folder` is None for what has none.

    What cannot be read is left out and named in the system facts (`lines.missing_of`). Raises
    Cancelled.
    """
    reader = _Reader(folder)
    bindings, deliveries = reader.bindings, reader.deliveries
    calls = reader.made(CALLS, _CALL_QUERY, _call, KEPT_CALLS)
    sends = reader.sends()
    pace = Pace(len(bindings) + len(deliveries), cancel, progress)
    _learn(reader, snapshot, calls, pseudonyms, pace)
    if reader.missing:
        system = snapshot.system | {MISSING: ",".join(reader.missing)}
        snapshot = msgspec.structs.replace(snapshot, system=system)
    return Bundle(
        made_at=within_reach(now()),
        program=__version__,
        key_id=pseudonyms.key_id,
        snapshot=redact(snapshot, pseudonyms),
        calls=tuple(redact_calls(calls, pseudonyms)),
        bindings=_distinct(_redacted(bindings, redact_binding, pseudonyms, pace)),
        sends=tuple(redact_sends(sends, pseudonyms)),
        deliveries=tuple(_redacted(deliveries, redact_delivery, pseudonyms, pace)),
    )


def _learn(
    reader: _Reader,
    snapshot: Snapshot,
    calls: Sequence[CallRecord],
    pseudonyms: Pseudonyms,
    pace: Pace,
) -> None:
    """Let the pseudonyms know whoever is named in any text that goes out."""
    texts = (lambda: redact(snapshot, pseudonyms), lambda: redact_calls(calls, pseudonyms))
    spoken = pseudonyms.overheard(lambda: [work() for work in texts])
    for sort, values in reader.named():
        pace.step(0)
        pseudonyms.learn(spoken.among(values), sort)


def _redacted(
    lines: Sequence[T], one: Callable[[T, Pseudonyms], T], pseudonyms: Pseudonyms, pace: Pace
) -> list[T]:
    redacted: list[T] = []
    for start in range(0, len(lines), _AT_ONCE):
        block = lines[start : start + _AT_ONCE]
        redacted += [one(line, pseudonyms) for line in block]
        pace.step(len(block))
    return redacted


def _distinct(lines: list[BindingLine]) -> tuple[BindingLine, ...]:
    """Usernames of a table are distinct, and a file in which they are not is refused; of a hundred
    thousand pseudonyms two may still be equal."""
    if len({line.username for line in lines}) == len(lines):
        return tuple(lines)
    seen: set[str] = set()
    for place, line in enumerate(lines):
        if line.username in seen:
            username = f"{line.username}-{place}"
            lines[place] = msgspec.structs.replace(line, username=username)
        seen.add(line.username)
    return tuple(lines)


def _binding(*columns: Any) -> BindingLine:
    username, name, email, mobile, job_number, enabled, *bound = columns
    userid, rule, confidence, ignored, state, reason = bound
    return BindingLine(
        username=username,
        name=name,
        email=email,
        mobile=mobile,
        job_number=job_number,
        enabled=bool(enabled),
        userid=userid,
        rule=rule,
        confidence=confidence,
        ignored=bool(ignored),
        state=state,
        reason=reason,
    )


def _delivery(
    sending: int, userid: str, username: str, fate: str, kind: str, at: str
) -> DeliveryLine:
    return DeliveryLine(
        sending=sending, userid=userid, username=username, fate=fate, kind=kind, at=_moment(at)
    )


def _call(at: str, method: str, path: str, verdict: str, ms: int, counted: int) -> CallRecord:
    return CallRecord(_moment(at), method, path, verdict, ms, bool(counted))
