"""Opens a workbook's zip with care: what it unpacks to is known before anything else reads it."""

import io
import re
import struct
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from dingsetup.bindings.sheets.values import SheetError, SheetTrouble

if TYPE_CHECKING:
    from zipfile import ZipInfo

MOST_UNPACKED = 3 * 1024 * 1024 * 1024
"""Bytes of all parts: a million rows of our own export are half of it."""
_MOST_PARTS = 20_000
_PACKED_TOO_WELL = 400
"""Sheets pack 10 to 50 times; zeros, as bombs are made of, a thousand times."""
_SMALL = 32 * 1024 * 1024
"""Up to this size nothing can be a bomb."""
_MOST_SMALL_PART = 4 * 1024 * 1024
"""Of the parts that list sheets."""

_BLOCK = 32 * 1024
_PIECE = 256 * 1024
_HEADER = struct.Struct("<4sHHHHHIIIHH")
_ENTRY = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _UTF8 = 1, 1 << 11

_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)")
_ASCII = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_OTHER_KINDS = (
    ("xl/workbook.bin", "xlsb"),
    ("content.xml", "ods"),
    ("word/document.xml", "document"),
    ("ppt/presentation.xml", "document"),
)


class _Part(NamedTuple):
    start: int
    packed: int
    unpacked: int
    method: int
    check: int
    """CRC-32 of the part unpacked."""


class _Looked(NamedTuple):
    first: bytes
    check: int


class Package:
    """The parts of a workbook, by their names in lower case. Raises SheetError."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._parts = _parts_of(content)
        self._looked: dict[str, _Looked] = {}
        unpacked = sum(part.unpacked for part in self._parts.values())
        if unpacked > max(_SMALL, min(MOST_UNPACKED, _PACKED_TOO_WELL * len(content))):
            raise SheetError(SheetTrouble.BOMB, megabytes=unpacked // (1024 * 1024))
        for name, found in _OTHER_KINDS:
            if name in self._parts:
                raise SheetError(SheetTrouble.WRONG_KIND, found=found)
        if "_rels/.rels" not in self._parts:
            raise SheetError(SheetTrouble.WRONG_KIND, found="archive")

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._parts

    def size(self, name: str) -> int:
        """Bytes of a part, unpacked."""
        return self._parts[_plain(name)].unpacked

    def small(self, name: str) -> bytes:
        """A part that is small in every honest workbook. Raises SheetError."""
        if name not in self or self.size(name) > _MOST_SMALL_PART:
            raise SheetError(SheetTrouble.DAMAGED, detail=name)
        return b"".join(self.pieces(name))

    def pieces(self, name: str, first: bytes = b"") -> Iterator[bytes]:
        """Unpack a part piece by piece. Raises SheetError where it is not what the zip says, or
        holds what only an attack on the reader would. `first` is what `looked_through` puts before
        it."""
        name = _plain(name)
        part = self._parts[name]
        total = check = 0
        checked = zlib.crc32(first)
        for piece in _unpacked(self._content, part, name):
            if not total:
                _refuse_unsafe(piece, name)
            total += len(piece)
            if total > part.unpacked:
                break
            check, checked = zlib.crc32(piece, check), zlib.crc32(piece, checked)
            yield piece
        if total != part.unpacked or check != part.check:
            raise SheetError(SheetTrouble.DAMAGED, detail=name)
        self._looked[name] = _Looked(first, checked)

    def looked_through(self) -> bytes:
        """A workbook of the parts that were unpacked to their end, packed as they are: whoever
        reads it meets nothing that was not looked at."""
        body: list[bytes | memoryview] = []
        directory: list[bytes] = []
        at = 0
        for name, looked in self._looked.items():
            part = self._parts[name]
            packed = memoryview(self._content)[part.start : part.start + part.packed]
            first = _packed(looked.first, part.method)
            sizes = (len(first) + part.packed, len(looked.first) + part.unpacked)
            entry = (20, _UTF8, part.method, 0, 0, looked.check, *sizes, len(name.encode()), 0)
            header = _HEADER.pack(b"PK\x03\x04", *entry) + name.encode()
            body += [header, first, packed]
            directory.append(_ENTRY.pack(b"PK\x01\x02", 20, *entry, 0, 0, 0, 0, at) + name.encode())
            at += len(header) + sizes[0]
        listed = b"".join(directory)
        count = len(directory)
        end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(listed), at, 0)
        return b"".join([*body, listed, end])


def _packed(first: bytes, method: int) -> bytes:
    """What stands before a part, so that its own packed bytes can follow unchanged."""
    if not first or method == _STORED:
        return first
    return struct.pack("<BHH", 0, len(first), len(first) ^ 0xFFFF) + first


def _unpacked(content: bytes, part: _Part, name: str) -> Iterator[bytes]:
    packed = memoryview(content)[part.start : part.start + part.packed]
    if part.method == _STORED:
        for start in range(0, len(packed), _PIECE):
            yield bytes(packed[start : start + _PIECE])
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for start in range(0, len(packed), _BLOCK):
            block: bytes | memoryview = packed[start : start + _BLOCK]
            while block and not inflater.eof:
                if piece := inflater.decompress(block, _PIECE):
                    yield piece
                block = inflater.unconsumed_tail
        if piece := inflater.flush():
            yield piece
    except zlib.error as error:
        raise SheetError(SheetTrouble.DAMAGED, detail=f"{name}: {error}") from error


def _parts_of(content: bytes) -> dict[str, _Part]:
    import zipfile  # with the first workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > _MOST_PARTS:
                raise SheetError(SheetTrouble.DAMAGED, detail=f"{len(entries)} parts")
            parts = {_plain(entry.filename): _located(content, entry) for entry in entries}
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, EOFError) as error:
        raise SheetError(SheetTrouble.DAMAGED, detail=str(error)) from error
    if len(parts) != len(entries):
        # Two readers could take different ones for the same part.
        raise SheetError(SheetTrouble.DAMAGED, detail="two parts with one name")
    return parts


def _located(content: bytes, entry: "ZipInfo") -> _Part:
    if entry.flag_bits & _ENCRYPTED:
        raise SheetError(SheetTrouble.PASSWORD)
    if entry.compress_type not in (_STORED, _DEFLATED):
        raise SheetError(SheetTrouble.DAMAGED, detail=entry.filename)
    at = entry.header_offset
    if at < 0 or content[at : at + 4] != b"PK\x03\x04":
        raise SheetError(SheetTrouble.DAMAGED, detail=entry.filename)
    *_, name, extra = _HEADER.unpack_from(content, at)
    start = at + _HEADER.size + name + extra
    sizes = entry.compress_size, entry.file_size
    return _Part(start, *sizes, entry.compress_type, entry.CRC)


def _refuse_unsafe(first: bytes, name: str) -> None:
    """Parts are XML in UTF-8; in another encoding their contents could not be looked through."""
    if b"\0" in first[:4]:
        raise SheetError(SheetTrouble.DAMAGED, detail=name)
    declared = _ENCODING.match(first.removeprefix(b"\xef\xbb\xbf").lstrip())
    if declared and declared[1].lower() not in _ASCII:
        raise SheetError(SheetTrouble.DAMAGED, detail=name)
    if _DOCTYPE.search(first):
        raise SheetError(SheetTrouble.UNSAFE_XML)


def _plain(name: str) -> str:
    return name.replace("\\", "/").lower().removeprefix("/")
