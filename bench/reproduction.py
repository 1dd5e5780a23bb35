"""Whether support finds what the customer found: every scenario, and all pairs of them."""

import itertools
import os
import time
from typing import Any

from bench._reproducing import OTHERS, SAMPLES, Both, hurried, redacted, told
from dingsetup.facts import load_facts


def measure() -> dict[str, Any]:
    """Check, redact, write, read, make a tenant of it, check again; in threads of this process."""
    facts, started = load_facts(), time.monotonic()
    alone = [(name,) for name in (*SAMPLES, *OTHERS)]
    pairs = list(itertools.combinations(SAMPLES[1:], 2))
    wrong: dict[str, list[str]] = {}
    left_out = 0
    with hurried(), Both(facts, redacted(facts)) as both:
        for names in (*alone, *pairs):
            bundle = both.bundle(both.customer(*names))
            found, reproduction = both.differ(bundle)
            left_out += len(reproduction.left_out)
            if found:
                wrong[" ".join(names)] = told(found)
    return {
        "alone": len(alone),
        "pairs": len(pairs),
        "differing": len(wrong),
        "differing_limit": 0,
        "left_out": left_out,
        "left_out_limit": 0,
        "seconds": round(time.monotonic() - started, 1),
        "cpu_seconds": round(sum(os.times()[:2]), 1),
        "wrong": wrong,
        "kept": not wrong and not left_out,
    }
