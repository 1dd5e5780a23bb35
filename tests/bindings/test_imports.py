"""A sheet goes in as one change that is seen before, and takes nothing away."""

import threading

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dingsetup.bindings import edits
from dingsetup.bindings.imports import ImportPlan, apply_import, plan_import
from dingsetup.bindings.matching import apply_match, plan_match
from dingsetup.bindings.sheets import read_pasted
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import (
    BindingError,
    BindingState,
    Cancelled,
    Person,
    Reason,
    Trouble,
)
from tests.bindings.furnish import contents, put_people, row

SHEET = "用户名\t姓名\t邮箱\t手机号\t工号\nlina\t李娜\tli.na@corp.example\t+86 138 0013 8000\tP1\n"


def planned(table: Table, text: str) -> ImportPlan:
    return plan_import(table, read_pasted(text))


def imported(table: Table, text: str) -> ImportPlan:
    plan = planned(table, text)
    apply_import(table, plan)
    return plan


def test_a_plan_says_what_is_new_changed_and_the_same_and_writes_nothing(table: Table) -> None:
    imported(table, SHEET + "wangfang\t王芳\twf@corp.example\t\t\n")
    more = SHEET.replace("李娜", "李娜娜") + "zhangwei\t张伟\tzw@corp.example\t\t\n"
    plan = planned(table, more + "wangfang\t王芳\twf@corp.example\t\t\n")
    assert (plan.new, plan.changed, plan.same) == (1, 1, 1)
    by_name = {one.username: one for one in plan.examples}
    assert by_name["lina"].before == {"name": "李娜"}
    assert by_name["lina"].after == {"name": "李娜娜"}
    assert by_name["zhangwei"].before is None
    assert table.size() == 2


def test_importing_again_updates_by_username_and_keeps_a_binding_made_by_hand(
    table: Table,
) -> None:
    imported(table, SHEET)
    put_people(table, Person("p1", mobile="13800138000"), Person("p2"))
    edits.bind(table, row(table, "lina").id, "p2")
    imported(table, SHEET.replace("P1", "P2"))
    found = row(table, "lina")
    assert (found.job_number, found.userid, found.rule) == ("P2", "p2", "hand")


def test_a_sheet_that_says_another_account_does_not_move_a_binding_made_by_hand(
    table: Table,
) -> None:
    imported(table, "用户名\t钉钉 userid\nlina\tp1\n")
    assert (row(table, "lina").userid, row(table, "lina").rule) == ("p1", "sheet")
    edits.bind(table, row(table, "lina").id, "p2")
    plan = imported(table, "用户名\t钉钉 userid\nlina\tp3\n")
    assert plan.kept == ("lina",)
    assert row(table, "lina").userid == "p2"


def test_a_column_that_a_sheet_has_not_is_left_as_it_is(table: Table) -> None:
    imported(table, SHEET)
    edits.edit(table, row(table, "lina").id, "note", "周五休")
    imported(table, "用户名\t姓名\nlina\t李娜娜\n")
    found = row(table, "lina")
    assert (found.name, found.email, found.note) == ("李娜娜", "li.na@corp.example", "周五休")


def test_an_import_is_one_change_and_one_undo(table: Table) -> None:
    imported(table, SHEET)
    before = contents(table)
    imported(table, SHEET.replace("P1", "P9") + "zhangwei\t张伟\tzw@corp.example\t\t\n")
    table.undo()
    assert contents(table) == before


def test_a_username_with_two_different_lines_is_a_conflict_until_a_sheet_is_right(
    table: Table,
) -> None:
    imported(table, SHEET + "lina\t李娜二\tother@corp.example\t\tP7\n")
    found = row(table, "lina")
    assert (found.state, found.reason) == (BindingState.CONFLICT, Reason.DUPLICATE_USERNAME)
    assert found.values == {"lines": [2, 3]}
    imported(table, SHEET)
    assert row(table, "lina").state is BindingState.NOT_BOUND


def test_a_masked_number_is_kept_and_refused_with_its_reason(table: Table) -> None:
    imported(table, SHEET.replace("+86 138 0013 8000", "180****5310"))
    put_people(table, Person("p1", mobile="18000005310"))
    apply_match(table, plan_match(table))
    found = row(table, "lina")
    assert (found.mobile, found.reason) == ("180****5310", Reason.MOBILE_MASKED)


def test_a_table_that_changed_since_the_preview_is_not_written_over(table: Table) -> None:
    imported(table, SHEET)
    plan = planned(table, SHEET.replace("P1", "P2"))
    edits.edit(table, row(table, "lina").id, "job_number", "P3")
    with pytest.raises(BindingError) as refused:
        apply_import(table, plan)
    assert refused.value.kind is Trouble.CHANGED_MEANWHILE
    assert row(table, "lina").job_number == "P3"


def test_a_sheet_that_says_nothing_new_is_no_change(table: Table) -> None:
    imported(table, SHEET)
    assert apply_import(table, planned(table, SHEET)) is None
    change = table.next_undo()
    assert change is not None
    assert change.count == 1


def test_an_import_can_be_cancelled_before_it_writes(table: Table) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        plan_import(table, read_pasted(SHEET), cancel)
    with pytest.raises(Cancelled):
        apply_import(table, planned(table, SHEET), cancel)
    assert table.size() == 0


NAMES = st.text(
    st.characters(min_codepoint=0x20, exclude_categories=("C", "Z"), exclude_characters='"'),
    min_size=1,
)


@given(st.dictionaries(NAMES, NAMES, max_size=12))
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_importing_the_same_sheet_twice_changes_nothing(
    table: Table, people: dict[str, str]
) -> None:
    text = "\n".join(["用户名\t姓名", *(f"{login}\t{name}" for login, name in people.items())])
    if people:
        imported(table, text)
        plan = planned(table, text)
        assert (plan.new, plan.changed) == (0, 0)


def test_a_sheet_adds_to_who_was_turned_down_and_takes_nobody_out(table: Table) -> None:
    imported(table, SHEET)
    put_people(table, Person("p1"), Person("p2"))
    for userid in ("p1", "p2"):
        edits.bind(table, row(table, "lina").id, userid)
        edits.unbind(table, [row(table, "lina").id])
    older = read_pasted("用户名\t姓名\nlina\t李娜")
    users = [msgspec.structs.replace(older.users[0], rejected="p2; p3")]
    mapping = {**older.mapping, "rejected": 2}
    sheet = msgspec.structs.replace(older, users=users, mapping=mapping)
    apply_import(table, plan_import(table, sheet))
    assert row(table, "lina").rejected == ("p1", "p2", "p3")


def test_a_preview_shows_also_what_becomes_empty(table: Table) -> None:
    imported(table, SHEET)
    plan = planned(table, "用户名\t手机号\nlina\t\n")
    assert plan.examples[0].after == {"mobile": ""}
    assert plan.examples[0].before == {"mobile": "13800138000"}
