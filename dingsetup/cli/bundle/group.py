"""The group `bundle`: its commands in the order in which a person comes to need them."""

from collections.abc import Callable
from typing import Any

import click

from dingsetup.cli.spoken import OrderedGroup, spare_collecting
from dingsetup.language.sentence import N_

ORDER = ("create", "inspect", "compare", "checks", "reveal")


@click.group(
    "bundle",
    cls=OrderedGroup,
    order=ORDER,
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
