"""`bind scan`: reads DingTalk's directory into the table, after saying what that takes."""

from typing import Unpack

import msgspec

from dingsetup.bindings.scan import ScanTrouble, plan_scan, scan
from dingsetup.bindings.scan.mobiles import ask_by_mobile, plan_by_mobile
from dingsetup.cli.bind.asked import MAX_CALLS, finish, plan_as_json, stop_with, tell_plan
from dingsetup.cli.bind.desk import Desk, saying, showing
from dingsetup.cli.bind.group import subcommand
from dingsetup.cli.bind.onward import after_mobiles, after_scan
from dingsetup.cli.bind.tenant import Practised, Tenant, practice_options, tenant_of
from dingsetup.cli.spoken import option
from dingsetup.language import scans
from dingsetup.language.sentence import N_


class Wanted(msgspec.Struct, frozen=True):
    """How far a run is to go."""

    plan_only: bool
    max_calls: int | None
    resume: bool


@subcommand(
    "scan", N_("Read DingTalk's directory; first it says how many calls that takes, and how long.")
)
@option("--plan", "plan_only", is_flag=True, help=N_("Only say what it takes, which is two calls."))
@option(
    "--max-calls",
    metavar="N",
    type=MAX_CALLS,
    help=N_("Stop after so many calls; the next scan goes on from there."),
)
@option(
    "--resume/--anew",
    "resume",
    default=True,
    help=N_("Go on with a scan that was cut off within a day (the default), or begin anew."),
)
@option(
    "--ask-mobiles",
    is_flag=True,
    help=N_(
        "In place of the directory, ask by mobile number for users nobody was found for, one call"
        " each. For a directory that hides numbers: match before and after."
    ),
)
@practice_options
def scan_directory(
    desk: Desk,
    plan_only: bool,
    max_calls: int | None,
    resume: bool,
    ask_mobiles: bool,
    **practised: Unpack[Practised],
) -> None:
    """Exit with 1 where rows need a person, with 3 where it did not come to its end."""
    wanted = Wanted(plan_only, max_calls, resume)
    with tenant_of(desk, practised) as tenant:
        if ask_mobiles:
            _ask_mobiles(desk, tenant, wanted)
        else:
            _scan(desk, tenant, wanted)


def _scan(desk: Desk, tenant: Tenant, wanted: Wanted) -> None:
    language = desk.language
    with saying(desk, language.gettext("Asking how large the directory is…")):
        plan = plan_scan(
            desk.table,
            tenant.client,
            agent_id=tenant.profile.agent_id,
            about=tenant.about,
            fresh=not wanted.resume,
        )
    if isinstance(plan, ScanTrouble):
        stop_with(desk, plan)
    lines = scans.plan_lines(language, plan)
    tell_plan(desk, lines, plan_as_json(plan), only=wanted.plan_only)
    with saying(desk, language.gettext("Reading the directory…")) as say:
        result = scan(
            desk.table,
            tenant.client,
            plan,
            max_calls=wanted.max_calls,
            cancel=tenant.cancel,
            progress=lambda progress: say(scans.progress_line(language, progress)),
        )
    told = scans.result_lines(language, result)
    finish(desk, plan_as_json(plan), result, told, after_scan(desk, result))


def _ask_mobiles(desk: Desk, tenant: Tenant, wanted: Wanted) -> None:
    language = desk.language
    plan = plan_by_mobile(desk.table, tenant.client)
    lines = scans.mobile_plan_lines(language, plan)
    tell_plan(desk, lines, plan_as_json(plan), only=wanted.plan_only)
    with showing(desk, language.gettext("Asking by mobile number… {done} of {total}")) as show:
        result = ask_by_mobile(
            desk.table,
            tenant.client,
            plan,
            max_calls=wanted.max_calls,
            cancel=tenant.cancel,
            progress=show,
        )
    told = scans.mobile_result_lines(language, result)
    finish(desk, plan_as_json(plan), result, told, after_mobiles(desk, result))
