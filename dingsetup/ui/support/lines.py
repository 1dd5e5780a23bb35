"""The lines of a support file as they are looked through: which are struck, folded away, found."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate

import msgspec

HEADING = -1
"""Number of a heading: it stands for all lines of its member that are shown."""
_AT_ONCE = 5000
"""Lines looked through between two looks at whether it was given up."""

Found = dict[str, Sequence[int]]
"""Numbers of the lines shown, by member."""


class Place(msgspec.Struct, frozen=True):
    """What stands in one row: a member's heading, or one of its lines."""

    member: str
    number: int

    @property
    def heading(self) -> bool:
        return self.number == HEADING


class _Part:
    """One member."""

    def __init__(self, lines: Sequence[bytes]) -> None:
        self.lines = lines
        self.struck = bytearray(len(lines))
        self.count = 0
        """How many are struck."""
        self.shown: Sequence[int] = range(len(lines))
        self.folded = False

    @property
    def rows(self) -> int:
        return 1 + (0 if self.folded else len(self.shown))


class LineList:
    """A hundred thousand lines in rows: a heading for each member, and its lines below it."""

    def __init__(self, lines: Mapping[str, Sequence[bytes]]) -> None:
        self._all = {member: _Part(found) for member, found in lines.items() if found}
        self.lines = lines
        self.searching = False
        self._arrange()

    # -- what stands where

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def place(self, row: int) -> Place:
        """What a row is. Raises IndexError."""
        part = bisect_right(self._ends, row)
        member = self._members[part]
        inner = row - (self._ends[part - 1] if part else 0)
        return Place(member, self._all[member].shown[inner - 1] if inner else HEADING)

    def row_of(self, place: Place) -> int:
        """Where a line or heading stands; its heading where it is not shown, -1 for none."""
        if place.member not in self._members:
            return -1
        number = self._members.index(place.member)
        start = self._ends[number - 1] if number else 0
        part = self._all[place.member]
        if place.heading or part.folded or place.number not in part.shown:
            return start
        return start + 1 + part.shown.index(place.number)

    def line(self, place: Place) -> bytes:
        """A line's own text; nothing for a heading."""
        return b"" if place.heading else self._all[place.member].lines[place.number]

    def shown(self, member: str) -> int:
        return len(self._all[member].shown)

    def size(self, member: str) -> int:
        return len(self._all[member].lines)

    def folded(self, member: str) -> bool:
        return self._all[member].folded

    def fold(self, member: str, folded: bool) -> None:
        self._all[member].folded = folded
        self._arrange()

    def show(self, found: Found | None) -> None:
        """Show only these lines; with None all again."""
        self.searching = found is not None
        for member, part in self._all.items():
            every = range(len(part.lines))
            part.shown = every if found is None else found.get(member, ())
        self._arrange()

    def _arrange(self) -> None:
        parts = self._all.items()
        self._members = [name for name, part in parts if part.shown or not self.searching]
        self._ends = list(accumulate(self._all[name].rows for name in self._members))

    # -- what goes out

    @property
    def total(self) -> int:
        return sum(len(part.lines) for part in self._all.values())

    @property
    def count(self) -> int:
        """How many lines are struck."""
        return sum(part.count for part in self._all.values())

    def octets(self) -> int:
        """Bytes of the lines that go out, each with its end."""
        return sum(
            len(line) + 1
            for part in self._all.values()
            for line, gone in zip(part.lines, part.struck, strict=True)
            if not gone
        )

    def struck(self, place: Place) -> bool | None:
        """Whether it stays here; of a heading None where only some of what is shown does."""
        part = self._all[place.member]
        if not place.heading:
            return bool(part.struck[place.number])
        if part.count in (0, len(part.lines)):
            return bool(part.count)
        if len(part.shown) == len(part.lines):
            return None
        gone = sum(part.struck[number] for number in part.shown)
        return None if 0 < gone < len(part.shown) else bool(gone)

    def struck_of(self, member: str) -> int:
        return self._all[member].count

    def strike(self, place: Place, struck: bool) -> None:
        """Keep a line here or let it go out; of a heading all its lines that are shown."""
        part = self._all[place.member]
        numbers = part.shown if place.heading else (place.number,)
        if isinstance(numbers, range):
            part.struck[:] = bytes([struck]) * len(part.struck)
        else:
            for number in numbers:
                part.struck[number] = struck
        part.count = sum(part.struck)

    def strike_rows(self, first: int, last: int, struck: bool) -> None:
        """Both included; a folded heading stands for its lines, an unfolded one for itself."""
        row = first
        while row <= last:
            part = bisect_right(self._ends, row)
            member, start = self._members[part], self._ends[part - 1] if part else 0
            self._strike_part(member, row - start, min(last, self._ends[part] - 1) - start, struck)
            row = self._ends[part]

    def _strike_part(self, member: str, first: int, last: int, struck: bool) -> None:
        part = self._all[member]
        if first == 0 and (part.folded or last == 0):
            self.strike(Place(member, HEADING), struck)
            return
        for number in part.shown[max(0, first - 1) : last]:
            part.struck[number] = struck
        part.count = sum(part.struck)

    def all_struck(self) -> set[tuple[str, int]]:
        """Every line that stays here, by member and number."""
        return {
            (member, number)
            for member, part in self._all.items()
            if part.count
            for number, gone in enumerate(part.struck)
            if gone
        }

    def strike_as(self, earlier: "LineList") -> None:
        """Strike what was struck before; of a member that was struck whole, also what is new."""
        for member, before in earlier._all.items():
            part = self._all.get(member)
            if part is None or not before.count:
                continue
            whole = before.count == len(before.lines)
            pairs = zip(before.lines, before.struck, strict=True)
            gone = {line for line, struck in pairs if struck}
            part.struck = bytearray(whole or line in gone for line in part.lines)
            part.count = sum(part.struck)


def search(
    lines: Mapping[str, Sequence[bytes]], text: str, given_up: Callable[[], bool]
) -> Found | None:
    """Numbers of the lines that hold a text, capitals or not; None for no text. On a thread."""
    wanted = text.strip().lower().encode(errors="replace")
    if not wanted:
        return None
    found: Found = {}
    for member, all_lines in lines.items():
        numbers: list[int] = []
        for start in range(0, len(all_lines), _AT_ONCE):
            if given_up():
                return {}
            some = enumerate(all_lines[start : start + _AT_ONCE], start)
            numbers += [number for number, line in some if wanted in line.lower()]
        found[member] = numbers
    return found
