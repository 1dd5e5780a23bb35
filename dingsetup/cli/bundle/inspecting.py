"""`bundle inspect`: what a support file holds, told as `check` tells it, or line by line."""

from pathlib import Path

import click

from dingsetup.cli.bundle.group import subcommand
from dingsetup.cli.bundle.told import bundle_as_json, lines_as_json, print_bundle, print_lines
from dingsetup.cli.opening import open_bundle
from dingsetup.cli.output import Paper, print_json
from dingsetup.cli.session import Session
from dingsetup.cli.spoken import option
from dingsetup.language.sentence import N_


@subcommand("inspect", N_("Say what a support file holds; nothing of it is run or unpacked."))
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@option("--lines", is_flag=True, help=N_("Print every line of it instead."))
@option("--json", "as_json", is_flag=True, help=N_("Print JSON."))
def inspect(session: Session, file: Path, lines: bool, as_json: bool) -> None:
    """Exit with 0 where the file can be read, whatever stands in it."""
    from dingsetup.support.lines import to_lines

    bundle = open_bundle(session, file)
    if lines:
        held = to_lines(bundle)
        if as_json:
            print_json(lines_as_json(held))
        else:
            print_lines(held)
    elif as_json:
        print_json(bundle_as_json(session, bundle))
    else:
        print_bundle(session, Paper(), bundle, file)
