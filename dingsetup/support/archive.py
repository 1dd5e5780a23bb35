"""Opens the zip of a support file: exactly what ours look like, and nothing is ever extracted.

A zip can be read in several ways where its parts contradict each other. Ours never do, so whatever
leaves room for two readings is refused before anything of it is unpacked.
"""

import stat
import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple, NoReturn

from dingsetup.support.harmless import shown
from dingsetup.support.troubles import BundleError, BundleTrouble, Unsafe

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_ENTRY = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_LOCAL_MARK, _ENTRY_MARK, _END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_LOCATOR_MARK, _LOCATOR_SIZE = b"PK\x06\x07", 20
"""Of zip64: it stands before the end."""
_STORED, _DEFLATED = 0, 8
_ENCRYPTED = 1 << 0 | 1 << 6 | 1 << 13
_HARMLESS_FLAGS = 1 << 1 | 1 << 2 | 1 << 11
"""How hard it was packed, and that names are UTF-8."""
_FOLDER = 1 << 4
_BEYOND_32_BITS = 0xFFFF_FFFF
_BEYOND_16_BITS = 0xFFFF
_LONGEST_COMMENT = 0xFFFF
_BLOCK = 64 * 1024
_PIECE = 256 * 1024


class Part(NamedTuple):
    """Where a member lies in the file."""

    name: str
    start: int
    packed: int
    unpacked: int
    method: int
    check: int
    """CRC-32 of the member unpacked."""


def parts_of(content: bytes, known: tuple[str, ...]) -> dict[str, Part]:
    """The members of a zip, each of `known` once and no others. Raises BundleError."""
    count, size, at = _end_of(content)
    parts: dict[str, Part] = {}
    place = 0
    for _ in range(count):
        part, at = _part(content, at, place, known)
        if part.name in parts:
            raise BundleError(BundleTrouble.MEMBER_DOUBLED, part.name)
        parts[part.name] = part
        place = part.start + part.packed
    if at != len(content) - _END.size:
        _damaged("directory")
    if place != at - size:
        _unsafe(Unsafe.GAP)
    for name in known:
        if name not in parts:
            raise BundleError(BundleTrouble.MEMBER_MISSING, name)
    return parts


def unpacked(content: bytes, part: Part) -> Iterator[bytes]:
    """Unpack a member piece by piece, and never more than it says of itself. Raises BundleError
    for what is not what the zip says; after the last piece where it shows only there."""
    total = check = 0
    for piece in _pieces(content, part):
        total += len(piece)
        if total > part.unpacked:
            break
        check = zlib.crc32(piece, check)
        yield piece
    if total != part.unpacked or check != part.check:
        _damaged("checksum", part.name)


def _end_of(content: bytes) -> tuple[int, int, int]:
    """How many members there are, and size and place of their directory."""
    start = len(content) - _END.size
    if start < 0 or content[start : start + 4] != _END_MARK:
        _no_end(content)
    _, disk, directory_disk, here, count, size, at, comment = _END.unpack_from(content, start)
    located = content.startswith(_LOCATOR_MARK, max(0, start - _LOCATOR_SIZE))
    if located or _BEYOND_16_BITS in (disk, here, count) or _BEYOND_32_BITS in (size, at):
        _unsafe(Unsafe.ZIP64)
    if comment or disk or directory_disk or here != count:
        _damaged("end")
    if at + size < start:
        _unsafe(Unsafe.PREFIX)
    if at + size > start:
        _damaged("directory")
    return count, size, at


def _no_end(content: bytes) -> NoReturn:
    last = content.rfind(_END_MARK, max(0, len(content) - _END.size - _LONGEST_COMMENT))
    if last >= 0 and len(content) - last > _END.size:
        _unsafe(Unsafe.COMMENT)
    if content.startswith((_LOCAL_MARK, _END_MARK)):
        _damaged("end")
    raise BundleError(BundleTrouble.NOT_A_BUNDLE)


def _part(content: bytes, at: int, place: int, known: tuple[str, ...]) -> tuple[Part, int]:
    """The member whose entry in the directory begins at `at`, and where the next entry does."""
    if content[at : at + 4] != _ENTRY_MARK or at + _ENTRY.size > len(content):
        _damaged("directory")
    entry = _ENTRY.unpack_from(content, at)
    _, _, _, flags, method, _, _, check, packed, size, name_size, extra, comment = entry[:13]
    disk, _, attributes, offset = entry[13:]
    raw = content[at + _ENTRY.size : at + _ENTRY.size + name_size]
    name = raw.decode("utf-8", "replace")
    if name not in known:
        raise BundleError(BundleTrouble.MEMBER_UNKNOWN, shown(name))
    if _BEYOND_32_BITS in (packed, size, offset) or disk == _BEYOND_16_BITS:
        _unsafe(Unsafe.ZIP64, name)
    if extra or comment or disk:
        _unsafe(Unsafe.EXTRA, name)
    _refuse_strange(flags, method, attributes, name)
    if offset != place:
        _unsafe(Unsafe.GAP if place else Unsafe.PREFIX, name)
    _refuse_two_readings(content, offset, (flags, method, check, packed, size, raw), name)
    start = offset + _LOCAL.size + name_size
    return Part(name, start, packed, size, method, check), at + _ENTRY.size + name_size


def _refuse_strange(flags: int, method: int, attributes: int, name: str) -> None:
    if flags & _ENCRYPTED:
        _unsafe(Unsafe.ENCRYPTED, name)
    if method not in (_STORED, _DEFLATED):
        _unsafe(Unsafe.METHOD, name)
    if flags & ~_HARMLESS_FLAGS:
        _unsafe(Unsafe.EXTRA, name)
    kind = stat.S_IFMT(attributes >> 16)
    if kind not in (0, stat.S_IFREG) or attributes & _FOLDER:
        _unsafe(Unsafe.LINK, name)


def _refuse_two_readings(
    content: bytes, at: int, told: tuple[int, int, int, int, int, bytes], name: str
) -> None:
    """What stands before a member must say the same as the directory."""
    if content[at : at + 4] != _LOCAL_MARK or at + _LOCAL.size > len(content):
        _damaged("header", name)
    _, _, flags, method, _, _, check, packed, size, name_size, extra = _LOCAL.unpack_from(
        content, at
    )
    if extra:
        _unsafe(Unsafe.EXTRA, name)
    raw = content[at + _LOCAL.size : at + _LOCAL.size + name_size]
    if (flags, method, check, packed, size, raw) != told:
        _unsafe(Unsafe.NAMES, name)


def _pieces(content: bytes, part: Part) -> Iterator[bytes]:
    packed = memoryview(content)[part.start : part.start + part.packed]
    if part.method == _STORED:
        for start in range(0, len(packed), _PIECE):
            yield bytes(packed[start : start + _PIECE])
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    left = len(packed)
    try:
        for start in range(0, len(packed), _BLOCK):
            block: bytes | memoryview = packed[start : start + _BLOCK]
            left -= len(block)
            while block and not inflater.eof:
                if piece := inflater.decompress(block, _PIECE):
                    yield piece
                block = inflater.unconsumed_tail
            if inflater.eof:
                break
        if piece := inflater.flush():
            yield piece
    except zlib.error as error:
        _damaged(str(error), part.name)
    if left or inflater.unused_data or not inflater.eof:
        _damaged("length", part.name)


def _damaged(detail: str, member: str = "") -> NoReturn:
    raise BundleError(BundleTrouble.DAMAGED, member, detail=detail)


def _unsafe(what: Unsafe, member: str = "") -> NoReturn:
    raise BundleError(BundleTrouble.UNSAFE, member, what=str(what))
