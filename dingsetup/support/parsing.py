"""Reads the lines of a support file into typed values; a stranger wrote them."""

import datetime
from collections.abc import Callable, Hashable, Sequence
from typing import Any, NoReturn, TypeVar

import msgspec

from dingsetup.bindings.values import Cancel, Cancelled, Progress
from dingsetup.support.harmless import SUSPECT, harmless_value, shown
from dingsetup.support.troubles import BundleError, BundleTrouble

T = TypeVar("T")

_AT_ONCE = 2048
"""Lines read between two looks at the cancel event."""
_YEARS = range(1971, 2200)
"""Of a moment that every system can put into local time."""


class Pace:
    """How the caller follows and ends work on many lines."""

    def __init__(self, total: int, cancel: Cancel = None, progress: Progress | None = None) -> None:
        self._total = total
        self._cancel = cancel
        self._progress = progress
        self._done = 0

    def step(self, lines: int) -> None:
        """Tell that so many more are done. Raises Cancelled."""
        if self._cancel and self._cancel.is_set():
            raise Cancelled
        self._done += lines
        if self._progress:
            self._progress(self._done, self._total)


class Form(msgspec.Struct, frozen=True):
    """What the lines of one member are like."""

    type: Any
    fault: Callable[[Any], str]
    """What is wrong with a line that has the right types; empty for nothing."""
    key: Callable[[Any], Hashable]
    """What no two lines may be about."""
    most: int | None = None
    """How many of them any dingsetup writes; None for as many as a file may hold."""


def read_lines(member: str, lines: Sequence[bytes], form: Form, pace: Pace) -> list[Any]:
    """Read all lines of a member. Raises BundleError for the first that is not right, and
    Cancelled."""
    if form.most is not None and len(lines) > form.most:
        wrong(member, form.most + 1, f"> {form.most}")
    decode = msgspec.json.Decoder(form.type).decode
    found: list[Any] = []
    for start in range(0, len(lines), _AT_ONCE):
        block = lines[start : start + _AT_ONCE]
        read = None if SUSPECT.search(b"\n".join(block)) else _read_at_once(decode, block)
        if read is None:
            places = enumerate(block, start + 1)
            read = [read_line(member, place, line, form.type) for place, line in places]
        for place, value in enumerate(read, start + 1):
            if fault := form.fault(value):
                wrong(member, place, fault)
        found += read
        pace.step(len(block))
    refuse_doubles(member, [form.key(value) for value in found])
    return found


def _read_at_once(decode: Callable[[bytes], Any], block: Sequence[bytes]) -> list[Any] | None:
    """The fast way for lines that need no care; None where one turns out to be wrong."""
    try:
        return [decode(line) for line in block]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def read_line(member: str, place: int, line: bytes, wanted: type[T]) -> T:
    """Read one line, and make its texts harmless. Raises BundleError."""
    try:
        return msgspec.convert(harmless_value(msgspec.json.decode(line)), wanted)
    except RecursionError as error:
        raise BundleError(BundleTrouble.LINE_TOO_DEEP, member, place) from error
    except msgspec.ValidationError as error:
        wrong(member, place, str(error))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BundleError(
            BundleTrouble.LINE_NOT_JSON, member, place, detail=shown(str(error))
        ) from error


def refuse_doubles(member: str, keys: Sequence[Hashable]) -> None:
    """Raise BundleError where two lines are about the same."""
    if len(set(keys)) == len(keys):
        return
    first: dict[Hashable, int] = {}
    for place, key in enumerate(keys, 1):
        if first.setdefault(key, place) != place:
            raise BundleError(BundleTrouble.LINE_DOUBLED, member, place, first=first[key])


def wrong(member: str, place: int, detail: str) -> NoReturn:
    """Refuse a line. Raises BundleError."""
    raise BundleError(BundleTrouble.LINE_WRONG, member, place, detail=shown(detail))


def is_moment(at: datetime.datetime | None) -> bool:
    """Whether a moment names its zone, and can be told in any other; so can none at all."""
    return at is None or (at.tzinfo is not None and at.year in _YEARS)


def within_reach(at: datetime.datetime) -> datetime.datetime:
    """A moment of ours as a support file may tell it: the nearest that `is_moment` takes.

    Where a computer's clock stands before 1971, the file that tells of it must still be read.
    """
    if at.year in _YEARS:
        return at
    year = _YEARS[0] if at.year < _YEARS[0] else _YEARS[-1]
    return datetime.datetime(year, 1, 1, tzinfo=at.tzinfo)
