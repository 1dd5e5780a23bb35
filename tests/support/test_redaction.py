"""A redacted set-up checks as the real one did, and holds nothing of anybody."""

import ast
import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dingsetup
from dingsetup.checks import CHECKS
from dingsetup.checks.case import Case
from dingsetup.checks.publication import published_state
from dingsetup.facts import Facts, load_facts
from dingsetup.findings import Finding, Kind, State
from dingsetup.language import choose_language
from dingsetup.pasted.addresses import compare_addresses
from dingsetup.pasted.permissions import compare_permissions
from dingsetup.plan import wanted_addresses, wanted_redirect_urls
from dingsetup.practice import SCENARIOS
from dingsetup.profile import Allowance, Answered, Profile, now
from dingsetup.store import CallRecord, Kept
from dingsetup.support.finding_rules import RULES, states_of
from dingsetup.support.forms import values_fault
from dingsetup.support.pseudonyms import Pseudonyms
from dingsetup.support.redaction import (
    redact,
    redact_binding,
    redact_calls,
    redact_delivery,
    redact_finding,
    redact_profile,
    redact_sends,
)
from dingsetup.support.values import (
    BindingLine,
    DeliveryLine,
    FactsSeen,
    SecretSeen,
    SendLine,
    Snapshot,
)
from tests.checks.conftest import Journey, answer, case, journey, profile, short_back_off

__all__ = ["case", "journey", "short_back_off"]

FACTS = load_facts()
KEY = bytes(range(32))
OFFLINE = {"security/addresses", "security/surplus", "security/unusable", "security/redirect_urls",
           "security/surplus_urls", "permissions/pasted", "permissions/surplus", "mobile/homepage",
           "mobile/web_app", "publication/published", "credentials/client_id",
           "credentials/agent_id", "credentials/corp_id"}  # fmt: skip
"""Findings that follow from the profile alone, where all answers are good."""
AT = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)


@pytest.fixture
def names() -> Pseudonyms:
    return Pseudonyms(KEY, FACTS)


def offline(given: Profile) -> list[Finding]:
    """What the checks say of a profile whose every question was answered well."""
    asked = ["old_token", "new_token", "corp_token", "visible_range", "agent", "scopes", "homepage"]
    asked += [permission.code for permission in FACTS.permissions]
    answers = dict.fromkeys(asked, answer()) | {"homepage": answer(status=200)}
    made = Case(profile=given, facts=FACTS, at=AT, answers=answers)
    found = [finding for check in CHECKS for finding in check.judge(made)]
    return [finding for finding in found if finding.key in OFFLINE]


def agrees(given: Profile) -> None:
    """Redacting what the checks found is finding it in the redacted profile."""
    names = Pseudonyms(KEY, FACTS)
    redacted = redact_profile(given, names)
    states = states_of(given, redacted)
    expected = [redact_finding(finding, names, states) for finding in offline(given)]
    assert offline(redacted) == expected


PUBLIC = FACTS.newest_addresses.addresses
ADDRESS = st.one_of(
    st.sampled_from([*PUBLIC, "180.184.64.*", "8.8.*.8", "8.8.8.8", "8.8.4.8", "出口IP：9.9.9.9"]),
    st.sampled_from(["10.0.0.5", "1.2.3.4/24", "1.2.3.4:80", "1.2.3.4-9", "2400::1"]),
    st.sampled_from(["８.８.８.８", "999.1.1.1", "1.*.*.1", "张三", "node-1", "10.1.2", "-"]),
    st.sampled_from(["1.2.3.4.", "8.8.8.8.", "180.184.64.1.", "10.0.0.5.."]),
    st.sampled_from(["bi.corp.com", "1.2.3.4/x", "1.2.3.4./24", "2400::1/64"]),
    st.ip_addresses(v=4).map(str),
)  # fmt: skip
URLS = tuple(entry.url for entry in FACTS.redirect_urls)


def mangled(url: str) -> st.SearchStrategy[str]:
    return st.sampled_from(
        [
            url,
            url.replace("https:", "http:"),
            url.upper(),
            url.replace("https://", "https：//"),
            url.replace("#", "%23"),
            url.replace("https://", "https%3A%2F%2F"),
            url.rstrip("/") + "/",
            url.replace("#", ""),
            url[:-3],
            url + "/zhang?token=1",
            url.replace("https:", "HTTP:").replace("#", ""),
            url.replace("https://", "https://zhang:pw@"),
            url.replace("https://console.", "https://other."),
            url.partition("/bi")[0],
        ]
    )


ENTRIES = st.lists(ADDRESS, max_size=6).map("\n".join)
REDIRECTS = st.lists(st.sampled_from(URLS).flatmap(mangled), max_size=5).map("\n".join)


@given(ENTRIES)
@settings(max_examples=40, deadline=None)
def test_a_pasted_allowlist_compares_as_before(text: str) -> None:
    agrees(profile(pasted_addresses=text))


@given(ENTRIES, ENTRIES)
@settings(max_examples=40, deadline=None)
def test_so_does_that_of_a_private_deployment(own: str, text: str) -> None:
    agrees(profile(edition="private", private_addresses=own, pasted_addresses=text))


def test_an_address_with_a_dot_behind_it_stays_another_one(names: Pseudonyms) -> None:
    assert names.address("8.8.4.4.") == f"{names.address('8.8.4.4')}."
    agrees(profile(edition="private", private_addresses="8.8.4.4.", pasted_addresses="8.8.4.4"))


@given(REDIRECTS)
@settings(max_examples=40, deadline=None)
def test_pasted_redirect_urls_compare_as_before(text: str) -> None:
    agrees(profile(pasted_redirect_urls=text))


@given(REDIRECTS, st.sampled_from(["bi.corp.com", "https://BI.corp.com:8443/x", "10.0.0.9"]))
@settings(max_examples=40, deadline=None)
def test_so_do_those_of_a_private_deployment(text: str, domain: str) -> None:
    text = text.replace("console.volcengine.com", domain.removeprefix("https://").rstrip("/x"))
    agrees(profile(edition="private", domain=domain, pasted_redirect_urls=text))


@pytest.mark.parametrize(
    "text",
    [
        "qyapi_get_member 已开通\nqyapi_ext_read 未开通\nContact.User.mobile.read",
        "通讯录部门信息读权限\n成员信息读权限\n王五审批管理权限\n智能人事读权限",
        "qyapi_get_member 未开通",
        "张三的页面 13812345678",
        "\n".join(f"{p.code} {p.name} 已开通" for p in FACTS.permissions),
        " ",
        "",
    ],
)
def test_pasted_permissions_compare_as_before(text: str) -> None:
    agrees(profile(pasted_permissions=text))
    made = redact_profile(profile(pasted_permissions=text), Pseudonyms(KEY, FACTS))
    before, after = (compare_permissions(FACTS, t) for t in (text, made.pasted_permissions))
    assert (before.found, before.missing, before.near) == (after.found, after.missing, after.near)
    assert bool(text.strip()) == bool(made.pasted_permissions.strip())


HOMEPAGES = (
    "https://bi.corp.com/bi-h5/?corpId=$CORPID$",
    "http://bi.corp.com/bi-h5/?corpId=$CORPID$",
    "https://BI.corp.com/bi-h5/?corpId=$CORPID$",
    "HTTPS://bi.corp.com/bi-h5/?corpId=$CORPID$",
    "https://other.corp.com:8443/bi-h5/?corpId=$CORPID$",
    "https://zhang:pw@bi.corp.com/bi-h5/?corpId=$CORPID$",
    "https://bi.corp.com/bi-h5?corpId=$CORPID$",
    "https://bi.corp.com/zhang/?corpId=$CORPID$&me=zhang",
    "https://bi.corp.com/bi-h5/?corpid=$CORPID$",
    "https://bi.corp.com/bi-h5/?corpId=%24CORPID%24",
    "https://bi.corp.com/bi-h5/?corpId=$CORPID%24&x=%20a",
    "https://bi.corp.com/bi-h5/?corpId=ding0123456789abcdef0123456789abcdef",
    "https://bi.corp.com/bi-h5/?corpId=zhang%20san",
    "https://bi.corp.com/bi-h5/?corpId",
    "https://bi.corp.com/bi-h5/",
    "https://bi.corp.com/bi-h5/?corpId=$CORPID$#/zhang",
    "https:/bi.corp.com/bi-h5/?corpId=$CORPID$",
    "bi.corp.com/bi-h5/?corpId=$CORPID$",
    "bi.corp.com:8443/bi-h5/?corpId=$CORPID$",
    "//bi.corp.com/bi-h5/?corpId=$CORPID$",
    "dingtalk://zhang/bi-h5/?corpId=$CORPID$",
    "https://[zhang",
    "https://bi.corp.com/bi-h5/?corpId=$CORPID$ ",
    "张三",
    " ",
    "",
)


@pytest.mark.parametrize("domain", ["bi.corp.com", "https://bi.corp.com/x", ""])
@pytest.mark.parametrize("homepage", HOMEPAGES)
def test_a_homepage_has_the_same_fault_as_before(homepage: str, domain: str) -> None:
    given = profile(homepage=homepage, domain=domain)
    agrees(given)
    assert agrees_not_to_hold(given, ("zhang", "corp.com", "pw@", "0123456789abcdef"))


def agrees_not_to_hold(given: Profile, words: tuple[str, ...]) -> bool:
    text = msgspec.json.encode(redact_profile(given, Pseudonyms(KEY, FACTS))).decode().lower()
    return not [word for word in words if word in text]


@pytest.mark.parametrize(
    "domain",
    ["a.com b.com", "*.corp.com", "localhost", "intranet", "，", "ftp://x.com", "10.0.0.5"],
)
def test_a_domain_that_is_none_stays_none_for_the_same_reason(domain: str) -> None:
    agrees(profile(domain=domain, edition="private", pasted_redirect_urls=URLS[0]))


@given(st.text("dingＡ张 *-0123456789abcdefABCxyz", max_size=36))
@settings(max_examples=40, deadline=None)
def test_typed_credentials_have_the_same_faults_as_before(text: str) -> None:
    agrees(profile(app_key=text, agent_id=text, corp_id=text))


def test_a_stale_publication_stays_stale_and_a_fresh_one_fresh() -> None:
    given = profile(homepage="https://bi.corp.com/bi-h5/?corpId=$CORPID$")
    for about in (published_state(given), "0123456789ab", ""):
        answered = Answered(yes=True, at=AT, about=about)
        questions = dict.fromkeys(("ask:published", "ask:web_app"), answered)
        agrees(msgspec.structs.replace(given, answers=questions))


def test_a_contact_range_that_was_meant_stays_meant(
    case: Callable[..., Case], names: Pseudonyms
) -> None:
    def judged(given: Profile, departments: list[int]) -> Finding:
        data = {"auth_org_scopes": {"authed_dept": departments, "authed_user": ["a"]}}
        made = case(given, {"scopes": answer(data=data)})
        found = (finding for check in CHECKS for finding in check.judge(made))
        return next(finding for finding in found if finding.key == "permissions/range")

    meant = {str(Kind.OUT_OF_SCOPE): Answered(yes=True, at=AT, about="5,7,9+1")}
    for answers in (meant, {}):
        given = profile(answers=answers)
        made = redact_profile(given, names)
        seen = judged(given, [9, 5, 7])
        departments = [names.department(id) for id in (9, 5, 7)]
        assert redact_finding(seen, names) == judged(made, departments)
        assert (seen.values.get("case") == "meant") == bool(answers)


INSIDE = {"entry", "location"}
"""Of an entry of a list, which has a rule of its own, and of a body that no finding has."""


def test_every_value_a_check_can_give_has_a_rule(journey: Callable[..., Journey]) -> None:
    admin = journey()
    seen: set[str] = set()
    for kind in SCENARIOS:
        if not kind.sends and kind.name != "silent":  # it takes the whole deadline
            name = "slow:1" if kind.name == "slow" else kind.example
            admin.tenant.set_scenarios([name])
            seen |= {value for finding in admin.check().findings for value in finding.values}
    assert len(seen) > 20
    seen |= {name for finding in _written() for name in finding}
    assert seen - set(RULES) - INSIDE == set()


def _written() -> list[set[str]]:
    """Names of the values in the sources: keywords of `find` and the like, and keys of dicts."""
    root = Path(dingsetup.__file__).parent
    files = [*(root / "checks").glob("*.py"), root / "dingtalk/values.py"]
    files += [root / "dingtalk/errors.py", *(root / "dingtalk/transport").glob("*.py")]
    found: list[set[str]] = []
    makers = {"find", "finding", "asked", "Fault", "Answer"}
    for file in files:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "values":
                dicts = (n for n in ast.walk(node.value) if isinstance(n, ast.Dict))
                found += [
                    {str(k.value) for k in d.keys if isinstance(k, ast.Constant)} for d in dicts
                ]
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in makers - {"Answer"}:
                found.append({word.arg for word in node.keywords if word.arg})
            if name in makers | {"Finding", "_no_answer", "NoAnswer"}:
                dicts = (n for n in ast.walk(node) if isinstance(n, ast.Dict))
                found += [{k.value for k in d.keys if _is_text(k)} for d in dicts]  # pyright: ignore[reportAttributeAccessIssue, reportOptionalMemberAccess]
    return found


def test_the_path_of_a_ca_file_becomes_that_of_the_profile(names: Pseudonyms) -> None:
    path = "/etc/pki/haichuan-group/root-ca.pem"
    values = {"reason": "ca_file", "file": path, "detail": "No such file or directory"}
    finding = Finding(
        step="network", check="oapi", state=State.FAILED, kind=Kind.TLS_FAILED, values=values
    )
    made = redact_finding(finding, names).values
    assert "haichuan" not in str(made)
    assert made["file"] == redact_profile(Profile(id="a", name="a", ca_file=path), names).ca_file


def _is_text(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_a_value_without_a_rule_is_free_text_all_the_way_down(names: Pseudonyms) -> None:
    values: dict[str, Any] = {"new": [{"zhang@corp.com": "13812345678", "n": 7, "b": True}]}
    finding = Finding(step="a", check="b", state=State.FAILED, kind=Kind.UNKNOWN, values=values)
    made = redact_finding(finding, names).values["new"]
    assert made == [{names.email("zhang@corp.com"): names.mobile("13812345678"), "n": 7, "b": True}]


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_strangers_finding_that_could_be_told_can_be_told_once_it_is_redacted(
    names: Pseudonyms, name: str
) -> None:
    values: dict[str, Any] = {name: [{"entry": "a", "reason": "b"}]}
    finding = Finding(
        step="a", check="b", state=State.FAILED, kind=Kind.AGENT_ID_WRONG, values=values
    )
    made = redact_finding(finding, names)
    assert values_fault(made.values) == values_fault(values)
    assert values_fault(values) or choose_language("en").tell(made).title


@pytest.mark.parametrize("name", sorted(RULES))
def test_no_rule_minds_what_it_was_not_made_for(names: Pseudonyms, name: str) -> None:
    odd: tuple[Any, ...] = (None, 7, True, "zhang@corp.com", ["zhang@corp.com"], {"a": [{}]})
    for kind in (Kind.OUT_OF_SCOPE, Kind.ADDRESSES_EXTRA, Kind.HOMEPAGE_SHAPE, Kind.OK):
        for value in odd:
            found = Finding(
                step="a", check="b", state=State.FAILED, kind=kind, values={name: value}
            )
            made = redact_finding(found, names).values[name]
            assert "zhang" not in repr(made)
            assert isinstance(made, int | None) == isinstance(value, int | None)


def test_a_snapshot_is_redacted_whole(names: Pseudonyms) -> None:
    finding = Finding(
        step="security", check="this_computer", state=State.BLOCKED, kind=Kind.IP_NOT_WHITELISTED,
        values={"ip": "8.8.4.4", "app_key": "dingabcdefgh12345678"},
    )  # fmt: skip
    given = profile(
        name="华东 BI", me="manager77", proxy="http://proxy.corp.com:3128",
        ca_file="/home/zhang/ca.pem", allowance=Allowance("8.8.4.4", AT),
        base_url="http://127.0.0.1:8080", outdated=("security",),
    )  # fmt: skip
    snapshot = Snapshot(
        at=AT, profile=given, findings=(Kept(finding, AT, AT),), bindings={"bound": 3},
        secret=SecretSeen(given=True, fault="field_swapped", values={"looks_like": "agent_id"}),
        facts=FactsSeen(date=AT.date(), digest="d"), system={"os": "debian 12 x86_64"},
    )  # fmt: skip
    made = redact(snapshot, names)
    assert made.profile.id == "support"
    assert made.profile.allowance is not None
    assert made.profile.allowance.ip == made.findings[0].finding.values["ip"]
    assert made.findings[0].finding.values["app_key"] == made.profile.app_key
    assert made.profile.proxy == "http://" + names.host("proxy.corp.com") + ":3128"
    assert str(made.profile.ca_file).endswith(".pem")
    assert made.profile.base_url == given.base_url
    assert (made.secret, made.system, made.bindings, made.facts) == (
        snapshot.secret, snapshot.system, snapshot.bindings, snapshot.facts,
    )  # fmt: skip
    text = msgspec.json.encode(made).decode()
    for word in ("华东", "manager77", "corp.com", "zhang", "8.8.4.4", "dingabcdefgh12345678"):
        assert word not in text


def test_calls_keep_their_routes_and_lose_what_is_in_them(names: Pseudonyms) -> None:
    paths = ["/gettoken", "/v1.0/microApp/apps/2574805120/scopes", "/x/zhang@corp.com?token=1", ""]
    calls = [CallRecord(AT, "GET", path, "ok", 3, True) for path in paths]
    made = redact_calls(calls, names)
    assert [call.path for call in made[:2]] == [
        "/gettoken", f"/v1.0/microApp/apps/{names.agent_id('2574805120')}/scopes",
    ]  # fmt: skip
    assert "zhang" not in made[2].path
    assert "token" not in made[2].path
    assert {(call.at, call.method, call.verdict, call.ms) for call in made} == {
        (AT, "GET", "ok", 3)
    }
    hostile = redact_calls([CallRecord(AT, "zhang", "/gettoken", "zhang", 3, False)], names)[0]
    assert (hostile.method, hostile.verdict) == ("unknown", "unknown")


def test_people_of_the_table_and_of_messages_keep_their_ties(names: Pseudonyms) -> None:
    line = BindingLine(
        username="zhang.san", name="张三", email="zhang@corp.com", mobile="13812345678",
        job_number="P77", userid="manager77", rule="mobile", confidence="high", state="bound",
    )  # fmt: skip
    made = redact_binding(line, names)
    sent = redact_delivery(
        DeliveryLine(sending=1, userid="manager77", username="zhang.san", fate="read", at=AT), names
    )
    assert (made.userid, made.username) == (sent.userid, sent.username)
    assert (made.rule, made.confidence, made.state, sent.fate) == (
        "mobile",
        "high",
        "bound",
        "read",
    )
    held = {getattr(made, name) for name in made.__struct_fields__}
    assert not held & {"zhang.san", "张三", "zhang@corp.com", "13812345678", "P77", "manager77"}
    empty = BindingLine(username="a", state="zhang")
    assert redact_binding(empty, names) == BindingLine(
        username=names.username("a"), state="unknown"
    )


def test_a_template_of_the_users_own_loses_its_name(names: Pseudonyms) -> None:
    sends = [
        SendLine(id=n, at=now(), push=push, type="oa", language="zh", tally={"read": 1})
        for n, push in enumerate(("alert-dimension", "zhang-daily"))
    ]
    ours, own = redact_sends(sends, names)
    assert ours == sends[0]
    assert "zhang" not in own.push
    assert own.push


@pytest.mark.parametrize("entry", ["180.184.64.*", "8.8.*.8"])
def test_a_wildcard_covers_what_it_covered(entry: str, names: Pseudonyms, facts: Facts) -> None:
    given = profile(edition="private", private_addresses="8.8.8.8, 8.8.4.8, 180.184.64.81")
    made = redact_profile(given, names)
    before = compare_addresses(wanted_addresses(facts, given), entry)
    after = compare_addresses(wanted_addresses(facts, made), names.address(entry))
    assert [names.address(one) for one in before.found] == list(after.found)
    assert before.found
    assert wanted_redirect_urls(facts, made) == ()
