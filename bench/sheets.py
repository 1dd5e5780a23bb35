"""How long sheets take: reading a workbook against calamine alone, and writing one."""

import resource
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROWS = 100_000
ROUNDS = 5
LIMIT_RATIO = 1.7
LIMIT_BLOCK_MS = 50
STEP = 2000


def export_all(table: Any, path: Path) -> int:
    """Write every row of a table, as an admin who exports it all does."""
    from dingsetup.bindings.finder import Finder
    from dingsetup.bindings.sheets import write_table
    from dingsetup.language import Language
    from dingsetup.language.exports import table_text

    view = Finder.load(table).find(table)

    def rows() -> Iterator[Any]:
        for start in range(0, len(view), STEP):
            yield from table.rows(view.ids(start, min(start + STEP, len(view))))

    return write_table(path, rows(), table_text(Language("zh_CN")), total=len(view))


def measure() -> dict[str, Any]:
    """Read the same workbook both ways in turns, once unmeasured; then write and read our own."""
    from bench._people import workbook

    with tempfile.TemporaryDirectory(prefix="dingsetup-bench-") as name:
        folder = Path(name)
        found = {
            "inline": _read(workbook(folder / "inline.xlsx", ROWS)),
            "shared": _read(_listed(folder / "shared.xlsx")),
        }
        written = {
            suffix: round(_seconds(lambda suffix=suffix: _write(folder / f"own.{suffix}")), 3)
            for suffix in ("xlsx", "csv")
        }
        found["own"] = _read(folder / "own.xlsx")
    ratio = max(one["ratio"] for one in found.values())
    block = max(one["longest_block_ms"] for one in found.values())
    return {
        "rows": ROWS,
        "read": found,
        "write_s": written,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "limits": {"ratio": LIMIT_RATIO, "longest_block_ms": LIMIT_BLOCK_MS},
        "kept": ratio <= LIMIT_RATIO and block <= LIMIT_BLOCK_MS,
    }


def _read(file: Path) -> dict[str, float]:
    from python_calamine import CalamineWorkbook

    from dingsetup.bindings.sheets import read_sheet

    def bare() -> object:
        return CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()

    def ours() -> object:
        return read_sheet(file)

    pairs = [(_seconds(bare), _seconds(ours)) for _ in range(ROUNDS + 1)][1:]
    blocks: list[float] = []
    for _ in range(ROUNDS):
        with _watched() as gaps:
            sheet = read_sheet(file)  # let go of after the watch: the window keeps it, too
        del sheet
        blocks.append(max(gaps))
    return {
        "bare_s": round(statistics.median(bare_s for bare_s, _ in pairs), 3),
        "seconds": round(statistics.median(seconds for _, seconds in pairs), 3),
        "ratio": round(statistics.median(seconds / bare_s for bare_s, seconds in pairs), 3),
        # The least of the rounds: what other programs do to this computer comes on top.
        "longest_block_ms": round(min(blocks) * 1000, 1),
    }


@contextmanager
def _watched() -> Iterator[list[float]]:
    """Collect how long another thread has to wait for its turn."""
    ended = threading.Event()
    gaps: list[float] = []

    def watch() -> None:
        last = time.perf_counter()
        while not ended.wait(0.001):
            now = time.perf_counter()
            gaps.append(now - last)
            last = now

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield gaps
    finally:
        ended.set()
        watcher.join()


def _write(file: Path) -> int:
    from bench._people import users
    from dingsetup.bindings.sheets import write_table
    from dingsetup.bindings.values import BindingState, Row
    from dingsetup.language import Language
    from dingsetup.language.exports import table_text

    rows = (
        Row(
            id=number,
            username=login,
            name=name,
            email=mail,
            mobile=mobile,
            job_number=job,
            userid=f"0{number:07d}",
            rule="mobile",
            checked_at="2026-11-22T03:04:05+00:00",
            state=BindingState.BOUND,
        )
        for number, (login, name, mail, mobile, job, _) in enumerate(users(ROWS))
    )
    return write_table(file, rows, table_text(Language("zh_CN")), total=ROWS)


def _listed(file: Path) -> Path:
    """A workbook with its texts in a list, as Excel writes them, and not in the cells."""
    import xlsxwriter

    from bench._people import HEADERS, users

    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate((HEADERS, *users(ROWS))):
            sheet.write_row(number, 0, line)
    return file


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
