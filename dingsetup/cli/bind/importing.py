"""`bind import`: takes a sheet of DataWind users into the table, or shows what would change."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click
import msgspec

from dingsetup.bindings.imports import Example, ImportPlan, apply_import, plan_import
from dingsetup.bindings.sheets import Sheet, SheetFault, read_sheet
from dingsetup.bindings.values import Action, Change, Event
from dingsetup.cli.bind.changes import said_of
from dingsetup.cli.bind.desk import Desk, showing
from dingsetup.cli.bind.files import STREAM, about_file, read_from
from dingsetup.cli.bind.group import subcommand
from dingsetup.cli.bind.onward import Words, after_import, say_next
from dingsetup.cli.bind.told import change_as_json, counts_line, example_as_json
from dingsetup.cli.output import Paper
from dingsetup.cli.signals import ending
from dingsetup.cli.spoken import option
from dingsetup.language.bindings import column_name, event_lines
from dingsetup.language.sentence import N_
from dingsetup.language.sheets import fault_text

MOST_FAULTS = 50
"""Faults a person is shown; JSON has all."""
MOST_EXAMPLES = 20
NEW = ("name", "email", "mobile", "job_number", "userid")
"""What is shown of a user who would come into the table."""


class Mapping(click.ParamType[tuple[str, str]]):
    """`FIELD=COLUMN`; an empty column takes nothing into the field."""

    name = "mapping"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        field, equals, column = str(value).partition("=")
        if not equals or not field.strip():
            self.fail(f"{value!r}: FIELD=COLUMN", param, ctx)
        return field.strip().replace("-", "_"), column.strip()


@subcommand(
    "import",
    N_(
        "Take a sheet of DataWind users into the table: CSV or XLSX, “-” for stdin. A user is known"
        " by the username; a binding made by hand stays."
    ),
)
@click.argument("file", metavar="FILE")
@option(
    "--map",
    "mapping",
    metavar="FIELD=COLUMN",
    type=Mapping(),
    multiple=True,
    help=N_("Take a field from this column, named by its header, letter or number from 1."),
)
@option("--sheet", metavar="NAME", default="", help=N_("The worksheet of a workbook."))
@option("--dry-run", is_flag=True, help=N_("Only show what would change."))
def import_sheet(
    desk: Desk, file: str, mapping: Sequence[tuple[str, str]], sheet: str, dry_run: bool
) -> None:
    """Exit with 1 where lines of the sheet or rows of the table need a person."""
    _ = desk.language.gettext
    with about_file(desk, file), ending() as cancel, read_from(file) as path:
        with showing(desk, _("Reading the sheet… {done} of {total}")) as show:
            read = read_sheet(path, dict(mapping), sheet, cancel=cancel, progress=show)
        with showing(desk, _("Comparing with the table… {done} of {total}")) as show:
            # The table remembers of an import which file it was.
            named = msgspec.structs.replace(read, name=Path(file).name)
            plan = plan_import(desk.table, named, cancel, show)
    change = None if dry_run else apply_import(desk.table, plan)
    again = _again(file, mapping, sheet) if dry_run else None
    counts = desk.table.counts()
    desk.show(
        {
            "file": file,
            "sheet": _sheet_as_json(read),
            "plan": {
                "new": plan.new,
                "changed": plan.changed,
                "same": plan.same,
                "kept": plan.kept,
                "examples": [example_as_json(one) for one in plan.examples],
            },
            "faults": [_fault_as_json(desk, file, fault) for fault in read.faults],
            "dry_run": dry_run,
            "change": change_as_json(desk.language, change),
            "counts": counts,
        },
        lambda paper: _print(desk, paper, file, plan, change, again),
    )
    desk.exit_if_needy(counts, faults=len(read.faults))


def _sheet_as_json(sheet: Sheet) -> dict[str, Any]:
    """What was read, without the users; columns count from 1, as spreadsheets do."""
    names = ("name", "kind", "encoding", "delimiter", "sheets", "headers", "header_line", "lines")
    mapping = {field: column + 1 for field, column in sheet.mapping.items()}
    return {name: getattr(sheet, name) for name in names} | {"mapping": mapping}


def _fault_as_json(desk: Desk, file: str, fault: SheetFault) -> dict[str, Any]:
    return {
        "file": file,
        "row": fault.line,
        "column": fault.column,
        "reason": fault.reason,
        "values": fault.values,
        "left_out": fault.left_out,
        "text": fault_text(desk.language, fault),
    }


def _print(
    desk: Desk,
    paper: Paper,
    file: str,
    plan: ImportPlan,
    change: Change | None,
    again: Words | None,
) -> None:
    """`again` is the import itself, after one that was only tried."""
    _ = desk.language.gettext
    paper.line(_mapped(desk, plan.sheet))
    if again is not None:
        text = _("Would take in {new} new users and change {changed}; {same} stay as they are.")
        paper.line(
            text.format(new=f"{plan.new:,}", changed=f"{plan.changed:,}", same=f"{plan.same:,}")
        )
        for line in _examples(desk, plan.examples[:MOST_EXAMPLES]):
            paper.line(line, indent=2)
    else:
        paper.line(said_of(desk, change))
    if plan.kept:
        text = _("Bound by hand, so their account stays another than in the sheet: {users}.")
        paper.line(text.format(users=desk.language.listed(plan.kept[:MOST_EXAMPLES])))
    _print_faults(desk, paper, file, plan.sheet.faults)
    if again is None:
        paper.line(counts_line(desk.language, desk.table.counts()), "bold")
    say_next(desk, paper, again if again is not None else after_import(desk))


def _again(file: str, mapping: Sequence[tuple[str, str]], sheet: str) -> Words:
    """The same import, to be carried out; a pipe is not typed again."""
    if file == STREAM:
        return ()
    maps = (word for field, column in mapping for word in ("--map", f"{field}={column}"))
    return ("import", file, *maps, *(("--sheet", sheet) if sheet else ()))


def _mapped(desk: Desk, sheet: Sheet) -> str:
    """Which column was taken for what."""
    language = desk.language
    pairs = [
        f"{column_name(language, field)} ← {sheet.headers[column] or column + 1}"
        for field, column in sheet.mapping.items()
    ]
    text = language.gettext("{lines} lines read. {mapping}")
    return text.format(lines=f"{sheet.lines:,}", mapping=language.listed(pairs))


def _examples(desk: Desk, examples: Sequence[Example]) -> Iterator[str]:
    """A new user with what came along, a known one with what would differ."""
    for one in examples:
        if one.before is None:
            shown = (str(one.after[name]) for name in NEW if one.after.get(name))
            yield f"+ {one.username}  " + desk.language.listed(list(shown))
        else:
            event = Event("", Action.IMPORT, {}, dict(one.before), dict(one.after))
            yield f"{one.username}  " + desk.language.listed(event_lines(desk.language, event))


def _print_faults(desk: Desk, paper: Paper, file: str, faults: Sequence[SheetFault]) -> None:
    """`file, row, column, reason`, one a line."""
    for fault in faults[:MOST_FAULTS]:
        place = desk.language.listed([file, fault.line, *([fault.column] if fault.column else [])])
        text = desk.language.gettext("{place}: {fault}")
        paper.line(text.format(place=place, fault=fault_text(desk.language, fault)), "yellow")
    if len(faults) > MOST_FAULTS:
        text = desk.language.gettext("… and {count} more faults; --json has all of them.")
        paper.line(text.format(count=f"{len(faults) - MOST_FAULTS:,}"))
