"""How long a full check of a healthy tenant takes when every call takes 100 ms, and its calls."""

import statistics
import threading
from typing import Any

from dingsetup.checks.runner import Outcome, Run, inspect
from dingsetup.facts import load_facts
from dingsetup.findings import State
from dingsetup.practice import PracticeTenant
from dingsetup.rehearsal import practice_profile

LATENCY_MS = 100
LIMIT_S = 0.6
LIMIT_CALLS = 14
ROUNDS = 5


def measure() -> dict[str, Any]:
    """Check once to load what is loaded late, then take the median of five checks."""
    facts = load_facts()
    with PracticeTenant.start(facts, latency_ms=LATENCY_MS, limits=False) as tenant:
        profile, secret = practice_profile(tenant, facts), tenant.identity.app_secret

        def check() -> Outcome:
            return inspect(profile, secret, Run(facts=facts, cancel=threading.Event()))

        first = check()
        outcomes = [check() for _ in range(ROUNDS)]
    bad = (State.FAILED, State.BLOCKED)
    if wrong := [f.key for outcome in outcomes for f in outcome.findings if f.state in bad]:
        raise RuntimeError(f"the healthy tenant was not found healthy: {wrong}")
    seconds = statistics.median(outcome.seconds for outcome in outcomes)
    calls = max(len(outcome.calls) for outcome in outcomes)
    return {
        "seconds": round(seconds, 3),
        "seconds_limit": LIMIT_S,
        "first_seconds": round(first.seconds, 3),
        "calls": calls,
        "calls_limit": LIMIT_CALLS,
        "calls_counted_in_quota": sum(call.counted for call in outcomes[0].calls),
        "kept": seconds <= LIMIT_S and calls <= LIMIT_CALLS,
    }
