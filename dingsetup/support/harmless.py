"""Takes out of a stranger's texts what would act where they are shown: control characters, and
those that turn the direction of writing."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

LONGEST_SHOWN = 200
"""Characters of a stranger's text that an error names."""

# One for one, so that lengths and places in a credential stay what the finding says of them; a
# blank stays a blank (`checks.shapes`).
_BLANKS = (0x0B, 0x0C, 0x0D, *range(0x1C, 0x20), 0x85, 0x2028, 0x2029)
_UNSEEN = (0x200E, 0x200F)
_ACTING = (
    *range(0x09),
    *range(0x0E, 0x1C),
    *range(0x7F, 0xA0),
    0x061C,
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    *range(0xD800, 0xE000),
    *range(0xE0000, 0xE0080),
)
_TABLE = {
    **dict.fromkeys(_ACTING, 0xFFFD),
    **dict.fromkeys(_UNSEEN, 0x200B),
    **dict.fromkeys(_BLANKS, 0x20),
}

SUSPECT = re.compile(
    rb"\\[ubfr]|\x7f|\xc2[\x80-\x9f]|\xd8\x9c|\xe2\x80[\x8e\x8f\xa8-\xae]|\xe2\x81[\xa6-\xa9]"
    rb"|\xf3\xa0"
)
"""Finds JSON in which such characters may stand, also escaped; JSON without is harmless."""


def harmless(text: str) -> str:
    """The text, as long as before, without what would act where it is shown."""
    return text.translate(_TABLE)


def harmless_value(value: Any) -> Any:
    """The same for all texts of a JSON value, names of its fields included."""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, Mapping):
        fields = cast("Mapping[str, Any]", value)
        return {harmless(name): harmless_value(part) for name, part in fields.items()}
    if isinstance(value, list | tuple):
        return [harmless_value(part) for part in cast("Sequence[Any]", value)]
    return value


def shown(text: str) -> str:
    """A stranger's text as an error may name it: harmless, on one line, and not long."""
    plain = harmless(" ".join(text.split()))
    return plain if len(plain) <= LONGEST_SHOWN else plain[: LONGEST_SHOWN - 1] + "…"
