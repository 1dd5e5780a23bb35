"""The plan the options of a command ask for, and its form as JSON."""

import datetime
from typing import Any, TypedDict, cast
from urllib.parse import urlsplit

import click
import msgspec

from dingsetup.cli.session import Session
from dingsetup.facts import Edition, Fact
from dingsetup.language.sentence import N_
from dingsetup.links import Links
from dingsetup.pasted.addresses import fault_of
from dingsetup.pasted.lists import plain_text, split_list
from dingsetup.plan import (
    GUIDE,
    VENDOR_HOSTS,
    DomainError,
    DomainFault,
    Plan,
    PlanWarning,
    make_plan,
)

WARNINGS = {
    PlanWarning.OLD_LIST_SHORTER: N_(
        "The guide of 2023 has only three addresses: who followed it lacks {new}."
    ),
    PlanWarning.ADDRESSES_YOURS: N_(
        "A private deployment has addresses of its own: name them with --address."
    ),
    PlanWarning.REDIRECT_URLS_DERIVED: N_(
        "UNCONFIRMED: the redirect URLs are derived from the SaaS edition's; the guide has no list"
        " for private deployment."
    ),
    PlanWarning.DOMAIN_MISSING: N_("The homepage needs DataWind's domain: name it with --domain."),
    PlanWarning.DOMAIN_UNCONFIRMED: N_(
        "UNCONFIRMED: the guide does not name the SaaS edition's mobile domain; compare the"
        " homepage with your DataWind's address."
    ),
}
DOMAIN_FAULTS = {
    DomainFault.EMPTY: N_("nothing is there"),
    DomainFault.SEVERAL: N_("these are several"),
    DomainFault.WILDCARD: N_("a * is no domain"),
    DomainFault.LOCAL: N_("phones cannot reach this computer"),
    DomainFault.SHAPE: N_("it is not written as a domain"),
}
ABOUT = {
    PlanWarning.OLD_LIST_SHORTER: "addresses",
    PlanWarning.ADDRESSES_YOURS: "addresses",
    PlanWarning.REDIRECT_URLS_DERIVED: "redirect_urls",
    PlanWarning.DOMAIN_MISSING: "homepage",
    PlanWarning.DOMAIN_UNCONFIRMED: "homepage",
}
"""Which part of the plan a warning is about."""


class Wanted(TypedDict):
    """Whom the plan is for."""

    edition: str
    domain: str | None
    address: tuple[str, ...]


class PlannedPermission(msgspec.Struct, frozen=True, kw_only=True):
    """A permission to be granted."""

    code: str
    name: str
    guide_name: str
    english: str
    source: str
    date: datetime.date
    unconfirmed: str


class PlannedStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step of the guide, and where it is done."""

    id: str
    group: str
    guide: str
    title: str
    goal: str
    console: str
    url: str | None
    actions: list[str]
    source: str
    date: datetime.date
    unconfirmed: str


def make_wanted_plan(session: Session, wanted: Wanted) -> Plan:
    """Make the plan the options ask for. Raises Failure and UsageError."""
    _ = session.language.gettext
    addresses = tuple(plain_text(one) for text in wanted["address"] for one in split_list(text))
    if addresses and wanted["edition"] == "saas":
        raise click.UsageError(_("--address is for the private edition: the others are known."))
    edition = cast("Edition", wanted["edition"])
    try:
        return make_plan(session.facts, edition, wanted["domain"], addresses)
    except DomainError as error:
        session.fail(domain_fault(session, error))


def domain_fault(session: Session, error: DomainError) -> str:
    """Say what is wrong with a domain."""
    _ = session.language.gettext
    text = _("“{domain}” is no domain: {reason}. Write it as bi.example.com.")
    return text.format(domain=error.text[:80], reason=_(DOMAIN_FAULTS[error.reason]))


def plan_as_json(session: Session, planned: Plan) -> dict[str, Any]:
    """The plan as `--json` prints it."""
    return {
        "edition": planned.edition,
        "domain": planned.domain,
        "homepage": planned.homepage,
        "addresses": list(planned.addresses),
        "new_addresses": list(planned.new_addresses),
        "redirect_urls": list(planned.redirect_urls),
        "permissions": _permissions(session, planned),
        "steps": _steps(session, planned.edition),
        "warnings": _warnings(session, planned),
        "sources": [msgspec.to_builtins(source) for source in planned.sources],
    }


def _permissions(session: Session, planned: Plan) -> list[PlannedPermission]:
    return [
        PlannedPermission(
            code=entry.code,
            name=entry.name,
            guide_name=entry.guide_name,
            english=entry.english,
            source=entry.source,
            date=entry.date,
            unconfirmed=doubt_about(session, entry),
        )
        for entry in planned.permissions
    ]


def _steps(session: Session, edition: Edition) -> list[PlannedStep]:
    links = Links(session.facts)
    hidden = VENDOR_HOSTS if edition == "private" else ()
    pick = session.language.pick
    return [
        PlannedStep(
            id=step.id,
            group=step.group,
            guide=step.guide,
            title=pick(step.title),
            goal=pick(step.goal),
            console=step.console,
            url=_unless(hidden, screen.url if (screen := links.screen(step.link)) else None),
            actions=[
                pick(action.text).replace("**", "")
                for action in step.actions
                if action.edition in (None, edition)
            ],
            source=_unless(hidden, step.source) or GUIDE,
            date=step.date,
            unconfirmed=doubt_about(session, step),
        )
        for step in session.facts.steps
    ]


def _unless(hosts: tuple[str, ...], url: str | None) -> str | None:
    """The address, unless it is one of these hosts': whom a private plan is for can't open it."""
    return None if url and (urlsplit(url).hostname or "").endswith(hosts) else url


def doubt_about(session: Session, fact: Fact) -> str:
    """What nobody has seen of a fact; empty where there is no doubt."""
    return session.language.pick(fact.unconfirmed)


def _warnings(session: Session, planned: Plan) -> list[dict[str, str]]:
    _ = session.language.gettext
    new = session.language.listed(planned.new_addresses)
    return [
        {"id": str(one), "about": ABOUT[one], "text": _(WARNINGS[one]).format(new=new)}
        for one in planned.warnings
    ] + _unusable_addresses(session, planned)


def _unusable_addresses(session: Session, planned: Plan) -> list[dict[str, str]]:
    """Warn of addresses the allowlist cannot use, as `diff` does of pasted ones."""
    text = session.language.gettext("{entry} cannot be used: {reason}.")
    faults = ((address, fault_of(address)) for address in planned.addresses)
    return [
        {
            "id": "address_unusable",
            "about": "addresses",
            "text": text.format(entry=address, reason=session.language.reason(fault)),
        }
        for address, fault in faults
        if fault is not None
    ]
