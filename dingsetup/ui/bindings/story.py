"""All that is told of one row, read on a thread."""

from collections.abc import Sequence

import msgspec

from dingsetup.bindings.table import Table
from dingsetup.bindings.values import Event, Person, Row
from dingsetup.ui.bindings.cells import candidates


class Story(msgspec.Struct, frozen=True):
    """All that is shown of one row."""

    row: Row
    people: dict[str, Person]
    """The candidates that the directory knows."""
    departments: dict[int, str]
    events: Sequence[Event] | None = None
    """None until they are asked for."""


def read_story(table: Table, number: int, *, history: bool) -> Story | None:
    """Fetch a row's story; None where the row is gone. Raises DatabaseError."""
    found = table.rows([number])
    if not found:
        return None
    userids = [*candidates(found[0]), *found[0].rejected]
    people = table.people(userids) if userids else {}
    return Story(
        found[0], people, table.department_names(), table.history(number) if history else None
    )
