"""Reports: what is handed over of a set-up, where each thing stands, and what never does."""

import datetime
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from dingsetup.checks.runner import Run, inspect
from dingsetup.facts import Facts
from dingsetup.findings import Finding, Kind, State
from dingsetup.profile import Allowance, Answered, Profile
from dingsetup.rehearsal import practice_profile
from dingsetup.store import Kept
from dingsetup.support.changes import Change, ChangeKind
from dingsetup.support.discretion import HIDDEN
from dingsetup.support.evidence import Way
from dingsetup.support.report import Report, make_report
from dingsetup.support.values import FactsSeen, SendLine, Snapshot

if TYPE_CHECKING:
    from dingsetup.practice import PracticeTenant

AT = datetime.datetime(2026, 3, 4, 5, 6, tzinfo=datetime.UTC)
EARLIER = datetime.datetime(2026, 1, 2, 3, 4, tzinfo=datetime.UTC)
SECRET = "Zx9" * 21 + "q"

Tenants = Callable[..., "PracticeTenant"]


def kept(key: str, state: State, kind: Kind, **values: Any) -> Kept:
    step, _, check = key.partition("/")
    found = Finding(step=step, check=check, state=state, kind=kind, values=values)
    return Kept(found, AT, None)


def snapshot(*findings: Kept, bindings: dict[str, int] | None = None, **profile: Any) -> Snapshot:
    given: dict[str, Any] = {
        "id": "one",
        "name": "One",
        "app_key": "dingabcdefabcdefabcd",
        **profile,
    }
    return Snapshot(
        at=AT,
        profile=Profile(**given),
        findings=findings,
        facts=FactsSeen(date=AT.date(), digest="d"),
        bindings=bindings or {},
    )


def checked(facts: Facts, tenant: "PracticeTenant", **changes: Any) -> Snapshot:
    """A snapshot of a practice tenant, checked now."""
    profile = msgspec.structs.replace(practice_profile(tenant, facts), **changes)
    run = Run(facts=facts, cancel=threading.Event())
    outcome = inspect(profile, tenant.identity.app_secret, run)
    found = tuple(Kept(finding, outcome.at, None) for finding in outcome.findings)
    return msgspec.structs.replace(snapshot(*found), profile=outcome.profile)


def keys(report: Report, pile: str) -> list[str]:
    return [entry.finding.key for entry in getattr(report, pile)]


def test_every_finding_stands_in_exactly_one_pile(facts: Facts, tenant: Tenants) -> None:
    taken = checked(facts, tenant("ip-blocked"))
    report = make_report(taken, facts)
    piles = ("proved", "confirmed", "open", "surplus", "left_out")
    found = [key for pile in piles for key in keys(report, pile)]
    assert sorted(found) == sorted(finding.key for finding in taken.plain_findings)


def test_what_must_be_mended_first_stands_on_top_and_what_waits_for_it_below(
    facts: Facts, tenant: Tenants
) -> None:
    report = make_report(checked(facts, tenant("ip-blocked")), facts)
    assert report.first_cause is not None
    assert keys(report, "open")[0] == report.first_cause.finding.key == "security/this_computer"
    blocked = [e.finding.values.get("blocked_by") == "security/this_computer" for e in report.open]
    assert sum(blocked) > 5
    assert all(blocked[1 : sum(blocked) + 1])


def test_a_healthy_tenant_has_no_first_cause_and_its_proofs_name_their_calls(
    facts: Facts, tenant: Tenants
) -> None:
    report = make_report(checked(facts, tenant()), facts)
    assert report.first_cause is None
    ways = {entry.finding.key: entry.how for entry in report.proved}
    for permission in facts.permissions:
        assert ways[f"permissions/{permission.code}"].calls == (permission.probe,)
    assert ways["credentials/token"].calls == (
        "GET /gettoken",
        "POST /v1.0/oauth2/accessToken",
    )
    assert ways["security/addresses"].way is Way.PASTED
    assert ways["mobile/reached"].way is Way.VISIT
    calls = (call for how in ways.values() for call in how.calls)
    assert all(facts.endpoint(call) for call in calls)


def test_every_proof_by_a_call_names_it(facts: Facts, tenant: Tenants) -> None:
    report = make_report(checked(facts, tenant()), facts)
    assert all(entry.how.calls for entry in report.proved if entry.how.way is Way.CALL)


def test_what_only_a_person_confirmed_stands_apart_with_the_moment_of_the_answer(
    facts: Facts,
) -> None:
    said = {"answer": "yes", "answered_at": EARLIER.isoformat()}
    yes = kept("create/app_created", State.MANUAL, Kind.ASK_APP_CREATED, **said)
    no = kept("info/app_info", State.FAILED, Kind.ASK_APP_INFO, **said | {"answer": "no"})
    open_ = kept("workbench/pinned", State.MANUAL, Kind.ASK_PINNED)
    report = make_report(snapshot(yes, no, open_), facts)
    (confirmed,) = report.confirmed
    assert (confirmed.finding.key, confirmed.at) == ("create/app_created", EARLIER)
    assert confirmed.how.way is Way.PERSON
    assert keys(report, "open") == ["info/app_info", "workbench/pinned"]


def test_a_narrow_range_that_is_meant_is_a_persons_word(facts: Facts) -> None:
    values = {"case": "meant", "departments": [2], "people": 0}
    narrow = kept("permissions/range", State.WARNING, Kind.OUT_OF_SCOPE, **values)
    answers = {"out_of_scope": Answered(True, EARLIER, "2+0")}
    report = make_report(snapshot(narrow, answers=answers), facts)
    assert [(e.finding.key, e.at) for e in report.confirmed] == [("permissions/range", EARLIER)]


def test_what_was_proved_while_this_computer_was_allowed_is_proved_as_of_then(
    facts: Facts,
) -> None:
    proved = kept(
        "permissions/range",
        State.SKIPPED,
        Kind.PROVED_EARLIER,
        proved_at=EARLIER.isoformat(),
    )
    report = make_report(snapshot(proved), facts)
    assert [(e.finding.key, e.at) for e in report.proved] == [("permissions/range", EARLIER)]


def test_the_form_has_all_four_fields_and_never_the_secret(facts: Facts) -> None:
    report = make_report(snapshot(agent_id="2718281828", corp_id="dingc"), facts)
    assert [(one.field, one.value) for one in report.form] == [
        ("client_id", "dingabcdefabcdefabcd"),
        ("client_secret", ""),
        ("agent_id", "2718281828"),
        ("corp_id", "dingc"),
    ]


@pytest.mark.parametrize("field", ["app_key", "agent_id", "corp_id", "name"])
def test_a_secret_pasted_into_another_field_does_not_reach_the_report(
    facts: Facts, field: str
) -> None:
    swapped = kept("credentials/agent_id", State.FAILED, Kind.AGENT_ID_WRONG, agent_id=SECRET)
    given: dict[str, Any] = {field: SECRET}
    report = make_report(snapshot(swapped, **given), facts)
    assert SECRET not in msgspec.json.encode(report).decode()


def test_surplus_permissions_and_addresses_are_named_to_be_given_back(
    facts: Facts, tenant: Tenants
) -> None:
    taken = checked(
        facts,
        tenant(),
        pasted_permissions="qyapi_chat_read 已开通 qyapi_robot_sendmsg 已开通",
        pasted_addresses="\n".join((*facts.newest_addresses.addresses, "8.8.4.4")),
    )
    report = make_report(taken, facts)
    assert report.surplus_of(Kind.PERMISSIONS_EXTRA) == ("qyapi_robot_sendmsg",)
    assert report.surplus_of(Kind.ADDRESSES_EXTRA) == ("8.8.4.4",)
    assert not {"permissions/surplus", "security/surplus"} & set(keys(report, "open"))
    assert report.permissions_pasted


def test_an_address_allowed_for_the_checks_stays_on_the_sheet_until_its_removal_is_proved(
    facts: Facts,
) -> None:
    allowance = Allowance("198.51.100.7", EARLIER)
    left = make_report(snapshot(allowance=allowance), facts).allowance
    assert left is not None
    assert (left.ip, left.asked_at, left.seen_open) == ("198.51.100.7", EARLIER, False)
    closed = msgspec.structs.replace(allowance, closed_at=AT)
    assert make_report(snapshot(allowance=closed), facts).allowance is None
    again = kept("security/this_computer", State.WARNING, Kind.ALLOWANCE_OPEN, ip="198.51.100.7")
    left = make_report(snapshot(again, allowance=closed), facts).allowance
    assert left is not None
    assert left.seen_open


def test_findings_older_than_what_was_typed_since_are_marked(facts: Facts) -> None:
    proved = kept("permissions/range", State.PASSED, Kind.RANGE_WHOLE)
    fresh = kept("network/clock", State.PASSED, Kind.OK)
    report = make_report(snapshot(proved, fresh, outdated=("permissions",)), facts)
    assert [entry.outdated for entry in report.proved] == [True, False]


def test_test_messages_and_bindings_are_counted_without_a_person(facts: Facts) -> None:
    lines = [
        SendLine(id=number, at=AT, push="alert", type="oa", language="zh_CN", people=2, tally=tally)
        for number, tally in enumerate(({"read": 1, "failed": 1}, {"read": 2}))
    ]
    report = make_report(snapshot(bindings={"bound": 7}), facts, sends=lines)
    assert (report.sent.count, report.sent.people) == (2, 4)
    assert report.sent.fates == {"read": 3, "failed": 1}
    assert report.bindings == {"bound": 7}


def test_a_report_out_of_a_support_file_has_no_link_with_a_stand_in(
    facts: Facts, tenant: Tenants
) -> None:
    taken = checked(facts, tenant("scope-missing:qyapi_get_member"))

    def urls(redacted: bool) -> list[str]:
        report = make_report(taken, facts, redacted=redacted)
        return [link.url for entry in report.open for link in entry.links]

    assert any(taken.profile.app_key in url for url in urls(redacted=False))
    assert urls(redacted=True)
    assert not any(taken.profile.app_key in url for url in urls(redacted=True))


def test_a_change_tells_only_what_may_be_handed_on(facts: Facts) -> None:
    changes = [
        Change(
            kind=ChangeKind.HOMEPAGE,
            values={"before": "https://zhang.example.com/zhangsan?m=13800138000", "after": ""},
        ),
        Change(kind=ChangeKind.CONNECTION, values={"field": "proxy", "before": "zhang@p:1"}),
        Change(kind=ChangeKind.ADDRESSES, values={"field": "x", "gone": ["8.8.8.8", "张三"]}),
    ]
    told = make_report(snapshot(), facts, changes=changes).changes
    assert [change.values for change in told] == [
        {"before": f"https://zhang.example.com/{HIDDEN}", "after": ""},
        {"field": "proxy", "before": HIDDEN},
        {"field": "x", "gone": ["8.8.8.8", HIDDEN]},
    ]
