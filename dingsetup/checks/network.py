"""Can this computer talk to DingTalk: names, connection, TLS, proxy, clock, and how it answers."""

import statistics

from dingsetup.checks.blocking import NO_ANSWER, NOT_NOW
from dingsetup.checks.case import Ask, Case, Check, finder
from dingsetup.dingtalk.errors import Answer
from dingsetup.facts import Facts
from dingsetup.findings import Finding, Kind, State
from dingsetup.profile import Profile

STEP = "network"
HOSTS = ("oapi", "api")
CLOCK_TOLERANCE_S = 300
"""DingTalk signs nothing we use with the time, but TLS and token lifetimes suffer beyond this."""
SLOW_MS = 400
"""DingTalk itself answers within about 100 ms: when even the fastest answer takes this, the way
there is slow."""

find = finder(STEP)


def asks(profile: Profile, facts: Facts) -> tuple[Ask, ...]:
    """Ask both token routes: they need no permission, no allowlist, and count in no quota."""
    return (
        Ask("old_token", lambda client: client.old_token(), "oapi", needs_token=False),
        Ask("new_token", lambda client: client.new_token(), "api", needs_token=False),
    )


def judge(case: Case) -> list[Finding]:
    findings = [_reached(case, host) for host in HOSTS]
    findings.append(_clock(case))
    reached = all(finding.state is State.PASSED for finding in findings[: len(HOSTS)])
    if reached or _refusal(case) is not None:
        findings.append(_service(case))
    return findings


def _reached(case: Case, host: str) -> Finding:
    probe = case.hosts.get(host)
    if probe is None:
        return find(host, State.SKIPPED, Kind.UNKNOWN)
    if probe.kind is not Kind.OK:
        return find(host, State.FAILED, probe.kind, **{"host": probe.host, **probe.values})
    answer = next((a for a in case.of_host(host) if a.kind in NO_ANSWER), None)
    if answer is not None:
        return find(host, State.FAILED, answer.kind, **{"host": probe.host, **answer.values})
    timing = {"dns_ms": probe.dns_ms, "tcp_ms": probe.tcp_ms, "tls_ms": probe.tls_ms}
    return find(host, State.PASSED, Kind.OK, host=probe.host, **timing)


def _clock(case: Case) -> Finding:
    if case.skew is None:
        return find("clock", State.BLOCKED, Kind.UNREACHABLE, blocked_by=f"{STEP}/oapi")
    seconds = round(case.skew.total_seconds())
    if abs(seconds) > CLOCK_TOLERANCE_S:
        return find("clock", State.FAILED, Kind.CLOCK_WRONG, seconds=seconds)
    return find("clock", State.PASSED, Kind.OK, seconds=seconds)


def _service(case: Case) -> Finding:
    """How DingTalk answers: busy, throttling, slow or only on a second try."""
    refused = _refusal(case)
    if refused is not None:
        return find("service", State.BLOCKED, refused.kind, **refused.values)
    # The homepage is DataWind's: how it answers is judged on its own step.
    calls = [call for call in case.calls if call.host != "homepage"]
    repeated = [call for call in calls if call.attempt > 1]
    if repeated:
        return find(
            "service",
            State.WARNING,
            Kind.UNSTABLE,
            repeated=len(repeated),
            calls=len(calls) - len(repeated),
        )
    times = [call.ms for call in calls] or [0]
    if min(times) > SLOW_MS:
        return find("service", State.WARNING, Kind.SLOW, ms=min(times))
    return find("service", State.PASSED, Kind.OK, ms=round(statistics.median(times)))


def _refusal(case: Case) -> Answer | None:
    """The first answer that only puts us off: what waits for it names this step's `service`."""
    # The per-corp route answers a wrong CorpId with "unknown error": no fault of the service.
    answers = (
        answer
        for ask, answer in case.answers.items()
        if ask != "corp_token" or answer.kind is Kind.THROTTLED
    )
    return next((answer for answer in answers if answer.kind in NOT_NOW), None)


CHECK = Check("network", STEP, judge, asks)
