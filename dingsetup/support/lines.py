"""A bundle as lines: the members of its file, and each line one that the admin can strike out."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

import msgspec

from dingsetup.bindings.values import Cancel, Progress
from dingsetup.support import forms
from dingsetup.support.harmless import harmless, harmless_value
from dingsetup.support.named_lines import profile_fields, read_profile, read_system, system_fields
from dingsetup.support.parsing import Form, Pace, is_moment, read_lines
from dingsetup.support.troubles import BundleError, BundleTrouble
from dingsetup.support.values import FORMAT, Bundle, Snapshot

MANIFEST = "manifest.json"
PROFILE = "profile.jsonl"
FINDINGS = "findings.jsonl"
CALLS = "calls.jsonl"
BINDINGS = "bindings.jsonl"
SENDS = "sends.jsonl"
DELIVERIES = "deliveries.jsonl"
SYSTEM = "system.jsonl"
MEMBERS = (PROFILE, FINDINGS, CALLS, BINDINGS, SENDS, DELIVERIES, SYSTEM)
"""In the order of the file."""

MISSING = "missing"
"""The system fact that names what could not be read when the file was made."""

Lines = Mapping[str, Sequence[bytes]]
"""By member; each line one JSON without its end."""

_encode = msgspec.json.Encoder().encode


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a support file says of itself; no line of it can be struck out."""

    format: int = FORMAT
    made_at: datetime.datetime
    program: str
    key_id: str
    checked_at: datetime.datetime
    struck: dict[str, int] = {}
    """How many lines were taken out, by member."""

    @property
    def fault(self) -> str:
        """The field that no dingsetup would have written so; empty for none."""
        if not is_moment(self.made_at) or not is_moment(self.checked_at):
            return "made_at, checked_at"
        if not all(map(forms.WORD.fullmatch, (self.program, self.key_id))):
            return "program, key_id"
        counts = self.struck.values()
        known = self.struck.keys() <= set(MEMBERS)
        return "" if known and all(map(forms.is_number, counts)) else "struck"


def to_lines(bundle: Bundle) -> dict[str, list[bytes]]:
    """All lines of a bundle, by member."""
    snapshot = bundle.snapshot
    parts: dict[str, Iterable[Any]] = {
        PROFILE: profile_fields(snapshot.profile),
        FINDINGS: snapshot.findings,
        CALLS: bundle.calls,
        BINDINGS: bundle.bindings,
        SENDS: bundle.sends,
        DELIVERIES: bundle.deliveries,
        SYSTEM: system_fields(snapshot),
    }
    return {member: [_encoded(value) for value in parts[member]] for member in MEMBERS}


def strike(
    lines: Lines, struck: AbstractSet[tuple[str, int]]
) -> tuple[dict[str, list[bytes]], dict[str, int]]:
    """Take lines out, named by member and place from 0; also how many went, by member."""
    left: dict[str, list[bytes]] = {}
    counts: dict[str, int] = {}
    for member, own in lines.items():
        places = {place for name, place in struck if name == member}
        left[member] = [line for place, line in enumerate(own) if place not in places]
        if gone := len(own) - len(left[member]):
            counts[member] = gone
    return left, counts


def manifest_of(bundle: Bundle, struck: Mapping[str, int] | None = None) -> Manifest:
    """The manifest of a bundle that so many lines were taken out of, beside those before."""
    new = struck or {}
    counts = {name: bundle.struck.get(name, 0) + new.get(name, 0) for name in MEMBERS}
    return Manifest(
        made_at=bundle.made_at,
        program=bundle.program,
        key_id=bundle.key_id,
        checked_at=bundle.snapshot.at,
        struck={name: count for name, count in counts.items() if count},
    )


def from_lines(
    manifest: Manifest, lines: Lines, *, cancel: Cancel = None, progress: Progress | None = None
) -> Bundle:
    """The bundle that lines hold; what was struck out is not there. Raises BundleError with member
    and line (from 1) of the first that is not right, and Cancelled."""
    for member in MEMBERS:
        if member not in lines:
            raise BundleError(BundleTrouble.MEMBER_MISSING, member)
    pace = Pace(sum(map(len, lines.values())), cancel, progress)

    def read(member: str, form: Form) -> tuple[Any, ...]:
        return tuple(read_lines(member, lines[member], form, pace))

    profile = read_profile(PROFILE, lines[PROFILE])
    system = read_system(SYSTEM, lines[SYSTEM])
    pace.step(len(lines[PROFILE]) + len(lines[SYSTEM]))
    return Bundle(
        made_at=manifest.made_at,
        program=manifest.program,
        key_id=manifest.key_id,
        snapshot=Snapshot(
            at=manifest.checked_at,
            profile=profile,
            secret=system.secret,
            findings=read(FINDINGS, forms.FINDING),
            bindings=system.bindings,
            facts=system.facts,
            system=system.system,
        ),
        calls=read(CALLS, forms.CALL),
        bindings=read(BINDINGS, forms.BINDING),
        sends=read(SENDS, forms.SEND),
        deliveries=read(DELIVERIES, forms.DELIVERY),
        struck=manifest.struck,
    )


def missing_of(bundle: Bundle) -> tuple[str, ...]:
    """Parts of the profile that could not be read when the bundle was made: members without their
    suffix, and `directory`."""
    told = bundle.snapshot.system.get(MISSING, "")
    return tuple(told.split(",")) if told else ()


def line_text(line: bytes) -> str:
    """A line as it may be shown."""
    return harmless(line.decode("utf-8", "replace"))


def _encoded(value: Any) -> bytes:
    try:
        return _encode(value)
    except UnicodeEncodeError:  # half a character, as broken clipboards hold it
        return _encode(harmless_value(msgspec.to_builtins(value)))
