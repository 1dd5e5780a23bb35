"""What is written can be read again to the letter, and runs nothing where it is opened."""

import csv
import errno
import os
import re
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from dingsetup.bindings.sheets import (
    SheetError,
    SheetTrouble,
    output,
    pack_candidates,
    pack_texts,
    read_sheet,
    unpack_candidates,
    unpack_texts,
    write_table,
)
from dingsetup.bindings.sheets.cells import MARK
from dingsetup.bindings.sheets.values import LONGEST_CELL
from dingsetup.bindings.values import (
    BindingState,
    Cancelled,
    Candidate,
    Confidence,
    Person,
    Row,
    Rule,
)
from tests.bindings.sheets.rows import back, said_of, words

FORMULAS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+8613800138000",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "'=1",
    "''=1",
    " =1",
    "\u200b=1",
]
ALTERED = ["007", "0", "12345678901234567890", "1e5", "3-4", "1/2", "12:30", "1.0", "2026-03-04"]
ODD = [
    "'",
    "''",
    "'t Hooft",
    "'123",
    "''123",
    " led by a blank",
    "二行\n三行",
    "a\r\nb",
    'quote " comma , semicolon ; tab \t',
    "#REF!",
    "示例：zhang3",
    "Example: x",
    "_x0041_",
    "_x005F_x0041_",
    "<r>bold</r>",
    "<&>",
    "\x01\x00\x1f",
    "\u202d138\u202c",
    "😀𠮷",
    "1.38E+10",
    "TRUE",
    "sep=;",
]
TEXTS = st.one_of(
    st.sampled_from([*FORMULAS, *ALTERED, *ODD]),
    st.text(
        st.characters(blacklist_categories=["Cs"], blacklist_characters="\ufffe\uffff"), max_size=30
    ),
    st.text("'=+-@0123456789E.; \n\t", max_size=8),
)
FULL = Row(
    id=1,
    username="zhang3",
    name="张三",
    email="z@example.com",
    mobile="13800138000",
    job_number="007",
    enabled=False,
    userid="12345678901234567890",
    rule="mobile",
    confidence=Confidence.HIGH,
    candidates=(Candidate("u1", Rule.MOBILE), Candidate("a:b;c%", Rule.NAME)),
    rejected=("'=1", "u 8"),
    searched=(Rule.MOBILE, Rule.EMAIL),
    ignored=True,
    note="记",
    checked_at="2026-11-22T03:04:05+00:00",
    duplicate_lines=(3, 7),
    state=BindingState.BOUND,
    person=Person("u1", name="张三"),
    department_names="市场部, 财务部",
)
SUFFIXES = pytest.mark.parametrize("suffix", [".csv", ".xlsx"])


def row_with(text: str, username: str = "zhang3") -> Row:
    account = re.sub(r"\s", "", text)[:64]
    return Row(
        id=1,
        username=username,
        name=text,
        email=text,
        mobile=text,
        job_number=text,
        userid=account,
        note=text,
        candidates=(Candidate(account, Rule.NAME),) if account else (),
        rejected=(account, "u1") if account else (),
    )


@SUFFIXES
def test_every_field_comes_back(tmp_path: Path, suffix: str) -> None:
    assert back(tmp_path, [FULL], suffix) == [said_of(FULL, 2)]


@SUFFIXES
@pytest.mark.parametrize("text", [*FORMULAS, *ALTERED, *ODD])
def test_an_odd_text_comes_back_to_the_letter(tmp_path: Path, suffix: str, text: str) -> None:
    assert back(tmp_path, [row_with(text)], suffix) == [said_of(row_with(text), 2)]
    assert back(tmp_path, [row_with("x", text)], suffix) == [said_of(row_with("x", text), 2)]


@SUFFIXES
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    texts=st.lists(TEXTS, max_size=6), names=st.lists(TEXTS.filter(bool), min_size=1, max_size=6)
)
def test_any_table_comes_back(
    tmp_path: Path, suffix: str, texts: list[str], names: list[str]
) -> None:
    values = [text[:64] for text in texts] or [""]
    usernames = list(dict.fromkeys(names))
    rows = [row_with(values[number % len(values)], name) for number, name in enumerate(usernames)]
    expected = [said_of(row, line) for line, row in enumerate(rows, 2)]
    assert back(tmp_path, rows, suffix) == expected


@SUFFIXES
def test_what_an_export_says_of_people_is_not_read_back(tmp_path: Path, suffix: str) -> None:
    other = Row(id=1, username="zhang3", department_names="=1", person=Person("u", name="+1"))
    (user,) = back(tmp_path, [other], suffix)
    assert user == said_of(other, 2)


@SUFFIXES
@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_run(tmp_path: Path, suffix: str, text: str) -> None:
    file = tmp_path / f"table{suffix}"
    row = Row(id=1, username=text, name=text, person=Person("u", name=text), department_names=text)
    write_table(file, [row], words(verdict=lambda row: (text, text)))
    if suffix == ".csv":
        with file.open(encoding="utf-8-sig", newline="") as opened:
            cells = list(csv.reader(opened))[1]
        assert not [cell for cell in cells if cell and cell[0] in "=+-@\t\r＝＋－＠"]
        return
    with zipfile.ZipFile(file) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f" not in sheet
    assert b"<v>" not in sheet.split(b'<row r="2"')[1]


@pytest.mark.parametrize("text", ALTERED[:1] + ALTERED[2:])
def test_a_csv_marks_what_a_spreadsheet_would_alter(tmp_path: Path, text: str) -> None:
    file = tmp_path / "table.csv"
    write_table(file, [Row(id=1, username="zhang3", job_number=text)], words())
    assert f",{MARK}{text}," in file.read_text("utf-8-sig")


def test_a_csv_leaves_a_plain_number_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    write_table(file, [Row(id=1, username="10233", mobile="13800138000")], words())
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    assert b"\r\n10233,,,13800138000,," in file.read_bytes()


def test_a_workbook_holds_texts_of_text_format_under_a_filter(tmp_path: Path) -> None:
    file = tmp_path / "table.xlsx"
    write_table(file, [FULL, FULL], words())
    rows = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    assert [len(rows), rows[1][6]] == [3, "12345678901234567890"]
    assert all(isinstance(cell, str) for row in rows for cell in row)
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
    assert '<autoFilter ref="A1:T3"/>' in sheet
    style = int(sheet.split('<c r="A2" s="')[1].split('"')[0])
    formats = styles.split("<cellXfs")[1].split("<xf ")[1:]
    assert 'numFmtId="49"' in formats[style]


def test_rows_are_written_as_they_come(tmp_path: Path) -> None:
    taken: list[int] = []
    seen: list[tuple[int, int]] = []

    def rows() -> Iterator[Row]:
        for number in range(2000):
            taken.append(number)
            yield Row(id=number, username=f"u{number}")

    def progress(done: int, total: int) -> None:
        seen.append((done, total))
        assert len(taken) == done

    assert write_table(tmp_path / "a.csv", rows(), words(), total=2000, progress=progress) == 2000
    assert seen[-1] == (2000, 2000)


@SUFFIXES
def test_writing_that_is_ended_leaves_the_old_file_and_no_other(
    tmp_path: Path, suffix: str
) -> None:
    file = tmp_path / f"table{suffix}"
    file.write_bytes(b"old")
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        write_table(file, [FULL], words(), cancel=cancel)
    assert [entry.name for entry in tmp_path.iterdir()] == [file.name]
    assert file.read_bytes() == b"old"


@SUFFIXES
@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), SheetTrouble.DISK_FULL),
        (PermissionError(errno.EACCES, "Permission denied"), SheetTrouble.NOT_ALLOWED),
        (OSError(errno.EIO, "Input/output error"), SheetTrouble.NOT_WRITTEN),
    ],
)
def test_a_disk_that_refuses_leaves_the_old_file_and_no_other(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    suffix: str,
    error: OSError,
    kind: SheetTrouble,
) -> None:
    file = tmp_path / f"table{suffix}"
    file.write_bytes(b"old")

    def refuse(handle: int) -> None:
        raise error

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(SheetError) as refused:
        write_table(file, [FULL], words())
    assert refused.value.kind is kind
    assert [entry.name for entry in tmp_path.iterdir()] == [file.name]
    assert file.read_bytes() == b"old"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is full")
@SUFFIXES
def test_a_disk_that_fills_up_in_the_middle_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    rows = [Row(id=number, username=f"u{number}", note=str(number) * 50) for number in range(3000)]

    def full(*arguments: Any, **options: Any) -> tuple[int, str]:
        name = tmp_path / "full"
        name.symlink_to("/dev/full")
        return os.open(name, os.O_WRONLY), str(name)

    monkeypatch.setattr(output, "make_part", full)
    with pytest.raises(SheetError) as refused:
        write_table(tmp_path / f"table{suffix}", rows, words())
    assert refused.value.kind is SheetTrouble.DISK_FULL
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("table.xls", SheetTrouble.SUFFIX_UNKNOWN),
        ("table", SheetTrouble.SUFFIX_UNKNOWN),
        ("none/table.csv", SheetTrouble.FOLDER_MISSING),
        ("folder.csv", SheetTrouble.NOT_A_FILE),
    ],
)
def test_a_place_where_nothing_can_be_written_is_told(
    tmp_path: Path, name: str, kind: SheetTrouble
) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(SheetError) as refused:
        write_table(tmp_path / name, [FULL], words())
    assert refused.value.kind is kind
    assert [entry.name for entry in tmp_path.iterdir()] == ["folder.csv"]


@SUFFIXES
def test_a_list_too_long_for_a_cell_is_kept_as_far_as_it_goes(tmp_path: Path, suffix: str) -> None:
    many = Row(
        id=1,
        username="zhang3",
        candidates=tuple(Candidate(f"={number:063}", Rule.NAME) for number in range(900)),
        rejected=tuple(f"={number:063}" for number in range(900)),
        duplicate_lines=tuple(range(2, 20_002, 2)),
    )
    (user,) = back(tmp_path, [many], suffix)
    for packed in (user.candidates, user.rejected):
        assert packed is not None
        assert LONGEST_CELL - 80 < len(packed) < LONGEST_CELL
        assert packed.endswith("; …")
    candidates = unpack_candidates(user.candidates or "")
    rejected = unpack_texts(user.rejected or "")
    assert candidates == many.candidates[: len(candidates)]
    assert rejected == many.rejected[: len(rejected)]
    assert user.duplicate_lines == many.duplicate_lines[: len(user.duplicate_lines)]
    assert min(len(candidates), len(rejected), len(user.duplicate_lines)) > 400


@SUFFIXES
def test_no_row_can_make_an_export_impossible(tmp_path: Path, suffix: str) -> None:
    long = "=" + "长" * 40_000
    person = Person("u", name=long)
    rows = [
        Row(id=1, username="zhang3", note=long, department_names=long, person=person),
        Row(id=2, username="li4", name="李四"),
    ]
    file = tmp_path / f"table{suffix}"
    assert write_table(file, rows, words(verdict=lambda row: ("bound", long))) == 2
    if suffix == ".csv":
        with file.open(encoding="utf-8-sig", newline="") as opened:
            cells = list(csv.reader(opened))[1]
    else:
        found = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
        cells = [str(cell) for cell in found[1]]
    lengths = [len(cell) for cell in cells if cell.endswith("…")]
    assert len(lengths) == 4
    assert LONGEST_CELL - 1 <= min(lengths) <= max(lengths) <= LONGEST_CELL
    sheet = read_sheet(file)
    assert [(user.username, user.note) for user in sheet.users] == [("zhang3", None), ("li4", "")]
    assert {fault.reason for fault in sheet.faults} == {"too_long"}


@SUFFIXES
@pytest.mark.parametrize(
    "account", ["1E+10", "1.38E+10", "1.0", "007", "'007", "'123", "'=x", "#N/A", "=1", "'", "…"]
)
def test_an_odd_account_comes_back_to_the_letter(tmp_path: Path, suffix: str, account: str) -> None:
    odd = Row(
        id=1,
        username=account,
        job_number=account,
        userid=account,
        candidates=(Candidate(account, Rule.NAME),),
        rejected=(account,),
    )
    assert back(tmp_path, [odd], suffix) == [said_of(odd, 2)]
    assert unpack_candidates(pack_candidates(odd.candidates)) == odd.candidates
    assert unpack_texts(pack_texts(odd.rejected)) == odd.rejected


def test_more_rows_than_a_worksheet_has_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "MOST_ROWS", 4)
    rows = [Row(id=number, username=f"u{number}") for number in range(4)]
    assert write_table(tmp_path / "a.xlsx", rows[:3], words()) == 3
    with pytest.raises(SheetError) as refused:
        write_table(tmp_path / "b.xlsx", rows, words())
    assert (refused.value.kind, refused.value.values) == (
        SheetTrouble.TOO_MANY_ROWS,
        {"limit": 3},
    )
    assert write_table(tmp_path / "b.csv", rows, words()) == 4


def test_a_table_without_rows_has_headers(tmp_path: Path) -> None:
    assert write_table(tmp_path / "a.xlsx", [], words()) == 0
    rows = CalamineWorkbook.from_path(str(tmp_path / "a.xlsx")).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == ["username"]
