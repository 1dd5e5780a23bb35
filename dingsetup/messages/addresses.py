"""Takes addresses apart and writes their parts. Nothing here raises, whatever the text."""

import re
from urllib.parse import quote, unquote, urlsplit

_WEB = re.compile(r"https?://[^/?#\s\\]+(?:[/?#]|$)", re.IGNORECASE)
"""Browsers take a backslash for a slash: with one, the host is another than is read here."""
_BLANK = re.compile(r"[\s\x00-\x1f\x7f]")
_LONGEST_HOST = 253
_USUAL_PORTS = {None, 443, 80}


def host_of(url: str) -> str:
    """Host, and port where it is not the usual one, in small letters; empty where there is none.

    The scheme may be left out, as in a domain that was typed.
    """
    try:
        parts = urlsplit(url if "://" in url else f"//{url}")
        host, port = (parts.hostname or "").rstrip("."), parts.port
        if len(host) > _LONGEST_HOST:
            return ""
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except ValueError:
        return ""
    return host if port in _USUAL_PORTS else f"{host}:{port}"


def is_web(url: str) -> bool:
    """Whether it is an http or https address of some host, without blanks or control characters."""
    return _WEB.match(url) is not None and not has_blanks(url) and bool(host_of(url))


def has_blanks(url: str) -> bool:
    return _BLANK.search(url) is not None


def parts_of(url: str) -> tuple[str, str, str, str]:
    """Scheme, host as written but in small letters, path and query; empty for what is no URL."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", "", "", ""
    return parts.scheme, parts.netloc.lower(), parts.path, parts.query


def named_parts(query: str) -> dict[str, str]:
    """The parameters of a query, decoded as encodeURIComponent wrote them: a plus stays one."""
    parts = (part.partition("=") for part in query.split("&"))
    return {unquote(name): unquote(value) for name, _, value in parts}


def quoted(text: str) -> str:
    """A text as a parameter's value, encoded throughout."""
    return quote(text, safe="", errors="replace")
