"""What `scan` and `check` have in common: their plan before they ask, and what came of it after."""

from collections.abc import Sequence
from typing import Any, NoReturn

import click
import msgspec

from dingsetup.bindings.drift import CheckPlan, Drift
from dingsetup.bindings.scan import Ended, ScanPlan, ScanResult, ScanTrouble
from dingsetup.bindings.scan.mobiles import MobilePlan, MobileResult
from dingsetup.bindings.values import Cancelled
from dingsetup.cli.bind.desk import UNFINISHED, Desk, in_lines
from dingsetup.cli.bind.onward import Words, after_check, say_next
from dingsetup.cli.bind.told import counts_line
from dingsetup.cli.output import Paper
from dingsetup.language import scans

Plan = ScanPlan | MobilePlan | CheckPlan
Result = ScanResult | MobileResult | Drift

MAX_CALLS = click.IntRange(1)


def plan_as_json(plan: Plan) -> dict[str, Any]:
    """What will be asked: calls from and to, those that count in the month at most, seconds."""
    match plan:
        case ScanPlan():
            names = (
                "basis",
                "people",
                "fields",
                "apis",
                "doubtful",
                "made",
                "made_counted",
                "resumes",
            )
            least, most, counted, seconds = plan.least, plan.most, plan.counted, plan.seconds
            told = {name: getattr(plan, name) for name in names} | {"whole": plan.whole}
        case MobilePlan():
            least, most = len(plan.numbers), len(plan.numbers) + plan.people
            counted, seconds = most if plan.counted else 0, (plan.seconds, plan.seconds)
            told = {"rows": plan.rows, "shown": plan.shown, "made": 0}
        case CheckPlan():
            (least, most), counted, seconds = plan.calls, plan.counted, plan.seconds
            told = {"way": plan.way, "bound": plan.bound, "made": plan.made}
    rounded = [round(one, 1) for one in seconds]
    return {"least": least, "most": most, "counted": counted, "seconds": rounded, **told}


def tell_plan(desk: Desk, lines: Sequence[str], plan: dict[str, Any], *, only: bool) -> None:
    """Say what it takes, before anything is asked; with `only` that is all."""
    if only:
        desk.show({"plan": plan, "result": None}, lambda paper: _print(paper, lines))
        click.get_current_context().exit()
    for line in () if desk.as_json else lines:
        desk.note(line)


def finish(
    desk: Desk, plan: dict[str, Any], result: Result, lines: Sequence[str], onward: Words = ()
) -> None:
    """Say what came of it and what is next; end with the exit code for it. Raises Cancelled."""
    if result.ended is Ended.CANCELLED:
        raise Cancelled
    counts = desk.table.counts()

    def print_lines(paper: Paper) -> None:
        _print(paper, [*lines, counts_line(desk.language, counts)])
        for line in _listings(desk, result):
            paper.exact(line)
        say_next(desk, paper, onward)

    values = {"plan": plan, "result": _result_as_json(desk, result), "counts": counts}
    desk.show(values, print_lines)
    if result.ended is not Ended.WHOLE:
        click.get_current_context().exit(UNFINISHED)
    desk.exit_if_needy(counts)


def stop_with(desk: Desk, trouble: ScanTrouble) -> NoReturn:
    """End where DingTalk's answer leaves nothing to plan: exit code 3."""
    if desk.as_json:
        desk.show({"plan": None, "result": {"trouble": _trouble_as_json(desk, trouble)}}, _print)
    desk.note(in_lines(scans.trouble_told(desk.language, trouble)))
    raise click.exceptions.Exit(UNFINISHED)


def _result_as_json(desk: Desk, result: Result) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(result)
    if result.trouble is not None:
        fields["trouble"] = _trouble_as_json(desk, result.trouble)
    if isinstance(result, Drift):
        fields["rows"] = {
            str(kind): [row.username for row in desk.table.rows(ids)]
            for kind, ids in result.rows.items()
        }
        fields["newly"] = [row.username for row in desk.table.rows(result.newly)]
    return fields


def _listings(desk: Desk, result: Result) -> list[str]:
    return after_check(desk, result.rows) if isinstance(result, Drift) else []


def _trouble_as_json(desk: Desk, trouble: ScanTrouble) -> dict[str, Any]:
    told = scans.trouble_told(desk.language, trouble)
    fields: dict[str, Any] = msgspec.to_builtins(trouble)
    return fields | {"title": told.title, "cause": told.cause, "remedy": told.remedy}


def _print(paper: Paper, lines: Sequence[str] = ()) -> None:
    for line in lines:
        paper.line(line)
