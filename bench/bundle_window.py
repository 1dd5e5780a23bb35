"""The longest time the window is blocked while a support file of a hundred thousand bindings is
made, looked through and opened."""

import tempfile
from pathlib import Path
from typing import Any

from bench._bundle import filled_folder
from bench._hand import LIMIT_MS, blocks_of
from bench.start import furnish

ROWS = 100_000
REDRAW = "open the file"
REDRAW_MS = 150.0
"""Another profile stands in the window then: all of it is drawn anew, once."""


def measure() -> dict[str, Any]:
    """Furnish a home with a profile of so many bindings, and let a child use the page."""
    with tempfile.TemporaryDirectory(prefix="dingsetup-bench-") as folder:
        home = Path(folder)
        profile = furnish(home)
        filled_folder(home / "profiles" / profile.id, ROWS)
        found = blocks_of("_support", home, str(home / "a.dingsetup"))
    blocks: dict[str, float] = found["by_action_ms"]
    limits = {action: REDRAW_MS if action == REDRAW else LIMIT_MS for action in blocks}
    kept = all(blocks[action] <= limit for action, limit in limits.items())
    return {"rows": ROWS, **found, "limit": limits, "kept": kept}
