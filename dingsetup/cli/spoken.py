"""Commands and options whose help is in the chosen language, and the options all of them share."""

import gc
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from dingsetup.cli.session import Session
from dingsetup.language.sentence import N_

Function = TypeVar("Function", bound=Callable[..., Any])


def session_of(context: click.Context) -> Session:
    """The session every command of this run shares."""
    return cast("Session", context.find_object(Session))


def spare_collecting(context: click.Context) -> None:
    """Collect no garbage until the command is over: it is so soon, and among a hundred thousand
    rows that only takes its time."""
    if gc.isenabled():
        gc.disable()
        context.call_on_close(gc.enable)


class LanguageCode(click.ParamType[str]):
    """`zh_CN` or `en`, also as `zh` or `en_US`."""

    name = "zh_CN|en"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not str(value).lower().startswith(("zh", "en")):
            self.fail("zh_CN | en", param, ctx)
        return value


class SpokenOption(click.Option):
    """An option whose help is a key of the catalogue."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        text = self.help or ""
        return (record[0], session_of(ctx).language.gettext(text)) if record else None


def option(*names: str, help: str = "", **settings: Any) -> Callable[[Function], Function]:
    """Declare an option; its help is a key of the catalogue."""
    return click.option(*names, cls=SpokenOption, help=help, **settings)


def shared_options() -> list[click.Parameter]:
    """The options that stand before or behind a command's name alike."""
    return [
        SpokenOption(
            ["--facts"],
            metavar="FILE",
            type=click.Path(dir_okay=False, path_type=Path),
            expose_value=False,
            callback=_take_facts,
            help=N_("A facts file whose sections replace the built-in ones."),
        ),
        SpokenOption(
            ["--language"],
            metavar="zh_CN|en",
            type=LanguageCode(),
            expose_value=False,
            help=N_("Language of all texts; else DINGSETUP_LANGUAGE or the system's."),
        ),
    ]


def _take_facts(context: click.Context, param: click.Parameter, value: Path | None) -> None:
    if value is not None:
        session_of(context).facts_file = value


class SpokenCommand(click.Command):
    """A command whose help is a key of the catalogue."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params += shared_options()

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _say_help(super().get_help_option(ctx), ctx)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_help(self, ctx, formatter)


class SpokenGroup(click.Group):
    """A group of commands whose help is a key of the catalogue."""

    command_class = SpokenCommand

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params += shared_options()

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _say_help(super().get_help_option(ctx), ctx)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_help(self, ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        language = session_of(ctx).language
        rows = [(name, language.gettext(text)) for name, text in self.summaries(ctx).items()]
        with formatter.section(language.gettext("Commands")):
            formatter.write_dl(rows)

    def summaries(self, ctx: click.Context) -> dict[str, str]:
        """What the list of commands says of each, as keys of the catalogue."""
        return {name: command.help or "" for name, command in self.commands.items()}


class OrderedGroup(SpokenGroup):
    """A group that lists its commands as a person comes to need them."""

    def __init__(self, *args: Any, order: Sequence[str], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._order = order

    def list_commands(self, ctx: click.Context) -> list[str]:
        # In whichever order their files were read.
        return [name for name in self._order if name in self.commands]

    def summaries(self, ctx: click.Context) -> dict[str, str]:
        return {name: self.commands[name].help or "" for name in self.list_commands(ctx)}


def command(
    name: str, help: str, cls: type[SpokenCommand] = SpokenCommand, **settings: Any
) -> Callable[[Callable[..., Any]], SpokenCommand]:
    """Declare a command; its function gets the session first. `help` is a key of the catalogue."""

    def declare(function: Callable[..., Any]) -> SpokenCommand:
        wrapped = click.pass_obj(function)
        return click.command(name, cls=cls, help=help, **settings)(wrapped)

    return declare


def _write_help(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    if command.help:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(session_of(ctx).language.gettext(command.help))


def _say_help(option: click.Option | None, ctx: click.Context) -> click.Option | None:
    # Click keeps the option it made, in the language of the first time.
    if option is not None:
        option.help = session_of(ctx).language.gettext("Show this message and exit.")
    return option
