"""Reads what a scenario needs out of a stranger's finding: never more than there may be."""

import ipaddress
from collections.abc import Sequence
from typing import Any, cast

from dingsetup.findings import Finding, Kind

MOST_PEOPLE = 100_000
PORTALS = {
    "html": "page",
    "empty": "empty",
    "half_json": "cut",
    "not_json": "text",
    "wrong_type": "list",
    "redirect": "redirect",
}
"""What an answer that is not DingTalk's was found to be, and how a portal gives it."""


def line_scenario(found: Finding) -> tuple[str, str]:
    """The scenario of a line that is broken like this, and its form; empty where there is none."""
    reason = found.values.get("reason")
    match found.kind:
        case Kind.UNREACHABLE if reason == "reset":
            return "reset", ""
        case Kind.TIMED_OUT if reason == "read":
            return "silent", ""
        case Kind.PROXY_REFUSED if reason == "password":
            return "proxy-refused", ""
        case Kind.NOT_DINGTALK if isinstance(reason, str) and reason in PORTALS:
            return "portal", PORTALS[reason]
        case _:
            return "", ""


def ip_of(found: Finding) -> str:
    """The address a finding names; empty where it is none."""
    try:
        return str(ipaddress.ip_address(str(found.values.get("ip", "")).partition("%")[0]))
    except ValueError:
        return ""


def whole(value: Any) -> int | None:
    """A whole number, also as text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    text = str(value) if isinstance(value, str) or abs(value) < 10**18 else ""
    plain = text.isascii() and text.removeprefix("-").isdecimal() and len(text) <= 18
    return int(text) if plain else None


def people(value: Any) -> int:
    """How many people, as far as a tenant of ours can have them."""
    return min(max(whole(value) or 0, 0), MOST_PEOPLE)


def listed(value: Any) -> list[Any]:
    return list(cast("Sequence[Any]", value)) if isinstance(value, list | tuple) else []
