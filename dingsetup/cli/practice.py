"""`dingsetup practice`: runs a practice tenant until it is told to end."""

import contextlib
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TypedDict, Unpack

import click

from dingsetup.cli.output import Paper, print_json
from dingsetup.cli.session import Session
from dingsetup.cli.signals import ending
from dingsetup.cli.spoken import command, option
from dingsetup.findings import Finding
from dingsetup.language import Language
from dingsetup.language.sentence import N_
from dingsetup.practice import SCENARIOS, App, Identity, PortTaken, PracticeTenant, UnknownScenario

PATIENCE = 0.5
"""Seconds between two looks: on Windows, waiting without an end hears no Ctrl-C."""
MOST_PEOPLE = 100_000
MOST_LATENCY_MS = 60_000

PEOPLE = click.IntRange(1, MOST_PEOPLE)
LATENCY = click.IntRange(0, MOST_LATENCY_MS)


class Tenancy(TypedDict, total=False):
    """How a tenant is started."""

    people: int
    seed: int
    port: int
    latency_ms: int
    app: App


def start_tenant(
    session: Session, scenarios: Sequence[str], **tenancy: Unpack[Tenancy]
) -> PracticeTenant:
    """Start a tenant. Raises Failure for a scenario that does not exist and a port in use."""
    _ = session.language.gettext
    try:
        return PracticeTenant.start(session.facts, scenarios=scenarios, **tenancy)
    except UnknownScenario as error:
        text = _("There is no scenario “{name}” ({reason}). Known ones: {names}.")
        session.fail(
            text.format(
                name=error.name,
                reason=error.reason,
                names=session.language.listed(scenario_names()),
            )
        )
    except PortTaken as error:
        text = _(
            "Port {port} is in use or not allowed. Choose another with --port, or leave it out."
        )
        session.fail(text.format(port=error.port))


def scenario_names() -> list[str]:
    """Names of all scenarios, those with a parameter as `slow:MS`."""
    return [one.written for one in SCENARIOS]


@command(
    "practice",
    help=N_("Run a practice tenant: a DingTalk on this computer to learn and test with."),
)
@option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help=N_("Port to listen on, on loopback; a free one by default."),
)
@option(
    "--scenario",
    "scenarios",
    metavar="S",
    multiple=True,
    help=N_("What is to be broken; may be given several times."),
)
@option(
    "--from-bundle",
    "bundle_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=N_("Be the tenant that a support file tells of, with what was broken there."),
)
@option("--people", type=PEOPLE, default=60, help=N_("How many people the company has."))
@option("--seed", type=int, default=1, help=N_("The same number makes the same company."))
@option(
    "--latency", "latency_ms", type=LATENCY, default=0, help=N_("Milliseconds each answer takes.")
)
@option(
    "--json",
    "as_json",
    is_flag=True,
    help=N_("Print the address and the credentials as one line of JSON first."),
)
def practice(
    session: Session,
    scenarios: tuple[str, ...],
    bundle_file: Path | None,
    as_json: bool,
    **tenancy: Unpack[Tenancy],
) -> None:
    """Run until SIGTERM or Ctrl-C, then end with exit code 0."""
    with ending() as ended, _started(session, scenarios, bundle_file, tenancy) as started:
        tenant, left_out = started
        if as_json:
            print_json({"base_url": tenant.base_url, **_handed_out(tenant.identity)}, one_line=True)
            if bundle_file is not None:
                print_json({"scenarios": tenant.scenarios, "left_out": left_out}, one_line=True)
        else:
            _introduce(session.language, tenant, left_out, bundle_file)
        while not ended.wait(PATIENCE):
            pass


@contextlib.contextmanager
def _started(
    session: Session, scenarios: Sequence[str], bundle_file: Path | None, tenancy: Tenancy
) -> Generator[tuple[PracticeTenant, tuple[Finding, ...]]]:
    """The tenant asked for, and the findings of a support file that none can play."""
    if bundle_file is None:
        with start_tenant(session, scenarios, **tenancy) as tenant:
            yield tenant, ()
        return
    if scenarios:
        text = session.language.gettext("Either --from-bundle or --scenario, not both.")
        raise click.UsageError(text)
    from dingsetup.cli.reproduced import reproduced

    with reproduced(session, bundle_file, **tenancy) as (tenant, played):
        yield tenant, played.reproduction.left_out


def _handed_out(identity: Identity) -> dict[str, str | int]:
    """What a client needs; the secret opens nothing but this tenant."""
    return {
        "app_key": identity.app_key,
        "app_secret": identity.app_secret,
        "agent_id": identity.agent_id,
        "corp_id": identity.corp_id,
        "userid": identity.userid,
        "mobile": identity.mobile,
        "dept_id": identity.dept_id,
        "chat_id": identity.chat_id,
    }


def _introduce(
    language: Language,
    tenant: PracticeTenant,
    left_out: Sequence[Finding],
    bundle_file: Path | None,
) -> None:
    _ = language.gettext
    paper = Paper()
    paper.line(_("Practice tenant at {url}").format(url=tenant.base_url), "bold")
    broken = language.listed(tenant.scenarios) or _("nothing")
    paper.line(_("Broken on purpose: {names}").format(names=broken))
    for finding in left_out:
        text = _("Cannot be played here: {title}")
        paper.line(text.format(title=language.tell(finding).title))
    paper.line()
    identity = _handed_out(tenant.identity)
    labels = {
        "app_key": language.field("client_id"),
        "app_secret": language.field("client_secret"),
        "agent_id": language.field("agent_id"),
        "corp_id": language.field("corp_id"),
        "mobile": language.field("mobile"),
    }
    paper.table((labels.get(name, name), str(value)) for name, value in identity.items())
    paper.line()
    if bundle_file is not None:
        paper.line(_("Check it as the customer did:"))
        checked = f"dingsetup check --from-bundle {bundle_file} --base-url {tenant.base_url}"
        paper.exact(f"DINGSETUP_APP_SECRET={tenant.identity.app_secret} {checked}", indent=2)
    paper.line(_("Scenarios: {names}").format(names=language.listed(scenario_names())))
    paper.line(_("Ctrl-C ends it."))
