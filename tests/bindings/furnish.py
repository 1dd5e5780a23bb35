"""Tables for tests: users, people, and both as a company would have them."""

import datetime
from collections.abc import Iterable
from typing import Any

from dingsetup.bindings.numbers import normal_mobile
from dingsetup.bindings.records import DECIDED, written
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import Action, Change, Department, Person, Row

NOW = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)


def user(username: str, **fields: Any) -> tuple[Any, ...]:
    """The columns of a user as an import would write them."""
    known: dict[str, Any] = dict.fromkeys(DECIDED, "") | {"enabled": 1, "ignored": 0}
    known |= {"username": username} | fields
    known["mobile_key"] = normal_mobile(known["mobile"]).value
    known["duplicate_lines"] = written(known["duplicate_lines"])
    return tuple(known[name] for name in DECIDED)


def add_users(table: Table, users: Iterable[tuple[Any, ...]]) -> Change:
    with table.change(Action.IMPORT, {"file": "users.csv"}) as draft:
        draft.insert(DECIDED, list(users))
    assert draft.change is not None
    return draft.change


def put_people(table: Table, *people: Person, whole: bool = True) -> None:
    departments = [Department(1, "公司"), Department(2, "市场部", 1), Department(3, "财务部", 1)]
    table.put_directory(people, departments, NOW, whole=whole)


def row(table: Table, username: str) -> Row:
    found = table.row(username)
    assert found is not None, username
    return found


def contents(table: Table) -> list[Row]:
    return list(table.each())
