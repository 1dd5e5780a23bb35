"""Reads worksheets with calamine, once it is known that they are what they seem."""

import io
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast
from xml.etree import ElementTree

from dingsetup.bindings.sheets.extent import Errors, measure
from dingsetup.bindings.sheets.package import Package
from dingsetup.bindings.sheets.values import Broken, Cell, SheetError, SheetTrouble
from dingsetup.bindings.values import Cancel, Cancelled

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

T = TypeVar("T")

_COUNT = re.compile(rb"""\suniqueCount\s*=\s*["'](\d+)""")
_LONGEST_COUNT = 64
_SMALLEST_STRING = len("<si/>")
_READ_WHOLE = ("styles.xml", "sharedStrings.xml")
"""What calamine reads beside the sheet and the lists of parts."""
_NO_MERGED_CELLS = b"<mergeCells></mergeCells>"
"""calamine reads a sheet twice, the second time to find its merged cells, which nobody here asks
for; it stops at their list, so an empty one before everything else saves that time."""
_SHOWN = "visible"


class Worksheet(NamedTuple):
    """A worksheet opened; its rows begin with line 1, blank ones among them."""

    name: str
    rows: Iterator[list[Cell]]
    first_column: int
    """Of the used range, from 0: the first cell of each row stands in it."""
    height: int


class _Listed(NamedTuple):
    path: str
    state: str


class Workbook:
    """A workbook opened. Raises SheetError, Cancelled."""

    def __init__(self, content: bytes, cancel: Cancel = None) -> None:
        self._cancel = cancel
        self._package = Package(content)
        base, self._sheets = _listed(self._package)
        for name in _READ_WHOLE:
            self._look_through(base + name)
        shown = [name for name, sheet in self._sheets.items() if sheet.state == _SHOWN]
        self.names = tuple(shown or self._sheets)

    def open(self, name: str) -> Worksheet | None:
        """Read a worksheet; None where nothing stands in it."""
        if name not in self._sheets:
            raise SheetError(SheetTrouble.SHEET_UNKNOWN, sheet=name, sheets=list(self.names))
        path = self._sheets[name].path
        if path not in self._package:
            raise SheetError(SheetTrouble.DAMAGED, detail=path)
        extent = measure(lambda: self._pieces(path), self._package.size(path))
        if not extent.rows:
            return None
        content = self._package.looked_through()
        sheet = _called(lambda: _opened(content).get_sheet_by_name(name))
        if sheet.start is None:
            return None
        first_column = sheet.start[1]
        rows = cast("Iterator[list[Cell]]", sheet.iter_rows())
        if extent.errors:
            rows = _with_errors(rows, extent.errors, first_column)
        return Worksheet(name, rows, first_column, sheet.total_height + 1)

    def _look_through(self, path: str) -> None:
        """Unpack a part that calamine will, so that it can't be more than it says."""
        if path not in self._package:
            return
        most = self._package.size(path) // _SMALLEST_STRING
        rest = b""
        for piece in self._pieces(path, b""):
            # calamine takes memory for as many strings as are announced.
            counts: list[bytes] = _COUNT.findall(rest + piece)
            if any(len(count) > _LONGEST_COUNT or int(count) > most for count in counts):
                raise SheetError(SheetTrouble.DAMAGED, detail=path)
            rest = piece[-_LONGEST_COUNT:]

    def _pieces(self, path: str, first: bytes = _NO_MERGED_CELLS) -> Iterator[bytes]:
        for piece in self._package.pieces(path, first):
            if self._cancel and self._cancel.is_set():
                raise Cancelled
            yield piece


def _listed(package: Package) -> tuple[str, dict[str, _Listed]]:
    """The folder of the workbook's parts, and its worksheets by name."""
    try:
        found = _relations(package, "_rels/.rels").values()
        document = next(target for kind, target in found if kind == "officeDocument")
        base = document[: document.rfind("/") + 1].removeprefix("/")
        relations = _relations(package, base + "_rels/workbook.xml.rels")
        book = ElementTree.fromstring(package.small(base + "workbook.xml"))
        sheets: dict[str, _Listed] = {}
        for sheet in (one for one in book.iter() if _local(one.tag) == "sheet"):
            known = {_local(key): value for key, value in sheet.attrib.items()}
            kind, target = relations[known["id"]]
            path = target.removeprefix("/") if target.startswith("/") else base + target
            if kind == "worksheet":
                sheets.setdefault(known["name"], _Listed(path, known.get("state", _SHOWN)))
    except (ElementTree.ParseError, LookupError, ValueError, StopIteration) as error:
        raise SheetError(SheetTrouble.DAMAGED, detail=str(error)) from error
    return base, sheets


def _relations(package: Package, name: str) -> dict[str, tuple[str, str]]:
    """Kind and target by id."""
    found = ElementTree.fromstring(package.small(name))
    return {
        one.attrib["Id"]: (one.attrib["Type"].rpartition("/")[2], one.attrib["Target"])
        for one in found.iter()
        if _local(one.tag) == "Relationship"
    }


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _opened(content: bytes) -> "CalamineWorkbook":
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_filelike(io.BytesIO(content))


def _called(call: Callable[[], T]) -> T:
    """Call calamine. A panic in it is no Exception, so that nobody catches it by chance."""
    from python_calamine import CalamineError, PasswordError  # with the first workbook

    try:
        return call()
    except PasswordError as error:
        raise SheetError(SheetTrouble.PASSWORD) from error
    except CalamineError as error:
        raise SheetError(SheetTrouble.DAMAGED, detail=str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise SheetError(SheetTrouble.DAMAGED, detail=str(error)) from error


def _with_errors(
    rows: Iterator[list[Cell]], errors: Errors, first_column: int
) -> Iterator[list[Cell]]:
    """Put errors back where calamine leaves cells empty."""
    for line, row in enumerate(rows, 1):
        for column, text in errors.get(line, {}).items():
            if 0 <= (place := column - first_column) < len(row):
                row[place] = Broken(text)
        yield row
