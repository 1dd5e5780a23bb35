"""`dingsetup check`: runs the checks and prints what they found."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Unpack

import click

from dingsetup.checks import IDS, STEPS
from dingsetup.checks.runner import Outcome
from dingsetup.cli.changes import print_news
from dingsetup.cli.findings import Report
from dingsetup.cli.keeping import keep_outcome
from dingsetup.cli.output import Paper, print_json
from dingsetup.cli.practice import LATENCY, PEOPLE
from dingsetup.cli.running import run_checks
from dingsetup.cli.session import Session
from dingsetup.cli.spoken import command, option
from dingsetup.cli.tenants import HEALTHY, Target, Tenant, tenant_of
from dingsetup.findings import State
from dingsetup.language.sentence import N_

FAILED, BLOCKED = 1, 3
"""Exit codes: something failed; nothing failed, but something could not be proved."""


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
    "--from-bundle",
    "bundle_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=N_(
        "Check a practice tenant made from a support file; with --base-url, the one that"
        " “practice --from-bundle” runs, with its DINGSETUP_APP_SECRET."
    ),
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
@option(
    "--changed",
    is_flag=True,
    help=N_("Say only what changed since the profile's last kept check, and nothing otherwise."),
)
@option("--json", "as_json", is_flag=True, help=N_("Print JSON."))
@click.argument("more", nargs=-1, metavar="[S]...")
@click.pass_context
def check(
    context: click.Context,
    session: Session,
    steps: tuple[str, ...],
    changed: bool,
    as_json: bool,
    **target: Unpack[Target],
) -> None:
    """Exit with 0 when all that can be proved is proved, 1 on a failure, 3 when blocked only."""
    _refuse_misuse(session, steps, target)
    if changed:
        _refuse_watching(session, steps, target)
    with tenant_of(session, target) as tenant:
        outcome = run_checks(session, tenant, steps, quiet=changed)
    # Findings are kept by the step: of one looked at in part nothing may be lost.
    kept = tenant.kept and set(steps) <= set(STEPS)
    compared = keep_outcome(session, tenant, outcome) if kept else None
    report = Report(session.language, session.facts, outcome.profile)
    if changed:
        changes = compared.lasting if compared is not None else ()
        print_news(session.language, changes, outcome.findings, as_json=as_json)
    elif as_json:
        print_json(_as_json(report, tenant, outcome, whole=not steps))
    else:
        _print(session, report, tenant, outcome, whole=not steps)
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
        target["base_url"] is not None or target["bundle_file"] is not None,
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


def _refuse_watching(session: Session, steps: Sequence[str], target: Target) -> None:
    """Only whole steps of a profile on disk are kept, so only with them can today be compared."""
    _ = session.language.gettext
    if target["practice"] or target["base_url"] is not None or target["bundle_file"] is not None:
        raise click.UsageError(_("--changed is for a profile: it compares with its kept checks."))
    parts = [step for step in steps if step not in STEPS]
    if parts:
        text = _("--changed looks at whole steps; “{step}” is a part of one.")
        raise click.UsageError(text.format(step=parts[0]))


def _as_json(report: Report, tenant: Tenant, outcome: Outcome, *, whole: bool) -> dict[str, Any]:
    """The findings; where all were looked for, also what a support file has otherwise."""
    told = report.as_json(outcome.findings)
    if tenant.played is None or not whole:
        return told
    from dingsetup.cli.reproduced import differences_as_json

    return told | differences_as_json(report, tenant.played, outcome.findings)


def _print(
    session: Session, report: Report, tenant: Tenant, outcome: Outcome, *, whole: bool
) -> None:
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
    if tenant.played is not None and whole:
        from dingsetup.cli.reproduced import print_differences

        print_differences(language, paper, tenant.played, outcome.findings)
    if tenant.kept and any(
        f.state is State.MANUAL and "answer" not in f.values for f in outcome.findings
    ):
        text = _("Answer the questions with “dingsetup profile answer {id} QUESTION yes|no”.")
        paper.line(text.format(id=tenant.profile.id))
