"""The allowlist: DataWind's addresses on it, this computer's only for the time of the checks."""

from collections.abc import Callable
from typing import Any

import pytest

from dingsetup.checks.allowlist import judge, settle
from dingsetup.checks.case import Case
from dingsetup.facts import Facts
from dingsetup.findings import Finding, Kind, State, first_cause
from dingsetup.profile import Allowance, now
from tests.checks.conftest import Journey, answer, by_check, profile

Make = Callable[..., Case]
Start = Callable[..., Journey]
HERE = "security/this_computer"
V4, V6 = "203.0.113.7", "2001:db8::7"


def refused(ip: str = V4) -> dict[str, Any]:
    return {"scopes": answer(Kind.IP_NOT_WHITELISTED, values={"ip": ip})}


def allowance(ip: str = V4, *, seen: bool = False, closed: bool = False) -> Allowance:
    return Allowance(ip, now(), seen, now() if closed else None)


@pytest.mark.parametrize(
    ("kept", "state", "kind"),
    [
        (None, State.BLOCKED, Kind.IP_NOT_WHITELISTED),
        (allowance(), State.BLOCKED, Kind.ALLOWANCE_WAITING),
        (allowance(seen=True), State.PASSED, Kind.ALLOWANCE_REMOVED),
        (allowance(seen=True, closed=True), State.PASSED, Kind.ALLOWANCE_REMOVED),
    ],
)
def test_the_same_refusal_means_what_the_admin_did_before(
    case: Make, kept: Allowance | None, state: State, kind: Kind
) -> None:
    finding = by_check(judge(case(profile(allowance=kept), refused())))["this_computer"]
    assert (finding.state, finding.kind, finding.values["ip"]) == (state, kind, V4)


@pytest.mark.parametrize(
    ("kept", "state", "kind"),
    [
        (None, State.PASSED, Kind.PC_ALLOWED),
        (allowance(), State.WARNING, Kind.ALLOWANCE_OPEN),
        (allowance(seen=True), State.WARNING, Kind.ALLOWANCE_OPEN),
        (allowance(seen=True, closed=True), State.WARNING, Kind.ALLOWANCE_OPEN),
    ],
)
def test_being_let_through_is_right_unless_it_was_for_the_checks_only(
    case: Make, kept: Allowance | None, state: State, kind: Kind
) -> None:
    finding = by_check(judge(case(profile(allowance=kept))))["this_computer"]
    assert (finding.state, finding.kind) == (state, kind)


@pytest.mark.parametrize("seen", [False, True])
def test_a_refusal_of_another_address_does_not_prove_that_the_allowed_one_is_off(
    case: Make, seen: bool
) -> None:
    kept = profile(allowance=allowance(seen=seen))
    findings = judge(case(kept, refused("198.51.100.9")))
    finding = by_check(findings)["this_computer"]
    assert (finding.state, finding.kind) == (State.BLOCKED, Kind.IP_NOT_WHITELISTED)
    assert (finding.values["ip"], finding.values["allowed"]) == ("198.51.100.9", V4)
    assert settle(kept, findings, now()) == kept


def test_a_refusal_that_names_no_address_is_taken_for_the_allowed_one(case: Make) -> None:
    kept = profile(allowance=allowance(seen=True))
    nameless = {"scopes": answer(Kind.IP_NOT_WHITELISTED)}
    assert by_check(judge(case(kept, nameless)))["this_computer"].kind is Kind.ALLOWANCE_REMOVED


def test_nothing_is_said_of_this_computer_while_no_guarded_question_was_answered(
    case: Make, facts: Facts
) -> None:
    silent = {"scopes": None, "agent": None, "visible_range": None}
    silent |= dict.fromkeys((p.code for p in facts.permissions), None)
    bad = answer(Kind.BAD_SECRET)
    found = by_check(judge(case(None, silent | {"old_token": bad, "new_token": bad})))
    finding = found["this_computer"]
    assert (finding.state, finding.kind) == (State.BLOCKED, Kind.BAD_SECRET)
    assert finding.values["blocked_by"] == "credentials/token"


def test_the_profile_learns_what_a_run_saw_and_nothing_else(case: Make) -> None:
    def after(kept: Allowance | None, answers: dict[str, Any]) -> Allowance | None:
        given = profile(allowance=kept)
        return settle(given, judge(case(given, answers)), now()).allowance

    assert after(None, refused()) is None
    waiting = allowance()
    assert after(waiting, refused()) == waiting
    opened = after(waiting, {})
    assert opened is not None
    assert (opened.open, opened.seen_open) == (True, True)
    closed = after(opened, refused())
    assert closed is not None
    assert not closed.open
    assert after(closed, refused()) == closed


def pasted(case: Make, text: str, **fields: Any) -> dict[str, Any]:
    return by_check(judge(case(profile(pasted_addresses=text, **fields))))


def test_a_list_that_was_not_pasted_is_asked_for(case: Make, facts: Facts) -> None:
    finding = pasted(case, " \n")["addresses"]
    assert (finding.state, finding.kind) == (State.MANUAL, Kind.LIST_NOT_PASTED)
    assert finding.values["total"] == len(facts.newest_addresses.addresses)


def test_a_whole_list_passes(case: Make, facts: Facts) -> None:
    found = pasted(case, "\n".join(facts.newest_addresses.addresses))
    assert (found["addresses"].state, found["addresses"].kind) == (
        State.PASSED,
        Kind.LIST_COMPLETE,
    )
    assert set(found) == {"this_computer", "addresses"}


def test_a_missing_address_is_named(case: Make, facts: Facts) -> None:
    first, *rest = facts.newest_addresses.addresses
    finding = pasted(case, ";".join(rest))["addresses"]
    assert (finding.state, finding.kind) == (State.FAILED, Kind.ADDRESSES_MISSING)
    assert (finding.values["missing"], finding.values["total"]) == ([first], len(rest) + 1)


def test_the_list_of_2023_lacks_what_came_since_and_is_told_apart(case: Make, facts: Facts) -> None:
    oldest = min(facts.address_lists, key=lambda entry: entry.date)
    finding = pasted(case, "\n".join(oldest.addresses))["addresses"]
    assert (finding.state, finding.values["case"]) == (State.FAILED, "newest")


def test_addresses_nobody_asked_for_are_a_warning_but_ours_while_it_is_allowed(
    case: Make, facts: Facts
) -> None:
    text = "\n".join([*facts.newest_addresses.addresses, "8.8.8.8"])
    surplus = pasted(case, text)["surplus"]
    assert (surplus.state, surplus.values) == (State.WARNING, {"extra": ["8.8.8.8"]})
    assert "surplus" not in pasted(case, text, allowance=allowance("8.8.8.8"))
    gone = allowance("8.8.8.8", seen=True, closed=True)
    assert "surplus" in pasted(case, text, allowance=gone)


def test_entries_dingtalk_cannot_use_are_a_warning(case: Make, facts: Facts) -> None:
    text = "\n".join([*facts.newest_addresses.addresses, "192.168.1.5", "2001:db8::1"])
    found = pasted(case, text)
    assert found["addresses"].state is State.PASSED
    assert (found["unusable"].state, found["unusable"].kind) == (
        State.WARNING,
        Kind.ADDRESSES_UNUSABLE,
    )
    assert len(found["unusable"].values["unusable"]) == 2


def test_a_private_deployment_must_name_its_own_addresses(case: Make) -> None:
    nothing = pasted(case, "1.2.3.4", edition="private")["addresses"]
    assert (nothing.state, nothing.kind) == (State.FAILED, Kind.NOT_FILLED_IN)
    own = pasted(case, "1.2.3.4", edition="private", private_addresses="1.2.3.4")
    assert own["addresses"].state is State.PASSED


ADDRESSES = pytest.mark.parametrize(("scenario", "ip"), [("ip-blocked", V4), ("ip-blocked-v6", V6)])


def guarded(admin: Journey) -> set[str]:
    """The findings that only a computer on the allowlist can get."""
    permissions = {f"permissions/{permission.code}" for permission in admin.facts.permissions}
    return permissions | {"permissions/range", "credentials/agent_id"}


def verdict(finding: Finding) -> tuple[State, Kind]:
    return finding.state, finding.kind


@ADDRESSES
def test_a_refused_computer_is_told_its_address_and_what_waits_for_it(
    journey: Start, scenario: str, ip: str
) -> None:
    admin = journey(scenario)
    found = admin.find()
    assert verdict(found[HERE]) == (State.BLOCKED, Kind.IP_NOT_WHITELISTED)
    assert found[HERE].values["ip"] == ip
    assert found[HERE].values.get("case") == ("ipv6" if ":" in ip else None)
    waiting = {key for key, f in found.items() if f.values.get("blocked_by") == HERE}
    assert waiting == guarded(admin)
    assert first_cause(found.values()) is found[HERE]
    assert not [f for f in found.values() if f.state is State.FAILED]


@ADDRESSES
def test_this_computer_is_allowed_for_the_checks_and_taken_off_again(
    journey: Start, scenario: str, ip: str
) -> None:
    admin = journey(scenario)
    wanted = admin.tenant.allowlist
    admin.check()
    admin.allow(ip)
    assert verdict(admin.find()[HERE]) == (State.BLOCKED, Kind.ALLOWANCE_WAITING)

    admin.tenant.set_allowlist([*wanted, ip])
    for _ in range(2):
        found = admin.find()
        assert verdict(found[HERE]) == (State.WARNING, Kind.ALLOWANCE_OPEN)
        assert found[HERE].values == {"ip": ip}
        assert {found[key].state for key in guarded(admin)} == {State.PASSED}
        assert admin.profile.allowance is not None
        assert admin.profile.allowance.open

    admin.tenant.set_allowlist(wanted)
    for _ in range(2):
        found = admin.find()
        assert verdict(found[HERE]) == (State.PASSED, Kind.ALLOWANCE_REMOVED)
        assert {found[key].kind for key in guarded(admin)} == {Kind.PROVED_EARLIER}
        assert all("proved_at" in found[key].values for key in guarded(admin))
        assert not [f for f in found.values() if f.state in (State.FAILED, State.BLOCKED)]
        assert admin.profile.allowance is not None
        assert not admin.profile.allowance.open


def test_what_was_never_proved_while_the_list_was_open_is_not_called_proved(
    journey: Start,
) -> None:
    admin = journey("ip-blocked", "scope-missing:qyapi_ext_read")
    wanted = admin.tenant.allowlist
    admin.allow(V4)
    admin.tenant.set_allowlist([*wanted, V4])
    assert admin.find()["permissions/qyapi_ext_read"].state is State.FAILED
    admin.tenant.set_allowlist(wanted)
    found = admin.find()
    assert found["permissions/qyapi_ext_read"].state is State.BLOCKED
    assert found["permissions/qyapi_chat_read"].kind is Kind.PROVED_EARLIER
    assert first_cause(found.values()) is None, "being off the allowlist is nothing to mend"


def test_a_second_stay_on_the_list_is_watched_like_the_first(journey: Start) -> None:
    admin = journey("ip-blocked")
    wanted = admin.tenant.allowlist
    for _ in range(2):
        admin.allow(V4)
        assert admin.find("security")[HERE].kind is Kind.ALLOWANCE_WAITING
        admin.tenant.set_allowlist([*wanted, "203.0.113.*"])
        assert admin.find("security")[HERE].kind is Kind.ALLOWANCE_OPEN
        admin.tenant.set_allowlist(wanted)
        assert admin.find("security")[HERE].kind is Kind.ALLOWANCE_REMOVED


def test_an_older_proof_says_nothing_while_anything_else_blocks(journey: Start) -> None:
    admin = journey()
    assert admin.find()["permissions/qyapi_get_member"].state is State.PASSED
    admin.tenant.set_scenarios(["bad-secret"])
    assert admin.find()["permissions/qyapi_get_member"].state is State.BLOCKED
    admin.tenant.set_scenarios(["ip-blocked"])
    assert admin.find()["permissions/qyapi_get_member"].state is State.BLOCKED
