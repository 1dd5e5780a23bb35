"""Whatever is in a file, it is read or refused, and never a traceback."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dingsetup.bindings.sheets import Sheet, SheetError, read_pasted, read_sheet
from dingsetup.bindings.sheets.fields import fields
from dingsetup.bindings.sheets.packing import (
    pack_candidates,
    pack_texts,
    unpack_candidates,
    unpack_lines,
    unpack_texts,
)
from dingsetup.bindings.values import Candidate, Rule
from tests.bindings.sheets.making import USERNAMES, package, sheet_xml

HEADERS = [
    "用户名",
    "姓名",
    "邮箱",
    "手机号",
    "工号",
    "状态",
    "userid",
    "备注",
    "候选人",
    "原表重复行",
]
TEXTS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12)
CELLS = st.one_of(
    TEXTS,
    st.sampled_from(
        ["", "zhang3", "'", "=1", "180****5310", "1.38E+10", "#REF!", "示例：x", "启用", "x" * 600]
    ),
)
TAGS = [
    "<c",
    "</c>",
    "<v>",
    "</v>",
    "<row",
    "</row>",
    "<is><t>",
    "</t></is>",
    "<f>",
    "</f>",
    "<x:c",
]
OTHER = [
    ' r="',
    "A1",
    "XFD9",
    '"',
    ">",
    "/>",
    "'",
    "<!--",
    "-->",
    " t=",
    '"e"',
    '"s"',
    "]]>",
    "&x;",
]
XML = st.sampled_from([*TAGS, *OTHER, "1", " ", "=", "&lt;", "<mergeCells/>", "</sheetData>"])
whatever = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def read(folder: Path, content: bytes) -> Sheet | None:
    file = folder / "any.xlsx"
    file.write_bytes(content)
    return unless_refused(lambda: read_sheet(file))


def unless_refused(reading: Callable[[], Sheet]) -> Sheet | None:
    try:
        sheet = reading()
    except SheetError:
        return None
    lines = [user.line for user in sheet.users]
    assert lines == sorted(set(lines))
    assert len({user.username for user in sheet.users}) == len(sheet.users)
    assert all(user.username for user in sheet.users)
    left_out = {fault.line for fault in sheet.faults if fault.left_out}
    assert left_out.isdisjoint(lines)
    assert len(lines) + len(left_out) == sheet.lines
    return sheet


@whatever
@given(st.binary(max_size=300))
def test_any_bytes(tmp_path: Path, content: bytes) -> None:
    read(tmp_path, content)


@whatever
@given(
    st.binary(max_size=60), st.sampled_from([b"PK\x03\x04", b"\xff\xfe", b"<", b"\xd0\xcf\x11\xe0"])
)
def test_any_bytes_behind_a_known_beginning(tmp_path: Path, content: bytes, first: bytes) -> None:
    read(tmp_path, first + content)


@whatever
@given(st.data())
def test_a_workbook_with_any_bytes_altered(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(package(sheet_xml(USERNAMES)))
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=4)):
        content[place] = data.draw(st.integers(0, 255))
    read(tmp_path, bytes(content))


@whatever
@given(st.lists(st.one_of(XML, TEXTS), max_size=25))
def test_a_sheet_with_anything_in_its_rows(tmp_path: Path, parts: list[str]) -> None:
    read(tmp_path, package(sheet_xml(USERNAMES + "".join(parts))))


@whatever
@given(TEXTS)
def test_any_paste(text: str) -> None:
    unless_refused(lambda: read_pasted(text))


@whatever
@given(
    st.lists(st.lists(CELLS, max_size=11), max_size=12),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
)
def test_any_cells(tmp_path: Path, rows: list[list[str]], delimiter: str, encoding: str) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter).writerows([HEADERS, *rows])
    sheet = read(tmp_path, buffer.getvalue().encode(encoding))
    if sheet and sheet.header_line == 1 and sheet.delimiter == delimiter:
        assert sheet.preview[0] == tuple(HEADERS)


@whatever
@given(
    st.sampled_from(sorted(fields())),
    st.lists(
        st.one_of(
            CELLS,
            st.integers(),
            st.floats(),
            st.booleans(),
            st.dates(),
            st.datetimes(),
            st.times(),
            st.timedeltas(),
        )
    ),
)
def test_a_column_is_read_as_its_cells_are(field: str, cells: list[Any]) -> None:
    column = fields()[field].column(cells)
    alone = [fields()[field].column([cell]) for cell in cells]
    assert column.values == [one.values[0] for one in alone]
    assert column.problems == {
        place: one.problems[0] for place, one in enumerate(alone) if one.problems
    }


@whatever
@given(st.sampled_from(sorted(fields())), st.lists(CELLS, min_size=1, max_size=30))
def test_what_was_read_is_read_the_same_again(field: str, cells: list[str]) -> None:
    column = fields()[field].column([cell for cell in cells if cell[:1] != "'"])
    texts = [value for value in column.values if isinstance(value, str)]
    assert fields()[field].column(texts).values == texts


@given(st.lists(st.text(st.characters(blacklist_categories=["Cs"]), min_size=1)))
def test_texts_packed_into_a_cell_come_back(texts: list[str]) -> None:
    assert unpack_texts(pack_texts(texts)) == tuple(texts)
    candidates = tuple(Candidate(text, Rule.NAME) for text in texts)
    assert unpack_candidates(pack_candidates(candidates)) == candidates


@given(st.lists(st.integers(1, 10**7)))
def test_lines_packed_into_a_cell_come_back(lines: list[int]) -> None:
    assert unpack_lines(pack_texts(map(str, lines))) == tuple(lines)
