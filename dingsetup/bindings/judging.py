"""Keeps the states of the table true: judges the rows that a change can have touched."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from dingsetup.bindings.directory import is_read
from dingsetup.bindings.judge import Known, Others, Verdict, judge
from dingsetup.bindings.records import (
    ids_of,
    read_candidates,
    read_lines,
    read_texts,
    written,
)
from dingsetup.bindings.values import Change, Person, Standing

if TYPE_CHECKING:
    from sqlite3 import Connection

_QUERY = """
SELECT b.id, b.state, b.reason, b.about, b.username, b.name, b.mobile, b.mobile_key,
    b.email <> '', b.job_number <> '', b.enabled, b.userid, b.rule, b.candidates, b.rejected,
    b.searched, b.ignored, b.duplicate_lines, p.mobile, p.active, p.standing, p.visible, p.name
FROM binding b LEFT JOIN person p ON p.userid = b.userid AND b.userid <> ''
"""
_AMONG = "b.id IN (SELECT value FROM json_each(:ids))"
# What a new row is taken for, and what most rows of an import are: there is nothing to judge.
_PLAIN = """
    b.state = 'not_bound' AND b.reason = '' AND b.userid = '' AND b.candidates = ''
    AND b.rejected = '' AND b.searched = '' AND b.duplicate_lines = '' AND NOT b.ignored
    AND b.enabled AND (b.mobile_key <> '' OR b.mobile = '')
    AND b.mobile_key NOT IN (SELECT value FROM json_each(:shared))
"""
# The rows of a change; and of those whose account or number it changed, all who have the same.
_TOUCHED = """
WITH moved (id) AS (
    SELECT p.id FROM past p LEFT JOIN binding b ON b.id = p.id
    WHERE p.change = :change AND (b.id IS NULL OR NOT p.existed OR p.userid <> b.userid
        OR p.mobile_key <> b.mobile_key OR p.ignored <> b.ignored)
), touched (userid, mobile_key) AS (
    SELECT userid, mobile_key FROM past WHERE change = :change AND id IN (SELECT id FROM moved)
    UNION SELECT userid, mobile_key FROM binding WHERE id IN (SELECT id FROM moved)
)
SELECT id FROM past WHERE change = :change
UNION SELECT b.id FROM binding b JOIN touched t ON b.userid = t.userid WHERE b.userid <> ''
UNION SELECT b.id FROM binding b JOIN touched t ON b.mobile_key = t.mobile_key
    WHERE b.mobile_key <> ''
"""
_MANY = 20_000
"""Rows of a change from which on all are judged: finding their neighbours would take longer."""


def judge_change(database: "Connection", change: Change) -> list[int] | None:
    """Judge the rows of a change, and those that share an account or a number with one of them,
    be it as the rows are now or as they were before. Returns their ids; None for all rows."""
    if change.count > _MANY:
        judge_rows(database)
        return None
    found = database.execute(_TOUCHED, {"change": change.id})
    ids = [number for (number,) in found.fetchall()]
    judge_rows(database, ids)
    return ids


def judge_rows(database: "Connection", ids: Sequence[int] | None = None) -> None:
    """Write the state, reason and values of the rows, or of all."""
    chosen = None if ids is None else ids_of(ids)
    others = Others(
        by_userid=_shared(database, "userid", chosen),
        by_mobile=_shared(database, "mobile_key", chosen),
        scanned=is_read(database),
    )
    among = f"{_AMONG} AND " if chosen else ""
    found = database.execute(
        f"{_QUERY} WHERE {among} NOT ({_PLAIN})",
        {"ids": chosen, "shared": written(list(others.by_mobile)) or "[]"},
    )
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
        name=row[22],
        mobile=row[18],
        active=bool(row[19]),
        standing=Standing(row[20]),
        visible=bool(row[21]),
    )


def _shared(database: "Connection", column: str, ids: str | None) -> dict[str, tuple[str, ...]]:
    """Usernames by what several rows have in common; ignored rows claim nothing."""
    among = (
        f"AND {column} IN (SELECT {column} FROM binding"
        " WHERE id IN (SELECT value FROM json_each(:ids)))"
        if ids
        else ""
    )
    # The keys are read from the index alone; the rows only of those few that several have.
    several = (
        f"SELECT {column} FROM binding WHERE {column} <> '' {among}"
        f" GROUP BY {column} HAVING count(*) > 1"
    )
    found = database.execute(
        f"SELECT {column}, json_group_array(username) FROM binding"
        f" WHERE {column} <> '' AND {column} IN ({several}) AND NOT ignored"
        f" GROUP BY {column} HAVING count(*) > 1",
        {"ids": ids},
    )
    return {key: read_texts(usernames) for key, usernames in found.fetchall()}
