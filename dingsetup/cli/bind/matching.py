"""`bind match`: looks for everybody's account by the rules, and shows first what would change."""

from collections.abc import Iterator, Sequence
from typing import Any

import click
import msgspec

from dingsetup.bindings.matching import MOST_UNBOUND, MatchPlan, apply_match, plan_match
from dingsetup.bindings.records import read_candidates
from dingsetup.bindings.rules import Decision
from dingsetup.bindings.values import MATCHING, BindingError, Candidate, Change, Row, Rule, Trouble
from dingsetup.cli.bind.changes import said_of
from dingsetup.cli.bind.desk import UNDECIDED, Desk, in_lines, showing
from dingsetup.cli.bind.group import subcommand
from dingsetup.cli.bind.onward import Words, after_match, say_next
from dingsetup.cli.bind.told import change_as_json, counts_line
from dingsetup.cli.output import Paper
from dingsetup.cli.signals import ending
from dingsetup.cli.spoken import option, session_of
from dingsetup.language import Language, Told
from dingsetup.language.bindings import rule_name, trouble_of
from dingsetup.language.sentence import N_

EXAMPLES = 20
"""Rows of a dry run that a person is shown; JSON has all."""
STEP = 2000

EFFECTS = {
    "bound": N_("would be bound"),
    "moved": N_("would be bound to somebody else"),
    "unbound": N_("would lose their account"),
    "suggested": N_("would get a suggestion"),
    "not_found": N_("would be not found"),
    "unchanged": N_("stay as they are"),
}
"""What a run would do with so many users, by the names of the plan."""


class Account(msgspec.Struct, frozen=True):
    """Whom a user is bound to; empty for nobody."""

    userid: str
    rule: str
    confidence: str


class Planned(msgspec.Struct, frozen=True):
    """What a run would change of one user."""

    username: str
    before: Account
    after: Account
    candidates: tuple[Candidate, ...]


class Run(msgspec.Struct, frozen=True):
    """What came of a run: what it would change, or has changed, or why it was stopped."""

    changes: list[Planned] | None = None
    change: Change | None = None
    refused: Told | None = None


class Rules(click.ParamType[tuple[Rule, ...]]):
    """`mobile,email,job_number,name`, in the order in which they are asked."""

    name = "rules"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Rule, ...]:
        known = {str(rule): rule for rule in MATCHING}
        named = [one.strip().replace("-", "_") for one in str(value).split(",") if one.strip()]
        wrong = [one for one in named if one not in known]
        if wrong or not named:
            language = session_of(ctx).language if ctx else Language("en")
            text = language.gettext("“{value}” is no rule. There are: {rules}.")
            told = text.format(value=", ".join(wrong or [value]), rules=", ".join(known))
            self.fail(told, param, ctx)
        return tuple(dict.fromkeys(known[one] for one in named))


@subcommand("match", N_("Look for everybody's account by mobile number, e-mail, job number, name."))
@option(
    "--by",
    "order",
    metavar="RULE,RULE...",
    type=Rules(),
    default=",".join(MATCHING),
    help=N_("Rules in their order, out of mobile, email, job_number and name (which is all)."),
)
@option("--dry-run", is_flag=True, help=N_("Only show what would change."))
@option(
    "--most-unbound",
    metavar="N",
    type=click.IntRange(0),
    default=MOST_UNBOUND,
    help=N_("Change nothing where more users would lose or change their account; 20 by default."),
)
def match(desk: Desk, order: tuple[Rule, ...], dry_run: bool, most_unbound: int) -> None:
    """What a person bound, turned down or ignored stays as it is."""
    _ = desk.language.gettext
    if not desk.table.directory_read():
        text = _("DingTalk's directory has not been read yet: run “dingsetup bind scan” first.")
        desk.session.fail(text)
    with ending() as cancel, showing(desk, _("Matching… {done} of {total}")) as show:
        plan = plan_match(desk.table, order, cancel, show)
    run = _look_at(desk, plan) if dry_run else _carry_out(desk, plan, most_unbound)
    counts = desk.table.counts()
    desk.show(
        {
            "plan": {name: getattr(plan, name) for name in ("order", *EFFECTS)},
            "dry_run": dry_run,
            "changes": run.changes,
            "change": change_as_json(desk.language, run.change),
            "refused": run.refused,
            "counts": counts,
        },
        lambda paper: _print(desk, paper, plan, run),
    )
    if run.refused is not None:
        desk.note(in_lines(run.refused))
        click.get_current_context().exit(UNDECIDED)
    desk.exit_if_needy(counts)


def _look_at(desk: Desk, plan: MatchPlan) -> Run:
    changes: list[Planned] = []
    for start in range(0, len(plan.changes), STEP):
        some = dict(plan.changes[start : start + STEP])
        rows = desk.table.rows(list(some))
        changes += [_planned(row, some[row.id]) for row in rows]
    return Run(changes=changes)


def _carry_out(desk: Desk, plan: MatchPlan, most_unbound: int) -> Run:
    try:
        return Run(change=apply_match(desk.table, plan, most_unbound))
    except BindingError as error:
        if error.kind is not Trouble.TOO_MANY_UNBOUND:
            raise
        return Run(refused=trouble_of(desk.language, error))


def _planned(row: Row, decision: Decision) -> Planned:
    return Planned(
        username=row.username,
        before=Account(row.userid, row.rule, row.confidence),
        after=Account(decision.userid, decision.rule, decision.confidence),
        candidates=read_candidates(decision.candidates),
    )


def _print(desk: Desk, paper: Paper, plan: MatchPlan, run: Run) -> None:
    language = desk.language
    effects = [(language.gettext(EFFECTS[name]), getattr(plan, name)) for name in EFFECTS]
    if run.changes is None:
        paper.line(said_of(desk, run.change) if run.refused is None else "")
        paper.line(counts_line(language, desk.table.counts()), "bold")
        say_next(desk, paper, _next(desk, plan, run))
        return
    paper.table((name, f"{count:,}") for name, count in effects if count)
    if run.changes:
        paper.line()
        paper.table(_lines(desk, run.changes[:EXAMPLES]))
    if len(run.changes) > EXAMPLES:
        text = language.gettext("… and {count} more; --json has all of them.")
        paper.line(text.format(count=f"{len(run.changes) - EXAMPLES:,}"))
    say_next(desk, paper, _next(desk, plan, run))


def _next(desk: Desk, plan: MatchPlan, run: Run) -> Words:
    """The run itself after a look at it, a look at one that was stopped, else what is open."""
    by = () if plan.order == MATCHING else ("--by", ",".join(plan.order))
    if run.refused is not None:
        return ("match", *by, "--dry-run")
    return ("match", *by) if run.changes else after_match(desk.table.counts())


def _lines(desk: Desk, changes: Sequence[Planned]) -> Iterator[tuple[str, str, str]]:
    """User, the accounts before and after, and the rules."""
    for one in changes:
        bound = one.after.userid
        found = [bound] if bound else [f"{offered.userid}?" for offered in one.candidates]
        rules = [one.after.rule] if bound else [str(offered.rule) for offered in one.candidates]
        told = [rule_name(desk.language, rule) for rule in dict.fromkeys(rules)]
        yield (
            one.username,
            f"{one.before.userid or '-'} → {desk.language.listed(found) or '-'}",
            desk.language.listed(told),
        )
