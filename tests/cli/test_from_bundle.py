"""`--from-bundle`: a practice tenant made from a support file, on which checks find the same."""

import json
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.bound import refused
from tests.cli.conftest import Dingsetup
from tests.cli.test_practice import HANDED_OUT

MISSING = "scope-missing:qyapi_ext_read"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process otherwise")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let files without a path land in the test's own folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def save(dingsetup: Dingsetup, *scenarios: str) -> Path:
    """A support file of a practice tenant in this state."""
    result = dingsetup("bundle", "create", "--practice", *scenarios, "-o", "a.dingsetup")
    assert result.exit_code == 0, result.output
    return Path("a.dingsetup").absolute()


def kinds(findings: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    return [(f["step"], f["check"], f["state"], f["kind"]) for f in findings]


@pytest.mark.parametrize(
    ("scenarios", "code"),
    [([], 0), ([MISSING], 1), (["ip-blocked"], 3), (["wrong-corp", "field-hidden:mobile"], 1)],
)
def test_a_check_finds_what_the_customer_found(
    scenarios: list[str], code: int, dingsetup: Dingsetup
) -> None:
    save(dingsetup, *scenarios)
    held = json.loads(dingsetup("bundle", "inspect", "a.dingsetup", "--json").stdout)
    result = dingsetup("check", "--from-bundle", "a.dingsetup", "--json")
    assert result.exit_code == code, result.output
    found = json.loads(result.stdout)
    assert kinds(found["findings"]) == kinds(held["findings"])
    assert (found["differences"], found["left_out"]) == ([], [])


def test_people_are_told_that_the_findings_are_the_same(dingsetup: Dingsetup) -> None:
    save(dingsetup, MISSING)
    told = dingsetup("check", "--from-bundle", "a.dingsetup").stdout
    assert "The findings are those of the support file." in told


@POSIX
def test_a_tenant_from_a_file_runs_until_it_is_told_to_end(
    dingsetup: Dingsetup, program: Callable[..., Any]
) -> None:
    file = str(save(dingsetup, MISSING))
    running = program("practice", "--from-bundle", file, "--json")
    given = json.loads(running.stdout.readline())
    assert list(given) == HANDED_OUT
    assert json.loads(running.stdout.readline()) == {"scenarios": [MISSING], "left_out": []}
    at = ("--base-url", given["base_url"])
    secret = {"DINGSETUP_APP_SECRET": given["app_secret"]}
    found = dingsetup("check", "--from-bundle", file, *at, "--json", env=secret)
    assert found.exit_code == 1, found.output
    assert json.loads(found.stdout)["differences"] == []
    running.send_signal(signal.SIGTERM)
    rest, stderr = running.communicate(timeout=10)
    assert (running.returncode, rest, stderr) == (0, "", "")


def test_a_remedy_turns_the_finding_green_and_differs_from_the_file(
    dingsetup: Dingsetup, tenant: Callable[..., Any]
) -> None:
    """A tenant without the fault stands for one in which support has mended it."""
    file = str(save(dingsetup, MISSING))
    mended = tenant()
    secret = {"DINGSETUP_APP_SECRET": mended.identity.app_secret}
    at = ("--base-url", mended.base_url)
    result = dingsetup("check", "--from-bundle", file, *at, "--json", env=secret)
    differing = json.loads(result.stdout)["differences"]
    names = [(one["expected"] or one["found"])["check"] for one in differing]
    assert "qyapi_ext_read" in names or "token" in names
    told = dingsetup("check", "--from-bundle", file, *at, env=secret).stdout
    assert "Not as in the support file" in told


@pytest.mark.parametrize(
    "command",
    [
        ("check", "--from-bundle", "a.dingsetup", "--practice"),
        ("check", "--from-bundle", "a.dingsetup", "--profile", "a"),
        ("check", "--from-bundle", "none.dingsetup"),
        ("check", "--from-bundle", "a.dingsetup", "--base-url", "nonsense"),
        ("practice", "--from-bundle", "a.dingsetup", "--scenario", "portal"),
        ("practice", "--from-bundle", "none.dingsetup"),
    ],
)
def test_what_does_not_go_together_is_refused(
    command: tuple[str, ...], dingsetup: Dingsetup
) -> None:
    save(dingsetup)
    assert refused(dingsetup(*command))
