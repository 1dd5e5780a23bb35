"""`dingsetup bind list` on a terminal fits its width; elsewhere nothing is cut."""

import re
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from dingsetup.bindings.values import Person
from dingsetup.cli.bind.fitting import fitted
from dingsetup.cli.root import root
from tests.cli.bound import HEADER, bind, read_directory, write
from tests.cli.conftest import Dingsetup
from tests.cli.test_output import Terminal

LONG = "阿卜杜热合曼·买买提吐尔逊·艾力江"
MOBILE = "15400000009"
STYLES = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(autouse=True)
def table(dingsetup: Dingsetup, tmp_path: Path, home: Path) -> None:
    rows = (f"a-rather-long-username-{n},{LONG},,{MOBILE[:-1]}{n}," for n in range(3))
    bind(dingsetup, "import", write(tmp_path, "\n".join([HEADER, *rows])))
    read_directory(home, [Person(f"{n}" * 20, name=LONG, departments=(1,)) for n in (1, 2)])
    bind(dingsetup, "match")


@pytest.mark.parametrize("width", [80, 100, 140])
def test_on_a_terminal_a_row_is_one_line_that_fits(
    width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "xterm")
    root(["bind", "list", "--practice"], standalone_mode=False)
    lines = STYLES.sub("", terminal.getvalue()).splitlines()
    assert all(cell_len(line.rstrip()) <= width for line in lines)
    rows = [line for line in lines if "a-" in line]
    assert len(rows) == 3
    assert len(lines) == 5, "the header, the rows, the counts"
    for n, row in enumerate(rows):
        assert f"{MOBILE[:-1]}{n}" in row
        assert "…" in row


def test_elsewhere_nothing_is_cut(dingsetup: Dingsetup) -> None:
    lines = dingsetup("bind", "list", "--practice").stdout.splitlines()
    assert "Mobile number" in lines[0]
    assert "…" not in "".join(lines)
    assert sum(LONG in line and MOBILE[:-1] in line for line in lines) == 3


def test_cells_are_cut_no_more_than_they_must() -> None:
    rows = [["user", "一二三四五六七八", "13800138000", "x" * 30]]
    assert fitted(rows, 80, soft=(1, 3), whole=(2,)) == rows
    ((user, name, mobile, long),) = fitted(rows, 53, soft=(1, 3), whole=(2,))
    assert (user, name, mobile) == ("user", "一二三四五六七八", "13800138000")
    assert long == "x" * 15 + "…"
    ((user, name, mobile, long),) = fitted(rows, 38, soft=(1, 3), whole=(2,))
    assert (name, mobile, long) == ("一二三四…", "13800138000", "x" * 7 + "…")
