"""How long the window takes to its first painted page, against a bare PySide6 window."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dingsetup.facts import load_facts
from dingsetup.profile import Profile, Profiles
from dingsetup.settings import Settings, save_settings

ROOT = Path(__file__).parent.parent
BARE = [sys.executable, str(ROOT / "tools" / "bench" / "bare_window.py")]
# By its path like the other: an installed program starts without what `-m` loads, too.
OURS = [sys.executable, str(ROOT / "bench" / "_start.py")]
LIMIT = 1.5
PAIRS = 15


def furnish(home: Path, **fields: Any) -> Profile:
    """Put a profile where the window finds it, as the one opened last."""
    addresses = "\n".join(load_facts().newest_addresses.addresses)
    known: dict[str, Any] = {"id": "a", "name": "A", "pasted_addresses": addresses}
    profile = Profile(**(known | fields))
    Profiles(home).save(profile)
    save_settings(home, Settings(profile=profile.id, language="zh_CN"))
    return profile


def environment(home: Path) -> dict[str, str]:
    """The environment of a child with a window: on a screen where there is one, else in memory."""
    screen = {} if os.environ.get("DISPLAY") else {"QT_QPA_PLATFORM": "offscreen"}
    # An installed program has its bytecode: the unmeasured start writes it, whatever is set here.
    python = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPATH": str(ROOT)}
    return {**os.environ, **screen, **python, "DINGSETUP_HOME": str(home)}


def painted(command: list[str], env: Mapping[str, str]) -> float:
    """Seconds from starting a process until it says that it has painted."""
    started = time.monotonic()
    with subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        line = child.stdout.readline()
        seconds = time.monotonic() - started
        if line.strip() != "painted" or child.wait(30) != 0:
            raise RuntimeError(f"{command} did not paint: {line!r}")
    return seconds


def measure() -> dict[str, Any]:
    """Start both in turns, once unmeasured, and take the median of the ratios."""
    with tempfile.TemporaryDirectory(prefix="dingsetup-bench-") as home:
        furnish(Path(home))
        env = environment(Path(home))
        pairs = [(painted(OURS, env), painted(BARE, env)) for _ in range(PAIRS + 1)][1:]
    ratio = statistics.median(ours / bare for ours, bare in pairs)
    return {
        "seconds": round(statistics.median(ours for ours, _ in pairs), 3),
        "bare_seconds": round(statistics.median(bare for _, bare in pairs), 3),
        "pairs": len(pairs),
        "screen": env.get("DISPLAY", "") or "offscreen",
        "ratio": round(ratio, 3),
        "limit": LIMIT,
        "kept": ratio <= LIMIT,
    }
