"""`message recall`, `bar` and `resume`: what a person does about a send that has left."""

from typing import Any, Unpack

import click

from dingsetup.cli.bind.desk import in_lines
from dingsetup.cli.message.desk import FAULTY, Desk
from dingsetup.cli.message.following import (
    follow,
    following_options,
    sending_named,
    show_sending,
)
from dingsetup.cli.message.group import subcommand
from dingsetup.cli.message.tenant import (
    Practised,
    asked_tenant,
    practice_options,
    refuse_anew,
)
from dingsetup.cli.message.told import told_as_json
from dingsetup.cli.output import Paper
from dingsetup.cli.spoken import option
from dingsetup.dingtalk.errors import Answer
from dingsetup.language.sentence import N_
from dingsetup.messages.deliveries import Sending
from dingsetup.messages.recalling import recall as take_back
from dingsetup.messages.recalling import set_status
from dingsetup.messages.sending import resume as go_on
from dingsetup.messages.values import StatusBar

COLOURS = {
    "agreed": "0xFF78C06E",
    "refused": "0xFFF65E5E",
    "withdrawn": "0xFF858E99",
    "pending": "0xFFFF9D46",
}
"""DingTalk's own colours of a status bar (KB 0768)."""


@subcommand("recall", N_("Take a message back from everybody's inbox, within 24 hours."), asks=True)
@click.argument("task")
def recall(desk: Desk, task: str) -> None:
    """Exit with 1 where DingTalk refused. TASK is one task, or a send's number for all of its."""
    sending = sending_named(desk, task)
    tasks = _tasks(sending, task)
    refuse_anew(desk)
    with asked_tenant(desk) as tenant:
        answers = {one: take_back(tenant.client, desk.outbox, one) for one in tasks}
    _tell(desk, answers, desk.language.gettext("Task {task} is taken back."))


@subcommand(
    "bar", N_("Change the status bar of an OA message that went to five people at most."), asks=True
)
@click.argument("task")
@click.argument("text")
@option(
    "--colour",
    metavar="agreed|refused|withdrawn|pending",
    type=click.Choice(list(COLOURS)),
    default="agreed",
    help=N_("DingTalk's colour for it; agreed (green) by default."),
)
def bar(desk: Desk, task: str, text: str, colour: str) -> None:
    """Exit with 1 where DingTalk refused."""
    sending = sending_named(desk, task)
    status = StatusBar(text, COLOURS[colour])
    refuse_anew(desk)
    with asked_tenant(desk) as tenant:
        answers = {
            one: set_status(tenant.client, desk.outbox, one, status)
            for one in _tasks(sending, task)
        }
    _tell(desk, answers, desk.language.gettext("The status bar of task {task} is changed."))


@subcommand(
    "resume",
    N_("Go on with a send that stopped: whoever waits or was not sent to; nobody gets it twice."),
    asks=True,
)
@click.argument("sending")
@option("--yes", is_flag=True, help=N_("Really send it."))
@following_options
@practice_options
def resume(
    desk: Desk,
    sending: str,
    yes: bool,
    wait: bool,
    patience: int,
    **practised: Unpack[Practised],
) -> None:
    """Exit as `send` does. What is unknown stays so."""
    known, cancelled = sending_named(desk, sending), False
    if yes:
        with asked_tenant(desk, practised) as tenant:
            known = go_on(tenant.client, desk.outbox, known.id, tenant.cancel)
            if wait:
                known = follow(desk, tenant, known, patience)
            cancelled = tenant.cancel.is_set()
    else:
        desk.note(desk.language.gettext("Nothing was sent: add --yes."))
    show_sending(desk, known, cancelled=cancelled)


def _tasks(sending: Sending, named: str) -> list[int]:
    """The task named, or all of a send named by its own number."""
    tasks = [batch.task_id for batch in sending.batches if batch.task_id is not None]
    return [task for task in tasks if str(task) == named] or tasks


def _tell(desk: Desk, answers: dict[int, Answer | None], done: str) -> None:
    """What DingTalk said of each task; nothing for one where it did what was asked."""
    language = desk.language
    refused = {
        task: language.tell_kind(answer.kind, answer.values)
        for task, answer in answers.items()
        if answer is not None
    }
    values: list[dict[str, Any]] = []
    for task, answer in answers.items():
        told = told_as_json(refused[task]) if task in refused else {}
        kind = None if answer is None else answer.kind
        values.append({"task_id": task, "done": answer is None, "kind": kind, **told})

    def print_lines(paper: Paper) -> None:
        for task in answers:
            paper.line(in_lines(refused[task]) if task in refused else done.format(task=task))
        if not answers:
            paper.line(language.gettext("DingTalk never named a task for it: nothing to change."))

    desk.show({"tasks": values}, print_lines)
    if refused or not answers:
        click.get_current_context().exit(FAULTY)
