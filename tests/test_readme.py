"""What both READMEs promise: commands that parse, examples that come out, nothing left out."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner, Result

from dingsetup.checks import STEPS
from dingsetup.cli import window
from dingsetup.cli.answering import QUESTIONS
from dingsetup.cli.practice import scenario_names
from dingsetup.cli.root import COMMANDS, root
from dingsetup.cli.spoken import SpokenCommand
from dingsetup.facts import Facts, load_facts
from dingsetup.findings import State
from dingsetup.practice import Identity

ROOT = Path(__file__).parent.parent
README = {"zh_CN": ROOT / "README.md", "en": ROOT / "README.en.md"}
TEXT = {language: file.read_text("utf-8") for language, file in README.items()}
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"@?([\w-]+\.(?:txt|jsonl|toml|pem))")

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")

languages = pytest.mark.parametrize("language", list(TEXT))


class Line(NamedTuple):
    """A command as the README shows it, and what an `echo` or `printf` before it pipes in."""

    args: list[str]
    stdin: str


def blocks(language: str, kind: str) -> list[str]:
    return [found[2] for found in FENCE.finditer(TEXT[language]) if found[1] == kind]


def read_line(text: str) -> Line:
    piped, _, command = text.rpartition(" | ")
    words = shlex.split(command)
    place = words.index("dingsetup")
    assert all("=" in word for word in words[:place]), text
    # Of `printf`, which is shown where a text has several lines.
    stdin = " ".join(shlex.split(piped)[1:]).replace("\\n", "\n")
    return Line(words[place + 1 :], stdin)


def commands(language: str) -> list[Line]:
    return [read_line(text) for block in blocks(language, "sh") for text in block.splitlines()]


def examples(language: str) -> Iterator[tuple[Line, Any]]:
    """Each JSON with the command it comes out of, which stands in the block before it."""
    before = ""
    for found in FENCE.finditer(TEXT[language]):
        if found[1] == "json":
            yield read_line(before.strip()), json.loads(found[2])
        before = found[2]


def run(line: Line, language: str) -> Result:
    args = [*line.args, "--language", language] if line.args else []
    return CliRunner().invoke(root, args, input=line.stdin, prog_name="dingsetup")


def is_part(example: Any, real: Any) -> bool:
    """Whether an example is what really came out: entries of lists may be left out, and what
    follows “…” in a text; moments and numbers of tasks are others each time."""
    if isinstance(example, dict) and isinstance(real, dict):
        return example.keys() == real.keys() and all(is_part(example[k], real[k]) for k in example)
    if isinstance(example, list) and isinstance(real, list):
        return all(any(is_part(one, other) for other in real) for one in example)
    if is_task(example) and is_task(real):
        return True
    return example == real or (is_moment(example) and is_moment(real)) or begins(example, real)


def is_task(value: Any) -> bool:
    return isinstance(value, int) and value > 10**11


def begins(example: Any, real: Any) -> bool:
    """Whether a text was cut short."""
    both = isinstance(example, str) and isinstance(real, str)
    return both and example.endswith("…") and real.startswith(example[:-1])


def is_moment(value: Any) -> bool:
    return bool(MOMENT.fullmatch(str(value)))


@pytest.fixture(autouse=True)
def language_of_click(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing of a command's language stay behind."""
    monkeypatch.setenv("LANGUAGE", "en")


@languages
def test_every_command_shown_is_understood(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(SpokenCommand, "invoke", lambda *given: None)
    monkeypatch.setattr(window, "open_window", lambda *given, **more: 0)
    shown = commands(language)
    for line in shown:
        for word in line.args:
            if named := FILE.search(word):
                Path(named[1]).touch()
        result = run(line, language)
        assert result.exit_code == 0, (line, result.output)
    assert {line.args[0] for line in shown} >= set(COMMANDS)


@languages
def test_every_example_is_what_comes_out(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    seen: set[str] = set()
    for line, example in examples(language):
        seen.add(line.args[0])
        if line.args[0] == "practice":
            assert list(example) == ["base_url", *Identity.__struct_fields__]
            continue
        result = run(line, language)
        assert is_part(example, json.loads(result.stdout)), (line, result.output)
    assert seen == {
        *("check", "explain", "plan", "diff", "bind", "message", "practice", "bundle", "report")
    }


@languages
def test_everything_that_has_a_name_is_told(language: str, facts: Facts) -> None:
    questions = set(QUESTIONS)
    codes = {permission.code for permission in facts.permissions}
    states = {str(state) for state in State}
    names = {*scenario_names(), *STEPS, *questions, *codes, *states, *Facts.__struct_fields__}
    told = set(re.findall(r"`([^`\n]+)`", TEXT[language]))
    assert names <= told


@languages
def test_the_facts_file_shown_is_accepted(language: str, tmp_path: Path) -> None:
    (example,) = blocks(language, "toml")
    file = tmp_path / "facts.toml"
    file.write_text(example, "utf-8")
    assert [entry.id for entry in load_facts(file).address_lists] == ["mine"]


@languages
def test_links_lead_to_files_that_are_there(language: str) -> None:
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", TEXT[language]) if ":" not in link]
    assert len(links) > 5
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_both_languages_show_the_same() -> None:
    assert blocks("zh_CN", "sh") == blocks("en", "sh")
    zh, en = (TEXT[language] for language in ("zh_CN", "en"))
    for mark in (r"^#+ ", r"^\|", r"^```"):
        assert len(re.findall(mark, zh, re.MULTILINE)) == len(re.findall(mark, en, re.MULTILINE))
