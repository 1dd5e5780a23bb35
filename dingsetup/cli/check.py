"""`dingsetup check`: runs the checks and prints what they found."""

import contextlib
import datetime
import os
import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from typing import TypedDict, Unpack
from urllib.parse import urlsplit

import click

from dingsetup.checks import IDS, STEPS
from dingsetup.checks.allowlist import settle
from dingsetup.checks.runner import Outcome, Progress, Run, inspect
from dingsetup.cli.asking import secret_for
from dingsetup.cli.output import Paper, print_json
from dingsetup.cli.practice import LATENCY, PEOPLE, start_tenant
from dingsetup.cli.report import Report
from dingsetup.cli.session import Session
from dingsetup.cli.signals import ending
from dingsetup.cli.spoken import command, option
from dingsetup.cli.troubles import sentence_for
from dingsetup.database import DatabaseError
from dingsetup.dingtalk.transport import Cancelled
from dingsetup.findings import State
from dingsetup.language.sentence import N_
from dingsetup.profile import Profile, ProfileError
from dingsetup.rehearsal import PRACTICE, practice_profile

FAILED, BLOCKED = 1, 3
"""Exit codes: something failed; nothing failed, but something could not be proved."""
HEALTHY = "healthy"


class Target(TypedDict):
    """Which tenant is checked, and how a practice tenant for it is started."""

    profile_id: str | None
    practice: tuple[str, ...]
    more: tuple[str, ...]
    base_url: str | None
    people: int | None
    latency_ms: int | None


class Tenant:
    """A tenant to check: its profile, its secret, and where the outcome goes."""

    def __init__(self, profile: Profile, secret: str, *, kept: bool = False) -> None:
        self.profile = profile
        self.secret = secret
        self.kept = kept
        """Whether the profile is one on disk, which remembers the outcome."""


@command("check", help=N_("Prove every step of the guide, as far as a machine can."))
@option(
    "--profile",
    "profile_id",
    metavar="ID",
    help=N_("The profile to check; the one opened last by default."),
)
@option(
    "--practice",
    metavar="[S]...",
    multiple=True,
    is_flag=False,
    flag_value=HEALTHY,
    help=N_("Check a practice tenant started for it, healthy or with scenarios S."),
)
@option(
    "--base-url",
    metavar="URL",
    help=N_(
        "Check the tenant at this address; the app's values come from DINGSETUP_APP_KEY,"
        " DINGSETUP_APP_SECRET, DINGSETUP_AGENT_ID and DINGSETUP_CORP_ID."
    ),
)
@option("--people", type=PEOPLE, help=N_("With --practice: how many people the company has."))
@option(
    "--latency",
    "latency_ms",
    type=LATENCY,
    help=N_("With --practice: milliseconds each answer takes."),
)
@option(
    "--step",
    "steps",
    metavar="ID",
    multiple=True,
    help=N_("Only this step; may be given several times."),
)
@option("--json", "as_json", is_flag=True, help=N_("Print JSON."))
@click.argument("more", nargs=-1, metavar="[S]...")
@click.pass_context
def check(
    context: click.Context,
    session: Session,
    steps: tuple[str, ...],
    as_json: bool,
    **target: Unpack[Target],
) -> None:
    """Exit with 0 when all that can be proved is proved, 1 on a failure, 3 when blocked only."""
    _refuse_misuse(session, steps, target)
    with _tenant(session, target) as tenant:
        outcome = _run(session, tenant, steps)
    # Findings are kept by the step: of one looked at in part nothing may be lost.
    if tenant.kept and set(steps) <= set(STEPS):
        _keep(session, tenant.profile, outcome)
    report = Report(session.language, session.facts, outcome.profile)
    if as_json:
        print_json(report.as_json(outcome.findings))
    else:
        _print(session, report, tenant, outcome)
    context.exit(exit_code(outcome))


def exit_code(outcome: Outcome) -> int:
    """0 all that can be proved is proved, 1 something failed, 3 something is blocked."""
    states = {finding.state for finding in outcome.findings}
    if State.FAILED in states:
        return FAILED
    return BLOCKED if State.BLOCKED in states else 0


def _refuse_misuse(session: Session, steps: Sequence[str], target: Target) -> None:
    """Raise UsageError for what does not go together."""
    _ = session.language.gettext
    chosen = [
        target["profile_id"] is not None,
        bool(target["practice"]),
        target["base_url"] is not None,
    ]
    if sum(chosen) > 1:
        raise click.UsageError(_("Choose one of --profile, --practice and --base-url."))
    if not target["practice"]:
        if target["more"]:
            text = _("Unexpected: {names}. Scenarios stand behind --practice.")
            raise click.UsageError(text.format(names=" ".join(target["more"])))
        if target["people"] is not None or target["latency_ms"] is not None:
            raise click.UsageError(_("--people and --latency are for --practice."))
    strange = [step for step in steps if step not in {*STEPS, *IDS}]
    if strange:
        text = _("There is no step “{step}”. Known ones: {steps}.")
        steps_told = session.language.listed(list(dict.fromkeys((*STEPS, *IDS))))
        raise click.UsageError(text.format(step=strange[0], steps=steps_told))


@contextlib.contextmanager
def _tenant(session: Session, target: Target) -> Generator[Tenant]:
    if target["practice"]:
        names = [name for name in (*target["practice"], *target["more"]) if name != HEALTHY]
        people, latency_ms = target["people"] or 60, target["latency_ms"] or 0
        with start_tenant(session, names, people=people, latency_ms=latency_ms) as started:
            profile = practice_profile(started, session.facts)
            yield Tenant(profile, started.identity.app_secret)
    elif target["base_url"] is not None:
        yield _from_environment(session, target["base_url"])
    else:
        profile = session.profile(target["profile_id"])
        yield Tenant(profile, secret_for(session, profile), kept=True)


def _from_environment(session: Session, base_url: str) -> Tenant:
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        text = session.language.gettext("“{url}” is no address: write it as http://127.0.0.1:8000.")
        session.fail(text.format(url=base_url))
    profile = Profile(
        id="environment",
        name=base_url,
        app_key=os.environ.get("DINGSETUP_APP_KEY", ""),
        agent_id=os.environ.get("DINGSETUP_AGENT_ID", ""),
        corp_id=os.environ.get("DINGSETUP_CORP_ID", ""),
        base_url=base_url.rstrip("/"),
    )
    return Tenant(profile, os.environ.get("DINGSETUP_APP_SECRET", ""))


def _run(session: Session, tenant: Tenant, steps: Sequence[str]) -> Outcome:
    """Run the checks; Ctrl-C ends them at once and the command with 130."""
    earlier: Mapping[str, datetime.datetime] = {}
    if tenant.kept:
        # A store that cannot be read is told once, when the outcome is to be kept.
        with contextlib.suppress(DatabaseError):
            earlier = session.store(tenant.profile.id).passed(tenant.profile.tenant)
    with ending() as cancel, _progress(session) as show:
        run = Run(
            facts=session.facts,
            steps=steps,
            earlier=earlier,
            bindings=_bindings(session, tenant),
            on_progress=show,
            cancel=cancel,
        )
        try:
            return inspect(tenant.profile, tenant.secret, run)
        except Cancelled:
            raise KeyboardInterrupt from None


def _bindings(session: Session, tenant: Tenant) -> Mapping[str, int]:
    """The binding table summed up; one that cannot be read is told with the outcome."""
    from dingsetup.bindings.summary import summary
    from dingsetup.bindings.table import Table

    if not tenant.kept and tenant.profile.id != PRACTICE:
        return {}
    with contextlib.suppress(DatabaseError):
        return summary(Table(session.profiles.folder(tenant.profile.id)))
    return {}


@contextlib.contextmanager
def _progress(session: Session) -> Generator[Callable[[Progress], None]]:
    """Show on a terminal's stderr how far the run is."""
    if not sys.stderr.isatty():
        yield lambda progress: None
        return
    from rich.console import Console

    text = session.language.gettext("Checking… {done} of {total}")
    with Console(stderr=True).status(text.format(done=0, total="?")) as status:
        yield lambda progress: status.update(text.format(done=progress.done, total=progress.total))


def _keep(session: Session, profile: Profile, outcome: Outcome) -> None:
    """Remember the outcome as the window does. A full disk costs the memory, not the report."""
    store = session.store(profile.id)
    try:
        store.keep(outcome.findings, outcome.at, outcome.profile.tenant)
        store.log(outcome.calls)
        # Settled on today's profile: a question may have been answered meanwhile.
        today = session.profiles.load(profile.id)
        settled = settle(today, outcome.findings, outcome.at)
        if settled != today:
            session.profiles.save(settled)
    except (DatabaseError, ProfileError) as error:
        click.echo(sentence_for(session.language, error), err=True)


def _print(session: Session, report: Report, tenant: Tenant, outcome: Outcome) -> None:
    language = session.language
    _ = language.gettext
    paper = Paper()
    name = _("Practice tenant") if tenant.profile.edition == "practice" else tenant.profile.name
    paper.line(
        _("{name}, checked on {moment}").format(name=name, moment=language.moment(outcome.at)),
        "bold",
    )
    report.print(paper, outcome.findings)
    counted = sum(call.counted for call in outcome.calls)
    text = _("{calls} calls in {seconds} s; {counted} of them count in the month's quota.")
    paper.line(
        text.format(calls=len(outcome.calls), seconds=f"{outcome.seconds:.1f}", counted=counted)
    )
    if tenant.kept and any(
        f.state is State.MANUAL and "answer" not in f.values for f in outcome.findings
    ):
        text = _("Answer the questions with “dingsetup profile answer {id} QUESTION yes|no”.")
        paper.line(text.format(id=tenant.profile.id))
