"""`message render`: a message as DingTalk gets it, or as people will see it."""

import sys
from pathlib import Path
from typing import Any, Unpack

import click
import msgspec

from dingsetup.cli.bind.files import STREAM, force_option
from dingsetup.cli.message.desk import FAULTY, Desk
from dingsetup.cli.message.drawn import drawn
from dingsetup.cli.message.faults import exit_if_faulty, fault_as_json, say_faults
from dingsetup.cli.message.group import subcommand
from dingsetup.cli.message.linting import looked_at
from dingsetup.cli.message.making import Asked, Made, made_of, message_options
from dingsetup.cli.message.meters import meter_as_json
from dingsetup.cli.message.pictures import bubble_png, picture_of, picture_option
from dingsetup.cli.output import print_json
from dingsetup.cli.spoken import option
from dingsetup.dingtalk.transport import Network
from dingsetup.files import write_atomically
from dingsetup.language.sentence import N_
from dingsetup.messages.limits import meters
from dingsetup.messages.payload import curl, payload, request_body
from dingsetup.messages.values import Fault, Message

FORMATS = ("text", "payload", "curl", "png")


class Options(Asked):
    """What is shown, and how."""

    shape: str
    file: str
    pc: bool
    dark: bool


@subcommand(
    "render",
    N_("Show a message: as text, as the JSON DingTalk gets, as a curl command, or as a picture."),
    bare=True,
)
@message_options
@picture_option
@option(
    "--number",
    metavar="N",
    type=click.IntRange(1, 999),
    default=1,
    help=N_("Mark it as the test of this number."),
)
@option(
    "--format",
    "shape",
    type=click.Choice(FORMATS),
    default="text",
    help=N_("How it is shown; text by default."),
)
@option(
    "--output",
    "file",
    metavar="FILE",
    default=STREAM,
    help=N_("Write it to this file; to stdout by default."),
)
@option("--pc", is_flag=True, help=N_("With png: as on a PC; as on a phone by default."))
@option("--dark", is_flag=True, help=N_("With png: in dark colours."))
@force_option
def render(
    desk: Desk, picture_name: str | None, number: int, force: bool, **options: Unpack[Options]
) -> None:
    """Exit with 1 where DingTalk would refuse it, or show another thing than it seems."""
    made = made_of(desk, options)
    picture = picture_of(desk, made, picture_name)
    message, faults = looked_at(desk, made, picture, number=number)
    if desk.as_json:
        print_json(_as_json(desk, made, message, faults))
    elif options["shape"] == "png":
        look = {"device": "pc" if options["pc"] else "phone", "dark": options["dark"]}
        content = bubble_png(made, message, picture, **look)
        _write(desk, options["file"], content, force=force)
    else:
        text = _text(desk, options["shape"], made, message) + "\n"
        _write(desk, options["file"], text.encode("utf-8", "replace"), force=force)
    say_faults(desk, faults)
    exit_if_faulty(faults, FAULTY)


def _text(desk: Desk, shape: str, made: Made, message: Message) -> str:
    match shape:
        case "payload":
            return msgspec.json.format(msgspec.json.encode(payload(message)), indent=2).decode()
        case "curl":
            return _curl(desk, message)
        case _:
            return "\n".join(drawn(desk.language, message, made.tongue))


def _body(desk: Desk, message: Message) -> dict[str, Any]:
    return request_body(message, desk.profile.agent_id, ["USERID"])


def _curl(desk: Desk, message: Message) -> str:
    base = desk.profile.base_url or Network().base("oapi")
    return curl(base, _body(desk, message))


def _as_json(desk: Desk, made: Made, message: Message, faults: tuple[Fault, ...]) -> dict[str, Any]:
    return {
        "push": made.push.id,
        "type": made.type,
        "language": made.tongue,
        "values": made.values,
        "payload": payload(message),
        "body": _body(desk, message),
        "curl": _curl(desk, message),
        "text": drawn(desk.language, message, made.tongue),
        "meters": [meter_as_json(meter) for meter in meters(message, desk.session.facts)],
        "faults": [fault_as_json(desk, fault) for fault in faults],
    }


def _write(desk: Desk, file: str, content: bytes, *, force: bool) -> None:
    """To stdout, or to a file. Raises Failure where that is there already, and OSError."""
    _ = desk.language.gettext
    if file != STREAM:
        if Path(file).exists() and not force:
            text = _("{file} is there already. Take another name, or replace it with --force.")
            desk.session.fail(text.format(file=file))
        write_atomically(Path(file), content)
        desk.note(_("Written to {file}.").format(file=file))
    elif content.startswith(b"\x89PNG") and sys.stdout.isatty():
        desk.session.fail(_("A picture is not shown on a terminal: name a file with --output."))
    else:
        click.echo(content, nl=False)
