"""`dingsetup check --changed`: quiet while nothing changes, one line per change, codes as ever."""

import contextlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dingsetup.cli import running
from dingsetup.database import database_file
from dingsetup.profile import Profiles
from dingsetup.support.history import History
from tests.cli.conftest import Dingsetup, Keys
from tests.cli.test_check import add_profile

WATCH = ("check", "--profile", "a", "--changed")
PART = ("--step", "credentials", "--step", "permissions")


class Watched:
    """The profile `a` of a running tenant, looked at again and again."""

    def __init__(self, dingsetup: Dingsetup, tenant: Any, home: Path) -> None:
        self.dingsetup = dingsetup
        self.tenant = tenant
        self.folder = Profiles(home).folder("a")

    def look(self, *scenarios: str, more: tuple[str, ...] = PART) -> tuple[int, list[str]]:
        """The exit code and the lines with these things broken."""
        self.tenant.set_scenarios(scenarios)
        result = self.dingsetup(*WATCH, *more)
        assert result.stderr == ""
        return result.exit_code, result.stdout.splitlines()


@pytest.fixture(autouse=True)
def short_back_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dingsetup.dingtalk.transport.exchange.BACK_OFF", 0.01)


@pytest.fixture
def watched(dingsetup: Dingsetup, tenant: Callable[..., Any], keys: Keys, home: Path) -> Watched:
    started = tenant(people=5)
    add_profile(dingsetup, started)
    return Watched(dingsetup, started, home)


def test_the_first_check_says_so_in_one_line_and_the_next_ones_are_quiet(watched: Watched) -> None:
    code, (line,) = watched.look(more=())
    assert code == 0
    assert "First check" in line
    assert "passed" in line
    assert watched.look(more=()) == (0, [])
    assert watched.look(more=()) == (0, [])
    assert [entry.times for entry in History(watched.folder).entries()] == [3]


def test_a_change_is_told_once_and_its_repair_once_with_the_codes_of_the_check(
    watched: Watched,
) -> None:
    watched.look()
    lost = "scope-missing:qyapi_ext_read"
    code, (line,) = watched.look(lost)
    assert code == 1
    assert line.startswith("First cause: ")
    assert "qyapi_ext_read" in line
    assert watched.look(lost) == (1, [])
    code, (line,) = watched.look()
    assert (code, line.partition(":")[0]) == (0, "Better")
    assert watched.look("flaky") == (0, [])


def test_what_waits_for_one_cause_is_one_line_below_it(watched: Watched) -> None:
    watched.look()
    code, (line,) = watched.look("ip-blocked")
    assert code == 3
    assert line.startswith("First cause: ")
    assert "This computer's address" in line
    code, lines = watched.look("bad-secret")
    assert code == 1
    assert [line.partition(":")[0] for line in lines] == ["First cause", "Worse"]
    assert "wait for" in lines[1]


def test_an_unreachable_network_is_a_change_once(watched: Watched) -> None:
    whole = ("--step", "network", "--step", "credentials")
    watched.look(more=whole)
    code, lines = watched.look("reset", more=whole)
    assert code == 1
    assert lines[0].startswith("First cause: ")
    watched.tenant.stop()
    result = watched.dingsetup(*WATCH, *whole)
    assert (result.exit_code, result.stdout) == (1, "")


def test_a_replaced_secret_is_the_first_cause(watched: Watched, keys: Keys) -> None:
    watched.look()
    keys.kept["a"] = "Zx9" * 16
    code, lines = watched.look()
    assert code == 1
    assert lines[0] == "First cause: The Client Secret was replaced"
    assert "Zx9" not in "".join(lines)


def test_json_is_one_object_also_when_nothing_changed(watched: Watched) -> None:
    watched.look()
    lost = "scope-missing:qyapi_ext_read"
    watched.tenant.set_scenarios([lost])
    told = json.loads(watched.dingsetup(*WATCH, *PART, "--json").stdout)
    assert set(told) == {"changes", "counts"}
    (change,) = told["changes"]
    assert set(change) == {"kind", "weight", "values", "text"}
    assert (change["kind"], change["weight"]) == ("permission", "cause")
    assert change["values"]["code"] == "qyapi_ext_read"
    assert "qyapi_ext_read" in change["text"]
    assert told["counts"]["failed"] == 1
    again = json.loads(watched.dingsetup(*WATCH, *PART, "--json").stdout)
    assert again == {**told, "changes": []}


def test_no_progress_is_shown(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    @contextlib.contextmanager
    def progress(session: object, quiet: bool) -> Any:
        asked.append(quiet)
        yield lambda told: None

    monkeypatch.setattr(running, "_progress", progress)
    watched.look()
    watched.dingsetup("check", "--profile", "a", *PART)
    assert asked == [True, False]


def test_a_check_without_the_option_is_kept_to_be_compared_with(watched: Watched) -> None:
    assert watched.dingsetup("check", "--profile", "a", *PART).exit_code == 0
    assert watched.look() == (0, [])
    assert watched.dingsetup("check", "--profile", "a", "--step", "range").exit_code == 2
    watched.dingsetup("check", "--profile", "a", "--step", "contact_range")
    assert [entry.times for entry in History(watched.folder).entries()] == [2]


@pytest.mark.parametrize(
    "args",
    [
        ["--practice"],
        ["--base-url", "http://127.0.0.1:9"],
        ["--profile", "a", "--step", "contact_range"],
    ],
)
def test_only_whole_steps_of_a_kept_profile_can_be_watched(
    args: list[str], dingsetup: Dingsetup
) -> None:
    result = dingsetup("check", "--changed", *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--changed" in result.stderr


def test_a_history_that_cannot_be_written_is_told_and_costs_no_exit_code(watched: Watched) -> None:
    file = database_file(watched.folder)
    for one in file.parent.glob(f"{file.name}*"):
        one.unlink()
    file.write_bytes(b"no database " * 500)
    result = watched.dingsetup(*WATCH, *PART)
    assert (result.exit_code, result.stdout) == (0, "")
    assert str(file) in result.stderr
