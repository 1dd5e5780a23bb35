"""`message send`: sends a test to people chosen one by one; without `--yes` nothing leaves."""

from typing import Any, NoReturn, Unpack

import click

from dingsetup.cli.bind.desk import saying
from dingsetup.cli.message.choosing import Wanted, chosen, note_unproved, people_options
from dingsetup.cli.message.desk import FAULTY, Desk
from dingsetup.cli.message.faults import errors_of, fault_as_json, say_faults
from dingsetup.cli.message.following import follow, following_options, show_sending
from dingsetup.cli.message.group import subcommand
from dingsetup.cli.message.making import Asked, made_of, message_options
from dingsetup.cli.message.pictures import PLACEHOLDER, picture_of, picture_option
from dingsetup.cli.message.planning import Order, plan_as_json, plan_of, print_plan
from dingsetup.cli.message.tenant import Practised, Tenant, practice_options, sending_tenant
from dingsetup.cli.message.uploading import kept_media_id, uploaded
from dingsetup.cli.output import Paper
from dingsetup.cli.spoken import option
from dingsetup.language.deliveries import tally_line
from dingsetup.language.sentence import N_
from dingsetup.messages.deliveries import Sending, SendPlan
from dingsetup.messages.payload import payload
from dingsetup.messages.sending import send as carry_out

REFUSED = 2
"""Exit code: the message has errors, so nothing left."""


class Options(Wanted, Practised, Asked):
    """All that is taken beside how to send."""


@subcommand(
    "send",
    N_("Send a message to people named one by one; without --yes, only say what would happen."),
    asks=True,
)
@message_options
@picture_option
@people_options
@option(
    "--number",
    metavar="N",
    type=click.IntRange(1, 999),
    help=N_("Mark it as the test of this number; by default the first that is new today."),
)
@option("--yes", is_flag=True, help=N_("Really send it."))
@following_options
@practice_options
def send(
    desk: Desk,
    picture_name: str | None,
    number: int | None,
    yes: bool,
    wait: bool,
    patience: int,
    **options: Unpack[Options],
) -> None:
    """Exit with 0 when it was delivered to all, 1 to some or none, 3 where it is not known."""
    practised = Practised(
        scenarios=options["scenarios"],
        people=options["people"],
        latency_ms=options["latency_ms"],
    )
    with sending_tenant(desk, practised, leaves=yes) as tenant:
        order = _order(desk, options, tenant, picture_name, number)
        if not yes or not order.people.reachable:
            dry = _dry_plan(desk, order)
            _refuse_faulty(desk, order, dry)
            _show_plan(desk, order, dry, yes=yes)
            return
        assert tenant is not None
        plan = _real_plan(desk, order, tenant)
        _refuse_faulty(desk, order, plan)
        head = _head(desk, order, plan)
        if not desk.as_json:
            print_plan(desk, desk.paper, order, plan)
        sending = _carry_out(desk, tenant, plan)
        if wait:
            sending = follow(desk, tenant, sending, patience)
        cancelled = tenant.cancel.is_set()
    left_out = order.people.left_out
    show_sending(desk, sending, head, left_out=left_out, cancelled=cancelled)


def _order(
    desk: Desk,
    options: Options,
    tenant: Tenant | None,
    picture_name: str | None,
    number: int | None,
) -> Order:
    """What is to be sent to whom. Raises UsageError and Failure; ends where it has errors."""
    profile = tenant.profile if tenant is not None else desk.profile
    made = made_of(desk, options, profile)
    people = chosen(desk, options, profile.me)
    note_unproved(desk, people, profile.me)
    picture = picture_of(desk, made, picture_name)
    order = Order(made=made, people=people, profile=profile, picture=picture, number=number)
    faults = order.message(desk, number or 1)[1]
    say_faults(desk, faults)
    if errors_of(faults):
        _refuse(desk, order, None)
    return order


def _refuse_faulty(desk: Desk, order: Order, plan: SendPlan | None) -> None:
    """End where the number that makes the test new also makes it too long."""
    if plan is None or plan.content.number == (order.number or 1):
        return
    if errors := errors_of(order.message(desk, plan.content.number)[1]):
        say_faults(desk, errors)
        _refuse(desk, order, plan)


def _refuse(desk: Desk, order: Order, plan: SendPlan | None) -> NoReturn:
    if desk.as_json:
        desk.show({**_head(desk, order, plan), "sending": None, "deliveries": []}, _nothing)
    desk.note(desk.language.gettext("Nothing was sent: mend the errors first."))
    raise click.exceptions.Exit(REFUSED)


def _dry_plan(desk: Desk, order: Order) -> SendPlan | None:
    """The plan where nothing leaves, with the picture's id if it was uploaded before."""
    if not order.people.reachable:
        return None
    if not order.picture.uploaded:
        return plan_of(desk, order, "")
    known = kept_media_id(desk, order)
    return plan_of(desk, order, known or PLACEHOLDER, 0 if known else 1)


def _real_plan(desk: Desk, order: Order, tenant: Tenant) -> SendPlan:
    """The plan, its picture uploaded. Raises Failure and Cancelled."""
    if not order.picture.uploaded:
        return plan_of(desk, order, "")
    known = kept_media_id(desk, order)
    media_id = known or uploaded(desk, order, tenant)
    return plan_of(desk, order, media_id, 0 if known else 1)


def _show_plan(desk: Desk, order: Order, plan: SendPlan | None, *, yes: bool) -> None:
    """Say what would happen; exit with 1 where not everybody named would get it."""
    _ = desk.language.gettext

    def print_lines(paper: Paper) -> None:
        print_plan(desk, paper, order, plan)
        text = _("Nothing was sent.") if yes or plan is None else _("Nothing was sent: add --yes.")
        paper.line(text, "bold")

    desk.show({**_head(desk, order, plan), "sending": None, "deliveries": []}, print_lines)
    if order.people.left_out or plan is None or plan.duplicates or plan.waiting:
        click.get_current_context().exit(FAULTY)


def _head(desk: Desk, order: Order, plan: SendPlan | None) -> dict[str, Any]:
    """What the JSON holds of the message and the plan."""
    number = plan.content.number if plan is not None else order.number or 1
    message, faults = order.message(desk, number)
    return {
        "push": order.made.push.id,
        "type": order.made.type,
        "language": order.made.tongue,
        "faults": [fault_as_json(desk, fault) for fault in faults],
        "plan": plan_as_json(desk, order, plan),
        "payload": payload(plan.content.message if plan is not None else message),
    }


def _carry_out(desk: Desk, tenant: Tenant, plan: SendPlan) -> Sending:
    """Send it. Raises SendError and DatabaseError; after Ctrl-C what waits is kept."""
    with saying(desk, desk.language.gettext("Sending…")) as say:
        return carry_out(
            tenant.client,
            desk.outbox,
            plan,
            tenant.cancel,
            lambda sending: say(tally_line(desk.language, sending.tally)),
        )


def _nothing(paper: Paper) -> None:
    """Print no lines: what is wrong was said on stderr."""
