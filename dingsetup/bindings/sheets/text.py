"""Reads texts with delimiters: CSV of any usual encoding, and cells pasted from a spreadsheet."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

from dingsetup.bindings.sheets.headers import SEARCHED_ROWS, recognised
from dingsetup.bindings.sheets.values import MOST_COLUMNS, SheetError, SheetTrouble
from dingsetup.bindings.values import Cancel, Cancelled

_DELIMITERS = (",", ";", "\t")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSES = ("utf-8", "gb18030")
"""GB18030 holds GBK and GB 2312; almost any bytes are some text in it, so it comes last."""
_BLOCK = 1024 * 1024
_SAMPLE = 128 * 1024
_LONGEST = 16 * 1024 * 1024
"""Characters of a cell; a longer one is a quote that was never closed."""
_WIDEST = 16_384
"""Columns of a spreadsheet."""
_END = "\0end\0"
_ORDER = re.compile(r'"?sep=([,;\t])"?\r?\n?', re.IGNORECASE)
"""A first line by which Excel is told the delimiter."""

Rows = Iterator[list[str]]


class Text(NamedTuple):
    """A text cut into rows; reading them raises SheetError UNCLOSED_QUOTE, TOO_MANY_COLUMNS."""

    encoding: str
    delimiter: str
    rows: Rows


def read_text(content: bytes, cancel: Cancel = None) -> Text:
    """Tell encoding and delimiter, and start to read. Raises SheetError, Cancelled."""
    encoding = _encoding(content, cancel)

    def opened() -> io.TextIOBase:
        return io.TextIOWrapper(io.BytesIO(content), encoding, newline="")

    delimiter = _delimiter(opened().read(_SAMPLE), _DELIMITERS)
    return Text(encoding, delimiter, _rows(opened(), delimiter))


def read_cells(text: str) -> Text:
    """Read what was pasted: cells copied in a spreadsheet come with tabs between them."""
    delimiter = _delimiter(text[:_SAMPLE], ("\t", ",", ";"))
    return Text("", delimiter, _rows(io.StringIO(text, newline=""), delimiter))


def _encoding(content: bytes, cancel: Cancel) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            candidates: tuple[str, ...] = (encoding,)
            break
    else:
        candidates = _GUESSES
    for encoding in candidates:
        if _decodes(content, encoding, cancel):
            return encoding
    raise SheetError(SheetTrouble.UNDECODABLE)


def _decodes(content: bytes, encoding: str, cancel: Cancel) -> bool:
    """Whether a content is text in an encoding, to its end; block by block, as one long call would
    keep the window from moving."""
    decoder = codecs.getincrementaldecoder(encoding)()
    view = memoryview(content)
    try:
        for start in range(0, len(view), _BLOCK):
            if cancel and cancel.is_set():
                raise Cancelled
            decoder.decode(view[start : start + _BLOCK])
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _delimiter(sample: str, delimiters: tuple[str, ...]) -> str:
    """The delimiter that makes the most of the headers, else the most of the first row."""
    if order := _ORDER.match(sample):
        return order[1]

    def merit(delimiter: str) -> tuple[tuple[bool, int], int]:
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        rows = list(islice(reader, SEARCHED_ROWS))
        return recognised(rows), max(map(len, rows), default=0)

    _allow_long_cells()
    return max(delimiters, key=merit)


def _rows(lines: io.TextIOBase, delimiter: str) -> Rows:
    _allow_long_cells()
    reader = csv.reader(chain(lines, [_END]), delimiter=delimiter)
    line = 0
    try:
        for row in reader:
            line += 1
            if row and row[-1].endswith(_END):
                if row != [_END]:
                    raise SheetError(SheetTrouble.UNCLOSED_QUOTE, line=line)
                return
            cells = row if len(row) <= MOST_COLUMNS else _narrowed(row)
            # The line that tells the delimiter is a row for whoever counts rows in a spreadsheet.
            yield [] if line == 1 and _ORDER.fullmatch(delimiter.join(cells)) else cells
    except csv.Error as error:
        raise SheetError(SheetTrouble.UNCLOSED_QUOTE, line=line + 1) from error


def _narrowed(row: list[str]) -> list[str]:
    """A row without what is empty far to the right, as spreadsheets write it where only formats
    reach there. Raises SheetError where it is not empty, or more than any spreadsheet has."""
    columns = len(row)
    while MOST_COLUMNS < columns <= _WIDEST and not row[columns - 1].strip():
        columns -= 1
    if columns > MOST_COLUMNS:
        raise SheetError(SheetTrouble.TOO_MANY_COLUMNS, columns=columns, limit=MOST_COLUMNS)
    return row[:columns]


def _allow_long_cells() -> None:
    """The module's own limit ends the whole reading at a cell of 131,072 characters; ours reports
    the cell. The limit is the process's, and nobody else here reads CSV."""
    csv.field_size_limit(_LONGEST)
