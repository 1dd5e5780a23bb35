"""`bind check`: asks DingTalk whether the bindings still hold, with the fewest calls."""

from typing import Unpack

import click

from dingsetup.bindings.drift import Way, check_bindings, plan_check
from dingsetup.bindings.scan import ScanTrouble
from dingsetup.cli.bind.asked import (
    MAX_CALLS,
    finish,
    plan_as_json,
    stop_with,
    tell_plan,
)
from dingsetup.cli.bind.desk import Desk, saying
from dingsetup.cli.bind.group import subcommand
from dingsetup.cli.bind.tenant import Practised, practice_options, tenant_of
from dingsetup.cli.spoken import option
from dingsetup.language import scans
from dingsetup.language.sentence import N_


@subcommand(
    "check", N_("Ask DingTalk whether the bindings still hold: who left, is out of range, is new.")
)
@option("--plan", "plan_only", is_flag=True, help=N_("Only say what it takes."))
@option(
    "--max-calls",
    metavar="N",
    type=MAX_CALLS,
    help=N_("Stop after so many calls; what was answered is kept."),
)
@option(
    "--way",
    metavar="accounts|scan",
    type=click.Choice([str(way) for way in Way]),
    help=N_("Ask for each bound account, or read the whole directory; what is less by default."),
)
@practice_options
def check(
    desk: Desk,
    plan_only: bool,
    max_calls: int | None,
    way: str | None,
    **practised: Unpack[Practised],
) -> None:
    """Exit with 1 where rows need a person, with 3 where it did not come to its end."""
    language = desk.language
    with tenant_of(desk, practised) as tenant:
        with saying(desk, language.gettext("Asking what it takes…")):
            plan = plan_check(
                desk.table,
                tenant.client,
                agent_id=tenant.profile.agent_id,
                about=tenant.about,
                way=Way(way) if way else None,
            )
        if isinstance(plan, ScanTrouble):
            stop_with(desk, plan)
        lines = scans.check_plan_lines(language, plan)
        tell_plan(desk, lines, plan_as_json(plan), only=plan_only)
        with saying(desk, language.gettext("Checking the bindings…")) as say:
            drift = check_bindings(
                desk.table,
                tenant.client,
                plan,
                max_calls=max_calls,
                cancel=tenant.cancel,
                progress=lambda progress: say(scans.progress_line(language, progress)),
            )
    finish(desk, plan_as_json(plan), drift, scans.drift_lines(language, drift))
