"""Who can be written to: found by text, state and department, and told what is against each."""

from pathlib import Path

import pytest

from dingsetup.bindings.records import written
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import BindingState, Candidate, Person, Rule, Standing
from dingsetup.messages.deliveries import Recipient
from dingsetup.messages.recipients import (
    HindranceKind,
    candidates,
    choice_of,
    choices_of,
    departments,
)
from tests.bindings.furnish import add_users, put_people, user


@pytest.fixture
def table(tmp_path: Path) -> Table:
    """A table with one user for everything that can be against somebody."""
    table = Table(tmp_path / "profile")
    found = written([Candidate("u-suggested", Rule.NAME)])
    add_users(
        table,
        [
            user("bound", name="张伟", userid="u-bound", mobile="13800000001"),
            user("inactive", userid="u-inactive"),
            user("gone", userid="u-gone"),
            user("outside", userid="u-outside"),
            user("unseen", userid="u-unseen"),
            user("disabled", userid="u-disabled", enabled=0),
            user("mistyped", userid="u-nobody"),
            user("one", userid="u-shared"),
            user("two", userid="u-shared"),
            user("ignored", ignored=1),
            user("suggested", name="王芳", candidates=found),
            user("sought", mobile="13800000009", searched=written(["mobile"])),
            user("new"),
        ],
    )
    put_people(
        table,
        Person("u-bound", name="张伟", departments=(2,)),
        Person("u-inactive", active=False, departments=(3,)),
        Person("u-gone", standing=Standing.GONE),
        Person("u-outside", standing=Standing.OUT_OF_RANGE),
        Person("u-unseen", visible=False),
        Person("u-disabled"),
        Person("u-shared"),
        Person("u-suggested", name="王芳"),
        Person("u-me", name="李静"),
        Person("u-me-too", active=False),
    )
    return table


@pytest.mark.parametrize(
    ("username", "kind", "possible"),
    [
        ("bound", None, True),
        ("inactive", HindranceKind.INACTIVE, True),
        ("gone", HindranceKind.GONE, True),
        ("outside", HindranceKind.OUT_OF_RANGE, True),
        ("unseen", HindranceKind.NOT_VISIBLE, True),
        ("disabled", HindranceKind.DISABLED, True),
        ("mistyped", HindranceKind.USERID_UNKNOWN, True),
        ("one", HindranceKind.CONFLICT, True),
        ("ignored", HindranceKind.IGNORED, False),
        ("suggested", HindranceKind.SUGGESTED, False),
        ("sought", HindranceKind.NOT_FOUND, False),
        ("new", HindranceKind.NOT_BOUND, False),
    ],
)
def test_each_user_is_told_what_is_against_them(
    username: str, kind: HindranceKind | None, possible: bool, table: Table
) -> None:
    choice = choice_of(table, username)
    assert choice.recipient.username == username
    assert (choice.hindrance.kind if choice.hindrance else None) is kind
    assert choice.possible is possible


def test_people_are_found_by_text_state_and_department(table: Table) -> None:
    def found(*given: object, **named: object) -> list[str]:
        choices = candidates(table, *given, **named)  # pyright: ignore[reportArgumentType]
        return [one.recipient.username for one in choices]

    assert len(found()) == 13
    assert found()[0] == "bound"
    assert found("张伟") == ["bound"]
    assert found("U-BOUND") == ["bound"]
    assert found("市场") == ["bound"]
    assert found("1380000000") == ["bound", "sought"]
    assert found("%") == []
    assert found(states=[BindingState.INACTIVE, BindingState.GONE]) == ["inactive", "gone"]
    assert found(department=2) == ["bound"]
    assert found(department=1) == ["bound", "inactive"]
    assert found("张", department=3) == []
    assert found(most=2) == found()[:2]


def test_somebody_who_stands_in_no_binding_is_taken_from_the_directory(table: Table) -> None:
    choice = choice_of(table, "u-me")
    assert choice.recipient == Recipient("u-me", "李静")
    assert choice.hindrance is None
    inactive = choice_of(table, "u-me-too").hindrance
    assert inactive is not None
    assert inactive.kind is HindranceKind.INACTIVE


def test_a_userid_is_found_as_the_user_it_is_bound_to(table: Table) -> None:
    assert choice_of(table, " u-bound ").recipient.username == "bound"


def test_nobody_says_that_an_unknown_account_exists(table: Table, tmp_path: Path) -> None:
    choice = choice_of(table, "u-never-seen")
    assert choice.hindrance is not None
    assert choice.hindrance.kind is HindranceKind.USERID_UNKNOWN
    # Where the directory was never read, nothing speaks against it.
    empty = choice_of(Table(tmp_path / "empty"), "u-never-seen")
    assert empty.hindrance is None
    assert empty.possible


def test_people_chosen_before_are_judged_anew_in_their_order(table: Table) -> None:
    chosen = [
        Recipient("u-me", "old name"),
        Recipient("u-old-account", username="bound"),
        Recipient("u-inactive", username="inactive"),
        Recipient("u-bound"),
    ]
    found = choices_of(table, chosen)
    assert [one.recipient.userid for one in found] == ["u-me", "u-bound", "u-inactive", "u-bound"]
    assert [one.hindrance is None for one in found] == [True, True, False, True]


def test_departments_are_there_to_choose_from(table: Table) -> None:
    assert [(one.name, one.parent_id) for one in departments(table)] == [
        ("公司", None),
        ("市场部", 1),
        ("财务部", 1),
    ]
