"""Reads what a scenario needs out of a stranger's finding: never more than there may be."""

import ipaddress
from collections.abc import Mapping, Sequence
from typing import Any, cast

from dingsetup.checks.credentials import PROGRESS
from dingsetup.dingtalk.contacts import CONTACT_RANGE, VISIBLE_RANGE
from dingsetup.facts import Facts
from dingsetup.findings import Finding, Kind, State

AGENT_ID = "credentials/agent_id"
CORP_ID = "credentials/corp_id"
RANGE = "permissions/range"
VISIBLE = "publication/visible_range"
ASKED = {RANGE: CONTACT_RANGE, VISIBLE: VISIBLE_RANGE, AGENT_ID: PROGRESS}
"""What is asked beside the permissions' probes."""
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


class Symptoms:
    """Findings by their keys, and which calls they came from."""

    def __init__(self, known: Mapping[str, Finding], facts: Facts) -> None:
        self.known = known
        self._facts = facts

    def failed(self, key: str) -> Finding | None:
        found = self.known.get(key)
        return found if found is not None and found.state is State.FAILED else None

    def waiting(self, key: str) -> list[str]:
        """What is blocked by a finding."""
        return [name for name, one in self.known.items() if waits_for(one, key)]

    @property
    def guarded(self) -> list[Finding]:
        """What was asked with a token: the permissions' probes and the contact range."""
        codes = (f"permissions/{one.code}" for one in self._facts.permissions)
        return [self.known[key] for key in (*codes, RANGE) if key in self.known]

    def path_of(self, key: str) -> str:
        """Path of the route a finding asks; empty where it asks none."""
        permission = self._facts.permission(key.partition("/")[2])
        name = permission.probe if permission is not None else ASKED.get(key, "")
        endpoint = self._facts.endpoint(name)
        return endpoint.path if endpoint is not None else ""


def waits_for(found: Finding | None, key: str) -> bool:
    """Whether a finding is blocked by that one."""
    if found is None or found.state is not State.BLOCKED:
        return False
    return found.values.get("blocked_by") == key


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
