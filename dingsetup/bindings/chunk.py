"""Some thousand lines of text that are looked through as one."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, compress, count, repeat

from dingsetup.bindings.half_width import half_width, may_be_full_width

CHUNK = 4096
"""Lines of a chunk: enough for one search of the interpreter's own, and soon over."""
_DENSE = CHUNK // 8
"""Hits in a chunk from which on its lines are looked at one by one."""
_WITHOUT_OWN = bytes((32, 32, *range(2, 256)))
_TEXT_BYTES = bytes(range(2, 256))


class Chunk:
    """Some thousand lines of text, as one."""

    def __init__(self, lines: Sequence[bytes]) -> None:
        self._text = b"\0".join(lines)
        self._ends = array("L", accumulate(len(line) + 1 for line in lines))

    def lines(self) -> list[bytes]:
        return self._text.split(b"\0")

    def is_dense(self, needle: bytes) -> bool:
        """Whether so many lines hold the needle that `many` finds them sooner than `few`."""
        return self._text.count(needle) > _DENSE

    def few(self, pattern: re.Pattern[bytes]) -> Iterable[int]:
        """Numbers of the lines that hold what `line_pattern` was made of, in their order."""
        starts = [found.start() for found in pattern.finditer(self._text)]
        return map(bisect_right, repeat(self._ends), starts)

    def many(self, needle: bytes) -> Iterable[int]:
        """The same: all but the hits and the ends of lines is taken out at once."""
        marks = self._text.replace(needle, b"\1").translate(None, _TEXT_BYTES)
        return compress(count(), marks.split(b"\0"))


def line_pattern(needle: bytes) -> re.Pattern[bytes]:
    """Finds the needle and takes the rest of its line, so that each line is found once."""
    return re.compile(re.escape(needle) + rb"[^\0]*")


def searchable(text: str) -> bytes:
    """Text as it is looked through, and looked for: small letters, half width, and without bytes 0
    and 1, which are the chunks' own."""
    encoded = text.casefold().encode("utf-8", "surrogatepass")
    if may_be_full_width(encoded):
        encoded = half_width(text).casefold().encode("utf-8", "surrogatepass")
    return encoded.translate(_WITHOUT_OWN)
