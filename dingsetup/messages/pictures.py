"""Looks at a picture before anything leaves: what it is, how large, and whether it is whole.

Headers and ends are looked at, never the pixels: nothing here can be made to unpack a bomb.
"""

import os
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec

from dingsetup.messages.picture_formats import Defect, Format, format_of, other_format_of, size_of

MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 20
"""DingTalk takes no larger image (KB 0646)."""
MOST_MEGAPIXELS = 50
"""A phone's camera has as many; what claims more would fill the memory of whoever draws it."""
ADVISED = (600, 400)
"""Width and height that work notices advise (KB 0775): three to two."""

_SUFFIXES: dict[str, Format] = {
    ".png": "png",
    ".jpg": "jpg",
    ".jpeg": "jpg",
    ".gif": "gif",
    ".bmp": "bmp",
}


class PictureTrouble(StrEnum):
    """Why a picture cannot be sent; `PictureError.values` holds what is named in brackets."""

    MISSING = "missing"
    NOT_A_FILE = "not_a_file"
    UNREADABLE = "unreadable"
    """[detail]"""
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    """[megabytes, limit]"""
    NOT_A_PICTURE = "not_a_picture"
    """[found] what it is instead, where that can be told: pdf, webp, heic, svg …"""
    SUFFIX_LIES = "suffix_lies"
    """[suffix, format]: its name says one format, its content is another."""
    TRUNCATED = "truncated"
    """[format]: its end is missing"""
    DAMAGED = "damaged"
    """[format]: it has no size, or none that can be"""
    TOO_MANY_PIXELS = "too_many_pixels"
    """[width, height, limit] in megapixels"""


class PictureError(Exception):
    """A picture that cannot be sent."""

    def __init__(self, kind: PictureTrouble, **values: Any) -> None:
        super().__init__(f"{kind}: {values}" if values else str(kind))
        self.kind = kind
        self.values = values


class Picture(msgspec.Struct, frozen=True):
    """A picture that can be sent."""

    format: Format
    width: int
    height: int
    bytes: int

    @property
    def advised(self) -> bool:
        """Whether it has nearly the shape that is advised; others are shown cut or with borders."""
        wide, high = ADVISED
        return 0.9 < (self.width * high) / (self.height * wide) < 1.1


def inspect(path: Path | str) -> Picture:
    """Look at a file; the first thing wrong with it is raised as PictureError."""
    return inspect_content(read_picture(path), Path(path).suffix)


def read_picture(path: Path | str) -> bytes:
    """Read a file of no more than is taken; raises PictureError. What it holds is not looked at."""
    path = Path(path)
    try:
        if not path.exists():
            raise PictureError(PictureTrouble.MISSING)
        if not path.is_file():
            raise PictureError(PictureTrouble.NOT_A_FILE)
        with path.open("rb") as file:
            _check_size(os.fstat(file.fileno()).st_size)
            content = file.read(MOST_MEGABYTES * MEGABYTE + 1)
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise PictureError(PictureTrouble.UNREADABLE, detail=detail) from None
    _check_size(len(content))
    return content


def inspect_content(content: bytes, suffix: str = "") -> Picture:
    """Look at a picture's bytes; `suffix` is what its name says it is. Raises PictureError."""
    if not content:
        raise PictureError(PictureTrouble.EMPTY)
    _check_size(len(content))
    format = format_of(content)
    if format is None:
        raise PictureError(PictureTrouble.NOT_A_PICTURE, found=other_format_of(content))
    if _SUFFIXES.get(suffix.lower(), format) != format:
        raise PictureError(PictureTrouble.SUFFIX_LIES, suffix=suffix, format=format)
    try:
        width, height = size_of(content, format)
    except Defect as defect:
        kind = PictureTrouble.TRUNCATED if defect.truncated else PictureTrouble.DAMAGED
        raise PictureError(kind, format=format) from None
    if width * height > MOST_MEGAPIXELS * 1_000_000:
        raise PictureError(
            PictureTrouble.TOO_MANY_PIXELS, width=width, height=height, limit=MOST_MEGAPIXELS
        )
    return Picture(format, width, height, len(content))


def _check_size(size: int) -> None:
    if size > MOST_MEGABYTES * MEGABYTE:
        megabytes = -(-size // MEGABYTE)
        raise PictureError(PictureTrouble.TOO_LARGE, megabytes=megabytes, limit=MOST_MEGABYTES)
