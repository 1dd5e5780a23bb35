"""The group `bundle`: its commands in the order in which a person comes to need them."""

from collections.abc import Callable
from typing import Any

import click

from dingsetup.cli.spoken import SpokenGroup, spare_collecting
from dingsetup.language.sentence import N_

ORDER = ("create", "inspect", "compare", "checks", "reveal")


class InOrder(SpokenGroup):
    """Lists the commands in that order, in whichever their files were read."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(ORDER)

    def summaries(self, ctx: click.Context) -> dict[str, str]:
        return {name: self.commands[name].help or "" for name in ORDER}


@click.group(
    "bundle",
    cls=InOrder,
    help=N_("Make a support file without secrets and names, look into one, see what changed."),
)
@click.pass_context
def bundle(context: click.Context) -> None:
    """Hold the commands of this package."""
    spare_collecting(context)


def subcommand(name: str, help: str) -> Callable[[Callable[..., None]], click.Command]:
    """Declare a command of the group; its function gets the session first."""

    def declare(function: Callable[..., None]) -> click.Command:
        wrapped: Callable[..., Any] = click.pass_obj(function)
        return bundle.command(name, help=help)(wrapped)

    return declare
