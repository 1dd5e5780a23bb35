"""Each faulty row or cell is reported with its place, and the rest goes in."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from dingsetup.bindings.sheets import SheetReason, SheetUser, read_sheet
from tests.bindings.sheets.making import fault, pasted, text_file, workbook

HEADERS = ["用户名", "姓名", "邮箱", "手机号", "工号", "状态", "钉钉 userid", "备注"]
GOOD = ["zhang3", "张三", "z@example.com", "13800138000", "007", "启用", "u1", "记"]


def with_cell(field: str, cell: str) -> list[str]:
    row = [*GOOD]
    row[HEADERS.index(field)] = cell
    return row


def test_a_good_row_has_no_fault() -> None:
    sheet = pasted(HEADERS, GOOD)
    assert sheet.faults == []
    assert sheet.users == [
        SheetUser(
            line=2,
            username="zhang3",
            name="张三",
            email="z@example.com",
            mobile="13800138000",
            job_number="007",
            enabled=True,
            userid="u1",
            note="记",
        )
    ]


@pytest.mark.parametrize(
    ("field", "cell", "reason"),
    [
        ("姓名", "张\x01三", SheetReason.CONTROL_CHARACTERS),
        ("姓名", "张\0三", SheetReason.CONTROL_CHARACTERS),
        ("姓名", '"张三\n李四"', SheetReason.LINE_BREAK),
        ("姓名", "张" * 501, SheetReason.TOO_LONG),
        ("姓名", "'=" + "张" * 500, SheetReason.TOO_LONG),
        ("邮箱", "zhang3", SheetReason.EMAIL_INVALID),
        ("邮箱", "a@b@c", SheetReason.EMAIL_INVALID),
        ("邮箱", "a b@example.com", SheetReason.EMAIL_INVALID),
        ("邮箱", "z@exam\u200bple.com", SheetReason.CONTROL_CHARACTERS),
        ("手机号", "12345", SheetReason.MOBILE_INVALID),
        ("手机号", "1.38E+10", SheetReason.DIGITS_LOST),
        ("工号", "1.23457E+19", SheetReason.DIGITS_LOST),
        ("工号", "#REF!", SheetReason.CELL_ERROR),
        ("状态", "也许", SheetReason.NOT_YES_OR_NO),
        ("钉钉 userid", "u 1", SheetReason.USERID_SHAPE),
        ("钉钉 userid", "u" * 65, SheetReason.USERID_SHAPE),
        ("备注", "x" * 40_000, SheetReason.TOO_LONG),
    ],
)
def test_a_faulty_cell_is_left_out_and_its_row_goes_in(
    field: str, cell: str, reason: SheetReason
) -> None:
    sheet = pasted(HEADERS, GOOD, ["li4", *with_cell(field, cell)[1:]])
    found = fault(sheet)
    assert (found.line, found.column, found.reason, found.left_out) == (3, field, reason, False)
    (good, other) = sheet.users
    names = ("姓名", "邮箱", "手机号", "工号", "状态", "钉钉 userid", "备注")
    fields = ("name", "email", "mobile", "job_number", "enabled", "userid", "note")
    for name, attribute in zip(names, fields, strict=True):
        expected = None if name == field else getattr(good, attribute)
        assert getattr(other, attribute) == expected


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("", SheetReason.USERNAME_MISSING),
        ("　", SheetReason.USERNAME_MISSING),
        ("x" * 501, SheetReason.TOO_LONG),
        ("zhang\x003", SheetReason.CONTROL_CHARACTERS),
        ("zhang\u200b3", SheetReason.CONTROL_CHARACTERS),
        ("#N/A", SheetReason.CELL_ERROR),
    ],
)
def test_a_row_without_a_usable_username_is_left_out(cell: str, reason: SheetReason) -> None:
    sheet = pasted(HEADERS, with_cell("用户名", cell), GOOD)
    found = fault(sheet)
    assert (found.line, found.column, found.reason, found.left_out) == (2, "用户名", reason, True)
    assert [user.line for user in sheet.users] == [3]
    assert sheet.lines == 2


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("匹配方式", "guessed"),
        ("匹配方式", "'=mobile"),
        ("可信度", "very"),
        ("核对时间", "yesterday"),
        ("候选人", "u1"),
        ("候选人", "'=u1"),
        ("候选人", "u1:guess"),
        ("rules tried", "mobile; guess"),
        ("原表重复行", "two"),
        ("原表重复行", "0"),
        ("原表重复行", "9" * 30),
    ],
)
def test_what_no_export_would_write_is_a_fault(header: str, cell: str) -> None:
    sheet = pasted(["用户名", header], ["zhang3", cell])
    assert (fault(sheet).reason, fault(sheet).column) == (SheetReason.VALUE_UNKNOWN, header)
    assert sheet.users == [SheetUser(line=2, username="zhang3")]


def test_a_masked_mobile_is_a_fault_and_goes_in_as_it_is() -> None:
    sheet = pasted(HEADERS, with_cell("手机号", "180****5310"))
    assert fault(sheet).reason is SheetReason.MOBILE_MASKED
    assert fault(sheet).values == {"value": "180****5310"}
    assert sheet.users[0].mobile == "180****5310"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("+86 138-0013-8000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("\u202d13800138000\u202c", "13800138000"),
        ("'13800138000", "13800138000"),
        ("13800138000.0", "13800138000"),
        ("0014155550100", "+14155550100"),
        ("", ""),
    ],
)
def test_a_mobile_number_is_brought_to_its_normal_form(written: str, read: str) -> None:
    sheet = pasted(HEADERS, with_cell("手机号", written))
    assert (sheet.users[0].mobile, sheet.faults) == (read, [])


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (" z@example.com　", "z@example.com"),
        ("ｚ＠example．com", "z@example.com"),
        ("o'b@x", "o'b@x"),
    ],
)
def test_an_address_is_read_without_blanks_and_in_half_width(written: str, read: str) -> None:
    assert pasted(HEADERS, with_cell("邮箱", written)).users[0].email == read


@pytest.mark.parametrize(
    ("word", "enabled"),
    [
        ("启用", True),
        ("已启用", True),
        ("是", True),
        ("TRUE", True),
        ("1", True),
        ("Enabled", True),
        ("停用", False),
        ("禁用", False),
        ("否", False),
        ("no", False),
        ("0", False),
        ("", None),
    ],
)
def test_enabled_is_read_in_both_languages(word: str, enabled: bool | None) -> None:
    sheet = pasted(HEADERS, with_cell("状态", word))
    assert (sheet.users[0].enabled, sheet.faults) == (enabled, [])


def test_what_the_sheet_has_no_column_for_is_not_said() -> None:
    (user,) = pasted(["用户名"], ["zhang3"]).users
    assert user == SheetUser(line=2, username="zhang3")


def test_a_line_that_says_the_same_again_is_left_out() -> None:
    sheet = pasted(HEADERS, GOOD, GOOD)
    found = fault(sheet)
    assert (found.line, found.reason, found.left_out) == (3, SheetReason.REPEATED_LINE, True)
    assert found.values == {"username": "zhang3", "first": 2}
    assert sheet.users[0].duplicate_lines == ()


def test_lines_that_say_different_things_of_a_user_are_named_with_the_first() -> None:
    other = with_cell("邮箱", "other@example.com")
    third = with_cell("姓名", "张珊")
    sheet = pasted(HEADERS, GOOD, ["li4"], other, GOOD, third)
    assert [(user.line, user.duplicate_lines) for user in sheet.users] == [
        (2, (2, 4, 6)),
        (3, ()),
    ]
    assert [(found.line, found.reason) for found in sheet.faults] == [
        (4, SheetReason.DUPLICATE_USERNAME),
        (5, SheetReason.REPEATED_LINE),
        (6, SheetReason.DUPLICATE_USERNAME),
    ]


def test_a_user_repeated_far_below_is_found() -> None:
    rows = [[f"u{number}", "甲"] for number in range(3000)]
    sheet = pasted(["用户名", "姓名"], *rows, ["u7", "乙"])
    assert (len(sheet.users), fault(sheet).line) == (3000, 3002)
    assert sheet.users[7].duplicate_lines == (9, 3002)


def test_blank_rows_and_examples_are_no_faults() -> None:
    rows = [["示例：zhang3", "张三"], ["", " "], ["Example: li4"], ["zhang3", "张三"], ["", ""]]
    sheet = pasted(["用户名", "姓名"], *rows)
    assert [user.line for user in sheet.users] == [5]
    assert (sheet.lines, sheet.faults) == (1, [])


def test_faults_stand_in_the_order_of_the_sheet() -> None:
    rows = [["zhang3", "bad"], ["", "x@example.com"], ["li4", "bad"], ["zhang3", "z@example.com"]]
    assert [one.line for one in pasted(["用户名", "邮箱"], *rows).faults] == [2, 3, 4, 5]


def test_a_cell_of_ten_megabytes_is_one_fault(tmp_path: Path) -> None:
    file = text_file(tmp_path, f"用户名,姓名\nzhang3,{'x' * 10_000_000}\nli4,李四\n")
    sheet = read_sheet(file)
    assert fault(sheet).values == {"length": 10_000_000, "limit": 500}
    assert [user.name for user in sheet.users] == [None, "李四"]
    assert max(len(cell) for row in sheet.preview for cell in row) <= 200


@pytest.mark.parametrize(
    ("field", "cell", "read"),
    [
        ("手机号", 13800138000, "13800138000"),
        ("手机号", 8613800138000, "13800138000"),
        ("工号", 10233.0, "10233"),
        ("工号", 10233.5, "10233.5"),
        ("用户名", 10233, "10233"),
        ("状态", True, True),
        ("状态", 0, False),
        ("备注", datetime.date(2026, 3, 4), "2026-03-04"),
    ],
)
def test_numbers_booleans_and_dates_of_a_workbook_are_read(
    tmp_path: Path, field: str, cell: Any, read: Any
) -> None:
    row: list[Any] = [*GOOD]
    row[HEADERS.index(field)] = cell
    sheet = read_sheet(workbook(tmp_path, [HEADERS, row]))
    names = {"手机号": "mobile", "工号": "job_number", "用户名": "username", "状态": "enabled"}
    assert getattr(sheet.users[0], names.get(field, "note")) == read
    assert sheet.faults == []


@pytest.mark.parametrize(
    ("field", "cell", "reason"),
    [
        ("工号", 1.2345678901234567e19, SheetReason.DIGITS_LOST),
        ("钉钉 userid", 12345678901234567890, SheetReason.DIGITS_LOST),
        ("工号", datetime.date(2026, 3, 4), SheetReason.TURNED_INTO_DATE),
    ],
)
def test_what_a_spreadsheet_has_altered_is_a_fault(
    tmp_path: Path, field: str, cell: Any, reason: SheetReason
) -> None:
    row: list[Any] = [*GOOD]
    row[HEADERS.index(field)] = cell
    sheet = read_sheet(workbook(tmp_path, [HEADERS, row]))
    assert (fault(sheet).reason, fault(sheet).column) == (reason, field)
