"""Writes an empty sheet for users to be filled in."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from dingsetup.bindings.sheets.cells import harmless
from dingsetup.bindings.sheets.output import (
    CSV,
    TEXT_FORMAT,
    new_workbook,
    opened,
    replacing,
    suffix_of,
)

TEMPLATE_COLUMNS = (
    "username",
    "name",
    "email",
    "mobile",
    "job_number",
    "enabled",
    "userid",
    "note",
)
_REQUIRED = "username"
_WIDTH = 22
_LAST_ROW = 9999


class TemplateText(msgspec.Struct, frozen=True):
    """The words of a template."""

    headers: Mapping[str, str]
    """For each of TEMPLATE_COLUMNS."""
    notes: Mapping[str, str]
    example: Mapping[str, str]
    yes: str
    no: str
    sheet: str


def write_template(path: Path, text: TemplateText) -> None:
    """Write a sheet with headers and one example, which is passed over when it is read.

    Raises SheetError.
    """
    headers = [text.headers[name] + ("*" if name == _REQUIRED else "") for name in TEMPLATE_COLUMNS]
    example = [text.example.get(name, "") for name in TEMPLATE_COLUMNS]
    if suffix_of(path) == CSV:
        with opened(path, headers, text.sheet) as sink:
            sink.write([[harmless(cell, runs=True) for cell in example]])
        return
    content = _workbook(headers, example, text)
    with replacing(path) as temporary:
        temporary.write_bytes(content)


def _workbook(headers: Sequence[str], example: Sequence[str], text: TemplateText) -> bytes:
    buffer = io.BytesIO()
    with new_workbook(buffer) as workbook:
        # As text, a column keeps the zeros and the long numbers that are typed into it.
        plain = workbook.add_format({"num_format": TEXT_FORMAT})
        bold = workbook.add_format({"num_format": TEXT_FORMAT, "bold": True, "bg_color": "#E8EDF5"})
        faint = workbook.add_format(
            {"num_format": TEXT_FORMAT, "italic": True, "font_color": "#7A7A7A"}
        )
        sheet = workbook.add_worksheet(text.sheet)
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(TEMPLATE_COLUMNS):
            sheet.set_column(column, column, _WIDTH, plain)
            sheet.write_string(0, column, headers[column], bold)
            sheet.write_string(1, column, example[column], faint)
            if note := text.notes.get(name):
                sheet.write_comment(0, column, note, {"x_scale": 2})
        flag = TEMPLATE_COLUMNS.index("enabled")
        choice = {"validate": "list", "source": [text.yes, text.no]}
        sheet.data_validation(1, flag, _LAST_ROW, flag, choice)
    return buffer.getvalue()
