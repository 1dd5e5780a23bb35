"""The four formats DingTalk takes: how each is known, where its size stands, and its end (KB 0646).

A picture that says it is larger than it can be, or whose end is missing, is told from a whole one
by its structure alone.
"""

import struct
import zlib
from collections.abc import Callable, Mapping
from typing import Literal

Format = Literal["png", "jpg", "gif", "bmp"]
Size = tuple[int, int]

MOST_PIECES = 100_000
"""Chunks of a PNG or segments of a JPEG; of 20 MB some thousands are usual."""

_SIGNS: tuple[tuple[bytes, Format], ...] = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"BM", "bmp"),
)
_OTHERS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF", "pdf"),
    (8, b"WEBP", "webp"),
    (0, b"II*\x00", "tiff"),
    (0, b"MM\x00*", "tiff"),
    (0, b"PK\x03\x04", "archive"),
    (4, b"ftyphei", "heic"),
    (4, b"ftypmif1", "heic"),
    (4, b"ftypavif", "avif"),
    (4, b"ftyp", "video"),
)
_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of a frame: the size stands there, whatever the coding."""
_JPEG_BARE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers without a length."""
_JPEG_SCAN, _JPEG_END = 0xDA, b"\xff\xd9"
_BMP_CORE = 12
"""Bytes of the oldest header, whose sizes have 16 bits."""
_BMP_HEADERS = frozenset({_BMP_CORE, 40, 52, 56, 64, 108, 124})
_BMP_UNPACKED = (0, 3)


class Defect(Exception):
    """The structure does not hold: the end is missing, or what stands there cannot be."""

    def __init__(self, *, truncated: bool = False) -> None:
        super().__init__("truncated" if truncated else "damaged")
        self.truncated = truncated


def format_of(content: bytes) -> Format | None:
    """Tell the format by the first bytes; None for anything DingTalk does not take."""
    return next((name for sign, name in _SIGNS if content.startswith(sign)), None)


def other_format_of(content: bytes) -> str:
    """Name what it is instead, empty where that cannot be told."""
    known = (name for at, sign, name in _OTHERS if content[at : at + len(sign)] == sign)
    if found := next(known, ""):
        return found
    start = content[:1_000].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if b"<svg" in start:
        return "svg"
    return "web_page" if start.startswith((b"<!doctype html", b"<html")) else ""


def size_of(content: bytes, format: Format) -> Size:
    """Width and height of a whole picture. Raises Defect for one that is not, nothing else."""
    try:
        width, height = _READERS[format](content)
    except (struct.error, IndexError):
        raise Defect(truncated=True) from None
    if width <= 0 or height <= 0:
        raise Defect
    return width, height


def _png(content: bytes) -> Size:
    """Walk the chunks, from IHDR to IEND, each within the file."""
    if not b"IHDR".startswith(content[12:16]):
        raise Defect
    width, height = struct.unpack_from(">II", content, 16)
    (checksum,) = struct.unpack_from(">I", content, 29)
    if zlib.crc32(content[12:29]) != checksum:
        raise Defect
    at, pixels = 8, False
    for _ in range(MOST_PIECES):
        length, kind = struct.unpack_from(">I4s", content, at)
        at += 12 + length
        if at > len(content):
            raise Defect(truncated=True)
        if kind == b"IEND":
            if not pixels:
                raise Defect
            return width, height
        pixels = pixels or kind == b"IDAT"
    raise Defect


def _jpg(content: bytes) -> Size:
    """Walk the segments up to the first scan; its data holds no marker but its own end."""
    at, size = 2, None
    for _ in range(MOST_PIECES):
        if content[at] != 0xFF:
            raise Defect
        marker = content[at + 1]
        at += 1 if marker == 0xFF else 2
        if marker == 0xFF or marker in _JPEG_BARE:
            continue
        (length,) = struct.unpack_from(">H", content, at)
        if marker in _JPEG_SIZES:
            height, width = struct.unpack_from(">HH", content, at + 3)
            size = (width, height)
        if marker == _JPEG_SCAN:
            break
        at += max(length, 2)
    if size is None:
        raise Defect
    if content.find(_JPEG_END, at) < 0:
        raise Defect(truncated=True)
    return size


def _gif(content: bytes) -> Size:
    """Its end is a semicolon; some programs fill up with zeros after it."""
    size = struct.unpack_from("<HH", content, 6)
    if len(content) < 14 or not content.rstrip(b"\x00").endswith(b";"):
        raise Defect(truncated=True)
    return size


def _bmp(content: bytes) -> Size:
    """The header says how long the file is, and without compression so does the size."""
    declared, start, header = struct.unpack_from("<I4xII", content, 2)
    if header not in _BMP_HEADERS:
        raise Defect
    core = header == _BMP_CORE
    width, height = struct.unpack_from("<HH" if core else "<ii", content, 18)
    height = abs(height)  # a negative one stands for rows from the top down
    _, bits = struct.unpack_from("<HH", content, 22 if core else 26)
    packed = 0 if core else struct.unpack_from("<I", content, 30)[0]
    rows = (width * bits + 31) // 32 * 4 * height
    needed = start + rows if packed in _BMP_UNPACKED else declared
    if len(content) < needed:
        raise Defect(truncated=True)
    return width, height


_READERS: Mapping[Format, Callable[[bytes], Size]] = {
    "png": _png,
    "jpg": _jpg,
    "gif": _gif,
    "bmp": _bmp,
}
