"""Sheets speak both languages, and what they say is understood when it is read again."""

import zipfile
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from dingsetup.bindings.edits import read_enabled
from dingsetup.bindings.sheets import (
    FIELDS,
    TABLE_COLUMNS,
    TEMPLATE_COLUMNS,
    SheetError,
    SheetFault,
    SheetReason,
    SheetTrouble,
    read_sheet,
    read_yes_or_no,
    write_table,
    write_template,
    write_work_list,
)
from dingsetup.bindings.sheets.headers import meaning
from dingsetup.bindings.sheets.words import load_words
from dingsetup.bindings.values import BindingError, BindingState, Person, Reason, Row
from dingsetup.language import LANGUAGES, Language
from dingsetup.language.exports import table_text, template_text, work_text
from dingsetup.language.sheets import fault_text, sheet_told

VALUES: dict[str, Any] = {
    "cell": "XFD1",
    "code": "U+0000",
    "column": "D",
    "columns": 16384,
    "detail": "detail",
    "field": "mobile",
    "fields": ["username", "name"],
    "first": 2,
    "folder": "exports",
    "found": "pdf",
    "headers": ["a", "b"],
    "length": 600,
    "limit": 500,
    "line": 7,
    "megabytes": 700,
    "rows": 3,
    "sheet": "S",
    "sheets": ["A", "B"],
    "suffix": ".xls",
    "username": "zhang3",
    "value": "x",
}
PERSON = Person("u1", name="张三丰", job_number="007")
ROWS = [
    Row(
        id=1,
        username="zhang3",
        name="张三",
        userid="u1",
        rule="mobile",
        state=BindingState.BOUND,
        person=PERSON,
        department_names="=市场部",
    ),
    Row(id=2, username="li4", state=BindingState.NOT_FOUND, reason=Reason.NOTHING_TO_MATCH),
    Row(id=3, username="wang5", state=BindingState.IGNORED, ignored=True),
    Row(id=4, username="zhao6", userid="u6", state=BindingState.CONFLICT, reason=Reason.NAME_ONLY),
]
SUFFIXES = pytest.mark.parametrize("suffix", [".csv", ".xlsx"])


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return Language(request.param)


@pytest.mark.parametrize("kind", SheetTrouble)
def test_every_trouble_is_told(kind: SheetTrouble, language: Language) -> None:
    told = sheet_told(language, SheetError(kind, **VALUES))
    assert told.title
    assert told.cause or told.remedy
    assert not any(mark in part for part in (told.title, told.cause, told.remedy) for mark in "{}[")


@pytest.mark.parametrize("reason", SheetReason)
def test_every_fault_is_told(reason: SheetReason, language: Language) -> None:
    text = fault_text(language, SheetFault(2, "手机号", reason, VALUES))
    assert text
    assert text != reason
    assert not any(mark in text for mark in "{}[")


def test_every_header_of_an_export_is_known(language: Language) -> None:
    headers = table_text(language).headers
    assert {name: meaning(headers[name]) for name in TABLE_COLUMNS} == {
        name: name for name in TABLE_COLUMNS
    }


def test_an_export_in_words_is_read_again(tmp_path: Path, language: Language) -> None:
    file = tmp_path / "table.csv"
    write_table(file, ROWS, table_text(language))
    sheet = read_sheet(file)
    assert set(sheet.mapping) == set(FIELDS)
    assert sheet.faults == []
    assert [(user.enabled, user.ignored) for user in sheet.users] == [
        (True, False),
        (True, False),
        (True, True),
        (True, False),
    ]


@SUFFIXES
def test_a_template_is_read_as_empty_until_somebody_fills_it_in(
    tmp_path: Path, suffix: str, language: Language
) -> None:
    file = tmp_path / f"template{suffix}"
    write_template(file, template_text(language))
    with pytest.raises(SheetError) as refused:
        read_sheet(file)
    assert refused.value.kind is SheetTrouble.NO_ROWS


def test_a_template_that_was_filled_in_is_read(tmp_path: Path, language: Language) -> None:
    file = tmp_path / "template.csv"
    write_template(file, template_text(language))
    with file.open("a", encoding="utf-8") as opened:
        opened.write("zhang3,张三,z@example.com,13800138000,007,,,\n")
    sheet = read_sheet(file)
    assert list(sheet.mapping) == list(TEMPLATE_COLUMNS)
    assert [(user.line, user.job_number) for user in sheet.users] == [(3, "007")]
    assert sheet.faults == []


def test_a_template_says_what_belongs_into_each_column(tmp_path: Path, language: Language) -> None:
    file = tmp_path / "template.xlsx"
    write_template(file, template_text(language))
    rows = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    assert [header.endswith("*") for header in map(str, rows[0])] == [True] + [False] * 7
    with zipfile.ZipFile(file) as archive:
        notes = archive.read("xl/comments1.xml").decode()
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert notes.count("<comment ") == len(TEMPLATE_COLUMNS)
    yes, no = template_text(language).yes, template_text(language).no
    assert f'"{yes},{no}"' in sheet.replace("&quot;", '"')


@SUFFIXES
def test_a_work_list_says_what_to_enter_for_whom_and_why_not(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"work{suffix}"
    assert write_work_list(file, ROWS, work_text(Language("en"))) == 3
    if suffix == ".csv":
        lines = [line.split(",") for line in file.read_text("utf-8-sig").splitlines()]
        departments = "'=市场部"
    else:
        found = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
        lines = [[str(cell) for cell in row] for row in found]
        departments = "=市场部"
    bound = ["bind", "zhang3", "张三", "张三丰", departments, "007", "u1", "mobile number"]
    assert lines[1] == bound
    assert [line[:3] for line in lines[2:]] == [
        ["cannot be bound", "li4", ""],
        ["cannot be bound", "zhao6", ""],
    ]
    assert all(line[3:7] == [""] * 4 for line in lines[2:])
    assert lines[2][7].startswith("not found: ")
    assert lines[3][7].startswith("conflict: ")


def test_a_work_list_has_its_headers_in_both_languages(language: Language) -> None:
    headers = work_text(language).headers
    assert all(headers.values())
    assert len(set(headers.values())) == len(headers)


def test_yes_and_no_are_the_same_words_in_a_sheet_and_typed() -> None:
    words = load_words().words
    for word in (*words["yes"], *words["no"]):
        said = word in words["yes"]
        for written in (word, f" {word.upper()} "):
            assert (read_yes_or_no(written), read_enabled(written)) == (said, said)


@pytest.mark.parametrize(
    "text", ["", "maybe", "13800138000", "是" + " " * 200 + "否", "(" * 40_000]
)
def test_what_is_neither_yes_nor_no_is_refused(text: str) -> None:
    assert read_yes_or_no(text) is None
    with pytest.raises(BindingError):
        read_enabled(text)
