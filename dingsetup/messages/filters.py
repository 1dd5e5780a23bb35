"""What templates may do with values, and how a value is written into plain text or markdown."""

import datetime
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, cast

MOST_ITEMS = 50
"""Of a list, and so of the turns of a loop."""
LONGEST_OUTPUT = 20_000
"""Characters of a template filled in; the longest part of any message holds 5,000."""
LONGEST_JOINT = 20
"""Characters between the items of a joined list."""

_MARKUP = re.compile(
    r"[`*_\[\]|]"
    r"|\\(?![0-9A-Za-z\u0080-\U0010ffff])"  # one that would hide what follows
    r"|<(?=[A-Za-z/!?])"
    r"|~(?=~)|(?<=~)~"
)
"""What formats wherever it stands; not a lone < or ~, of which alert rules are full."""
_ENTITY = re.compile(r"&(?=#?[0-9A-Za-z]+;)")
_LINE_MARK = re.compile(
    r"^([ \t]*)(#|>|[-+](?=\s|$)|[-=](?=[-= \t]*$)|\d{1,9}(?=[.)](?:\s|$)))",
    re.MULTILINE,
)
"""What formats at the start of a line: a value may stand there."""
_LINE_END = re.compile(r"[ \t]*\n[ \t]*")
_URL_BREAKING = re.compile(r"[^!#$%&*+,\-./0-9:;=?@A-Z_a-z~]")
_DATE_PARTS = re.compile(r"YYYY|MM|DD|HH|mm|M|D")

BREAK = "  \n  "
"""How DingTalk's markdown wants a new line within a paragraph (KB 0775)."""


class Url(str):
    """An address: it goes into markdown as it is, but for what would end it."""

    __slots__ = ()


def as_text(value: Any) -> str:
    """A value as plain text has it."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, list | tuple):
        return join(cast("Sequence[Any]", value))
    return str(value)


def as_markdown(value: Any) -> str:
    """A value as it must stand in markdown to be shown as it is and to format nothing."""
    if isinstance(value, Url):
        return quoted(value)
    return escaped(as_text(value))


def quoted(url: str) -> str:
    """An address as it may stand between a markdown link's brackets."""
    return _URL_BREAKING.sub(lambda found: _percent(found[0]), url)


def escaped(text: str) -> str:
    """A text as it must stand in markdown to be shown as it is.

    DingTalk documents no way to do so; the backslash is markdown's own, and bridges that bring
    alerts to DingTalk use it. Line ends become DingTalk's.
    """
    plain = _ENTITY.sub(r"&amp;", _MARKUP.sub(r"\\\g<0>", text))
    safe = _LINE_MARK.sub(_marked_line, plain)
    return _LINE_END.sub(BREAK, safe)


def _marked_line(found: re.Match[str]) -> str:
    blank, mark = found.groups()
    return f"{blank}{mark}\\" if mark.isdigit() else f"{blank}\\{mark}"


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))


def join(items: Sequence[Any], joint: str = ", ") -> str:
    """The items of a list in one text; a text itself is no list of characters."""
    if len(joint) > LONGEST_JOINT:
        raise ValueError(f"join: {LONGEST_JOINT} characters at most")
    joined = joint.join(as_text(item) for item in each(items))
    if len(joined) > LONGEST_OUTPUT:
        raise ValueError(f"join: more than {LONGEST_OUTPUT} characters")
    return joined


def each(items: Any) -> Sequence[Any]:
    """What may be looped over: a short list."""
    if not isinstance(items, list | tuple):
        raise TypeError("only a list has items")
    listed = cast("Sequence[Any]", items)
    if len(listed) > MOST_ITEMS:
        raise ValueError(f"a list has {MOST_ITEMS} items at most")
    return listed


def thousands(number: Any) -> str:
    """A number with a comma at every thousand; what is no number stays as it is."""
    return f"{number:,f}" if isinstance(number, Decimal) else as_text(number)


def rounded(number: Any, places: int = 0) -> Any:
    """A number with so many decimal places, 0 to 6; what is no number stays as it is."""
    if not isinstance(number, Decimal):
        return number
    return number.quantize(Decimal(1).scaleb(-min(max(places, 0), 6)))


def date(day: Any, pattern: str = "YYYY-MM-DD") -> str:
    """A date or time after a pattern of YYYY, MM, DD, M, D, HH and mm; nothing of an empty one."""
    if not isinstance(day, datetime.date):
        return as_text(day)
    hour, minute = (day.hour, day.minute) if isinstance(day, datetime.datetime) else (0, 0)
    parts = {
        "YYYY": f"{day.year:04}",
        "MM": f"{day.month:02}",
        "DD": f"{day.day:02}",
        "M": str(day.month),
        "D": str(day.day),
        "HH": f"{hour:02}",
        "mm": f"{minute:02}",
    }
    return _DATE_PARTS.sub(lambda found: parts[found[0]], pattern)


def _default(value: Any, instead: Any = "") -> Any:
    """Another value where this one is empty."""
    return instead if value in ("", None) else value


def _first(items: Any) -> Any:
    return items[0] if items else ""


def _last(items: Any) -> Any:
    return items[-1] if items else ""


def _lower(text: Any) -> str:
    return as_text(text).lower()


def _upper(text: Any) -> str:
    return as_text(text).upper()


def _trim(text: Any) -> str:
    return as_text(text).strip()


FILTERS: dict[str, Callable[..., Any]] = {
    "date": date,
    "default": _default,
    "first": _first,
    "join": join,
    "last": _last,
    "length": len,
    "lower": _lower,
    "round": rounded,
    "thousands": thousands,
    "trim": _trim,
    "upper": _upper,
}
"""All that templates may use."""
