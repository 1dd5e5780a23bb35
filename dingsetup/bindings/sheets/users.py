"""Turns the rows under the headers into users, with a fault for each that is not right."""

from collections.abc import Iterable, Sequence
from itertools import compress, count, islice, repeat, zip_longest
from typing import Any

import msgspec

from dingsetup.bindings.sheets.cells import Column, Problem
from dingsetup.bindings.sheets.fields import example, fields
from dingsetup.bindings.sheets.headers import Layout
from dingsetup.bindings.sheets.values import (
    FIELDS,
    MOST_COLUMNS,
    Cell,
    SheetFault,
    SheetReason,
    SheetUser,
    column_letter,
)

Row = Sequence[Cell]


class Harvest:
    """Takes rows in turns; afterwards `users` and `faults` are what came of them."""

    def __init__(self, layout: Layout, first_line: int, first_column: int = 0) -> None:
        self.users: list[SheetUser] = []
        self.faults: list[SheetFault] = []
        self.lines = 0
        self._mapping = layout.mapping
        self._names = {
            field: layout.headers[column] or column_letter(first_column + column)
            for field, column in layout.mapping.items()
        }
        self._next_line = first_line
        self._first: dict[str, int] = {}
        self._repeated: dict[int, list[int]] = {}

    def take(self, rows: Sequence[Row]) -> None:
        """Read the next rows of the sheet."""
        lines: Sequence[int] = range(self._next_line, self._next_line + len(rows))
        self._next_line += len(rows)
        columns = _columns(rows)
        read = fields()["username"].column(self._column("username", columns))
        names: Sequence[str] = read.values
        wanted = self._wanted(rows, lines, read)
        if not all(wanted):
            columns = [list(compress(column, wanted)) for column in columns]
            lines = list(compress(lines, wanted))
            names = list(compress(names, wanted))
        values = [self._values(field, columns, lines) for field in FIELDS[1:]]
        users = map(SheetUser, lines, names, *values)
        if len({*names}) == len(names) and self._first.keys().isdisjoint(names):
            self._first.update(zip(names, count(len(self.users))))
            self.users += users
        else:
            for user in users:
                self._add(user)

    def finish(self) -> None:
        """Tell each user of all lines it has where they differ, and put faults in order."""
        for place, lines in self._repeated.items():
            user = self.users[place]
            known = (*(user.duplicate_lines or (user.line,)), *lines)
            self.users[place] = msgspec.structs.replace(user, duplicate_lines=known)
        self.faults.sort(key=lambda fault: fault.line)

    def _wanted(self, rows: Sequence[Row], lines: Sequence[int], names: Column) -> list[bool]:
        """Which rows hold a user; blank ones and examples do not, and are no fault."""
        wanted = [True] * len(rows)
        odd = [
            place
            for place, name in enumerate(names.values)
            if not name or ":" in name or "：" in name
        ]
        self.lines += len(rows) - len(odd)
        for place in odd:
            problem = names.problems.get(place)
            wanted[place] = self._judge(rows[place], lines[place], names.values[place], problem)
        return wanted

    def _judge(self, row: Row, line: int, name: str, problem: Problem | None) -> bool:
        """Count a row whose username is not as usual; whether it holds a user."""
        column = self._mapping["username"]
        raw = row[column] if column < len(row) else ""
        if isinstance(raw, str) and example().match(raw):
            return False
        if not name and not problem and _blank(row):
            return False
        self.lines += 1
        if not name:
            problem = problem or Problem(SheetReason.USERNAME_MISSING, {})
            self._fault("username", line, problem, left_out=True)
        return bool(name)

    def _column(self, field: str, columns: Sequence[Sequence[Cell]]) -> Sequence[Cell]:
        place = self._mapping[field]
        return columns[place] if place < len(columns) else [""] * len(columns[0])

    def _values(
        self, field: str, columns: Sequence[Sequence[Cell]], lines: Sequence[int]
    ) -> Iterable[Any]:
        if field not in self._mapping:
            return repeat(() if field == "duplicate_lines" else None)
        read = fields()[field].column(self._column(field, columns))
        for place, problem in read.problems.items():
            self._fault(field, lines[place], problem, left_out=False)
        return read.values

    def _add(self, user: SheetUser) -> None:
        place = self._first.setdefault(user.username, len(self.users))
        if place == len(self.users):
            self.users.append(user)
            return
        first = self.users[place]
        same = msgspec.structs.replace(user, line=first.line) == first
        if not same:
            self._repeated.setdefault(place, []).append(user.line)
        reason = SheetReason.REPEATED_LINE if same else SheetReason.DUPLICATE_USERNAME
        values = {"username": user.username, "first": first.line}
        self._fault("", user.line, Problem(reason, values), left_out=True)

    def _fault(self, field: str, line: int, problem: Problem, *, left_out: bool) -> None:
        column = self._names[field] if field else ""
        self.faults.append(SheetFault(line, column, problem.reason, problem.values, left_out))


def _columns(rows: Sequence[Row]) -> Sequence[Sequence[Cell]]:
    """The rows turned; those of a CSV may differ in length."""
    columns = islice(zip_longest(*rows, fillvalue=""), MOST_COLUMNS)
    return list(columns) or [[""] * len(rows)]


def _blank(row: Row) -> bool:
    return not any(cell != "" and str(cell).strip() for cell in row)
