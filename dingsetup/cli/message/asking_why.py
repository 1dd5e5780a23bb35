"""`message why`: why somebody did not get a message, in one verdict with its evidence."""

from typing import Any

import click

from dingsetup.cli.message.desk import FAULTY, UNKNOWN, Desk
from dingsetup.cli.message.group import subcommand
from dingsetup.cli.message.tenant import asked_tenant, refuse_anew
from dingsetup.cli.message.told import name_of, recipient_as_json, sending_line, told_as_json
from dingsetup.cli.output import Paper
from dingsetup.cli.spoken import option
from dingsetup.language.sentence import N_
from dingsetup.language.verdicts import evidence_line, why_told
from dingsetup.messages.verdicts import Evidence, EvidenceState, Verdict, WhyKind
from dingsetup.messages.why import why as find_out

SIGNS = {
    EvidenceState.OK: ("✓", "green"),
    EvidenceState.BAD: ("✗", "red"),
    EvidenceState.UNKNOWN: ("?", "yellow"),
    EvidenceState.NOT_REACHED: ("·", "dim"),
}
ARRIVED = frozenset({WhyKind.READ, WhyKind.UNREAD})
OPEN = frozenset(
    {WhyKind.LOST_ANSWER, WhyKind.NEVER_NAMED, WhyKind.UNDER_WAY, WhyKind.NOTHING_SENT}
)
"""Verdicts after which nobody knows whether it arrived."""
LARGEST = 2**63 - 1
"""A task's number has 64 bits."""


@subcommand(
    "why",
    N_("Say why somebody did not get it: one verdict, and the evidence in order."),
    asks=True,
)
@click.argument("user")
@click.argument("task", type=click.IntRange(1, LARGEST), required=False)
@option(
    "--fresh",
    is_flag=True,
    help=N_("Ask DingTalk anew about the account and the task; the latter call counts."),
)
def why(desk: Desk, user: str, task: int | None, fresh: bool) -> None:
    """Exit with 0 where it arrived, 1 where it did not, 3 where nobody knows."""
    about = "" if desk.profile.edition == "practice" else desk.profile.tenant
    if fresh:
        refuse_anew(desk)
        with asked_tenant(desk) as tenant:
            verdict = find_out(
                desk.table, desk.outbox, user, task=task, about=about, client=tenant.client
            )
    else:
        verdict = find_out(desk.table, desk.outbox, user, task=task, about=about)
    desk.show(_as_json(desk, verdict), lambda paper: _print(desk, paper, verdict))
    if verdict.kind not in ARRIVED:
        click.get_current_context().exit(UNKNOWN if verdict.kind in OPEN else FAULTY)


def _as_json(desk: Desk, verdict: Verdict) -> dict[str, Any]:
    delivery, sending = verdict.delivery, verdict.sending
    return {
        "verdict": verdict.kind,
        "values": verdict.values,
        **told_as_json(why_told(desk.language, verdict)),
        "person": recipient_as_json(verdict.choice.recipient),
        "sending": sending.id if sending else None,
        "task_id": delivery.task_id if delivery else None,
        "fate": delivery.fate if delivery else None,
        "evidence": [_evidence_as_json(desk, one) for one in verdict.evidence],
    }


def _evidence_as_json(desk: Desk, one: Evidence) -> dict[str, Any]:
    return {
        "question": one.question,
        "state": one.state,
        "kind": one.kind,
        "values": one.values,
        "at": one.at,
        "text": evidence_line(desk.language, one),
    }


def _print(desk: Desk, paper: Paper, verdict: Verdict) -> None:
    told = why_told(desk.language, verdict)
    paper.line(name_of(verdict.choice.recipient))
    if verdict.sending is not None:
        paper.line(sending_line(desk.language, verdict.sending))
    paper.line(told.title, "bold")
    for part in filter(None, (told.cause, told.remedy)):
        paper.line(part)
    paper.line()
    for one in verdict.evidence:
        sign, style = SIGNS[one.state]
        paper.line(f"{sign} {evidence_line(desk.language, one)}", style)
