"""Finds the headers of a sheet among its first rows, and which column holds which field."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec

from dingsetup.bindings.sheets.values import (
    FIELDS,
    MOST_COLUMNS,
    SheetError,
    SheetTrouble,
    column_letter,
)

SEARCHED_ROWS = 20
"""The headers are among these first rows; a title or instructions may stand above them."""

_WORDS = Path(__file__).parents[2] / "resources" / "sheets" / "headers.toml"
_REMARK = re.compile(r"[(\[{【<《〔].*?[)\]}】>》〕]", re.DOTALL)
_DECORATION = re.compile(r"[\W_]+")


class Words(msgspec.Struct, frozen=True):
    """Which words a sheet may use: `resources/sheets/headers.toml`."""

    fields: dict[str, tuple[str, ...]]
    derived: dict[str, tuple[str, ...]]
    words: dict[str, tuple[str, ...]]


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
def load_words() -> Words:
    """Read the words from their file."""
    return msgspec.convert(tomllib.loads(_WORDS.read_text("utf-8")), Words)


def plain_word(text: str) -> str:
    """A word without what people decorate it with: case, blanks, width, signs, remarks."""
    half = unicodedata.normalize("NFKC", text).casefold()
    return _DECORATION.sub("", _REMARK.sub("", half)) or _DECORATION.sub("", half)


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

    A mapping names a field's column by header, letter (`C`) or number: from 1 in a text, from 0 as
    an int, as `Sheet.mapping` has it. Empty takes nothing into the field. `first_column` is the
    column of the sheet that the rows begin with. Raises SheetError.
    """
    given = dict(mapping or {})
    for field in given:
        if field not in FIELDS:
            raise SheetError(SheetTrouble.FIELD_UNKNOWN, field=field, fields=list(FIELDS))
    width = max(map(len, rows), default=0)
    guess = _best(rows[:SEARCHED_ROWS], given)
    texts = (guess.texts if guess else ())[:MOST_COLUMNS]
    headers = texts + ("",) * (min(width, MOST_COLUMNS) - len(texts))
    found = _columns(guess) if guess else {}
    for field, column in given.items():
        found.pop(field, None)
        if column != "":
            found[field] = _column(field, column, headers, first_column)
    if "username" not in found:
        seen = guess.texts if guess else next((row for row in rows if any(row)), ())
        kind = SheetTrouble.NO_USERNAME if guess else SheetTrouble.NO_HEADER
        raise SheetError(kind, headers=[text.strip() for text in seen if text.strip()][:20])
    return Layout(headers, guess.line if guess else 0, found)


def _best(rows: Sequence[Sequence[str]], given: Mapping[str, str | int]) -> _Guess | None:
    """The row that names the most fields, or two rows under merged headers; the first of equals."""
    named = {plain_word(column) for column in given.values() if isinstance(column, str) and column}
    best: _Guess | None = None
    for line, row in enumerate(rows, 1):
        guess = _guess(line, row, named)
        below = _guess(line + 1, rows[line], named) if line < len(rows) else None
        if below and guess.score[1] and (both := _merged(guess, below)).score > guess.score:
            guess = both
        if guess.score > (best.score if best else (False, 0)):
            best = guess
    return best


def _guess(line: int, row: Sequence[str], named: set[str] | frozenset[str] = frozenset()) -> _Guess:
    """Read a row as headers; one that the caller names counts as known."""
    row = row[:MOST_COLUMNS]
    fields = [meaning(text) or (text if plain_word(text) in named else "") for text in row]
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


def _columns(guess: _Guess) -> dict[str, int]:
    """The column of each field: the one with the most exact header, the first of equals."""
    found: dict[str, tuple[int, int]] = {}
    for column, header in enumerate(guess.texts):
        rank, field = _ranked(header)
        if field in FIELDS and (field not in found or rank < found[field][0]):
            found[field] = (rank, column)
    return {field: found[field][1] for field in FIELDS if field in found}


def _column(field: str, given: str | int, headers: Sequence[str], first_column: int) -> int:
    letters = [column_letter(first_column + place) for place in range(len(headers))]
    column = given if isinstance(given, int) else _named(given, headers, letters, first_column)
    if 0 <= column < len(headers):
        return column
    known = [text or letter for text, letter in zip(headers, letters, strict=True)]
    raise SheetError(SheetTrouble.COLUMN_UNKNOWN, field=field, column=str(given), headers=known)


def _named(text: str, headers: Sequence[str], letters: Sequence[str], first_column: int) -> int:
    """The place of a column by its header, its letter or its number; -1 for none."""
    wanted = plain_word(text)
    for place, header in enumerate(headers):
        if wanted and plain_word(header) == wanted:
            return place
    if text.upper() in letters:
        return letters.index(text.upper())
    return int(text) - 1 - first_column if re.fullmatch(r"\d{1,4}", text, re.ASCII) else -1
