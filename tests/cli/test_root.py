"""The program's entry: start, help, languages, and what becomes of faults."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from dingsetup import __version__
from dingsetup.cli.root import COMMANDS
from dingsetup.cli.session import Session
from dingsetup.cli.words import CLICKS_PLURALS, CLICKS_TEXTS
from dingsetup.language import Language
from tests.cli.conftest import ROOT, Dingsetup

HEAVY = ("PySide6", "requests", "flask", "keyring", "rich", "segno", "asyncio", "dingsetup.checks")


def test_the_version_is_told_without_loading_anything_heavy() -> None:
    program = (
        "import sys\nfrom dingsetup.__main__ import main\nsys.argv = ['dingsetup', '--version']\n"
        f"try: main()\nfinally: print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [f"dingsetup {__version__}", "[]"]


def test_listing_the_commands_loads_none_of_them() -> None:
    program = (
        "import sys\nfrom dingsetup.__main__ import main\nsys.argv = ['dingsetup', '--help']\n"
        "try: main()\nfinally: print('dingsetup.cli.check' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert all(f"  {name} " in done.stdout for name in COMMANDS)
    assert done.stdout.splitlines()[-1] == "False"


@pytest.mark.parametrize("path", [[], *([name] for name in COMMANDS), ["profile", "add"]])
def test_every_help_text_comes_from_the_catalogue(
    path: list[str], dingsetup: Dingsetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Language, "gettext", lambda self, message: f"<{message[:4]}>")
    lines = dingsetup(*path, "--help").stdout.splitlines()
    options = [line for line in lines if line.startswith("  --")]
    assert options
    untold = [one for one in lines if one.startswith("  ") and "<" not in one and ">" not in one]
    assert untold == [line for line in untold if line.strip().startswith("--")], untold


def test_clicks_own_words_are_still_clicks() -> None:
    """A newer click may say something else, and would then speak English only."""
    sources = "".join(
        file.read_text("utf-8").replace("\\n", "\n").replace("\\t", "\t")
        for file in Path(click.__file__).parent.glob("*.py")
    )
    words = [*CLICKS_TEXTS, *(text for pair in CLICKS_PLURALS for text in pair)]
    assert [text for text in words if f'"{text}"' not in sources] == []


def test_a_command_that_does_not_exist_is_wrong_usage(dingsetup: Dingsetup) -> None:
    result = dingsetup("chek")
    assert result.exit_code == 2
    assert "check" in result.stderr


def test_a_language_that_does_not_exist_is_wrong_usage(dingsetup: Dingsetup) -> None:
    assert dingsetup("--language", "fr", "plan", "--edition", "saas").exit_code == 2


@pytest.mark.parametrize("place", ["before", "behind"])
def test_language_and_facts_may_stand_before_and_behind_a_command(
    place: str, dingsetup: Dingsetup, tmp_path: Path
) -> None:
    options = ["--language", "en", "--facts", str(tmp_path / "none.toml")]
    command = ["plan", "--edition", "saas"]
    result = dingsetup(*(options + command if place == "before" else command + options))
    assert result.exit_code == 2
    assert "none.toml" in result.stderr


def test_the_windows_options_are_not_taken_for_a_commands(dingsetup: Dingsetup) -> None:
    result = dingsetup("--practice", "check")
    assert result.exit_code == 2
    assert "check" in result.stderr


def test_a_fault_of_our_own_shows_no_values(
    dingsetup: Dingsetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(session: Session) -> None:
        raise RuntimeError("the secret is practice-only_hidden")

    monkeypatch.setattr(Session, "facts", property(fail))
    result = dingsetup("plan", "--edition", "saas")
    assert result.exit_code == 70
    assert "RuntimeError" in result.stderr
    assert "practice-only" not in result.output
    assert "Traceback" not in result.output


def test_the_trace_of_a_fault_is_shown_to_who_asks_for_it(
    dingsetup: Dingsetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(session: Session) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(Session, "facts", property(fail))
    result = dingsetup("plan", "--edition", "saas", env={"DINGSETUP_DEBUG": "1"})
    assert result.exit_code == 70
    assert "Traceback" in result.stderr


def test_a_bad_facts_file_is_named_with_its_key_and_refused(
    dingsetup: Dingsetup, tmp_path: Path
) -> None:
    file = tmp_path / "facts.toml"
    file.write_text("[[permissions]]\ncode = 3\n", "utf-8")
    result = dingsetup("plan", "--edition", "saas", "--facts", str(file))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert str(file) in result.stderr
    assert "permissions[0]" in result.stderr


def test_a_stream_without_chinese_letters_breaks_nothing(program: Callable[..., Any]) -> None:
    running = program("plan", "--edition", "saas", env={"PYTHONIOENCODING": "ascii"})
    stdout, stderr = running.communicate(timeout=20)
    assert (running.returncode, stderr) == (0, "")
    assert "qyapi_ext_read" in stdout
