"""The longest time the window is blocked while a test message is written and its preview drawn."""

import tempfile
from pathlib import Path
from typing import Any

from bench._hand import blocks_of
from bench.start import furnish


def measure() -> dict[str, Any]:
    """Furnish a home with a profile, and let a child type into the page of test messages."""
    with tempfile.TemporaryDirectory(prefix="dingsetup-bench-") as folder:
        home = Path(folder)
        furnish(home, domain="bi.example.com", corp_id="ding0123456789", agent_id="1", me="u1")
        return blocks_of("_keystroke", home)
