"""What goes over the wire and what comes back: a request, its reply, a line of the call log."""

import datetime
from collections.abc import Mapping
from typing import Any

import msgspec

from dingsetup.dingtalk.transport.multipart import Upload
from dingsetup.findings import Kind

READS = frozenset({Kind.SERVER_ERROR, Kind.THROTTLED, Kind.UNREACHABLE})
"""Kinds after which a call that changes nothing is worth another try."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One request, still without its host's address."""

    method: str
    host: str
    url: str
    path: str
    """The path as its template, for the log and the pace: no ids, no query."""
    query: Mapping[str, str] = {}
    headers: Mapping[str, str] = {}
    body: Any = None
    """Sent as JSON; None sends no body."""
    upload: Upload | None = None
    """A file, sent as a form in place of the body."""
    counted: bool = True
    repeat: frozenset[Kind] = READS
    """After which kinds it may be sent again."""
    paced: bool = True
    seconds: float = 0.0
    """What it may take beyond the usual deadline, as a large file does."""
    patience: float = 0.0
    """Seconds a cancel leaves it once it is under way: the answer to a send says who got it."""

    def __repr__(self) -> str:
        """Leave query, headers and body out: tokens and secrets are in them."""
        return f"Request({self.method} {self.host} {self.path})"


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What came back, unread."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    server_time: datetime.datetime | None
    """The server's clock, from its Date header (whole seconds)."""
    at: datetime.datetime
    """This computer's clock when the answer began."""

    def __repr__(self) -> str:
        return f"Reply({self.status}, {len(self.body)} bytes)"


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the call log: never a query, a header or a body."""

    at: datetime.datetime
    method: str
    host: str
    path: str
    verdict: Kind
    ms: int
    counted: bool
    """Whether DingTalk counts it in the organisation's month."""
    attempt: int
