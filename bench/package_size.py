"""The frozen program's size against a bare PySide6 window frozen with the same settings."""

from pathlib import Path
from typing import Any

from tools.package import DIST, ROOT, freeze

LIMIT = 1.3


def size(folder: Path) -> int:
    """Bytes of all files under a folder; what a link points to is counted once."""
    files = [file for file in folder.rglob("*") if file.is_file() and not file.is_symlink()]
    return sum(file.stat().st_size for file in files)


def measure() -> dict[str, Any]:
    """Freeze the bare window, and the program where that has not been done, and compare."""
    bare = freeze(ROOT / "tools" / "bench" / "bare_window.spec", ROOT / "build" / "bench")
    program = DIST / "dingsetup"
    if not program.is_dir():
        freeze(ROOT / "build.spec")
    bare_bytes, program_bytes = size(bare), size(program)
    ratio = program_bytes / bare_bytes
    return {
        "bare_bytes": bare_bytes,
        "program_bytes": program_bytes,
        "ratio": round(ratio, 3),
        "limit": LIMIT,
        "kept": ratio <= LIMIT,
    }
