"""Texts with delimiters are read as the programs that write them mean them."""

from pathlib import Path

import pytest

from dingsetup.bindings.sheets import SheetError, SheetTrouble, read_pasted, read_sheet
from dingsetup.bindings.sheets.values import MOST_COLUMNS
from tests.bindings.sheets.making import refusal, text_file

TEXT = "用户名,姓名\nzhang3,张三\nli4,李四\n"


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
    ],
)
def test_every_usual_encoding_is_read(tmp_path: Path, encoding: str, said: str) -> None:
    sheet = read_sheet(text_file(tmp_path, TEXT, encoding))
    assert [(user.username, user.name) for user in sheet.users] == [
        ("zhang3", "张三"),
        ("li4", "李四"),
    ]
    assert sheet.encoding == said


def test_a_rare_character_of_gb18030_is_read(tmp_path: Path) -> None:
    sheet = read_sheet(text_file(tmp_path, "用户名,姓名\nwang5,王𠮷\n", "gb18030"))
    assert sheet.users[0].name == "王𠮷"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_usual_delimiter_and_line_end_is_read(
    tmp_path: Path, delimiter: str, end: str
) -> None:
    text = TEXT.replace(",", delimiter).replace("\n", end)
    sheet = read_sheet(text_file(tmp_path, text))
    assert sheet.delimiter == delimiter
    assert [user.line for user in sheet.users] == [2, 3]


def test_the_delimiter_is_the_one_that_makes_sense_of_the_headers(tmp_path: Path) -> None:
    text = "用户名;备注\nzhang3;a,b,c,d,e\n"
    assert read_sheet(text_file(tmp_path, text)).users[0].note == "a,b,c,d,e"


def test_a_first_line_that_tells_excel_the_delimiter_is_no_header(tmp_path: Path) -> None:
    sheet = read_sheet(text_file(tmp_path, "sep=;\r\n用户名;姓名\r\nzhang3;张三\r\n"))
    assert (sheet.header_line, sheet.users[0].line, sheet.users[0].name) == (2, 3, "张三")


def test_what_the_first_line_tells_of_the_delimiter_holds_also_without_headers() -> None:
    sheet = read_pasted("sep=;\nzhang3;a,b,c,d\n", {"username": "A", "note": "B"})
    assert [(user.username, user.note) for user in sheet.users] == [("zhang3", "a,b,c,d")]


def test_a_line_break_within_quotes_begins_no_new_row(tmp_path: Path) -> None:
    text = '用户名,备注\nzhang3,"一\n二, ""三"""\n\nli4,x\n'
    sheet = read_sheet(text_file(tmp_path, text))
    assert [(user.line, user.note) for user in sheet.users] == [(2, '一\n二, "三"'), (4, "x")]


def test_a_last_line_without_an_end_is_read(tmp_path: Path) -> None:
    assert len(read_sheet(text_file(tmp_path, TEXT.rstrip())).users) == 2


def test_a_quote_that_is_never_closed_is_refused_with_its_line(tmp_path: Path) -> None:
    text = '用户名,姓名\nzhang3,"张三\nli4,李四\nwang5,王五\n'
    assert refusal(text_file(tmp_path, text)) == (SheetTrouble.UNCLOSED_QUOTE, {"line": 2})


def test_a_cell_of_twenty_megabytes_is_a_quote_that_is_never_closed(tmp_path: Path) -> None:
    text = '用户名,姓名\nzhang3,"' + "x" * 20_000_000 + '"\n'
    assert refusal(text_file(tmp_path, text)) == (SheetTrouble.UNCLOSED_QUOTE, {"line": 2})


def test_rows_of_differing_length_are_read(tmp_path: Path) -> None:
    text = "用户名,姓名,邮箱\nzhang3\nli4,李四,l@example.com,and,more\n"
    users = read_sheet(text_file(tmp_path, text)).users
    assert [(user.name, user.email) for user in users] == [("", ""), ("李四", "l@example.com")]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00\xd8\x00", b"a,b\n\xff\xff\xff\xff\n"])
def test_bytes_that_are_no_text_are_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "users.csv"
    file.write_bytes(content)
    assert refusal(file)[0] is SheetTrouble.UNDECODABLE


def test_pasted_cells_are_read(tmp_path: Path) -> None:
    sheet = read_pasted('用户名\t姓名\t备注\r\nzhang3\t张三\t"一\n二"\r\nli4\t李四\ta,b;c\r\n')
    assert (sheet.kind, sheet.delimiter) == ("pasted", "\t")
    assert [(user.username, user.note) for user in sheet.users] == [
        ("zhang3", "一\n二"),
        ("li4", "a,b;c"),
    ]


def test_a_pasted_csv_is_read() -> None:
    assert read_pasted(TEXT).users[1].name == "李四"


def test_cells_pasted_without_headers_are_read_by_letters() -> None:
    with pytest.raises(SheetError) as refused:
        read_pasted("zhang3\t张三\nli4\t李四")
    assert refused.value.kind is SheetTrouble.NO_HEADER
    assert refused.value.values == {"headers": ["zhang3", "张三"]}
    sheet = read_pasted("zhang3\t张三\nli4\t李四", {"username": "A", "name": "B"})
    assert sheet.header_line == 0
    assert [(user.line, user.name) for user in sheet.users] == [(1, "张三"), (2, "李四")]


@pytest.mark.parametrize("text", ["", " \n\t\r\n", "\0"])
def test_a_paste_of_nothing_is_refused(text: str) -> None:
    with pytest.raises(SheetError) as refused:
        read_pasted(text)
    assert refused.value.kind is SheetTrouble.EMPTY


def test_a_text_that_reaches_too_far_is_refused_as_a_workbook_is(tmp_path: Path) -> None:
    wide = "用户名,姓名\nzhang3,张三" + "," * 400 + "x\n"
    assert refusal(text_file(tmp_path, wide)) == (
        SheetTrouble.TOO_MANY_COLUMNS,
        {"columns": 402, "limit": 256},
    )
    endless = "用户名,姓名\n" + ("zhang3,张三" + "," * 100_000 + "\n") * 3
    assert refusal(text_file(tmp_path, endless))[0] is SheetTrouble.TOO_MANY_COLUMNS


def test_empty_cells_far_to_the_right_do_not_count(tmp_path: Path) -> None:
    line = "," * 16_000 + "\n"
    sheet = read_sheet(text_file(tmp_path, f"用户名,姓名{line}zhang3,张三{line}"))
    assert ([user.name for user in sheet.users], sheet.faults) == (["张三"], [])
    assert {len(row) for row in (*sheet.preview, sheet.headers)} == {MOST_COLUMNS}
