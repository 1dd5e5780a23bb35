"""`message history`: what was sent, one send in full, and two compared."""

from typing import Any

import click

from dingsetup.cli.message.desk import Desk
from dingsetup.cli.message.following import sending_named
from dingsetup.cli.message.group import subcommand
from dingsetup.cli.message.told import (
    delivery_as_json,
    print_sending,
    sending_as_json,
    sending_line,
    title_of,
)
from dingsetup.cli.output import Paper
from dingsetup.cli.spoken import option
from dingsetup.language.deliveries import comparison_lines, tally_line
from dingsetup.language.sentence import N_
from dingsetup.messages.deliveries import Delivery
from dingsetup.messages.history import Comparison, compare

MOST = 20


@subcommand(
    "history", N_("List what was sent, newest first; of one send, everybody; of two, what differs.")
)
@click.argument("sends", nargs=-1, metavar="[SEND] [SEND]")
@option(
    "--find",
    metavar="TEXT",
    default="",
    help=N_("Only sends whose message, people or tasks hold this text."),
)
@option(
    "--most",
    metavar="N",
    type=click.IntRange(1, 10_000),
    default=MOST,
    help=N_("As many at most; 20 by default."),
)
def history(desk: Desk, sends: tuple[str, ...], find: str, most: int) -> None:
    """SEND is a send's number or one of its tasks; nothing is asked of DingTalk."""
    if len(sends) > 2 or (sends and find):
        text = desk.language.gettext("Name one send, or two to compare; or look with --find.")
        raise click.UsageError(text)
    match [sending_named(desk, name) for name in sends]:
        case [one]:
            deliveries = desk.outbox.deliveries(one.id)
            told = [delivery_as_json(desk.language, delivery) for delivery in deliveries]
            desk.show(
                {"sending": sending_as_json(one), "deliveries": told},
                lambda paper: print_sending(desk, one, deliveries),
            )
        case [one, other]:
            found = compare(desk.outbox, one.id, other.id)
            desk.show(
                _comparison_as_json(desk, found), lambda paper: _print_compared(desk, paper, found)
            )
        case _:
            _list(desk, find, most)


def _list(desk: Desk, find: str, most: int) -> None:
    _ = desk.language.gettext
    sendings = desk.outbox.sendings(find, most)

    def print_lines(paper: Paper) -> None:
        rows = [(_("No."), _("When"), _("Kind"), _("Message"), _("People"))]
        rows += [
            (
                str(one.id),
                desk.language.moment(one.at),
                one.push,
                title_of(one),
                tally_line(desk.language, one.tally),
            )
            for one in sendings
        ]
        if sendings:
            paper.table(rows, indent=0)
        else:
            paper.line(_("Nothing was sent that looks so.") if find else _("Nothing was sent yet."))

    desk.show({"sendings": [sending_as_json(one) for one in sendings]}, print_lines)


def _comparison_as_json(desk: Desk, found: Comparison) -> dict[str, Any]:
    def person(delivery: Delivery | None) -> dict[str, Any] | None:
        return delivery_as_json(desk.language, delivery) if delivery is not None else None

    return {
        "sendings": [sending_as_json(one) for one in (found.a, found.b)],
        "message": [
            {"field": one.field, "before": one.before, "after": one.after} for one in found.message
        ],
        "people": [
            {
                "userid": one.recipient.userid,
                "before": person(one.before),
                "after": person(one.after),
            }
            for one in found.people
        ],
        "same": found.same,
    }


def _print_compared(desk: Desk, paper: Paper, found: Comparison) -> None:
    for one in (found.a, found.b):
        paper.line(sending_line(desk.language, one), "bold")
    for line in comparison_lines(desk.language, found):
        paper.line(line)
