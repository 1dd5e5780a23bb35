"""Knows how other programs word a failed connection: curl, Python, Node, Go, Java, browsers."""

import re
from typing import Any, NamedTuple

from dingsetup.dingtalk.masking import mask
from dingsetup.findings import Kind


class Stopped(NamedTuple):
    """Where a connection stopped."""

    kind: Kind
    values: dict[str, Any]


_ROWS: tuple[tuple[Kind, str, tuple[str, ...]], ...] = (
    (
        Kind.PROXY_REFUSED,
        "password",
        (r"\b407\b.{0,40}proxy", "proxy authentication required", r"proxy.{0,40}\b407\b"),
    ),
    (
        Kind.PROXY_REFUSED,
        "proxy",
        (
            "tunnel connection failed",
            "ProxyError",
            "cannot connect to proxy",
            "could not resolve proxy",
            r"curl: \((?:5|97)\)",
            "ERR_(?:PROXY|TUNNEL)_",
            "proxyconnect",
            r"HTTP code \d+ from proxy",
        ),
    ),
    (
        Kind.DNS_FAILED,
        "dns",
        (
            "could not resolve host",
            "name or service not known",
            r"getaddrinfo\b",
            "nodename nor servname",
            "failure in name resolution",
            r"\bENOTFOUND\b",
            r"\bEAI_(?:AGAIN|NONAME)\b",
            "NameResolutionError",
            "UnknownHostException",
            "no such host",
            "no address associated",
            "ERR_NAME_NOT_RESOLVED",
            r"curl: \(6\)",
            "无法解析",
            "不知道这样的主机",
        ),
    ),
    (
        Kind.TLS_FAILED,
        "expired",
        (
            "certificate (?:has )?expired",
            r"CERT_(?:HAS_EXPIRED|DATE_INVALID)",
            "expired or is not yet",
        ),
    ),
    (
        Kind.TLS_FAILED,
        "self_signed",
        ("self[- ]signed", "DEPTH_ZERO_SELF_SIGNED", "SELF_SIGNED_CERT_IN_CHAIN"),
    ),
    (
        Kind.TLS_FAILED,
        "hostname",
        (
            "hostname mismatch",
            "ERR_TLS_CERT_ALTNAME",
            "CERT_COMMON_NAME_INVALID",
            r"certificate is (?:not )?valid for\b",
            "no alternative certificate subject name",
            "doesn't match.{0,40}certificate|certificate.{0,40}doesn't match",
        ),
    ),
    (
        Kind.TLS_FAILED,
        "certificate",
        (
            "certificate verify failed",
            "certificate verification",
            "unable to get (?:local )?issuer",
            "UNABLE_TO_(?:GET|VERIFY)_",
            r"x509:",
            "PKIX path",
            "ERR_CERT_",
            "(?:SSL|TLS) certificate problem",
            r"curl: \((?:51|58|60|77)\)",
            "证书(?:已?过期|不受信任|无效|校验失败|验证失败)",
        ),
    ),
    (
        Kind.TLS_FAILED,
        "protocol",
        (
            "SSLError",
            "SSLHandshakeException",
            "SSLException",
            "wrong version number",
            "TLS handshake",
            "ERR_SSL_",
            r"curl: \(35\)",
            "SSL_ERROR_",
            "could not create SSL/TLS",
        ),
    ),
    (
        Kind.TIMED_OUT,
        "timeout",
        (
            r"time(?:d)?[ -]?out\b",
            r"\bE(?:SOCKET)?TIMEDOUT\b",
            "(?:Connect|Read|SocketTimeout|Timeout)(?:Timeout)?(?:Error|Exception)?\\b.{0,3}time",
            r"ConnectTimeout|ReadTimeout|SocketTimeoutException|TimeoutError",
            "deadline exceeded",
            r"curl: \(28\)",
            "(?:连接|请求|读取|响应|网络)超时",
        ),
    ),
    (
        Kind.UNREACHABLE,
        "refused",
        ("connection refused", r"\bECONNREFUSED\b", "积极拒绝", "ERR_CONNECTION_REFUSED"),
    ),
    (
        Kind.UNREACHABLE,
        "reset",
        (
            r"\bECONNRESET\b",
            "connection (?:was )?reset",
            "reset by peer",
            "socket hang up",
            "RemoteDisconnected",
            "connection aborted",
            "closed connection without response",
            r"\bEPIPE\b",
            "broken pipe",
            r"curl: \((?:52|55|56)\)",
            "empty reply from server",
            "unexpected EOF|EOF occurred",
            "强迫关闭",
            "ERR_(?:CONNECTION_(?:RESET|CLOSED|ABORTED)|EMPTY_RESPONSE)",
        ),
    ),
    (
        Kind.UNREACHABLE,
        "no_route",
        (
            "no route to host",
            "network is (?:unreachable|down)",
            r"\bE(?:HOST|NET)UNREACH\b",
            "ERR_(?:INTERNET_DISCONNECTED|NETWORK_CHANGED|ADDRESS_UNREACHABLE)",
        ),
    ),
    (
        Kind.UNREACHABLE,
        "unknown",
        (
            r"curl: \(7\)",
            "failed to connect",
            "max retries exceeded",
            "connection error",
            "NewConnectionError",
            "无法连接到?远程服务器",
        ),
    ),
    (
        Kind.NOT_DINGTALK,
        "html",
        (r"invalid character '<'", r"unexpected token '?<", r"unexpected character.{0,12}'<'"),
    ),
    (
        Kind.NOT_DINGTALK,
        "not_json",
        (
            "JSONDecodeError",
            r"Expecting value: line \d",
            "unexpected end of JSON",
            "unexpected token .{1,12}JSON",
            "invalid character .{1,12}looking for beginning",
        ),
    ),
)
_TABLE = tuple(
    (re.compile("|".join(words), re.IGNORECASE), kind, reason) for kind, reason, words in _ROWS
)
_HOST = re.compile(r"\b((?:[a-z0-9-]{1,63}\.){1,5}(?:com|cn|io|net|org|local))\b", re.IGNORECASE)


def stopped_in(text: str) -> Stopped | None:
    """Recognise a failed connection in a text."""
    for pattern, kind, reason in _TABLE:
        match = pattern.search(text)
        if match is None:
            continue
        if kind is Kind.NOT_DINGTALK:
            return Stopped(kind, {"reason": reason})
        near = text[max(match.start() - 400, 0) : match.end() + 400]
        host = _HOST.search(near)
        values = {"reason": reason, "detail": mask(_line(text, match))[:200]}
        return Stopped(kind, values | ({"host": host[1].lower()} if host else {}))
    return None


def _line(text: str, match: re.Match[str]) -> str:
    start = text.rfind("\n", 0, match.start()) + 1
    start = max(start, match.start() - 120)
    end = text.find("\n", match.end())
    return text[start : match.end() + 120 if end < 0 else min(end, match.end() + 120)].strip()
