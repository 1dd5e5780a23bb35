"""The binding table in the wizard: one finding sums it up, without asking DingTalk."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from dingsetup.bindings import edits
from dingsetup.bindings.summary import summary
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import BindingState, Person
from dingsetup.checks import CHECKS, bindings
from dingsetup.checks.case import Case
from dingsetup.findings import Finding, Kind, State
from dingsetup.language import Language
from tests.bindings.furnish import add_users, put_people, row, user

Make = Callable[..., Case]
NOBODY: dict[str, int] = dict.fromkeys(map(str, BindingState), 0) | {"drifted": 0, "unproved": 0}


def found(case: Make, counts: Mapping[str, int]) -> Finding:
    (finding,) = bindings.judge(case(bindings=counts))
    assert finding.key == "datawind/bindings"
    return finding


def verdict(finding: Finding) -> tuple[State, Kind]:
    return finding.state, finding.kind


@pytest.mark.parametrize("counts", [{}, NOBODY, NOBODY | {"ignored": 3}])
def test_no_user_to_bind_is_left_out_and_no_fault(case: Make, counts: Mapping[str, int]) -> None:
    finding = found(case, counts)
    assert verdict(finding) == (State.SKIPPED, Kind.BINDINGS_EMPTY)


def test_all_users_bound_is_what_passes(case: Make) -> None:
    finding = found(case, NOBODY | {"bound": 7, "ignored": 2})
    assert verdict(finding) == (State.PASSED, Kind.BINDINGS_COMPLETE)
    assert finding.values["total"] == 7


@pytest.mark.parametrize("state", ["suggested", "conflict", "not_found", "not_bound"])
def test_a_user_not_bound_is_a_warning_with_the_states(case: Make, state: str) -> None:
    finding = found(case, NOBODY | {"bound": 7, state: 2})
    assert verdict(finding) == (State.WARNING, Kind.BINDINGS_OPEN)
    assert (finding.values["open"], finding.values["total"]) == (2, 9)
    assert finding.values["states"] == {"bound": 7, state: 2}


def test_a_binding_that_drifted_goes_before_one_that_is_missing(case: Make) -> None:
    counts = NOBODY | {"bound": 7, "gone": 1, "suggested": 4, "drifted": 2}
    finding = found(case, counts)
    assert verdict(finding) == (State.WARNING, Kind.BINDINGS_DRIFTED)
    assert (finding.values["drifted"], finding.values["open"]) == (2, 5)


def test_what_nobody_has_proved_does_not_pass(case: Make) -> None:
    finding = found(case, NOBODY | {"bound": 7, "unproved": 7})
    assert verdict(finding) == (State.WARNING, Kind.BINDINGS_OPEN)
    assert (finding.values["case"], finding.values["unproved"]) == ("unproved", 7)


def test_the_states_are_told_in_words(case: Make) -> None:
    told = Language("en").tell(found(case, NOBODY | {"bound": 7, "not_found": 2}))
    assert told.title == "2 of 9 users are not bound yet"
    assert "7 bound, 2 not found" in told.cause


def test_the_question_of_what_datawind_has_stays_beside_it() -> None:
    of_step = [check.id for check in CHECKS if check.step == "datawind"]
    assert of_step == ["datawind", "bindings"]


def test_a_table_is_summed_up_as_it_stands(table: Table) -> None:
    assert summary(table) == {}
    assert not table.file.exists(), "looking makes no file"
    people = {"li4": "u-li", "wang5": "u-wang", "zhao6": "u-zhao", "sun7": "u-sun"}
    add_users(table, [user(name) for name in (*people, "qian8")])
    for name, userid in people.items():
        edits.bind(table, row(table, name).id, userid)
    assert summary(table) == NOBODY | {"bound": 4, "unproved": 4, "not_bound": 1}
    put_people(table, Person("u-li"), Person("u-wang", active=False), Person("u-zhao"))
    put_people(table, Person("u-li"), Person("u-wang", active=False))
    counts = {name: count for name, count in summary(table).items() if count}
    # u-sun was never met; u-zhao has left.
    assert counts == {
        "bound": 1,
        "inactive": 1,
        "gone": 1,
        "not_found": 1,
        "not_bound": 1,
        "drifted": 3,
    }


@pytest.fixture
def table(tmp_path: Path) -> Table:
    return Table(tmp_path / "profile")
