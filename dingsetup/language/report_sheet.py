"""A report in words, part by part: what its JSON prints and its sheets lay out."""

import datetime
from typing import Any

import msgspec

from dingsetup.findings import State
from dingsetup.language.links import ToldLink


class ToldEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A finding in words. `way` and `calls` say how it came about, `how` says it to a person."""

    step: str
    check: str
    step_title: str
    subject: str
    state: State
    state_name: str
    kind: str
    values: dict[str, Any]
    title: str
    cause: str
    remedy: str
    links: list[ToldLink]
    at: datetime.datetime
    moment: str
    way: str
    calls: list[str]
    how: str
    outdated: bool
    waits_for: str = ""
    """`step/check` of the open finding to be mended before."""
    waiting: list[str] = []
    """What waits for this one, by its name."""


class ToldValue(msgspec.Struct, frozen=True, kw_only=True):
    """A value to be entered somewhere."""

    value: str
    name: str = ""
    standing: str = ""
    standing_name: str = ""
    source: str = ""
    date: datetime.date | None = None
    unconfirmed: str = ""
    note: str = ""


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A word or number with its name."""

    id: str
    name: str
    value: Any


class Remark(msgspec.Struct, frozen=True):
    """What a reader must know of a part."""

    id: str
    about: str
    text: str


class ToldAllowance(msgspec.Struct, frozen=True, kw_only=True):
    """The address still to be taken off the allowlist."""

    ip: str
    asked_at: datetime.datetime
    seen_open: bool
    text: str


class ToldSends(msgspec.Struct, frozen=True, kw_only=True):
    """The test messages, summed up."""

    count: int
    people: int
    fates: list[Named]


class ToldChange(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is different from an earlier check."""

    kind: str
    weight: str
    values: dict[str, Any]
    text: str
    line: str
    """The text behind a word on how it weighs."""


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A report in words: what `dingsetup report --format json` prints, key by key."""

    language: str
    name: str
    edition: str
    edition_name: str
    redacted: bool
    made_at: datetime.datetime
    made: str
    checked_at: datetime.datetime
    checked: str
    zone: str
    program: str
    counts: dict[str, int]
    notes: list[Remark]
    first_cause: str
    """`step/check` of the first of `open`, where it must be mended first."""
    open: list[ToldEntry]
    surplus: list[ToldEntry]
    allowance: ToldAllowance | None
    permissions_pasted: bool
    """Whether a page was pasted by which surplus permissions could be seen."""
    form: list[ToldValue]
    addresses: list[ToldValue]
    redirect_urls: list[ToldValue]
    permissions: list[ToldValue]
    homepage: list[ToldValue]
    proved: list[ToldEntry]
    confirmed: list[ToldEntry]
    left_out: list[ToldEntry]
    bindings: list[Named]
    sends: ToldSends
    changes: list[ToldChange]
    versions: list[Named]
