"""The binding table at a hundred thousand rows and a million: open, find, sort, import, match."""

import gc
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench._people import HEADERS, directory, put_directory, users, workbook

ROWS = 100_000
LIMITS = {
    "open_s": 1.0,
    "find_p95_ms": 16.0,
    "sort_ms": 100.0,
    "import_ratio": 2.5,
    "match_s": 1.0,
    "memory_mb": 600.0,
}
PAIRS = 5
MANY_ROWS = 1_000_000
MANY_LIMITS = {"find_p95_ms": 100.0}


def main() -> None:
    """Measure in a process of its own, so that memory is that of the table alone."""
    rows = int(sys.argv[1])
    gc.disable()  # as the window's tasks and the command line do while they work
    with tempfile.TemporaryDirectory(prefix="dingsetup-bench-") as folder:
        print(json.dumps(_measured(Path(folder), rows)))


def measure() -> dict[str, Any]:
    """Both sizes, each in its own process."""
    found = {rows: _child(rows) for rows in (ROWS, MANY_ROWS)}
    kept = all(found[ROWS][name] <= limit for name, limit in LIMITS.items()) and all(
        found[MANY_ROWS][name] <= limit for name, limit in MANY_LIMITS.items()
    )
    return {
        "rows": found[ROWS],
        "limits": LIMITS,
        "many_rows": found[MANY_ROWS],
        "many_limits": MANY_LIMITS,
        "kept": kept,
    }


def _child(rows: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.bindings", str(rows)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def _measured(folder: Path, rows: int) -> dict[str, Any]:
    from dingsetup.bindings.table import Table

    table = Table(folder / "profile")
    found = _imported(folder, table, rows) if rows == ROWS else _filled(table, rows)
    found |= _matched(table, rows)
    found |= _looked_through(table, rows)
    found["export_s"] = _exported(folder, table)
    found["memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {name: round(value, 3) for name, value in found.items()}


def _imported(folder: Path, table: Any, rows: int) -> dict[str, float]:
    """The whole way of a workbook into the table, against only reading its cells."""
    from python_calamine import CalamineWorkbook

    from dingsetup.bindings.imports import apply_import, plan_import
    from dingsetup.bindings.sheets import read_sheet
    from dingsetup.bindings.table import Table

    file = workbook(folder / "users.xlsx", rows)

    def bare_read() -> object:
        return CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()

    def whole(table: Any) -> object:
        return apply_import(table, plan_import(table, read_sheet(file)))

    pairs: list[tuple[float, float]] = []
    for number in range(PAIRS):
        # In turns: the machine is not equally fast all the time.
        empty = Table(folder / f"empty-{number}")
        pairs.append((_seconds(bare_read), _seconds(lambda empty=empty: whole(empty))))
    whole(table)
    return {
        "bare_read_s": statistics.median(one for one, _ in pairs),
        "import_s": statistics.median(one for _, one in pairs),
        "import_ratio": statistics.median(one / bare for bare, one in pairs),
    }


def _filled(table: Any, rows: int) -> dict[str, float]:
    from dingsetup.bindings.imports import apply_import, plan_import
    from dingsetup.bindings.sheets import read_pasted

    lines = ["\t".join(line) for line in (HEADERS, *users(rows))]
    text = "\n".join(lines)

    def whole() -> object:
        return apply_import(table, plan_import(table, read_pasted(text)))

    return {"import_s": _seconds(whole)}


def _matched(table: Any, rows: int) -> dict[str, float]:
    from dingsetup.bindings.matching import apply_match, plan_match

    directory_s = _seconds(lambda: put_directory(table, directory(rows)))
    match_s = statistics.median(_seconds(lambda: plan_match(table)) for _ in range(PAIRS))
    plan = plan_match(table)
    return {
        "directory_s": directory_s,
        "match_s": match_s,
        "match_write_s": _seconds(lambda: apply_match(table, plan)),
        "bound": plan.bound,
    }


def _looked_through(table: Any, rows: int) -> dict[str, float]:
    from dingsetup.bindings.finder import Finder

    open_s = _seconds(lambda: Finder.load(table))
    finder = Finder.load(table)
    finds = {text: _seconds(lambda text=text: finder.find(table, text)) for text in _typed(rows)}
    slowest = max(finds, key=lambda text: finds[text])
    every = sorted(finds.values())
    sorts = [_seconds(_sorter(finder, table, column)) for column in ("username", "name", "mobile")]
    return {
        "open_s": open_s,
        "finds": len(finds),
        "find_p50_ms": every[len(every) // 2] * 1000,
        "find_p95_ms": every[int(len(every) * 0.95)] * 1000,
        "find_slowest_ms": finds[slowest] * 1000,
        "sort_ms": max(sorts) * 1000,
        "sort_again_ms": _seconds(_sorter(finder, table, "name")) * 1000,
    }


def _sorter(finder: Any, table: Any, column: str) -> Callable[[], object]:
    return lambda: finder.find(table, sort=column)


def _typed(rows: int) -> list[str]:
    """What people type: whole values, and the first letters of them where they pause."""
    draw = random.Random(7)
    known = list(users(min(rows, 2000)))
    typed: list[str] = []
    for _ in range(60):
        login, name, mail, mobile, job, _ = draw.choice(known)
        typed += [login, name, mail, mobile, job, mobile[-4:], name[:1], login[:3], mobile[:5]]
    return list(dict.fromkeys([*typed, "1", "13", "corp", "市场", "nobody here"]))


def _exported(folder: Path, table: Any) -> float:
    from bench.sheets import export_all

    return _seconds(lambda: export_all(table, folder / "out.csv"))


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
