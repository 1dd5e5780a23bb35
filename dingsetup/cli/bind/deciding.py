"""`bind set`, `unset`, `accept`, `reject`, `ignore`, `unignore`: what a person decides of users."""

from collections.abc import Sequence

import click

from dingsetup.bindings import edits
from dingsetup.bindings.values import BindingState, Row
from dingsetup.cli.bind.changes import tell_change
from dingsetup.cli.bind.desk import Desk
from dingsetup.cli.bind.group import subcommand
from dingsetup.cli.bind.states import State
from dingsetup.cli.bind.users import ids_of, names_of, rows_of, users_argument
from dingsetup.cli.signals import ending
from dingsetup.cli.spoken import option
from dingsetup.language.sentence import N_

SUGGESTED = State(BindingState.SUGGESTED)


@subcommand("set", N_("Bind a user by hand to a DingTalk userid."))
@click.argument("user")
@click.argument("userid")
def set_userid(desk: Desk, user: str, userid: str) -> None:
    """A userid that nobody in the directory has is refused, once the directory was read."""
    rows = desk.rows([user])
    tell_change(desk, edits.bind(desk.table, rows[0].id, userid), users=[user])


@subcommand("unset", N_("Take the binding off users; no run binds them to the same person again."))
@users_argument(required=True)
def unset(desk: Desk, users: Sequence[str]) -> None:
    """Users that are not bound stay as they are."""
    rows = rows_of(desk, users)
    with ending() as cancel:
        change = edits.unbind(desk.table, ids_of(rows), cancel=cancel)
    tell_change(desk, change, users=names_of(rows))


@subcommand(
    "accept",
    N_(
        "Bind users to the person who was suggested. “--state suggested” takes every enabled user"
        " with one single suggestion: look at them with “bind list --state suggested” first."
    ),
)
@users_argument(required=False)
@option("--as", "userid", metavar="USERID", default="", help=N_("This one of several suggested."))
@option("--state", metavar="suggested", type=SUGGESTED, help=N_("All of them, without names."))
def accept(desk: Desk, users: Sequence[str], userid: str, state: BindingState | None) -> None:
    """Whoever has several suggestions, or is disabled in DataWind, is left for a person."""
    if bool(users) == (state is not None) or (state is not None and userid):
        text = desk.language.gettext("Name users, or give “--state suggested” alone.")
        raise click.UsageError(text)
    rows, left = rows_of(desk, users), []
    if state is not None:
        suggested = [row for row in desk.table.each() if row.state is BindingState.SUGGESTED]
        rows = [row for row in suggested if _settled(row)]
        left = [row for row in suggested if not _settled(row)]
    with ending() as cancel:
        change = edits.accept(desk.table, ids_of(rows), userid, cancel=cancel)
    tell_change(desk, change, users=names_of(rows), left=names_of(left))


@subcommand("reject", N_("Turn down who was suggested; no run suggests them to the user again."))
@users_argument(required=True)
@option("--only", "userid", metavar="USERID", default="", help=N_("Only this one of several."))
def reject(desk: Desk, users: Sequence[str], userid: str) -> None:
    """Users to whom nobody was suggested stay as they are."""
    rows = rows_of(desk, users)
    with ending() as cancel:
        change = edits.reject(desk.table, ids_of(rows), userid, cancel=cancel)
    tell_change(desk, change, users=names_of(rows))


@subcommand("ignore", N_("Mark users as needing no binding."))
@users_argument(required=True)
def ignore(desk: Desk, users: Sequence[str]) -> None:
    """No run looks for them, and nothing waits for them."""
    _ignore(desk, users, on=True)


@subcommand("unignore", N_("Mark users as needing a binding after all."))
@users_argument(required=True)
def unignore(desk: Desk, users: Sequence[str]) -> None:
    """The next run looks for them again."""
    _ignore(desk, users, on=False)


def _ignore(desk: Desk, users: Sequence[str], *, on: bool) -> None:
    rows = rows_of(desk, users)
    with ending() as cancel:
        change = edits.ignore(desk.table, ids_of(rows), on=on, cancel=cancel)
    tell_change(desk, change, users=names_of(rows))


def _settled(row: Row) -> bool:
    """Whether nobody has to choose: a disabled user is not bound unseen either."""
    return row.enabled and len({one.userid for one in row.open_candidates}) == 1
