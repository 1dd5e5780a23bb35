"""A support file of a hundred thousand bindings: gathered, written and opened."""

import gc
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROWS = 100_000
ROUNDS = 5
LIMITS = {"write_s": 3.0, "open_s": 3.0}
"""Writing counts from the profile's folder to the file, gathering and redaction included."""


def main() -> None:
    """Measure one file: `fill` makes the folder, `write` and `open` are timed."""
    folder, action = Path(sys.argv[1]), sys.argv[2]
    gc.disable()  # as the window's tasks and the command line do while they work
    work = {"fill": _fill, "write": _write, "open": _open}[action]
    started = time.perf_counter()
    lines = work(folder)
    seconds = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "memory_mb": memory, "lines": lines}))


def measure() -> dict[str, Any]:
    """Each round in processes of their own, as a command is; the median of them."""
    with tempfile.TemporaryDirectory(prefix="dingsetup-bench-") as name:
        _child(name, "fill")
        rounds = [(_child(name, "write"), _child(name, "open")) for _ in range(ROUNDS)]
        megabytes = _file(Path(name)).stat().st_size / 1024 / 1024
    found = {
        "write_s": statistics.median(written["seconds"] for written, _ in rounds),
        "open_s": statistics.median(opened["seconds"] for _, opened in rounds),
        "write_memory_mb": max(written["memory_mb"] for written, _ in rounds),
        "open_memory_mb": max(opened["memory_mb"] for _, opened in rounds),
        "file_mb": megabytes,
    }
    return {
        "bindings": ROWS,
        "lines": rounds[0][1]["lines"],
        **{name: round(value, 2) for name, value in found.items()},
        "limits": LIMITS,
        "kept": all(found[name] <= limit for name, limit in LIMITS.items()),
    }


def _child(folder: str, action: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.bundle", folder, action]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def _file(folder: Path) -> Path:
    return folder / "bundle.dingsetup"


def _fill(folder: Path) -> int:
    from bench._bundle import filled_folder

    filled_folder(folder, ROWS)
    return ROWS


def _write(folder: Path) -> int:
    from bench._bundle import snapshot
    from dingsetup.facts import load_facts
    from dingsetup.support.gathering import gather
    from dingsetup.support.keys import profile_key
    from dingsetup.support.lines import manifest_of, to_lines
    from dingsetup.support.pseudonyms import Pseudonyms
    from dingsetup.support.writing import write_bundle

    bundle = gather(folder, snapshot(), Pseudonyms(profile_key(folder), load_facts()))
    lines = to_lines(bundle)
    write_bundle(_file(folder), lines, manifest_of(bundle))
    return sum(map(len, lines.values()))


def _open(folder: Path) -> int:
    from dingsetup.support.lines import to_lines
    from dingsetup.support.reading import read_bundle

    bundle = read_bundle(_file(folder))
    return sum(map(len, to_lines(bundle).values()))


if __name__ == "__main__":
    main()
