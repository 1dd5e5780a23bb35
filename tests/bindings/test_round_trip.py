"""A table that was exported and imported again is the same table."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dingsetup.bindings import edits
from dingsetup.bindings.imports import ImportPlan, apply_import, plan_import
from dingsetup.bindings.matching import apply_match, plan_match
from dingsetup.bindings.records import DECIDED, written
from dingsetup.bindings.sheets import read_pasted, read_sheet, write_table
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import BindingState, Person, Reason, Row, Rule, Standing
from dingsetup.language import LANGUAGES, Language
from dingsetup.language.exports import table_text
from tests.bindings.furnish import add_users, contents, put_people, row, user
from tests.bindings.test_company import PLANTED, directory, sheet

ODD = (
    "1E+10",
    "1.38E+10",
    "1.0",
    "007",
    "12345678901234567890",
    "'007",
    "'=1",
    "=1+1",
    "@SUM(A1)",
    "-2+3",
    "＝1",
    "3-4",
    "#N/A",
    "示例：x",
    "username",
    "用户名",
    "sep=,",
    "TRUE",
    "是",
    "…",
    "a;b%3B",
    "a:b",
    "_x0041_",
    "p\u200bq",
)
SUFFIXES = pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
EACH_WAY = (Rule.MOBILE, Rule.EMAIL, Rule.JOB_NUMBER)


def odd_user(number: int, text: str) -> tuple[Any, ...]:
    """A user whose every field holds an odd text."""
    other = ODD[(number + 1) % len(ODD)]
    candidates = [{"userid": one, "rule": "name"} for one in ("p:1", text, other)]
    return user(
        text,
        name=f" {text}",
        email=text,
        mobile=text if number % 2 else "138 0013 8000",
        job_number=text,
        note=f"{text}\n{other} ",
        userid=text if number % 3 else "",
        rule="sheet" if number % 3 else "",
        confidence="medium" if number % 3 else "",
        candidates="" if number % 3 else written(candidates),
        rejected=written([other, "u 8"]),
        searched=written(["mobile", "name"]),
        enabled=number % 4 > 0,
    )


def planted() -> list[tuple[Any, ...]]:
    """The rows a company plants; where one is bound, as sure as whoever binds it says."""
    named = (dict(zip(DECIDED, one, strict=True)) for one in sheet())
    return [
        tuple((one | {"confidence": "medium" if one["userid"] else ""}).values())
        for one in named
        if one["username"] in PLANTED
    ]


def people() -> Sequence[Person]:
    return [
        *directory(),
        *(Person(text, name=text) for text in ODD[::2]),
        Person("b1", mobile="13700000001", name="=甲"),
        Person("b2", email="b2@corp.example"),
        Person("b3", job_number="0003"),
        Person("b4", name="由人"),
        Person("gone", standing=Standing.GONE),
    ]


@pytest.fixture
def company(table: Table) -> Table:
    """Rows of every state and reason, bound by every rule, and odd ones."""
    add_users(table, planted())
    pasted = "用户名\t姓名\n" + "".join(f"thrice\t{name}\n" for name in "甲乙丙")
    apply_import(table, plan_import(table, read_pasted(pasted)))
    by_rule = [
        user("by mobile", mobile="137 0000 0001"),
        user("by email", email="B2@corp.example"),
        user("by job number", job_number="0003"),
        user("by hand", name="无"),
        user("by sheet", userid="gone", rule="sheet", confidence="medium"),
        user("taken off", mobile="13700000001"),
    ]
    add_users(table, by_rule)
    put_people(table, *people())
    apply_match(table, plan_match(table))
    edits.bind(table, row(table, "by hand").id, "b4")
    edits.reject(table, [row(table, "turned_down").id])
    add_users(table, [odd_user(number, text) for number, text in enumerate(ODD)])
    return table


def exported(table: Table, folder: Path, suffix: str, language: str) -> Path:
    file = folder / f"table{suffix}"
    write_table(file, table.each(), table_text(Language(language)))
    return file


def plan(table: Table, file: Path) -> ImportPlan:
    read = read_sheet(file)
    assert {fault.reason for fault in read.faults} <= {"mobile_masked"}
    return plan_import(table, read)


def without_ids(table: Table) -> list[Row]:
    return [msgspec.structs.replace(one, id=0) for one in contents(table)]


def test_the_table_that_travels_holds_everything(company: Table) -> None:
    rows = contents(company)
    reasons = {reason for _, reason, _ in PLANTED.values()}
    assert {one.state for one in rows} == set(BindingState)
    assert {one.reason for one in rows} >= reasons
    assert {one.rule for one in rows if one.userid} == {*EACH_WAY, Rule.HAND, Rule.SHEET}
    assert row(company, "thrice").duplicate_lines == (2, 3, 4)
    assert row(company, "thrice").reason is Reason.DUPLICATE_USERNAME


@SUFFIXES
@LANGUAGE
def test_a_table_that_was_exported_and_imported_is_the_same(
    company: Table, tmp_path: Path, suffix: str, language: str
) -> None:
    file = exported(company, tmp_path, suffix, language)
    other = Table(tmp_path / "other")
    apply_import(other, plan(other, file))
    # Who is gone is forgotten unless somebody is bound to them, so the directory comes second.
    put_people(other, *people())
    assert without_ids(other) == without_ids(company)


@SUFFIXES
@LANGUAGE
def test_importing_its_own_export_changes_nothing(
    company: Table, tmp_path: Path, suffix: str, language: str
) -> None:
    found = plan(company, exported(company, tmp_path, suffix, language))
    assert (found.new, found.changed, found.same) == (0, 0, company.size())
    assert found.examples == found.kept == ()
    assert apply_import(company, found) is None


@SUFFIXES
def test_lines_of_a_sheet_do_not_grow_on_their_way(
    company: Table, tmp_path: Path, suffix: str
) -> None:
    for number in range(3):
        file = exported(company, tmp_path, suffix, "zh_CN")
        company = Table(tmp_path / f"trip{number}")
        apply_import(company, plan(company, file))
        assert row(company, "thrice").duplicate_lines == (2, 3, 4)
