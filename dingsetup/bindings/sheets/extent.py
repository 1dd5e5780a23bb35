"""Finds how far the cells of a worksheet reach, before memory is taken for all between them.

calamine takes memory for the whole rectangle of the used cells: one stray cell in the last column
made it take 125 GB (python-calamine#130). `<dimension>` is only what the writer says of it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from dingsetup.bindings.sheets.values import (
    MOST_CELLS,
    MOST_COLUMNS,
    SheetError,
    SheetTrouble,
)

Pieces = Callable[[], Iterable[bytes]]

_USUAL_COLUMNS = 26
_STRANGE = re.compile(rb'<c(?! r="[A-Z](?:\d{1,6}|10[0-4]\d{4})")[\s/>]|<[^<>\s/:]*:c[\s/>]')
"""A cell that is not written as `<c r="B12"`: beyond column Z, beyond the last row, or without its
place. Where there is none, nothing more need be known."""
_PLACE = re.compile(rb'<c r="[A-Z]{1,3}(\d+)"')
_TAG = re.compile(rb"""<[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>""")
_ELEMENT = re.compile(
    rb"""<(/?)(?:[^<>\s/:"']+:)?(row|c)(?=[\s/>])([^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*)>"""
)
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,8})(\d{1,10})["']""")
_ERROR = re.compile(
    rb'<(?:[^<>\s/:]++:)?c(?=\s[^<>]*?\bt="e")(\s[^<>]*+)>'
    rb"(?:</?(?:[^<>\s/:]++:)?f(?=[\s/>])[^<>]*+>[^<]*+)*+"
    rb"<(?:[^<>\s/:]++:)?v(?:\s[^<>]*+)?>([^<]*+)<"
)
"""Nothing in it gives back what it has taken: of a tag made for that, no search would come back."""
_LONGEST_TAG = 1024 * 1024
_LONGEST_CELL = 64 * 1024
"""A cell up to this size is looked at whole."""
_FEWEST_BYTES = 20
"""Of a row, empty ones aside."""
_MANY_ROWS = 100_000

Errors = dict[int, dict[int, str]]


class Extent(NamedTuple):
    """How far a worksheet reaches."""

    rows: int
    columns: int
    """At most; 26 where it is not known exactly."""
    errors: Errors
    """Texts of the cells whose formula came to an error, by line and column (from 0): calamine
    gives them as empty."""


def measure(pieces: Pieces, size: int) -> Extent:
    """Look through a worksheet's part of `size` bytes. Raises SheetError if it reaches too far."""
    extent = _usual(pieces()) or _exact(pieces())
    if extent.columns > MOST_COLUMNS:
        raise SheetError(SheetTrouble.TOO_MANY_COLUMNS, columns=extent.columns, limit=MOST_COLUMNS)
    if extent.rows > _MANY_ROWS and size < extent.rows * _FEWEST_BYTES:
        raise SheetError(SheetTrouble.STRAY_CELL, line=extent.rows)
    if extent.rows * extent.columns > MOST_CELLS:
        raise SheetError(SheetTrouble.TOO_MANY_CELLS, rows=extent.rows, columns=extent.columns)
    return extent


def _usual(pieces: Iterable[bytes]) -> Extent | None:
    """Measure a sheet whose cells are all written in the usual way; None for any other."""
    rows = 0
    errors: Errors = {}
    for piece in _whole_tags(pieces):
        if _STRANGE.search(piece):
            return None
        last = _PLACE.match(piece, max(piece.rfind(b'<c r="'), 0))
        rows = max(rows, int(last[1])) if last else rows
        _note_errors(piece, errors)
    return Extent(rows, _USUAL_COLUMNS, errors)


def _exact(pieces: Iterable[bytes]) -> Extent:
    """Measure any sheet, as calamine counts: a cell without a place follows the one before it,
    and one without content is none."""
    errors: Errors = {}
    row = column = rows = columns = 0
    for piece in _whole_tags(pieces):
        _note_errors(piece.replace(b"'", b'"'), errors)
        for close, name, attributes in _ELEMENT.findall(piece):
            empty = attributes.endswith(b"/")
            place = None if close else _REFERENCE.search(attributes)
            if name == b"row":
                row = int(place[2]) - 1 if place else row
                if close or empty:
                    row, column = row + 1, 0
            elif not close:
                at, column = _place(place, row, column)
                if not empty:
                    rows, columns = max(rows, at + 1), max(columns, column + 1)
                column += 1
    return Extent(rows, columns, errors)


def _place(reference: re.Match[bytes] | None, row: int, column: int) -> tuple[int, int]:
    if not reference:
        return row, column
    number = 0
    for letter in reference[1].upper():
        number = number * 26 + letter - ord("A") + 1
    return int(reference[2]) - 1, number - 1


def _note_errors(piece: bytes, errors: Errors) -> None:
    if b't="e"' not in piece:
        return
    for attributes, text in _ERROR.findall(piece):
        if found := _REFERENCE.search(attributes):
            row, column = _place(found, 0, 0)
            errors.setdefault(row + 1, {})[column] = text.decode("utf-8", "replace")


def _whole_tags(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces that end with a whole tag, and with a whole cell unless that is very long."""
    rest = b""
    for piece in pieces:
        joined = rest + piece
        cut = joined.rfind(b"<c ")
        if cut < 0 or len(joined) - cut > _LONGEST_CELL:
            cut = joined.rfind(b"<")
            if cut < 0 or _TAG.match(joined, cut):
                cut = len(joined)
        rest = joined[cut:]
        if len(rest) > _LONGEST_TAG:
            raise SheetError(SheetTrouble.DAMAGED, detail="a tag without an end")
        yield joined[:cut]
    yield rest
