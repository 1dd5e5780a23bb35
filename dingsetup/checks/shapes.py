"""What is wrong with a credential before anybody is asked: offline, by its shape alone."""

import re
import unicodedata

from dingsetup.checks.case import Fault
from dingsetup.findings import Kind
from dingsetup.pasted.shapes import Shape, shape_of

BLANKS = re.compile(r"\s|[\u200b-\u200f\u2060\ufeff]")
LONGEST_NUMBER = 18
"""Digits that fit 64 bits, which no id passes."""
MASKS = ("*", "\u2022", "\u25cf")


def fault_of(field: str, value: str) -> Fault | None:
    """Judge one of the four credentials; the values of a fault never repeat a secret."""
    if not value.strip():
        return Fault(Kind.NOT_FILLED_IN, {"field": field})
    full_width = [char for char in value if unicodedata.east_asian_width(char) in "FW"]
    if full_width:
        seen = "".join(full_width[:5])
        characters = "\u2022" * len(seen) if field == Shape.CLIENT_SECRET else seen
        return Fault(Kind.FIELD_FULL_WIDTH, {"field": field, "characters": characters})
    blank = BLANKS.search(value)
    if blank:
        return Fault(Kind.FIELD_BLANKS, {"field": field, "place": blank.start() + 1})
    if any(mask in value for mask in MASKS):
        return Fault(Kind.FIELD_SHAPE, {"field": field, "case": "masked"})
    shape = shape_of(value)
    if shape == field:
        return None
    # A number of an AgentId's length may look like a mobile number, and the other way round.
    if field == Shape.AGENT_ID and is_number(value) and shape is not Shape.MOBILE:
        return None
    if shape is not None:
        return Fault(Kind.FIELD_SWAPPED, {"field": field, "looks_like": str(shape)})
    return Fault(Kind.FIELD_SHAPE, {"field": field, "length": len(value)})


def is_number(value: str) -> bool:
    """Whether a value can be sent as an AgentId: digits, also beyond 32 bits (JeecgBoot#4499)."""
    return value.isascii() and value.isdigit() and len(value) <= LONGEST_NUMBER
