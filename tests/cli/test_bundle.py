"""`dingsetup bundle`: what goes into a support file, what one holds, and what changed."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from dingsetup.bindings.values import Cancelled
from dingsetup.cli.bundle import creating
from dingsetup.cli.root import CANCELLED
from dingsetup.practice import PracticeTenant
from tests.cli.bound import refused
from tests.cli.conftest import Dingsetup, Keys
from tests.cli.test_check import add_profile

PARTS = ["profile", "findings", "calls", "bindings", "sends", "deliveries", "system"]
MISSING = "scope-missing:qyapi_ext_read"
Start = Callable[..., PracticeTenant]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let files without a path land in the test's own folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def started(dingsetup: Dingsetup, tenant: Start, keys: Keys) -> PracticeTenant:
    """A tenant whose app is kept as the profile `a`, and was checked once."""
    started = tenant()
    add_profile(dingsetup, started)
    assert dingsetup("check", "--profile", "a").exit_code == 0
    return started


def made(dingsetup: Dingsetup, *args: str, file: str = "a.dingsetup") -> dict[str, Any]:
    """What `bundle create --json` says of the file it wrote."""
    result = dingsetup("bundle", "create", *args, "-o", file, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def inspected(dingsetup: Dingsetup, file: str = "a.dingsetup") -> dict[str, Any]:
    result = dingsetup("bundle", "inspect", file, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_file_says_what_the_check_said(dingsetup: Dingsetup, folder: Path) -> None:
    told = made(dingsetup, "--practice", MISSING)
    assert list(told["lines"]) == PARTS
    found = inspected(dingsetup)
    assert found["lines"] == told["lines"]
    assert found["checked_at"] == told["checked_at"]
    assert (found["edition"], found["struck"]) == ("practice", {})
    assert found["first_cause"] == "permissions/qyapi_ext_read"
    assert found["counts"]["failed"] == 1
    checked = json.loads(dingsetup("check", "--practice", MISSING, "--json").stdout)
    kinds = [(f["step"], f["check"], f["state"], f["kind"]) for f in checked["findings"]]
    assert [(f["step"], f["check"], f["state"], f["kind"]) for f in found["findings"]] == kinds


def test_people_read_the_first_cause_and_what_else_is_in_it(dingsetup: Dingsetup) -> None:
    made(dingsetup, "--practice", MISSING, "--strike", "calls")
    told = dingsetup("bundle", "inspect", "a.dingsetup").stdout
    assert told.splitlines()[0].startswith("a.dingsetup, made on ")
    assert "Mend this first" in told
    assert "qyapi_ext_read" in told
    assert "Lines the sender struck out" in told


def test_every_line_is_seen_before_anything_is_written(dingsetup: Dingsetup, folder: Path) -> None:
    result = dingsetup("bundle", "create", "--practice", "--dry-run", "--strike", "findings:2-3")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    named = [line.split("  ", 1)[0] for line in lines]
    assert {"profile:1", "findings:1", "- findings:2", "- findings:3", "system:1"} <= {*named}
    assert len([name for name in named if name.startswith("-")]) == 2
    assert all(json.loads(line.split("  ", 1)[1]) for line in lines)
    assert list(folder.glob("*.dingsetup")) == []


def test_the_lines_come_as_json_too(dingsetup: Dingsetup) -> None:
    result = dingsetup(
        "bundle", "create", "--practice", "--dry-run", "--strike", "system", "--json"
    )
    lines = json.loads(result.stdout)["lines"]
    assert {frozenset(line) for line in lines} == {
        frozenset({"part", "line", "struck", "content"}),
    }
    assert {line["part"] for line in lines if line["struck"]} == {"system"}
    assert [line["line"] for line in lines if line["part"] == "findings"][:2] == [1, 2]


def test_what_was_struck_out_is_not_in_the_file(dingsetup: Dingsetup) -> None:
    told = made(dingsetup, "--practice", MISSING, "--strike", "calls", "--strike", "findings:1-2")
    found = inspected(dingsetup)
    assert told["lines"]["calls"] == found["lines"]["calls"] == 0
    assert found["struck"]["findings"] == 2
    assert told["struck"] == sum(found["struck"].values())


@pytest.mark.parametrize(
    "strike", ["people:1", "findings:0", "findings:999", "findings:3-2", "x y"]
)
def test_a_line_there_is_not_cannot_be_struck(
    strike: str, dingsetup: Dingsetup, folder: Path
) -> None:
    result = dingsetup("bundle", "create", "--practice", "--strike", strike, "-o", "a.dingsetup")
    assert refused(result)
    assert list(folder.glob("*.dingsetup")) == []


def test_a_file_is_not_replaced_unasked(dingsetup: Dingsetup, folder: Path) -> None:
    (folder / "a.dingsetup").write_text("mine", "utf-8")
    command = ("bundle", "create", "--practice", "-o", "a.dingsetup")
    assert refused(dingsetup(*command))
    assert (folder / "a.dingsetup").read_text("utf-8") == "mine"
    assert dingsetup(*command, "--force").exit_code == 0
    assert inspected(dingsetup)["counts"]["failed"] == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_what_is_no_file_is_not_replaced_even_when_asked(
    dingsetup: Dingsetup, folder: Path
) -> None:
    os.mkfifo(folder / "pipe")
    (folder / "place").mkdir()
    for name in ("pipe", "/dev/null"):
        said = dingsetup("bundle", "create", "--practice", "-o", name, "--force")
        assert refused(said)
        assert "no ordinary file" in said.stderr
    assert refused(dingsetup("bundle", "create", "--practice", "-o", "place", "--force"))
    assert (folder / "pipe").is_fifo()
    assert Path("/dev/null").is_char_device()


def test_ctrl_c_while_it_is_gathered_ends_it_as_everywhere(
    dingsetup: Dingsetup, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dingsetup.support.gathering.Pace.step", _cancelled)
    result = dingsetup("bundle", "create", "--practice", "-o", "a.dingsetup")
    assert result.exit_code == CANCELLED, result.output
    assert list(folder.iterdir()) == []


def _cancelled(*_: object) -> None:
    raise Cancelled


def test_without_a_name_for_the_file_nothing_is_checked(dingsetup: Dingsetup) -> None:
    result = dingsetup("bundle", "create", "--practice")
    assert refused(result)
    assert "--dry-run" in result.stderr


def test_what_was_found_last_goes_out_unless_it_is_checked_anew(
    dingsetup: Dingsetup, started: PracticeTenant
) -> None:
    started.set_scenarios([MISSING])
    made(dingsetup, "--profile", "a", file="old.dingsetup")
    made(dingsetup, "--profile", "a", "--check", file="new.dingsetup")
    failed = [
        inspected(dingsetup, f"{name}.dingsetup")["counts"]["failed"] for name in ("old", "new")
    ]
    assert failed == [0, 1]


def test_a_profile_that_was_never_checked_has_nothing_to_send(
    dingsetup: Dingsetup, tenant: Start, keys: Keys
) -> None:
    add_profile(dingsetup, tenant())
    result = dingsetup("bundle", "create", "--profile", "a", "-o", "a.dingsetup")
    assert refused(result)
    assert "--check" in result.stderr


def test_the_ids_of_the_app_do_not_leave_and_the_key_brings_them_back(
    dingsetup: Dingsetup, started: PracticeTenant, folder: Path
) -> None:
    made(dingsetup, "--profile", "a", "--key", "key.json")
    lines = dingsetup("bundle", "inspect", "a.dingsetup", "--lines").stdout
    for value in (started.identity.app_key, started.identity.corp_id):
        assert value not in lines
    revealed = dingsetup("bundle", "reveal", "--key", "key.json", stdin=lines)
    assert revealed.exit_code == 0
    assert started.identity.app_key in revealed.stdout
    (folder / "answer.txt").write_text(lines, "utf-8")
    again = dingsetup("bundle", "reveal", "--key", "key.json", "answer.txt")
    assert again.stdout == revealed.stdout


def test_a_key_that_is_none_is_refused(dingsetup: Dingsetup, folder: Path) -> None:
    (folder / "key.json").write_text("[]", "utf-8")
    assert refused(dingsetup("bundle", "reveal", "--key", "key.json", stdin="x"))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"{}" * 100])
def test_a_stranger_file_is_refused_with_a_sentence(
    content: bytes, dingsetup: Dingsetup, folder: Path
) -> None:
    (folder / "a.dingsetup").write_bytes(content)
    for command in (
        ("bundle", "inspect", "a.dingsetup"),
        ("bundle", "compare", "a.dingsetup", "a.dingsetup"),
        ("report", "--from-bundle", "a.dingsetup"),
        ("check", "--from-bundle", "a.dingsetup"),
        ("practice", "--from-bundle", "a.dingsetup"),
    ):
        result = dingsetup(*command)
        assert refused(result), command
        assert "a.dingsetup" in result.stderr


def test_a_terminal_is_asked_before_anything_is_written(
    dingsetup: Dingsetup, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def refuse(text: str, **settings: Any) -> bool:
        asked.append(text)
        raise click.Abort

    monkeypatch.setattr(creating, "is_terminal", lambda: True)
    monkeypatch.setattr(click, "confirm", refuse)
    result = dingsetup("bundle", "create", "--practice", "-o", "a.dingsetup")
    assert result.exit_code == 130
    assert len(asked) == 1
    assert all(part in result.stdout for part in PARTS)
    assert list(folder.glob("*.dingsetup")) == []
    assert dingsetup("bundle", "create", "--practice", "-o", "a.dingsetup", "--yes").exit_code == 0
    assert len(asked) == 1


def test_nothing_changed_between_two_equal_checks(
    dingsetup: Dingsetup, started: PracticeTenant
) -> None:
    result = dingsetup("bundle", "compare", "--profile", "a")
    assert result.exit_code == 0, result.output
    assert "Nothing changed" in result.stdout


def test_the_two_that_are_compared_are_named_in_the_readers_words(
    dingsetup: Dingsetup, started: PracticeTenant
) -> None:
    told = dingsetup("bundle", "compare", "--profile", "a").stdout.splitlines()[0]
    assert told.startswith("From when all last worked (")
    assert " to now (" in told
    told = dingsetup("bundle", "compare", "1", "today", "--profile", "a").stdout
    assert told.startswith("From check 1 (")


def test_files_of_two_profiles_are_said_to_be(dingsetup: Dingsetup, folder: Path) -> None:
    for file in ("a.dingsetup", "b.dingsetup"):  # each run of a practice tenant is another one
        made(dingsetup, "--practice", file=file)
    told = dingsetup("bundle", "compare", "a.dingsetup", "b.dingsetup").stdout
    same = inspected(dingsetup)["key_id"] == inspected(dingsetup, "b.dingsetup")["key_id"]
    assert ("of different profiles" in told) is not same


def test_a_file_that_was_cut_off_is_refused_in_words(dingsetup: Dingsetup, folder: Path) -> None:
    made(dingsetup, "--practice")
    file = folder / "a.dingsetup"
    file.write_bytes(file.read_bytes()[:-100])
    assert "Its end is missing" in dingsetup("bundle", "inspect", "a.dingsetup").stderr


def test_what_changed_since_it_worked_comes_with_the_cause_on_top(
    dingsetup: Dingsetup, started: PracticeTenant
) -> None:
    started.set_scenarios([MISSING])
    assert dingsetup("check", "--profile", "a").exit_code == 1
    result = dingsetup("bundle", "compare", "--profile", "a", "--json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert (found["before"]["name"], found["after"]["name"]) == ("worked", "today")
    assert found["changes"][0]["kind"] == "permission"
    assert found["changes"][0]["weight"] == "cause"
    assert found["counts"]["failed"] == 1
    told = dingsetup("bundle", "compare", "1", "2", "--profile", "a").stdout
    assert "qyapi_ext_read" in told


def test_the_checks_there_were_are_listed_newest_first(
    dingsetup: Dingsetup, started: PracticeTenant
) -> None:
    started.set_scenarios([MISSING])
    dingsetup("check", "--profile", "a")
    dingsetup("check", "--profile", "a")
    checks = json.loads(dingsetup("bundle", "checks", "--profile", "a", "--json").stdout)["checks"]
    assert [(one["id"], one["worked"], one["times"]) for one in checks] == [
        (2, False, 2),
        (1, True, 1),
    ]
    told = dingsetup("bundle", "checks", "--profile", "a").stdout.splitlines()
    assert len(told) == 3


def test_a_check_there_is_not_is_refused(dingsetup: Dingsetup, started: PracticeTenant) -> None:
    result = dingsetup("bundle", "compare", "7", "--profile", "a")
    assert refused(result)
    assert "7" in result.stderr


def test_a_file_is_held_against_today(dingsetup: Dingsetup, started: PracticeTenant) -> None:
    made(dingsetup, "--profile", "a")
    same = dingsetup("bundle", "compare", "a.dingsetup", "--profile", "a")
    assert (same.exit_code, "Nothing changed" in same.stdout) == (0, True), same.output
    started.set_scenarios([MISSING])
    dingsetup("check", "--profile", "a")
    result = dingsetup("bundle", "compare", "a.dingsetup", "today", "--profile", "a")
    assert result.exit_code == 1
    assert "qyapi_ext_read" in result.stdout


@pytest.mark.parametrize("struck", ["profile", "profile:2-4", "findings:1-5", "findings", "system"])
def test_what_was_struck_out_of_a_file_did_not_change(
    dingsetup: Dingsetup, started: PracticeTenant, struck: str
) -> None:
    made(dingsetup, "--profile", "a", "--strike", struck)
    for sides in (("a.dingsetup", "today"), ("today", "a.dingsetup")):
        result = dingsetup("bundle", "compare", *sides, "--profile", "a")
        assert result.exit_code == 0, result.output


def test_what_was_left_in_a_file_is_compared_all_the_same(
    dingsetup: Dingsetup, started: PracticeTenant
) -> None:
    made(dingsetup, "--profile", "a", "--strike", "system", "--strike", "profile:1-2")
    started.set_scenarios([MISSING])
    dingsetup("check", "--profile", "a")
    result = dingsetup("bundle", "compare", "a.dingsetup", "today", "--profile", "a")
    assert (result.exit_code, "qyapi_ext_read" in result.stdout) == (1, True), result.output


def test_somebody_in_dingtalks_words_is_no_change(
    dingsetup: Dingsetup, started: PracticeTenant, folder: Path
) -> None:
    started.set_scenarios(["refuse-call:/topapi/user/count=987654:no 张三丰 here"])
    (folder / "users.csv").write_text("username,name\nzhang,张三丰\n", "utf-8")
    assert dingsetup("bind", "import", "users.csv", "--profile", "a").exit_code == 0
    dingsetup("check", "--profile", "a")
    made(dingsetup, "--profile", "a")
    result = dingsetup("bundle", "compare", "a.dingsetup", "today", "--profile", "a")
    assert result.exit_code == 0, result.output


def test_two_files_are_compared_without_any_profile(dingsetup: Dingsetup) -> None:
    made(dingsetup, "--practice", file="before.dingsetup")
    made(dingsetup, "--practice", MISSING, file="after.dingsetup")
    result = dingsetup("bundle", "compare", "before.dingsetup", "after.dingsetup", "--json")
    assert result.exit_code == 1, result.output
    assert [change["kind"] for change in json.loads(result.stdout)["changes"]] == ["permission"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_its_owner_can_read_a_key(dingsetup: Dingsetup, folder: Path) -> None:
    made(dingsetup, "--practice", "--key", "key.json")
    assert (folder / "key.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("key", ["a.dingsetup", "./a.dingsetup", "sub/../a.dingsetup"])
def test_the_key_never_takes_the_place_of_the_file_that_is_sent(
    dingsetup: Dingsetup, folder: Path, key: str
) -> None:
    (folder / "sub").mkdir()
    command = ("bundle", "create", "--practice", "-o", "a.dingsetup", "--key", key, "--force")
    assert refused(dingsetup(*command))
    assert not (folder / "a.dingsetup").exists()


def test_a_number_no_check_can_have_is_refused_too(
    dingsetup: Dingsetup, started: PracticeTenant
) -> None:
    assert refused(dingsetup("bundle", "compare", "9" * 25, "--profile", "a"))
