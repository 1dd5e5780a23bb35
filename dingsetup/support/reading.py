"""Opens a support file. It is a stranger's: nothing of it is believed, extracted or run."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from dingsetup.bindings.values import Cancel, Cancelled, Progress
from dingsetup.support.archive import Part, parts_of, unpacked
from dingsetup.support.harmless import harmless_value, shown
from dingsetup.support.lines import MANIFEST, MEMBERS, Manifest, from_lines
from dingsetup.support.troubles import BundleError, BundleTrouble
from dingsetup.support.values import FORMAT, Bundle

MEGABYTE = 1024 * 1024
MOST_BYTES = 64 * MEGABYTE
"""Of the file."""
MOST_UNPACKED = 256 * MEGABYTE
"""Of all members together."""
MOST_LINES = 1_000_000
"""Of all members together."""
LONGEST_LINE = 256 * 1024
"""Bytes. The longest of ours is a finding that names every surplus address of a pasted list."""

_SHARING_VIOLATION = (32, 33)
"""Windows' words for a file that another program keeps for itself."""


def read_bundle(path: Path, *, cancel: Cancel = None, progress: Progress | None = None) -> Bundle:
    """Read a support file whole. Raises BundleError, and Cancelled once `cancel` is set."""
    content = read_content(path)
    parts = parts_of(content, (MANIFEST, *MEMBERS))
    if sum(part.unpacked for part in parts.values()) > MOST_UNPACKED:
        raise BundleError(BundleTrouble.BOMB, limit=MOST_UNPACKED // MEGABYTE)
    manifest = _manifest(content, parts[MANIFEST])
    lines: dict[str, list[bytes]] = {}
    room = MOST_LINES
    for member in MEMBERS:
        lines[member] = _lines(content, parts[member], room, cancel)
        room -= len(lines[member])
    del content
    return from_lines(manifest, lines, cancel=cancel, progress=progress)


def read_content(path: Path) -> bytes:
    """Read a file whole, if it is a file and no larger than a support file. Raises BundleError."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise BundleError(BundleTrouble.NOT_A_FILE)
        _refuse_large(status)
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
            _refuse_large(os.fstat(file.fileno()))
    except OSError as error:
        raise _trouble_of(error) from error
    except ValueError as error:  # no system has a file of such a name
        raise BundleError(BundleTrouble.MISSING) from error
    if not content:
        raise BundleError(BundleTrouble.EMPTY)
    return content


def _manifest(content: bytes, part: Part) -> Manifest:
    if part.unpacked > LONGEST_LINE:
        raise BundleError(BundleTrouble.LINE_TOO_LONG, MANIFEST, 1, limit=LONGEST_LINE // 1024)
    text = b"".join(unpacked(content, part))
    try:
        told: Any = harmless_value(msgspec.json.decode(text))
        version = msgspec.convert(told, dict[str, Any]).get("format")
        if isinstance(version, int) and version != FORMAT:
            raise BundleError(BundleTrouble.VERSION_UNKNOWN, version=version, known=FORMAT)
        manifest = msgspec.convert(told, Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _wrong(str(error)) from error
    if version is None or manifest.fault:
        raise _wrong(manifest.fault or "format")
    return manifest


def _wrong(detail: str) -> BundleError:
    return BundleError(BundleTrouble.MANIFEST_WRONG, MANIFEST, detail=shown(detail))


def _lines(content: bytes, part: Part, room: int, cancel: Cancel) -> list[bytes]:
    """The lines of a member; `room` is how many there may be."""
    lines: list[bytes] = []
    rest = b""
    for piece in _watched(unpacked(content, part), cancel):
        *whole, rest = (rest + piece).split(b"\n")
        lines += whole
        if len(rest) > LONGEST_LINE or any(len(line) > LONGEST_LINE for line in whole):
            place = len(lines) - len(whole) + 1
            too_long = (n for n, line in enumerate(whole, place) if len(line) > LONGEST_LINE)
            where = next(too_long, len(lines) + 1)
            limit = LONGEST_LINE // 1024
            raise BundleError(BundleTrouble.LINE_TOO_LONG, part.name, where, limit=limit)
        if len(lines) > room:
            raise BundleError(BundleTrouble.TOO_MANY_LINES, part.name, limit=MOST_LINES)
    return [*lines, rest] if rest else lines


def _watched(pieces: Iterator[bytes], cancel: Cancel) -> Iterator[bytes]:
    for piece in pieces:
        if cancel and cancel.is_set():
            raise Cancelled
        yield piece


def _refuse_large(status: os.stat_result) -> None:
    if status.st_size > MOST_BYTES:
        megabytes = -(-status.st_size // MEGABYTE)
        limit = MOST_BYTES // MEGABYTE
        raise BundleError(BundleTrouble.TOO_LARGE, megabytes=megabytes, limit=limit)


def _trouble_of(error: OSError) -> BundleError:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return BundleError(BundleTrouble.MISSING)
    if isinstance(error, IsADirectoryError):
        return BundleError(BundleTrouble.NOT_A_FILE)
    if is_locked(error):
        return BundleError(BundleTrouble.LOCKED)
    if isinstance(error, PermissionError):
        return BundleError(BundleTrouble.FORBIDDEN)
    return BundleError(BundleTrouble.UNREADABLE, detail=error.strerror or str(error))


def is_locked(error: OSError) -> bool:
    """Whether another program keeps a file for itself, as on Windows."""
    return getattr(error, "winerror", None) in _SHARING_VIOLATION
