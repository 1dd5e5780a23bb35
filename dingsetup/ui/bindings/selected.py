"""Which rows are selected, without naming each."""

from collections.abc import Sequence

import msgspec


class Selected(msgspec.Struct, frozen=True):
    """Selected rows as runs of places in a view; their ids are named where they are needed."""

    rows: Sequence[int]
    runs: Sequence[tuple[int, int]]

    def __bool__(self) -> bool:
        return bool(self.runs)

    def __len__(self) -> int:
        return sum(bottom - top + 1 for top, bottom in self.runs)

    def ids(self) -> list[int]:
        """Ids of the rows, top to bottom; of a million rows not for the main thread."""
        return [one for top, bottom in self.runs for one in self.rows[top : bottom + 1]]
