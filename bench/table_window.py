"""The longest time the window is blocked while a hundred thousand rows are used, and its memory."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench._people import filled, workbook
from bench.start import ROOT, environment, furnish
from dingsetup.bindings.table import Table

ROWS = 100_000
LIMIT_MS = 50.0
MOST_MB = 600


def measure() -> dict[str, Any]:
    """Furnish a home with a table that is scanned but not matched, and let a child use it."""
    with tempfile.TemporaryDirectory(prefix="dingsetup-bench-") as folder:
        home = Path(folder)
        profile = furnish(home)
        filled(Table(home / "profiles" / profile.id), ROWS)
        file = workbook(home / "users.xlsx", ROWS, seed=2)
        child = subprocess.run(
            [sys.executable, "-m", "bench._table", str(file)],
            env=environment(home),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    if child.returncode:
        raise RuntimeError(f"the window failed: {child.stderr[-2000:]}")
    told = json.loads(child.stdout)
    blocks: dict[str, list[float]] = told["blocks"]
    worst = max(wall for wall, _ in blocks.values())
    return {
        "rows": ROWS,
        "longest_ms": worst,
        "by_action_ms": {action: wall for action, (wall, _) in blocks.items()},
        "processor_ms": {action: own for action, (_, own) in blocks.items()},
        "limit": LIMIT_MS,
        "memory_mb": told["memory_mb"],
        "memory_limit_mb": MOST_MB,
        "kept": worst <= LIMIT_MS and told["memory_mb"] <= MOST_MB,
    }
