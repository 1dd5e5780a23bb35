"""`bind list` and `bind history`: what stands in the table, and how it came to stand there."""

import datetime
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import click
import msgspec

from dingsetup.bindings.finder import Finder, View
from dingsetup.bindings.values import COLUMNS, BindingError, BindingState, Row, Trouble
from dingsetup.cli.bind.desk import NEEDY, UNDECIDED, Desk, showing
from dingsetup.cli.bind.fitting import fitted
from dingsetup.cli.bind.group import subcommand
from dingsetup.cli.bind.offered import Offered, offered
from dingsetup.cli.bind.states import State
from dingsetup.cli.bind.told import (
    SHOWN,
    counts_line,
    event_as_json,
    row_as_json,
    row_header,
    row_line,
)
from dingsetup.cli.output import Paper
from dingsetup.cli.signals import ending
from dingsetup.cli.spoken import option
from dingsetup.language.bindings import action_name
from dingsetup.language.sentence import N_

MOST_ON_A_TERMINAL = 200
"""Rows; nobody scrolls through more."""
STEP = 2000
SOFT = ("name", "reason", "person_name", "departments", "rule")
"""Columns that are cut first where a row does not fit."""
WHOLE = ("mobile", "state")
"""Columns that are never cut."""
"""Rows read at a time."""

COLUMN = click.Choice(COLUMNS)


@subcommand("list", N_("Show the table, or the rows that are looked for."))
@option(
    "--state",
    "states",
    type=State(),
    metavar="S",
    multiple=True,
    help=N_("Only rows in this state; may be given several times."),
)
@option("--find", metavar="TEXT", default="", help=N_("Only rows with this text in any column."))
@option("--sort", metavar="COLUMN", type=COLUMN, help=N_("Sort by this column."))
@option("--descending", is_flag=True, help=N_("Last first."))
@option("--count", "count_only", is_flag=True, help=N_("Only count."))
def list_rows(
    desk: Desk,
    states: Sequence[BindingState],
    find: str,
    sort: str | None,
    descending: bool,
    count_only: bool,
) -> None:
    """Exit with 1 where a row that was found needs a person."""
    wanted = set(states)
    text = desk.language.gettext("Reading the table… {done} of {total}")
    with ending() as cancel, showing(desk, text) as show:
        finder = Finder.load(desk.table, cancel, show)
    view = finder.find(desk.table, find, wanted, sort or "", descending=descending)
    needy = (wanted or set(NEEDY)) & set(NEEDY)
    head = {"total": view.total, "found": len(view), "counts": finder.counts()}
    if count_only:
        desk.show(head, lambda paper: _print_counts(desk, paper, finder, view))
    elif desk.as_json:
        _print_json(desk, head, view)
    else:
        _print_rows(desk, view)
        _print_counts(desk, desk.paper, finder, view)
    if needy and len(finder.find(desk.table, find, needy)):
        click.get_current_context().exit(UNDECIDED)


@subcommand("history", N_("Show what happened to one user: what, when, by which rule."))
@click.argument("user")
def history(desk: Desk, user: str) -> None:
    """Newest first; also of a user who was taken out of the table."""
    number = desk.table.id_of(user)
    if number is None:
        raise BindingError(Trouble.USERNAME_UNKNOWN, username=user)
    language = desk.language
    events = desk.table.history(number)
    told = [event_as_json(language, event) for event in events]

    def print_lines(paper: Paper) -> None:
        for event in told:
            moment = language.moment(datetime.datetime.fromisoformat(event["at"]))
            paper.line(f"{moment}  {action_name(language, event['action'])}", "bold")
            for line in event["lines"]:
                paper.line(line, indent=4)

    desk.show({"username": user, "events": told}, print_lines)


def _each(
    desk: Desk, view: View, most: int | None = None
) -> Iterator[tuple[Row, Sequence[Offered]]]:
    """Rows with their candidates."""
    last = len(view) if most is None else min(most, len(view))
    for start in range(0, last, STEP):
        rows = desk.table.rows(view.ids(start, min(start + STEP, last)))
        candidates = offered(desk.table, rows)
        yield from ((row, candidates.get(row.id, ())) for row in rows)


def _print_json(desk: Desk, head: dict[str, Any], view: View) -> None:
    """One row a line, so that a million of them need no memory."""
    opening = msgspec.json.encode(head).decode().removesuffix("}")
    click.echo(f'{opening},"rows":[', nl=False)
    separator = "\n"
    for row, candidates in _each(desk, view):
        click.echo(separator, nl=False)
        told = row_as_json(desk.language, row, candidates)
        click.echo(msgspec.json.encode(told), nl=False)
        separator = ",\n"
    click.echo("\n]}")


def _print_rows(desk: Desk, view: View) -> None:
    _ = desk.language.gettext
    most = MOST_ON_A_TERMINAL if sys.stdout.isatty() else None
    if len(view):
        language = desk.language
        lines = [row_line(language, *one) for one in _each(desk, view, most)]
        table = [row_header(language), *lines]
        desk.paper.table(table if most is None else _fitted(table), indent=0)
    if most is not None and len(view) > most:
        text = _("… and {count} more. Narrow it down with --find and --state, or take --json.")
        desk.paper.line(text.format(count=f"{len(view) - most:,}"))


def _fitted(table: Sequence[Sequence[str]]) -> list[list[str]]:
    from rich.console import Console

    soft, whole = ({SHOWN.index(name) for name in names} for names in (SOFT, WHOLE))
    return fitted(table, Console().width, soft=soft, whole=whole)


def _print_counts(desk: Desk, paper: Paper, finder: Finder, view: View) -> None:
    language = desk.language
    if len(view) < view.total:
        text = language.gettext("{found} of {total} rows found.")
        paper.line(text.format(found=f"{len(view):,}", total=f"{view.total:,}"), "bold")
    paper.line(counts_line(language, finder.counts()), "bold")
