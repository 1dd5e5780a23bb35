"""Finds the headers of a sheet among its first rows, and which column holds which field."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

import msgspec

from dingsetup.bindings.sheets.values import (
    FIELDS,
    MOST_COLUMNS,
    SheetError,
    SheetTrouble,
    column_letter,
)
from dingsetup.bindings.sheets.words import load_words, plain_word

SEARCHED_ROWS = 20
"""The headers are among these first rows; a title or instructions may stand above them."""

_NUMBER = re.compile(r"\d{1,4}", re.ASCII)


class Layout(msgspec.Struct, frozen=True):
    """Where the headers and the columns of a sheet are."""

    headers: tuple[str, ...]
    header_line: int
    """The last one where headers take two; 0 where there are none."""
    mapping: dict[str, int]


class _Guess(msgspec.Struct, frozen=True):
    line: int
    texts: tuple[str, ...]
    fields: tuple[str, ...]
    """What each column is, empty where it is not known."""

    @property
    def score(self) -> tuple[bool, int]:
        """How well it is a row of headers: one with usernames is better than any without."""
        return "username" in self.fields, len(set(self.fields) - {""})


@cache
def _meanings() -> dict[str, tuple[int, str]]:
    """Each known header with its place among those of its field, most exact first."""
    words = load_words()
    found: dict[str, tuple[int, str]] = {}
    for field, headers in (words.fields | words.derived).items():
        for place, header in enumerate((field, *headers)):
            found.setdefault(plain_word(header), (place, field))
    return found


def meaning(header: str) -> str:
    """The field a header stands for; empty where it is not known."""
    return _ranked(header)[1]


def _ranked(header: str) -> tuple[int, str]:
    known = _meanings()
    unknown = (0, "")
    whole = known.get(plain_word(header), unknown)
    # Templates put remarks under a header: "用户名\n必填，不可重复".
    first_line = header.strip().partition("\n")[0]
    return whole if whole[1] else known.get(plain_word(first_line), unknown)


def recognised(rows: Sequence[Sequence[str]]) -> tuple[bool, int]:
    """How much of the best of these rows is known: with the right delimiter, the most."""
    return max((_guess(line, row).score for line, row in enumerate(rows, 1)), default=(False, 0))


def find_layout(
    rows: Sequence[Sequence[str]],
    mapping: Mapping[str, str | int] | None = None,
    first_column: int = 0,
) -> Layout:
    """Find the headers and columns, the caller's mapping first.

    A mapping names a field's column by letter (`C`), number (from 1 in a text, from 0 as an int, as
    `Sheet.mapping` has it) or header; what names a column by its place is never taken for a header.
    Empty takes nothing into the field. `first_column` is the column of the sheet that the rows
    begin with. Raises SheetError.
    """
    given = dict(mapping or {})
    width = min(max(map(len, rows), default=0), MOST_COLUMNS)
    letters = [column_letter(first_column + place) for place in range(width)]
    chosen = _chosen(given, letters, first_column)
    guess = _best(rows[:SEARCHED_ROWS], chosen)
    texts = guess.texts if guess else ()
    headers = texts + ("",) * (width - len(texts))
    found = {field: place for field, place in _columns(texts).items() if field not in given}
    for field, column in chosen.items():
        found[field] = _found(column, headers)
        if not 0 <= found[field] < width:
            known = [text or letter for text, letter in zip(headers, letters, strict=True)]
            kind = SheetTrouble.COLUMN_UNKNOWN
            raise SheetError(kind, field=field, column=str(given[field]), headers=known)
    if "username" not in found:
        seen = guess.texts if guess else next((row for row in rows if any(row)), ())
        kind = SheetTrouble.NO_USERNAME if guess else SheetTrouble.NO_HEADER
        raise SheetError(kind, headers=[text.strip() for text in seen if text.strip()][:20])
    return Layout(headers, guess.line if guess else 0, found)


def _chosen(
    given: Mapping[str, str | int], letters: Sequence[str], first_column: int
) -> dict[str, str | int]:
    """The columns the caller chose, by place where one is named by it."""
    for field in given:
        if field not in FIELDS:
            raise SheetError(SheetTrouble.FIELD_UNKNOWN, field=field, fields=list(FIELDS))
    return {
        field: _place(column, letters, first_column)
        for field, column in given.items()
        if column != ""
    }


def _place(column: str | int, letters: Sequence[str], first_column: int) -> str | int:
    """The place of a column that is named by its number or letter; a header as it is."""
    if isinstance(column, int):
        return column
    name = unicodedata.normalize("NFKC", column).strip().upper()
    if name in letters:
        return letters.index(name)
    place = int(name) - 1 - first_column if _NUMBER.fullmatch(name) else -1
    return place if 0 <= place < len(letters) else column


def _found(column: str | int, headers: Sequence[str]) -> int:
    """The place of a column; -1 where no header is called so."""
    if isinstance(column, int):
        return column
    wanted = plain_word(column)
    found = (place for place, text in enumerate(headers) if wanted and plain_word(text) == wanted)
    return headers.index(column) if column in headers else next(found, -1)


def _best(rows: Sequence[Sequence[str]], chosen: Mapping[str, str | int]) -> _Guess | None:
    """The row that names the most fields, or two rows under merged headers; the first of equals."""
    # The username's field last, so that it counts where one header goes into two fields.
    fields = sorted(chosen, key="username".__eq__)
    named = {
        plain_word(column): field for field in fields if isinstance(column := chosen[field], str)
    }
    placed = isinstance(chosen.get("username"), int)

    def merit(guess: _Guess) -> tuple[int, int]:
        names_user, known = guess.score
        # Where the column is known, a user called "username" must not make a row one of headers.
        return (known, names_user) if placed else (names_user, known)

    best: _Guess | None = None
    for line, row in enumerate(rows, 1):
        guess = _guess(line, row, named)
        below = _guess(line + 1, rows[line], named) if line < len(rows) else None
        if below and guess.score[1] and merit(both := _merged(guess, below)) > merit(guess):
            guess = both
        if merit(guess) > (merit(best) if best else (0, 0)):
            best = guess
    return best


def _guess(line: int, row: Sequence[str], named: Mapping[str, str] | None = None) -> _Guess:
    """Read a row as headers; one that the caller names counts as known."""
    row = row[:MOST_COLUMNS]
    if named:
        fields = [named.get(plain_word(text) or " ") or meaning(text) for text in row]
    else:
        fields = [meaning(text) for text in row]
    return _Guess(line, tuple(text.strip() for text in row), tuple(fields))


def _merged(upper: _Guess, lower: _Guess) -> _Guess:
    """Headers over two rows; a row with anything else in it is no second row of headers."""
    if any(text and not field for text, field in zip(lower.texts, lower.fields, strict=True)):
        return upper
    places = range(max(len(upper.texts), len(lower.texts)))
    chosen = [lower if _at(lower.fields, place) else upper for place in places]
    return _Guess(
        lower.line,
        tuple(_at(one.texts, place) for place, one in enumerate(chosen)),
        tuple(_at(one.fields, place) for place, one in enumerate(chosen)),
    )


def _at(texts: Sequence[str], place: int) -> str:
    return texts[place] if place < len(texts) else ""


def _columns(headers: Sequence[str]) -> dict[str, int]:
    """The column of each field: the one with the most exact header, the first of equals."""
    found: dict[str, tuple[int, int]] = {}
    for column, header in enumerate(headers):
        rank, field = _ranked(header)
        if field in FIELDS and (field not in found or rank < found[field][0]):
            found[field] = (rank, column)
    return {field: found[field][1] for field in FIELDS if field in found}
