"""Comparison: every kind of change is found, what explains stands on top, and noise is none."""

import datetime
import re
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dingsetup.findings import Finding, Kind, State
from dingsetup.language import LANGUAGES, Language
from dingsetup.language.changes import LEADS, TELLERS, change_line, tell_change
from dingsetup.profile import Answered
from dingsetup.support.changes import Change, ChangeKind, Comparison, Weight
from dingsetup.support.comparison import compare
from dingsetup.support.struck import filled
from dingsetup.support.values import FactsSeen, Snapshot
from tests.support.snapshots import EARLY, READ, SECRET, found, snapshot, waiting

TOKEN, HERE = "credentials/token", "security/this_computer"
MEMBER = "permissions/qyapi_get_member"
BAD_SECRET = found(TOKEN, State.FAILED, Kind.BAD_SECRET, app_key="dingabcdefgh12345678")
NO_SCOPE = found(MEMBER, State.FAILED, Kind.SCOPE_MISSING, **READ, code="60011")
NARROW = found(
    "permissions/range", State.FAILED, Kind.OUT_OF_SCOPE, departments=[2], people=0, about="2+0"
)
ONE_MISSING = found(
    "security/addresses",
    State.FAILED,
    Kind.ADDRESSES_MISSING,
    missing=["180.184.1.2"],
    found=["180.184.1.1"],
    total=2,
)
OTHER_SECRET = SECRET[::-1]
NEW_FACTS = FactsSeen(date=datetime.date(2026, 9, 9), digest="1" * 16)
HEALTHY = snapshot()


def kinds(compared: Comparison) -> list[str]:
    return [str(change.kind) for change in compared.changes]


def cause(compared: Comparison) -> str:
    assert compared.cause is not None
    assert compared.cause is compared.changes[0]
    return str(compared.cause.kind)


def only(before: Snapshot, after: Snapshot) -> Change:
    (change,) = compare(before, after).changes
    return change


def test_two_equal_snapshots_differ_in_nothing() -> None:
    later = snapshot(at=EARLY + datetime.timedelta(days=1))
    assert compare(HEALTHY, later) == Comparison()


def test_a_replaced_secret_explains_why_no_token_is_given() -> None:
    after = snapshot(
        BAD_SECRET, *waiting(MEMBER, by=TOKEN, kind=Kind.BAD_SECRET), secret=OTHER_SECRET
    )
    compared = compare(HEALTHY, after)
    assert cause(compared) == "secret"
    assert kinds(compared) == ["secret", "worse", "waiting"]
    assert [change.weight for change in compared.changes] == [
        Weight.CAUSE,
        Weight.WORSE,
        Weight.WORSE,
    ]


def test_a_replaced_secret_does_not_explain_an_app_that_was_stopped() -> None:
    stopped = found(TOKEN, State.FAILED, Kind.APP_DISABLED)
    compared = compare(HEALTHY, snapshot(stopped, secret=OTHER_SECRET))
    assert (cause(compared), kinds(compared)) == ("worse", ["worse", "secret"])


def test_what_was_broken_before_has_no_new_cause() -> None:
    compared = compare(snapshot(BAD_SECRET), snapshot(BAD_SECRET, secret=OTHER_SECRET))
    assert (compared.cause, kinds(compared)) == (None, ["secret"])


@pytest.mark.parametrize(
    ("before", "after", "case"),
    [(SECRET, "", "gone"), ("", SECRET, "given"), (SECRET, OTHER_SECRET, "other")],
)
def test_a_secret_is_told_by_whether_it_is_there_and_the_same(
    before: str, after: str, case: str
) -> None:
    change = only(snapshot(secret=before), snapshot(secret=after))
    assert (change.kind, change.values) == (ChangeKind.SECRET, {"case": case})


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("app_key", "dingzzzzzzzz87654321", "app"),
        ("agent_id", "2574805121", "app"),
        ("corp_id", "ding" + "f" * 32, "app"),
        ("edition", "private", "app"),
        ("base_url", "http://127.0.0.1:1", "app"),
        ("domain", "bi.example.org", "domain"),
        ("homepage", "https://bi.example.org/x", "homepage"),
        ("private_addresses", "33.0.0.1", "addresses"),
        ("pasted_redirect_urls", "https://a.example/x", "redirect_urls"),
        ("proxy", "http://proxy.example:8080", "connection"),
        ("proxy", "", "connection"),
        ("ca_file", "/etc/ca.pem", "connection"),
    ],
)
def test_every_field_that_matters_is_told(field: str, value: str, kind: str) -> None:
    fields: dict[str, Any] = {field: value}
    change = only(HEALTHY, snapshot(**fields))
    assert change.kind == kind
    assert value in str(change.values.get("after", change.values.get("new")))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "other"),
        ("name", "Other"),
        ("me", "u1"),
        ("step", "mobile"),
        ("outdated", ("mobile",)),
        ("domain", " bi.example.com "),
        ("pasted_addresses", "180.184.1.2, 180.184.1.1, 180.184.1.1"),
    ],
)
def test_what_does_not_matter_is_no_change(field: str, value: Any) -> None:
    fields: dict[str, Any] = {field: value}
    assert not compare(HEALTHY, snapshot(**fields)).changes


def test_a_practice_tenant_at_another_port_is_the_same() -> None:
    def at(port: int) -> Snapshot:
        host = f"127.0.0.1:{port}"
        page = f"http://{host}/page"
        reached = found("mobile/homepage", State.FAILED, Kind.HOMEPAGE_SHAPE, found=page)
        fields: dict[str, Any] = {"edition": "practice", "domain": host, "homepage": page}
        return snapshot(reached, base_url=f"http://{host}", **fields)

    assert not compare(at(1111), at(2222)).changes


def test_entries_of_the_allowlist_are_told_by_themselves_and_explain_what_is_missing() -> None:
    after = snapshot(ONE_MISSING, pasted_addresses="180.184.1.1\n198.51.100.7")
    compared = compare(HEALTHY, after)
    assert cause(compared) == "addresses"
    assert compared.changes[0].values["gone"] == ["180.184.1.2"]
    assert compared.changes[0].values["new"] == ["198.51.100.7"]


def test_a_wildcard_taken_off_explains_what_it_covered() -> None:
    before = snapshot(pasted_addresses="180.184.1.*")
    compared = compare(before, snapshot(ONE_MISSING, pasted_addresses="180.184.1.1"))
    assert cause(compared) == "addresses"
    other = snapshot(pasted_addresses="180.185.1.*\n180.184.1.1")
    compared = compare(other, snapshot(ONE_MISSING, pasted_addresses="180.184.1.1"))
    assert cause(compared) == "worse"


def test_newer_facts_explain_a_list_that_nobody_touched() -> None:
    compared = compare(HEALTHY, snapshot(ONE_MISSING, facts=NEW_FACTS))
    assert (cause(compared), kinds(compared)) == ("facts", ["facts", "worse"])


def test_this_computer_refused_is_told_with_both_addresses() -> None:
    def refused(ip: str) -> Finding:
        return found(HERE, State.BLOCKED, Kind.IP_NOT_WHITELISTED, ip=ip)

    (wait,) = waiting(MEMBER, by=HERE, kind=Kind.IP_NOT_WHITELISTED)
    moved = compare(snapshot(refused("203.0.113.7"), wait), snapshot(refused("203.0.113.8"), wait))
    assert cause(moved) == "computer"
    values = moved.changes[0].values
    assert (values["ip_before"], values["ip"]) == ("203.0.113.7", "203.0.113.8")
    proxied = snapshot(refused("203.0.113.9"), wait, proxy="http://proxy.example:3128")
    assert kinds(compare(HEALTHY, proxied)) == ["connection", "computer", "waiting"]


def test_a_permission_is_lost_and_granted_under_its_code() -> None:
    lost, granted = only(HEALTHY, snapshot(NO_SCOPE)), only(snapshot(NO_SCOPE), HEALTHY)
    assert (lost.kind, lost.weight) == (ChangeKind.PERMISSION, Weight.CAUSE)
    assert (lost.values["case"], lost.values["code"]) == ("lost", "qyapi_get_member")
    assert (granted.values["case"], granted.weight) == ("granted", Weight.BETTER)


@pytest.mark.parametrize(
    ("finding", "kind"),
    [
        (NARROW, "range"),
        (found("permissions/fields", State.WARNING, Kind.FIELDS_HIDDEN, fields=["e"]), "fields"),
        (
            found("publication/visible_range", State.FAILED, Kind.VISIBLE_RANGE, case="admins"),
            "visible_range",
        ),
        (found("publication/published", State.WARNING, Kind.PUBLISH_AGAIN), "publication"),
        (found("permissions/quota", State.FAILED, Kind.QUOTA_EXHAUSTED, limit=10_000), "worse"),
    ],
)  # fmt: skip
def test_a_finding_turned_worse_has_the_kind_of_what_it_is_about(
    finding: Finding, kind: str
) -> None:
    worse, better = only(HEALTHY, snapshot(finding)), only(snapshot(finding), HEALTHY)
    assert worse.kind == kind
    assert worse.weight in (Weight.CAUSE, Weight.WORSE)
    assert better.weight is Weight.BETTER


def test_a_person_changing_an_answer_is_told_once() -> None:
    no = {"answer": "no", "answered_at": "2026-05-05T00:00:00+00:00"}
    denied = found("publication/published", State.FAILED, Kind.ASK_PUBLISHED, **no)
    answers = {Kind.ASK_PUBLISHED: Answered(False, EARLY)}
    change = only(HEALTHY, snapshot(denied, answers=answers))
    assert change.kind is ChangeKind.ANSWER
    assert change.weight is Weight.CAUSE
    assert (change.values["before"], change.values["after"]) == ("yes", "no")
    again = {Kind.ASK_PUBLISHED: Answered(True, EARLY + datetime.timedelta(days=9), "x")}
    assert not compare(HEALTHY, snapshot(answers=again)).changes


def test_people_are_told_in_counts() -> None:
    change = only(HEALTHY, snapshot(bindings={"bound": 7, "not_bound": 2, "drifted": 1}))
    assert (change.kind, change.weight) == (ChangeKind.PEOPLE, Weight.WORSE)
    assert change.values["after"] == {
        "total": 9,
        "bound": 7,
        "open": 2,
        "drifted": 1,
        "unproved": 0,
    }


@pytest.mark.parametrize(
    ("before", "after", "weight"),
    [
        ({"bound": 0}, {"bound": 7, "not_bound": 2, "drifted": 1}, Weight.OTHER),
        ({"bound": 7}, {"bound": 7, "not_bound": 3}, Weight.OTHER),
        ({"bound": 7}, {"bound": 6, "not_bound": 1}, Weight.WORSE),
        ({"bound": 7}, {"bound": 7, "drifted": 1}, Weight.WORSE),
        ({"bound": 6, "not_bound": 1}, {"bound": 7}, Weight.BETTER),
        ({"bound": 7, "drifted": 1}, {"bound": 7}, Weight.BETTER),
        ({"bound": 7, "not_bound": 2}, {"bound": 5}, Weight.OTHER),
    ],
    ids=["first import", "newcomers", "unbound", "drifted", "bound", "right again", "taken out"],
)
def test_people_get_worse_by_losing_a_binding_and_not_by_coming_in(
    before: dict[str, int], after: dict[str, int], weight: Weight
) -> None:
    assert only(snapshot(bindings=before), snapshot(bindings=after)).weight is weight


def test_another_program_is_told_and_another_language_or_key_store_is_not() -> None:
    assert only(HEALTHY, snapshot(system={"program": "9.9"})).kind is ChangeKind.PROGRAM
    assert not compare(HEALTHY, snapshot(system={"language": "zh", "key_store": "x"})).changes


def test_findings_that_wait_for_one_other_are_one_change() -> None:
    keys = (MEMBER, "permissions/range")
    refused = found(HERE, State.BLOCKED, Kind.IP_NOT_WHITELISTED, ip="203.0.113.7")
    blocked = snapshot(refused, *waiting(*keys, by=HERE, kind=Kind.IP_NOT_WHITELISTED))
    compared = compare(HEALTHY, blocked)
    assert kinds(compared) == ["computer", "waiting"]
    assert compared.changes[1].values == {"by": HERE, "keys": list(keys), "count": 2}
    assert kinds(compare(blocked, HEALTHY)) == ["computer", "released"]


def test_what_a_blocked_step_no_longer_shows_did_not_get_better() -> None:
    hidden = found("permissions/fields", State.WARNING, Kind.FIELDS_HIDDEN, fields=["mobile"])
    blocked = waiting(MEMBER, "permissions/range", by=TOKEN, kind=Kind.BAD_SECRET)
    after = snapshot(BAD_SECRET, *blocked, without=("permissions/fields",))
    compared = compare(snapshot(hidden), after)
    assert kinds(compared) == ["worse", "waiting"]


def test_what_was_proved_while_this_computer_was_allowed_still_stands() -> None:
    earlier = found(MEMBER, State.SKIPPED, Kind.PROVED_EARLIER, proved_at="2026-03-04T05:06:07Z")
    assert not compare(HEALTHY, snapshot(earlier)).changes
    assert not compare(snapshot(earlier), HEALTHY).changes
    assert kinds(compare(snapshot(earlier), snapshot(NO_SCOPE))) == ["worse"]


def test_a_network_that_stays_down_is_no_news_whichever_way_a_call_ends() -> None:
    def down(kind: Kind, **values: Any) -> Snapshot:
        others = waiting(TOKEN, MEMBER, by="network/oapi", kind=kind)
        return snapshot(found("network/oapi", State.FAILED, kind, **values), *others)

    first = compare(HEALTHY, down(Kind.DNS_FAILED, host="oapi.dingtalk.com"))
    assert kinds(first) == ["worse", "waiting"]
    for kind in (Kind.TIMED_OUT, Kind.UNREACHABLE, Kind.DNS_FAILED):
        assert not compare(down(Kind.DNS_FAILED), down(kind, detail="x")).changes


@pytest.mark.parametrize("kind", [Kind.SLOW, Kind.UNSTABLE])
def test_a_slow_or_unsteady_run_is_told_but_is_no_news(kind: Kind) -> None:
    compared = compare(HEALTHY, snapshot(found("network/service", State.WARNING, kind, ms=900)))
    assert kinds(compared) == ["worse"]
    assert compared.lasting == ()


def test_numbers_in_dingtalks_own_words_are_no_news() -> None:
    def said(message: str) -> Snapshot:
        return snapshot(found(MEMBER, State.FAILED, Kind.UNKNOWN, code="1", message=message))

    assert not compare(said("busy, request 15ab3f9c2d"), said("busy, request 99aa01ee77")).changes
    assert not compare(said("requestId: 15rn5k2zq8k3m"), said("requestId: 1zq2m9p0xk3aa")).changes
    assert kinds(compare(said("busy"), said("not allowed"))) == ["otherwise"]
    assert kinds(compare(said("no qyapi_get_member"), said("no qyapi_get_admin"))) == ["otherwise"]


def test_the_order_in_which_something_was_listed_is_no_news() -> None:
    def listed(*entries: str) -> Snapshot:
        return snapshot(
            found("security/surplus", State.WARNING, Kind.ADDRESSES_EXTRA, extra=list(entries))
        )

    assert not compare(listed("1.1.1.1", "2.2.2.2"), listed("2.2.2.2", "1.1.1.1")).changes
    assert kinds(compare(listed("1.1.1.1"), listed("2.2.2.2"))) == ["otherwise"]


def test_steps_only_one_of_the_two_looked_at_are_counted_not_judged() -> None:
    part = snapshot(without=(MEMBER, "permissions/range", "permissions/fields"))
    change = only(part, HEALTHY)
    assert (change.kind, change.values) == (
        ChangeKind.STEPS,
        {"case": "checked", "steps": ["permissions"]},
    )
    assert only(HEALTHY, part).values["case"] == "missing"


LISTS = ("pasted_addresses", "private_addresses", "pasted_redirect_urls")


@pytest.mark.parametrize("field", LISTS)
def test_an_entry_struck_out_of_a_list_is_not_gone(field: str) -> None:
    entries = ["8.8.4.4", "8.8.8.8", "9.9.9.9"]
    if field == "pasted_redirect_urls":
        entries = [f"https://bi.example.com/{one}" for one in entries]
    whole, less = "\n".join(entries), "\n".join(entries[1:])

    def listing(text: str) -> Snapshot:
        fields: dict[str, Any] = {field: text}
        return snapshot(**fields)

    sent, here = listing(less), listing(whole)
    assert compare(sent, here).changes
    assert not compare(filled(sent, {"profile.jsonl": 1}, here), here).changes
    assert not compare(here, filled(sent, {"profile.jsonl": 1}, here)).changes
    more = listing(f"{whole}\n{whole.replace('8.8', '7.7').replace('9.9', '6.6')}")
    assert compare(filled(sent, {"profile.jsonl": 1}, more), more).changes


def test_of_two_keys_nothing_that_rests_on_pseudonyms_is_compared() -> None:
    other = snapshot(
        found(HERE, State.PASSED, Kind.PC_ALLOWED, ip="33.1.2.3", app_key="dingx"),
        secret=OTHER_SECRET,
        key=b"x" * 32,
        app_key="dingzzzzzzzz87654321",
        agent_id="1234567",
        corp_id="ding" + "f" * 32,
        domain="h1.example",
        homepage="https://h1.example/",
        pasted_addresses="33.0.0.1",
        proxy=None,
    )
    assert compare(HEALTHY, other).changes
    assert not compare(HEALTHY, other, same_key=False).changes
    worse = msgspec.structs.replace(other, findings=snapshot(NO_SCOPE, NARROW).findings)
    assert kinds(compare(HEALTHY, worse, same_key=False)) == ["permission", "range"]
    assert kinds(compare(HEALTHY, snapshot(secret=""), same_key=False)) == ["secret"]


CHANGES: tuple[Snapshot, ...] = (
    snapshot(BAD_SECRET, *waiting(MEMBER, by=TOKEN, kind=Kind.BAD_SECRET), secret=OTHER_SECRET),
    snapshot(NO_SCOPE, NARROW, ONE_MISSING, pasted_addresses="180.184.1.1"),
    snapshot(facts=NEW_FACTS, system={"program": "9.9"}, bindings={"bound": 3, "not_bound": 6}),
    snapshot(edition="private", domain="", homepage="x", proxy="", pasted_redirect_urls="https://a"),
    snapshot(found("permissions/quota", State.FAILED, Kind.QUOTA_EXHAUSTED, limit=5), secret=""),
    snapshot(
        answers={
            Kind.AGENT_ID_UNPROVED: Answered(True, EARLY),
            Kind.OUT_OF_SCOPE: Answered(False, EARLY),
            "ask:of a newer program": Answered(True, EARLY),
        }
    ),
    snapshot(without=(MEMBER, "permissions/range", "permissions/fields")),
    snapshot(found(MEMBER, State.FAILED, Kind.SCOPE_MISSING, **READ | {"scopes": ["x", "y"]})),
    snapshot(pasted_addresses="\n".join(f"180.184.2.{n}" for n in range(1, 30))),
    HEALTHY,
)  # fmt: skip


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_change_is_one_whole_line_in_both_languages(code: str) -> None:
    language = Language(code)
    first = Change(kind=ChangeKind.FIRST_CHECK, values={"counts": {"passed": 3, "failed": 0}})
    told: set[str] = set()
    for change in (first, *(c for a in CHANGES for b in CHANGES for c in compare(a, b).changes)):
        line = change_line(language, change)
        assert line.strip() == line
        assert "\n" not in line
        assert not re.search("[{}]|None", line)
        assert tell_change(language, change) in line
        told.add(str(change.kind))
    assert {str(kind) for kind in TELLERS} <= told
    assert set(LEADS) == set(Weight)


def test_a_value_of_several_lines_stays_on_one() -> None:
    change = only(HEALTHY, snapshot(homepage="https://a\n\nWorse: all is lost"))
    assert "\n" not in change_line(Language("en"), change)


def test_connections_that_break_alike_are_told_apart() -> None:
    both = [
        found(f"network/{host}", State.FAILED, Kind.UNREACHABLE, host="127.0.0.1")
        for host in ("oapi", "api")
    ]
    before = snapshot(found("network/api", State.PASSED, Kind.OK))
    lines = [change_line(Language("en"), c) for c in compare(before, snapshot(*both)).changes]
    assert "old API" in lines[0]
    assert "new API" in lines[1]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(CHANGES), st.sampled_from(CHANGES), st.booleans())
def test_changes_stand_by_their_weight_and_are_json(
    before: Snapshot, after: Snapshot, same_key: bool
) -> None:
    compared = compare(before, after, same_key=same_key)
    weights = [change.weight for change in compared.changes]
    assert weights == sorted(weights, reverse=True)
    assert weights.count(Weight.CAUSE) == (compared.cause is not None)
    assert msgspec.json.decode(msgspec.json.encode(compared), type=Comparison) == compared
    if before.worked != after.worked:
        assert compared.lasting
