"""The longest time the window's main thread is blocked while a check runs and is painted."""

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.start import ROOT, environment, furnish
from dingsetup.facts import load_facts
from dingsetup.practice import PracticeTenant
from dingsetup.rehearsal import practice_profile

LATENCY_MS = 100
LIMIT_MS = 50
ROUNDS = 5
CHILD = [sys.executable, "-m", "bench._block"]


def measure() -> dict[str, Any]:
    """Let a window check a tenant of another process: the median round's longest block."""
    facts = load_facts()
    with (
        tempfile.TemporaryDirectory(prefix="dingsetup-bench-") as home,
        PracticeTenant.start(facts, latency_ms=LATENCY_MS, limits=False) as tenant,
    ):
        told = practice_profile(tenant, facts)
        names = ("edition", "app_key", "agent_id", "corp_id", "domain", "homepage", "base_url")
        furnish(Path(home), **{name: getattr(told, name) for name in names})
        child = subprocess.run(
            [*CHILD, str(ROUNDS)],
            env=environment(Path(home)),
            cwd=ROOT,
            input=tenant.identity.app_secret,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    if child.returncode:
        raise RuntimeError(f"the window failed: {child.stderr[-2000:]}")
    rounds: dict[str, list[tuple[float, float]]] = json.loads(child.stdout)
    longest = {page: statistics.median(b[0] for b in blocks) for page, blocks in rounds.items()}
    own = {page: statistics.median(b[1] for b in blocks) for page, blocks in rounds.items()}
    worst = max(longest.values())
    return {
        "longest_ms": worst,
        "by_page_ms": longest,
        "processor_ms": own,
        "limit": LIMIT_MS,
        "kept": worst <= LIMIT_MS,
    }
