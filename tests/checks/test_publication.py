"""What only a person can tell: questions, answers that are kept, and answers that grew old."""

from collections.abc import Callable
from typing import Any

import pytest

from dingsetup.checks import questions
from dingsetup.checks.case import Case, Check
from dingsetup.checks.publication import asks, judge, published_state
from dingsetup.facts import Facts
from dingsetup.findings import Kind, State
from tests.checks.conftest import answer, by_check, profile

Make = Callable[..., Case]
CHECKS = (questions.CREATE, questions.INFO, questions.DATAWIND, questions.WORKBENCH)


@pytest.mark.parametrize("check", CHECKS, ids=[check.id for check in CHECKS])
def test_every_question_is_open_until_it_is_answered(case: Make, check: Check) -> None:
    for finding in check.judge(case()):
        assert (finding.step, finding.state, finding.values) == (check.step, State.MANUAL, {})
        yes = profile().answer(finding.kind, True)
        kept = by_check(check.judge(case(yes)))[finding.check]
        assert (kept.state, kept.values["answer"]) == (State.MANUAL, "yes")
        assert kept.values["answered_at"] == yes.answers[finding.kind].at.isoformat()


@pytest.mark.parametrize("check", CHECKS, ids=[check.id for check in CHECKS])
def test_a_no_is_a_failure_of_that_question_alone(case: Make, check: Check) -> None:
    for finding in check.judge(case()):
        found = by_check(check.judge(case(profile().answer(finding.kind, False))))
        assert (found[finding.check].state, found[finding.check].values["answer"]) == (
            State.FAILED,
            "no",
        )
        assert [f.check for f in found.values() if f.state is State.FAILED] == [finding.check]


def test_questions_ask_the_tenant_nothing(facts: Facts) -> None:
    assert [ask for check in CHECKS for ask in check.asks(profile(), facts)] == []


def test_an_answer_holds_while_what_it_is_about_stays(case: Make) -> None:
    given = profile(homepage="https://a.example/bi-h5/?corpId=$CORPID$")
    kept = given.answer(Kind.ASK_PUBLISHED, True, published_state(given))
    finding = by_check(judge(case(kept)))["published"]
    assert (finding.state, finding.kind) == (State.MANUAL, Kind.ASK_PUBLISHED)
    assert finding.values["answer"] == "yes"


def test_another_homepage_asks_for_another_version(case: Make) -> None:
    before = profile(homepage="https://a.example/")
    kept = before.answer(Kind.ASK_PUBLISHED, True, published_state(before))
    after = profile(homepage="https://b.example/", answers=kept.answers)
    finding = by_check(judge(case(after)))["published"]
    assert (finding.state, finding.kind) == (State.WARNING, Kind.PUBLISH_AGAIN)
    assert finding.values["answered_at"] == kept.answers[Kind.ASK_PUBLISHED].at.isoformat()
    again = after.answer(Kind.ASK_PUBLISHED, True, published_state(after))
    assert by_check(judge(case(again)))["published"].kind is Kind.ASK_PUBLISHED


def test_a_no_about_another_homepage_is_an_open_question(case: Make) -> None:
    given = profile(homepage="https://a.example/").answer(Kind.ASK_PUBLISHED, False, "before")
    finding = by_check(judge(case(given)))["published"]
    assert (finding.state, finding.kind) == (State.MANUAL, Kind.ASK_PUBLISHED)
    assert "answer" not in finding.values


def test_the_mark_of_a_homepage_does_not_repeat_it() -> None:
    homepage = "https://bi.example.com/"
    assert homepage not in published_state(profile(homepage=homepage))
    assert published_state(profile()) == ""
    assert published_state(profile(homepage="\ud800"))


def visible(**result: Any) -> dict[str, Any]:
    return {"visible_range": answer(data={"result": result})}


def test_a_range_that_is_read_is_told_in_numbers(case: Make) -> None:
    found = visible(userIds=["a", "b"], deptIds=[1], roleIds=[])
    finding = by_check(judge(case(answers=found)))["visible_range"]
    assert (finding.state, finding.kind) == (State.PASSED, Kind.VISIBLE_RANGE)
    assert finding.values == {"people": 2, "departments": 1, "roles": 0}


def test_an_app_for_admins_only_fails(case: Make) -> None:
    found = visible(userIds=["a"], onlyAdminVisible=True)
    finding = by_check(judge(case(answers=found)))["visible_range"]
    assert (finding.state, finding.values["case"]) == (State.FAILED, "admins")


@pytest.mark.parametrize(
    "result",
    [
        {"userIds": [], "deptIds": [], "roleIds": [], "onlyAdminVisible": False},
        {},
        {"userIds": 5},
        {"deptIds": {"a": 1}},
        {"onlyAdminVisible": "no"},
        {"roleIds": [None]},
    ],
)
def test_a_person_is_asked_where_the_answer_does_not_tell(
    case: Make, result: dict[str, Any]
) -> None:
    finding = by_check(judge(case(answers=visible(**result))))["visible_range"]
    assert (finding.state, finding.kind) == (State.MANUAL, Kind.ASK_VISIBLE_RANGE)


@pytest.mark.parametrize("kind", [Kind.SCOPE_MISSING, Kind.IP_NOT_WHITELISTED, Kind.UNKNOWN])
def test_a_person_is_asked_where_the_app_may_not_read_it(case: Make, kind: Kind) -> None:
    finding = by_check(judge(case(answers={"visible_range": answer(kind)})))["visible_range"]
    assert (finding.state, finding.kind) == (State.MANUAL, Kind.ASK_VISIBLE_RANGE)


@pytest.mark.parametrize(
    ("kind", "by"),
    [
        (Kind.TIMED_OUT, "network/api"),
        (Kind.THROTTLED, "network/service"),
        (Kind.TOKEN_INVALID, "credentials/token"),
        (Kind.QUOTA_EXHAUSTED, "permissions/quota"),
    ],
)
def test_a_range_that_may_be_read_later_waits(case: Make, kind: Kind, by: str) -> None:
    finding = by_check(judge(case(answers={"visible_range": answer(kind)})))["visible_range"]
    assert (finding.state, finding.values["blocked_by"]) == (State.BLOCKED, by)


def test_only_an_agent_id_that_can_be_sent_is_asked_about(facts: Facts) -> None:
    assert [ask.id for ask in asks(profile(), facts)] == ["visible_range"]
    assert asks(profile(agent_id="x"), facts) == ()
