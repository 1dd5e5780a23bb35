"""A machine that lacks something is helped as root, and told how otherwise."""

import os
import shutil
import subprocess
import sys
from typing import Any

import pytest

from tools import system
from tools.system import Need

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Debian's packages")


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Packages of a pretended machine that wants `libneeded1` and `fonts-nice`; apt fills it."""
    there: set[str] = set()

    def run(command: list[str], **_: Any) -> None:
        if command[:2] == ["apt-get", "install"]:
            there.update(word for word in command[2:] if not word.startswith("-"))

    needs = {
        "window": (
            Need("libneeded1", lambda: "libneeded1" in there),
            Need("fonts-nice", lambda: "fonts-nice" in there, required=False),
        )
    }
    monkeypatch.setattr(system, "NEEDS", needs)
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    return there


def test_as_root_what_is_missing_is_installed(
    installed: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert system.main(["window"]) == 0
    assert installed == {"libneeded1", "fonts-nice"}


def test_otherwise_the_exact_command_is_printed_and_the_work_stops(
    installed: set[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert system.main(["window"]) == 1
    assert "sudo apt-get install libneeded1 fonts-nice\n" in capsys.readouterr().err
    assert installed == set()


def test_a_missing_nicety_is_told_but_stops_nothing(
    installed: set[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    installed.add("libneeded1")
    assert system.main(["window"]) == 0
    assert "sudo apt-get install fonts-nice\n" in capsys.readouterr().err


def test_who_has_everything_is_asked_for_nothing(
    installed: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    installed.update({"libneeded1", "fonts-nice"})
    assert system.main(["window"]) == 0
    assert capsys.readouterr() == ("", "")


def test_what_this_machine_has_is_seen() -> None:
    assert system.library("libc6", "libc.so.6").there()
    assert not system.library("none", "libno-such-thing.so.9").there()
    assert not system.program("none", "no-such-program").there()
