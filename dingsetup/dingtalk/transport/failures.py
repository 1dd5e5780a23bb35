"""Names where a call stopped that got no answer: name, connection, TLS, proxy or time."""

import errno
import re
import socket
import ssl
from collections.abc import Iterator
from typing import Any

from dingsetup.dingtalk.errors import Answer
from dingsetup.dingtalk.masking import mask
from dingsetup.findings import Kind


class Cancelled(Exception):
    """The caller set the cancel event. `sent`: whether a request may have arrived all the same."""

    def __init__(self, *, sent: bool = False) -> None:
        super().__init__()
        self.sent = sent


class NoAnswer(Exception):
    """There was no answer: which kind of failure, and where it stopped. Holds no secret."""

    def __init__(self, kind: Kind, values: dict[str, Any], *, sent: bool = False) -> None:
        super().__init__(f"{kind}: {values.get('host', '')}: {values.get('reason', '')}")
        self.kind = kind
        self.values = values
        self.sent = sent
        """Whether the server may have received the request."""

    @property
    def answer(self) -> Answer:
        return Answer(kind=self.kind, values=self.values)


_TUNNEL = re.compile(r"Tunnel connection failed: (\d{3})")
_NO_ROUTE = {
    errno.ENETUNREACH,
    errno.EHOSTUNREACH,
    errno.ENETDOWN,
    errno.EHOSTDOWN,
    errno.EADDRNOTAVAIL,
}
_TLS_REASONS = {
    9: "not_yet_valid",
    10: "expired",
    18: "self_signed",
    19: "self_signed",
    20: "unknown_issuer",
    21: "unknown_issuer",
    23: "revoked",
    62: "hostname",
    64: "hostname",
}
_TLS_WORDS = (
    ("hostname", ("hostname mismatch", "doesn't match", "not valid for", "name mismatch")),
    ("expired", ("has expired", "expired", "validity period")),
    ("self_signed", ("self-signed", "self signed")),
    ("unknown_issuer", ("unable to get", "not trusted", "untrusted", "unknown ca")),
)
_RESET = (ConnectionResetError, ConnectionAbortedError, BrokenPipeError, EOFError)


def name_failure(error: BaseException, host: str, *, proxied: bool, sent: bool) -> NoAnswer:
    """Turn what the HTTP library raised into a kind; its text, which holds URLs, is not kept.

    `sent` is the line's own knowledge and never guessed from the error: of a proxy that dropped the
    line after it had the request, the library says the same as of one that could not be reached.
    """
    chain = list(_chain(error))
    names = {type(link).__name__ for link in chain}
    # Of a proxied call a missing SOCKS library says this too, of another only its own address.
    schema = {"InvalidSchema"} if proxied else set[str]()
    if names & ({"ProxyError", "InvalidProxyURL", "ProxySchemeUnknown"} | schema):
        return _no_answer(Kind.PROXY_REFUSED, host, _proxy_reason(chain), chain, sent=sent)
    if names & {
        "InvalidURL",
        "MissingSchema",
        "InvalidSchema",
        "LocationParseError",
        "UnicodeError",
    }:
        return _no_answer(Kind.UNREACHABLE, host, "address", chain, sent=sent)
    if names & {"gaierror", "NameResolutionError"}:
        kind = Kind.PROXY_REFUSED if proxied else Kind.DNS_FAILED
        return _no_answer(kind, host, "dns", chain, sent=sent)
    broken = next((link for link in chain if isinstance(link, ssl.SSLError)), None)
    if broken is not None and not isinstance(broken, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return _no_answer(Kind.TLS_FAILED, host, _tls_reason(broken), chain, sent=sent)
    if names & {"ConnectTimeoutError", "ConnectTimeout"}:
        return _no_answer(Kind.TIMED_OUT, host, "connect", chain, sent=sent)
    if names & {"ReadTimeoutError", "ReadTimeout", "TimeoutError"}:
        return _no_answer(Kind.TIMED_OUT, host, "read", chain, sent=sent)
    return _no_answer(Kind.UNREACHABLE, host, _line_reason(chain), chain, sent=sent)


def _no_answer(
    kind: Kind, host: str, reason: str, chain: list[BaseException], *, sent: bool
) -> NoAnswer:
    return NoAnswer(kind, {"host": host, "reason": reason, "detail": _detail(chain)}, sent=sent)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Walk an error and what it wraps: causes, contexts, `reason`s and arguments."""
    waiting: list[object] = [error]
    seen: set[int] = set()
    while waiting and len(seen) < 40:
        link = waiting.pop(0)
        if not isinstance(link, BaseException) or id(link) in seen:
            continue
        seen.add(id(link))
        yield link
        waiting += [getattr(link, "reason", None), *link.args, link.__cause__, link.__context__]


def _tls_reason(error: ssl.SSLError) -> str:
    """Name what is wrong with the server's TLS: OpenSSL's number, or on others the words."""
    number = getattr(error, "verify_code", None)
    if number in _TLS_REASONS:
        return _TLS_REASONS[number]
    text = str(error).lower()
    for reason, words in _TLS_WORDS:
        if any(word in text for word in words):
            return reason
    return "certificate" if isinstance(error, ssl.SSLCertVerificationError) else "protocol"


def _proxy_reason(chain: list[BaseException]) -> str:
    for link in chain:
        refused = _TUNNEL.search(str(link))
        if refused:
            return "password" if refused[1] == "407" else f"status_{refused[1]}"
        if isinstance(link, socket.gaierror):
            return "dns"
        if isinstance(link, TimeoutError):
            return "timeout"
        if isinstance(link, ssl.SSLError):
            return "tls"
        if type(link).__name__ in ("InvalidProxyURL", "ProxySchemeUnknown", "InvalidSchema"):
            return "address"
    return _line_reason(chain)


def _line_reason(chain: list[BaseException]) -> str:
    if any(isinstance(link, ConnectionRefusedError) for link in chain):
        return "refused"
    if any(isinstance(link, _RESET) for link in chain):
        return "reset"
    numbers = {link.errno for link in chain if isinstance(link, OSError)}
    if numbers & _NO_ROUTE:
        return "no_route"
    names = {type(link).__name__ for link in chain}
    cut = {"IncompleteRead", "RemoteDisconnected", "ProtocolError", "SSLEOFError", "BadStatusLine"}
    return "reset" if names & cut else "unknown"


def _detail(chain: list[BaseException]) -> str:
    """Use the system's own words of the innermost error: no URL stands in them."""
    for link in reversed(chain):
        if isinstance(link, OSError) and link.strerror:
            return mask(str(link.strerror))[:200]
    return type(chain[-1]).__name__
