"""What is wrong with a message, as JSON and in lines for people."""

from collections.abc import Iterable, Sequence
from typing import Any

import click
import msgspec

from dingsetup.cli.message.desk import Desk
from dingsetup.language.message_faults import fault_told
from dingsetup.language.sentence import N_
from dingsetup.messages.values import Fault, Severity

SEVERITIES = {Severity.ERROR: N_("error"), Severity.WARNING: N_("warning")}


def fault_as_json(desk: Desk, fault: Fault) -> dict[str, Any]:
    """All fields of a fault, and in words what is wrong, why, and what to do."""
    told = fault_told(desk.language, fault)
    fields: dict[str, Any] = msgspec.to_builtins(fault)
    return fields | {"title": told.title, "cause": told.cause, "remedy": told.remedy}


def fault_lines(desk: Desk, fault: Fault) -> list[str]:
    """How bad, where and what; below it, why and what to do."""
    _ = desk.language.gettext
    told = fault_told(desk.language, fault)
    place = [fault.place] if fault.place else []
    if fault.line:
        place.append(_("line {number}").format(number=fault.line))
    where = _(" ({place})").format(place=desk.language.listed(place)) if place else ""
    text = _("{severity}: {fault}").format(severity=_(SEVERITIES[fault.severity]), fault=told.title)
    more = ("" if desk.language.chinese else " ").join(filter(None, (told.cause, told.remedy)))
    return [text + where, *([f"    {more}"] if more else [])]


def say_faults(desk: Desk, faults: Iterable[Fault]) -> None:
    """Tell them beside the result, on stderr; of JSON they are a part."""
    for fault in () if desk.as_json else faults:
        for line in fault_lines(desk, fault):
            desk.note(line)


def errors_of(faults: Sequence[Fault]) -> list[Fault]:
    """Those that keep a message from being sent."""
    return [fault for fault in faults if fault.severity is Severity.ERROR]


def exit_if_faulty(faults: Sequence[Fault], code: int) -> None:
    if errors_of(faults):
        click.get_current_context().exit(code)
