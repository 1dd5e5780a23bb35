"""The message that a command is about: a kind, a type and values, put together."""

from typing import Any, TypedDict

import click
import msgspec

from dingsetup.cli.message.desk import Desk
from dingsetup.cli.spoken import Function, option, session_of
from dingsetup.language import Language
from dingsetup.language.message_faults import fault_told
from dingsetup.language.sentence import N_
from dingsetup.messages.compose import compose, default_links, sample_values
from dingsetup.messages.pushes import Push, TextLanguage
from dingsetup.messages.values import Fault, Message, MessageType, Problem
from dingsetup.profile import Profile


class Asked(TypedDict):
    """What is to be sent, as the options say it."""

    kind: str
    type_name: str | None
    settings: tuple[tuple[str, str], ...]
    tongue: TextLanguage | None


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of push and its values; a message comes of it by `message`."""

    push: Push
    type: MessageType
    tongue: TextLanguage
    values: dict[str, str]

    def message(
        self, number: int = 1, media_id: str = "", picture_url: str = ""
    ) -> tuple[Message, tuple[Fault, ...]]:
        """The message as the test of this number, and what was wrong with template or values."""
        composed = compose(
            self.push,
            self.type,
            self.tongue,
            self.values,
            number=number,
            media_id=media_id,
            picture_url=picture_url,
        )
        return composed.message, composed.faults


class Setting(click.ParamType[tuple[str, str]]):
    """`NAME=VALUE`."""

    name = "setting"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        name, equals, content = str(value).partition("=")
        if not equals or not name.strip():
            language = session_of(ctx).language if ctx else Language("en")
            text = language.gettext("“{value}” has no “=”: write NAME=VALUE.")
            self.fail(text.format(value=value), param, ctx)
        return name.strip(), content


def message_options(function: Function) -> Function:
    """Take what a message is made of."""
    for declare in (
        option(
            "--in",
            "tongue",
            metavar="zh|en",
            type=click.Choice(["zh", "en"]),
            help=N_("Language of the message; that of the program by default."),
        ),
        option(
            "--set",
            "settings",
            metavar="NAME=VALUE",
            type=Setting(),
            multiple=True,
            help=N_("Give a variable another value than its sample; may be given several times."),
        ),
        option(
            "--type",
            "type_name",
            metavar="T",
            type=click.Choice([str(one) for one in MessageType]),
            help=N_("One of text, markdown, card, buttons, oa, link, image; else the kind's own."),
        ),
        click.argument("kind"),
    ):
        function = declare(function)
    return function


def push_named(desk: Desk, kind: str) -> Push:
    """The push of this id. Raises UsageError where there is none."""
    push = desk.pushes.find(kind)
    if push is None:
        text = desk.language.gettext("There is no kind “{kind}”. There are: {kinds}.")
        known = desk.language.listed([one.id for one in desk.pushes.all])
        raise click.UsageError(text.format(kind=kind, kinds=known))
    return push


def made_of(desk: Desk, asked: Asked, profile: Profile | None = None) -> Made:
    """Put together what was asked for, the samples of the kind and the links of the profile (the
    desk's unless another is given) below it.

    Raises UsageError for a kind or a variable that there is not.
    """
    push = push_named(desk, asked["kind"])
    tongue = asked["tongue"] or ("zh" if desk.language.chinese else "en")
    app = profile or desk.profile
    made = Made(
        push=push,
        type=MessageType(asked["type_name"] or push.default_type),
        tongue=tongue,
        values={
            **sample_values(push, tongue),
            **default_links(push, app.domain, app.corp_id, app.base_url or ""),
            **dict(asked["settings"]),
        },
    )
    for fault in made.message()[1]:
        if fault.kind is Problem.VARIABLE_UNKNOWN:
            told = fault_told(desk.language, fault)
            raise click.UsageError("\n".join(filter(None, (told.title, told.cause, told.remedy))))
    return made
