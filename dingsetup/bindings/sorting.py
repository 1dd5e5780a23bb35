"""Sorts a column as people expect, without holding up the window."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite3 import Connection

_BATCH = 16_384
_RUN = 65_536
"""Rows that are sorted in one go, in which the interpreter serves nobody else."""
_LAST = "\xff"

# Read as one text: a row each would take the interpreter longer than SQLite takes for all.
_COLUMN = """
SELECT group_concat(value, char(10)) FROM (
    SELECT replace(coalesce({column}, ''), char(10), ' ') AS value
    FROM binding b LEFT JOIN person p ON p.userid = b.userid AND b.userid <> ''
    WHERE b.id BETWEEN ? AND ? ORDER BY b.id
)
"""


def column_keys(database: "Connection", column: str, ids: Sequence[int]) -> list[str]:
    """What rows are sorted by, in the order of their ids; `ids` ascend."""
    query = _COLUMN.format(column=column)
    keys: list[str] = []
    for start in range(0, len(ids), _BATCH):
        last = min(start + _BATCH, len(ids)) - 1
        (text,) = database.execute(query, (ids[start], ids[last])).fetchone()
        keys += _sortable(text or "")
    return keys


def sorted_places(keys: Sequence[str]) -> list[int]:
    """Places in the order of their keys; equal ones in their own order.

    Sorted in runs that are joined two by two: a sort of all would hold the interpreter, and with
    it the window, until it ends.
    """
    runs = [
        sorted(range(start, min(start + _RUN, len(keys))), key=keys.__getitem__)
        for start in range(0, len(keys), _RUN)
    ]
    while len(runs) > 1:
        pairs = [one + other for one, other in zip(runs[::2], runs[1::2], strict=False)]
        for pair in pairs:
            pair.sort(key=keys.__getitem__)
        runs = pairs + ([runs[-1]] if len(runs) % 2 else [])
    return runs[0] if runs else []


def _sortable(lines: str) -> list[str]:
    """Texts that sort as people expect: GB 18030 has the common characters in the order of
    pinyin, and leaves ASCII as it is. What is empty ends up at the bottom."""
    keys = lines.casefold().encode("gb18030", "replace").decode("latin-1")
    return [key or _LAST for key in keys.split("\n")]
