"""The group `bind`: what all its commands take, and how their refusals are told."""

import functools
from collections.abc import Callable
from typing import Any

import click

from dingsetup.bindings.values import BindingError, Cancelled
from dingsetup.cli.bind.desk import open_desk
from dingsetup.cli.session import Session
from dingsetup.cli.spoken import Function, OrderedGroup, option, spare_collecting
from dingsetup.dingtalk import transport
from dingsetup.language.bindings import trouble_of
from dingsetup.language.sentence import N_

ORDER = (
    *("template", "import", "scan", "match", "list", "accept", "reject", "set", "unset"),
    *("ignore", "unignore", "check", "export", "history", "undo", "redo"),
)
"""The commands as a person comes to need them."""


@click.group(
    "bind",
    cls=OrderedGroup,
    order=ORDER,
    help=N_("Bind DataWind users to their DingTalk accounts, in the table of the window."),
)
@click.pass_context
def bind(ctx: click.Context) -> None:
    """Hold the commands of this package."""
    spare_collecting(ctx)


def subcommand(name: str, help: str) -> Callable[[Callable[..., None]], click.Command]:
    """Declare a command of the group; its function gets the desk first.

    It takes `--profile`, `--practice` and `--json`. Refusals become a sentence and exit code 2,
    and what was cancelled ends as Ctrl-C does.
    """

    def declare(function: Callable[..., None]) -> click.Command:
        @functools.wraps(function)
        def run(
            session: Session, profile_id: str | None, practice: bool, as_json: bool, **given: Any
        ) -> None:
            desk = open_desk(session, profile_id, practice=practice, as_json=as_json)
            try:
                function(desk, **given)
            except BindingError as error:
                desk.refuse(trouble_of(session.language, error))
            except (Cancelled, transport.Cancelled):
                raise KeyboardInterrupt from None

        return bind.command(name, help=help)(_with_shared_options(click.pass_obj(run)))

    return declare


def _with_shared_options(function: Function) -> Function:
    for declare in (
        option("--json", "as_json", is_flag=True, help=N_("Print JSON.")),
        option(
            "--practice",
            is_flag=True,
            help=N_(
                "The practice tenant's table, which is kept; the tenant starts anew each time,"
                " always with the same people."
            ),
        ),
        option(
            "--profile",
            "profile_id",
            metavar="ID",
            help=N_("The profile whose table it is; the one opened last by default."),
        ),
    ):
        function = declare(function)
    return function
