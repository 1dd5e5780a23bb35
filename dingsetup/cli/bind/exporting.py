"""`bind export` and `bind template`: what comes out of the table, and a sheet to fill in."""

from collections.abc import Sequence

import click

from dingsetup.bindings.sheets import write_table, write_template, write_work_list
from dingsetup.bindings.values import BindingState
from dingsetup.cli.bind.desk import Desk, showing
from dingsetup.cli.bind.files import STREAM, about_file, force_option, write_to
from dingsetup.cli.bind.group import subcommand
from dingsetup.cli.bind.states import State
from dingsetup.cli.signals import ending
from dingsetup.cli.spoken import option
from dingsetup.language.exports import table_text, template_text, work_text
from dingsetup.language.sentence import N_


@subcommand(
    "export",
    N_(
        "Write the table to a CSV or XLSX, by the suffix, from which the same table can be read"
        " again; “-” writes a CSV to stdout."
    ),
)
@click.argument("file", metavar="FILE")
@option(
    "--state",
    "states",
    type=State(),
    metavar="S",
    multiple=True,
    help=N_("Only rows in this state; may be given several times."),
)
@option(
    "--work-list",
    is_flag=True,
    help=N_("In place of the table, what to enter on DataWind's account-binding screen."),
)
@force_option
def export(
    desk: Desk, file: str, states: Sequence[BindingState], work_list: bool, force: bool
) -> None:
    """What stood in the file is replaced once all of it is written."""
    language = desk.language
    counts = desk.table.counts()
    wanted = set(states or BindingState)
    total = sum(counts[state] for state in wanted)
    text = language.gettext("Writing… {done} of {total}")
    with (
        about_file(desk, file),
        ending() as cancel,
        write_to(desk, file, force=force) as path,
        showing(desk, text) as show,
    ):
        rows = (row for row in desk.table.each() if row.state in wanted)
        if work_list:
            words = work_text(language)
            count = write_work_list(path, rows, words, total=total, cancel=cancel, progress=show)
        else:
            words = table_text(language)
            count = write_table(path, rows, words, total=total, cancel=cancel, progress=show)
    told = language.ngettext("{count} row is in {file}.", "{count} rows are in {file}.", count)
    _tell(desk, file, told.format(count=f"{count:,}", file=file), count)


@subcommand(
    "template",
    N_("Write a sheet to fill in: a CSV or XLSX, by the suffix; “-” writes a CSV to stdout."),
)
@click.argument("file", metavar="FILE")
@force_option
def template(desk: Desk, file: str, force: bool) -> None:
    """The example in it is passed over when it is read."""
    with about_file(desk, file), write_to(desk, file, force=force) as path:
        write_template(path, template_text(desk.language))
    text = desk.language.gettext("The template is in {file}.")
    _tell(desk, file, text.format(file=file), 0)


def _tell(desk: Desk, file: str, text: str, count: int) -> None:
    """Say where it is; what goes to stdout says it itself."""
    if file != STREAM:
        desk.show({"file": file, "rows": count}, lambda paper: paper.line(text))
