"""Workbooks are read as their sheets show them, whoever wrote them."""

import threading
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from dingsetup.bindings.sheets import SheetReason, SheetTrouble, read_sheet
from dingsetup.bindings.values import Cancelled
from tests.bindings.sheets.making import (
    USERNAMES,
    fault,
    fill,
    package,
    package_file,
    refusal,
    sheet_xml,
    workbook,
)

ROWS = [["用户名", "姓名"], ["zhang3", "张三"], ["li4", "李四"]]


def cells(*xml: str) -> str:
    """A sheet under the headers 用户名 and 工号, its second row as given."""
    head = '<row r="1"><c r="A1" t="str"><v>用户名</v></c><c r="B1" t="str"><v>工号</v></c></row>'
    return sheet_xml(f'{head}<row r="2">{"".join(xml)}</row>')


def test_texts_within_cells_and_texts_in_a_list_are_read_alike(tmp_path: Path) -> None:
    listed = read_sheet(workbook(tmp_path, ROWS))
    with xlsxwriter.Workbook(str(tmp_path / "b.xlsx"), {"constant_memory": True}) as book:
        fill(book.add_worksheet(), ROWS)
    assert read_sheet(tmp_path / "b.xlsx") == listed
    assert (listed.kind, listed.name, listed.lines) == ("xlsx", "Sheet1", 2)


def test_a_workbook_is_known_by_its_content(tmp_path: Path) -> None:
    assert read_sheet(workbook(tmp_path, ROWS, "users.csv")).kind == "xlsx"
    (tmp_path / "text.xlsx").write_text("用户名\nzhang3\n", "utf-8")
    assert read_sheet(tmp_path / "text.xlsx").kind == "csv"


def test_the_first_shown_sheet_with_headers_is_taken(tmp_path: Path) -> None:
    file = tmp_path / "users.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        fill(book.add_worksheet("说明"), [["请勿修改表头"]])
        book.add_worksheet("空")
        hidden = book.add_worksheet("隐藏")
        fill(hidden, [["用户名"], ["wrong"]])
        hidden.hide()
        fill(book.add_worksheet("用户"), ROWS)
    sheet = read_sheet(file)
    assert (sheet.name, sheet.sheets) == ("用户", ("说明", "空", "用户"))
    assert read_sheet(file, sheet="隐藏").users[0].username == "wrong"
    kind, values = refusal(file, sheet="no such")
    assert kind is SheetTrouble.SHEET_UNKNOWN
    assert values == {"sheet": "no such", "sheets": ["说明", "空", "用户"]}
    assert refusal(file, sheet="说明")[0] is SheetTrouble.NO_HEADER
    assert refusal(file, sheet="空")[0] is SheetTrouble.NO_ROWS


def test_where_no_sheet_has_headers_the_first_one_is_told_of(tmp_path: Path) -> None:
    file = tmp_path / "users.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        book.add_worksheet()
        fill(book.add_worksheet(), [["一"]])
        fill(book.add_worksheet(), [["二"]])
    assert refusal(file) == (SheetTrouble.NO_HEADER, {"headers": ["一"]})


def test_merged_cells_and_formats_do_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "users.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 1, "花名册", book.add_format({"bold": True}))
        fill(sheet, [[], *ROWS])
        sheet.set_column(0, 16383, 20, book.add_format({"num_format": "@"}))
    assert [user.line for user in read_sheet(file).users] == [3, 4]


def test_a_formula_gives_its_value_and_its_error_is_a_fault(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "users.xlsx")) as book:
        sheet: Any = book.add_worksheet()
        fill(sheet, [["用户名", "工号"]])
        sheet.write_formula(1, 0, '="zhang"&3', None, "zhang3")
        sheet.write_formula(1, 1, "=A99", None, "#REF!")
    read = read_sheet(tmp_path / "users.xlsx")
    assert (read.users[0].username, read.users[0].job_number) == ("zhang3", None)
    assert (fault(read).reason, fault(read).values) == (SheetReason.CELL_ERROR, {"value": "#REF!"})


@pytest.mark.parametrize(
    "error", ['<c r="B2" t="e"><v>#N/A</v></c>', "<c r='B2' t='e'><v>#N/A</v></c>"]
)
def test_an_error_without_a_formula_is_not_an_empty_cell(tmp_path: Path, error: str) -> None:
    sheet = read_sheet(package_file(tmp_path, cells('<c r="A2" t="str"><v>z</v></c>', error)))
    assert sheet.users[0].job_number is None
    assert fault(sheet).column == "工号"


def test_a_long_mobile_number_shown_as_1_38e10_is_read_whole(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "users.xlsx")) as book:
        sheet = book.add_worksheet()
        fill(sheet, [["用户名", "手机号"], ["zhang3"]])
        sheet.write_number(1, 1, 13800138000, book.add_format({"num_format": "0.00E+00"}))
    assert read_sheet(tmp_path / "users.xlsx").users[0].mobile == "13800138000"


@pytest.mark.parametrize(
    "row",
    [
        '<c t="str"><v>zhang3</v></c><c><v>7</v></c>',
        '<c t="str" r="A2"><v>zhang3</v></c><c r="B2"><v>7</v></c>',
        '<c r="b2"><v>7</v></c><c r="a2" t="str"><v>zhang3</v></c>',
        "<c r = 'A2' t='str'><v>zhang3</v></c><c><v>7</v></c>",
        '<x:c r="A2" t="str"><v>zhang3</v></x:c><x:c r="B2"><v>7</v></x:c>',
        '<c r="A2" t="str"><v>zhang3</v></c><c r="B2"><v>7</v></c><c r="XFD2" s="0"/>',
    ],
)
def test_cells_may_be_written_in_any_way_xml_allows(tmp_path: Path, row: str) -> None:
    (user,) = read_sheet(package_file(tmp_path, cells(row))).users
    assert (user.username, user.job_number, user.line) == ("zhang3", "7", 2)


def test_rows_without_numbers_are_counted(tmp_path: Path) -> None:
    rows = "".join(f'<row><c t="str"><v>{text}</v></c></row>' for text in ("用户名", "a", "b"))
    assert [user.line for user in read_sheet(package_file(tmp_path, sheet_xml(rows))).users] == [
        2,
        3,
    ]


def test_columns_beyond_z_are_read(tmp_path: Path) -> None:
    headers = [f"列{number}" for number in range(60)] + ["用户名"]
    sheet = read_sheet(workbook(tmp_path, [headers, [*["x"] * 60, "zhang3"]]))
    assert (sheet.mapping, sheet.users[0].username) == ({"username": 60}, "zhang3")


def test_a_workbook_with_a_million_columns_of_formats_only_is_read(tmp_path: Path) -> None:
    rows = USERNAMES.replace("</row>", '<c r="XFD2" s="0"/></row>', 1)
    assert len(read_sheet(package_file(tmp_path, sheet_xml(rows))).users) == 1


def test_reading_can_be_ended(tmp_path: Path) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        read_sheet(workbook(tmp_path, ROWS), cancel=cancel)
    (tmp_path / "a.csv").write_text("用户名\nzhang3\n", "utf-8")
    with pytest.raises(Cancelled):
        read_sheet(tmp_path / "a.csv", cancel=cancel)


def test_reading_can_be_ended_between_rows(tmp_path: Path) -> None:
    cancel = threading.Event()
    file = tmp_path / "a.csv"
    file.write_text("用户名\n" + "\n".join(f"u{number}" for number in range(5000)), "utf-8")
    seen: list[int] = []

    def progress(done: int, total: int) -> None:
        seen.append(done)
        cancel.set()

    with pytest.raises(Cancelled):
        read_sheet(file, cancel=cancel, progress=progress)
    assert len(seen) == 1


def test_progress_ends_with_the_last_row(tmp_path: Path) -> None:
    rows = [["用户名"], *([f"u{number}"] for number in range(1500))]
    seen: list[tuple[int, int]] = []
    read_sheet(workbook(tmp_path, rows), progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (1501, 1501)
    assert seen == sorted(seen)


def test_parts_named_in_other_letters_are_found(tmp_path: Path) -> None:
    content = package(sheet_xml(USERNAMES)).replace(
        b"xl/worksheets/sheet1.xml", b"XL/worksheets/Sheet1.xml"
    )
    (tmp_path / "a.xlsx").write_bytes(content)
    assert len(read_sheet(tmp_path / "a.xlsx").users) == 1
