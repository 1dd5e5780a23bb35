"""Reads users from a file or from pasted cells; what is faulty is reported, the rest goes in."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from dingsetup.bindings.sheets.cells import as_text
from dingsetup.bindings.sheets.content import is_workbook, read_content
from dingsetup.bindings.sheets.headers import SEARCHED_ROWS, Layout, find_layout
from dingsetup.bindings.sheets.text import Text, read_cells, read_text
from dingsetup.bindings.sheets.users import Harvest, Row
from dingsetup.bindings.sheets.values import (
    PREVIEW_ROWS,
    Broken,
    Cell,
    Sheet,
    SheetError,
    SheetTrouble,
)
from dingsetup.bindings.sheets.workbook import Workbook
from dingsetup.bindings.values import Cancel, Cancelled, Progress

Mapped = Mapping[str, str | int]

_AT_ONCE = 512
"""Rows read between two looks at the cancel event."""
_PREVIEW_CELL = 200
"""Characters of a cell that the preview shows."""


class _Grid(NamedTuple):
    """Rows with where they come from."""

    rows: Iterator[Row]
    kind: str
    name: str = ""
    encoding: str = ""
    delimiter: str = ""
    sheets: tuple[str, ...] = ()
    first_column: int = 0
    height: int = 0


class _Task(NamedTuple):
    """What the caller wants, and how to reach the caller."""

    mapping: Mapped | None
    cancel: Cancel = None
    progress: Progress | None = None


def read_sheet(
    path: Path,
    mapping: Mapped | None = None,
    sheet: str = "",
    *,
    cancel: Cancel = None,
    progress: Progress | None = None,
) -> Sheet:
    """Read a CSV or XLSX; the content decides which it is.

    `mapping` overrides what the headers say, field by field (see `find_layout`). Without `sheet`,
    the first worksheet with headers is taken. Raises SheetError, and Cancelled once `cancel` is
    set; while calamine reads a worksheet, that has to wait for it.
    """
    task = _Task(mapping, cancel, progress)
    content = read_content(path)
    if not is_workbook(content):
        return _harvest(_text_grid(read_text(content, cancel), "csv"), task)
    workbook = Workbook(content, cancel)
    del content
    trouble = SheetError(SheetTrouble.NO_ROWS)
    for place, name in enumerate((sheet,) if sheet else workbook.names):
        try:
            if grid := _sheet_grid(workbook, name):
                return _harvest(grid, task)
        except SheetError as error:
            if error.kind not in (SheetTrouble.NO_HEADER, SheetTrouble.NO_USERNAME):
                raise
            trouble = trouble if place and trouble.kind is not SheetTrouble.NO_ROWS else error
    raise trouble


def read_pasted(text: str, mapping: Mapped | None = None) -> Sheet:
    """Read cells copied in a spreadsheet, or the text of a CSV. Raises SheetError."""
    if not text.strip("\0 \t\r\n"):
        raise SheetError(SheetTrouble.EMPTY)
    return _harvest(_text_grid(read_cells(text), "pasted"), _Task(mapping))


def _text_grid(text: Text, kind: str) -> _Grid:
    return _Grid(text.rows, kind, encoding=text.encoding, delimiter=text.delimiter)


def _sheet_grid(workbook: Workbook, name: str) -> _Grid | None:
    worksheet = workbook.open(name)
    if not worksheet:
        return None
    return _Grid(
        worksheet.rows,
        "xlsx",
        name=worksheet.name,
        sheets=workbook.names,
        first_column=worksheet.first_column,
        height=worksheet.height,
    )


def _harvest(grid: _Grid, task: _Task) -> Sheet:
    head = list(islice(grid.rows, max(SEARCHED_ROWS, PREVIEW_ROWS)))
    texts = [tuple(_shown(cell) for cell in row) for row in head]
    layout = find_layout(texts, task.mapping, grid.first_column)
    harvest = Harvest(layout, layout.header_line + 1, grid.first_column)
    rows = chain(head[layout.header_line :], grid.rows)
    done = layout.header_line
    while block := list(islice(rows, _AT_ONCE)):
        if task.cancel and task.cancel.is_set():
            raise Cancelled
        harvest.take(block)
        done += len(block)
        if task.progress:
            task.progress(done, grid.height)
    harvest.finish()
    if not harvest.lines:
        raise SheetError(SheetTrouble.NO_ROWS)
    return _sheet(grid, layout, harvest, texts)


def _sheet(
    grid: _Grid, layout: Layout, harvest: Harvest, texts: Sequence[tuple[str, ...]]
) -> Sheet:
    return Sheet(
        name=grid.name,
        kind=grid.kind,
        encoding=grid.encoding,
        delimiter=grid.delimiter,
        sheets=grid.sheets,
        headers=layout.headers,
        header_line=layout.header_line,
        mapping=layout.mapping,
        users=harvest.users,
        faults=harvest.faults,
        lines=harvest.lines,
        preview=[tuple(cell[:_PREVIEW_CELL] for cell in row) for row in texts[:PREVIEW_ROWS]],
    )


def _shown(cell: Cell) -> str:
    text = cell.text if isinstance(cell, Broken) else as_text(cell, dates=True)
    return text if isinstance(text, str) else str(cell)
