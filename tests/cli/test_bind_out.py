"""`dingsetup bind export` and `template`: what comes out can be read again, and is harmless."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dingsetup.bindings.sheets import TEMPLATE_COLUMNS, WORK_COLUMNS, read_sheet
from dingsetup.bindings.values import Person, Standing
from dingsetup.language import LANGUAGES
from tests.cli.bound import PEOPLE, USERS, bind, practice_table, read_directory, refused, write
from tests.cli.conftest import Dingsetup

DECIDED = (
    *("username", "name", "email", "mobile", "job_number", "enabled", "userid", "rule"),
    *("confidence", "candidates", "rejected", "searched", "ignored", "note", "duplicate_lines"),
)
"""All of a row that does not follow from something else."""


@pytest.fixture(autouse=True)
def table(dingsetup: Dingsetup, tmp_path: Path, home: Path) -> None:
    """A practice table with something of everything."""
    hostile = "\n".join((USERS.rstrip(), '"=2+3","\'=1",@x,,', "-qian8,+钱八,,,00123"))
    bind(dingsetup, "import", write(tmp_path, hostile))
    read_directory(home)
    bind(dingsetup, "match")
    bind(dingsetup, "reject", "wang5", "--only", "u-wang")
    bind(dingsetup, "ignore", "sun7")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_an_export_is_read_again_as_the_same_table(
    name: str, language: str, dingsetup: Dingsetup, tmp_path: Path, home: Path
) -> None:
    file = str(tmp_path / name)
    before = list(practice_table(home).each())
    told = bind(dingsetup, "export", file, "--language", language)
    assert told == {"file": file, "rows": 6}
    again = bind(dingsetup, "import", file)
    assert (again["plan"]["same"], again["change"], again["faults"]) == (6, None, [])
    dingsetup("profile", "add", "a", "--no-secret")
    dingsetup("bind", "import", file, "--profile", "a")
    dingsetup("bind", "export", str(tmp_path / f"again-{name}"), "--profile", "a")
    copied = json.loads(dingsetup("bind", "list", "--profile", "a", "--json").stdout)["rows"]
    for one in copied:
        one["candidates"] = [{n: c[n] for n in ("userid", "rule")} for c in one["candidates"]]
    assert [[one[name] for name in DECIDED] for one in copied] == [
        [_listed(getattr(row, name)) for name in DECIDED] for row in before
    ]


def test_a_csv_goes_to_stdout_and_comes_in_again_through_a_pipe(dingsetup: Dingsetup) -> None:
    result = dingsetup("bind", "export", "-", "--practice")
    assert (result.exit_code, result.stderr) == (0, "")
    assert bind(dingsetup, "import", "-", stdin=result.stdout_bytes)["plan"]["same"] == 6


def test_no_cell_of_a_csv_is_run_as_a_formula(dingsetup: Dingsetup) -> None:
    text = dingsetup("bind", "export", "-", "--practice").stdout_bytes.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]


def test_only_the_states_wanted_are_exported(dingsetup: Dingsetup, tmp_path: Path) -> None:
    file = str(tmp_path / "bound.csv")
    assert bind(dingsetup, "export", file, "--state", "bound")["rows"] == 2
    assert [user.username for user in read_sheet(Path(file)).users] == ["li4", "zhao6"]


def test_a_work_list_says_what_to_do_of_everybody_who_needs_a_binding(
    dingsetup: Dingsetup, tmp_path: Path
) -> None:
    file = tmp_path / "work.csv"
    assert bind(dingsetup, "export", str(file), "--work-list")["rows"] == 5
    lines = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"))))[1:]
    by_user = {line[1]: dict(zip(WORK_COLUMNS, line, strict=True)) for line in lines}
    assert "sun7" not in by_user
    assert (by_user["li4"]["todo"], by_user["li4"]["person_name"]) == ("bind", "李四")
    assert by_user["wang5"]["userid"] == ""


def test_a_work_list_takes_off_whoever_left_on_either_side(
    dingsetup: Dingsetup, tmp_path: Path, home: Path
) -> None:
    long = "0123456789" * 2
    left = [msgspec.structs.replace(one, standing=Standing.GONE) for one in PEOPLE[:1]]
    read_directory(home, [*left, *PEOPLE[1:], Person(long, mobile="15400000005")])
    more = "username,mobile,enabled\nzhao6,15400000006,no\nwu5,15400000005,yes\n"
    bind(dingsetup, "import", write(tmp_path, more, "more.csv"))
    bind(dingsetup, "set", "wu5", long)
    file = tmp_path / "work.csv"
    bind(dingsetup, "export", str(file), "--work-list")
    lines = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"))))[1:]
    by_user = {line[1]: (line[0], line[6]) for line in lines}
    assert by_user["li4"] == ("unbind", "u-li")
    assert by_user["zhao6"] == ("unbind", "u-zhao")
    assert by_user["wu5"] == ("bind", long), "it is copied from here, so without a mark"
    assert not [cell for line in lines for cell in line if cell[:1] in ("=", "+", "-", "@")]


def test_a_file_that_cannot_be_written_is_refused_and_stays(
    dingsetup: Dingsetup, tmp_path: Path
) -> None:
    assert refused(dingsetup("bind", "export", str(tmp_path), "--practice"))
    assert refused(dingsetup("bind", "export", str(tmp_path / "no" / "out.csv"), "--practice"))
    kept = tmp_path / "out.doc"
    kept.write_text("mine")
    assert refused(dingsetup("bind", "template", str(kept), "--practice"))
    assert kept.read_text() == "mine"


@pytest.mark.parametrize("command", ["export", "template"])
def test_a_file_that_is_there_is_replaced_only_by_force(
    command: str, dingsetup: Dingsetup, tmp_path: Path
) -> None:
    kept = tmp_path / "out.csv"
    kept.write_text("mine")
    result = dingsetup("bind", command, str(kept), "--practice")
    assert refused(result)
    assert str(kept) in result.stderr
    assert "--force" in result.stderr
    assert kept.read_text() == "mine"
    assert bind(dingsetup, command, str(kept), "--force")["file"] == str(kept)
    assert kept.read_text("utf-8-sig") != "mine"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["template.csv", "template.xlsx"])
def test_a_template_is_understood_and_its_example_is_nobody(
    name: str, language: str, dingsetup: Dingsetup, tmp_path: Path
) -> None:
    file = str(tmp_path / name)
    assert bind(dingsetup, "template", file, "--language", language)["file"] == file
    result = dingsetup("bind", "import", file, "--practice")
    assert refused(result)
    assert "no rows" in result.stderr
    header = dingsetup("bind", "template", "-", "--practice", "--language", language)
    filled = header.stdout_bytes + b"anna\n"
    told = bind(dingsetup, "import", "-", stdin=filled)
    assert told["plan"]["new"] == 1
    assert set(told["sheet"]["mapping"]) == set(TEMPLATE_COLUMNS)


def _listed(value: Any) -> Any:
    """A value as JSON has it."""
    return msgspec.json.decode(msgspec.json.encode(value))
