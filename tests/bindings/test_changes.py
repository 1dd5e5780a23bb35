"""Every change can be undone and redone without end, and every row knows its history."""

import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from dingsetup.bindings import edits
from dingsetup.bindings.matching import apply_match, plan_match
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import (
    Action,
    BindingError,
    BindingState,
    Cancelled,
    Person,
    Row,
    Trouble,
)
from tests.bindings.furnish import add_users, contents, put_people, row, user

PEOPLE = [
    Person("p0", name="张伟", mobile="13800000000", email="a@corp.example"),
    Person("p1", name="王芳", mobile="13800000001"),
    Person("p2", name="王芳", mobile="13800000002", active=False),
]


def furnished(table: Table) -> Table:
    add_users(
        table,
        [
            user("zhangwei", name="张伟", mobile="13800000000"),
            user("wangfang", name="王芳"),
            user("lina", name="李娜", mobile="13800000001"),
        ],
    )
    put_people(table, *PEOPLE)
    return table


def test_undo_takes_back_one_change_at_a_time_and_redo_makes_it_again(table: Table) -> None:
    furnished(table)
    before = contents(table)
    edits.edit(table, before[0].id, "note", "一")
    once = contents(table)
    edits.fill(table, [one.id for one in before], "note", "二")
    twice = contents(table)
    assert table.undo() is not None
    assert contents(table) == once
    table.undo()
    assert contents(table) == before
    table.redo()
    assert contents(table) == once
    table.redo()
    assert contents(table) == twice
    assert table.redo() is None


def test_an_import_and_a_run_are_one_change_each(table: Table) -> None:
    furnished(table)
    apply_match(table, plan_match(table))
    assert table.undo() is not None
    assert table.counts()[BindingState.NOT_BOUND] == 3
    change = table.undo()
    assert change is not None
    assert (change.action, change.count, change.about) == (
        Action.IMPORT,
        3,
        {"file": "users.csv"},
    )
    assert table.size() == 0
    assert table.undo() is None
    table.redo()
    table.redo()
    assert row(table, "zhangwei").userid == "p0"


def test_a_new_change_takes_the_place_of_what_was_undone(table: Table) -> None:
    furnished(table)
    edits.edit(table, row(table, "lina").id, "note", "旧")
    table.undo()
    edits.edit(table, row(table, "lina").id, "note", "新")
    assert table.next_redo() is None
    assert row(table, "lina").note == "新"


def test_an_edit_that_changes_nothing_is_no_change_and_keeps_what_can_be_redone(
    table: Table,
) -> None:
    furnished(table)
    edits.edit(table, row(table, "lina").id, "note", "旧")
    table.undo()
    assert edits.edit(table, row(table, "lina").id, "note", "") is None
    assert table.next_redo() is not None


def test_a_refused_change_leaves_the_table_as_it_was(table: Table) -> None:
    furnished(table)
    before, stamp = contents(table), table.stamp()
    cells = [(before[0].id, "note", "好"), (before[1].id, "enabled", "也许")]
    with pytest.raises(BindingError) as refused:
        edits.paste(table, cells)
    assert refused.value.kind is Trouble.ENABLED_SHAPE
    assert contents(table) == before
    assert table.stamp() == stamp


def test_a_cancelled_change_leaves_the_table_as_it_was(table: Table) -> None:
    add_users(table, [user(f"u{number}") for number in range(5000)])
    cancel = threading.Event()
    cancel.set()
    rows = [one.id for one in contents(table)]
    with pytest.raises(Cancelled):
        edits.fill(table, rows, "note", "全部", cancel=cancel)
    assert all(one.note == "" for one in contents(table))


def test_undoing_a_binding_takes_the_other_row_out_of_conflict(table: Table) -> None:
    furnished(table)
    apply_match(table, plan_match(table))
    edits.bind(table, row(table, "wangfang").id, "p0")
    assert row(table, "zhangwei").state is BindingState.CONFLICT
    table.undo()
    assert row(table, "zhangwei").state is BindingState.BOUND


def test_history_tells_newest_first_what_changed_and_by_what(table: Table) -> None:
    furnished(table)
    apply_match(table, plan_match(table))
    number = row(table, "zhangwei").id
    edits.edit(table, number, "note", "先")
    table.undo()
    edits.edit(table, number, "note", "后")
    events = table.history(number)
    assert [event.action for event in events] == [Action.EDIT, Action.MATCH, Action.IMPORT]
    assert events[0].before == {"note": ""}
    assert events[0].after == {"note": "后"}
    assert events[1].after is not None
    assert events[1].after["rule"] == "mobile"
    assert events[2].before is None


def test_the_history_of_a_user_who_was_taken_out_is_kept(table: Table) -> None:
    furnished(table)
    number = row(table, "lina").id
    edits.delete(table, [number])
    assert table.row("lina") is None
    assert table.id_of("lina") == number
    assert [event.action for event in table.history(number)] == [Action.DELETE, Action.IMPORT]
    assert table.history(number)[0].after is None


def test_two_windows_see_each_others_changes(table: Table, tmp_path: Path) -> None:
    other = Table(tmp_path / "profile")
    furnished(table)
    stamp = other.stamp()
    edits.edit(table, row(table, "lina").id, "note", "甲")
    assert other.stamp() > stamp
    edits.edit(other, row(other, "lina").id, "name", "李娜娜")
    assert row(table, "lina").name == "李娜娜"
    assert table.undo() is not None
    assert row(other, "lina").name == "李娜"


class Machine(RuleBasedStateMachine):
    """Any changes in any order, against the rows as they were after each."""

    @initialize(folder=st.uuids())
    def open_table(self, folder: Any) -> None:
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.table = furnished(Table(Path(self.folder.name) / str(folder)))
        self.past: list[list[Row]] = []
        self.now = contents(self.table)
        self.future: list[list[Row]] = []

    def changed(self, change: object) -> None:
        if change is not None:
            self.past.append(self.now)
            self.future.clear()
        self.now = contents(self.table)

    def some(self, numbers: set[int]) -> list[int]:
        return [one.id for place, one in enumerate(self.now) if place in numbers]

    @rule(place=st.integers(0, 2), field=st.sampled_from(["name", "mobile", "note"]))
    def type_in(self, place: int, field: str) -> None:
        for number in self.some({place}):
            text = {"name": "王芳", "mobile": "+86 13800000002", "note": "x"}[field]
            self.changed(edits.edit(self.table, number, field, text))

    @rule(place=st.integers(0, 2), userid=st.sampled_from(["p0", "p1", "p2"]))
    def bind(self, place: int, userid: str) -> None:
        for number in self.some({place}):
            self.changed(edits.bind(self.table, number, userid))

    @rule(places=st.sets(st.integers(0, 2)), what=st.sampled_from(["unbind", "ignore", "reject"]))
    def act(self, places: set[int], what: str) -> None:
        self.changed(getattr(edits, what)(self.table, self.some(places)))

    @rule(places=st.sets(st.integers(0, 2), max_size=1))
    def take_out(self, places: set[int]) -> None:
        self.changed(edits.delete(self.table, self.some(places)))

    @rule()
    def match(self) -> None:
        self.changed(apply_match(self.table, plan_match(self.table)))

    @precondition(lambda self: bool(self.past))
    @rule()
    def undo(self) -> None:
        assert self.table.undo() is not None
        self.future.append(self.now)
        self.now = self.past.pop()

    @precondition(lambda self: bool(self.future))
    @rule()
    def redo(self) -> None:
        assert self.table.redo() is not None
        self.past.append(self.now)
        self.now = self.future.pop()

    @invariant()
    def the_table_is_what_it_was_then(self) -> None:
        if hasattr(self, "table"):
            assert contents(self.table) == self.now
            assert (self.table.next_redo() is not None) == bool(self.future)

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()


Machine.TestCase.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
TestAnyChangesInAnyOrder = Machine.TestCase


def test_a_user_who_comes_back_has_the_history_of_before(table: Table) -> None:
    furnished(table)
    number = row(table, "lina").id
    edits.bind(table, number, "p1")
    edits.delete(table, [number])
    add_users(table, [user("new"), user("lina", name="李娜")])
    assert row(table, "lina").id == number
    actions = [event.action for event in table.history(number)]
    assert actions == [Action.IMPORT, Action.DELETE, Action.BIND, Action.IMPORT]
    table.undo()
    assert table.row("lina") is None
    table.redo()
    assert row(table, "lina").id == number
