"""Files that survive anything: written whole or not at all."""

import contextlib
import errno
import os
import re
import stat
import tempfile
import time
from pathlib import Path

_PREFIX, _SUFFIX = ".dingsetup-", ".part"
_PART = re.compile(rf"{re.escape(_PREFIX)}\w{{8}}{re.escape(_SUFFIX)}(?:\.\w+)?", re.ASCII)
STALE_S = 3600
"""No writer of ours takes so long: a part that is older was left by one that was killed."""


def write_atomically(path: Path, content: bytes) -> None:
    """Put `content` at `path`; whoever reads it, even after a crash, sees the old or the new.

    Raises OSError (disk full, no permission, no regular file there); what stood at `path` is then
    untouched.
    """
    if not may_stand_at(path):
        raise OSError(errno.EINVAL, "not a regular file", str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = make_part(path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
    _sync_folder(path.parent)


def make_part(folder: Path, suffix: str = "") -> tuple[int, str]:
    """A new file to write what will take another's place: an open handle, and its name.

    Takes away what writers that were killed left in the folder. Raises OSError.
    """
    _clear_stale(folder)
    return tempfile.mkstemp(dir=folder, prefix=_PREFIX, suffix=_SUFFIX + suffix)


def may_stand_at(path: Path) -> bool:
    """Whether nothing is there, or a file: a device, pipe or folder must not be replaced."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError):
        return True


def is_stale(path: str | os.PathLike[str], seconds: float = STALE_S) -> bool:
    """Whether it was last touched so long ago that whoever works on it is gone."""
    try:
        return time.time() - os.lstat(path).st_mtime > seconds
    except OSError:
        return False


def _clear_stale(folder: Path) -> None:
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            ours = _PART.fullmatch(entry.name) and entry.is_file(follow_symlinks=False)
            if ours and is_stale(entry.path):
                with contextlib.suppress(OSError):
                    os.unlink(entry.path)


def _sync_folder(folder: Path) -> None:
    # A rename is durable only once its folder is; Windows can't open a folder and needs none of it.
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
