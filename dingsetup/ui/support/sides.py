"""The two sides of a comparison: today, an earlier check, or a support file. On threads."""

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dingsetup.support.changes import Change, Comparison
from dingsetup.support.values import Snapshot
from dingsetup.ui.support.asked import Asked

if TYPE_CHECKING:
    from dingsetup.support.history import Entry, History
    from dingsetup.support.sides import Side

TODAY, WORKED = "today", "worked"
CHECK, FILE = "check:", "file:"
"""Followed by a check's id, and by a support file's path."""
MOST = 50


class Compared(msgspec.Struct, frozen=True):
    """The checks to choose from, newest first, and how the two sides differ."""

    entries: "tuple[Entry, ...]"
    worked: "Entry | None"
    """The newest check in which everything worked."""
    comparison: Comparison | None
    """None where one of the sides is not there."""
    same_key: bool
    """Whether both sides have the same pseudonyms, or none."""


def compare_named(asked: Asked, before: str, after: str) -> Compared:
    """Compare what two choices name. Raises DatabaseError and BundleError."""
    from dingsetup.support.history import History

    history = History(asked.folder)
    entries = tuple(history.entries(MOST))
    worked = next((entry for entry in entries if entry.worked), None)
    sides = [_side(asked, name) for name in (before, after)]
    found, same_key = _compared(asked, *sides)
    return Compared(entries, worked, found, same_key)


def lately(asked: Asked) -> tuple[Change, ...]:
    """What changed since it last worked. Raises DatabaseError."""
    found, _same = _compared(asked, *(_side(asked, name) for name in (WORKED, TODAY)))
    return found.changes if found is not None else ()


def _side(asked: Asked, name: str) -> "Side | None":
    from dingsetup.support.history import History
    from dingsetup.support.sides import Side, side_of

    if name.startswith(FILE):
        from dingsetup.support.reading import read_bundle

        return side_of(read_bundle(Path(name.removeprefix(FILE))))
    history = History(asked.folder)
    if name == TODAY:
        return Side(_with_secret(asked, history))
    number = name.removeprefix(CHECK)
    found = history.last_worked() if name == WORKED else history.load(int(number))
    return Side(found) if found is not None else None


def _with_secret(asked: Asked, history: "History") -> Snapshot:
    """Today; a secret that was kept in memory and is gone with it has not changed."""
    today = asked.today()
    newest = None if asked.secret else history.newest()
    return today if newest is None else msgspec.structs.replace(today, secret=newest.secret)


def _compared(
    asked: Asked, before: "Side | None", after: "Side | None"
) -> tuple[Comparison | None, bool]:
    from dingsetup.support.sides import Side, compare_sides, redacted_side

    if before is None or after is None:
        return None, True

    def redacted(side: Side) -> Side:
        return redacted_side(asked.folder, side, asked.pseudonyms(asked.key()))

    return compare_sides(before, after, redacted)
