"""The longest time the window is blocked while a test message is written and its preview drawn."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.start import ROOT, environment, furnish

LIMIT_MS = 50.0


def measure() -> dict[str, Any]:
    """Furnish a home with a profile, and let a child type into the page of test messages."""
    with tempfile.TemporaryDirectory(prefix="dingsetup-bench-") as folder:
        home = Path(folder)
        furnish(home, domain="bi.example.com", corp_id="ding0123456789", agent_id="1", me="u1")
        child = subprocess.run(
            [sys.executable, "-m", "bench._keystroke"],
            env=environment(home),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
    if child.returncode:
        raise RuntimeError(f"the window failed: {child.stderr[-2000:]}")
    blocks: dict[str, list[float]] = json.loads(child.stdout)["blocks"]
    worst = max(wall for wall, _ in blocks.values())
    return {
        "longest_ms": worst,
        "by_action_ms": {action: wall for action, (wall, _) in blocks.items()},
        "processor_ms": {action: own for action, (_, own) in blocks.items()},
        "limit": LIMIT_MS,
        "kept": worst <= LIMIT_MS,
    }
