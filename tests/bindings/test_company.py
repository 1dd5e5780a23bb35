"""A company of two thousand with planted faults: each planted row gets its state and its reason,
and no other row does."""

from typing import Any

import pytest

from dingsetup.bindings import edits
from dingsetup.bindings.matching import apply_match, plan_match
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import BindingState, Person, Reason, Rule, Standing
from tests.bindings.furnish import add_users, contents, put_people, row, user

SIZE = 2000
B, R = BindingState, Reason

PLANTED: dict[str, tuple[BindingState, Reason, dict[str, Any]]] = {
    "shares_a": (B.CONFLICT, R.SHARED_USERID, {"usernames": ["shares_b"], "more": 0}),
    "shares_b": (B.CONFLICT, R.SHARED_USERID, {"usernames": ["shares_a"], "more": 0}),
    "two_mails": (B.SUGGESTED, R.TWO_CANDIDATES, {"count": 2, "rule": "email"}),
    "namesakes": (B.SUGGESTED, R.EQUAL_NAMES, {"count": 2, "name": "双名"}),
    "name_only": (B.SUGGESTED, R.NAME_ONLY, {}),
    "disagree": (B.CONFLICT, R.RULES_DISAGREE, {"rules": ["mobile", "email"]}),
    "disabled_bound": (B.CONFLICT, R.DISABLED_USER, {}),
    "disabled_hit": (B.SUGGESTED, R.DISABLED_USER, {}),
    "disabled_free": (B.NOT_BOUND, R.DISABLED_USER, {}),
    "asleep": (B.INACTIVE, R.INACTIVE, {}),
    "departed": (B.GONE, R.GONE, {}),
    "outside": (B.OUT_OF_RANGE, R.CONTACT_RANGE, {}),
    "unseen": (B.OUT_OF_RANGE, R.VISIBLE_RANGE, {}),
    "never_met": (B.NOT_FOUND, R.USERID_UNKNOWN, {}),
    "twice": (B.CONFLICT, R.DUPLICATE_USERNAME, {"lines": [7, 9]}),
    "same_mobile_a": (B.CONFLICT, R.DUPLICATE_MOBILE, {"usernames": ["same_mobile_b"], "more": 0}),
    "same_mobile_b": (B.CONFLICT, R.DUPLICATE_MOBILE, {"usernames": ["same_mobile_a"], "more": 0}),
    "masked": (B.NOT_FOUND, R.MOBILE_MASKED, {"mobile": "180****5310"}),
    "nobody": (B.NOT_FOUND, R.NO_MATCH, {"rules": ["mobile", "email", "job_number", "name"]}),
    "blank": (B.NOT_FOUND, R.NOTHING_TO_MATCH, {}),
    "turned_down": (B.NOT_BOUND, R.REJECTED, {"count": 1}),
    "left_out": (B.IGNORED, R.NONE, {}),
    "new_number": (B.BOUND, R.MOBILE_CHANGED, {}),
}


def sheet() -> list[tuple[Any, ...]]:
    plain = [
        user(
            f"user{number}",
            name=f"员工{number}",
            mobile=f"+86 138{number:08d}",
            email=f"user{number}@corp.example",
            job_number=f"P{number}",
        )
        for number in range(SIZE - len(PLANTED))
    ]
    faulty = {
        "shares_a": {"mobile": "13900000001"},
        "shares_b": {"email": "Shared@corp.example"},
        "two_mails": {"email": "team@corp.example"},
        "namesakes": {"name": "双名"},
        "name_only": {"name": "独名"},
        "disagree": {"mobile": "13900000002", "email": "other@corp.example"},
        "disabled_bound": {"enabled": 0, "userid": "p_disabled", "rule": "sheet"},
        "disabled_hit": {"enabled": 0, "mobile": "13900000003"},
        "disabled_free": {"enabled": 0, "name": "无人"},
        "asleep": {"mobile": "13900000004"},
        "departed": {"userid": "p_departed", "rule": "mobile", "mobile": "13900000005"},
        "outside": {"userid": "p_outside", "rule": "sheet"},
        "unseen": {"mobile": "13900000006"},
        "never_met": {"userid": "p_never", "rule": "sheet"},
        "twice": {"duplicate_lines": [7, 9], "mobile": "13900000007"},
        "same_mobile_a": {"mobile": "139 0000 0008"},
        "same_mobile_b": {"mobile": "13900000008"},
        "masked": {"mobile": "180****5310"},
        "nobody": {"mobile": "13900000009", "name": "无此人"},
        "blank": {},
        "turned_down": {"name": "拒绝"},
        "left_out": {"ignored": 1, "mobile": "13900000010"},
        "new_number": {"mobile": "13900000011", "userid": "p_changed", "rule": "mobile"},
    }
    assert set(faulty) == set(PLANTED)
    return plain + [user(username, **fields) for username, fields in faulty.items()]


def directory() -> list[Person]:
    plain = [
        Person(
            f"p{number}",
            f"un{number}",
            f"员工{number}",
            f"138{number:08d}",
            departments=(2,),
            job_number=f"P{number}",
        )
        for number in range(SIZE - len(PLANTED))
    ]
    return [
        *plain,
        Person("p_shared", mobile="13900000001", email="shared@corp.example"),
        Person("p_team1", email="team@corp.example"),
        Person("p_team2", email="team@corp.example"),
        Person("p_same1", name="双名"),
        Person("p_same2", name="双名"),
        Person("p_only", name="独名"),
        Person("p_mobile", mobile="13900000002"),
        Person("p_email", email="other@corp.example"),
        Person("p_disabled"),
        Person("p_hit", mobile="13900000003"),
        Person("p_asleep", mobile="13900000004", active=False),
        Person("p_departed", mobile="13900000005", standing=Standing.GONE),
        Person("p_outside", standing=Standing.OUT_OF_RANGE),
        Person("p_unseen", mobile="13900000006", visible=False),
        Person("p_seven", mobile="13900000007"),
        Person("p_eight", mobile="13900000008"),
        Person("p_refused", name="拒绝"),
        Person("p_ten", mobile="13900000010"),
        Person("p_changed", mobile="13900009999"),
    ]


@pytest.fixture
def company(table: Table) -> Table:
    add_users(table, sheet())
    put_people(table, *directory())
    apply_match(table, plan_match(table))
    edits.reject(table, [row(table, "turned_down").id])
    return table


def test_each_planted_row_has_its_state_and_reason(company: Table) -> None:
    found = {name: row(company, name) for name in PLANTED}
    told = {name: (one.state, one.reason, one.values) for name, one in found.items()}
    assert told == PLANTED


def test_no_other_row_has_one(company: Table) -> None:
    others = [one for one in contents(company) if one.username not in PLANTED]
    assert len(others) == SIZE - len(PLANTED)
    assert {(one.state, one.reason) for one in others} == {(B.BOUND, R.NONE)}
    assert all(one.userid == f"p{one.username.removeprefix('user')}" for one in others)


def test_a_second_run_changes_nothing(company: Table) -> None:
    plan = plan_match(company)
    assert [change for change in plan.changes if change[0] != row(company, "turned_down").id] == []
    apply_match(company, plan)
    plan = plan_match(company)
    assert plan.changes == ()
    assert apply_match(company, plan) is None


def test_before_the_directory_is_read_a_binding_is_said_to_be_unproved(table: Table) -> None:
    add_users(table, [user("a", userid="p1", rule="sheet")])
    found = row(table, "a")
    assert (found.state, found.reason) == (B.BOUND, R.NOT_SCANNED)


def test_names_are_not_asked_where_the_run_leaves_them_out(table: Table) -> None:
    add_users(table, sheet())
    put_people(table, *directory())
    apply_match(table, plan_match(table, [Rule.EMAIL]))
    assert row(table, "name_only").reason is R.NO_MATCH
    assert row(table, "asleep").reason is R.NO_MATCH
    assert row(table, "shares_b").state is B.BOUND


def test_of_a_number_that_hundreds_have_a_few_are_named_and_the_rest_counted(table: Table) -> None:
    add_users(table, [user(f"u{number}", mobile="13800138000") for number in range(300)])
    found = row(table, "u7")
    assert found.values == {"usernames": ["u0", "u1", "u2", "u3", "u4"], "more": 294}


def test_the_one_who_is_left_after_a_rejection_is_no_disabled_user(table: Table) -> None:
    add_users(table, [user("a", mobile="13800138000", email="a@corp.example")])
    put_people(table, Person("p1", mobile="13800138000"), Person("p2", email="a@corp.example"))
    apply_match(table, plan_match(table))
    edits.reject(table, [row(table, "a").id], "p2")
    assert (row(table, "a").state, row(table, "a").reason) == (B.SUGGESTED, R.ONE_LEFT)
    apply_match(table, plan_match(table))
    assert row(table, "a").userid == "p1"


def test_somebody_of_another_name_with_the_same_number_is_pointed_out(table: Table) -> None:
    add_users(
        table,
        [
            user("a", name="张某某", mobile="13800138000"),
            user("b", name="欧阳 娜娜", mobile="13800138001"),
        ],
    )
    put_people(
        table,
        Person("p1", name="赵志强", mobile="13800138000"),
        Person("p2", name="欧阳娜娜", mobile="13800138001"),
    )
    apply_match(table, plan_match(table))
    found = row(table, "a")
    assert (found.state, found.reason) == (B.BOUND, R.NAME_DIFFERS)
    assert found.values == {"ours": "张某某", "theirs": "赵志强"}
    assert row(table, "b").reason is R.NONE
    edits.bind(table, found.id, "p1")
    assert row(table, "a").reason is R.NONE
