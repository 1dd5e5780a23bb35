"""The guide's values for a profile: each with source and date, and whether it is in place."""

import datetime
from collections.abc import Iterator, Mapping
from enum import StrEnum

import msgspec

from dingsetup.facts import Fact, Facts, Text
from dingsetup.findings import Finding, Kind, State
from dingsetup.plan import GUIDE, Plan, PlanWarning, homepage_of, plan_for
from dingsetup.profile import Profile
from dingsetup.support.discretion import address
from dingsetup.support.values import Snapshot


class Part(StrEnum):
    """Where in the consoles a value belongs."""

    ADDRESSES = "addresses"
    REDIRECT_URLS = "redirect_urls"
    PERMISSIONS = "permissions"
    HOMEPAGE = "homepage"


class Standing(StrEnum):
    """Whether the value is where it belongs, as far as anybody has looked."""

    IN_PLACE = "in_place"
    MISSING = "missing"
    DIFFERS = "differs"
    NOT_COMPARED = "not_compared"


class GuideValue(msgspec.Struct, frozen=True, kw_only=True):
    """One value to be entered."""

    part: Part
    value: str
    standing: Standing
    name: Text | None = None
    """Of a permission, as the console calls it."""
    source: str = ""
    """Where the guide's value was read; empty for one the admin named."""
    date: datetime.date | None = None
    unconfirmed: Text | None = None


def guide_values(snapshot: Snapshot, facts: Facts) -> tuple[GuideValue, ...]:
    """All values of the guide, in the order they are entered."""
    found = {kept.finding.key: kept.finding for kept in snapshot.findings}
    plan = plan_for(facts, snapshot.profile)
    return (
        *_addresses(plan, facts, found),
        *_redirect_urls(plan, facts, found),
        *_permissions(plan, found),
        *_homepage(snapshot.profile, facts, found),
    )


def plan_warnings(profile: Profile, facts: Facts) -> tuple[PlanWarning, ...]:
    """What the plan itself warns of; a practice tenant's homepage needs no warning."""
    warnings = plan_for(facts, profile).warnings
    practice = profile.edition == "practice"
    ours = (PlanWarning.DOMAIN_MISSING, PlanWarning.DOMAIN_UNCONFIRMED)
    return tuple(one for one in warnings if not (practice and one in ours))


def _addresses(plan: Plan, facts: Facts, found: Mapping[str, Finding]) -> Iterator[GuideValue]:
    finding = found.get("security/addresses")
    lists = sorted(facts.address_lists, key=lambda entry: entry.date)
    for value in plan.addresses:
        fact = next((one for one in lists if value in one.addresses), None)
        ours = fact if plan.edition == "saas" else None
        standing = _listed(finding, value)
        yield _value(Part.ADDRESSES, address(value), standing, ours, plan)


def _redirect_urls(plan: Plan, facts: Facts, found: Mapping[str, Finding]) -> Iterator[GuideValue]:
    finding = found.get("security/redirect_urls")
    for value, fact in zip(plan.redirect_urls, facts.redirect_urls, strict=False):
        yield _value(Part.REDIRECT_URLS, value, _listed(finding, value), fact, plan)


def _permissions(plan: Plan, found: Mapping[str, Finding]) -> Iterator[GuideValue]:
    for fact in plan.permissions:
        standing = _proved(found.get(f"permissions/{fact.code}"))
        made = _value(Part.PERMISSIONS, fact.code, standing, fact, plan)
        yield msgspec.structs.replace(made, name=Text(zh=fact.name, en=fact.english))


def _homepage(profile: Profile, facts: Facts, found: Mapping[str, Finding]) -> Iterator[GuideValue]:
    value = homepage_of(facts, profile)
    if value:
        finding = found.get("mobile/homepage")
        wrong = finding is not None and finding.state is State.FAILED
        standing = Standing.DIFFERS if wrong else _proved(finding)
        yield _value(Part.HOMEPAGE, value, standing, facts.homepage, plan_for(facts, profile))


def _value(part: Part, value: str, standing: Standing, fact: Fact | None, plan: Plan) -> GuideValue:
    if fact is None:
        return GuideValue(part=part, value=value, standing=standing)
    sources = {source.about: source.source for source in plan.sources}
    about = value if part is Part.PERMISSIONS else str(part)
    # A private plan names the guide in place of the vendor's public pages.
    source = fact.source if plan.edition == "saas" else sources.get(about, GUIDE)
    return GuideValue(
        part=part,
        value=value,
        standing=standing,
        source=source,
        date=fact.date,
        unconfirmed=fact.unconfirmed,
    )


def _listed(finding: Finding | None, value: str) -> Standing:
    """By the list a person pasted."""
    if finding is None:
        return Standing.NOT_COMPARED
    if finding.kind is Kind.LIST_COMPLETE:
        return Standing.IN_PLACE
    missing = finding.values.get("missing")
    if not isinstance(missing, list | tuple):
        return Standing.NOT_COMPARED
    return Standing.MISSING if value in missing else Standing.IN_PLACE


def _proved(finding: Finding | None) -> Standing:
    if finding is None:
        return Standing.NOT_COMPARED
    if finding.state is State.PASSED or finding.kind is Kind.PROVED_EARLIER:
        return Standing.IN_PLACE
    missing = finding.state is State.FAILED and finding.kind is Kind.SCOPE_MISSING
    return Standing.MISSING if missing else Standing.NOT_COMPARED
