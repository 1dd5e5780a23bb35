"""Credentials: shapes, both token routes, CorpId and AgentId, each judged by its own answers."""

from collections.abc import Callable

import pytest

from dingsetup.checks.case import Case, Fault
from dingsetup.checks.credentials import asks, judge
from dingsetup.facts import Facts
from dingsetup.findings import Finding, Kind, State
from tests.checks.conftest import answer, by_check, profile

Make = Callable[..., Case]
NOTHING = dict.fromkeys(("old_token", "new_token", "corp_token", "visible_range", "agent"), None)


def verdict(finding: Finding) -> tuple[State, Kind]:
    return finding.state, finding.kind


def root(finding: Finding) -> tuple[State, Kind, object]:
    return finding.state, finding.kind, finding.values.get("blocked_by")


def test_good_credentials_pass_one_by_one(case: Make) -> None:
    found = by_check(judge(case()))
    assert list(found) == ["client_id", "client_secret", "token", "corp_id", "agent_id"]
    assert {verdict(finding) for finding in found.values()} == {(State.PASSED, Kind.OK)}


def test_an_unusual_shape_is_a_warning_while_dingtalk_takes_the_value(case: Make) -> None:
    fault = Fault(Kind.FIELD_SHAPE, {"field": "client_secret", "length": 12})
    found = by_check(judge(case(profile(app_key="newkind-1"), secret_fault=fault)))
    assert verdict(found["client_id"]) == (State.WARNING, Kind.FIELD_SHAPE)
    assert verdict(found["client_secret"]) == (State.WARNING, Kind.FIELD_SHAPE)
    assert verdict(found["token"]) == (State.PASSED, Kind.OK)


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("app_key", "", Kind.NOT_FILLED_IN),
        ("app_key", "2574805120", Kind.FIELD_SWAPPED),
        ("app_key", "dingabcdefgh 12345678", Kind.FIELD_BLANKS),
        ("corp_id", "", Kind.NOT_FILLED_IN),
        ("corp_id", "dingabcdefgh12345678", Kind.FIELD_SWAPPED),
        ("agent_id", "", Kind.NOT_FILLED_IN),
        ("agent_id", "\uff12574805120", Kind.FIELD_FULL_WIDTH),
        ("agent_id", "257480x", Kind.FIELD_SHAPE),
    ],
)
def test_a_value_that_cannot_be_right_fails(case: Make, field: str, value: str, kind: Kind) -> None:
    check = {"app_key": "client_id"}.get(field, field)
    found = by_check(judge(case(profile(**{field: value}))))
    assert verdict(found[check]) == (State.FAILED, kind)
    assert found[check].values["field"] == check


@pytest.mark.parametrize("route", ["old_token", "new_token"])
@pytest.mark.parametrize("kind", [Kind.BAD_SECRET, Kind.APP_DISABLED, Kind.UNKNOWN])
def test_a_token_refused_by_either_route_fails(case: Make, route: str, kind: Kind) -> None:
    found = by_check(judge(case(answers={route: answer(kind)})))
    assert verdict(found["token"]) == (State.FAILED, kind)


@pytest.mark.parametrize("kind", [Kind.TOKEN_INVALID, Kind.TOKEN_EXPIRED])
def test_a_token_that_is_refused_later_is_the_tokens_fault(case: Make, kind: Kind) -> None:
    found = by_check(judge(case(answers={"agent": answer(kind), "visible_range": answer(kind)})))
    assert verdict(found["token"]) == (State.FAILED, kind)
    assert root(found["agent_id"]) == (State.BLOCKED, kind, "credentials/token")


@pytest.mark.parametrize(
    ("route", "kind", "by"),
    [
        ("old_token", Kind.DNS_FAILED, "network/oapi"),
        ("new_token", Kind.NOT_DINGTALK, "network/api"),
        ("old_token", Kind.SERVER_ERROR, "network/service"),
    ],
)
def test_a_token_that_could_not_be_asked_for_waits_for_the_network(
    case: Make, route: str, kind: Kind, by: str
) -> None:
    found = by_check(judge(case(answers={route: answer(kind)})))
    assert root(found["token"]) == (State.BLOCKED, kind, by)


def test_what_is_not_filled_in_is_named_once_and_the_rest_waits_for_it(case: Make) -> None:
    refused = answer(Kind.PARAM_MISSING)
    silent = NOTHING | {"old_token": refused, "new_token": refused}
    found = by_check(judge(case(profile(app_key=""), silent)))
    for check in ("token", "corp_id", "agent_id"):
        expected = (State.BLOCKED, Kind.NOT_FILLED_IN, "credentials/client_id")
        assert root(found[check]) == expected
    fault = Fault(Kind.NOT_FILLED_IN, {"field": "client_secret"})
    found = by_check(judge(case(None, silent, secret_fault=fault)))
    assert root(found["token"])[2] == "credentials/client_secret"


def test_a_corp_id_refused_by_its_route_is_wrong(case: Make) -> None:
    refused = answer(Kind.SERVER_ERROR, code="unknownError")
    found = by_check(judge(case(answers={"corp_token": refused})))
    assert verdict(found["corp_id"]) == (State.FAILED, Kind.CORP_ID_WRONG)
    assert found["corp_id"].values == {"code": "unknownError"}


@pytest.mark.parametrize(
    ("kind", "by"),
    [
        (Kind.TIMED_OUT, "network/api"),
        (Kind.THROTTLED, "network/service"),
        (Kind.IP_NOT_WHITELISTED, "security/this_computer"),
    ],
)
def test_a_corp_id_that_could_not_be_asked_about_is_not_called_wrong(
    case: Make, kind: Kind, by: str
) -> None:
    found = by_check(judge(case(answers={"corp_token": answer(kind)})))
    assert root(found["corp_id"]) == (State.BLOCKED, kind, by)


def test_a_corp_id_waits_for_credentials_that_are_right(case: Make) -> None:
    refused = answer(Kind.BAD_SECRET)
    answers = {"old_token": refused, "new_token": refused, "corp_token": refused}
    found = by_check(judge(case(answers=answers)))
    assert root(found["corp_id"]) == (State.BLOCKED, Kind.BAD_SECRET, "credentials/token")


def test_an_unusual_corp_id_is_asked_about_and_believed_when_dingtalk_takes_it(
    case: Make, facts: Facts
) -> None:
    unusual = profile(corp_id="ding12345")
    assert "corp_token" in [ask.id for ask in asks(unusual, facts)]
    assert verdict(by_check(judge(case(unusual)))["corp_id"]) == (State.PASSED, Kind.OK)
    refused = judge(case(unusual, {"corp_token": answer(Kind.SERVER_ERROR)}))
    assert verdict(by_check(refused)["corp_id"]) == (State.FAILED, Kind.FIELD_SHAPE)
    unasked = judge(case(unusual, {"corp_token": answer(Kind.TIMED_OUT)}))
    assert verdict(by_check(unasked)["corp_id"]) == (State.WARNING, Kind.FIELD_SHAPE)


def test_only_values_that_can_be_sent_are_asked_about(facts: Facts) -> None:
    def asked(**fields: str) -> list[str]:
        return [ask.id for ask in asks(profile(**fields), facts)]

    assert asked() == ["old_token", "new_token", "corp_token", "visible_range", "agent"]
    assert asked(agent_id="x") == ["old_token", "new_token", "corp_token"]
    assert asked(agent_id="9" * 5000, corp_id="") == ["old_token", "new_token"]
    assert asked(corp_id="2574805120") == ["old_token", "new_token", "visible_range", "agent"]


def test_an_agent_id_of_another_app_fails(case: Make) -> None:
    for ask in ("visible_range", "agent"):
        found = by_check(judge(case(answers={ask: answer(Kind.AGENT_ID_WRONG)})))
        assert verdict(found["agent_id"]) == (State.FAILED, Kind.AGENT_ID_WRONG)
        assert found["agent_id"].values == {"agent_id": "2574805120"}


@pytest.mark.parametrize(
    ("kind", "by"),
    [
        (Kind.IP_NOT_WHITELISTED, "security/this_computer"),
        (Kind.QUOTA_EXHAUSTED, "permissions/quota"),
        (Kind.THROTTLED, "network/service"),
        (Kind.TIMED_OUT, "network/oapi"),
    ],
)
def test_an_agent_id_that_could_not_be_asked_about_names_the_root(
    case: Make, kind: Kind, by: str
) -> None:
    refused = {"visible_range": answer(kind), "agent": answer(kind)}
    assert root(by_check(judge(case(answers=refused)))["agent_id"]) == (State.BLOCKED, kind, by)


def test_a_person_is_asked_about_an_agent_id_that_no_answer_proves(case: Make) -> None:
    unclear = {"visible_range": answer(Kind.SCOPE_MISSING), "agent": answer(Kind.UNKNOWN)}
    open_ = by_check(judge(case(answers=unclear)))["agent_id"]
    assert verdict(open_) == (State.MANUAL, Kind.AGENT_ID_UNPROVED)
    kept = profile().answer(Kind.AGENT_ID_UNPROVED, True, "2574805120")
    answered = by_check(judge(case(kept, unclear)))["agent_id"]
    assert answered.values["answer"] == "yes"
    stale = profile(agent_id="2574805121", answers=kept.answers)
    assert "answer" not in by_check(judge(case(stale, unclear)))["agent_id"].values
