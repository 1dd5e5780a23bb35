"""Runs commands in this process, with a key store that lives in memory."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dingsetup.cli import session as session_module
from dingsetup.cli.root import root
from dingsetup.secrets import Place, SecretStore

ROOT = Path(__file__).parent.parent.parent

Dingsetup = Callable[..., Result]


class Keys:
    """A key store that keeps secrets as long as the test runs."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get_password(self, service: str, username: str, /) -> str | None:
        return self.kept.get(username)

    def set_password(self, service: str, username: str, password: str, /) -> None:
        self.kept[username] = password

    def delete_password(self, service: str, username: str, /) -> None:
        del self.kept[username]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every command speak English, and nothing of it stay behind."""
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setenv("DINGSETUP_LANGUAGE", "en")


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> Keys:
    """Give all commands of a test one key store."""
    keys = Keys()
    store = SecretStore(find=lambda: (keys, Place.SECRET_SERVICE))
    monkeypatch.setattr(session_module, "SecretStore", lambda: store)
    return keys


@pytest.fixture
def dingsetup() -> Dingsetup:
    """Run a command: `dingsetup("check", "--practice")`."""

    def run(*args: str, stdin: str | bytes = "", env: dict[str, str] | None = None) -> Result:
        return CliRunner().invoke(root, list(args), input=stdin, env=env, prog_name="dingsetup")

    return run


@pytest.fixture
def program() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a command as a process of its own; all are gone after the test."""
    started: list[subprocess.Popen[str]] = []

    def start(*args: str, env: dict[str, str] | None = None) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "dingsetup", *args],
            cwd=ROOT,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=10)


def states(result: Result) -> dict[str, str]:
    """State of every finding of `check --json`, by `step/check`."""
    findings: list[dict[str, Any]] = json.loads(result.stdout)["findings"]
    return {f"{finding['step']}/{finding['check']}": finding["state"] for finding in findings}
