"""Writes rows of texts to a CSV or XLSX as they come, whole or not at all."""

import contextlib
import csv
import errno
import io
import os
import re
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, Any

import msgspec

from dingsetup.bindings.sheets.content import is_locked
from dingsetup.bindings.sheets.values import MOST_ROWS, SheetError, SheetTrouble, column_letter
from dingsetup.bindings.values import Cancel, Cancelled, Progress, Row
from dingsetup.files import make_part

CSV, XLSX = ".csv", ".xlsx"
TEXT_FORMAT = 49
"""Spreadsheets' own number for the format of cells that hold texts."""

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_SHEET = "xl/worksheets/sheet1.xml"
_SAMPLE = re.compile(rb'<row r="2".*?\ss="(\d+)".*?</row>', re.DOTALL)
_DIMENSION = re.compile(rb"<dimension [^>]*/>")
_XML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f]")
"""What a workbook writes as `_xHHHH_`: characters that XML can't hold, and the form itself."""
_LARGEST_PART = 2**31 - 2**20
"""Bytes; beyond, a zip needs extensions that not every spreadsheet knows."""
_AT_ONCE = 512
_WIDTHS = (8, 40)
"""Of a column, in characters."""


class Pace(msgspec.Struct, frozen=True):
    """How the caller follows and ends the writing."""

    cancel: Cancel
    progress: Progress | None
    total: int


Written = Callable[[Sequence[Row]], Sequence[Sequence[str]]]
"""Turns rows of the table into rows of texts."""


class Sink:
    """Takes rows after the headers."""

    def __init__(self, write: Callable[[Iterable[Sequence[str]]], None]) -> None:
        self.write = write

    def write_all(self, rows: Iterable[Row], written: Written, pace: Pace) -> int:
        """Write rows as they come; returns their number. Raises Cancelled."""
        given = iter(rows)
        done = 0
        while block := list(islice(given, _AT_ONCE)):
            if pace.cancel and pace.cancel.is_set():
                raise Cancelled
            self.write(written(block))
            done += len(block)
            if pace.progress:
                pace.progress(done, pace.total)
        return done


def suffix_of(path: Path) -> str:
    """`.csv` or `.xlsx`. Raises SheetError."""
    suffix = path.suffix.lower()
    if suffix not in (CSV, XLSX):
        raise SheetError(SheetTrouble.SUFFIX_UNKNOWN, suffix=path.suffix)
    return suffix


@contextmanager
def replacing(path: Path) -> Generator[Path]:
    """Give a file beside `path` to write to, which takes its place when all went well.

    Raises SheetError where the system refuses; what stood at `path` is then untouched.
    """
    try:
        handle, name = make_part(path.parent, path.suffix)
        os.close(handle)
        try:
            yield Path(name)
            with Path(name).open("r+b") as written:
                os.fsync(written.fileno())
            os.replace(name, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name)
            raise
    except OSError as error:
        raise _trouble_of(error, path) from error


@contextmanager
def opened(path: Path, headers: Sequence[str], sheet: str) -> Generator[Sink]:
    """Open a file to write rows under headers to. Raises SheetError."""
    suffix = suffix_of(path)
    with replacing(path) as temporary:
        if suffix == CSV:
            # Excel takes a CSV without this mark for one of the system's old encoding.
            with temporary.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(headers)
                yield Sink(writer.writerows)
        else:
            with _workbook(temporary, headers, sheet) as part:
                yield Sink(part.write)


class _SheetPart:
    """Writes the rows of a worksheet. XlsxWriter makes the workbook around them; its own way with
    rows takes six times as long, which a million of them make minutes."""

    def __init__(self, part: IO[bytes], style: bytes, columns: int) -> None:
        self._part = part
        self._cells = [
            (f'<c r="{column_letter(column)}', f'" s="{style.decode()}" t="inlineStr"><is><t')
            for column in range(columns)
        ]
        self._size = 0
        self.last_row = 1

    def write(self, rows: Iterable[Sequence[str]]) -> None:
        written = "".join(self._written(rows)).encode()
        self._size += len(written)
        if self._size > _LARGEST_PART:
            raise SheetError(SheetTrouble.TOO_LARGE, megabytes=2048, limit=2048)
        self._part.write(written)

    def _written(self, rows: Iterable[Sequence[str]]) -> Iterator[str]:
        for row in rows:
            self.last_row += 1
            if self.last_row > MOST_ROWS:
                raise SheetError(SheetTrouble.TOO_MANY_ROWS, limit=MOST_ROWS - 1)
            number = str(self.last_row)
            cells = [
                f"{place}{number}{style}{_content(text)}</t></is></c>"
                for (place, style), text in zip(self._cells, row, strict=True)
                if text
            ]
            yield f'<row r="{number}">{"".join(cells)}</row>'


def _content(text: str) -> str:
    """A text within its tag, whose end it writes."""
    if text.isalnum():
        return ">" + text
    if "_" in text or not text.isprintable():
        text = _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return ' xml:space="preserve">' + text.translate(_XML)


@contextmanager
def _workbook(path: Path, headers: Sequence[str], sheet: str) -> Generator[_SheetPart]:
    import zipfile  # with the first workbook

    with (
        zipfile.ZipFile(_frame(headers, sheet)) as frame,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        for entry in frame.infolist():
            if entry.filename != _SHEET:
                archive.writestr(entry, frame.read(entry))
        head, style, tail = _parted(frame.read(_SHEET))
        with archive.open(_SHEET, "w") as part:
            part.write(head)
            rows = _SheetPart(part, style, len(headers))
            yield rows
            part.write(tail.replace(_filter(headers, 2), _filter(headers, rows.last_row)))


def _frame(headers: Sequence[str], sheet: str) -> io.BytesIO:
    """A workbook with the headers and one cell, which shows how the others are to be styled."""
    buffer = io.BytesIO()
    with new_workbook(buffer) as workbook:
        # As text, a cell keeps its zeros and long numbers also when somebody edits it.
        text = workbook.add_format({"num_format": TEXT_FORMAT})
        bold = workbook.add_format({"num_format": TEXT_FORMAT, "bold": True})
        worksheet = workbook.add_worksheet(sheet)
        for column, header in enumerate(headers):
            worksheet.set_column(column, column, _width(header), text)
            worksheet.write_string(0, column, header, bold)
        worksheet.write_string(1, 0, "-", text)
        worksheet.freeze_panes(1, 1)
        worksheet.autofilter(0, 0, 1, len(headers) - 1)
    return buffer


def new_workbook(buffer: io.BytesIO) -> Any:
    """A workbook that is written to memory when it is closed."""
    # with the first workbook that is written
    import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]

    return xlsxwriter.Workbook(buffer, {"in_memory": True})


def _filter(headers: Sequence[str], last_row: int) -> bytes:
    return f'<autoFilter ref="A1:{column_letter(len(headers) - 1)}{last_row}"/>'.encode()


def _parted(part: bytes) -> tuple[bytes, bytes, bytes]:
    """The worksheet before and after its rows, and the style of their cells."""
    sample = _SAMPLE.search(part)
    assert sample, "the frame has a second row"
    head, tail = part[: sample.start()], part[sample.end() :]
    return _DIMENSION.sub(b"", head), sample[1], tail


def _width(header: str) -> int:
    wide = sum(1 + (not one.isascii()) for one in header)
    return min(max(2 * wide, _WIDTHS[0]), _WIDTHS[1])


def _trouble_of(error: OSError, path: Path) -> SheetError:
    if error.errno in _FULL:
        return SheetError(SheetTrouble.DISK_FULL)
    if not path.parent.is_dir():
        return SheetError(SheetTrouble.FOLDER_MISSING, folder=str(path.parent))
    if path.is_dir():
        return SheetError(SheetTrouble.NOT_A_FILE)
    if is_locked(error):
        return SheetError(SheetTrouble.LOCKED)
    if isinstance(error, PermissionError):
        return SheetError(SheetTrouble.NOT_ALLOWED)
    return SheetError(SheetTrouble.NOT_WRITTEN, detail=error.strerror or str(error))
