"""The root command: opens the window, or finds the command named and imports only that one."""

import io
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, cast

import click

from dingsetup import __version__
from dingsetup.cli.session import Failure, Session
from dingsetup.cli.spoken import SpokenGroup, option, session_of
from dingsetup.cli.troubles import KNOWN, crashed, sentence_for
from dingsetup.cli.words import speak
from dingsetup.language import choose_language
from dingsetup.language.sentence import N_

COMMANDS = {
    "check": N_("Prove every step of the guide, as far as a machine can."),
    "bind": N_("Bind DataWind users to their DingTalk accounts, in the table of the window."),
    "message": N_("Send test messages as DataWind would push them, and see what became of each."),
    "practice": N_("Run a practice tenant: a DingTalk on this computer to learn and test with."),
    "explain": N_("Say what an answer of DingTalk means and what to do."),
    "plan": N_("Show what has to be entered in DingTalk's console."),
    "diff": N_("Compare a list pasted from the console with what is wanted."),
    "report": N_(
        "Write the sheet to hand over: what was set up, what was proved and how, what is open."
    ),
    "bundle": N_("Make a support file without secrets and names, look into one, see what changed."),
    "profile": N_("Keep the values of apps and tenants: list, show, add, change, forget."),
}
"""Each a function in a module of its name; the texts stand here so that listing them loads none."""

HIDDEN = ("tour", "smoke")
"""For the makefile and the package's test."""

CANCELLED = 130
"""Exit code after Ctrl-C, as shells have it."""


class Root(SpokenGroup):
    """The program itself."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in (*COMMANDS, *HIDDEN):
            return None
        module = "window" if cmd_name in HIDDEN else cmd_name
        return cast("click.Command", getattr(import_module(f"dingsetup.cli.{module}"), cmd_name))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:
            # Click knows only of commands that are loaded.
            raise click.NoSuchCommand(error.command_name, None, COMMANDS, ctx) from None

    def summaries(self, ctx: click.Context) -> dict[str, str]:
        return COMMANDS

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        # The language must be known before anything is parsed: usage errors are told in it.
        asked = _asked_language(args)
        language = choose_language(asked)
        speak(language)
        extra.setdefault("obj", Session(language, asked))
        return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise  # whoever read us has gone; click ends quietly
        except KNOWN as error:
            raise Failure(sentence_for(session_of(ctx).language, error)) from None
        except (KeyboardInterrupt, click.Abort):
            click.echo(err=True)
            ctx.exit(CANCELLED)

    def main(self, *args: Any, **settings: Any) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                # A redirected stream may have an encoding without Chinese or our marks.
                stream.reconfigure(errors="replace")
        try:
            return super().main(*args, **settings)
        except Exception as error:  # noqa: BLE001 - the last resort: no trace, it may hold a secret
            sys.exit(crashed(error))


def _asked_language(args: Sequence[str]) -> str | None:
    for place, word in enumerate(args):
        name, equals, value = word.partition("=")
        if name == "--language":
            return value if equals else next(iter(args[place + 1 :]), None)
    return None


@click.group(
    cls=Root,
    name="dingsetup",
    invoke_without_command=True,
    help=N_(
        "Leads an admin through connecting a DingTalk in-house app to DataWind, and proves it."
        " Without a command, the window opens."
    ),
)
@option("--practice", is_flag=True, help=N_("Open the window on a practice tenant."))
@option("--profile", metavar="ID", help=N_("Open the window on this profile."))
@option("--version", is_flag=True, is_eager=True, help=N_("Show the version and exit."))
@click.pass_context
def root(context: click.Context, practice: bool, profile: str | None, version: bool) -> None:
    """Open the window where no command is named."""
    session = session_of(context)
    _ = session.language.gettext
    if version:
        click.echo(f"dingsetup {__version__}")
        context.exit()
    if context.invoked_subcommand is not None:
        if practice or profile:
            raise click.UsageError(
                _("--practice and --profile open the window; put them behind {command}.").format(
                    command=context.invoked_subcommand
                )
            )
        return
    if practice and profile:
        raise click.UsageError(_("Either --practice or --profile, not both."))
    from dingsetup.cli.window import open_window

    context.exit(open_window(session, practice=practice, profile=profile))
