"""`message lint`: everything wrong with a message, before anything leaves."""

from typing import Unpack

from dingsetup.cli.message.desk import FAULTY, Desk
from dingsetup.cli.message.faults import exit_if_faulty, fault_as_json, fault_lines
from dingsetup.cli.message.group import subcommand
from dingsetup.cli.message.making import Asked, Made, made_of, message_options
from dingsetup.cli.message.meters import meter_as_json, meter_line
from dingsetup.cli.message.pictures import (
    PLACEHOLDER,
    Picture,
    picture_of,
    picture_option,
)
from dingsetup.cli.output import Paper
from dingsetup.language.sentence import N_
from dingsetup.messages.limits import meters
from dingsetup.messages.lint import lint as lint_message
from dingsetup.messages.values import Fault, Message, Severity

STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


@subcommand(
    "lint",
    N_("Say what is wrong with a message: its limits, markdown, links, variables."),
    bare=True,
)
@message_options
@picture_option
def lint(desk: Desk, picture_name: str | None, **asked: Unpack[Asked]) -> None:
    """Exit with 1 where DingTalk would refuse it, or show another thing than it seems."""
    made = made_of(desk, asked)
    message, faults = looked_at(desk, made, picture_of(desk, made, picture_name))
    measured = meters(message, desk.session.facts)

    def print_lines(paper: Paper) -> None:
        for fault in faults:
            for line in fault_lines(desk, fault):
                paper.line(line, STYLES[fault.severity])
        if not faults:
            paper.line(desk.language.gettext("Nothing is wrong with it."), "green")
        paper.table([meter_line(desk.language, meter) for meter in measured], indent=0)

    desk.show(
        {
            "push": made.push.id,
            "type": made.type,
            "language": made.tongue,
            "faults": [fault_as_json(desk, fault) for fault in faults],
            "meters": [meter_as_json(meter) for meter in measured],
        },
        print_lines,
    )
    exit_if_faulty(faults, FAULTY)


def looked_at(
    desk: Desk,
    made: Made,
    picture: Picture,
    *,
    number: int = 1,
    media_id: str = PLACEHOLDER,
    domain: str = "",
    people: int = 0,
) -> tuple[Message, tuple[Fault, ...]]:
    """The message, with all that is wrong with it, its templates and values included."""
    message, faults = picture.within(made, number, media_id)
    domain = domain or desk.profile.domain
    found = lint_message(message, desk.session.facts, domain=domain, people=people)
    return message, (*faults, *(fault for fault in found if fault not in faults))
