"""Changes that can be undone: what every row of a change was before it, and the way back and forth.

A change keeps one image of each row it touched. Undoing puts the images into the table and the
rows as they were into the images, so that redoing is the same step once more.
"""

import datetime
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from dingsetup.bindings.records import DECIDED, ids_of, read_values, written
from dingsetup.bindings.values import Action, Change, Event

if TYPE_CHECKING:
    from sqlite3 import Connection

_COLUMNS = ", ".join(DECIDED)
_NAMED_ROWS = 2000
_NAMED_STAMPS = 200
_BULK = 5000
_CHANGE = "SELECT id, at, action, count, about FROM change "


def begin_change(database: "Connection", action: Action, about: Mapping[str, Any]) -> int:
    """Begin a change; what had been undone can't be redone after it. Returns its id."""
    database.execute("DELETE FROM past WHERE change IN (SELECT id FROM change WHERE undone)")
    database.execute("DELETE FROM change WHERE undone")
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    # Never an id that was used before: another window may still speak of it.
    (last,) = database.execute(
        "SELECT max(coalesce((SELECT max(id) FROM change), 0),"
        " coalesce((SELECT CAST(value AS INTEGER) FROM state WHERE name = 'last_change'), 0))"
    ).fetchone()
    database.execute("INSERT OR REPLACE INTO state VALUES ('last_change', ?)", [str(last + 1)])
    database.execute(
        "INSERT INTO change (id, at, action, count, about) VALUES (?, ?, ?, 0, ?)",
        (last + 1, now, str(action), written(dict(about))),
    )
    return last + 1


def remember(database: "Connection", change: int, ids: Iterable[int]) -> None:
    """Keep rows as they are before the change writes over them; the first image counts."""
    database.execute(
        f"INSERT OR IGNORE INTO past SELECT ?, id, 1, {_COLUMNS} FROM binding"
        " WHERE id IN (SELECT value FROM json_each(?))",
        (change, ids_of(ids)),
    )


def remember_new(database: "Connection", change: int, after: int) -> None:
    """Keep that the rows with an id above `after` were not there before."""
    database.execute(
        "INSERT INTO past (change, id, existed) SELECT ?, id, 0 FROM binding WHERE id > ?",
        (change, after),
    )


@contextmanager
def indexed_at_once(database: "Connection", rows: int) -> Generator[None]:
    """Insert many rows into an empty table without the indexes, which are then made in one go."""
    empty = database.execute("SELECT 1 FROM binding LIMIT 1").fetchone() is None
    if not empty or rows < _BULK:
        yield
        return
    made = database.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'binding'"
        " AND sql IS NOT NULL"
    ).fetchall()
    for name, _ in made:
        database.execute(f"DROP INDEX {name}")
    yield
    for _, statement in made:
        database.execute(statement)


def remember_back(database: "Connection", change: int, ids: Iterable[int]) -> None:
    """Keep that rows which are there again were not there before the change."""
    database.executemany(
        "INSERT OR IGNORE INTO past (change, id, existed) VALUES (?, ?, 0)",
        [(change, number) for number in ids],
    )


def last_row(database: "Connection") -> int:
    """The highest id that a row ever had."""
    found = database.execute("SELECT seq FROM sqlite_sequence WHERE name = 'binding'").fetchone()
    return found[0] if found else 0


def end_change(database: "Connection", change: int) -> Change:
    """Count the rows of a change, which then is whole."""
    (count,) = database.execute("SELECT count(*) FROM past WHERE change = ?", [change]).fetchone()
    database.execute("UPDATE change SET count = ? WHERE id = ?", (count, change))
    return _change(database.execute(_CHANGE + "WHERE id = ?", [change]).fetchone())


def next_undo(database: "Connection") -> Change | None:
    query = _CHANGE + "WHERE NOT undone ORDER BY id DESC LIMIT 1"
    return _maybe_change(database.execute(query).fetchone())


def next_redo(database: "Connection") -> Change | None:
    return _maybe_change(database.execute(_CHANGE + "WHERE undone ORDER BY id LIMIT 1").fetchone())


def swap(database: "Connection", change: Change, *, undone: bool) -> None:
    """Put the images of a change into the table, and the rows they take over into the images."""
    database.execute("DROP TABLE IF EXISTS temp.taken")
    database.execute(
        f"CREATE TEMP TABLE taken AS SELECT id, {_COLUMNS} FROM binding"
        " WHERE id IN (SELECT id FROM past WHERE change = ?)",
        [change.id],
    )
    database.execute("DELETE FROM binding WHERE id IN (SELECT id FROM taken)")
    database.execute(
        f"INSERT INTO binding (id, {_COLUMNS}) SELECT id, {_COLUMNS} FROM past"
        " WHERE change = ? AND existed",
        [change.id],
    )
    nothing = ", ".join(f"{name} = NULL" for name in DECIDED)
    database.execute(f"UPDATE past SET existed = 0, {nothing} WHERE change = ?", [change.id])
    database.execute(
        f"INSERT OR REPLACE INTO past SELECT ?, id, 1, {_COLUMNS} FROM taken", [change.id]
    )
    database.execute("DROP TABLE temp.taken")
    database.execute("UPDATE change SET undone = ? WHERE id = ?", (undone, change.id))


def history(database: "Connection", row: int) -> list[Event]:
    """What happened to a row, newest first; changes that are undone did not happen."""
    after = _image(
        database.execute(f"SELECT 1, {_COLUMNS} FROM binding WHERE id = ?", [row]).fetchone()
    )
    events: list[Event] = []
    for at, action, about, *image in database.execute(
        f"SELECT c.at, c.action, c.about, p.existed, {', '.join(f'p.{name}' for name in DECIDED)}"
        # Asked of each change: an index over all images would be written with every import.
        " FROM change c CROSS JOIN past p ON p.change = c.id AND p.id = ? WHERE NOT c.undone"
        " ORDER BY c.id DESC",
        [row],
    ).fetchall():
        before = _image(image)
        events.append(_event(at, action, about, before, after))
        after = before
    return events


def stamp(database: "Connection") -> int:
    """A number that grows with every transaction that writes."""
    found = database.execute("SELECT value FROM state WHERE name = 'stamp'").fetchone()
    return int(found[0]) if found else 0


def touch(database: "Connection", rows: Sequence[int] | None) -> None:
    """Name the rows that this transaction writes, if they are few: who shows them reads only
    those again."""
    if rows is not None and len(rows) <= _NAMED_ROWS:
        database.execute(
            "INSERT OR REPLACE INTO touched VALUES (?, ?)", (stamp(database) + 1, ids_of(rows))
        )


def raise_stamp(database: "Connection") -> None:
    """End a transaction that writes."""
    now = stamp(database) + 1
    database.execute("INSERT OR REPLACE INTO state VALUES ('stamp', ?)", [str(now)])
    database.execute("DELETE FROM touched WHERE stamp <= ?", [now - _NAMED_STAMPS])


def _event(
    at: str, action: str, about: str, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> Event:
    if before is not None and after is not None:
        changed = [name for name in before if before[name] != after[name]]
        before = {name: before[name] for name in changed}
        after = {name: after[name] for name in changed}
    return Event(at, Action(action), read_values(about), before, after)


def _image(found: Sequence[Any] | None) -> dict[str, Any] | None:
    if found is None or not found[0]:
        return None
    # The normal form of the number says nothing that the number does not.
    return dict(zip(DECIDED[:-1], found[1:-1], strict=True))


def _maybe_change(found: Sequence[Any] | None) -> Change | None:
    return _change(found) if found else None


def _change(found: Sequence[Any]) -> Change:
    number, at, action, count, about = found
    return Change(number, at, Action(action), count, read_values(about))
