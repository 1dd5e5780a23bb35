"""Finds, filters and sorts the table in memory: a million rows, while somebody types.

All that can be found of a row is one line of text; lines stand together in chunks, so that looking
through them is one search of the interpreter's own per chunk, and no step holds up the window.
"""

from array import array
from bisect import bisect_left
from collections.abc import Collection, Sequence
from itertools import compress, count

import msgspec

from dingsetup.bindings import journal
from dingsetup.bindings.chunk import CHUNK, Chunk, line_pattern, searchable
from dingsetup.bindings.half_width import half_width
from dingsetup.bindings.numbers import normal_mobile
from dingsetup.bindings.records import ids_of
from dingsetup.bindings.sorting import column_keys, sorted_places
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import BindingState, Cancel, Cancelled, Progress

_STATES = tuple(BindingState)
_CODES = {str(state): code for code, state in enumerate(_STATES)}
_SPACING = {ord(sign): None for sign in " -"}

# What stands in a row twice is looked through once: a username that begins the mail address, and
# what a person on DingTalk has like the user. Rows are half as long for it.
_TEXT = """
CASE WHEN instr(b.email, b.username) THEN '' ELSE b.username || char(10) END
|| b.name || char(10) || b.email || char(10) || b.mobile || char(10) || b.job_number
|| CASE WHEN b.mobile_key = b.mobile THEN '' ELSE char(10) || b.mobile_key END
|| CASE b.note WHEN '' THEN '' ELSE char(10) || b.note END
|| CASE b.userid WHEN '' THEN '' ELSE char(10) || b.userid END
|| coalesce(
    CASE WHEN p.name = b.name THEN '' ELSE char(10) || p.name END
    || CASE WHEN p.mobile IN (b.mobile, b.mobile_key) THEN '' ELSE char(10) || p.mobile END
    || CASE WHEN p.email = b.email THEN '' ELSE char(10) || p.email END
    || CASE WHEN p.job_number = b.job_number THEN '' ELSE char(10) || p.job_number END
    || char(10) || p.unionid, '')
"""
_LINES = f"""
SELECT b.id, b.state, coalesce(p.department_names, ''), {_TEXT}
FROM binding b LEFT JOIN person p ON p.userid = b.userid AND b.userid <> ''
"""
_Line = tuple[int, str, str, str]
"""Id, state, departments and text of a row."""

SORTS = {
    "username": "b.username",
    "name": "b.name",
    "email": "b.email",
    "mobile": "b.mobile",
    "job_number": "b.job_number",
    "enabled": "b.enabled",
    "userid": "b.userid",
    "person_name": "p.name",
    "person_mobile": "p.mobile",
    "person_email": "p.email",
    "person_job_number": "p.job_number",
    "departments": "p.department_names",
    "active": "p.active",
    "unionid": "p.unionid",
    "rule": "b.rule",
    "confidence": "b.confidence",
    "state": "b.state",
    "reason": "b.reason",
    "checked_at": "p.seen_at",
    "note": "b.note",
}
"""Columns to sort by, as they stand in the database."""


class View(msgspec.Struct, frozen=True):
    """Rows in an order: those that were found, or all."""

    rows: Sequence[int]
    """Ids in the order they are shown."""
    total: int
    """Rows of the whole table."""

    def __len__(self) -> int:
        return len(self.rows)

    def ids(self, start: int, stop: int) -> list[int]:
        return list(self.rows[start:stop])


class Finder:
    """The text and state of every row as of one moment. Blocks its own thread; use from one."""

    def __init__(self, stamp: int) -> None:
        self.stamp = stamp
        """The table's stamp when it was read."""
        self._ids = array("q")
        self._states = bytearray()
        self._chunks: list[Chunk] = []
        self._teams = array("L")
        self._team_codes: dict[str, int] = {}
        self._orders: dict[str, array[int]] = {}

    @classmethod
    def load(
        cls,
        table: Table,
        cancel: Cancel = None,
        progress: Progress = lambda done, total: None,
    ) -> "Finder":
        """Read the table. Raises DatabaseError, Cancelled."""
        with table.reading() as database:
            finder = cls(journal.stamp(database))
            (total,) = database.execute("SELECT count(*) FROM binding").fetchone()
            cursor = database.execute(_LINES + " ORDER BY b.id")
            while lines := cursor.fetchmany(CHUNK):
                if cancel is not None and cancel.is_set():
                    raise Cancelled
                finder._take(lines)
                progress(len(finder._ids), total)
        return finder

    @property
    def size(self) -> int:
        return len(self._ids)

    def same_rows(self, other: "Finder") -> bool:
        """Whether both hold the same rows, whatever stands in them."""
        return self is other or self._ids == other._ids

    def counts(self) -> dict[BindingState, int]:
        """Rows in each state, found or not."""
        return {state: self._states.count(code) for code, state in enumerate(_STATES)}

    def find(
        self,
        table: Table,
        text: str = "",
        states: Collection[BindingState] = (),
        sort: str = "",
        *,
        descending: bool = False,
    ) -> View:
        """Rows that hold the text in any column, in one of the states (none: in any).

        Letters of both cases and full-width digits are one; a number is found however it is
        spaced. Sorted by a column Chinese goes by its pinyin; `""` is the order of import.
        Raises DatabaseError: a column not yet sorted by is read from the table.
        """
        places = self._in_states(self._holding(text), states)
        if sort:
            places = self._sorted(places, self._order(table, sort))
        ids = self._ids
        rows = ids[:] if places is None else array("q", map(ids.__getitem__, places))
        if descending:
            rows.reverse()
        return View(rows, len(self._ids))

    def _sorted(self, places: Sequence[int] | None, order: "array[int]") -> Sequence[int]:
        """Places brought into an order."""
        if places is None:
            return order
        wanted = bytearray(len(self._ids))
        for place in places:
            wanted[place] = 1
        return list(compress(order, map(wanted.__getitem__, order)))

    def refresh(self, table: Table) -> "Finder":
        """A finder of the table as it is now; this one where only few rows were written.

        Raises DatabaseError.
        """
        touched = table.touched_since(self.stamp)
        if touched is None:
            return Finder.load(table)
        ids, stamp = touched
        if not ids:
            return self
        with table.reading() as database:
            among = " WHERE b.id IN (SELECT value FROM json_each(?))"
            lines = database.execute(_LINES + among, [ids_of(ids)]).fetchall()
        places = [bisect_left(self._ids, number) for number, *_ in lines]
        same = len(lines) == len(ids) and all(
            place < len(self._ids) and self._ids[place] == line[0]
            for place, line in zip(places, lines, strict=True)
        )
        if not same:  # rows came or went
            return Finder.load(table)
        self._put(places, lines)
        self._orders.clear()
        self.stamp = stamp
        return self

    def _put(self, places: Sequence[int], lines: Sequence[_Line]) -> None:
        """Write lines over what stands at their places; each chunk is made anew once."""
        texts: dict[int, list[bytes]] = {}
        for place, (_, state, teams, text) in zip(places, lines, strict=True):
            self._states[place] = _CODES[state]
            self._teams[place] = self._team(teams)
            chunk, at = divmod(place, CHUNK)
            if chunk not in texts:
                texts[chunk] = self._chunks[chunk].lines()
            texts[chunk][at] = searchable(text)
        for chunk, changed in texts.items():
            self._chunks[chunk] = Chunk(changed)

    def _take(self, lines: Sequence[_Line]) -> None:
        self._ids.extend(number for number, *_ in lines)
        self._states.extend(_CODES[state] for _, state, _, _ in lines)
        self._teams.extend(self._team(teams) for _, _, teams, _ in lines)
        self._chunks.append(Chunk([searchable(text) for *_, text in lines]))

    def _team(self, names: str) -> int:
        """The code of some departments: thousands of people are in the same."""
        return self._team_codes.setdefault(names, len(self._team_codes))

    def _holding(self, text: str) -> Sequence[int] | None:
        """Places of the rows that hold a text; None for all."""
        sought = half_width(text).strip().replace("\0", "")
        if not sought:
            return None
        found = self._places(searchable(sought))
        number = normal_mobile(sought).value or sought.translate(_SPACING)
        if number != sought and number.isdigit():
            found = sorted({*found, *self._places(searchable(number))})
        return found

    def _places(self, needle: bytes) -> Sequence[int]:
        found: list[int] = []
        pattern = line_pattern(needle)
        # One chunk tells: what nearly every row holds of the first, nearly every row holds.
        dense = bool(self._chunks) and self._chunks[0].is_dense(needle)
        for start, chunk in zip(count(0, CHUNK), self._chunks, strict=False):
            lines = chunk.many(needle) if dense else chunk.few(pattern)
            found += [start + line for line in lines]
        teams = [needle in searchable(names) for names in self._team_codes]
        if any(teams):
            members = compress(count(), map(teams.__getitem__, self._teams))
            return sorted({*found, *members}) if found else list(members)
        return found

    def _in_states(
        self, places: Sequence[int] | None, states: Collection[BindingState]
    ) -> Sequence[int] | None:
        if not states:
            return places
        wanted = self._states.translate(bytes(one in states for one in _STATES).ljust(256, b"\0"))
        if places is None:
            return list(compress(count(), wanted))
        return list(compress(places, map(wanted.__getitem__, places)))

    def _order(self, table: Table, sort: str) -> "array[int]":
        """Places in the order of a column; kept until a row changes."""
        if sort not in self._orders:
            with table.reading() as database:
                keys = column_keys(database, SORTS[sort], self._ids)
            if len(keys) != len(self._ids):
                # Another window took rows in or out; the next refresh shows it.
                return array("L", range(len(self._ids)))
            self._orders[sort] = array("L", sorted_places(keys))
        return self._orders[sort]
