"""Network: each host, the clock, and how DingTalk answers, judged one by one."""

import datetime
from collections.abc import Callable

import msgspec
import pytest

from dingsetup.checks.case import Case
from dingsetup.checks.network import CLOCK_TOLERANCE_S, judge
from dingsetup.dingtalk.transport import Call
from dingsetup.findings import Kind, State
from dingsetup.profile import now
from tests.checks.conftest import answer, by_check, probe

Make = Callable[..., Case]
NO_ANSWER = (
    Kind.UNREACHABLE,
    Kind.DNS_FAILED,
    Kind.TLS_FAILED,
    Kind.TIMED_OUT,
    Kind.PROXY_REFUSED,
    Kind.NOT_DINGTALK,
    Kind.ANSWER_TOO_LARGE,
)


def call(ms: int = 10, attempt: int = 1) -> Call:
    return Call(
        at=now(),
        method="GET",
        host="oapi",
        path="/gettoken",
        verdict=Kind.OK,
        ms=ms,
        counted=False,
        attempt=attempt,
    )


@pytest.mark.parametrize("host", ["oapi", "api"])
def test_a_host_that_is_reached_passes_with_the_time_of_each_part(case: Make, host: str) -> None:
    finding = by_check(judge(case()))[host]
    assert (finding.state, finding.kind) == (State.PASSED, Kind.OK)
    assert finding.values == {
        "host": f"{host}.dingtalk.com",
        "dns_ms": 1,
        "tcp_ms": 2,
        "tls_ms": 3,
    }


@pytest.mark.parametrize("kind", NO_ANSWER)
def test_a_connection_that_fails_has_its_own_kind_and_the_other_host_none(
    case: Make, kind: Kind
) -> None:
    hosts = {"oapi": probe("oapi.dingtalk.com", kind, reason="why"), "api": probe("api")}
    found = by_check(judge(case(hosts=hosts)))
    assert (found["oapi"].state, found["oapi"].kind) == (State.FAILED, kind)
    assert found["oapi"].values == {"host": "oapi.dingtalk.com", "reason": "why"}
    assert found["api"].state is State.PASSED


@pytest.mark.parametrize("kind", NO_ANSWER)
def test_a_connection_that_stands_and_answers_nothing_of_use_fails_too(
    case: Make, kind: Kind
) -> None:
    found = by_check(judge(case(answers={"new_token": answer(kind, values={"reason": "html"})})))
    assert (found["api"].state, found["api"].kind) == (State.FAILED, kind)
    assert found["api"].values["reason"] == "html"
    assert found["oapi"].state is State.PASSED


def test_a_host_nobody_probed_is_skipped(case: Make) -> None:
    assert {f.state for f in judge(case(hosts={}))[:2]} == {State.SKIPPED}


@pytest.mark.parametrize("seconds", [0, CLOCK_TOLERANCE_S, -CLOCK_TOLERANCE_S])
def test_a_clock_within_five_minutes_is_right(case: Make, seconds: int) -> None:
    skew = datetime.timedelta(seconds=seconds)
    assert by_check(judge(case(skew=skew)))["clock"].state is State.PASSED


@pytest.mark.parametrize("seconds", [CLOCK_TOLERANCE_S + 1, -CLOCK_TOLERANCE_S - 1, 86_400])
def test_a_clock_beyond_that_fails_with_how_far_it_is_off(case: Make, seconds: int) -> None:
    finding = by_check(judge(case(skew=datetime.timedelta(seconds=seconds))))["clock"]
    assert (finding.state, finding.kind) == (State.FAILED, Kind.CLOCK_WRONG)
    assert finding.values == {"seconds": seconds}


def test_a_clock_cannot_be_compared_without_an_answer(case: Make) -> None:
    finding = by_check(judge(case(skew=None)))["clock"]
    assert (finding.state, finding.values) == (State.BLOCKED, {"blocked_by": "network/oapi"})


def test_a_good_service_passes_with_its_typical_time(case: Make) -> None:
    calls = tuple(call(ms) for ms in (10, 20, 5000))
    finding = by_check(judge(case(calls=calls)))["service"]
    assert (finding.state, finding.values) == (State.PASSED, {"ms": 20})


def test_slowness_and_second_tries_are_warnings_only(case: Make) -> None:
    slow = by_check(judge(case(calls=(call(2001), call(2001)))))["service"]
    assert (slow.state, slow.kind, slow.values) == (State.WARNING, Kind.SLOW, {"ms": 2001})
    twice = by_check(judge(case(calls=(call(), call(), call(attempt=2)))))["service"]
    assert (twice.state, twice.kind) == (State.WARNING, Kind.UNSTABLE)
    assert twice.values == {"repeated": 1, "calls": 2}


@pytest.mark.parametrize("kind", [Kind.SERVER_ERROR, Kind.THROTTLED])
def test_a_service_that_puts_us_off_is_no_fault_of_the_set_up(case: Make, kind: Kind) -> None:
    finding = by_check(judge(case(answers={"scopes": answer(kind)})))["service"]
    assert (finding.state, finding.kind) == (State.BLOCKED, kind)
    assert "blocked_by" not in finding.values


def test_a_wrong_corp_id_is_no_fault_of_the_service(case: Make) -> None:
    found = by_check(judge(case(answers={"corp_token": answer(Kind.SERVER_ERROR)})))
    assert found["service"].state is State.PASSED


def test_a_service_that_puts_us_off_is_named_also_while_the_other_host_is_down(
    case: Make,
) -> None:
    down, busy = answer(Kind.UNREACHABLE), answer(Kind.THROTTLED)
    found = by_check(judge(case(answers={"new_token": down, "scopes": busy})))
    assert found["api"].state is State.FAILED
    assert found["service"].kind is Kind.THROTTLED


def test_nothing_is_said_of_a_service_that_was_not_reached(case: Make) -> None:
    found = by_check(judge(case(answers={"new_token": answer(Kind.UNREACHABLE)})))
    assert "service" not in found


def test_a_finding_can_be_written_down(case: Make) -> None:
    for finding in judge(case()):
        assert msgspec.json.decode(msgspec.json.encode(finding), type=type(finding)) == finding
