"""The list of lines: what stands where, what is found, and what is struck out."""

import threading

import pytest

from dingsetup.ui.support.lines import HEADING, LineList, Place, search

LINES = {
    "profile": [b'{"field":"name"}', b'{"field":"edition"}'],
    "findings": [b'{"kind":"ok"}', b'{"kind":"slow"}', '{"kind":"张伟"}'.encode()],
    "calls": [],
}


@pytest.fixture
def lines() -> LineList:
    return LineList(LINES)


def rows(lines: LineList) -> list[tuple[str, int]]:
    return [(p.member, p.number) for p in map(lines.place, range(len(lines)))]


def find(lines: LineList, text: str) -> None:
    lines.show(search(lines.lines, text, threading.Event().is_set))


def test_a_heading_stands_over_the_lines_of_each_member_that_has_any(lines: LineList) -> None:
    assert rows(lines) == [
        ("profile", HEADING),
        ("profile", 0),
        ("profile", 1),
        ("findings", HEADING),
        ("findings", 0),
        ("findings", 1),
        ("findings", 2),
    ]


def test_a_folded_member_keeps_its_heading_only(lines: LineList) -> None:
    lines.fold("profile", True)
    assert rows(lines)[:2] == [("profile", HEADING), ("findings", HEADING)]
    assert lines.row_of(Place("profile", 1)) == 0
    lines.fold("profile", False)
    assert lines.row_of(Place("profile", 1)) == 2


@pytest.mark.parametrize("text", ["张伟", '  KIND":"张', '"kind":"张伟"'])
def test_a_search_shows_the_lines_that_hold_the_text_and_no_empty_member(
    lines: LineList, text: str
) -> None:
    find(lines, text)
    assert rows(lines) == [("findings", HEADING), ("findings", 2)]
    find(lines, " ")
    assert len(lines) == 7


def test_a_heading_strikes_only_what_was_found(lines: LineList) -> None:
    find(lines, "slow")
    lines.strike(Place("findings", HEADING), True)
    assert lines.struck(Place("findings", HEADING)) is True
    find(lines, "")
    assert lines.struck(Place("findings", HEADING)) is None
    assert lines.all_struck() == {("findings", 1)}


def test_a_run_of_rows_strikes_each_line_in_it_and_folded_members_whole(lines: LineList) -> None:
    lines.fold("findings", True)
    lines.strike_rows(2, 3, True)
    assert lines.all_struck() == {("profile", 1), *(("findings", n) for n in range(3))}
    lines.fold("findings", False)
    lines.strike_rows(3, 5, False)
    assert lines.all_struck() == {("profile", 1), ("findings", 2)}


def test_a_heading_alone_stands_for_its_lines(lines: LineList) -> None:
    lines.strike_rows(0, 0, True)
    assert lines.all_struck() == {("profile", 0), ("profile", 1)}
    assert lines.count == 2
    assert lines.total == 5


def test_what_goes_out_is_measured_without_the_struck_lines(lines: LineList) -> None:
    whole = lines.octets()
    lines.strike(Place("findings", 1), True)
    assert whole - lines.octets() == len(LINES["findings"][1]) + 1


def test_lines_gathered_anew_are_struck_where_the_same_ones_were(lines: LineList) -> None:
    lines.strike(Place("findings", 0), True)
    lines.strike(Place("profile", HEADING), True)
    anew = LineList(
        {
            "profile": [*LINES["profile"], b'{"field":"domain"}'],
            "findings": [b'{"kind":"new"}', *LINES["findings"]],
        }
    )
    anew.strike_as(lines)
    assert anew.all_struck() == {*(("profile", n) for n in range(3)), ("findings", 1)}


def test_a_search_that_was_given_up_finds_nothing() -> None:
    given_up = threading.Event()
    given_up.set()
    assert search(LINES, "kind", given_up.is_set) == {}
