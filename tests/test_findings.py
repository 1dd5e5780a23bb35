"""Findings: kinds and values, counted and put in the order of what must be mended."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dingsetup.findings import SEVERITY, Finding, Kind, State, counts, first_cause


def finding(check: str, state: State, **values: Any) -> Finding:
    return Finding(step="s", check=check, state=state, kind=Kind.OK, values=values)


def waiting(check: str, root: str) -> Finding:
    return finding(check, State.BLOCKED, blocked_by=f"s/{root}")


def test_a_finding_is_named_by_step_and_check() -> None:
    assert finding("a", State.PASSED).key == "s/a"


def test_every_state_has_its_place_by_severity() -> None:
    assert sorted(SEVERITY) == sorted(State)
    assert SEVERITY[0] is State.FAILED


def test_counts_name_every_state_also_with_none() -> None:
    tally = counts([State.PASSED, State.PASSED])
    assert tally == dict.fromkeys(map(str, State), 0) | {"passed": 2}


def test_what_others_wait_for_comes_before_a_failure_that_stands_alone() -> None:
    alone, root = finding("alone", State.FAILED), finding("root", State.BLOCKED)
    assert first_cause([alone, waiting("a", "root"), root]) is root


def test_of_two_roots_the_one_more_wait_for_comes_first_else_the_earlier() -> None:
    one, two = finding("one", State.FAILED), finding("two", State.FAILED)
    more = [one, two, waiting("a", "one"), waiting("b", "two"), waiting("c", "two")]
    assert first_cause(more) is two
    assert first_cause(more[:4]) is one


def test_a_root_outside_the_run_is_not_made_up() -> None:
    failed = finding("a", State.FAILED)
    assert first_cause([waiting("b", "elsewhere"), failed]) is failed
    assert first_cause([waiting("b", "elsewhere")]) is None


def test_a_root_that_passed_is_nothing_to_mend() -> None:
    assert first_cause([finding("root", State.PASSED), waiting("a", "root")]) is None


@pytest.mark.parametrize("state", [State.PASSED, State.WARNING, State.MANUAL, State.SKIPPED])
def test_nothing_has_to_be_mended_where_nothing_failed(state: State) -> None:
    assert first_cause([finding("a", state)]) is None


def test_a_finding_is_a_value() -> None:
    with pytest.raises(AttributeError):
        finding("a", State.PASSED).check = "b"  # pyright: ignore[reportAttributeAccessIssue]


SCALARS = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20)
JSON = SCALARS | st.lists(SCALARS, max_size=3)


@given(st.sampled_from(State), st.sampled_from(Kind), st.dictionaries(st.text(), JSON))
def test_a_finding_goes_through_json_unchanged(
    state: State, kind: Kind, values: dict[str, Any]
) -> None:
    before = Finding(step="s", check="c", state=state, kind=kind, values=values)
    assert msgspec.json.decode(msgspec.json.encode(before), type=Finding) == before
