"""Makes sheets for tests: texts, workbooks, and workbooks no spreadsheet would write."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from dingsetup.bindings.sheets import Sheet, SheetError, SheetFault, read_pasted, read_sheet
from dingsetup.bindings.sheets.values import SheetTrouble

HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = "</sheetData></worksheet>"
ROW = '<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{text}</t></is></c></row>'
USERNAMES = ROW.format(n=1, text="用户名") + ROW.format(n=2, text="zhang3")

_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = {
    "_rels/.rels": (
        "<Relationships><Relationship"
        f' Id="r1" Type="{_TYPE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns:r="{_TYPE}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets>'
        "</workbook>"
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships><Relationship Id="r1" Type="{_TYPE}/worksheet"'
        ' Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}


def text_file(folder: Path, text: str, encoding: str = "utf-8", name: str = "users.csv") -> Path:
    file = folder / name
    file.write_bytes(text.encode(encoding))
    return file


def workbook(folder: Path, rows: Sequence[Sequence[Any]], name: str = "users.xlsx") -> Path:
    """A workbook with one sheet, each cell of the type its value has."""
    file = folder / name
    with xlsxwriter.Workbook(str(file), {"default_date_format": "yyyy-mm-dd"}) as book:
        fill(book.add_worksheet(), rows)
    return file


def fill(sheet: Any, rows: Sequence[Sequence[Any]]) -> None:
    for line, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, str) and not cell.startswith("="):
                if not cell:
                    continue
                sheet.write_string(line, column, cell)
            else:
                sheet.write(line, column, cell)


def package(sheet: str, parts: Mapping[str, str | bytes | None] | None = None) -> bytes:
    """A workbook around the XML of a sheet; `parts` adds to, alters or (None) takes out others."""
    buffer = io.BytesIO()
    all_parts = {**_PARTS, "xl/worksheets/sheet1.xml": sheet, **(parts or {})}
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in all_parts.items():
            if content is not None:
                archive.writestr(name, content)
    return buffer.getvalue()


def package_file(
    folder: Path, sheet: str, parts: Mapping[str, str | bytes | None] | None = None
) -> Path:
    file = folder / "made.xlsx"
    file.write_bytes(package(sheet, parts))
    return file


def sheet_xml(rows: str) -> str:
    return HEAD + rows + TAIL


def pasted(*rows: Sequence[str]) -> Sheet:
    return read_pasted("\n".join("\t".join(row) for row in rows))


def fault(sheet: Sheet) -> SheetFault:
    """The only fault there is."""
    (only,) = sheet.faults
    return only


def refusal(file: Path, **options: Any) -> tuple[SheetTrouble, dict[str, Any]]:
    """Why a file is refused."""
    try:
        read_sheet(file, **options)
    except SheetError as error:
        return error.kind, error.values
    raise AssertionError(f"{file} was not refused")
