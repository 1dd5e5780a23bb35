"""Compares what was found: each finding of two snapshots, those that wait for another together."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, cast

import msgspec

from dingsetup.checks.blocking import THIS_COMPUTER
from dingsetup.findings import SEVERITY, Finding, Kind, State
from dingsetup.profile import Profile
from dingsetup.support.changes import Change, ChangeKind, Weight
from dingsetup.support.profile_changes import without_port
from dingsetup.support.values import Snapshot

SERVICE = "network/service"
HOW_A_RUN_WENT = frozenset({Kind.OK, Kind.SLOW, Kind.UNSTABLE})
ANSWERLESS = frozenset({Kind.UNREACHABLE, Kind.DNS_FAILED, Kind.TIMED_OUT})
"""While a network is down, it is chance which of these a call ends with."""
ECHOED = frozenset({"homepage", "wanted", "agent_id", "app_key", "corp_id", "about", "apply_url"})
"""Values that repeat what the profile says, whose own change is told."""
OF_NO_KEY = frozenset(
    {
        "answer", "blocked_by", "bound", "case", "code", "drifted", "field", "fields", "length",
        "limit", "looks_like", "open", "parameter", "people", "place", "reason", "roles", "scopes",
        "states", "status", "total", "unproved",
    }
)  # fmt: skip
"""Values that hold no pseudonym."""
NUMBERS = re.compile(r"(?=[A-Za-z-]*\d)[0-9A-Za-z-]{8,}|[0-9A-Fa-f-]{8,}|\d+")
"""What differs in DingTalk's words from call to call: numbers of requests, moments."""

OWN_KINDS = {
    THIS_COMPUTER: ChangeKind.COMPUTER,
    "permissions/range": ChangeKind.RANGE,
    "permissions/fields": ChangeKind.FIELDS,
    "publication/visible_range": ChangeKind.VISIBLE_RANGE,
    "publication/published": ChangeKind.PUBLICATION,
}
TOLD_ELSEWHERE = frozenset({"datawind/bindings"})
"""What it counts is told as PEOPLE."""


class Pair(NamedTuple):
    """A finding before and after; None where there is none."""

    key: str
    before: Finding | None
    after: Finding | None


def found_changes(
    before: Snapshot, after: Snapshot, *, same_key: bool, answered: Iterable[str] = ()
) -> Iterator[Change]:
    """Yield what was found otherwise, in the order of the guide; `answered`: questions whose
    answers are told already."""
    pairs = list(_pairs(before, after, same_key=same_key))
    yield from _steps(before, after)
    told = set(answered)
    waiting: dict[str, list[Pair]] = {}
    released: list[str] = []
    for pair in pairs:
        by = _waits_for(pair.after)
        if by:
            waiting.setdefault(by, []).append(pair)
        elif _waits_for(pair.before) and _in_order(pair.after):
            released.append(pair.key)
        elif not _only_answered(pair, told):
            yield _told(pair)
    for by, pairs in waiting.items():
        yield _waiting(by, pairs)
    if released:
        values = {"keys": released, "count": len(released)}
        yield Change(kind=ChangeKind.RELEASED, values=values, weight=Weight.BETTER)


def _pairs(before: Snapshot, after: Snapshot, *, same_key: bool) -> Iterator[Pair]:
    """The findings that differ, but for what says nothing."""
    old = {finding.key: finding for finding in before.plain_findings}
    new = {finding.key: finding for finding in after.plain_findings}
    both = {f.step for f in old.values()} & {f.step for f in new.values()}
    unclear = {f.step for f in new.values() if f.state is State.BLOCKED}
    for key in dict.fromkeys((*new, *old)):
        pair = Pair(key, old.get(key), new.get(key))
        if key in TOLD_ELSEWHERE or _proved_earlier(pair):
            continue
        if pair.before is None or pair.after is None:
            if _worth_telling(pair, both, unclear):
                yield pair
        elif _seen(pair.before, before.profile, same_key) != _seen(
            pair.after, after.profile, same_key
        ):
            yield pair


def _worth_telling(pair: Pair, both: set[str], unclear: set[str]) -> bool:
    """Whether a finding that came or went says something: most follow from others of its step."""
    finding = pair.before or pair.after
    if finding is None or _rank(finding) >= SEVERITY.index(State.MANUAL):
        return False
    if pair.after is not None:
        return True
    # What a blocked step no longer shows may still be so.
    return finding.step in both and finding.step not in unclear and not _waits_for(finding)


def _seen(finding: Finding, profile: Profile, same_key: bool) -> tuple[object, ...]:
    """What two findings are compared by."""
    kind, values = finding.kind, finding.essence.values
    if kind in ANSWERLESS:
        kind, values = Kind.UNREACHABLE, {"blocked_by": values.get("blocked_by")}
    kept = {
        name: _plain(profile, name, value)
        for name, value in values.items()
        if name not in ECHOED and not name.endswith("_at") and (same_key or name in OF_NO_KEY)
    }
    return finding.state, kind, kept


def _plain(profile: Profile, name: str, value: Any) -> Any:
    if isinstance(value, str):
        return NUMBERS.sub("#", value) if name == "message" else without_port(profile, value)
    if isinstance(value, list | tuple):
        # Pasted once more in another order, a list is the same.
        return sorted((_plain(profile, "", item) for item in cast("list[Any]", value)), key=repr)
    if isinstance(value, Mapping):
        named = cast("Mapping[str, Any]", value)
        return {key: _plain(profile, key, item) for key, item in named.items()}
    return value


def _proved_earlier(pair: Pair) -> bool:
    """What was proved while this computer was allowed still stands once it no longer is."""
    kinds = {finding.kind for finding in (pair.before, pair.after) if finding}
    least = SEVERITY.index(State.WARNING)
    good = all(finding and _rank(finding) >= least for finding in (pair.before, pair.after))
    return Kind.PROVED_EARLIER in kinds and good


def _only_answered(pair: Pair, told: set[str]) -> bool:
    """Whether nothing but a person's answer differs, which is told as such."""
    kinds = {str(finding.kind) for finding in (pair.before, pair.after) if finding}
    return len(kinds) == 1 and bool(kinds & told)


def _waits_for(finding: Finding | None) -> str:
    blocked = finding is not None and finding.state is State.BLOCKED
    return str(finding.values.get("blocked_by", "")) if finding and blocked else ""


def _in_order(finding: Finding | None) -> bool:
    return finding is not None and _rank(finding) >= SEVERITY.index(State.MANUAL)


def _rank(finding: Finding | None) -> int:
    """The higher, the better; what is left out or nobody speaks of counts as in order."""
    best = SEVERITY.index(State.PASSED)
    return best if finding is None else min(best, SEVERITY.index(finding.standing))


def _told(pair: Pair) -> Change:
    weight = _weight(pair)
    values: dict[str, Any] = {
        "key": pair.key,
        "before": _json(pair.before),
        "after": _json(pair.after),
    }
    kind = OWN_KINDS.get(pair.key) or _of_permission(pair)
    if kind is ChangeKind.COMPUTER:
        values["ip_before"], values["ip"] = (_ip(f) for f in (pair.before, pair.after))
    elif kind is ChangeKind.PERMISSION:
        values["case"] = "lost" if pair.after and _missing(pair.after) else "granted"
        values["code"] = pair.key.partition("/")[2]
    kinds = {finding.kind for finding in (pair.before, pair.after) if finding}
    passing = pair.key == SERVICE and kinds <= HOW_A_RUN_WENT
    return Change(kind=kind or _by(weight), values=values, weight=weight, passing=passing)


def _of_permission(pair: Pair) -> ChangeKind | None:
    """One that was there and is missing, or the other way round, by DingTalk's own answers."""
    kinds = {finding.kind for finding in (pair.before, pair.after) if finding}
    turned = kinds == {Kind.SCOPE_MISSING, Kind.SCOPE_PRESENT}
    return ChangeKind.PERMISSION if turned else None


def _missing(finding: Finding) -> bool:
    return finding.kind is Kind.SCOPE_MISSING


def _weight(pair: Pair) -> Weight:
    before, after = _rank(pair.before), _rank(pair.after)
    blocked = pair.before is not None and bool(_waits_for(pair.before))
    if before == after or (blocked and pair.after and pair.after.state is State.WARNING):
        return Weight.OTHER
    return Weight.WORSE if after < before else Weight.BETTER


def _by(weight: Weight) -> ChangeKind:
    kinds = {Weight.WORSE: ChangeKind.WORSE, Weight.BETTER: ChangeKind.BETTER}
    return kinds.get(weight, ChangeKind.OTHERWISE)


def _waiting(by: str, pairs: list[Pair]) -> Change:
    keys = [pair.key for pair in pairs]
    newly = any(not _waits_for(pair.before) for pair in pairs)
    weight = Weight.WORSE if newly else Weight.OTHER
    values = {"by": by, "keys": keys, "count": len(keys)}
    return Change(kind=ChangeKind.WAITING, values=values, weight=weight)


def _steps(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    old, new = ({f.step: None for f in of.plain_findings} for of in (before, after))
    for case, steps in (
        ("checked", [step for step in new if step not in old]),
        ("missing", [step for step in old if step not in new]),
    ):
        if steps:
            yield Change(kind=ChangeKind.STEPS, values={"case": case, "steps": steps})


def _json(finding: Finding | None) -> Any:
    return msgspec.to_builtins(finding)


def _ip(finding: Finding | None) -> str:
    return str(finding.values.get("ip", "")) if finding else ""
