"""A run: what it asks, what it costs, how it ends early, and that it changes nothing."""

import threading
import time
from collections.abc import Callable

import pytest

from dingsetup.checks import CHECKS, STEPS
from dingsetup.checks.runner import Progress, network_of
from dingsetup.dingtalk.client import Client
from dingsetup.dingtalk.transport import Cancelled
from dingsetup.findings import Kind, State, counts
from tests.checks.conftest import Journey, profile

Start = Callable[..., Journey]
TOKENS = {"GET /gettoken", "POST /v1.0/oauth2/accessToken"}
CORP = {"POST /v1.0/oauth2/{corpId}/token"}
AGENT = {
    "GET /v1.0/microApp/apps/{agentId}/scopes",
    "POST /topapi/message/corpconversation/getsendprogress",
}


def left_by_us(before: set[threading.Thread]) -> list[threading.Thread]:
    """Threads of a run that live on; the tenant's own end with the tenant."""
    ours = ("ask", "watch", "resolve")
    return [t for t in threading.enumerate() if t not in before and t.name.startswith(ours)]


def asked(admin: Journey) -> list[str]:
    return [f"{call.method} {call.path}" for call in admin.tenant.calls]


def test_the_steps_are_those_of_the_guide_in_its_order(journey: Start) -> None:
    admin = journey()
    assert [step.id for step in admin.facts.steps] == list(STEPS)
    findings = admin.check().findings
    assert tuple(dict.fromkeys(finding.step for finding in findings)) == STEPS
    assert {check.step for check in CHECKS} == set(STEPS)


def test_a_healthy_tenant_passes_all_that_can_be_proved(journey: Start) -> None:
    outcome = journey().check()
    tally = counts(finding.state for finding in outcome.findings)
    assert (tally["failed"], tally["blocked"], tally["warning"]) == (0, 0, 0)
    left_out = [f.kind for f in outcome.findings if f.state is State.SKIPPED]
    assert left_out == [Kind.BINDINGS_EMPTY]
    assert tally["passed"] == 22
    manual = [f.kind for f in outcome.findings if f.state is State.MANUAL]
    assert all(kind.startswith("ask:") for kind in manual)


def test_a_full_check_is_cheap_and_only_reads(journey: Start) -> None:
    admin = journey()
    outcome = admin.check()
    assert len(outcome.calls) <= 14
    assert sum(call.counted for call in outcome.calls) <= 5
    assert sum(call.counted for call in admin.tenant.calls) <= 5
    for name in asked(admin):
        endpoint = admin.facts.endpoint(name)
        assert endpoint is not None, name
        assert not endpoint.writes, name
    assert outcome.profile == admin.profile


def test_every_question_is_put_once(journey: Start) -> None:
    admin = journey()
    admin.check()
    names = asked(admin)
    assert len(names) == len(set(names))
    assert set(names) >= TOKENS | CORP | AGENT


@pytest.mark.parametrize(
    ("steps", "wanted"),
    [
        (["create", "info", "datawind", "workbench"], set[str]()),
        (["mobile"], set[str]()),
        (["network"], TOKENS),
        (["credentials"], TOKENS | CORP | AGENT),
        (["security"], TOKENS | {"POST /topapi/v2/department/listsubid"}),
        (["publication"], TOKENS | {"GET /v1.0/microApp/apps/{agentId}/scopes"}),
        (["publication", "mobile"], TOKENS | {"GET /v1.0/microApp/apps/{agentId}/scopes"}),
    ],
)
def test_some_steps_ask_only_what_they_need(
    journey: Start, steps: list[str], wanted: set[str]
) -> None:
    admin = journey()
    findings = admin.check(*steps).findings
    assert {finding.step for finding in findings} == set(steps)
    assert set(asked(admin)) == wanted


@pytest.mark.parametrize("step", STEPS)
def test_a_step_alone_finds_what_it_finds_among_all(journey: Start, step: str) -> None:
    admin = journey("ip-blocked", "wrong-corp")
    among_all = {f.key: (f.state, f.kind) for f in admin.check().findings if f.step == step}
    alone = {f.key: (f.state, f.kind) for f in admin.check(step).findings}
    assert alone == among_all


@pytest.mark.parametrize("steps", [["mobile"], ["security"], ["create"]])
def test_connections_are_tried_only_for_the_step_that_shows_them(
    journey: Start, monkeypatch: pytest.MonkeyPatch, steps: list[str]
) -> None:
    tried: list[str] = []
    probe = Client.probe
    monkeypatch.setattr(Client, "probe", lambda self, host: (tried.append(host), probe(self, host)))
    admin = journey()
    admin.check(*steps)
    assert tried == []


def test_progress_counts_up_to_all_questions(journey: Start) -> None:
    told: list[Progress] = []
    outcome = journey().check(on_progress=told.append)
    assert [progress.done for progress in told] == list(range(1, len(told) + 1))
    assert {progress.total for progress in told} == {len(told)} == {len(outcome.calls)}


@pytest.mark.parametrize("steps", [(), ("credentials",), ("mobile",)])
def test_a_cancelled_run_ends_at_once_and_leaves_no_thread(
    journey: Start, steps: tuple[str, ...]
) -> None:
    admin = journey("slow:20000")
    before = set(threading.enumerate())
    cancel = threading.Event()
    threading.Timer(0.15, cancel.set).start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        admin.check(*steps, cancel=cancel)
    assert time.monotonic() - started < 1.5
    end = time.monotonic() + 1
    while left_by_us(before) and time.monotonic() < end:
        time.sleep(0.01)
    assert left_by_us(before) == []


def test_a_run_that_is_cancelled_before_it_begins_asks_nothing(journey: Start) -> None:
    admin = journey()
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        admin.check(cancel=cancel)
    assert asked(admin) == []


def test_the_profile_says_where_calls_go() -> None:
    assert network_of(profile()).oapi == "https://oapi.dingtalk.com"
    given = network_of(profile(base_url="http://127.0.0.1:1/", proxy="", ca_file="own.pem"))
    assert (given.oapi, given.api, given.proxy) == (
        "http://127.0.0.1:1",
        "http://127.0.0.1:1",
        "",
    )
    assert given.ca_file == "own.pem"


def test_a_single_check_of_a_step_can_be_run_by_its_own_name(journey: Start) -> None:
    admin = journey()
    assert set(admin.find("redirect_urls")) == {"security/redirect_urls"}
    assert "security/this_computer" in admin.find("allowlist")
