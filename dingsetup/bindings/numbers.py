"""Mobile numbers as people write them, brought to the one form that can be compared."""

import re
from enum import StrEnum

import msgspec

from dingsetup.bindings.half_width import half_width


class MobileKind(StrEnum):
    OK = "ok"
    EMPTY = "empty"
    MASKED = "masked"
    """Digits were replaced (`180****5310`), so nobody can be found by it."""
    INVALID = "invalid"


class Mobile(msgspec.Struct, frozen=True, gc=False):
    """A number read; `value` is empty unless it is OK."""

    kind: MobileKind
    value: str = ""
    """`13800138000` for a mainland number, `+` and digits for a foreign one."""


_EMPTY = Mobile(MobileKind.EMPTY)
_MASKED = Mobile(MobileKind.MASKED)
_INVALID = Mobile(MobileKind.INVALID)

_SEPARATORS = re.compile(r"[\s\xa0\-‐-―−.()/·]+|[\u200b-\u200f\u202a-\u202e\ufeff]")
_MASK = re.compile(r"[*xX×•●]{2,}")
_MAINLAND = re.compile(r"(?:(?:\+|00)?86)?0?(1[3-9]\d{9})", re.ASCII)
_FOREIGN = re.compile(r"(?:\+|00)([1-9]\d{5,14})", re.ASCII)
"""E.164: at most 15 digits, and none begins with 0."""


def normal_mobile(text: str) -> Mobile:
    """Read a number written in any usual way: +86, 0086, blanks, dashes, full-width digits.

    A foreign number needs its country code, `+` or `00`; without one it can't be told from a
    mistyped mainland number and is INVALID. Mainland numbers are those DingTalk takes without a
    code (KB 0063): eleven digits from 13 to 19.
    """
    if _is_normal(text):
        return Mobile(MobileKind.OK, text)
    if not text.strip():
        return _EMPTY
    number = _SEPARATORS.sub("", half_width(text))
    if _MASK.search(number):
        return _MASKED
    if found := _MAINLAND.fullmatch(number):
        return Mobile(MobileKind.OK, found[1])
    if (found := _FOREIGN.fullmatch(number)) and not found[1].startswith("86"):
        return Mobile(MobileKind.OK, f"+{found[1]}")
    return _INVALID


def mobile_key(text: str) -> str:
    """The number's one form, empty where it is none; what most sheets hold is that form already."""
    return text if _is_normal(text) else normal_mobile(text).value


def _is_normal(text: str) -> bool:
    """Whether it is a mainland number as it is, which a hundred thousand are asked at once."""
    digits = len(text) == 11 and text.isascii() and text.isdigit()
    return digits and text[0] == "1" and text[1] > "2"
