"""Says how a row stands: its state, and the one reason that matters most."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from dingsetup.bindings.half_width import half_width
from dingsetup.bindings.numbers import MobileKind, normal_mobile
from dingsetup.bindings.values import (
    MATCHING,
    MOST_NAMED,
    BindingState,
    Candidate,
    Person,
    Reason,
    Rule,
    Standing,
)


class Known(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a row is judged by; lists come decoded."""

    username: str
    name: str
    mobile: str
    mobile_key: str
    """The number in its normal form, empty where there is none to compare."""
    findable: bool
    """Whether any rule has something to look for."""
    enabled: bool
    userid: str
    rule: str
    candidates: tuple[Candidate, ...]
    rejected: tuple[str, ...]
    searched: tuple[str, ...]
    ignored: bool
    duplicate_lines: tuple[int, ...]


class Others(msgspec.Struct, frozen=True):
    """What the rest of the table says: only what more than one row shares."""

    by_userid: Mapping[str, Sequence[str]]
    """Usernames bound to one userid, where they are several."""
    by_mobile: Mapping[str, Sequence[str]]
    """Usernames with one mobile number, where they are several."""
    scanned: bool
    """Whether the directory has ever been read."""


class Verdict(msgspec.Struct, frozen=True, gc=False):
    state: BindingState
    reason: Reason = Reason.NONE
    values: dict[str, Any] = {}


def judge(row: Known, person: Person | None, others: Others) -> Verdict:
    """Judge one row; `person` is who its userid names, None where the directory has nobody."""
    if row.ignored:
        return Verdict(BindingState.IGNORED)
    if row.duplicate_lines:
        lines = {"lines": list(row.duplicate_lines)}
        return Verdict(BindingState.CONFLICT, Reason.DUPLICATE_USERNAME, lines)
    if row.userid:
        return _bound(row, person, others)
    if twins := _others(others.by_mobile, row.mobile_key, row.username):
        return Verdict(BindingState.CONFLICT, Reason.DUPLICATE_MOBILE, twins)
    return _suggested(row) or _not_found(row)


def _bound(row: Known, person: Person | None, others: Others) -> Verdict:
    if sharing := _others(others.by_userid, row.userid, row.username):
        return Verdict(BindingState.CONFLICT, Reason.SHARED_USERID, sharing)
    if not row.enabled:
        return Verdict(BindingState.CONFLICT, Reason.DISABLED_USER)
    by_mobile = row.rule == Rule.MOBILE
    if by_mobile and (twins := _others(others.by_mobile, row.mobile_key, row.username)):
        return Verdict(BindingState.CONFLICT, Reason.DUPLICATE_MOBILE, twins)
    if person is None:
        if others.scanned:
            return Verdict(BindingState.NOT_FOUND, Reason.USERID_UNKNOWN)
        return Verdict(BindingState.BOUND, Reason.NOT_SCANNED)
    return _reachable(row, person, by_mobile=by_mobile)


def _reachable(row: Known, person: Person, *, by_mobile: bool) -> Verdict:
    if person.standing is Standing.GONE:
        return Verdict(BindingState.GONE, Reason.GONE)
    if person.standing is Standing.OUT_OF_RANGE:
        return Verdict(BindingState.OUT_OF_RANGE, Reason.CONTACT_RANGE)
    if not person.active:
        return Verdict(BindingState.INACTIVE, Reason.INACTIVE)
    if not person.visible:
        return Verdict(BindingState.OUT_OF_RANGE, Reason.VISIBLE_RANGE)
    if by_mobile and person.mobile and normal_mobile(person.mobile).value != row.mobile_key:
        return Verdict(BindingState.BOUND, Reason.MOBILE_CHANGED)
    if row.rule in MATCHING and row.name and person.name and not _same_name(row.name, person.name):
        names = {"ours": row.name, "theirs": person.name}
        return Verdict(BindingState.BOUND, Reason.NAME_DIFFERS, names)
    return Verdict(BindingState.BOUND)


def _same_name(one: str, other: str) -> bool:
    return one == other or _plain(one) == _plain(other)


def _plain(name: str) -> str:
    """A name without the blanks that people put between its parts."""
    return "".join(half_width(name).casefold().split())


def _suggested(row: Known) -> Verdict | None:
    found = [one for one in row.candidates if one.userid not in row.rejected]
    if not found:
        return None
    rules = list(dict.fromkeys(one.rule for one in found))
    if len({one.userid for one in found}) == 1:
        if rules == [Rule.NAME]:
            return Verdict(BindingState.SUGGESTED, Reason.NAME_ONLY)
        if not row.enabled:
            return Verdict(BindingState.SUGGESTED, Reason.DISABLED_USER)
        return Verdict(BindingState.SUGGESTED, Reason.ONE_LEFT, {"rule": str(rules[0])})
    if len(rules) > 1:
        named = {"rules": [str(rule) for rule in rules]}
        return Verdict(BindingState.CONFLICT, Reason.RULES_DISAGREE, named)
    if rules == [Rule.NAME]:
        named = {"count": len(found), "name": row.name}
        return Verdict(BindingState.SUGGESTED, Reason.EQUAL_NAMES, named)
    named = {"count": len(found), "rule": str(rules[0])}
    return Verdict(BindingState.SUGGESTED, Reason.TWO_CANDIDATES, named)


def _not_found(row: Known) -> Verdict:
    masked = not row.mobile_key and normal_mobile(row.mobile).kind is MobileKind.MASKED
    state = BindingState.NOT_FOUND if row.searched else BindingState.NOT_BOUND
    if row.rejected:
        values = {"count": len(row.rejected)}
        return Verdict(BindingState.NOT_BOUND, Reason.REJECTED, values)
    if masked:
        return Verdict(state, Reason.MOBILE_MASKED, {"mobile": row.mobile})
    if not row.enabled:
        return Verdict(BindingState.NOT_BOUND, Reason.DISABLED_USER)
    if not row.searched:
        return Verdict(BindingState.NOT_BOUND)
    if not row.findable:
        return Verdict(BindingState.NOT_FOUND, Reason.NOTHING_TO_MATCH)
    return Verdict(BindingState.NOT_FOUND, Reason.NO_MATCH, {"rules": list(row.searched)})


def _others(groups: Mapping[str, Sequence[str]], key: str, username: str) -> dict[str, Any]:
    """The first few of a row's group, without itself, and how many more; empty for a row alone."""
    group = groups.get(key, ()) if key else ()
    if not group:
        return {}
    named = [one for one in group[: MOST_NAMED + 1] if one != username][:MOST_NAMED]
    more = len(group) - 1 - len(named)
    return {"usernames": named, "more": more}
