"""Permissions: six probes, the month's quota, the pasted page, and whom the app may see."""

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from dingsetup.checks import contact_range, permissions
from dingsetup.checks.case import Case
from dingsetup.dingtalk.errors import AnswerReader
from dingsetup.dingtalk.said import Asked
from dingsetup.facts import Facts, load_facts
from dingsetup.findings import Kind, State
from tests.checks.conftest import answer, by_check, profile

Make = Callable[..., Case]
READER = AnswerReader(load_facts())
CODES = tuple(permission.code for permission in load_facts().permissions)


@pytest.mark.parametrize("code", CODES)
def test_a_permission_whose_probe_is_answered_is_there(case: Make, code: str) -> None:
    finding = by_check(permissions.judge(case()))[code]
    assert (finding.state, finding.kind) == (State.PASSED, Kind.SCOPE_PRESENT)
    assert finding.values["scopes"] == [code]


@pytest.mark.parametrize(
    ("code", "proof"),
    [(p.code, proof) for p in load_facts().permissions for proof in p.present],
)
def test_an_answer_that_only_comes_from_behind_the_permission_proves_it(
    case: Make, code: str, proof: str
) -> None:
    seen = READER.read_code(proof, Asked("oapi"))
    finding = by_check(permissions.judge(case(answers={code: seen})))[code]
    assert (finding.state, finding.kind) == (State.PASSED, Kind.SCOPE_PRESENT)


WRAPPED = {"errcode": 88, "sub_code": "41", "errmsg": "ding talk error[subcode=41,submsg=x]"}


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("body", [{"errcode": 41}, {"errcode": 1}, {"errcode": 47001}, WRAPPED])
def test_a_complaint_about_the_request_itself_proves_no_permission(
    case: Make, code: str, body: dict[str, Any]
) -> None:
    seen = READER.read("oapi", "POST /topapi/x", 200, json.dumps({"errmsg": "no", **body}))
    finding = by_check(permissions.judge(case(answers={code: seen})))[code]
    assert finding.state in (State.FAILED, State.BLOCKED)
    assert finding.kind is not Kind.SCOPE_PRESENT


@pytest.mark.parametrize("code", CODES)
def test_a_missing_permission_fails_alone_with_dingtalks_own_link(case: Make, code: str) -> None:
    values = {"scopes": [code], "apply_url": f"https://open-dev.dingtalk.com/x%23{code}"}
    missing = answer(Kind.SCOPE_MISSING, values=values, code="60011")
    found = by_check(permissions.judge(case(answers={code: missing})))
    assert [check for check, f in found.items() if f.state is not State.PASSED] == [code]
    assert found[code].kind is Kind.SCOPE_MISSING
    assert {**found[code].values, **values, "code": "60011"} == found[code].values


@pytest.mark.parametrize("code", CODES)
def test_a_refusal_without_a_link_gets_ours(case: Make, code: str) -> None:
    missing = {code: answer(Kind.SCOPE_MISSING, code="60011")}
    values = by_check(permissions.judge(case(answers=missing)))[code].values
    assert values["scopes"] == [code]
    assert values["apply_url"].startswith("https://open-dev.dingtalk.com/")
    assert code in values["apply_url"]
    assert "dingabcdefgh12345678" in values["apply_url"]


@pytest.mark.parametrize(
    ("kind", "by"),
    [
        (Kind.UNREACHABLE, "network/oapi"),
        (Kind.NOT_DINGTALK, "network/oapi"),
        (Kind.SERVER_ERROR, "network/service"),
        (Kind.THROTTLED, "network/service"),
        (Kind.IP_NOT_WHITELISTED, "security/this_computer"),
        (Kind.TOKEN_INVALID, "credentials/token"),
        (Kind.APP_DISABLED, "credentials/token"),
    ],
)
def test_a_probe_that_got_no_verdict_names_what_has_to_be_mended_first(
    case: Make, kind: Kind, by: str
) -> None:
    found = by_check(permissions.judge(case(answers={CODES[0]: answer(kind)})))
    assert found[CODES[0]].state is State.BLOCKED
    assert (found[CODES[0]].kind, found[CODES[0]].values["blocked_by"]) == (kind, by)
    assert found[CODES[1]].state is State.PASSED


def test_an_answer_nobody_expected_fails_with_dingtalks_own_words(case: Make) -> None:
    strange = answer(Kind.UNKNOWN, code="987654", message="什么")
    finding = by_check(permissions.judge(case(answers={CODES[0]: strange})))[CODES[0]]
    assert (finding.state, finding.kind) == (State.FAILED, Kind.UNKNOWN)
    assert (finding.values["code"], finding.values["message"]) == ("987654", "什么")


def test_a_used_up_month_is_one_failure_that_the_counted_probe_waits_for(
    case: Make, facts: Facts
) -> None:
    found = by_check(permissions.judge(case(answers={CODES[5]: answer(Kind.QUOTA_EXHAUSTED)})))
    assert found["quota"].state is State.FAILED
    assert found["quota"].values == {"limit": facts.limit("monthly_calls")}
    assert found[CODES[5]].values["blocked_by"] == "permissions/quota"
    assert "quota" not in by_check(permissions.judge(case()))


def names(facts: Facts, *left_out: str) -> str:
    return "\n".join(
        f"{p.name} {p.code} 已开通" for p in facts.permissions if p.code not in left_out
    )


def test_a_pasted_permission_page_is_compared(case: Make, facts: Facts) -> None:
    def pasted(text: str) -> dict[str, Any]:
        found = by_check(permissions.judge(case(profile(pasted_permissions=text))))
        return {check: found[check] for check in ("pasted", "surplus") if check in found}

    assert pasted(" \n") == {}
    assert pasted("nothing of the kind")["pasted"].kind is Kind.LIST_UNKNOWN
    whole = pasted(names(facts))["pasted"]
    assert (whole.state, whole.kind) == (State.PASSED, Kind.LIST_COMPLETE)
    short = pasted(names(facts, "qyapi_chat_read"))["pasted"]
    assert (short.state, short.kind) == (State.WARNING, Kind.PERMISSIONS_MISSING)
    assert len(short.values["missing"]) == 1


def scopes(**data: Any) -> dict[str, Any]:
    return {"scopes": answer(data=data)}


def test_the_whole_organisation_is_the_range_wanted(case: Make) -> None:
    found = by_check(contact_range.judge(case()))
    assert (found["range"].state, found["range"].kind) == (State.PASSED, Kind.RANGE_WHOLE)
    assert found["fields"].state is State.PASSED


def test_a_limited_range_fails_until_somebody_says_that_it_is_meant(case: Make) -> None:
    limited = scopes(auth_org_scopes={"authed_dept": [9, 3], "authed_user": ["a", "b"]})
    finding = by_check(contact_range.judge(case(answers=limited)))["range"]
    assert (finding.state, finding.kind) == (State.FAILED, Kind.OUT_OF_SCOPE)
    assert (finding.values["departments"], finding.values["people"]) == ([3, 9], 2)
    meant = profile().answer(Kind.OUT_OF_SCOPE, True, finding.values["about"])
    finding = by_check(contact_range.judge(case(meant, limited)))["range"]
    assert (finding.state, finding.values["case"]) == (State.WARNING, "meant")
    other = scopes(auth_org_scopes={"authed_dept": [3], "authed_user": []})
    assert by_check(contact_range.judge(case(meant, other)))["range"].state is State.FAILED
    denied = profile().answer(Kind.OUT_OF_SCOPE, False, "3,9+2")
    assert by_check(contact_range.judge(case(denied, limited)))["range"].state is State.FAILED


def test_a_range_of_nobody_fails_whatever_was_meant(case: Make) -> None:
    nobody = scopes(auth_org_scopes={"authed_dept": [], "authed_user": []})
    finding = by_check(contact_range.judge(case(answers=nobody)))["range"]
    assert (finding.state, finding.values["case"]) == (State.FAILED, "nobody")


@pytest.mark.parametrize(
    ("fields", "hidden"),
    [
        (["email", "jobnumber"], ["mobile"]),
        (["mobile", "email"], ["jobnumber"]),
        ([], ["mobile", "email", "jobnumber"]),
    ],
)
def test_hidden_fields_are_a_warning_only(case: Make, fields: list[str], hidden: list[str]) -> None:
    answers = scopes(auth_org_scopes={"authed_dept": [1]}, auth_user_field=fields)
    finding = by_check(contact_range.judge(case(answers=answers)))["fields"]
    assert (finding.state, finding.kind) == (State.WARNING, Kind.FIELDS_HIDDEN)
    assert finding.values == {"fields": hidden}


@pytest.mark.parametrize(
    "data",
    [
        {"auth_org_scopes": []},
        {"auth_org_scopes": {"authed_dept": "1"}},
        {"auth_org_scopes": {"authed_dept": [None]}},
        {"auth_org_scopes": {"authed_dept": [1]}, "auth_user_field": 5},
    ],
)
def test_a_range_of_the_wrong_type_is_unknown_and_not_empty(
    case: Make, data: dict[str, Any]
) -> None:
    finding = by_check(contact_range.judge(case(answers={"scopes": answer(data=data)})))["range"]
    assert (finding.state, finding.kind) == (State.FAILED, Kind.UNKNOWN)
    assert msgspec.json.encode(finding)


def test_an_answer_without_any_range_is_unknown_and_not_empty(case: Make) -> None:
    finding = by_check(contact_range.judge(case(answers={"scopes": answer(data={})})))["range"]
    assert finding.kind is Kind.UNKNOWN


@pytest.mark.parametrize(
    ("kind", "by"),
    [
        (Kind.IP_NOT_WHITELISTED, "security/this_computer"),
        (Kind.QUOTA_EXHAUSTED, "permissions/quota"),
    ],
)
def test_a_range_that_could_not_be_read_names_the_root(case: Make, kind: Kind, by: str) -> None:
    found = contact_range.judge(case(answers={"scopes": answer(kind)}))
    assert [(f.check, f.state, f.values["blocked_by"]) for f in found] == [
        ("range", State.BLOCKED, by)
    ]


def test_a_range_that_is_refused_fails_with_its_kind(case: Make) -> None:
    refused = answer(Kind.SCOPE_MISSING, values={"scopes": ["x"]})
    finding = by_check(contact_range.judge(case(answers={"scopes": refused})))["range"]
    assert (finding.state, finding.kind) == (State.FAILED, Kind.SCOPE_MISSING)
