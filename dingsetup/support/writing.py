"""Writes a support file, and the key that maps its pseudonyms back: whole or not at all."""

import errno
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from dingsetup.bindings.values import Cancel, Progress
from dingsetup.files import may_stand_at, write_atomically
from dingsetup.support.lines import MANIFEST, MEMBERS, Lines, Manifest
from dingsetup.support.parsing import Pace
from dingsetup.support.reading import (
    LONGEST_LINE,
    MEGABYTE,
    MOST_BYTES,
    MOST_LINES,
    MOST_UNPACKED,
    is_locked,
    read_content,
)
from dingsetup.support.troubles import BundleError, BundleTrouble

SUFFIX = ".dingsetup"

_LEVEL = 1
"""Of deflate: on a hundred thousand bindings, the usual 6 takes twice as long for a file an eighth
smaller."""
_AT_ONCE = 2048
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class _KeyFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    key_id: str
    pseudonyms: dict[str, str]


def write_bundle(
    path: Path,
    lines: Lines,
    manifest: Manifest,
    *,
    cancel: Cancel = None,
    progress: Progress | None = None,
) -> None:
    """Write a support file. Raises BundleError, also for what `read_bundle` would refuse as too
    large, and Cancelled; what stood at `path` is then untouched."""
    _refuse_large(lines)
    _write(path, _packed(lines, manifest, Pace(sum(map(len, lines.values())), cancel, progress)))


def write_key(path: Path, table: Mapping[str, str], key_id: str = "") -> None:
    """Write what stands behind each pseudonym, for the eyes of its owner only. Raises
    BundleError."""
    encode = msgspec.json.Encoder().encode
    # One by one: half a million encoded at once would stop every other thread, the window's too.
    pairs = (b" %b: %b" % (encode(made), encode(value)) for made, value in table.items())
    head = b'{"key_id": %b, "pseudonyms": {\n' % encode(key_id)
    _write(path, head + b",\n".join(pairs) + b"\n}}\n")


def read_key(path: Path) -> dict[str, str]:
    """What stands behind each pseudonym, as `write_key` wrote it. Raises BundleError."""
    try:
        return msgspec.json.decode(read_content(path), type=_KeyFile).pseudonyms
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BundleError(BundleTrouble.KEY_WRONG) from error


def _refuse_large(lines: Lines) -> None:
    if sum(map(len, lines.values())) > MOST_LINES:
        raise BundleError(BundleTrouble.TOO_MANY_LINES, limit=MOST_LINES)
    if sum(len(line) + 1 for own in lines.values() for line in own) > MOST_UNPACKED - LONGEST_LINE:
        raise BundleError(BundleTrouble.BOMB, limit=MOST_UNPACKED // MEGABYTE)
    for member, own in lines.items():
        for place, line in enumerate(own, 1):
            if len(line) > LONGEST_LINE:
                limit = LONGEST_LINE // 1024
                raise BundleError(BundleTrouble.LINE_TOO_LONG, member, place, limit=limit)


def _packed(lines: Lines, manifest: Manifest, pace: Pace) -> bytes:
    import zipfile  # with the first support file

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        # A name alone gives a member the same date everywhere: it tells nothing of this computer.
        with archive.open(MANIFEST, "w") as part:
            part.write(msgspec.json.encode(manifest))
        for member in MEMBERS:
            with archive.open(member, "w") as part:
                for block in _blocks(lines, member, pace):
                    part.write(block)
    content = buffer.getvalue()
    if len(content) > MOST_BYTES:
        limit = MOST_BYTES // MEGABYTE
        megabytes = -(-len(content) // MEGABYTE)
        raise BundleError(BundleTrouble.TOO_LARGE, megabytes=megabytes, limit=limit)
    return content


def _blocks(lines: Lines, member: str, pace: Pace) -> Iterator[bytes]:
    own = lines[member]
    for start in range(0, len(own), _AT_ONCE):
        block = own[start : start + _AT_ONCE]
        pace.step(len(block))
        yield b"\n".join((*block, b""))


def _write(path: Path, content: bytes) -> None:
    if not path.parent.is_dir():
        raise BundleError(BundleTrouble.FOLDER_MISSING, folder=str(path.parent))
    if not may_stand_at(path):
        raise BundleError(BundleTrouble.NOT_A_FILE)
    try:
        write_atomically(path, content)
    except OSError as error:
        raise _trouble_of(error, path) from error


def _trouble_of(error: OSError, path: Path) -> BundleError:
    if error.errno in _FULL:
        return BundleError(BundleTrouble.DISK_FULL)
    if is_locked(error):
        return BundleError(BundleTrouble.LOCKED)
    if isinstance(error, PermissionError):
        return BundleError(BundleTrouble.NOT_ALLOWED)
    return BundleError(BundleTrouble.NOT_WRITTEN, detail=error.strerror or str(error))
