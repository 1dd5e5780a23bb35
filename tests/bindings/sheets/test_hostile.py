"""No content takes longer to look through than its size allows: no pattern reads it twice over."""

import contextlib
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dingsetup.bindings.sheets import SheetError, SheetTrouble, read_pasted
from dingsetup.bindings.sheets.extent import measure
from dingsetup.bindings.sheets.fields import fields
from dingsetup.bindings.sheets.words import plain_word, read_yes_or_no
from tests.bindings.sheets.making import USERNAMES, package_file, refusal, sheet_xml

LONG = 200_000
MOST_S = 1.0
"""A pattern that goes back over this many characters takes minutes."""
UNITS = [
    *"([（【<{",
    *")]}>",
    "(a",
    "a(",
    "()",
    "((a)",
    " ",
    "\u3000",
    "\n",
    "1",
    "1.",
    "E+",
    "'",
    "'=",
    "#",
]
UNITS += [
    "a@",
    "@a.",
    ".a",
    "例",
    "例 ",
    "; ",
    "%",
    "-",
    "+",
    "*",
    ":",
    "sep=",
    '"',
    "，",
    "\u200b",
    "ﷺ",
]
MARKUP = [
    "<c",
    "<c ",
    '<c r="A1" t="e"><f',
    '<c r="A1" t="e"><',
    '<c t="e"',
    "<ff>",
    "<f f f>",
    "<x:c ",
    "<c '\"",
    "<c \"'",
    '<c "',
    "<c r",
    " r ",
    " t=",
    "<x",
    "<x:",
    "<!--",
    "=",
    "f",
    "v>",
]


def seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    with contextlib.suppress(SheetError):
        work()
    return time.process_time() - started


@pytest.mark.parametrize("unit", UNITS)
def test_a_cell_of_any_length_is_read_at_once(unit: str) -> None:
    cell = unit * (LONG // len(unit))
    assert seconds(lambda: plain_word(cell)) < MOST_S
    assert seconds(lambda: read_yes_or_no(cell)) < MOST_S
    for field in fields().values():
        assert seconds(lambda field=field: field.column([cell, cell[:400]])) < MOST_S
        assert seconds(lambda field=field: field.column(["'" + cell, "'" + cell[:400]])) < MOST_S


@pytest.mark.parametrize("unit", UNITS)
def test_a_text_with_one_cell_of_any_length_is_read_at_once(unit: str) -> None:
    cell = unit.replace('"', "x") * (LONG // len(unit))
    for header in ("备注", "状态", "用户名", cell):
        assert (
            seconds(lambda header=header: read_pasted(f'用户名\t"{header}"\nu\t"{cell}"')) < MOST_S
        )


@pytest.mark.parametrize("begin", ["", '<c r="A1" t="e">', '<c r="A1" t="e"><', "<c r='A1' "])
@pytest.mark.parametrize("unit", MARKUP)
def test_a_sheet_of_any_markup_is_measured_at_once(unit: str, begin: str) -> None:
    part = (begin + unit * (LONG // len(unit)) + "</c>").encode()
    assert seconds(lambda: measure(lambda: [part], len(part))) < MOST_S
    pieces = [part[start : start + 32_768] for start in range(0, len(part), 32_768)]
    assert seconds(lambda: measure(lambda: pieces, len(part))) < MOST_S


def test_a_list_of_texts_that_announces_a_number_beyond_all_is_damaged(tmp_path: Path) -> None:
    strings = f'<sst uniqueCount="{"9" * 5000}"></sst>'
    file = package_file(tmp_path, sheet_xml(USERNAMES), {"xl/sharedStrings.xml": strings})
    assert refusal(file)[0] is SheetTrouble.DAMAGED
