"""The rows that a scan writes into the profile's file, and how they are read back."""

import datetime
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from dingsetup.bindings.scan.walk import Met, Step, Task
from dingsetup.bindings.values import Standing
from dingsetup.dingtalk.contacts import Department

if TYPE_CHECKING:
    from sqlite3 import Connection

SCAN, EARLIER = "scan", "last_scan"
"""Names under which the scan under way and the numbers of the last one are kept."""
HELD = "FROM binding WHERE userid <> ''"
BOUND = f"{HELD} AND NOT ignored"
"""Rows whose accounts are asked for; those that are ignored as well are HELD."""
ASK_AGAIN = datetime.timedelta(days=7)
"""How long it stands whose a number is, or that it is nobody's."""
CHUNK = 2000

T = TypeVar("T")
_MET = msgspec.json.Decoder(Met)


def new_tasks(database: "Connection", step: Step) -> list[Task]:
    """The questions that follow, without those about departments that were met before."""
    wanted = [one.id for one in step.departments]
    query = "SELECT id FROM scan_department WHERE id IN (SELECT value FROM json_each(?))"
    known = {str(number) for (number,) in database.execute(query, [as_json(wanted)])}
    return [one for one in step.tasks if one.key not in known]


def put_departments(database: "Connection", found: Iterable[Department]) -> None:
    database.executemany(
        "INSERT OR REPLACE INTO scan_department VALUES (?, ?, ?)",
        ((one.id, one.name, one.parent_id) for one in found),
    )


def put_people(database: "Connection", people: Iterable[Met]) -> int:
    """Keep people once each; returns how many are new and in the contact range."""
    here = 0
    for met in people:
        placed = database.execute(
            "INSERT OR IGNORE INTO scan_person VALUES (?, ?)",
            (met.member.userid, msgspec.json.encode(met)),
        )
        here += placed.rowcount == 1 and met.standing is Standing.HERE
    return here


def put_tasks(database: "Connection", found: Iterable[Task]) -> None:
    database.executemany(
        "INSERT OR REPLACE INTO scan_task VALUES (?, ?, ?)",
        ((str(one.ask), one.key, one.cursor) for one in found),
    )


def empty(database: "Connection") -> None:
    """Forget the scan under way."""
    for name in ("scan_task", "scan_department", "scan_person"):
        database.execute(f"DELETE FROM {name}")
    database.execute("DELETE FROM state WHERE name = ?", [SCAN])


def save(database: "Connection", name: str, value: msgspec.Struct) -> None:
    """Keep a value under a name."""
    database.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, as_json(value)))


def load(database: "Connection", name: str, kind: type[T]) -> T | None:
    """What was kept under a name; None for what another version wrote."""
    found = database.execute("SELECT value FROM state WHERE name = ?", [name]).fetchone()
    try:
        return msgspec.json.decode(found[0], type=kind) if found else None
    except msgspec.DecodeError:
        return None


def each_met(database: "Connection") -> Iterator[Met]:
    """Everybody the scan met or looked for, read some at a time."""
    query = "SELECT userid, body FROM scan_person WHERE userid > ? ORDER BY userid LIMIT ?"
    last = ""
    while True:
        found = database.execute(query, (last, CHUNK)).fetchall()
        if not found:
            return
        yield from (_MET.decode(body) for _, body in found)
        last = found[-1][0]


def departments_of(database: "Connection") -> list[Department]:
    """The departments met; one the range began with has no name where DingTalk did not say."""
    found = database.execute("SELECT id, name, parent_id FROM scan_department ORDER BY id")
    return [Department(*one) for one in found]


def learned_mobiles(database: "Connection") -> dict[str, str]:
    """Numbers by userid that were found by asking for them, not long ago; of several the newest."""
    found = database.execute(
        "SELECT userid, mobile FROM asked_mobile WHERE userid <> '' AND at > ? ORDER BY at, mobile",
        [_lately()],
    )
    return dict(found.fetchall())


def settled_mobiles(database: "Connection") -> dict[str, bool]:
    """Numbers asked for not long ago: whether the answer still stands.

    It does not where the owner left the directory, or has another number by a newer answer.
    """
    found = database.execute(
        """
        SELECT asked.mobile, asked.userid = ''
            OR (ifnull(person.standing, 'gone') <> 'gone' AND asked.at = last.at)
        FROM asked_mobile asked
            JOIN (SELECT userid, max(at) AS at FROM asked_mobile GROUP BY userid) last
                ON last.userid = asked.userid
            LEFT JOIN person ON person.userid = asked.userid
        WHERE asked.at > ?
        """,
        [_lately()],
    )
    return {mobile: bool(settled) for mobile, settled in found}


def _lately() -> str:
    return (utc_now() - ASK_AGAIN).isoformat(timespec="seconds")


def utc_now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def as_json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
