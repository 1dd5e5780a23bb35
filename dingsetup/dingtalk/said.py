"""The forms in which DingTalk says something: a code and words, and what they belong to."""

import re
from typing import Any, cast
from urllib.parse import SplitResult, urlsplit

import msgspec

from dingsetup.dingtalk.body import field
from dingsetup.dingtalk.values import unescape

WORDS_CAP = 8_000
"""Characters of an answer's words that are looked at; DingTalk's longest are under a thousand."""

_WRAPPED = re.compile(r"subcode\s*=\s*([\w.\-]{1,80})", re.IGNORECASE)
_SUBMSG = re.compile(r"submsg\s*=\s*(.*?)\]?$", re.IGNORECASE | re.DOTALL)


class Asked(msgspec.Struct, frozen=True):
    """What an answer belongs to, as far as it is known."""

    host: str = ""
    path: str = ""

    @classmethod
    def of(cls, host: str | None, endpoint: str | None) -> "Asked":
        """Accept `oapi`, a host name or a URL, and `POST /path`, `/path` or a URL.

        A log's whole request line will do: `GET /path?query HTTP/1.1`.
        """
        parts = parts_of(_route(endpoint or ""))
        name = parts_of(host or "").hostname if "://" in (host or "") else (host or "")
        name = (name or parts.hostname or "").lower().partition(".")[0].partition(":")[0]
        return cls(name, parts.path)

    @property
    def is_robot(self) -> bool:
        return self.path.startswith("/robot/")

    @property
    def is_gettoken(self) -> bool:
        return self.path.rstrip("/").endswith(("/gettoken", "/get_corp_token", "/get_suite_token"))


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A code and the words around it, out of whatever form they came in."""

    code: str | None
    text: str
    """All words, for looking values up."""
    message: str
    """The words to show."""
    data: dict[str, Any] = {}


def said_in(data: dict[str, Any]) -> Said:
    """Take code and words out of a body: plain, wrapped in 88, new-style or an SDK's."""
    inner: object = field(data, "error_response", "error")
    if isinstance(inner, dict):
        data = cast("dict[str, Any]", inner)
    errmsg = _words(field(data, "errmsg", "error_msg", "errormsg"))
    sub_msg = _words(field(data, "sub_msg"))
    message = _words(field(data, "message", "error_description", "msg"))
    code = _code(field(data, "errcode", "error_code"))
    if code is None:
        code = _code(field(data, "code", "error"))
    text = "\n".join(dict.fromkeys(part for part in (errmsg, sub_msg, message) if part))
    if code == "88" or (code is not None and _WRAPPED.search(errmsg) and code != "0"):
        wrapped = _WRAPPED.search(text)
        code = _code(field(data, "sub_code")) or (wrapped[1] if wrapped else code)
    inner_words = _SUBMSG.search(errmsg)
    shown = sub_msg or (inner_words[1] if inner_words else "") or errmsg or message
    return Said(code=code, text=text, message=unescape(shown), data=data)


def _route(endpoint: str) -> str:
    words = [word for word in endpoint.split() if not word.upper().startswith("HTTP/")]
    return next((word for word in words if "/" in word), words[-1] if words else "")


def _words(value: object) -> str:
    words = value if isinstance(value, str) else "" if value is None else str(value)
    return words[:WORDS_CAP]


def _code(value: object) -> str | None:
    """Compare leniently: samples show 0, "0" and 0.0 alike."""
    if value is None or isinstance(value, bool | dict | list):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()[:120] or None


def parts_of(address: str) -> SplitResult:
    """Split a URL; an address that is none has empty parts."""
    try:
        parts = urlsplit(address)
        _ = parts.hostname
    except ValueError:
        return urlsplit("")
    return parts
