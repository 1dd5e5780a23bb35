"""What a comparison of two snapshots comes out as: changes, each with a kind and values."""

from collections.abc import Iterator, Mapping
from enum import IntEnum, StrEnum
from typing import Any

import msgspec


class ChangeKind(StrEnum):
    """What is different. In brackets, the values each comes with."""

    FIRST_CHECK = "first_check"
    """[counts, total] Nothing was kept before: there is nothing to compare with."""

    # What somebody set.
    SECRET = "secret"
    """[case: other, given, gone]"""
    APP = "app"
    """[field, before, after] AppKey, AgentId, CorpId, edition, or another tenant's address."""
    DOMAIN = "domain"
    """[before, after]"""
    HOMEPAGE = "homepage"
    """[before, after] As it stands in the console."""
    ADDRESSES = "addresses"
    """[gone, new, field] Entries of the allowlist as pasted, or of the private servers."""
    REDIRECT_URLS = "redirect_urls"
    """[gone, new]"""
    CONNECTION = "connection"
    """[field: proxy, ca_file; before, after]"""
    ANSWER = "answer"
    """[question, before, after] What a person confirmed: `yes`, `no` or empty."""

    # What was found. [key, before, after]: findings as JSON, null where there was none.
    COMPUTER = "computer"
    """This computer's address. [also ip_before, ip]"""
    PERMISSION = "permission"
    """[also case: lost, granted; code]"""
    RANGE = "range"
    FIELDS = "fields"
    VISIBLE_RANGE = "visible_range"
    PUBLICATION = "publication"
    WORSE = "worse"
    BETTER = "better"
    OTHERWISE = "otherwise"
    """As good or bad as before, but not the same."""

    # Several findings at once.
    WAITING = "waiting"
    """[by, keys, count] Now wait for another finding, and did not, or for another one."""
    RELEASED = "released"
    """[keys, count] Waited for another finding, and now are as they should be."""
    STEPS = "steps"
    """[case: checked, missing; steps] Only one of the two looked at these."""

    # Beside the set-up itself.
    PEOPLE = "people"
    """[before, after] The binding table: total, bound, open, drifted, unproved."""
    FACTS = "facts"
    """[before, after: dates; own]"""
    PROGRAM = "program"
    """[before, after]"""


class Weight(IntEnum):
    """How far up a change stands."""

    BETTER = 0
    OTHER = 1
    WORSE = 2
    CAUSE = 3
    """What explains the finding that must be mended first; at most one is."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is different. Sentences for it come from `dingsetup.language.changes`."""

    kind: ChangeKind
    values: Mapping[str, Any] = {}
    """JSON types only."""
    weight: Weight = Weight.OTHER
    passing: bool = False
    """Whether it only tells how a run went (slow, a second try): no news for who watches."""

    @property
    def key(self) -> str:
        """`step/check` of the finding it is about; empty where it is about none."""
        return str(self.values.get("key", ""))


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """What changed from one snapshot to another: the cause, the worse, the rest, the better."""

    changes: tuple[Change, ...] = ()
    cause: Change | None = None
    """The first of `changes`, where one explains what must be mended first."""

    @property
    def lasting(self) -> tuple[Change, ...]:
        """Those that are news; a history and a watch go by them."""
        return tuple(change for change in self.changes if not change.passing)

    def of(self, weight: Weight) -> Iterator[Change]:
        return (change for change in self.changes if change.weight is weight)
