"""Sentences for what is wrong with a sheet: a cell of it, a row, or the whole file."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dingsetup.language import Told
from dingsetup.language.bindings import column_name
from dingsetup.language.sentence import N_, Sentence, choose, sentence
from dingsetup.language.writing import WRITING

if TYPE_CHECKING:
    from dingsetup.bindings.sheets import SheetError, SheetFault
    from dingsetup.language import Language

FAULTS = {
    "username_missing": N_("no username, so nobody knows whose row it is"),
    "duplicate_username": N_(
        "{username} stands on line {first} already, with other values; the first went in"
    ),
    "repeated_line": N_("says the same as line {first}"),
    "too_long": N_("{length} characters, {limit} at most"),
    "control_characters": N_("holds a character nobody can see ({code})"),
    "line_break": N_("holds a line break"),
    "email_invalid": N_("“{value}” is no e-mail address"),
    "mobile_masked": N_("“{value}” is masked, nobody can be found by it"),
    "mobile_invalid": N_("“{value}” is no mobile number; a foreign one needs + and its country"),
    "digits_lost": N_("“{value}”: the spreadsheet has rounded digits away; store it as text"),
    "turned_into_date": N_("“{value}”: the spreadsheet has made a date of it; store it as text"),
    "cell_error": N_("the formula came to {value}"),
    "not_yes_or_no": N_("“{value}” says neither enabled nor disabled"),
    "userid_shape": N_("“{value}” cannot be a userid"),
    "value_unknown": N_("“{value}” is nothing an export would write"),
}
"""By `SheetReason`."""

KINDS = {
    "pdf": N_("a PDF"),
    "image": N_("a picture"),
    "archive": N_("an archive"),
    "document": N_("a text document"),
    "ods": N_("an OpenDocument spreadsheet"),
    "xlsb": N_("a binary Excel workbook"),
    "xml": N_("an XML file"),
    "database": N_("a database"),
}
"""What a file turned out to be instead."""

_AS_XLSX = N_("Open it in Excel or WPS and save it as .xlsx or as CSV.")
_DIVIDE = N_("Delete what is not needed, or divide it into several files.")

TROUBLES: dict[str, Sentence] = {
    "missing": sentence(N_("The file is not there"), (), N_("Choose it again.")),
    "not_a_file": sentence(N_("This is not a file"), (), N_("Choose a CSV or Excel file.")),
    "forbidden": sentence(
        N_("The file may not be read"),
        N_("The system refuses access to it."),
        N_("Copy it to a folder of your own and choose the copy."),
    ),
    "locked": sentence(
        N_("Another program holds the file"), (), N_("Close it there, then choose it again.")
    ),
    "unreadable": sentence(N_("The file cannot be read"), N_("{detail}"), N_("Choose a copy.")),
    "changed": sentence(
        N_("The file changed while it was read"), (), N_("Wait until it is saved, then try again.")
    ),
    "too_large": sentence(
        N_("The file is too large: {megabytes} MB, {limit} at most"), (), _DIVIDE
    ),
    "empty": sentence(N_("There is nothing in it"), (), N_("Choose a file with usernames.")),
    "wrong_kind": sentence(N_("This is {found}, not a list of users"), (), _AS_XLSX),
    "web_page": sentence(
        N_("This is a web page, not a list of users"),
        N_("Some systems save web pages under the name of a workbook."),
        _AS_XLSX,
    ),
    "old_excel": sentence(
        N_("This is a workbook of the old Excel format (.xls)"), (), N_("Save it as .xlsx.")
    ),
    "password": sentence(
        N_("The workbook is protected by a password"),
        (),
        N_("Open it, take the password off under File → Info, save it and choose it again."),
    ),
    "damaged": sentence(N_("The workbook is damaged"), N_("{detail}"), _AS_XLSX),
    "bomb": sentence(
        N_("The workbook would unpack to {megabytes} MB"),
        N_("No list of users does; it may be meant to do harm."),
        N_("Ask whoever sent it for a CSV file."),
    ),
    "unsafe_xml": sentence(
        N_("The workbook holds XML that no spreadsheet writes"),
        N_("It may be meant to do harm."),
        N_("Ask whoever sent it for a CSV file."),
    ),
    "stray_cell": sentence(
        N_("A cell on line {line} stands far below all others"),
        N_("Everything between would have to be read as empty rows."),
        N_("Delete the rows below the last user, save, and choose the file again."),
    ),
    "too_many_columns": sentence(
        N_("The sheet reaches to column {columns}, {limit} at most"),
        N_("Often a single cell far to the right is filled in by mistake."),
        N_("Delete the columns right of the last one that is needed, save, and choose it again."),
    ),
    "too_many_cells": sentence(
        N_("The sheet is too large: {rows} rows of {columns} columns"), (), _DIVIDE
    ),
    "undecodable": sentence(
        N_("The text's encoding is not known"),
        N_("It is neither UTF-8 nor GBK or GB18030."),
        N_("Save it as “CSV UTF-8” in Excel."),
    ),
    "unclosed_quote": sentence(
        N_("A quotation mark of line {line} is never closed"),
        N_("All that follows would be one single cell."),
        N_("Close it or delete it."),
    ),
    "no_header": sentence(
        N_("No row holds column headers"),
        (N_("At its top stand: {headers}."),),
        N_("Choose below which column holds the usernames, or use the template."),
    ),
    "no_username": sentence(
        N_("No column holds usernames"),
        (N_("The columns are: {headers}."),),
        N_("Choose below which column holds the usernames, or use the template."),
    ),
    "no_rows": sentence(N_("There are headers, but no rows"), (), N_("Add users below them.")),
    "sheet_unknown": sentence(N_("The workbook has no sheet “{sheet}”"), N_("It has: {sheets}.")),
    "field_unknown": sentence(N_("There is no field “{field}”"), N_("There are: {fields}.")),
    "column_unknown": sentence(
        N_("There is no column “{column}” for “{field}”"), N_("There are: {headers}.")
    ),
    "suffix_unknown": sentence(
        N_("“{suffix}” is no kind of file to write"), (), N_("Name it .xlsx or .csv.")
    ),
    "too_many_rows": sentence(
        N_("A worksheet holds {limit} rows at most"), (), N_("Save it as CSV.")
    ),
    **WRITING,
}
"""By `SheetTrouble`."""


def fault_text(language: "Language", fault: "SheetFault") -> str:
    """What is wrong with a cell or row, in a few words."""
    template = FAULTS.get(str(fault.reason), str(fault.reason))
    return language.gettext(template).format_map(_spoken(language, fault.values))


def sheet_told(language: "Language", error: "SheetError") -> Told:
    """Why a file was refused or not written, and what to do."""
    entry = TROUBLES[str(error.kind)]
    values = _spoken(language, error.values)
    parts = (choose(part, values) for part in (entry.title, entry.cause, entry.remedy))
    return Told(*(language.gettext(part).format_map(values) if part else "" for part in parts))


def _spoken(language: "Language", values: Mapping[str, Any]) -> dict[str, Any]:
    spoken = dict(values)
    for name, value in values.items():
        if isinstance(value, list | tuple):
            spoken[name] = language.listed(value)  # pyright: ignore[reportUnknownArgumentType]
    if "found" in spoken:
        spoken["found"] = language.gettext(KINDS.get(str(values["found"]), str(values["found"])))
    if "field" in spoken:
        spoken["field"] = column_name(language, str(values["field"]))
    return spoken
