"""Texts with other characters of the same classes: a check finds the same fault in them."""

import string
import unicodedata

from dingsetup.checks.shapes import BLANKS, MASKS, is_number
from dingsetup.pasted.shapes import Shape, shape_of
from dingsetup.support.digests import Digests, Sort

CLASSES = (
    string.digits,
    "abcdef",
    string.ascii_lowercase[6:],
    "ABCDEF",
    string.ascii_uppercase[6:],
)
"""Hexadecimal letters are a class of their own: a CorpId is told by them."""
CLASS_OF = {char: chars for chars in CLASSES for char in chars}
NONZERO = string.digits[1:]
HEADS = ("ding", "suite", "https://", "http://")
"""What stands in nobody's id alone."""
LIMITS = (2**31, 2**32)
"""A number beyond one of them stays beyond it: programs stumble there (JeecgBoot#4499)."""
UNUSED_MOBILE = "154"
"""Mobile numbers that no operator hands out."""
TRIES = 256
WIDE, OTHER_DIGIT, OTHER = "某", "\u0660", "ø"
"""What any other character of a class becomes: wide ones, digits, and all the rest."""


def credential(digests: Digests, value: str) -> str:
    """Another value of the same shape and length, with blanks, stars and known heads in place.

    `checks.shapes.fault_of` says the same of both, but that full-width characters it names are
    what `wide` makes of them.
    """
    form = _form(value)
    best = ""
    for attempt in range(TRIES):
        candidate = drawn(value, digests.number(Sort.CREDENTIAL, f"{attempt} {value}"))
        if _form(candidate) == form:
            if candidate != value:
                return candidate
            best = candidate
    return best or "".join(OTHER if char.isalnum() else char for char in value)


def wide(text: str) -> str:
    """A text with every character that is not ASCII replaced by the one of its class."""
    return "".join(char if char.isascii() else _foreign(char) for char in text)


def drawn(value: str, number: int) -> str:
    """The text with letters and digits drawn anew by a number, class by class."""
    head = _head(value)
    out = [head]
    for place, char in enumerate(value[len(head) :], len(head)):
        chars = CLASS_OF.get(char, "")
        if chars is string.digits and place == 0 and char != "0":
            chars = NONZERO
        if chars:
            number, at = divmod(number, len(chars))
            out.append(chars[at])
        else:
            out.append(char if char.isascii() else _foreign(char))
    return "".join(out)


def _head(value: str) -> str:
    if shape_of(value) is Shape.MOBILE:
        # Its digits must still be those of a mobile number, and nobody's.
        return value[: len(value.rstrip()) - 11] + UNUSED_MOBILE
    lowered = value.lower()
    return next((value[: len(head)] for head in HEADS if lowered.startswith(head)), "")


def _form(value: str) -> tuple[Shape | None, bool, int]:
    number = is_number(value)
    beyond = sum(int(value) >= limit for limit in LIMITS) if number else 0
    return shape_of(value), number, beyond


def _foreign(char: str) -> str:
    """Stands for a character beyond ASCII: nothing of a name or a word may be left."""
    if BLANKS.match(char) or char in MASKS:
        return char
    kind = unicodedata.category(char)
    if unicodedata.east_asian_width(char) in "FW":
        if "！" <= char <= "～":
            half = chr(ord(char) - 0xFEE0)
            return char if not half.isalnum() else "０" if half.isdigit() else "Ａ"
        return WIDE
    return OTHER_DIGIT if kind == "Nd" else OTHER
