"""What is asked of the table, and what is known of it as a whole."""

from typing import Any

import msgspec

from dingsetup.bindings.values import BindingState, Change


class Query(msgspec.Struct, frozen=True):
    """What of the table is wanted, and in which order."""

    text: str = ""
    states: frozenset[BindingState] = frozenset()
    sort: str = ""
    """A column, or nothing for the order of import."""
    descending: bool = False


class Standing(msgspec.Struct, frozen=True):
    """What is known of the table as a whole."""

    size: int = 0
    counts: dict[BindingState, int] = {}
    undo: Change | None = None
    redo: Change | None = None
    directory: dict[str, Any] = {}
    """When the directory was read; empty for never."""
    cut_off: bool = False
    """Whether a scan of the directory was cut off and can go on."""

    @property
    def bound(self) -> int:
        return self.counts.get(BindingState.BOUND, 0)

    @property
    def needing(self) -> int:
        """Users who need a binding."""
        return self.size - self.counts.get(BindingState.IGNORED, 0)
