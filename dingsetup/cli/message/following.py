"""`message status`, and what follows a send to its end: what became of each person."""

import time
from typing import Any

import click

from dingsetup.cli.bind.desk import saying
from dingsetup.cli.message.desk import FAULTY, Desk
from dingsetup.cli.message.group import subcommand
from dingsetup.cli.message.onward import say_next
from dingsetup.cli.message.tenant import Tenant, asked_tenant
from dingsetup.cli.message.told import (
    delivery_as_json,
    exit_code_of,
    print_sending,
    sending_as_json,
)
from dingsetup.cli.output import Paper
from dingsetup.cli.spoken import Function, option
from dingsetup.language.deliveries import tally_line
from dingsetup.language.sentence import N_
from dingsetup.messages.deliveries import Sending
from dingsetup.messages.tracking import Tracker, arrived, look

PATIENCE_S = 150
"""Long enough for four looks, at 2, 8, 30 and 120 seconds."""
_WAKE_S = 0.2

patience_option = option(
    "--patience",
    metavar="SECONDS",
    type=click.IntRange(0, 24 * 3600),
    default=PATIENCE_S,
    help=N_("With --wait: how long at most; 150 by default."),
)
wait_option = option(
    "--wait", is_flag=True, help=N_("Follow it until everybody has it or will not get it.")
)


def following_options(function: Function) -> Function:
    """Take how long to follow a send."""
    return wait_option(patience_option(function))


@subcommand(
    "status",
    N_("Ask what became of a send: who has it, who read it, who was kept from it and why."),
    asks=True,
)
@click.argument("task", required=False)
@option("--kept", is_flag=True, help=N_("Ask nobody: only show what is known."))
@following_options
def status(desk: Desk, task: str | None, kept: bool, wait: bool, patience: int) -> None:
    """Exit as `send` does. TASK is a task's number or a send's; the last send by default."""
    sending, cancelled = sending_named(desk, task), False
    if desk.practice and not kept:
        desk.note(
            desk.language.gettext(
                "The practice tenant of that send has ended, so this is what was known then. One"
                " that still runs is asked with --base-url."
            )
        )
    elif not kept:
        with asked_tenant(desk) as tenant:
            sending = look(tenant.client, desk.outbox, sending.id)
            if wait:
                sending = follow(desk, tenant, sending, patience)
            cancelled = tenant.cancel.is_set()
    show_sending(desk, sending, cancelled=cancelled)


def sending_named(desk: Desk, task: str | None) -> Sending:
    """The send of a task or a send's own number; the newest where none is named. Raises Failure."""
    _ = desk.language.gettext
    if task is None:
        newest = desk.outbox.sendings(most=1)
        if not newest:
            desk.session.fail(_("Nothing was sent yet: “dingsetup message send” does."))
        return newest[0]
    number = int(task) if task.isascii() and task.isdecimal() and len(task) < 19 else 0
    found = desk.outbox.find_task(number)
    known = found[0] if found else desk.outbox.sending(number)
    if known is None:
        text = _(
            "There is no task and no send {task} here. “dingsetup message history” lists them."
        )
        desk.session.fail(text.format(task=task[:80]))
    return known


def follow(desk: Desk, tenant: Tenant, sending: Sending, patience: int) -> Sending:
    """Look when it is due, until nobody is under way, patience ends, or Ctrl-C is pressed."""
    outbox, tracker = desk.outbox, Tracker(tenant.client, desk.outbox, sending=sending.id)
    end = time.monotonic() + patience
    with saying(desk, desk.language.gettext("Waiting for what becomes of it…")) as say:
        while not (arrived(sending) or tenant.cancel.is_set()):
            due = tracker.next_at()
            rest = (due - outbox.now()).total_seconds() if due is not None else patience + 1
            if time.monotonic() + rest > end:
                break
            if rest > 0:
                tenant.cancel.wait(min(rest, _WAKE_S))
                continue
            for sending in tracker.look_due():
                say(tally_line(desk.language, sending.tally))
    return outbox.known(sending.id)


def show_sending(
    desk: Desk,
    sending: Sending,
    head: dict[str, Any] | None = None,
    *,
    left_out: int = 0,
    cancelled: bool = False,
) -> None:
    """Print a send with its people and what comes next, and end with the exit code for it.

    `head` is what else the JSON holds, `left_out` how many were named and not sent to. Raises
    KeyboardInterrupt at its end where it was `cancelled`.
    """
    deliveries = desk.outbox.deliveries(sending.id)

    def print_lines(paper: Paper) -> None:
        print_sending(desk, sending, deliveries)
        say_next(desk, paper, sending)

    desk.show(
        {
            **(head or {}),
            "sending": sending_as_json(sending),
            "deliveries": [delivery_as_json(desk.language, one) for one in deliveries],
        },
        print_lines,
    )
    if cancelled:
        raise KeyboardInterrupt
    click.get_current_context().exit(exit_code_of(sending.tally) or (FAULTY if left_out else 0))
