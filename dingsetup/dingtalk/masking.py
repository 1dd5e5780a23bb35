"""Keeps secrets, tokens and mobile numbers out of everything that is shown or logged."""

import re
from collections.abc import Iterable

MASK = "***"

_NAMED = re.compile(
    r"((?:(?:access|refresh|user|corp|suite)[_ -]?token|secret|jsapi_?ticket|password|passwd"
    r"|authorization)[\"'\\“”]*\s*[=:：]\s*[\"'\\“”]*(?:(?:bearer|basic)\s+)?)"
    r"(?!null\b|none\b)[^\s\"'“”&,;，；。}\])\\]{4,}",
    re.IGNORECASE,
)
_ROBOT_SECRET = re.compile(r"\bSEC[0-9a-f]{16,}")
_URL_PASSWORD = re.compile(r"(//[^/\s:@]{0,100}:)[^/\s@]{1,200}@")
_BEARER = re.compile(r"\b(bearer\s+)(?=[^\s\"']{0,40}\d)[\w.~+/=-]{8,}", re.IGNORECASE)
# What is named a task's or an agent's id is none, however much it looks like a mobile number.
_MOBILE = re.compile(
    r"((?:task|agent)_?id[\"'\\]*\s*[=:：]\s*[\"'\\]*\d+)"
    r"|(?<![\dA-Za-z.])((?:(?:\+|00)?86[ -]?)?1[3-9]\d)[ -]?\d{4}[ -]?(\d{4})(?![\dA-Za-z])",
    re.IGNORECASE,
)


def mask(text: str, known: Iterable[str] = ()) -> str:
    """Hide what is named like a secret, mobile numbers, and the values in `known`."""
    for secret in known:
        if len(secret) >= 4:
            text = text.replace(secret, MASK)
    text = _BEARER.sub(rf"\1{MASK}", _NAMED.sub(rf"\1{MASK}", text))
    text = _URL_PASSWORD.sub(rf"\1{MASK}@", _ROBOT_SECRET.sub(MASK, text))
    return _MOBILE.sub(lambda found: found[1] or f"{found[2]}****{found[3]}", text)
