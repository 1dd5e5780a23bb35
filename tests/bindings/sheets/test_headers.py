"""Headers are known by what people call them, wherever they stand among the first rows."""

from pathlib import Path

import pytest

from dingsetup.bindings.sheets import FIELDS, SheetError, SheetTrouble, read_sheet
from dingsetup.bindings.sheets.headers import find_layout, meaning
from dingsetup.bindings.sheets.words import load_words, plain_word
from tests.bindings.sheets.making import pasted, text_file, workbook

ROWS = [["账号", "显示名", "联系电话"], ["zhang3", "张三", "13800138000"]]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("用户名", "username"),
        ("用户名*", "username"),
        ("＊用户名", "username"),
        (" 用 户 名 ", "username"),
        ("用户名（必填）", "username"),
        ("用户名（必填（不可重复））", "username"),
        ("用户名（" + "必填，" * 80 + "）", "username"),
        ("用户名\n必填，不可重复", "username"),
        ("User_Name (required)", "username"),
        ("ＵＳＥＲＮＡＭＥ", "username"),
        ("姓名【必填】", "name"),
        ("E-Mail", "email"),
        ("邮箱：", "email"),
        ("手机号码", "mobile"),
        ("工号", "job_number"),
        ("状态", "enabled"),
        ("是否启用", "enabled"),
        ("钉钉 userid", "userid"),
        ("UserID", "userid"),
        ("job_number", "job_number"),
        ("部门", "departments"),
        ("是否禁用", ""),
        ("用户ID", ""),
        ("", ""),
        ("(必填)", ""),
    ],
)
def test_a_header_is_known_without_its_decoration(header: str, field: str) -> None:
    assert meaning(header) == field


def test_no_header_stands_for_two_fields() -> None:
    words = load_words()
    known = words.fields | words.derived
    fields: dict[str, set[str]] = {}
    for field, headers in known.items():
        for header in (field, *headers):
            fields.setdefault(plain_word(header), set()).add(field)
    assert {header: among for header, among in fields.items() if len(among) > 1} == {}
    assert set(words.fields) == set(FIELDS)


def test_instructions_above_the_headers_are_passed_over() -> None:
    rows = [
        ["填写说明：请勿修改表头", "", ""],
        [],
        ["姓名", "用户名", "邮箱"],
        ["张三", "zhang3", ""],
    ]
    sheet = pasted(*rows)
    assert (sheet.header_line, sheet.users[0].username, sheet.users[0].line) == (3, "zhang3", 4)


def test_headers_under_merged_cells_are_read_from_both_rows(tmp_path: Path) -> None:
    rows = [
        ["用户名", "姓名", "联系方式", ""],
        ["", "", "邮箱", "手机号"],
        ["zhang3", "张三", "z@example.com", "13800138000"],
    ]
    sheet = read_sheet(workbook(tmp_path, rows))
    assert sheet.mapping == {"username": 0, "name": 1, "email": 2, "mobile": 3}
    assert [user.line for user in sheet.users] == [3]


def test_a_row_of_users_is_never_taken_for_a_second_row_of_headers() -> None:
    sheet = pasted(["用户名", "x"], ["邮箱", "手机号"], ["zhang3", "y"])
    assert [user.username for user in sheet.users] == ["邮箱", "zhang3"]
    sheet = pasted(["用户名", "姓名", "x"], ["zhang3", "张三", "电话"], ["li4", "李四", ""])
    assert [user.username for user in sheet.users] == ["zhang3", "li4"]


def test_the_most_exact_of_several_headers_is_taken() -> None:
    sheet = pasted(["账号", "用户名", "电话", "手机号"], ["a", "b", "c", "13800138000"])
    assert (sheet.mapping["username"], sheet.mapping["mobile"]) == (1, 3)


def test_headers_without_a_username_are_refused_by_name() -> None:
    with pytest.raises(SheetError) as refused:
        pasted(["姓名", "部门", "x"], ["张三", "市场部", "1"])
    assert refused.value.kind is SheetTrouble.NO_USERNAME
    assert refused.value.values == {"headers": ["姓名", "部门", "x"]}


@pytest.mark.parametrize(
    "mapping",
    [
        {"mobile": "备用"},
        {"mobile": " 备用 "},
        {"mobile": "D"},
        {"mobile": "d"},
        {"mobile": "4"},
        {"mobile": 3},
    ],
)
def test_a_column_is_named_by_header_letter_or_number(mapping: dict[str, str | int]) -> None:
    rows = [["用户名", "姓名", "手机号", "备用"], ["zhang3", "张三", "1", "13800138000"]]
    assert pasted(*rows).mapping["mobile"] == 2
    text = "\n".join("\t".join(row) for row in rows)
    layout = find_layout([line.split("\t") for line in text.split("\n")], mapping)
    assert layout.mapping == {"username": 0, "name": 1, "mobile": 3}


def test_letters_count_from_the_sheets_first_column(tmp_path: Path) -> None:
    file = workbook(tmp_path, [["", ""], ["", "", "用户名", "备用"], ["", "", "zhang3", "张三"]])
    sheet = read_sheet(file, {"name": "D"})
    assert (sheet.users[0].name, sheet.users[0].line) == ("张三", 3)
    assert read_sheet(file, {"name": "4"}).users[0].name == "张三"
    assert sheet.mapping == {"username": 0, "name": 1}
    assert read_sheet(file, sheet.mapping).users == sheet.users


def test_a_mapping_takes_a_field_out() -> None:
    layout = find_layout(ROWS, {"name": ""})
    assert layout.mapping == {"username": 0, "mobile": 2}


def test_one_column_may_go_into_two_fields(tmp_path: Path) -> None:
    file = text_file(tmp_path, "邮箱,姓名\nz@example.com,张三\n")
    user = read_sheet(file, {"username": "邮箱"}).users[0]
    assert user.username == user.email == "z@example.com"


@pytest.mark.parametrize(
    ("mapping", "kind"),
    [
        ({"no such": "A"}, SheetTrouble.FIELD_UNKNOWN),
        ({"name": "no such"}, SheetTrouble.COLUMN_UNKNOWN),
        ({"name": "Z"}, SheetTrouble.COLUMN_UNKNOWN),
        ({"name": "0"}, SheetTrouble.COLUMN_UNKNOWN),
        ({"name": 3}, SheetTrouble.COLUMN_UNKNOWN),
        ({"name": -1}, SheetTrouble.COLUMN_UNKNOWN),
        ({"username": ""}, SheetTrouble.NO_USERNAME),
    ],
)
def test_a_wrong_mapping_is_refused(mapping: dict[str, str | int], kind: SheetTrouble) -> None:
    with pytest.raises(SheetError) as refused:
        find_layout(ROWS, mapping)
    assert refused.value.kind is kind


def test_a_header_the_caller_names_is_found_where_no_other_is_known() -> None:
    rows = [["标题", ""], ["登陆", "称呼"], ["zhang3", "张三"]]
    layout = find_layout(rows, {"username": "登陆", "name": "称呼"})
    assert (layout.header_line, layout.mapping) == (2, {"username": 0, "name": 1})


def test_the_mapping_of_a_sheet_reads_it_the_same_way_again(tmp_path: Path) -> None:
    file = text_file(tmp_path, "\n".join(",".join(row) for row in ROWS))
    sheet = read_sheet(file)
    assert read_sheet(file, sheet.mapping) == sheet


UNKNOWN = [["loginid", "full", "flag"], ["a", "A", "1"], ["bob", "Bob", "1"], ["1", "2", "3"]]


@pytest.mark.parametrize(
    "mapping",
    [
        {"username": "1"},
        {"username": "1", "name": "2", "enabled": "3"},
        {"username": "A"},
        {"username": "a", "name": "b"},
        {"username": "１"},
        {"username": 0},
    ],
)
def test_a_column_named_by_its_place_makes_no_row_of_users_a_header(
    mapping: dict[str, str | int],
) -> None:
    layout = find_layout(UNKNOWN, mapping)
    assert (layout.header_line, layout.mapping["username"]) == (0, 0)


@pytest.mark.parametrize("column", ["登陆 id", 0, "A", "1"])
def test_a_user_called_username_is_no_header_where_the_column_is_named(column: str | int) -> None:
    rows = [["登陆 id", "姓名", "邮箱"], ["zhang3", "张三", ""], ["username", "某人", ""]]
    assert find_layout(rows, {"username": column}).header_line == 1


def test_a_number_that_names_no_column_is_a_header() -> None:
    rows = [["用户名", "2026"], ["zhang3", "张三"], ["2026", "x"]]
    assert find_layout(rows, {"name": "2026"}).mapping == {"username": 0, "name": 1}
