"""The lines that name what they hold: the profile's fields, and what is known of the system."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from dingsetup.findings import Kind
from dingsetup.profile import ID_PATTERN, Answered, Profile
from dingsetup.support.forms import WORD, is_number, values_fault
from dingsetup.support.parsing import is_moment, read_line, refuse_doubles, wrong
from dingsetup.support.values import FactsSeen, SecretSeen, Snapshot

UNKNOWN_ID = "support"
"""Of a profile whose id is not told."""
UNKNOWN_DATE = datetime.date.min
"""Of facts whose date was struck out."""

LISTED = ("private_addresses", "pasted_addresses", "pasted_redirect_urls", "pasted_permissions")
"""Texts of many lines: each becomes a line of its own, so that one entry can be struck out."""

_PLAIN = Profile(id="", name="")
_TYPES: dict[str, Any] = {field.name: field.type for field in msgspec.structs.fields(Profile)}
_ANSWER = "answers."
_SYSTEM_TYPES: dict[str, Any] = {
    "facts.date": datetime.date,
    "facts.digest": str,
    "facts.own": bool,
    "secret.given": bool,
    "secret.fault": str,
    "secret.values": dict[str, Any],
    "secret.mark": str,
}
_SYSTEM, _BINDINGS = "system.", "bindings."


class _Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    field: str
    value: Any


class _Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    value: Any


Told = tuple[str, Any]


def profile_fields(profile: Profile) -> list[Mapping[str, Any]]:
    """What a profile's lines say: each field that is not as in a new one, answers one by one."""
    told: list[Told] = []
    for name in _TYPES:
        value = getattr(profile, name)
        if value == getattr(_PLAIN, name):
            continue
        if name in LISTED:
            told += [(name, entry) for entry in str(value).split("\n")]
        elif name == "answers":
            told += [(_ANSWER + question, answer) for question, answer in profile.answers.items()]
        else:
            told.append((name, value))
    return [{"field": name, "value": value} for name, value in told]


def system_fields(snapshot: Snapshot) -> list[Mapping[str, Any]]:
    """What is known beside profile and findings: facts, secret, bindings summed up, system."""
    facts, secret = snapshot.facts, snapshot.secret
    told: list[Told] = [
        ("facts.date", facts.date if facts.date != UNKNOWN_DATE else None),
        ("facts.digest", facts.digest),
        ("facts.own", facts.own),
        ("secret.given", secret.given),
        ("secret.fault", secret.fault),
        ("secret.values", secret.values),
        ("secret.mark", secret.mark),
    ]
    told = [(name, value) for name, value in told if value]
    told += [(_BINDINGS + state, count) for state, count in snapshot.bindings.items()]
    told += [(_SYSTEM + name, value) for name, value in snapshot.system.items()]
    return [{"name": name, "value": value} for name, value in told]


def read_profile(member: str, lines: Sequence[bytes]) -> Profile:
    """A profile out of its lines; a field that was struck out is as in a new profile. Raises
    BundleError."""
    fields: dict[str, Any] = {"id": UNKNOWN_ID, "name": ""}
    answers: dict[str, Answered] = {}
    listed: dict[str, list[str]] = {}
    keys: list[Any] = []
    for place, line in enumerate(lines, 1):
        told: _Field = read_line(member, place, line, _Field)
        name = told.field
        keys.append((name, place) if name in LISTED else name)
        if name.startswith(_ANSWER) and WORD.fullmatch(name):
            answers[name.removeprefix(_ANSWER)] = _typed(member, place, told.value, Answered)
        elif name in LISTED:
            listed.setdefault(name, []).append(_typed(member, place, told.value, str))
        elif name in _TYPES and name != "answers":
            fields[name] = _typed(member, place, told.value, _TYPES[name])
        else:
            wrong(member, place, name)
        if not _is_sound(name, fields.get(name), answers.get(name.removeprefix(_ANSWER))):
            wrong(member, place, name)
    refuse_doubles(member, keys)
    fields |= {name: "\n".join(entries) for name, entries in listed.items()}
    return Profile(**fields, answers=answers)


def _is_sound(name: str, value: Any, answer: Answered | None) -> bool:
    if answer is not None and name.startswith(_ANSWER):
        return is_moment(answer.at)
    if name == "id":
        return bool(ID_PATTERN.fullmatch(value))
    if name == "step":
        return bool(WORD.fullmatch(value))
    if name == "allowance" and value is not None:
        return is_moment(value.asked_at) and is_moment(value.closed_at)
    return True


class SystemRead(msgspec.Struct, frozen=True):
    """What a snapshot holds beside profile and findings."""

    facts: FactsSeen
    secret: SecretSeen
    bindings: dict[str, int]
    system: dict[str, str]


def read_system(member: str, lines: Sequence[bytes]) -> SystemRead:
    """What is known beside profile and findings. Raises BundleError."""
    known: dict[str, Any] = {"facts.date": UNKNOWN_DATE, "facts.digest": ""}
    bindings: dict[str, int] = {}
    system: dict[str, str] = {}
    keys: list[str] = []
    for place, line in enumerate(lines, 1):
        told: _Named = read_line(member, place, line, _Named)
        keys.append(told.name)
        if not WORD.fullmatch(told.name):
            wrong(member, place, told.name)
        if told.name in _SYSTEM_TYPES:
            known[told.name] = _typed(member, place, told.value, _SYSTEM_TYPES[told.name])
        elif told.name.startswith(_BINDINGS):
            count = _typed(member, place, told.value, int)
            bindings[told.name.removeprefix(_BINDINGS)] = count
        elif told.name.startswith(_SYSTEM):
            value = _typed(member, place, told.value, str)
            system[told.name.removeprefix(_SYSTEM)] = value
        else:
            wrong(member, place, told.name)
        if fault := _system_fault(told):
            wrong(member, place, fault)
    refuse_doubles(member, keys)
    return SystemRead(
        facts=FactsSeen(**_group(known, "facts.")),
        secret=SecretSeen(**_group(known, "secret.")),
        bindings=bindings,
        system=system,
    )


def _system_fault(told: _Named) -> str:
    if told.name == "secret.fault" and told.value not in ("", *map(str, Kind)):
        return told.name
    if told.name == "secret.values":
        return values_fault(told.value)
    if told.name.startswith(_BINDINGS) and not is_number(told.value):
        return told.name
    return ""


def _group(known: Mapping[str, Any], group: str) -> dict[str, Any]:
    return {
        name.removeprefix(group): value for name, value in known.items() if name.startswith(group)
    }


def _typed(member: str, place: int, value: Any, type: Any) -> Any:
    try:
        return msgspec.convert(value, type)
    except msgspec.ValidationError as error:
        wrong(member, place, str(error))
