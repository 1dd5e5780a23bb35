"""Mobile numbers of nobody, written as the real ones are."""

import re

from dingsetup.bindings.numbers import MobileKind, normal_mobile
from dingsetup.support.alike import wide
from dingsetup.support.digests import Digests, Sort

UNUSED = "12"
"""No mobile number begins with it, and none ever did."""
UNUSED_COUNTRY = "999"
"""A country code that is not given out."""
LENGTH = 11
FREE = 10**9
"""Numbers that begin with it: of a hundred thousand, a handful share one."""
DIGITS = 15
"""The most a number has (E.164)."""
HEADS = (UNUSED, UNUSED_COUNTRY, "0", "")


def mobile(digests: Digests, text: str) -> str:
    """Another number, written alike: prefix, blanks, dashes and stars stay where they are.

    Two ways to write one number give two ways to write one pseudonym.
    """
    if len(text) == LENGTH and text.isascii() and text.isdigit():
        return f"{UNUSED}{int(digests.hex(Sort.MOBILE, text)[:16], 16) % FREE:09d}"
    read = normal_mobile(text)
    if read.kind is MobileKind.EMPTY:
        return text
    if read.kind is MobileKind.OK:
        if read.value.startswith("+"):
            digits = UNUSED_COUNTRY + _digits(digests, read.value)
            return _laid(text, digits[: len(read.value) - 1])
        return _laid(text, mobile(digests, read.value))
    return _unread(digests, text, read.kind)


def _digits(digests: Digests, value: str) -> str:
    return f"{int(digests.hex(Sort.MOBILE, value)[:16], 16) % 10**DIGITS:0{DIGITS}d}"


def _unread(digests: Digests, text: str, kind: MobileKind) -> str:
    """What could not be read, or was masked, must not be read as a number afterwards either."""
    count = sum(char.isdigit() for char in text)
    drawn = _digits(digests, text) * (count // DIGITS + 1)
    plain = re.sub(r"[A-Za-wyzYZA-W]", "w", wide(text)) if count < len(text) else text
    made = (_laid(plain, (head + drawn)[:count]) for head in HEADS)
    zeros = _laid(plain, "0" * count)
    return next((one for one in made if normal_mobile(one).kind is kind), zeros)


def _laid(text: str, digits: str) -> str:
    """Put digits in the place of the text's last ones, in half or full width as those are."""
    out = list(text)
    places = [at for at, char in enumerate(text) if char.isdigit()]
    for at, digit in zip(reversed(places), reversed(digits), strict=False):
        out[at] = digit if text[at].isascii() else chr(ord(digit) + 0xFEE0)
    return "".join(out)
