"""`bind undo` and `bind redo`, and what every command says of the change it made."""

from collections.abc import Sequence
from typing import Any

from dingsetup.bindings.values import Change
from dingsetup.cli.bind.desk import Desk
from dingsetup.cli.bind.group import subcommand
from dingsetup.cli.bind.told import change_as_json, counts_line
from dingsetup.cli.output import Paper
from dingsetup.cli.signals import ending
from dingsetup.language.bindings import change_name
from dingsetup.language.sentence import N_

DONE = (N_("Done: {what}."), N_("Nothing had to be changed."))
UNDONE = (N_("Taken back: {what}."), N_("There is nothing to take back."))
REDONE = (N_("Made once more: {what}."), N_("There is nothing to make once more."))
"""What is said of a change, and where there was none."""


@subcommand("undo", N_("Take back the last change of the table, whoever made it."))
def undo(desk: Desk) -> None:
    """An import or a run is taken back as one."""
    with ending() as cancel:
        change = desk.table.undo(cancel)
    _tell(desk, change, UNDONE)


@subcommand("redo", N_("Make the change that was taken back last once more."))
def redo(desk: Desk) -> None:
    """After any other change there is nothing to make once more."""
    with ending() as cancel:
        change = desk.table.redo(cancel)
    _tell(desk, change, REDONE)


def tell_change(
    desk: Desk, change: Change | None, *, users: Sequence[str], left: Sequence[str] = ()
) -> None:
    """Say what was done of users, and who was left for a person to decide."""
    _tell(desk, change, DONE, users=users, left=left)


def said_of(desk: Desk, change: Change | None, words: tuple[str, str] = DONE) -> str:
    """What a change did, in a sentence."""
    done, nothing = words
    _ = desk.language.gettext
    if change is None:
        return _(nothing)
    return _(done).format(what=change_name(desk.language, change))


def _tell(
    desk: Desk, change: Change | None, words: tuple[str, str], **about: Sequence[str]
) -> None:
    counts = desk.table.counts()
    values: dict[str, Any] = {"change": change_as_json(desk.language, change), "counts": counts}

    def print_lines(paper: Paper) -> None:
        paper.line(said_of(desk, change, words))
        if left := about.get("left"):
            text = desk.language.ngettext(
                "{count} user is left for you to decide.",
                "{count} users are left for you to decide.",
                len(left),
            )
            paper.line(text.format(count=f"{len(left):,}"))
        paper.line(counts_line(desk.language, counts), "bold")

    desk.show(values | about, print_lines)
