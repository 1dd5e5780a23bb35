"""Keeps secrets, tokens and mobile numbers out of everything that is shown or logged."""

import re
from collections.abc import Iterable

MASK = "***"

_NAMED = re.compile(
    r"((?:(?:access|refresh|user|corp|suite)_?token|(?:app|client|corp|suite)_?secret|secret"
    r"|x-acs-dingtalk-access-token|jsapi_?ticket|password|passwd)"
    r"[\"'\\]*\s*[=:]\s*[\"'\\]*)(?!null\b|none\b)[^\s\"'&,;}\])\\]{4,}",
    re.IGNORECASE,
)
_ROBOT_SECRET = re.compile(r"\bSEC[0-9a-f]{16,}")
_URL_PASSWORD = re.compile(r"(//[^/\s:@]{0,100}:)[^/\s@]{1,200}@")
_MOBILE = re.compile(r"(?<![\dA-Za-z.])(1[3-9]\d)\d{4}(\d{4})(?![\dA-Za-z])")


def mask(text: str, known: Iterable[str] = ()) -> str:
    """Hide what is named like a secret, mobile numbers, and the values in `known`."""
    for secret in known:
        if len(secret) >= 4:
            text = text.replace(secret, MASK)
    text = _NAMED.sub(rf"\1{MASK}", text)
    text = _URL_PASSWORD.sub(rf"\1{MASK}@", _ROBOT_SECRET.sub(MASK, text))
    return _MOBILE.sub(r"\1****\2", text)
