"""A change of the table that is being made."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dingsetup.bindings import journal
from dingsetup.bindings.judging import judge_change
from dingsetup.bindings.records import ids_of
from dingsetup.bindings.values import Action, Change

if TYPE_CHECKING:
    from sqlite3 import Connection


class Draft:
    """A change that is being made, within its transaction."""

    def __init__(self, database: "Connection", action: Action, about: Mapping[str, Any]) -> None:
        self.database = database
        self.change: Change | None = None
        """After the block; None where nothing was touched."""
        self._action = action
        self._about = about
        self._id: int | None = None

    @property
    def id(self) -> int:
        """The change's number; it begins with the first row that is touched."""
        if self._id is None:
            self._id = journal.begin_change(self.database, self._action, self._about)
        return self._id

    def end(self) -> None:
        """Close the change and judge what it touched."""
        if self._id is not None:
            self.change = journal.end_change(self.database, self._id)
            journal.touch(self.database, judge_change(self.database, self.change))
        else:
            journal.touch(self.database, [])

    def update(self, columns: Sequence[str], values: Sequence[tuple[Any, ...]]) -> None:
        """Write columns of rows; each value tuple ends with the row's id."""
        if not values:
            return
        journal.remember(self.database, self.id, (one[-1] for one in values))
        assignments = ", ".join(f"{name} = ?" for name in columns)
        self.database.executemany(f"UPDATE binding SET {assignments} WHERE id = ?", values)

    def insert(self, columns: Sequence[str], values: Sequence[tuple[Any, ...]]) -> None:
        """Add rows, the username first; a user who was in the table before gets the row back."""
        known = dict(self.database.execute("SELECT username, id FROM former").fetchall())
        back = [(known[one[0]], *one) for one in values if one[0] in known] if known else []
        new = [one for one in values if one[0] not in known] if known else values
        change = self.id
        last = journal.last_row(self.database)
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        with journal.indexed_at_once(self.database, len(new)):
            self.database.executemany(f"INSERT INTO binding ({names}) VALUES ({marks})", new)
        journal.remember_new(self.database, change, last)
        self.database.executemany(f"INSERT INTO binding (id, {names}) VALUES (?, {marks})", back)
        journal.remember_back(self.database, change, [one[0] for one in back])

    def delete(self, ids: Sequence[int]) -> None:
        journal.remember(self.database, self.id, ids)
        among = " WHERE id IN (SELECT value FROM json_each(?))"
        self.database.execute(
            "INSERT OR REPLACE INTO former SELECT username, id FROM binding" + among, [ids_of(ids)]
        )
        self.database.execute("DELETE FROM binding" + among, [ids_of(ids)])
