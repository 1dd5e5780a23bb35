"""The two sides of a comparison: brought to the same pseudonyms, and to what both may tell."""

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from dingsetup.bindings.values import Cancel
from dingsetup.support.changes import Comparison
from dingsetup.support.comparison import compare
from dingsetup.support.gathering import redacted_snapshot
from dingsetup.support.pseudonyms import Pseudonyms
from dingsetup.support.struck import filled
from dingsetup.support.values import Bundle, Snapshot


class Side(msgspec.Struct, frozen=True):
    """What stands on one side."""

    snapshot: Snapshot
    key_id: str = ""
    """Of the key of its pseudonyms; empty for a check of this computer, which has none."""
    struck: Mapping[str, int] = {}
    """Lines that its sender took out, by member."""


def side_of(bundle: Bundle) -> Side:
    return Side(bundle.snapshot, bundle.key_id, bundle.struck)


def redacted_side(folder: Path, side: Side, pseudonyms: Pseudonyms, cancel: Cancel = None) -> Side:
    """A check of the profile in `folder` as its support file would tell it. Raises Cancelled."""
    snapshot = redacted_snapshot(folder, side.snapshot, pseudonyms, cancel)
    return Side(snapshot, pseudonyms.key_id)


def compare_sides(
    before: Side, after: Side, redacted: Callable[[Side], Side]
) -> tuple[Comparison, bool]:
    """What changed, and whether both sides have the same pseudonyms, or none.

    Beside a support file a check of this computer is `redacted` too.
    """
    if before.key_id or after.key_id:
        before, after = (side if side.key_id else redacted(side) for side in (before, after))
    same_key = before.key_id == after.key_id
    old = filled(before.snapshot, before.struck, after.snapshot)
    new = filled(after.snapshot, after.struck, before.snapshot)
    return compare(old, new, same_key=same_key), same_key
