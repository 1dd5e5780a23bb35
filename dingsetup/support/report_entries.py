"""Sorts what was found by what it means to whoever takes a set-up over."""

import datetime
from collections.abc import Sequence

import msgspec

from dingsetup.facts import Facts, Text
from dingsetup.findings import Finding, Kind, State, first_cause
from dingsetup.links import Link
from dingsetup.plan import DomainError, clean_domain
from dingsetup.profile import Profile
from dingsetup.store import Kept
from dingsetup.support.changes import Change
from dingsetup.support.discretion import cleaned, presentable, presentable_change
from dingsetup.support.evidence import How, how_found
from dingsetup.support.links import ReportLinks
from dingsetup.support.values import Snapshot

SURPLUS = frozenset({Kind.PERMISSIONS_EXTRA, Kind.ADDRESSES_EXTRA, Kind.REDIRECT_URLS_EXTRA})
"""What the app has beyond the guide: to be given back unless another program needs it."""
FIRST, WAITING, REST = range(3)
"""Order of what is open."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One finding as it is handed over."""

    finding: Finding
    """With what may be shown of its values only."""
    step: Text | None
    """Title of its step; None for one the facts do not know."""
    at: datetime.datetime
    """When it was found, proved or answered."""
    how: How
    links: tuple[Link, ...] = ()
    outdated: bool = False
    """Whether something it rests on was typed anew since."""


class Sorted(msgspec.Struct, frozen=True, kw_only=True):
    """All entries, each in one pile."""

    proved: tuple[Entry, ...]
    confirmed: tuple[Entry, ...]
    open: tuple[Entry, ...]
    surplus: tuple[Entry, ...]
    left_out: tuple[Entry, ...]


class Entries:
    """Makes the entries of one snapshot, which must be `cleaned`."""

    def __init__(self, snapshot: Snapshot, facts: Facts, *, redacted: bool) -> None:
        self._snapshot = snapshot
        self._facts = facts
        self._redacted = redacted
        self._links = ReportLinks(facts, snapshot.profile, redacted=redacted)
        self._steps = {step.id: step.title for step in facts.steps}
        self._domain = _domain(snapshot.profile)
        self._first = first_cause(snapshot.plain_findings)

    def first_cause(self) -> Entry | None:
        kept = (kept for kept in self._snapshot.findings if kept.finding is self._first)
        return next((self._entry(one) for one in kept), None)

    def changes(self, changes: Sequence[Change]) -> tuple[Change, ...]:
        plain = msgspec.convert(cleaned(msgspec.to_builtins(changes)), tuple[Change, ...])
        if self._redacted:
            return plain
        return tuple(presentable_change(one, self._facts, self._domain) for one in plain)

    def sorted_out(self) -> Sorted:
        piles: dict[str, list[Entry]] = {name: [] for name in Sorted.__struct_fields__}
        for kept in self._snapshot.findings:
            # An open allowance is told by itself.
            if kept.finding.kind is not Kind.ALLOWANCE_OPEN:
                piles[self._pile(kept.finding)].append(self._entry(kept))
        piles["open"].sort(key=self._urgency)
        return msgspec.convert(piles, Sorted)

    def _pile(self, finding: Finding) -> str:
        if finding.kind in SURPLUS:
            return "surplus"
        if finding.kind is Kind.PROVED_EARLIER or finding.state is State.PASSED:
            return "proved"
        if finding.standing is State.PASSED or self._meant(finding) is not None:
            return "confirmed"
        return "left_out" if finding.state is State.SKIPPED else "open"

    def _meant(self, finding: Finding) -> datetime.datetime | None:
        """When a person said that a narrow contact range is meant."""
        answer = self._snapshot.profile.answers.get(Kind.OUT_OF_SCOPE)
        meant = finding.kind is Kind.OUT_OF_SCOPE and finding.values.get("case") == "meant"
        return answer.at if answer is not None and meant else None

    def _urgency(self, entry: Entry) -> int:
        finding = entry.finding
        if self._first is None or finding.key == self._first.key:
            return FIRST
        return WAITING if finding.values.get("blocked_by") == self._first.key else REST

    def _entry(self, kept: Kept) -> Entry:
        finding = kept.finding
        shown = finding if self._redacted else presentable(finding, self._facts, self._domain)
        return Entry(
            finding=shown,
            step=self._steps.get(finding.step),
            at=self._moment(kept),
            how=how_found(finding, self._facts),
            links=self._links.of(finding),
            outdated=finding.step in self._snapshot.profile.outdated,
        )

    def _moment(self, kept: Kept) -> datetime.datetime:
        values = kept.finding.values
        meant = self._meant(kept.finding)
        said = str(values.get("answered_at") or values.get("proved_at") or "")
        try:
            return meant or datetime.datetime.fromisoformat(said)
        except ValueError:
            return kept.at


def _domain(profile: Profile) -> str:
    try:
        return clean_domain(profile.domain)
    except DomainError:
        return ""
