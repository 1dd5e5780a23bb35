"""Reads an answer's body as it comes: unpacked, and of either form never more than the cap."""

import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from dingsetup.dingtalk.body import BODY_CAP
from dingsetup.dingtalk.transport.failures import NoAnswer
from dingsetup.dingtalk.transport.network import host_of
from dingsetup.dingtalk.transport.watch import Line
from dingsetup.findings import Kind

if TYPE_CHECKING:
    import requests

CHUNK = 64 * 1024
_PACKED = frozenset({"gzip", "x-gzip", "deflate"})


def read_content(response: "requests.Response", line: Line) -> bytes:
    """Read the body, so that a slow drip meets the deadline and a flood the cap.

    Raises NoAnswer: answer_too_large, or not_dingtalk for what cannot be unpacked.
    """
    host = host_of(response.url)
    unpack = _unpacker(response.headers.get("Content-Encoding", ""))
    parts: list[bytes] = []
    size = 0
    while packed := response.raw.read1(CHUNK, decode_content=False):
        try:
            part = unpack(packed)
        except zlib.error:
            values = {"reason": "not_json", "host": host}
            raise NoAnswer(Kind.NOT_DINGTALK, values, sent=True) from None
        parts.append(part)
        size += len(part)
        if size > BODY_CAP:
            values = {"host": host, "limit": BODY_CAP}
            raise NoAnswer(Kind.ANSWER_TOO_LARGE, values, sent=True)
    if line.cut:
        raise EOFError(line.cut)
    return b"".join(parts)


def _unpacker(encoding: str) -> Callable[[bytes], bytes]:
    """Unpack where the server packed unasked. By ourselves: the library's own has no bound."""
    if encoding.strip().lower() not in _PACKED:
        return lambda packed: packed
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 32)  # 32: gzip or zlib, as its head says
    return lambda packed: inflate.decompress(packed, BODY_CAP + 1)
