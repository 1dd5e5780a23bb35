"""Rows put back stand as they stood, and a stranger's words among them do no harm."""

from pathlib import Path

from dingsetup.bindings.restore import put_back
from dingsetup.bindings.summary import summary
from dingsetup.bindings.table import Table
from dingsetup.support.values import BindingLine


def test_rows_stand_as_they_stood_and_are_not_judged_anew(tmp_path: Path) -> None:
    table = Table(tmp_path)
    lines = [
        BindingLine(username="a", userid="p", state="bound", rule="mobile", confidence="high"),
        BindingLine(username="b", userid="p", state="conflict", reason="shared_userid"),
        BindingLine(username="c", mobile="+86 138 0013 8000", enabled=False, state="not_found"),
        BindingLine(username="d", ignored=True, state="ignored"),
    ]
    put_back(table, lines)
    rows = {row.username: row for row in table.each()}
    told = [(rows[one.username].state, str(rows[one.username].reason)) for one in lines]
    assert told == [(one.state, one.reason) for one in lines]
    assert (rows["a"].rule, rows["a"].confidence) == ("mobile", "high")
    assert (rows["c"].mobile, rows["c"].enabled) == ("+86 138 0013 8000", False)
    assert summary(table)["conflict"] == 1


def test_of_two_rows_of_a_username_the_first_stays(tmp_path: Path) -> None:
    table = Table(tmp_path)
    put_back(table, [BindingLine(username="a", name=name, state="bound") for name in "xy"])
    assert [row.name for row in table.each()] == ["x"]


def test_a_word_nobody_knows_stands_for_none(tmp_path: Path) -> None:
    table = Table(tmp_path)
    strange = BindingLine(username="a", state="x", reason="y", rule="z", confidence="w")
    put_back(table, [strange])
    (row,) = table.each()
    assert (row.state, row.reason, row.rule, row.confidence) == ("not_bound", "", "", "")
