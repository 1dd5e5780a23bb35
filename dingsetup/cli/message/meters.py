"""How much of each limit a message uses."""

from typing import TYPE_CHECKING, Any

import msgspec

from dingsetup.language.sentence import N_

if TYPE_CHECKING:
    from dingsetup.language import Language
    from dingsetup.messages.limits import Meter

WHOLE = "msg"
"""What DingTalk calls all of it."""
UNITS = {"bytes": N_("bytes"), "characters": N_("characters"), "lines": N_("lines")}


def meter_as_json(meter: "Meter") -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(meter)
    return fields


def meter_line(language: "Language", meter: "Meter") -> tuple[str, str, str]:
    """The part, what it uses of what, and the unit."""
    past = " !" if meter.used > meter.limit else ""
    unit = language.gettext(UNITS.get(meter.unit, meter.unit))
    return meter.part or WHOLE, f"{meter.used:,} / {meter.limit:,}{past}", unit
