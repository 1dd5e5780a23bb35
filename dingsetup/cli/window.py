"""Opens the window, tours its pages and smoke-tests it: the doors to `dingsetup.ui`."""

from importlib import import_module
from pathlib import Path

import click

from dingsetup.cli.session import Session
from dingsetup.cli.spoken import command
from dingsetup.language.sentence import N_


def open_window(session: Session, *, practice: bool, profile: str | None) -> int:
    """Open the window and return its exit code once it is closed."""
    if profile is not None:
        profile = session.profile(profile).id
    # By name, as only the program's entry may import both the command line and the window.
    code: int = import_module("dingsetup.ui.app").run(
        practice=practice,
        profile=profile,
        language=session.asked_language,
        facts_file=session.facts_file,
    )
    return code


@command("tour", hidden=True, help=N_("Write a screenshot of every page to a folder."))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def tour(session: Session, folder: Path) -> None:
    """Write the screenshots and name each."""
    for file in import_module("dingsetup.ui.tour").write_tour(folder):
        click.echo(str(file))


@command("smoke", hidden=True, help=N_("Build every page and run the checks on a practice tenant."))
@click.pass_context
def smoke(context: click.Context, session: Session) -> None:
    """Exit with 0 when all of it works."""
    context.exit(import_module("dingsetup.ui.smoke").main())
