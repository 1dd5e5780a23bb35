"""Lines for people: colours and wrapping on a terminal only."""

import io
import sys

import pytest

from dingsetup.cli.output import Paper

ADDRESS = "https://console.example.com/a/rather/long/address/that/is/copied"


class Terminal(io.StringIO):
    """A stdout that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def use_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Put a terminal of 30 columns in place of stdout, which pytest sets anew for every test."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("COLUMNS", "30")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return terminal


def test_a_terminal_gets_colours_and_lines_that_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = use_terminal(monkeypatch)
    Paper().line("one two three four five six seven eight", "bold red", indent=6)
    lines = terminal.getvalue().splitlines()
    assert len(lines) > 1
    assert all(line.startswith("      ") for line in lines)
    assert "\x1b[1;31m" in lines[0]


def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = use_terminal(monkeypatch)
    monkeypatch.setenv("NO_COLOR", "1")
    Paper().line("failed", "red")
    assert "31m" not in terminal.getvalue()


def test_what_is_copied_never_wraps(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = use_terminal(monkeypatch)
    paper = Paper()
    paper.exact(ADDRESS, indent=2)
    paper.table([("qyapi_get_department_list", "读权限")])
    assert ADDRESS in terminal.getvalue()
    assert "qyapi_get_department_list" in terminal.getvalue()


def test_elsewhere_a_line_stays_one_plain_line(capsys: pytest.CaptureFixture[str]) -> None:
    Paper().line("word " * 60, "bold red", indent=2)
    assert capsys.readouterr().out == "  " + ("word " * 60).rstrip() + "\n"


def test_columns_line_up_with_chinese_in_them(capsys: pytest.CaptureFixture[str]) -> None:
    Paper().table([("手机号", "a"), ("mobile", "b")], indent=0)
    assert capsys.readouterr().out == "手机号  a\nmobile  b\n"
