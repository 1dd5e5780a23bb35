"""How each finding came about: by which call, or by whose word."""

from enum import StrEnum

import msgspec

from dingsetup.checks.credentials import PROGRESS
from dingsetup.dingtalk.contacts import CONTACT_RANGE, VISIBLE_RANGE
from dingsetup.dingtalk.routes import CORP_TOKEN, NEW_TOKEN, OLD_TOKEN
from dingsetup.facts import Facts
from dingsetup.findings import Finding, State


class Way(StrEnum):
    """What a finding rests on."""

    CALL = "call"
    """A call to DingTalk that changes nothing."""
    CONNECTION = "connection"
    VISIT = "visit"
    """The homepage, opened from the computer that checked."""
    PASTED = "pasted"
    """What a person copied from the console, compared with what is wanted."""
    TYPED = "typed"
    """The form of a value, without asking anybody."""
    TABLE = "table"
    """The binding table, counted."""
    PERSON = "person"
    """A person's word."""


class How(msgspec.Struct, frozen=True):
    """The way, and for a call its routes as `METHOD /path`."""

    way: Way
    calls: tuple[str, ...] = ()


BY_CALL = {
    "credentials/token": (OLD_TOKEN, NEW_TOKEN),
    "credentials/corp_id": (CORP_TOKEN,),
    "credentials/agent_id": (VISIBLE_RANGE, PROGRESS),
    "permissions/range": (CONTACT_RANGE,),
    "permissions/fields": (CONTACT_RANGE,),
    "publication/visible_range": (VISIBLE_RANGE,),
}
PASTED = frozenset(
    {
        *("security/addresses", "security/surplus", "security/unusable", "security/redirect_urls"),
        *("security/surplus_urls", "permissions/pasted", "permissions/surplus", "mobile/homepage"),
    }
)
OTHERWISE = {
    "credentials/client_id": Way.TYPED,
    "credentials/client_secret": Way.TYPED,
    "datawind/bindings": Way.TABLE,
    "mobile/reached": Way.VISIT,
}


def how_found(finding: Finding, facts: Facts) -> How:
    """Tell what a finding rests on."""
    key = finding.key
    if key in PASTED:
        return How(Way.PASTED)
    if finding.state is State.MANUAL or "answered_at" in finding.values:
        return How(Way.PERSON)
    if key in OTHERWISE:
        return How(OTHERWISE[key])
    if finding.step == "network":
        return How(Way.CONNECTION)
    return How(Way.CALL, BY_CALL.get(key) or _probes(finding, facts))


def _probes(finding: Finding, facts: Facts) -> tuple[str, ...]:
    """The permissions' own probes; the first of them also tells whether this computer gets in."""
    if finding.step == "security":
        return tuple(permission.probe for permission in facts.permissions[:1])
    permission = facts.permission(finding.check) if finding.step == "permissions" else None
    return (permission.probe,) if permission else ()
