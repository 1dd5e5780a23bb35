"""The longest time the window is blocked while a hundred thousand rows are used, and its memory."""

import tempfile
from pathlib import Path
from typing import Any

from bench._hand import blocks_of
from bench._people import filled, workbook
from bench.start import furnish
from dingsetup.bindings.table import Table

ROWS = 100_000
MOST_MB = 600


def measure() -> dict[str, Any]:
    """Furnish a home with a table that is scanned but not matched, and let a child use it."""
    with tempfile.TemporaryDirectory(prefix="dingsetup-bench-") as folder:
        home = Path(folder)
        profile = furnish(home)
        filled(Table(home / "profiles" / profile.id), ROWS)
        file = workbook(home / "users.xlsx", ROWS, seed=2)
        found = blocks_of("_table", home, str(file))
    return {
        "rows": ROWS,
        **found,
        "memory_limit_mb": MOST_MB,
        "kept": found["kept"] and found["memory_mb"] <= MOST_MB,
    }
