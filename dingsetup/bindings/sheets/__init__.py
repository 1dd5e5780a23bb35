"""Sheets of users: read from CSV, XLSX and pasted cells, and written for people and for us."""

from dingsetup.bindings.sheets.export import TABLE_COLUMNS, TableText, write_table
from dingsetup.bindings.sheets.packing import (
    pack_candidates,
    pack_texts,
    unpack_candidates,
    unpack_rules,
    unpack_texts,
)
from dingsetup.bindings.sheets.reading import read_pasted, read_sheet
from dingsetup.bindings.sheets.template import TEMPLATE_COLUMNS, TemplateText, write_template
from dingsetup.bindings.sheets.values import (
    FIELDS,
    Sheet,
    SheetError,
    SheetFault,
    SheetReason,
    SheetTrouble,
    SheetUser,
)
from dingsetup.bindings.sheets.words import read_yes_or_no
from dingsetup.bindings.sheets.work_list import WORK_COLUMNS, WorkText, write_work_list

__all__ = [
    "FIELDS",
    "TABLE_COLUMNS",
    "TEMPLATE_COLUMNS",
    "WORK_COLUMNS",
    "Sheet",
    "SheetError",
    "SheetFault",
    "SheetReason",
    "SheetTrouble",
    "SheetUser",
    "TableText",
    "TemplateText",
    "WorkText",
    "pack_candidates",
    "pack_texts",
    "read_pasted",
    "read_sheet",
    "read_yes_or_no",
    "unpack_candidates",
    "unpack_rules",
    "unpack_texts",
    "write_table",
    "write_template",
    "write_work_list",
]
