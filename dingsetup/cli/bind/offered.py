"""Who is suggested for rows: the candidates with what the directory knows of them."""

from collections.abc import Sequence

import msgspec

from dingsetup.bindings.directory import named_departments
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import Person, Row, Rule


class Offered(msgspec.Struct, frozen=True):
    """A candidate, as JSON has it."""

    userid: str
    rule: Rule
    person: Person | None
    """None where the directory no longer has them."""
    department_names: str


def offered(table: Table, rows: Sequence[Row]) -> dict[int, list[Offered]]:
    """The candidates of rows by row, those turned down too. Raises DatabaseError."""
    wanted = {one.userid for row in rows for one in row.candidates}
    people = table.people(wanted) if wanted else {}
    names = table.department_names() if people else {}
    told = {userid: named_departments(person, names) for userid, person in people.items()}
    return {
        row.id: [
            Offered(one.userid, one.rule, people.get(one.userid), told.get(one.userid, ""))
            for one in row.candidates
        ]
        for row in rows
        if row.candidates
    }
