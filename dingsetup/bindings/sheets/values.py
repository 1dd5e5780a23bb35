"""What a sheet of users comes to: its rows, what is wrong with some, or why it is refused."""

import datetime
from enum import StrEnum
from typing import Any, NamedTuple

import msgspec

MOST_BYTES = 512 * 1024 * 1024
"""Of a file: ten times what a million users need."""
MOST_COLUMNS = 256
"""Of a sheet in use; what lies to the right of them is a stray cell."""
MOST_CELLS = 30_000_000
"""Of the used range: calamine takes some 100 bytes for each, be it empty or not."""
MOST_ROWS = 1_048_576
"""Of a worksheet, as Excel has them."""
LONGEST_CELL = 32_767
"""Characters that a spreadsheet keeps in one cell."""
PREVIEW_ROWS = 20


class SheetReason(StrEnum):
    """What is wrong with a row or a cell; `SheetFault.values` holds what is named in brackets."""

    USERNAME_MISSING = "username_missing"
    DUPLICATE_USERNAME = "duplicate_username"
    """[username, first] line that went in; this one says something else and did not"""
    REPEATED_LINE = "repeated_line"
    """[username, first] line that says the same"""
    TOO_LONG = "too_long"
    """[length, limit]"""
    CONTROL_CHARACTERS = "control_characters"
    """[code] of the first one, such as U+0000"""
    LINE_BREAK = "line_break"
    EMAIL_INVALID = "email_invalid"
    """[value]"""
    MOBILE_MASKED = "mobile_masked"
    """[value]; the cell went in as it is, and nobody is looked for by it"""
    MOBILE_INVALID = "mobile_invalid"
    """[value]"""
    DIGITS_LOST = "digits_lost"
    """[value] in which a spreadsheet rounded digits away"""
    TURNED_INTO_DATE = "turned_into_date"
    """[value]"""
    CELL_ERROR = "cell_error"
    """[value] such as #REF!"""
    NOT_YES_OR_NO = "not_yes_or_no"
    """[value]"""
    USERID_SHAPE = "userid_shape"
    """[value] with blanks or longer than DingTalk's 64 characters"""
    VALUE_UNKNOWN = "value_unknown"
    """[value] in a column that only an export fills in"""


class SheetTrouble(StrEnum):
    """Why a file is refused; `SheetError.values` holds what is named in brackets."""

    MISSING = "missing"
    NOT_A_FILE = "not_a_file"
    FORBIDDEN = "forbidden"
    LOCKED = "locked"
    UNREADABLE = "unreadable"
    """[detail]"""
    CHANGED = "changed"
    TOO_LARGE = "too_large"
    """[megabytes, limit]"""
    EMPTY = "empty"
    WRONG_KIND = "wrong_kind"
    """[found]: pdf, image, archive, document, ods, xlsb, xml or database"""
    WEB_PAGE = "web_page"
    OLD_EXCEL = "old_excel"
    PASSWORD = "password"
    DAMAGED = "damaged"
    """[detail]"""
    BOMB = "bomb"
    """[megabytes] that it would unpack to"""
    UNSAFE_XML = "unsafe_xml"
    STRAY_CELL = "stray_cell"
    """[line] far below all others"""
    TOO_MANY_COLUMNS = "too_many_columns"
    """[columns, limit]"""
    TOO_MANY_CELLS = "too_many_cells"
    """[rows, columns]"""
    UNDECODABLE = "undecodable"
    UNCLOSED_QUOTE = "unclosed_quote"
    """[line] in which it is opened"""
    NO_HEADER = "no_header"
    """[headers] that stand there instead"""
    NO_USERNAME = "no_username"
    """[headers]"""
    NO_ROWS = "no_rows"
    SHEET_UNKNOWN = "sheet_unknown"
    """[sheet, sheets]"""
    FIELD_UNKNOWN = "field_unknown"
    """[field, fields] in a mapping"""
    COLUMN_UNKNOWN = "column_unknown"
    """[field, column, headers] in a mapping"""
    SUFFIX_UNKNOWN = "suffix_unknown"
    """[suffix] of a file to write"""
    TOO_MANY_ROWS = "too_many_rows"
    """[limit] of a worksheet to write"""
    FOLDER_MISSING = "folder_missing"
    """[folder]"""
    NOT_ALLOWED = "not_allowed"
    DISK_FULL = "disk_full"
    NOT_WRITTEN = "not_written"
    """[detail]"""


class SheetError(Exception):
    """A file that is refused, or could not be written; nothing was changed."""

    def __init__(self, kind: SheetTrouble, **values: Any) -> None:
        super().__init__(f"{kind} {values}")
        self.kind = kind
        self.values = values


class Broken(NamedTuple):
    """A cell whose formula came to an error."""

    text: str


Cell = (
    str
    | int
    | float
    | bool
    | datetime.date
    | datetime.datetime
    | datetime.time
    | datetime.timedelta
    | Broken
)


class SheetUser(msgspec.Struct, frozen=True, gc=False):
    """One row that goes in. None where the sheet says nothing: the table keeps what it has."""

    line: int
    """As a spreadsheet counts, from 1; a line break within quotes begins no new one."""
    username: str
    name: str | None = None
    email: str | None = None
    mobile: str | None = None
    """In its normal form, or as it stands in the sheet where that is masked."""
    job_number: str | None = None
    enabled: bool | None = None
    userid: str | None = None
    rule: str | None = None
    confidence: str | None = None
    checked_at: str | None = None
    ignored: bool | None = None
    note: str | None = None
    candidates: str | None = None
    """As `pack_candidates` writes them."""
    rejected: str | None = None
    """As `pack_texts` writes them."""
    searched: str | None = None
    """As `pack_texts` writes them."""
    duplicate_lines: tuple[int, ...] = ()
    """All lines with this username where they say different things; the first went in."""


FIELDS = SheetUser.__struct_fields__[1:]
"""What a column can be mapped to."""


class SheetFault(msgspec.Struct, frozen=True):
    """What is wrong with one row, or one cell of it."""

    line: int
    column: str
    """Its header as in the file, or its letter where there is none; empty for the whole row."""
    reason: SheetReason
    values: dict[str, Any] = {}
    left_out: bool = False
    """The whole row did not go in, not only this cell."""


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """What was read of a file or a paste."""

    name: str
    """Of the worksheet; empty for a text."""
    kind: str
    """csv, xlsx or pasted"""
    encoding: str = ""
    delimiter: str = ""
    sheets: tuple[str, ...] = ()
    """All worksheets that can be chosen."""
    headers: tuple[str, ...]
    """As they stand in the file, one for each column; all empty where no row holds headers."""
    header_line: int
    """0 where no row holds headers."""
    mapping: dict[str, int]
    """Field to column, from 0; the same form is taken by `read_sheet`."""
    users: list[SheetUser]
    faults: list[SheetFault]
    lines: int
    """Rows with something in them, headers and examples aside."""
    preview: list[tuple[str, ...]]
    """The first rows as they are, from line 1."""


def column_letter(column: int) -> str:
    """The name that spreadsheets give a column, counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
