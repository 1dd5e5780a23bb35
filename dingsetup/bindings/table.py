"""The binding table of a profile: the only door to its rows, people and changes."""

import datetime
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dingsetup.bindings import journal
from dingsetup.bindings.directory import search_people, take_in
from dingsetup.bindings.draft import Draft
from dingsetup.bindings.judging import judge_change, judge_rows
from dingsetup.bindings.records import (
    PERSON_QUERY,
    ROW_QUERY,
    ids_of,
    read_lines,
    read_person,
    read_row,
    read_values,
    written,
)
from dingsetup.bindings.values import (
    Action,
    BindingState,
    Cancel,
    Cancelled,
    Change,
    Department,
    Event,
    Person,
    Row,
)
from dingsetup.database import DatabaseError, database_file, transaction

if TYPE_CHECKING:
    from sqlite3 import Connection

_OPERATIONS = 10_000
"""Steps of SQLite's machine between two looks at the cancel event: about a millisecond."""


class Table:
    """Bindings of one profile. Any thread, window or process may use it at the same time.

    Every method raises DatabaseError where the file cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        self.file = database_file(folder)

    def size(self) -> int:
        with self.reading() as database:
            return database.execute("SELECT count(*) FROM binding").fetchone()[0]

    def counts(self) -> dict[BindingState, int]:
        """Rows in each state; every state is named, also with 0."""
        with self.reading() as database:
            found = dict(
                database.execute("SELECT state, count(*) FROM binding GROUP BY state").fetchall()
            )
        return {state: found.get(state, 0) for state in BindingState}

    def rows(self, ids: Sequence[int]) -> list[Row]:
        """Rows in the order of their ids given; those that are gone are left out."""
        query = ROW_QUERY + "WHERE b.id IN (SELECT value FROM json_each(?))"
        with self.reading() as database:
            found = {row[0]: row for row in database.execute(query, [ids_of(ids)])}
        return [read_row(found[number]) for number in ids if number in found]

    def each(self, most: int = 2000) -> Iterator[Row]:
        """All rows in the order they came, read `most` at a time."""
        last = 0
        while True:
            query = ROW_QUERY + "WHERE b.id > ? ORDER BY b.id LIMIT ?"
            with self.reading() as database:
                found = database.execute(query, (last, most)).fetchall()
            if not found:
                return
            yield from map(read_row, found)
            last = found[-1][0]

    def row(self, username: str) -> Row | None:
        with self.reading() as database:
            query = ROW_QUERY + "WHERE b.username = ?"
            found = database.execute(query, [username]).fetchone()
        return read_row(found) if found else None

    def people(self, userids: Iterable[str]) -> dict[str, Person]:
        """Those of the directory who are known, by userid."""
        query = PERSON_QUERY + "WHERE p.userid IN (SELECT value FROM json_each(?))"
        with self.reading() as database:
            found = database.execute(query, [written(list(userids)) or "[]"])
            return {row[0]: read_person(row) for row in found}

    def search_people(self, text: str, most: int = 50) -> list[Person]:
        """People whose name, userid, number, mail address or job number holds the text."""
        with self.reading() as database:
            return search_people(database, text, most)

    def department_names(self) -> dict[int, str]:
        with self.reading() as database:
            return dict(database.execute("SELECT id, name FROM department").fetchall())

    def directory_read(self) -> dict[str, Any]:
        """When all that the app may see of the directory was last read, and how many people that
        were: `at`, `people`; empty for never."""
        with self.reading() as database:
            found = database.execute("SELECT value FROM state WHERE name = 'directory'").fetchone()
        return read_values(found[0]) if found else {}

    def stamp(self) -> int:
        """A number that grows with every change, whichever window or process makes it."""
        with self.reading() as database:
            return journal.stamp(database)

    def touched_since(self, stamp: int) -> tuple[list[int], int] | None:
        """Rows written since the stamp, and the stamp now; None where they are too many to name."""
        with self.reading() as database:
            now = journal.stamp(database)
            query = "SELECT rows FROM touched WHERE stamp > ?"
            found = [read_lines(rows) for (rows,) in database.execute(query, [stamp])]
        if now < stamp or len(found) != now - stamp:
            return None
        return sorted({row for rows in found for row in rows}), now

    def next_undo(self) -> Change | None:
        with self.reading() as database:
            return journal.next_undo(database)

    def next_redo(self) -> Change | None:
        with self.reading() as database:
            return journal.next_redo(database)

    def undo(self, cancel: Cancel = None) -> Change | None:
        """Take the last change back; None where there is none."""
        return self._swap(cancel, undone=True)

    def redo(self, cancel: Cancel = None) -> Change | None:
        """Make the change that was taken back last again; None where there is none."""
        return self._swap(cancel, undone=False)

    def history(self, row: int) -> list[Event]:
        """What happened to a row, newest first."""
        with self.reading() as database:
            return journal.history(database, row)

    def id_of(self, username: str) -> int | None:
        """The row of a user, also of one who was taken out of the table."""
        with self.reading() as database:
            found = database.execute(
                "SELECT id FROM binding WHERE username = ?1"
                " UNION ALL SELECT id FROM former WHERE username = ?1 LIMIT 1",
                [username],
            ).fetchone()
        return found[0] if found else None

    @contextmanager
    def change(
        self,
        action: Action,
        about: Mapping[str, Any] | None = None,
        *,
        cancel: Cancel = None,
    ) -> Generator[Draft]:
        """One change that is undone as one; `Draft.change` tells of it after the block.

        An exception within the block leaves the table as it was. Raises Cancelled.
        """
        with self.writing(cancel) as database:
            draft = Draft(database, action, about or {})
            yield draft
            draft.end()

    def put_directory(
        self,
        people: Iterable[Person],
        departments: Iterable[Department],
        at: datetime.datetime,
        *,
        whole: bool,
        spared: Iterable[str] = (),
        within: "Connection | None" = None,
    ) -> None:
        """Take in what was read of the directory, and judge every row by it.

        `whole` says that everybody was read: who is missing is then gone unless `spared`, and who
        is gone and bound to nobody is forgotten. Otherwise those given are put over what is known.
        `within` is a connection of `writing`, to be part of its transaction.
        """
        seen_at = at.astimezone(datetime.UTC).isoformat(timespec="seconds")
        with self.writing() if within is None else nullcontext(within) as database:
            take_in(database, people, departments, seen_at, whole=whole, spared=spared)
            judge_rows(database)

    @contextmanager
    def reading(self) -> Generator["Connection"]:
        """A connection that sees the table as it is now."""
        with transaction(self.file, writes=False) as database:
            yield database

    @contextmanager
    def writing(self, cancel: Cancel = None) -> Generator["Connection"]:
        """A connection in a transaction that raises the stamp; Cancelled takes all of it back."""
        try:
            with transaction(self.file) as database:
                if cancel is not None:
                    database.set_progress_handler(cancel.is_set, _OPERATIONS)
                yield database
                journal.raise_stamp(database)
                database.set_progress_handler(None, 0)
        except DatabaseError as error:
            if cancel is not None and cancel.is_set():
                raise Cancelled from error
            raise

    def _swap(self, cancel: Cancel, *, undone: bool) -> Change | None:
        with self.writing(cancel) as database:
            change = journal.next_undo(database) if undone else journal.next_redo(database)
            if change is not None:
                journal.swap(database, change, undone=undone)
                journal.touch(database, judge_change(database, change))
            return change
