"""Runs checks: puts every question once, side by side, and has the checks judge the answers."""

import datetime
import threading
import time
from collections.abc import Callable, Collection, Mapping
from functools import partial

import msgspec

from dingsetup.checks import CHECKS, network
from dingsetup.checks.allowlist import settle
from dingsetup.checks.blocking import THIS_COMPUTER, TOKEN_ASKS
from dingsetup.checks.case import Ask, Case, Check
from dingsetup.checks.crew import Crew
from dingsetup.checks.shapes import fault_of
from dingsetup.dingtalk.client import Client, Credentials
from dingsetup.dingtalk.errors import Answer
from dingsetup.dingtalk.transport import Call, HostProbe, Network
from dingsetup.facts import Facts
from dingsetup.findings import Finding, Kind, State
from dingsetup.profile import Profile, now


class Progress(msgspec.Struct, frozen=True):
    """How far a run is: questions answered of those put so far, and what is being asked."""

    done: int
    total: int
    asking: str


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a run found, and the profile that remembers it."""

    findings: list[Finding]
    profile: Profile
    calls: tuple[Call, ...]
    at: datetime.datetime
    seconds: float


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """What a run needs beside the profile and the secret."""

    facts: Facts
    steps: Collection[str] = ()
    """Only these steps, or single checks by their own id; all where empty."""
    earlier: Mapping[str, datetime.datetime] = {}
    """When each check, by `step/check`, was last proved."""
    bindings: Mapping[str, int] = {}
    """The binding table summed up, as `Case.bindings` has it."""
    on_progress: Callable[[Progress], None] = lambda progress: None
    """Called from the thread that runs the checks."""
    cancel: threading.Event
    """Set from any thread, ends the run with Cancelled."""


def network_of(profile: Profile) -> Network:
    """Where this profile's calls go."""
    network = Network.at(profile.base_url) if profile.base_url else Network()
    return msgspec.structs.replace(network, proxy=profile.proxy, ca_file=profile.ca_file)


def inspect(profile: Profile, secret: str, run: Run) -> Outcome:
    """Run the checks and return what they found, first cause as it stands. Blocking.

    Sends and changes nothing. Raises Cancelled; a failure of the tenant is a finding, never raised.
    """
    started = time.monotonic()
    wanted = set(run.steps)
    checks = [check for check in CHECKS if not wanted or wanted & {check.step, check.id}]
    calls: list[Call] = []
    asks = _asks(checks, profile, run.facts)
    probed = network.HOSTS if network.CHECK in checks else ()
    with Client(
        Credentials(profile.app_key, secret),
        run.facts,
        network_of(profile),
        log=calls.append,
        cancel=run.cancel,
    ) as client:
        answers, hosts = _put(client, asks, probed, run)
    at = now()
    case = Case(
        profile=profile,
        facts=run.facts,
        at=at,
        answers=answers,
        ask_hosts={ask.id: ask.host for ask in asks},
        hosts=hosts,
        calls=tuple(calls),
        skew=client.clock_skew(),
        secret_fault=fault_of("client_secret", secret),
        earlier=run.earlier,
        bindings=run.bindings,
    )
    judged = [finding for check in checks for finding in check.judge(case)]
    findings = proved_earlier(profile, judged, run.earlier)
    return Outcome(
        findings=findings,
        profile=settle(profile, findings, at),
        calls=tuple(calls),
        at=at,
        seconds=time.monotonic() - started,
    )


def _asks(checks: list[Check], profile: Profile, facts: Facts) -> list[Ask]:
    """Every question once; where anything needs a token, the tokens are asked for too."""
    wanted = {ask.id: ask for check in checks for ask in check.asks(profile, facts)}
    if any(ask.needs_token for ask in wanted.values()):
        wanted = {ask.id: ask for ask in network.asks(profile, facts)} | wanted
    return list(wanted.values())


def _put(
    client: Client, asks: list[Ask], probed: Collection[str], run: Run
) -> tuple[dict[str, Answer], dict[str, HostProbe]]:
    """Put the questions in two rounds: tokens and connections first, then all that need a token."""
    first = [ask for ask in asks if not ask.needs_token]
    second = [ask for ask in asks if ask.needs_token]
    progress = _Count(len(asks), run.on_progress)
    try:
        probes = Crew({host: partial(client.probe, host) for host in probed})
        answers = _round(client, first, run, progress)
        if any(answers[ask].ok for ask in TOKEN_ASKS if ask in answers):
            answers |= _round(client, second, run, progress)
        return answers, probes.results(run.cancel)
    except BaseException:
        run.cancel.set()
        raise


def _round(client: Client, asks: list[Ask], run: Run, progress: "_Count") -> dict[str, Answer]:
    crew = Crew({ask.id: partial(ask.put, client) for ask in asks})
    return crew.results(run.cancel, progress.step)


class _Count:
    """Counts answered questions for the progress line."""

    def __init__(self, total: int, tell: Callable[[Progress], None]) -> None:
        self._done = 0
        self._total = total
        self._tell = tell

    def step(self, ask: str) -> None:
        self._done += 1
        self._tell(Progress(self._done, self._total, ask))


def proved_earlier(
    profile: Profile, findings: list[Finding], earlier: Mapping[str, datetime.datetime]
) -> list[Finding]:
    """Once this computer is off the allowlist again, what was proved while it was on still stands.

    Only then: while anything else blocks, an older proof says nothing about today.
    """
    here = next((f.kind for f in findings if f.key == THIS_COMPUTER), None)
    # A run of other steps does not look at this computer: what an earlier one found holds.
    closed = profile.allowance is not None and not profile.allowance.open
    if here is not Kind.ALLOWANCE_REMOVED and not (here is None and closed):
        return findings
    return [
        _proved(f, earlier[f.key]) if _waits_for_us(f) and f.key in earlier else f for f in findings
    ]


def _waits_for_us(finding: Finding) -> bool:
    return finding.state is State.BLOCKED and finding.values.get("blocked_by") == THIS_COMPUTER


def _proved(finding: Finding, at: datetime.datetime) -> Finding:
    values = {**finding.values, "proved_at": at.isoformat()}
    values.pop("blocked_by")
    return msgspec.structs.replace(
        finding, state=State.SKIPPED, kind=Kind.PROVED_EARLIER, values=values
    )
