"""Sends and what became of each person, as JSON and in lines for people."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from dingsetup.cli.output import moment
from dingsetup.language import Told
from dingsetup.language.deliveries import fate_name, fate_told, sending_lines
from dingsetup.messages.deliveries import Batch, Delivery, Fate, Recipient, Sending
from dingsetup.messages.payload import payload

if TYPE_CHECKING:
    from dingsetup.cli.message.desk import Desk
    from dingsetup.language import Language

STYLES = {
    Fate.DELIVERED: "green",
    Fate.READ: "green",
    Fate.REFUSED: "red",
    Fate.INVALID: "red",
    Fate.FAILED: "red",
    Fate.NOT_SENT: "red",
    Fate.UNKNOWN: "yellow",
}
ARRIVED = frozenset({Fate.DELIVERED, Fate.READ})
LOST = frozenset({Fate.REFUSED, Fate.INVALID, Fate.FAILED, Fate.NOT_SENT, Fate.WAITING})
"""Fates with which nothing arrives, or nothing has left; of the others it is not known."""


def told_as_json(told: Told) -> dict[str, str]:
    return {"title": told.title, "cause": told.cause, "remedy": told.remedy}


def recipient_as_json(recipient: Recipient) -> dict[str, str]:
    return {
        "userid": recipient.userid,
        "name": recipient.name,
        "username": recipient.username,
    }


def delivery_as_json(language: "Language", delivery: Delivery) -> dict[str, Any]:
    """One person of a send, and in words why it stands so."""
    return {
        **recipient_as_json(delivery.recipient),
        "fate": delivery.fate,
        "kind": delivery.kind,
        "values": delivery.values,
        "at": moment(delivery.at),
        "task_id": delivery.task_id,
        **told_as_json(fate_told(language, delivery)),
    }


def sending_as_json(sending: Sending) -> dict[str, Any]:
    """A send; `payload` is what left, `tally` only names fates that somebody has."""
    fields = ("id", "push", "language", "number", "agent_id", "variables", "people", "tally")
    return {
        **{name: getattr(sending, name) for name in fields},
        "at": moment(sending.at),
        "type": sending.message.type,
        "title": title_of(sending),
        "payload": payload(sending.message),
        "batches": [
            {
                **msgspec.to_builtins(batch),
                "sent_at": moment(batch.sent_at),
                "recalled_at": moment(batch.recalled_at),
            }
            for batch in sending.batches
        ],
    }


def title_of(sending: Sending) -> str:
    """What a send is known by: its title, else the first line of its text."""
    message = sending.message
    return message.title or next(iter(message.text.strip().splitlines()), "")


def name_of(recipient: Recipient) -> str:
    """Name, user and account of a person, as far as they are known."""
    known = dict.fromkeys((recipient.name, recipient.username, recipient.userid))
    return "  ".join(one for one in known if one)


def exit_code_of(tally: Mapping[Fate, int]) -> int:
    """0 delivered to all, 3 unknown (yet) of somebody, 1 kept from some or all."""
    fates = {fate for fate, count in tally.items() if count}
    if fates - ARRIVED - LOST:
        return 3
    return 0 if fates and fates <= ARRIVED else 1


def sending_line(language: "Language", sending: Sending) -> str:
    """Which send it is."""
    text = language.gettext("Send {id}, {moment}: {title}")
    at = language.moment(sending.at)
    return text.format(id=sending.id, moment=at, title=title_of(sending))


def print_sending(desk: "Desk", sending: Sending, deliveries: Iterable[Delivery]) -> None:
    """What was sent and its tasks, then each person, then how many stand where."""
    language, paper = desk.language, desk.paper
    paper.line(sending_line(language, sending), "bold")
    for batch in sending.batches:
        if batch.task_id is not None:
            paper.exact(language.gettext("Task {task}").format(task=batch.task_id), indent=2)
            _print_done(desk, batch)
    for delivery in deliveries:
        line = language.gettext("{who}: {state}").format(
            who=name_of(delivery.recipient), state=fate_name(language, delivery.fate)
        )
        paper.line(line, STYLES.get(delivery.fate, ""), indent=2)
        told = fate_told(language, delivery)
        for part in filter(None, (told.cause, told.remedy) if delivery.fate not in ARRIVED else ()):
            paper.line(part, indent=6)
    tally, *troubles = sending_lines(language, sending)
    for line in troubles:
        paper.line(line, "yellow")
    paper.line(tally, "bold")


def _print_done(desk: "Desk", batch: Batch) -> None:
    """What a person did about a task."""
    _ = desk.language.gettext
    if batch.recalled_at is not None:
        at = desk.language.moment(batch.recalled_at)
        desk.paper.line(_("taken back, {moment}").format(moment=at), indent=4)
    if batch.status:
        desk.paper.line(_("status bar: {text}").format(text=batch.status), indent=4)
