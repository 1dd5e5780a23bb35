"""The doors to the window, behind a window that only takes notes."""

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.cli.conftest import Dingsetup, Keys


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the window was opened with."""
    notes: list[dict[str, Any]] = []

    def run(**options: Any) -> int:
        notes.append(options)
        return 7

    monkeypatch.setitem(sys.modules, "dingsetup.ui.app", SimpleNamespace(run=run))
    return notes


def test_without_a_command_the_window_opens_and_its_exit_code_is_ours(
    dingsetup: Dingsetup, opened: list[dict[str, Any]]
) -> None:
    assert dingsetup().exit_code == 7
    assert opened == [{"practice": False, "profile": None, "language": None, "facts_file": None}]


def test_the_window_is_told_what_was_asked_for(
    dingsetup: Dingsetup, opened: list[dict[str, Any]], tmp_path: Path
) -> None:
    file = tmp_path / "facts.toml"
    dingsetup("--practice", "--language", "zh_CN", "--facts", str(file))
    assert opened == [{"practice": True, "profile": None, "language": "zh_CN", "facts_file": file}]


def test_a_profile_that_does_not_exist_opens_no_window(
    dingsetup: Dingsetup, opened: list[dict[str, Any]]
) -> None:
    assert dingsetup("--profile", "none").exit_code == 2
    assert opened == []


def test_a_profile_may_be_named_by_its_name(
    dingsetup: Dingsetup, opened: list[dict[str, Any]], keys: Keys
) -> None:
    dingsetup("profile", "add", "Acme", "--no-secret")
    dingsetup("--profile", "Acme")
    assert [options["profile"] for options in opened] == ["acme"]


def test_the_tour_names_what_it_wrote(
    dingsetup: Dingsetup, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tour = SimpleNamespace(write_tour=lambda folder: [folder / "a.png", folder / "b.png"])
    monkeypatch.setitem(sys.modules, "dingsetup.ui.tour", tour)
    result = dingsetup("tour", str(tmp_path))
    assert result.stdout.split() == [str(tmp_path / "a.png"), str(tmp_path / "b.png")]
    assert "tour" not in dingsetup("--help").stdout


def test_the_smoke_tests_exit_code_is_ours(
    dingsetup: Dingsetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "dingsetup.ui.smoke", SimpleNamespace(main=lambda: 3))
    assert dingsetup("smoke").exit_code == 3
