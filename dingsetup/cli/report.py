"""`dingsetup report`: the sheet to hand over: what was set up, what was proved, what is open."""

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from dingsetup.cli.opening import open_bundle, refuse_taken
from dingsetup.cli.output import Paper
from dingsetup.cli.session import Session
from dingsetup.cli.spoken import command, option
from dingsetup.cli.standing import Chosen, Standing, standing, standing_options
from dingsetup.files import write_atomically
from dingsetup.language.sentence import N_
from dingsetup.profile import SUPPORT

if TYPE_CHECKING:
    from dingsetup.support.rendering import Form
    from dingsetup.support.report import Report

FORMS = ("html", "md", "json")


class Given(Chosen):
    """What the command takes."""

    bundle_file: Path | None
    form: "Form"
    file: Path | None
    force: bool


@command(
    "report",
    help=N_(
        "Write the sheet to hand over: what was set up, what was proved and how, what is open."
    ),
)
@standing_options
@option(
    "--from-bundle",
    "bundle_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=N_("That of a support file."),
)
@option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    default="md",
    help=N_("A page that prints well, Markdown (the default), or JSON."),
)
@option(
    "--output",
    "-o",
    "file",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help=N_("The file to write; stdout by default."),
)
@option("--force", is_flag=True, help=N_("Replace the file where it is there already."))
def report(session: Session, **given: Unpack[Given]) -> None:
    """Exit with 0 once it is written, whatever was found."""
    from dingsetup.support.rendering import render

    file = given["file"]
    if file is not None:
        refuse_taken(session, file, force=given["force"])
    content = render(_report(session, given), session.language, given["form"]).encode()
    if file is None:
        click.echo(content, nl=False)
        return
    write_atomically(file, content)
    text = session.language.gettext("The report is in {file}.")
    Paper().line(text.format(file=file))


def _report(session: Session, given: Given) -> "Report":
    from dingsetup.support.report import make_report

    if given["bundle_file"] is None:
        return _of_own(session, standing(session, given))
    if given["profile_id"] or given["practice"] or given["more"] or given["check"]:
        text = session.language.gettext("--from-bundle stands alone: the file says whose it is.")
        raise click.UsageError(text)
    bundle = open_bundle(session, given["bundle_file"])
    return make_report(bundle.snapshot, session.facts, redacted=True, sends=bundle.sends)


def _of_own(session: Session, found: Standing) -> "Report":
    """That of a profile says too what changed since it last worked."""
    from dingsetup.support.comparison import compare
    from dingsetup.support.gathering import sends_of
    from dingsetup.support.history import History
    from dingsetup.support.report import make_report

    snapshot = found.snapshot
    before = History(found.folder).last_worked() if found.calls is None else None
    changes = compare(before, snapshot).changes if before is not None else ()
    return make_report(
        snapshot,
        session.facts,
        # One that was opened from a support file has no values of its own.
        redacted=snapshot.profile.id == SUPPORT,
        changes=changes,
        sends=sends_of(found.folder),
    )
