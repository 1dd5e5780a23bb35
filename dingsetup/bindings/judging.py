"""Keeps the states of the table true: judges the rows that a change can have touched."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from dingsetup.bindings.judge import Known, Others, Verdict, judge
from dingsetup.bindings.records import (
    ids_of,
    read_candidates,
    read_lines,
    read_texts,
    written,
)
from dingsetup.bindings.values import Person, Standing

if TYPE_CHECKING:
    from sqlite3 import Connection

_QUERY = """
SELECT b.id, b.state, b.reason, b.about, b.username, b.name, b.mobile, b.mobile_key,
    b.email <> '', b.job_number <> '', b.enabled, b.userid, b.rule, b.candidates, b.rejected,
    b.searched, b.ignored, b.duplicate_lines, p.mobile, p.active, p.standing, p.visible
FROM binding b LEFT JOIN person p ON p.userid = b.userid AND b.userid <> ''
"""
_AMONG = " WHERE b.id IN (SELECT value FROM json_each(?))"


def judge_change(database: "Connection", change: int) -> list[int]:
    """Judge the rows of a change, and those that share an account or a number with one of them,
    be it as the rows are now or as they were before. Returns the ids of all these."""
    found = database.execute(
        """
        WITH touched (userid, mobile_key) AS (
            SELECT userid, mobile_key FROM past WHERE change = :change
            UNION SELECT userid, mobile_key FROM binding
                WHERE id IN (SELECT id FROM past WHERE change = :change)
        )
        SELECT id FROM past WHERE change = :change
        UNION SELECT b.id FROM binding b JOIN touched t ON b.userid = t.userid
            WHERE b.userid <> ''
        UNION SELECT b.id FROM binding b JOIN touched t ON b.mobile_key = t.mobile_key
            WHERE b.mobile_key <> ''
        """,
        {"change": change},
    )
    ids = [number for (number,) in found.fetchall()]
    judge_rows(database, ids)
    return ids


def judge_rows(database: "Connection", ids: Sequence[int] | None = None) -> None:
    """Write the state, reason and values of the rows, or of all."""
    chosen = [] if ids is None else [ids_of(ids)]
    others = Others(
        by_userid=_shared(database, "userid", chosen),
        by_mobile=_shared(database, "mobile_key", chosen),
        scanned=database.execute("SELECT 1 FROM state WHERE name = 'directory'").fetchone()
        is not None,
    )
    found = database.execute(_QUERY + (_AMONG if chosen else ""), chosen)
    database.executemany(
        "UPDATE binding SET state = ?, reason = ?, about = ? WHERE id = ?",
        _differing(found.fetchall(), others),
    )


def _differing(
    found: Iterable[Sequence[Any]], others: Others
) -> Iterable[tuple[str, str, str, int]]:
    for row in found:
        verdict = _verdict(row, others)
        about = written(verdict.values)
        if (verdict.state, verdict.reason, about) != (row[1], row[2], row[3]):
            yield str(verdict.state), str(verdict.reason), about, row[0]


def _verdict(row: Sequence[Any], others: Others) -> Verdict:
    searched = read_texts(row[15])
    known = Known(
        username=row[4],
        name=row[5],
        mobile=row[6],
        mobile_key=row[7],
        findable=bool(row[7] or row[8] or row[9] or row[5]),
        enabled=bool(row[10]),
        userid=row[11],
        rule=row[12],
        candidates=read_candidates(row[13]),
        rejected=read_texts(row[14]),
        searched=searched,
        ignored=bool(row[16]),
        duplicate_lines=read_lines(row[17]),
    )
    return judge(known, _person(row), others)


def _person(row: Sequence[Any]) -> Person | None:
    if row[20] is None:
        return None
    return Person(
        row[11],
        mobile=row[18],
        active=bool(row[19]),
        standing=Standing(row[20]),
        visible=bool(row[21]),
    )


def _shared(database: "Connection", column: str, chosen: list[str]) -> dict[str, tuple[str, ...]]:
    """Usernames by what several rows have in common; ignored rows claim nothing."""
    among = (
        f"AND {column} IN (SELECT {column} FROM binding"
        " WHERE id IN (SELECT value FROM json_each(?)))"
        if chosen
        else ""
    )
    found = database.execute(
        f"SELECT {column}, json_group_array(username) FROM binding"
        f" WHERE {column} <> '' AND NOT ignored {among} GROUP BY {column} HAVING count(*) > 1",
        chosen,
    )
    return {key: read_texts(usernames) for key, usernames in found.fetchall()}
