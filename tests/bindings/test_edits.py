"""What a person does to rows by hand."""

import pytest

from dingsetup.bindings import edits
from dingsetup.bindings.matching import apply_match, plan_match
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import BindingError, BindingState, Person, Reason, Trouble
from tests.bindings.furnish import add_users, contents, put_people, row, user


@pytest.fixture
def doubtful(table: Table) -> Table:
    add_users(table, [user("a", name="王芳"), user("b", name="李娜"), user("c")])
    put_people(
        table, Person("p1", name="王芳"), Person("p2", name="王芳"), Person("p3", name="李娜")
    )
    apply_match(table, plan_match(table))
    return table


def ids(table: Table, *usernames: str) -> list[int]:
    return [row(table, username).id for username in usernames]


def test_accepting_binds_the_one_who_was_suggested(doubtful: Table) -> None:
    edits.accept(doubtful, ids(doubtful, "b"))
    found = row(doubtful, "b")
    assert (found.userid, found.rule, found.state) == ("p3", "hand", BindingState.BOUND)


def test_accepting_needs_a_choice_where_there_are_several(doubtful: Table) -> None:
    with pytest.raises(BindingError) as refused:
        edits.accept(doubtful, ids(doubtful, "b", "a"))
    assert refused.value.kind is Trouble.NO_CANDIDATE
    assert refused.value.values == {"username": "a"}
    assert row(doubtful, "b").userid == ""
    edits.accept(doubtful, ids(doubtful, "a"), "p2")
    assert row(doubtful, "a").userid == "p2"


def test_accepting_binds_nobody_who_was_not_suggested(doubtful: Table) -> None:
    with pytest.raises(BindingError):
        edits.accept(doubtful, ids(doubtful, "b"), "p1")


def test_a_selection_is_accepted_at_once_and_bound_rows_stay(doubtful: Table) -> None:
    edits.reject(doubtful, ids(doubtful, "a"), "p1")
    edits.bind(doubtful, ids(doubtful, "c")[0], "p1")
    change = edits.accept(doubtful, ids(doubtful, "a", "b", "c"))
    assert change is not None
    assert change.count == 2
    assert [row(doubtful, one).userid for one in "abc"] == ["p2", "p3", "p1"]


def test_unbinding_turns_the_person_down_for_this_user(doubtful: Table) -> None:
    edits.bind(doubtful, ids(doubtful, "b")[0], "p3")
    edits.unbind(doubtful, ids(doubtful, "b"))
    found = row(doubtful, "b")
    assert (found.state, found.reason) == (BindingState.NOT_BOUND, Reason.REJECTED)
    apply_match(doubtful, plan_match(doubtful))
    assert row(doubtful, "b").candidates == ()


def test_ignoring_and_taking_in_again(doubtful: Table) -> None:
    edits.ignore(doubtful, ids(doubtful, "a"))
    assert row(doubtful, "a").state is BindingState.IGNORED
    edits.ignore(doubtful, ids(doubtful, "a"), on=False)
    assert row(doubtful, "a").state is BindingState.SUGGESTED


def test_an_ignored_user_does_not_contest_an_account(doubtful: Table) -> None:
    for username in "ab":
        edits.bind(doubtful, ids(doubtful, username)[0], "p1")
    assert row(doubtful, "a").reason is Reason.SHARED_USERID
    edits.ignore(doubtful, ids(doubtful, "b"))
    assert row(doubtful, "a").state is BindingState.BOUND


@pytest.mark.parametrize(
    ("field", "text", "kind"),
    [
        ("userid", "nobody", Trouble.USERID_UNKNOWN),
        ("userid", "p 1", Trouble.USERID_SHAPE),
        ("userid", "x" * 65, Trouble.USERID_SHAPE),
        ("enabled", "也许", Trouble.ENABLED_SHAPE),
        ("username", "z", Trouble.FIELD_FIXED),
        ("state", "bound", Trouble.FIELD_FIXED),
        ("note", "长" * 501, Trouble.TEXT_TOO_LONG),
    ],
)
def test_what_cannot_stand_in_a_cell_is_refused(
    doubtful: Table, field: str, text: str, kind: Trouble
) -> None:
    with pytest.raises(BindingError) as refused:
        edits.edit(doubtful, ids(doubtful, "a")[0], field, text)
    assert refused.value.kind is kind


def test_before_the_first_scan_any_userid_may_be_typed(table: Table) -> None:
    add_users(table, [user("a")])
    edits.edit(table, ids(table, "a")[0], "userid", "p9")
    assert row(table, "a").reason is Reason.NOT_SCANNED


@pytest.mark.parametrize(("text", "enabled"), [("停用", False), ("Yes", True), (" 0 ", False)])
def test_enabled_is_typed_in_either_language(doubtful: Table, text: str, enabled: bool) -> None:
    edits.edit(doubtful, ids(doubtful, "a")[0], "enabled", text)
    assert row(doubtful, "a").enabled is enabled


def test_a_cleared_userid_is_a_row_without_a_binding(doubtful: Table) -> None:
    edits.bind(doubtful, ids(doubtful, "a")[0], "p1")
    edits.edit(doubtful, ids(doubtful, "a")[0], "userid", "")
    found = row(doubtful, "a")
    assert (found.userid, found.rule, found.confidence) == ("", "", "")


def test_filling_writes_one_text_into_many_rows_as_one_change(doubtful: Table) -> None:
    change = edits.fill(doubtful, ids(doubtful, "a", "b", "c"), "mobile", "138 0013 8000")
    assert change is not None
    assert change.count == 3
    assert row(doubtful, "a").values == {"usernames": ["b", "c"], "more": 0}
    doubtful.undo()
    assert {one.mobile for one in contents(doubtful)} == {""}


def test_pasted_cells_go_where_they_belong_as_one_change(doubtful: Table) -> None:
    first, second = ids(doubtful, "a", "b")
    edits.paste(doubtful, [(first, "email", " a@corp.example "), (second, "userid", "p3")])
    assert row(doubtful, "a").email == "a@corp.example"
    assert row(doubtful, "b").userid == "p3"
    doubtful.undo()
    assert row(doubtful, "b").userid == ""


def test_a_row_that_another_window_took_out_is_said_to_be_gone(doubtful: Table) -> None:
    number = ids(doubtful, "a")[0]
    edits.delete(doubtful, [number])
    with pytest.raises(BindingError) as refused:
        edits.edit(doubtful, number, "note", "x")
    assert refused.value.kind is Trouble.ROW_GONE


def test_people_are_found_by_any_part_of_what_is_known_of_them(table: Table) -> None:
    put_people(
        table,
        Person("p%1", name="王芳", mobile="13800138000"),
        Person("p_2", name="王方", email="wf@corp.example", job_number="J7"),
    )
    for text, userids in [
        ("王", ["p_2", "p%1"]),
        ("0138", ["p%1"]),
        ("WF@", ["p_2"]),
        ("j7", ["p_2"]),
        ("%", ["p%1"]),
        ("_", ["p_2"]),
        ("无", []),
    ]:
        assert sorted(one.userid for one in table.search_people(text)) == sorted(userids), text


def test_a_person_who_left_and_is_bound_to_nobody_is_forgotten(table: Table) -> None:
    add_users(table, [user("a", userid="p1", rule="hand")])
    put_people(table, Person("p1"), Person("p2"))
    put_people(table, Person("p3"))
    assert set(table.people(["p1", "p2", "p3"])) == {"p1", "p3"}
    assert row(table, "a").state is BindingState.GONE


def test_a_few_people_read_anew_say_nothing_of_the_others(table: Table) -> None:
    put_people(table, Person("p1"), Person("p2"))
    put_people(table, Person("p2", active=False), whole=False)
    assert not table.people(["p2"])["p2"].active
    assert "p1" in table.people(["p1"])
    assert table.directory_read()["people"] == 2


def test_clearing_a_userid_turns_the_person_down_as_unbinding_does(doubtful: Table) -> None:
    number = ids(doubtful, "b")[0]
    edits.bind(doubtful, number, "p3")
    edits.edit(doubtful, number, "userid", "")
    assert row(doubtful, "b").rejected == ("p3",)


def test_who_left_cannot_be_accepted(doubtful: Table) -> None:
    put_people(doubtful, Person("p1", name="王芳"))
    with pytest.raises(BindingError) as refused:
        edits.accept(doubtful, ids(doubtful, "b"))
    assert refused.value.kind is Trouble.USERID_UNKNOWN


def test_a_binding_by_hand_settles_which_line_of_a_sheet_is_right(table: Table) -> None:
    add_users(table, [user("a", duplicate_lines=[2, 9])])
    put_people(table, Person("p1"))
    edits.bind(table, ids(table, "a")[0], "p1")
    assert row(table, "a").state is BindingState.BOUND
    table.undo()
    assert row(table, "a").reason is Reason.DUPLICATE_USERNAME


def test_a_refusal_holds_nobodys_number_in_its_text(doubtful: Table) -> None:
    with pytest.raises(BindingError) as refused:
        edits.edit(doubtful, ids(doubtful, "a")[0], "enabled", "13800138000")
    assert "13800138000" not in str(refused.value)
    assert refused.value.values == {"text": "13800138000"}


@pytest.mark.parametrize(
    ("field", "text", "kind"),
    [
        ("mobile", "12345", Trouble.MOBILE_SHAPE),
        ("email", "lina at corp", Trouble.EMAIL_SHAPE),
    ],
)
def test_a_typed_number_or_address_is_held_to_what_an_import_is(
    doubtful: Table, field: str, text: str, kind: Trouble
) -> None:
    with pytest.raises(BindingError) as refused:
        edits.edit(doubtful, ids(doubtful, "a")[0], field, text)
    assert refused.value.kind is kind
    edits.edit(doubtful, ids(doubtful, "a")[0], field, "")
