"""`message templates`: templates of the user's own; taken out to be edited or shared, and in."""

from pathlib import Path

import click
import msgspec

from dingsetup.cli.bind.desk import in_lines
from dingsetup.cli.bind.files import force_option
from dingsetup.cli.message.desk import FAULTY, Desk
from dingsetup.cli.message.faults import fault_as_json, say_faults
from dingsetup.cli.message.group import message, subcommand
from dingsetup.cli.message.kinds import push_as_json
from dingsetup.cli.message.making import push_named
from dingsetup.cli.output import Paper
from dingsetup.cli.spoken import SpokenGroup, option
from dingsetup.language.message_faults import fault_told
from dingsetup.language.sentence import N_
from dingsetup.messages.pushes import (
    ID_PATTERN,
    PushError,
    delete_push,
    export_push,
    read_push,
    save_push,
)


@message.group(
    "templates",
    cls=SpokenGroup,
    help=N_("Templates of your own: take one out, edit it, take it in, share it."),
)
def templates() -> None:
    """Hold the commands about templates."""


@subcommand("list", N_("List your own templates."), bare=True, group=templates)
def list_templates(desk: Desk) -> None:
    """Exit with 1 where a file cannot be read."""
    _ = desk.language.gettext
    own = [push for push in desk.pushes.all if push.own]
    faults = desk.pushes.faults

    def print_lines(paper: Paper) -> None:
        paper.table([(push.id, desk.language.pick(push.name)) for push in own], indent=0)
        if not own:
            paper.line(_("There are none. They are in {folder}.").format(folder=desk.templates))

    desk.show(
        {
            "folder": str(desk.templates),
            "templates": [push_as_json(desk, push) for push in own],
            "faults": [fault_as_json(desk, fault) for fault in faults],
        },
        print_lines,
    )
    if faults:
        say_faults(desk, faults)
        click.get_current_context().exit(FAULTY)


@subcommand(
    "export",
    N_("Write any kind to a file (TOML), to edit or to share it."),
    bare=True,
    group=templates,
)
@click.argument("kind")
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@force_option
def export(desk: Desk, kind: str, file: Path, force: bool) -> None:
    """A file that is there stays, unless it is to be replaced."""
    _ = desk.language.gettext
    push = push_named(desk, kind)
    if file.exists() and not force:
        text = _("{file} is there already. Take another name, or replace it with --force.")
        desk.session.fail(text.format(file=file))
    export_push(file, push)
    text = _("{kind} is in {file}.").format(kind=push.id, file=file)
    desk.show({"id": push.id, "file": str(file)}, lambda paper: paper.line(text))


@subcommand(
    "import", N_("Take a template in from a file, as your own."), bare=True, group=templates
)
@click.argument(
    "file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@option("--as", "id", metavar="ID", help=N_("Under this id; that in the file by default."))
@option("--force", is_flag=True, help=N_("Replace a template of your own that has this id."))
def import_template(desk: Desk, file: Path, id: str | None, force: bool) -> None:
    """What DataWind sends as we ship it is never replaced: it gets a free id."""
    _ = desk.language.gettext
    try:
        push = read_push(file)
    except PushError as error:
        desk.session.fail(in_lines(fault_told(desk.language, error.fault)))
    wanted = id or push.id
    if not ID_PATTERN.fullmatch(wanted):
        text = _("“{id}” is no id: small letters, digits and -, at most 40.")
        raise click.UsageError(text.format(id=wanted))
    there = desk.pushes.find(wanted)
    if there is not None and not there.own and id is None:
        wanted = desk.pushes.free_id(wanted)
    elif there is not None and not (there.own and force):
        text = _("There is a kind “{id}” already. Take another id with --as.")
        own = _("You have a template “{id}” already. Replace it with --force, or take --as.")
        desk.session.fail((own if there.own else text).format(id=wanted))
    saved = msgspec.structs.replace(push, id=wanted, own=True)
    path = save_push(desk.templates, saved)
    told = _("Taken in as {id}: {file}").format(id=wanted, file=path)
    desk.show({"id": wanted, "file": str(path)}, lambda paper: paper.line(told))


@subcommand("remove", N_("Delete a template of your own."), bare=True, group=templates)
@click.argument("id")
def remove(desk: Desk, id: str) -> None:
    """Only the user's own can be deleted."""
    _ = desk.language.gettext
    push = push_named(desk, id)
    if not push.own:
        desk.session.fail(_("{id} is not your own, so it stays.").format(id=id))
    delete_push(desk.templates, id)
    told = _("{id} is deleted.").format(id=id)
    desk.show({"id": id}, lambda paper: paper.line(told))
