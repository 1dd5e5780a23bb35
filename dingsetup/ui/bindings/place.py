"""Where somebody is in the table, by its rows: to be there again when other rows are shown."""

from collections.abc import Sequence

import msgspec

from dingsetup.ui.bindings.model import BindingModel
from dingsetup.ui.bindings.view import BindingView

MOST_RUNS = 200
"""More runs of selected rows than this are let go: nobody knows them by heart."""


class Place(msgspec.Struct, frozen=True):
    """The current row, the one at the top, and what is selected, by row ids."""

    current: int
    column: str
    distance: int
    """Rows from the top of what is seen to the current one."""
    first: int
    runs: Sequence[tuple[int, int]]
    """First and last id of each run of selected rows; of more than one row only."""
    everything: bool

    @classmethod
    def of(cls, view: BindingView, model: BindingModel) -> "Place":
        ids, place, first = model.view.rows, view.place(), view.first_in_sight()
        runs = view.ranges()
        several = len(runs) > 1 or any(top != bottom for top, bottom in runs)
        kept = runs[:MOST_RUNS] if several else []
        return cls(
            ids[place] if 0 <= place < len(ids) else 0,
            view.column(),
            place - first,
            ids[first] if first < len(ids) else 0,
            [(ids[top], ids[bottom]) for top, bottom in kept],
            bool(ids) and runs == [(0, len(ids) - 1)] and len(ids) > 1,
        )

    def restore(self, view: BindingView, model: BindingModel) -> None:
        """Be there again, as far as the rows are still shown."""
        current = _place(model, self.current)
        first = _place(model, self.first)
        if current >= 0:
            view.go_to(current, self.column)
            view.show_first(max(0, current - self.distance))
        elif first >= 0:
            view.show_first(first)
        if self.everything and len(model.view):
            view.select_runs([(0, len(model.view) - 1)])
            return
        again = [(_place(model, top), _place(model, bottom)) for top, bottom in self.runs]
        view.select_runs([(top, bottom) for top, bottom in again if 0 <= top <= bottom])


def _place(model: BindingModel, number: int) -> int:
    """Where a row is now; -1 where it is not shown."""
    rows = model.view.rows
    try:
        return rows.index(number) if number else -1
    except ValueError:
        return -1
