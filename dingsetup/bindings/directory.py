"""The people of the directory as the database keeps them: taken in as read, and searched."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from dingsetup.bindings.records import PERSON_QUERY, person_columns, read_person, written
from dingsetup.bindings.values import Department, Person

if TYPE_CHECKING:
    from sqlite3 import Connection

_SEPARATOR = ", "


def take_in(
    database: "Connection",
    people: Iterable[Person],
    departments: Iterable[Department],
    seen_at: str,
    *,
    whole: bool,
    spared: Iterable[str],
) -> None:
    """Put people and departments over what is known.

    Where everybody was read (`whole`), who is missing and not `spared` is gone, and who is gone and
    bound to nobody is forgotten.
    """
    database.executemany(
        "INSERT OR REPLACE INTO department VALUES (?, ?, ?)",
        ((one.id, one.name, one.parent_id) for one in departments),
    )
    names = dict(database.execute("SELECT id, name FROM department").fetchall())
    if whole:
        _take_for_gone(database, spared)
    _put_people(database, people, names, seen_at)
    if whole:
        _forget_gone(database, seen_at)


def is_read(database: "Connection") -> bool:
    """Whether the directory was ever read."""
    found = database.execute("SELECT 1 FROM state WHERE name = 'directory'").fetchone()
    return found is not None


def search_people(database: "Connection", text: str, most: int) -> list[Person]:
    """People whose name, userid, number, mail address or job number holds the text."""
    sought = text.strip().replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    fields = ("name", "userid", "mobile", "email", "job_number")
    anywhere = " OR ".join(f"p.{field} LIKE ?1 ESCAPE '\\'" for field in fields)
    query = f"{PERSON_QUERY} WHERE p.standing = 'here' AND ({anywhere}) ORDER BY p.name, 1"
    found = database.execute(f"{query} LIMIT ?2", (f"%{sought}%", most))
    return [read_person(row) for row in found]


def _put_people(
    database: "Connection",
    people: Iterable[Person],
    names: Mapping[int, str],
    seen_at: str,
) -> None:
    # Of who is not here it stays as it was when they were last seen.
    seen = "iif(?9 = 'here', ?11, ifnull((SELECT seen_at FROM person WHERE userid = ?1), ''))"
    columns = f"?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, {seen}, ?12"
    database.executemany(
        f"INSERT OR REPLACE INTO person VALUES ({columns})",
        (person_columns(one, seen_at, named_departments(one, names)) for one in people),
    )


def _take_for_gone(database: "Connection", spared: Iterable[str]) -> None:
    database.execute(
        "UPDATE person SET standing = 'gone' WHERE standing <> 'gone'"
        " AND userid NOT IN (SELECT value FROM json_each(?))",
        [written(list(spared)) or "[]"],
    )


def _forget_gone(database: "Connection", at: str) -> None:
    """Forget those bound to nobody, and keep when the directory was read."""
    database.execute(
        "DELETE FROM person WHERE standing = 'gone'"
        " AND userid NOT IN (SELECT userid FROM binding WHERE userid <> '')"
    )
    (count,) = database.execute("SELECT count(*) FROM person WHERE standing = 'here'").fetchone()
    database.execute(
        "INSERT OR REPLACE INTO state VALUES ('directory', ?)",
        [written({"at": at, "people": count})],
    )


def named_departments(person: Person, names: Mapping[int, str]) -> str:
    """A person's departments by their names, or their ids where a name is not known."""
    return _SEPARATOR.join(names.get(one, str(one)) for one in person.departments)
