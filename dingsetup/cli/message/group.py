"""The group `message`: what all its commands take, and how their refusals are told."""

import functools
from collections.abc import Callable
from typing import Any

import click

from dingsetup.bindings.values import BindingError, Cancelled
from dingsetup.cli.message.desk import open_desk
from dingsetup.cli.session import Session
from dingsetup.cli.spoken import OrderedGroup, option
from dingsetup.dingtalk import transport
from dingsetup.language.bindings import trouble_of
from dingsetup.language.deliveries import error_told
from dingsetup.language.sentence import N_
from dingsetup.messages.deliveries import SendError

ORDER = (
    *("kinds", "render", "lint", "send", "status", "why", "history", "recall", "bar", "resume"),
    "templates",
)
"""The commands as a person comes to need them."""


@click.group(
    "message",
    cls=OrderedGroup,
    order=ORDER,
    help=N_("Send test messages as DataWind would push them, and see what became of each."),
)
def message() -> None:
    """Hold the commands of this package."""


def subcommand(
    name: str,
    help: str,
    *,
    bare: bool = False,
    asks: bool = False,
    group: click.Group = message,
) -> Callable[[Callable[..., None]], click.Command]:
    """Declare a command of the group; its function gets the desk first.

    It takes `--profile`, `--practice` and `--json`; with `bare` it also runs without any profile,
    and where it `asks` DingTalk it takes `--base-url`. Refusals become a sentence and exit code 2,
    and what was cancelled ends as Ctrl-C does.
    """

    def declare(function: Callable[..., None]) -> click.Command:
        @functools.wraps(function)
        def run(
            session: Session,
            profile_id: str | None,
            practice: bool,
            as_json: bool,
            base_url: str | None = None,
            **given: Any,
        ) -> None:
            desk = open_desk(
                session,
                profile_id,
                practice=practice,
                as_json=as_json,
                bare=bare,
                base_url=base_url,
            )
            try:
                function(desk, **given)
            except BindingError as error:
                desk.refuse(trouble_of(session.language, error))
            except SendError as error:
                desk.refuse(error_told(session.language, error))
            except (Cancelled, transport.Cancelled):
                raise KeyboardInterrupt from None

        shared = SHARED if not asks else (BASE_URL, *SHARED)
        wrapped = click.pass_obj(run)
        for option_of in shared:
            wrapped = option_of(wrapped)
        return group.command(name, help=help)(wrapped)

    return declare


BASE_URL = option(
    "--base-url",
    metavar="URL",
    help=N_(
        "A practice tenant that runs at this address; the app's values come from"
        " DINGSETUP_APP_KEY, DINGSETUP_APP_SECRET, DINGSETUP_AGENT_ID and DINGSETUP_CORP_ID."
    ),
)
SHARED = (
    option("--json", "as_json", is_flag=True, help=N_("Print JSON.")),
    option(
        "--practice",
        is_flag=True,
        help=N_(
            "The practice tenant's table and record, which are kept; the tenant starts anew each"
            " time, always with the same people."
        ),
    ),
    option(
        "--profile",
        "profile_id",
        metavar="ID",
        help=N_("The profile whose app sends; the one opened last by default."),
    ),
)
"""Options that all commands take."""
