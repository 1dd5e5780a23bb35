"""Reads fields of answers whose types differ from page to page: numbers as texts and the like."""

from collections.abc import Mapping
from typing import Any, TypeVar, cast

import msgspec

T = TypeVar("T")


def mapping(found: object) -> Mapping[str, Any]:
    """An object; raises TypeError for anything else."""
    if not isinstance(found, dict):
        raise TypeError("no object")
    return cast("Mapping[str, Any]", found)


def items(found: object) -> list[object]:
    """A list, also as JSON in a text; no value is an empty one. Raises TypeError or ValueError."""
    if found is None:
        return []
    if isinstance(found, str):
        found = msgspec.json.decode(found)
    if not isinstance(found, list):
        raise TypeError("no list")
    return cast("list[object]", found)


def numbers(found: object) -> tuple[int, ...]:
    """The whole numbers of a list."""
    read = (whole(one) for one in items(found))
    return tuple(number for number in read if number is not None)


def texts(found: object) -> tuple[str, ...]:
    """The texts of a list, each once; a text that is no JSON holds them parted by commas."""
    if isinstance(found, str) and not found.lstrip().startswith("["):
        return tuple(dict.fromkeys(part for one in found.split(",") if (part := one.strip())))
    return tuple(dict.fromkeys(read for one in items(found) if (read := text(one))))


def need(value: T | None) -> T:
    """Raises ValueError for what is not there."""
    if value is None or value == "":
        raise ValueError("something is missing")
    return value


def text(value: object) -> str:
    """A text, or a number as one; empty for anything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def text_or_none(data: Mapping[str, Any], name: str) -> str | None:
    """None where the field is absent, which is how DingTalk hides it."""
    value = data.get(name)
    return None if value is None else text(value)


def whole(value: object) -> int | None:
    """A whole number of 64 bits, also as a text; None for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value if -(2**63) <= value < 2**63 else None
    digits = value.strip() if isinstance(value, str) else ""
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 19 else None


def flag(value: object, *, default: bool) -> bool:
    """A boolean, also as a number or a text."""
    if isinstance(value, bool | int):
        return bool(value)
    return {"true": True, "false": False}.get(str(value).lower(), default)
