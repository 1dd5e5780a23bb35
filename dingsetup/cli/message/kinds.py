"""`message kinds`: what DataWind can push, and the variables of each."""

from typing import Any

import click

from dingsetup.cli.message.desk import FAULTY, Desk
from dingsetup.cli.message.faults import fault_as_json, say_faults
from dingsetup.cli.message.group import subcommand
from dingsetup.cli.message.making import push_named
from dingsetup.cli.output import Paper
from dingsetup.language.sentence import N_
from dingsetup.messages.compose import sample_values
from dingsetup.messages.pushes import Push, Variable
from dingsetup.messages.values import MessageType


@subcommand(
    "kinds", N_("List what can be sent; of one kind, its variables and its sample."), bare=True
)
@click.argument("kind", required=False)
def kinds(desk: Desk, kind: str | None) -> None:
    """Exit with 1 where a template of the user cannot be read."""
    pushes = [push_named(desk, kind)] if kind else list(desk.pushes.all)
    faults = () if kind else desk.pushes.faults

    def print_lines(paper: Paper) -> None:
        if kind:
            _print_one(desk, paper, pushes[0])
        else:
            _print_all(desk, paper, pushes)

    desk.show(
        {
            "kinds": [push_as_json(desk, push) for push in pushes],
            "faults": [fault_as_json(desk, fault) for fault in faults],
        },
        print_lines,
    )
    if faults:
        say_faults(desk, faults)
        click.get_current_context().exit(FAULTY)


def push_as_json(desk: Desk, push: Push) -> dict[str, Any]:
    """A kind with its variables; names and samples are in the language that runs."""
    pick = desk.language.pick
    sample = sample_values(push, "zh" if desk.language.chinese else "en")
    return {
        "id": push.id,
        "group": push.group,
        "own": push.own,
        "name": pick(push.name),
        "about": pick(push.about),
        "unconfirmed": pick(push.unconfirmed),
        "default_type": push.default_type,
        "types": list(MessageType),
        "variables": [
            {
                "name": variable.name,
                "shape": variable.shape,
                "required": variable.required,
                "label": pick(variable.label),
                "sample": sample.get(variable.name, ""),
                "choices": [
                    {"value": choice.value, "label": pick(choice.label)}
                    for choice in variable.choices
                ],
            }
            for variable in push.variables
        ],
    }


def _print_all(desk: Desk, paper: Paper, pushes: list[Push]) -> None:
    _ = desk.language.gettext
    rows = [(_("Kind"), _("Type"), _("What it is"))]
    for push in pushes:
        name = desk.language.pick(push.name)
        own = _("your own").join("()") if push.own else ""
        rows.append((push.id, push.default_type, f"{name} {own}".rstrip()))
    paper.table(rows, indent=0)
    paper.line(_("Types: {types}").format(types=desk.language.listed(list(MessageType))))
    paper.line(_("“dingsetup message kinds KIND” shows the variables of one."))


def _print_one(desk: Desk, paper: Paper, push: Push) -> None:
    _, pick = desk.language.gettext, desk.language.pick
    paper.line(f"{push.id}  {pick(push.name)}", "bold")
    paper.line(pick(push.about))
    paper.line(_("UNCONFIRMED: {text}").format(text=pick(push.unconfirmed)), "yellow")
    paper.line()
    sample = sample_values(push, "zh" if desk.language.chinese else "en")
    rows = [(_("Variable"), _("Meaning"), _("Sample"))]
    rows += [
        (
            variable.name,
            _meaning(desk, variable),
            sample.get(variable.name, "").replace("\n", " ⏎ "),
        )
        for variable in push.variables
    ]
    paper.table(rows, indent=0)


def _meaning(desk: Desk, variable: Variable) -> str:
    """The label, and what may be chosen."""
    label = desk.language.pick(variable.label)
    choices = " | ".join(choice.value for choice in variable.choices)
    return f"{label}: {choices}" if choices else label
