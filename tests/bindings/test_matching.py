"""A run binds what is sure, suggests what is not, and touches nothing that a person decided."""

import threading

import pytest

from dingsetup.bindings import edits
from dingsetup.bindings.matching import apply_match, plan_match
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import (
    MOST_CANDIDATES,
    BindingError,
    BindingState,
    Cancelled,
    Confidence,
    Person,
    Reason,
    Rule,
    Trouble,
)
from tests.bindings.furnish import add_users, contents, put_people, row, user


def run(table: Table, *order: Rule) -> None:
    apply_match(table, plan_match(table, order) if order else plan_match(table))


@pytest.mark.parametrize(
    ("ours", "theirs", "rule"),
    [
        ({"mobile": "+86 138-0013-8000"}, Person("p1", mobile="13800138000"), Rule.MOBILE),
        ({"mobile": "+852 5123 4567"}, Person("p1", mobile="+852-51234567"), Rule.MOBILE),
        ({"email": " Li.Na@Corp.example"}, Person("p1", email="li.na@corp.example"), Rule.EMAIL),
        ({"job_number": "p0010"}, Person("p1", job_number="P0010 "), Rule.JOB_NUMBER),
    ],
)
def test_one_sure_hit_binds_however_it_is_written(
    table: Table, ours: dict[str, str], theirs: Person, rule: Rule
) -> None:
    add_users(table, [user("lina", **ours)])
    put_people(table, theirs)
    run(table)
    found = row(table, "lina")
    assert (found.userid, found.rule, found.state) == ("p1", rule, BindingState.BOUND)
    assert found.confidence is Confidence.MEDIUM


def test_a_second_rule_or_the_name_makes_it_surer(table: Table) -> None:
    add_users(
        table,
        [
            user("a", mobile="13800138000", job_number="7"),
            user("b", mobile="13800138001", name="李娜"),
        ],
    )
    put_people(
        table,
        Person("p1", mobile="13800138000", job_number="7"),
        Person("p2", mobile="13800138001", name="李娜"),
    )
    run(table)
    assert {one.confidence for one in contents(table)} == {Confidence.HIGH}


def test_the_order_says_which_rule_a_binding_is_by(table: Table) -> None:
    add_users(table, [user("a", mobile="13800138000", email="a@corp.example")])
    put_people(table, Person("p1", mobile="13800138000", email="a@corp.example"))
    run(table, Rule.EMAIL, Rule.MOBILE)
    assert row(table, "a").rule == Rule.EMAIL


def test_a_rule_that_is_left_out_is_not_asked(table: Table) -> None:
    add_users(table, [user("a", mobile="13800138000")])
    put_people(table, Person("p1", mobile="13800138000"))
    run(table, Rule.EMAIL, Rule.NAME)
    assert row(table, "a").state is BindingState.NOT_FOUND


def test_a_key_that_several_users_have_names_nobody(table: Table) -> None:
    add_users(table, [user("a", email="team@corp.example"), user("b", email="team@corp.example")])
    put_people(table, Person("p1", email="team@corp.example"))
    run(table)
    assert {one.userid for one in contents(table)} == {""}


def test_a_name_does_not_suggest_somebody_who_is_bound_to_another(table: Table) -> None:
    add_users(table, [user("a", name="王芳", mobile="13800138000"), user("b", name="王芳")])
    put_people(table, Person("p1", name="王芳", mobile="13800138000"))
    run(table)
    run(table)
    assert row(table, "a").userid == "p1"
    assert row(table, "b").reason is Reason.NO_MATCH


def test_who_left_is_nobodys_match(table: Table) -> None:
    add_users(table, [user("a", userid="p0", rule="hand"), user("b", mobile="13800138000")])
    put_people(table, Person("p0"), Person("p1", mobile="13800138000"))
    put_people(table, Person("p0"))
    run(table)
    assert row(table, "b").state is BindingState.NOT_FOUND


def test_what_was_turned_down_is_not_suggested_again(table: Table) -> None:
    add_users(table, [user("a", name="王芳")])
    put_people(table, Person("p1", name="王芳"), Person("p2", name="王芳"))
    run(table)
    edits.reject(table, [row(table, "a").id], "p1")
    run(table)
    assert row(table, "a").reason is Reason.NAME_ONLY
    assert [one.userid for one in row(table, "a").candidates] == ["p2"]


@pytest.mark.parametrize("rule", ["hand", "sheet"])
def test_a_binding_that_a_person_made_stays(table: Table, rule: str) -> None:
    add_users(table, [user("a", mobile="13800138000", userid="p2", rule=rule)])
    put_people(table, Person("p1", mobile="13800138000"), Person("p2"))
    run(table)
    assert row(table, "a").userid == "p2"


def test_ignored_users_are_left_alone(table: Table) -> None:
    add_users(table, [user("a", mobile="13800138000", ignored=1)])
    put_people(table, Person("p1", mobile="13800138000"))
    assert plan_match(table).changes == ()


def test_a_number_that_moved_to_another_person_moves_the_binding(table: Table) -> None:
    add_users(table, [user("a", mobile="13800138000")])
    put_people(table, Person("p1", mobile="13800138000"), Person("p2"))
    run(table)
    put_people(table, Person("p1"), Person("p2", mobile="13800138000"))
    plan = plan_match(table)
    assert (plan.moved, plan.bound, plan.unbound) == (1, 0, 0)
    with pytest.raises(BindingError) as refused:
        apply_match(table, plan, most_unbound=0)
    assert refused.value.kind is Trouble.TOO_MANY_UNBOUND
    assert refused.value.values == {"count": 1, "limit": 0}
    assert row(table, "a").userid == "p1"
    apply_match(table, plan, most_unbound=1)
    assert row(table, "a").userid == "p2"


def test_rules_that_no_longer_agree_take_a_binding_back(table: Table) -> None:
    add_users(table, [user("a", mobile="13800138000", email="a@corp.example")])
    put_people(table, Person("p1", mobile="13800138000"))
    run(table)
    put_people(table, Person("p1", mobile="13800138000"), Person("p2", email="a@corp.example"))
    assert plan_match(table).unbound == 1
    run(table)
    assert row(table, "a").reason is Reason.RULES_DISAGREE


def test_a_dry_run_writes_nothing(table: Table) -> None:
    add_users(table, [user("a", mobile="13800138000")])
    put_people(table, Person("p1", mobile="13800138000"))
    before, stamp = contents(table), table.stamp()
    assert plan_match(table).bound == 1
    assert (contents(table), table.stamp()) == (before, stamp)


def test_a_plan_is_not_carried_out_on_a_table_that_changed_since(table: Table) -> None:
    add_users(table, [user("a", mobile="13800138000")])
    put_people(table, Person("p1", mobile="13800138000"))
    plan = plan_match(table)
    edits.edit(table, row(table, "a").id, "mobile", "13900000000")
    with pytest.raises(BindingError) as refused:
        apply_match(table, plan)
    assert refused.value.kind is Trouble.CHANGED_MEANWHILE
    assert row(table, "a").userid == ""


def test_a_run_can_be_cancelled(table: Table) -> None:
    add_users(table, [user("a")])
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        plan_match(table, cancel=cancel)


def test_rules_that_are_not_asked_keep_what_they_found_before(table: Table) -> None:
    add_users(table, [user("a", name="王芳")])
    put_people(table, Person("p1", name="王芳"))
    run(table)
    run(table, Rule.MOBILE)
    assert row(table, "a").reason is Reason.NAME_ONLY


def test_a_user_whose_lines_differ_is_not_bound_but_still_contests_a_number(table: Table) -> None:
    add_users(
        table,
        [
            user("a", mobile="13800138000", duplicate_lines=[2, 3]),
            user("b", mobile="13800138000"),
        ],
    )
    put_people(table, Person("p1", mobile="13800138000"))
    run(table)
    assert {one.userid for one in contents(table)} == {""}


def test_a_name_that_thousands_have_suggests_a_few_of_them(table: Table) -> None:
    add_users(table, [user(f"u{number}", name="王伟") for number in range(300)])
    put_people(table, *(Person(f"p{number}", name="王伟") for number in range(300)))
    run(table)
    assert {len(one.candidates) for one in contents(table)} == {MOST_CANDIDATES}
