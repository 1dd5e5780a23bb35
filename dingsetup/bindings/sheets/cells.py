"""Reads the cells of one column into what its field holds, and says what is wrong with some."""

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, cast

from dingsetup.bindings.sheets.values import LONGEST_CELL, Broken, Cell, SheetReason

EDGES = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
    "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
"""Blanks and invisible characters, which are copied along with a value and belong to none."""

CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufffe\uffff]"
)
"""Where two values must be equal to the letter, no letter may be one that nobody sees."""
NOT_IN_NOTES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

_ERRORS = frozenset(
    ("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!")
)
_ROUNDED = re.compile(r"\d(?:\.\d+)?E\+\d\d", re.ASCII)
"""How Excel shows a number that has no room; written to a CSV, only that is left of it."""
_NOTHING = re.compile("")
_EXACT = 10**15
"""Spreadsheets keep 15 digits of a number."""
_STARTS_FORMULA = frozenset("=+-@\t\r＝＋－＠")
_NUMBER_OR_DATE = re.compile(r"\d[\d.,:/\-eE+ ]*", re.ASCII)
_PLAIN_NUMBER = re.compile(r"0|[1-9]\d{0,10}", re.ASCII)

MARK = "'"
"""Stands before a text that a spreadsheet would run or alter, or that we would read otherwise;
what follows it is the text to the letter. Spreadsheets know it as the sign of a text."""


class Problem(NamedTuple):
    """What is wrong with a cell."""

    reason: SheetReason
    values: dict[str, Any]
    kept: Any = None
    """What goes in all the same; None for nothing."""


class Column(NamedTuple):
    """A column as read: a value for each cell, and the problems by place."""

    values: list[Any]
    problems: dict[int, Problem]


Shape = Callable[[str], str | Problem]


class TextField:
    """A field that holds a text.

    `forbidden` finds characters it may not hold; `shape` gets a text without blanks around it and
    returns what is kept; `quick` matches texts that it would return as they are, so that most
    columns need not be looked at cell by cell. `literal` judges what stands behind a mark: for what
    the table never holds in any other shape.
    """

    def __init__(
        self,
        most: int,
        *,
        forbidden: re.Pattern[str] = INVISIBLE,
        shape: Shape | None = None,
        quick: re.Pattern[str] | None = None,
        dates: bool = False,
        passed_over: re.Pattern[str] | None = None,
        literal: Shape | None = None,
    ) -> None:
        self._most = most
        self._forbidden = forbidden
        self._shape = shape
        self._quick = quick or _NOTHING
        self._dates = dates
        self._passed_over = passed_over
        self._literal = literal

    def column(self, cells: Sequence[Cell]) -> Column:
        """Read a column; where nothing in it needs a closer look, all of it at once."""
        texts = self._unremarkable(cells)
        if texts is not None:
            return Column(texts, {})
        values: list[Any] = []
        problems: dict[int, Problem] = {}
        for place, cell in enumerate(cells):
            read = self.read(cell)
            if isinstance(read, Problem):
                problems[place] = read
                read = read.kept
            values.append(read)
        return Column(values, problems)

    def read(self, cell: Cell) -> str | Problem:
        """Read one cell."""
        text = cell if type(cell) is str else as_text(cell, dates=self._dates)
        if isinstance(text, Problem):
            return text
        if text[:1] != MARK or not self._read_otherwise(rest := text[1:]):
            return self._plain(text)
        if len(rest) > self._most:
            return self._too_long(rest)
        return self._literal(rest) if self._literal else rest

    def written(self, text: str, *, runs: bool) -> str:
        """Write a text so that it is read back to the letter, and harmless where a file `runs`:
        where a spreadsheet takes cells of it for formulas, numbers and dates."""
        base = text.lstrip(MARK) if text[:1] == MARK else text
        marked = self._alters(text) if base is text else self._read_otherwise(text)
        return MARK + text if marked or (runs and runs_or_alters(text)) else text

    def written_column(self, texts: Sequence[str], *, runs: bool) -> Sequence[str]:
        """Write a column, as `written` does each text of it."""
        passed_over = self._passed_over and any(map(self._passed_over.match, texts))
        if passed_over or self._unremarkable(texts) != [*texts]:
            return [self.written(text, runs=runs) for text in texts]
        if not runs:
            return texts
        return [MARK + text if runs_or_alters(text) else text for text in texts]

    def _unremarkable(self, cells: Sequence[Cell]) -> list[str] | None:
        texts = cast("Sequence[str]", cells)
        try:
            joined = "".join(texts)
        except TypeError:  # numbers and dates among them
            return None
        if not joined.isprintable() or MARK in joined or "#" in joined:
            return None
        # Of all blanks only this one is printable.
        texts = [*map(str.strip, texts)] if " " in joined else [*texts]
        if max(map(len, texts), default=0) > self._most:
            return None
        if self._shape and not all(map(self._quick.fullmatch, texts)):
            return None
        return texts

    def _plain(self, text: str) -> str | Problem:
        """Read a text that bears no mark."""
        text = text.strip(EDGES)
        if text in _ERRORS:
            return Problem(SheetReason.CELL_ERROR, {"value": text})
        if len(text) > self._most:
            return self._too_long(text)
        if found := self._forbidden.search(text):
            if found[0] in "\r\n\u2028\u2029\x85":
                return Problem(SheetReason.LINE_BREAK, {})
            return Problem(SheetReason.CONTROL_CHARACTERS, {"code": f"U+{ord(found[0]):04X}"})
        return self._shape(text) if self._shape else text

    def _too_long(self, text: str) -> Problem:
        return Problem(SheetReason.TOO_LONG, {"length": len(text), "limit": self._most})

    def _alters(self, text: str) -> bool:
        """Whether a text would not come back as it is."""
        read = self._plain(text)
        return (read.kept if isinstance(read, Problem) else read) != text or bool(
            self._passed_over and self._passed_over.match(text)
        )

    def _read_otherwise(self, text: str) -> bool:
        """Whether a mark before a text is ours: without it, it would be something else."""
        base = text.lstrip(MARK)
        if runs_or_alters(base) or self._alters(base):
            return True
        return base is not text and (self._alters(MARK + base) or self._alters(text))


class WordField:
    """A field with few different values, given as words."""

    def __init__(self, read: Callable[[str], Any]) -> None:
        self._read = read

    def column(self, cells: Sequence[Cell]) -> Column:
        """Read a column, each different cell once."""
        # By their types too: to Python, False and 0.0 are 0.
        keys = [cell if type(cell) is str else (type(cell), cell) for cell in cells]
        known = dict(zip(keys, cells, strict=True))
        values = {key: self.read(cell) for key, cell in known.items()}
        read = [values[key] for key in keys]
        problems = {place: value for place, value in enumerate(read) if isinstance(value, Problem)}
        return Column(
            [value.kept if isinstance(value, Problem) else value for value in read], problems
        )

    def read(self, cell: Cell) -> Any:
        """Read one cell."""
        text = as_text(cell, dates=True)
        return text if isinstance(text, Problem) else self._read(text.strip(EDGES))


def runs_or_alters(text: str) -> bool:
    """Whether a spreadsheet that opens a CSV takes a text for a formula, a number or a date, and
    so runs it, or writes something else when it saves the file: `=1+1`, `007`, `3-4`, 20 digits."""
    if runs(text):
        return True
    return bool(_NUMBER_OR_DATE.fullmatch(text)) and not _PLAIN_NUMBER.fullmatch(text)


def runs(text: str) -> bool:
    """Whether a spreadsheet that opens a CSV takes a text for a formula."""
    return text[:1] in _STARTS_FORMULA


def harmless(text: str, *, runs: bool) -> str:
    """A text that nobody reads back, for a file that a spreadsheet may run."""
    return shortened(MARK + text if runs and runs_or_alters(text) else text)


def shortened(text: str) -> str:
    """As much of a text as a spreadsheet keeps in one cell."""
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def as_text(cell: Cell, *, dates: bool) -> str | Problem:
    """A cell as text: `10233.0` is a number that was typed as 10233."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Broken):
        return Problem(SheetReason.CELL_ERROR, {"value": cell.text})
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return _number(cell)
    text = str(cell)
    return text if dates else Problem(SheetReason.TURNED_INTO_DATE, {"value": text})


def rounded(text: str) -> bool:
    """Whether a text is what a spreadsheet left of a long number: `1.38E+10`."""
    return bool(_ROUNDED.fullmatch(text))


def _number(cell: float) -> str | Problem:
    if not abs(cell) < _EXACT:
        return Problem(SheetReason.DIGITS_LOST, {"value": repr(cell)})
    return str(int(cell)) if cell == int(cell) else repr(cell)
