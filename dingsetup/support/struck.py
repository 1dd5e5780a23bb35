"""Fills in what lines struck out of a support file would have told, before it is compared."""

from collections.abc import Mapping

import msgspec

from dingsetup.profile import Profile
from dingsetup.support.lines import FINDINGS, PROFILE, SYSTEM
from dingsetup.support.named_lines import LISTED
from dingsetup.support.values import SecretSeen, Snapshot

PLAIN = Profile(id="", name="")


def filled(snapshot: Snapshot, struck: Mapping[str, int], other: Snapshot) -> Snapshot:
    """The snapshot with whatever may have been struck out taken from the other one, so that nobody
    is told that it changed; `struck` counts lines by member, as `Bundle.struck` does."""
    if struck.get(PROFILE):
        profile = _profile(snapshot.profile, other.profile, struck[PROFILE])
        snapshot = msgspec.structs.replace(snapshot, profile=profile)
    if struck.get(FINDINGS):
        known = {kept.finding.key for kept in snapshot.findings}
        more = tuple(kept for kept in other.findings if kept.finding.key not in known)
        snapshot = msgspec.structs.replace(snapshot, findings=(*snapshot.findings, *more))
    if struck.get(SYSTEM):
        snapshot = msgspec.structs.replace(
            snapshot,
            secret=other.secret if snapshot.secret == SecretSeen() else snapshot.secret,
            bindings=other.bindings | snapshot.bindings,
            facts=snapshot.facts if snapshot.facts.digest else other.facts,
            system=other.system | snapshot.system,
        )
    return snapshot


def _profile(own: Profile, others: Profile, struck: int) -> Profile:
    fields = [name for name in own.__struct_fields__ if name != "answers"]
    empty = [name for name in fields if getattr(own, name) == getattr(PLAIN, name)]
    taken = {name: getattr(others, name) for name in empty}
    for name in LISTED:
        if name not in taken:
            taken[name] = _entries(getattr(own, name), getattr(others, name), struck)
    return msgspec.structs.replace(own, **taken, answers=dict(others.answers) | dict(own.answers))


def _entries(own: str, others: str, struck: int) -> str:
    """A list with the entries that it may lack because a line each was struck out: no more than
    there were such lines."""
    there = own.split("\n")
    lacking = [entry for entry in dict.fromkeys(others.split("\n")) if entry not in there]
    return "\n".join((*there, *lacking)) if len(lacking) <= struck else own
