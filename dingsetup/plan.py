"""What the admin has to enter where: the facts made into one plan for an edition and a domain."""

import datetime
import ipaddress
import re
from collections.abc import Iterator
from enum import StrEnum
from urllib.parse import urlsplit

import msgspec

from dingsetup.facts import AddressList, Edition, Facts, Permission
from dingsetup.pasted.lists import plain_text, split_list
from dingsetup.profile import Profile

GUIDE = "《接入钉钉应用》"
VENDOR_HOSTS = ("volcengine.com", "byteplus.com")
LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")


class DomainFault(StrEnum):
    """Why a text is no domain."""

    EMPTY = "empty"
    SEVERAL = "several"
    WILDCARD = "wildcard"
    LOCAL = "local"
    """This computer's own name, which no phone can open."""
    SHAPE = "shape"


class DomainError(ValueError):
    """A text that is no domain of a DataWind: the text and the reason."""

    def __init__(self, text: str, reason: DomainFault) -> None:
        super().__init__(f"{text[:80]!r}: {reason}")
        self.text = text
        self.reason = reason


class PlanWarning(StrEnum):
    """What a reader of the plan must know."""

    OLD_LIST_SHORTER = "old_list_shorter"
    """The guide of 2023, or the list given, lacks addresses of the newest list."""
    ADDRESSES_YOURS = "addresses_yours"
    """Private deployment: its own addresses are still to be named."""
    REDIRECT_URLS_DERIVED = "redirect_urls_derived"
    """UNCONFIRMED: the guide has no list for private deployment; this one is derived."""
    DOMAIN_MISSING = "domain_missing"
    DOMAIN_UNCONFIRMED = "domain_unconfirmed"
    """The guide does not name the SaaS edition's domain of the mobile page."""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where a part of the plan was read, and its date."""

    about: str
    source: str
    date: datetime.date


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Everything to be entered in DingTalk's console, in the order it is entered."""

    edition: Edition
    addresses: tuple[str, ...]
    new_addresses: tuple[str, ...]
    """Those of `addresses` that the guide of 2023 does not have."""
    redirect_urls: tuple[str, ...]
    permissions: tuple[Permission, ...]
    domain: str | None
    homepage: str | None
    """None until the domain is known."""
    warnings: tuple[PlanWarning, ...]
    sources: tuple[Source, ...]


def make_plan(
    facts: Facts,
    edition: Edition,
    domain: str | None = None,
    addresses: tuple[str, ...] = (),
    redirect_urls: tuple[str, ...] = (),
) -> Plan:
    """Plan one edition; given addresses and redirect URLs are the admin's own and go first.

    Raises DomainError. A private plan names no host of the SaaS edition.
    """
    host = clean_domain(domain) if domain and domain.strip() else None
    saas = edition == "saas"
    ours = addresses or (facts.newest_addresses.addresses if saas else ())
    known = _oldest(facts).addresses
    return Plan(
        edition=edition,
        addresses=ours,
        new_addresses=tuple(entry for entry in ours if entry not in known) if saas else (),
        redirect_urls=redirect_urls or _redirect_urls(facts, edition, host),
        permissions=facts.permissions,
        domain=host,
        homepage=homepage(facts, host) if host else None,
        warnings=tuple(_warnings(facts, edition, host, ours, redirect_urls)),
        sources=tuple(_sources(facts, edition)),
    )


def plan_for(facts: Facts, profile: Profile) -> Plan:
    """The plan of a profile; a domain that is none counts as not given."""
    try:
        domain = clean_domain(profile.domain)
    except DomainError:
        domain = None
    return make_plan(facts, profile.facts_edition, domain, _own_addresses(profile))


def wanted_addresses(facts: Facts, profile: Profile) -> tuple[str, ...]:
    """What the allowlist must hold; empty while a private deployment's are not named."""
    return plan_for(facts, profile).addresses


def wanted_redirect_urls(facts: Facts, profile: Profile) -> tuple[str, ...]:
    """What must be registered; empty for a private deployment while its domain is not named."""
    return plan_for(facts, profile).redirect_urls


def homepage_of(facts: Facts, profile: Profile) -> str:
    """The homepage the guide asks for; empty until the domain is known."""
    if profile.edition == "practice" and profile.base_url is not None:
        page = facts.homepage
        # What is made from a support file keeps the address that stood there.
        kept = f"http://{profile.domain}" if profile.reproduced and profile.domain else ""
        return f"{kept or profile.base_url}{page.path}?{page.parameter}={page.placeholder}"
    return plan_for(facts, profile).homepage or ""


def homepage(facts: Facts, domain: str) -> str:
    """The mobile homepage; only `{domain}` is filled in, `$CORPID$` stays for DingTalk."""
    return facts.homepage.template.replace("{domain}", domain)


def clean_domain(text: str) -> str:
    """Return the host (and port) of what was typed or pasted: `https://bi.x.com/bi/` → `bi.x.com`.

    Raises DomainError with the reason.
    """
    entries = split_list(text)
    if len(entries) != 1:
        raise DomainError(text, DomainFault.SEVERAL if entries else DomainFault.EMPTY)
    host, port = _host_and_port(plain_text(entries[0]), text)
    if "*" in host:
        raise DomainError(text, DomainFault.WILDCARD)
    if host == "localhost":
        raise DomainError(text, DomainFault.LOCAL)
    if not _is_host(host):
        raise DomainError(text, DomainFault.SHAPE)
    return host if port in {None, 443} else f"{host}:{port}"


def _host_and_port(entry: str, text: str) -> tuple[str, int | None]:
    try:
        parts = urlsplit(entry if "://" in entry else f"https://{entry}")
        host, port = (parts.hostname or "").rstrip("."), parts.port
        if not host.isascii():
            host = host.encode("idna").decode("ascii")
    except ValueError as error:
        raise DomainError(text, DomainFault.SHAPE) from error
    if parts.username is not None or parts.scheme not in {"https", "http"}:
        raise DomainError(text, DomainFault.SHAPE)
    return host, port


def _is_host(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_unspecified and ":" not in host
    except ValueError:
        labels = host.split(".")
    named = len(labels) > 1 and len(host) <= 253 and not labels[-1].isdigit()
    return named and all(LABEL.fullmatch(label) for label in labels)


def _oldest(facts: Facts) -> AddressList:
    return min(facts.address_lists, key=lambda entry: entry.date)


def _own_addresses(profile: Profile) -> tuple[str, ...]:
    if profile.facts_edition != "private":
        return ()
    return tuple(plain_text(entry) for entry in split_list(profile.private_addresses))


def _redirect_urls(facts: Facts, edition: Edition, domain: str | None) -> tuple[str, ...]:
    urls = tuple(entry.url for entry in facts.redirect_urls)
    if edition == "saas":
        return urls
    if domain is None:
        return ()
    # The rest of the address stays byte for byte: the guide's spelling is all there is to go by.
    return tuple(url.replace(urlsplit(url).netloc, domain, 1) for url in urls)


def _warnings(
    facts: Facts,
    edition: Edition,
    domain: str | None,
    addresses: tuple[str, ...],
    redirect_urls: tuple[str, ...],
) -> Iterator[PlanWarning]:
    if edition == "saas":
        newest = set(facts.newest_addresses.addresses)
        if newest - set(_oldest(facts).addresses) or newest - set(addresses):
            yield PlanWarning.OLD_LIST_SHORTER
    else:
        if not addresses:
            yield PlanWarning.ADDRESSES_YOURS
        if domain and not redirect_urls:
            yield PlanWarning.REDIRECT_URLS_DERIVED
    if domain is None:
        yield PlanWarning.DOMAIN_MISSING
    elif edition == "saas":
        yield PlanWarning.DOMAIN_UNCONFIRMED


def _sources(facts: Facts, edition: Edition) -> Iterator[Source]:
    parts = [("homepage", facts.homepage), *((entry.code, entry) for entry in facts.permissions)]
    if edition == "saas":
        parts = [
            *(("addresses", entry) for entry in facts.address_lists),
            ("redirect_urls", facts.redirect_urls[0]),
            *parts,
        ]
    for about, fact in parts:
        # A private plan is handed to people who must not open the vendor's public hosts.
        name = GUIDE if edition == "private" and _vendors(fact.source) else fact.source
        yield Source(about=about, source=name, date=fact.date)


def _vendors(source: str) -> bool:
    host = urlsplit(source).hostname or ""
    return host.endswith(VENDOR_HOSTS)
