"""What a send would do, worked out and told before anything leaves."""

from collections.abc import Sequence
from typing import Any

import msgspec

from dingsetup.cli.message.choosing import Chosen
from dingsetup.cli.message.desk import Desk
from dingsetup.cli.message.linting import looked_at
from dingsetup.cli.message.making import Made
from dingsetup.cli.message.pictures import PLACEHOLDER, Picture
from dingsetup.cli.message.told import name_of, recipient_as_json, told_as_json
from dingsetup.cli.output import Paper
from dingsetup.language.deliveries import cost_lines, duplicate_lines
from dingsetup.language.verdicts import hindrance_name, hindrance_told
from dingsetup.messages.costs import used_this_month
from dingsetup.messages.deliveries import Content, Sender, SendPlan
from dingsetup.messages.sending import plan_send
from dingsetup.messages.values import Fault, Message
from dingsetup.profile import Profile

MOST_SHOWN = 20
"""People named one by one; a head count says the rest."""


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """A message and the people it is for."""

    made: Made
    people: Chosen
    profile: Profile
    """Of the app that sends; of a practice tenant as it runs now."""
    picture: Picture
    number: int | None
    """The number of the test that was asked for; None for the first one that makes it new."""

    def message(
        self, desk: Desk, number: int, media_id: str = PLACEHOLDER
    ) -> tuple[Message, tuple[Fault, ...]]:
        """The message as the test of this number, and all that is wrong with it."""
        return looked_at(
            desk,
            self.made,
            self.picture,
            number=number,
            media_id=media_id,
            domain=self.profile.domain,
            people=len(self.people.reachable),
        )


def plan_of(desk: Desk, order: Order, media_id: str, uploads: int = 0) -> SendPlan:
    """The plan; a test that went to somebody today already gets a number that makes it new,
    unless a number was asked for. Raises SendError where nobody can get it, and DatabaseError."""
    plan = _plan(desk, order, order.number or 1, media_id, uploads)
    if order.number is None and plan.duplicates and plan.number:
        return _plan(desk, order, plan.number, media_id, uploads)
    return plan


def _plan(desk: Desk, order: Order, number: int, media_id: str, uploads: int) -> SendPlan:
    content = Content(
        push=order.made.push.id,
        language=order.made.tongue,
        message=order.message(desk, number, media_id)[0],
        number=number,
        variables=order.made.values,
    )
    sender = Sender(order.profile.agent_id, order.profile.tenant)
    return plan_send(desk.outbox, content, order.people.reachable, sender, pictures=uploads)


def plan_as_json(desk: Desk, order: Order, plan: SendPlan | None) -> dict[str, Any]:
    """Who gets it, who cannot and why, who had it today, and what it costs; without a plan (as
    nobody can get it) the numbers are 0."""
    return {
        "number": plan.content.number if plan else order.number or 1,
        "people": len(order.people.reachable),
        "recipients": [recipient_as_json(one) for one in order.people.reachable],
        "hindered": [
            {
                **recipient_as_json(one.recipient),
                "kind": one.hindrance.kind,
                "values": one.hindrance.values,
                **told_as_json(hindrance_told(desk.language, one.hindrance)),
            }
            for one in order.people.hindered
            if one.hindrance is not None
        ],
        "duplicates": plan.duplicates if plan else (),
        "waiting": plan.waiting if plan else (),
        "new_number": plan.number if plan else 0,
        "batches": len(plan.batches) if plan else 0,
        "calls": plan.cost.calls if plan else 0,
        "most_calls": plan.cost.most if plan else 0,
        "used_this_month": used_this_month(desk.outbox),
    }


def print_plan(desk: Desk, paper: Paper, order: Order, plan: SendPlan | None) -> None:
    """The head count first, then names, then what speaks against it, then the cost."""
    language = desk.language
    people, hindered = order.people.reachable, order.people.hindered
    text = language.ngettext("To {count} person:", "To {count} people:", len(people))
    paper.line(text.format(count=f"{len(people):,}"), "bold")
    _print_some(desk, paper, [name_of(one) for one in people])
    if hindered:
        text = language.ngettext(
            "{count} person cannot get it:", "{count} people cannot get it:", len(hindered)
        )
        paper.line(text.format(count=f"{len(hindered):,}"), "yellow")
        lines = [
            language.gettext("{who}: {state}").format(
                who=name_of(one.recipient), state=hindrance_name(language, one.hindrance)
            )
            for one in hindered
            if one.hindrance is not None
        ]
        _print_some(desk, paper, lines)
    if plan is None:
        return
    if plan.content.number > 1:
        text = language.gettext("It is marked as test {number} of today.")
        paper.line(text.format(number=plan.content.number))
    for line in duplicate_lines(language, plan):
        paper.line(line, "yellow")
    for line in cost_lines(language, plan.cost, used_this_month(desk.outbox)):
        paper.line(line)


def _print_some(desk: Desk, paper: Paper, lines: Sequence[str]) -> None:
    for line in lines[:MOST_SHOWN]:
        paper.line(line, indent=2)
    if len(lines) > MOST_SHOWN:
        text = desk.language.gettext("… and {count} more; --json has all of them.")
        paper.line(text.format(count=f"{len(lines) - MOST_SHOWN:,}"), indent=2)
