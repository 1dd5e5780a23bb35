"""Support's checks find what the customer's found, whatever was broken there."""

import itertools
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench._reproducing import OTHERS, SAMPLES, Both, hurried, redacted, told
from dingsetup.facts import Facts, load_facts
from dingsetup.findings import Finding, Kind, State
from dingsetup.practice import SCENARIOS
from dingsetup.practice.faults import parse_faults
from dingsetup.practice.parameters import Known
from dingsetup.profile import SUPPORT, Allowance, Profile, now
from dingsetup.support.reproduction import differences, profile_at, reproduce, secret_for
from dingsetup.support.values import Bundle

FACTS = load_facts()
PAIRS = tuple(itertools.combinations(SAMPLES[1:], 2))[::13]
"""Every thirteenth; `bench/reproduction.py` runs them all."""


@pytest.fixture(scope="module", autouse=True)
def quickly() -> Iterator[None]:
    with hurried():
        yield


@pytest.fixture(scope="module")
def both(facts: Facts) -> Iterator[Both]:
    """A customer and support; between them lies the file, redacted, written and read."""
    with Both(facts, redacted(facts)) as made:
        yield made


def only_that(both: Both, bundle: Bundle) -> None:
    """Assert that nothing is left out and all is found again."""
    found, made = both.differ(bundle)
    assert not made.left_out
    assert not found, "\n".join(told(found))


def test_every_scenario_of_a_set_up_has_a_sample() -> None:
    sampled = {name.partition(":")[0] for name in SAMPLES}
    assert sampled == {kind.name for kind in SCENARIOS if not kind.sends}


@pytest.mark.parametrize("scenario", [*SAMPLES, *OTHERS])
def test_a_scenario_is_found_again_and_mended_by_mending_what_was_derived(
    both: Both, scenario: str
) -> None:
    bundle = both.bundle(both.customer(scenario))
    only_that(both, bundle)
    made = msgspec.structs.replace(reproduce(bundle, both.facts), scenarios=())
    states = {finding.state for finding in both.found_again(made).findings}
    assert not states & {State.FAILED, State.BLOCKED}


@pytest.mark.parametrize("pair", PAIRS, ids=" ".join)
def test_two_scenarios_are_found_again(both: Both, pair: tuple[str, str]) -> None:
    only_that(both, both.bundle(both.customer(*pair)))


@pytest.mark.parametrize("reach", ["org", "api"])
def test_one_call_that_breaks_while_all_are_throttled_is_found_again(
    both: Both, reach: str
) -> None:
    scenarios = (f"throttled:{reach}", "server-error:/topapi/user/count")
    only_that(both, both.bundle(both.customer(*scenarios)))


COMBINED = (
    ("reset:api", "refuse-call:/topapi/user/count=50003:"),
    ("reset:api", "refuse-call:/topapi/user/count=42001:access_token超时"),
    ("proxy-refused:api", "expired-token"),
    ("portal:oapi=cut", "app-disabled"),
    ("portal:oapi=list", "expired-token"),
    ("portal:oapi=cut", "bad-secret", "ip-blocked"),
    ("portal:oapi=text", "scope-missing:qyapi_microapp_manage"),
    ("portal:oapi=list", "throttled:org", "throttled:/auth/scopes"),
    ("throttled:org", "scope-missing:qyapi_microapp_manage", "quota-exhausted"),
    ("server-error:/topapi/user/count", "expired-token"),
)
"""One fault hides a part of what another one does."""


@pytest.mark.parametrize("scenarios", COMBINED, ids=" ".join)
def test_a_fault_half_hidden_by_another_is_found_again(
    both: Both, scenarios: tuple[str, ...]
) -> None:
    only_that(both, both.bundle(both.customer(*scenarios)))


def test_a_corp_id_of_odd_shape_beside_a_refused_app_is_found_again(both: Both) -> None:
    known = both.customer("reset:oapi", "app-disabled")
    only_that(both, both.bundle(msgspec.structs.replace(known, corp_id="***")))


def test_a_page_that_answered_at_an_address_of_its_own_answers_here_too(both: Both) -> None:
    known = both.customer("portal", "portal:api=empty")
    homepage = f"{both.theirs.base_url}/bi-h5?corpId=$CORPID$"
    bundle = both.bundle(msgspec.structs.replace(known, homepage=homepage))
    reached = {one.key: one for one in bundle.snapshot.plain_findings}["mobile/reached"]
    assert reached.values["status"] == 200
    only_that(both, bundle)


def test_a_line_that_broke_for_some_calls_only_is_named_and_not_compared(both: Both) -> None:
    bundle = both.bundle(both.customer())
    broken = Finding(
        step="network",
        check="oapi",
        state=State.FAILED,
        kind=Kind.UNREACHABLE,
        values={"reason": "reset"},
    )
    findings = tuple(
        msgspec.structs.replace(one, finding=broken) if one.finding.key == broken.key else one
        for one in bundle.snapshot.findings
    )
    snapshot = msgspec.structs.replace(bundle.snapshot, findings=findings)
    found, made = both.differ(msgspec.structs.replace(bundle, snapshot=snapshot))
    assert [one.key for one in made.left_out] == ["network/oapi"]
    assert not found


SECRET_FAULTS = {
    "empty": "",
    "blanks inside": "practice only_1234567890123456789012345678901234567890",
    "a blank at the end": "practice-only_1234567890123456789012345678901234567890 ",
    "full width": "ｐｒacticeonly1234567890123456789012345678901234567890",
    "masked": "abcd********wxyz",
    "another field's": "dingpractice12345678",
    "an address": "198.51.100.7",
    "too short": "abc123",
}


@pytest.mark.parametrize("secret", SECRET_FAULTS.values(), ids=SECRET_FAULTS)
def test_a_fault_in_the_secrets_shape_is_found_again_without_the_secret(
    both: Both, secret: str
) -> None:
    bundle = both.bundle(both.customer(), secret)
    only_that(both, bundle)
    made = reproduce(bundle, both.facts)
    assert "bad-secret" not in made.scenarios, "typing the tenant's own mends it"
    right = msgspec.structs.replace(made, secret_fault=None)
    states = {finding.state for finding in both.found_again(right).findings}
    assert State.FAILED not in states


def test_an_oddly_shaped_secret_that_was_taken_is_taken_again(both: Both) -> None:
    bundle = both.bundle(both.customer())
    odd = Finding(
        step="credentials",
        check="client_secret",
        state=State.WARNING,
        kind=Kind.FIELD_SHAPE,
        values={"field": "client_secret", "length": 31},
    )
    findings = tuple(
        msgspec.structs.replace(one, finding=odd) if one.finding.key == odd.key else one
        for one in bundle.snapshot.findings
    )
    snapshot = msgspec.structs.replace(bundle.snapshot, findings=findings)
    only_that(both, msgspec.structs.replace(bundle, snapshot=snapshot))


FIELDS: dict[str, dict[str, Any]] = {
    "no app key": {"app_key": ""},
    "an app key with a blank": {"app_key": "dingpractice 12345678"},
    "an app key in full width": {"app_key": "dingｐractice12345678"},
    "another app key": {"app_key": "dingabcdefgh12345678"},
    "the app key as AgentId": {"agent_id": "dingabcdefgh12345678"},
    "an app key in capitals": {"app_key": "DINGPRACTICE12345678"},
    "a masked app key": {"app_key": "ding************5678"},
    "an app key of digits": {"app_key": "00012"},
    "no AgentId": {"agent_id": ""},
    "another AgentId": {"agent_id": "2574800000"},
    "an AgentId beyond 32 bits": {"agent_id": "99999999999"},
    "no CorpId": {"corp_id": ""},
    "a CorpId cut short": {"corp_id": "ding0123456789"},
    "another CorpId": {"corp_id": "ding" + "0123456789abcdef" * 2},
    "no homepage": {"homepage": ""},
    "a homepage without its parameter": {"homepage": "HERE/bi-h5/"},
    "a homepage of another path": {"homepage": "HERE/x?corpId=$CORPID$"},
    "no domain": {"edition": "saas", "homepage": "", "domain": ""},
    "surplus addresses": {"pasted_addresses": "203.0.114.1\n10.0.0.1\n2001:db8::1\n8.8.8.8:80"},
    "surplus redirect URLs": {"pasted_redirect_urls": "https://bi.customer.example/x"},
    "permissions pasted": {"pasted_permissions": "qyapi_get_member\nqyapi_base\nContact.User.Read"},
    "a stale publication": {
        "answers": {"ask:published": {"yes": True, "at": "2026-01-02T03:04:05Z", "about": "x"}}
    },
    "a no": {"answers": {"ask:pinned": {"yes": False, "at": "2026-01-02T03:04:05Z"}}},
}


@pytest.mark.parametrize("fields", FIELDS.values(), ids=FIELDS)
def test_what_was_typed_wrongly_is_found_again(both: Both, fields: dict[str, Any]) -> None:
    known = msgspec.to_builtins(both.customer())
    if fields.get("homepage"):
        fields = {"homepage": fields["homepage"].replace("HERE", both.theirs.base_url)}
    only_that(both, both.bundle(msgspec.convert(known | fields, Profile)))


def test_a_private_edition_keeps_its_own_values_and_its_page_is_the_tenants(both: Both) -> None:
    domain = "bi.customer.example"
    homepage = both.facts.homepage.template.replace("{domain}", domain)
    profile = msgspec.structs.replace(
        both.customer("ip-blocked"),
        id="east",
        edition="private",
        domain=domain,
        homepage=homepage,
        private_addresses="8.8.4.4 9.9.9.9",
        pasted_addresses="8.8.4.4",
        pasted_redirect_urls=f"https://{domain}/bi",
    )
    bundle = both.bundle(profile)
    only_that(both, bundle)
    found = {finding.key: finding for finding in bundle.snapshot.plain_findings}
    assert found["mobile/homepage"].state is State.PASSED
    assert found["mobile/reached"].state is State.PASSED
    assert found["security/addresses"].values["total"] == 2


def test_an_allowance_that_was_taken_off_is_found_so_again_with_what_it_had_proved(
    both: Both,
) -> None:
    profile = both.customer()
    first = both.check(profile, both.theirs.identity.app_secret)
    earlier = {one.key: first.at for one in first.findings if one.state is State.PASSED}
    blocked = msgspec.structs.replace(
        both.customer("ip-blocked"),
        allowance=Allowance("203.0.113.7", now(), seen_open=True),
        pasted_addresses=profile.pasted_addresses + "\n203.0.113.7",
    )
    bundle = both.bundle(blocked, earlier=earlier)
    kinds = {one.kind for one in bundle.snapshot.plain_findings}
    assert {Kind.ALLOWANCE_REMOVED, Kind.PROVED_EARLIER} <= kinds
    only_that(both, bundle)


def test_an_allowance_still_open_can_be_taken_off_here(both: Both) -> None:
    profile = both.customer("ip-blocked")
    both.theirs.set_allowlist([*both.theirs.allowlist, "203.0.113.7"])
    bundle = both.bundle(
        msgspec.structs.replace(profile, allowance=Allowance("203.0.113.7", now()))
    )
    only_that(both, bundle)
    made = reproduce(bundle, both.facts)
    tenant = both.tenant_for(made)
    outcome = both.check(profile_at(made, tenant.base_url), tenant.identity.app_secret)
    tenant.set_allowlist([one for one in tenant.allowlist if one != tenant.caller])
    settled = msgspec.structs.replace(outcome.profile, base_url=tenant.base_url)
    after = both.check(settled, tenant.identity.app_secret)
    here = {finding.key: finding.kind for finding in after.findings}["security/this_computer"]
    assert here is Kind.ALLOWANCE_REMOVED


def test_the_bindings_are_summed_up_as_they_were(both: Both) -> None:
    counts = {"bound": 3, "conflict": 2, "drifted": 1}
    bundle = both.bundle(both.customer(), bindings=counts)
    only_that(both, bundle)
    assert reproduce(bundle, both.facts).bindings == counts


@pytest.mark.parametrize(
    ("key", "kind", "values"),
    [
        ("network/oapi", Kind.DNS_FAILED, {"reason": "dns"}),
        ("network/api", Kind.TLS_FAILED, {"reason": "expired"}),
        ("network/oapi", Kind.UNREACHABLE, {"reason": "no_route"}),
        ("network/oapi", Kind.TIMED_OUT, {"reason": "connect"}),
        ("network/clock", Kind.CLOCK_WRONG, {"seconds": 900}),
        ("mobile/reached", Kind.TLS_FAILED, {"reason": "hostname"}),
    ],
)
def test_what_lies_with_the_customers_own_network_is_named_and_not_compared(
    both: Both, key: str, kind: Kind, values: dict[str, Any]
) -> None:
    bundle = both.bundle(both.customer())
    step, _, check = key.partition("/")
    root = Finding(step=step, check=check, state=State.FAILED, kind=kind, values=values)
    waits = Finding(
        step="permissions",
        check="range",
        state=State.BLOCKED,
        kind=kind,
        values={"blocked_by": key},
    )
    new = {root.key: root, waits.key: waits}
    findings = tuple(
        msgspec.structs.replace(one, finding=new.get(one.finding.key, one.finding))
        for one in bundle.snapshot.findings
    )
    bundle = msgspec.structs.replace(
        bundle, snapshot=msgspec.structs.replace(bundle.snapshot, findings=findings)
    )
    found, made = both.differ(bundle)
    assert [one.key for one in made.left_out] == [k for k in _keys(bundle) if k in new]
    assert not found


def _keys(bundle: Bundle) -> list[str]:
    return [finding.key for finding in bundle.snapshot.plain_findings]


def test_a_fault_switched_on_here_is_a_difference_by_name(both: Both) -> None:
    bundle = both.bundle(both.customer("scope-missing:qyapi_ext_read"))
    made = reproduce(bundle, both.facts)
    scenarios = ("scope-missing:qyapi_get_member",)
    found = both.found_again(msgspec.structs.replace(made, scenarios=scenarios)).findings
    keys = {(one.found or one.expected).key for one in differences(bundle, found)}  # pyright: ignore[reportOptionalMemberAccess]
    assert keys == {"permissions/qyapi_ext_read", "permissions/qyapi_get_member"}


def test_a_step_nobody_checked_and_a_finding_struck_out_are_no_differences(both: Both) -> None:
    bundle = both.bundle(both.customer(), steps=("credentials", "mobile"))
    only_that(both, bundle)
    fewer = msgspec.structs.replace(bundle.snapshot, findings=bundle.snapshot.findings[1:])
    struck = msgspec.structs.replace(bundle, snapshot=fewer, struck={"findings.jsonl": 1})
    only_that(both, struck)
    not_struck = msgspec.structs.replace(struck, struck={})
    (one,) = both.differ(not_struck)[0]
    assert (one.expected, one.found is not None) == (None, True)


VALUES = st.sampled_from(
    [None, True, -1, 0, 3, 10**30, 0.5, "", "203.0.113.9", "fe80::1%x", "reset", "read", "html",
     "password", "99999999999999999999", "１２", "qyapi_base", "network/oapi", "2026-01-02",
     "admins", [], [1, "2", None, -5, True, 10**30], ["mobile", []], {"a": 1}]
) | st.text(max_size=8)  # fmt: skip
NAMES = st.sampled_from(
    ["ip", "reason", "status", "ms", "departments", "people", "roles", "fields", "code", "message",
     "scope", "blocked_by", "proved_at", "place", "length", "characters", "looks_like", "case"]
)  # fmt: skip
KEYS = st.sampled_from(
    ["network/oapi", "network/api", "network/service", "network/clock", "credentials/token",
     "credentials/corp_id", "credentials/agent_id", "credentials/client_id",
     "credentials/client_secret", "security/this_computer", "permissions/range",
     "permissions/fields", "permissions/qyapi_ext_read", "permissions/evil:name",
     "publication/visible_range", "mobile/reached", "x/y"]
)  # fmt: skip


@st.composite
def strange_findings(draw: st.DrawFn) -> Finding:
    step, _, check = draw(KEYS).partition("/")
    waits = st.fixed_dictionaries({}, optional={"blocked_by": KEYS})
    return Finding(
        step=step,
        check=check,
        state=draw(st.sampled_from(State)),
        kind=draw(st.sampled_from(Kind)),
        values=draw(st.dictionaries(NAMES, VALUES)) | draw(waits),
    )


@given(st.lists(strange_findings(), max_size=8), st.text(max_size=20), st.text(max_size=20))
def test_whatever_findings_a_file_holds_the_tenant_takes_what_is_derived(
    findings: list[Finding], app_key: str, corp_id: str
) -> None:
    bundle = _bundle(findings, app_key, corp_id)
    made = reproduce(bundle, FACTS)
    known = Known(
        scopes=frozenset(entry.scope for entry in FACTS.endpoints if entry.scope),
        paths=frozenset(entry.path for entry in FACTS.endpoints),
        people=(),
    )
    assert parse_faults(made.scenarios, known).names == made.scenarios
    assert profile_at(made, "http://127.0.0.1:9/").base_url == "http://127.0.0.1:9"
    assert made.profile.id == SUPPORT
    secret_for(made, "practice-only_1")
    differences(bundle, findings, made.left_out)


def _bundle(findings: list[Finding], app_key: str, corp_id: str) -> Bundle:
    at = now()
    return msgspec.convert(
        {
            "made_at": at,
            "program": "0",
            "key_id": "0",
            "snapshot": {
                "at": at,
                "profile": {"id": "a", "name": "a", "app_key": app_key, "corp_id": corp_id},
                "facts": {"date": at.date(), "digest": ""},
                "findings": [
                    {"finding": msgspec.to_builtins(one), "at": at, "passed_at": None}
                    for one in findings
                ],
            },
        },
        Bundle,
    )
