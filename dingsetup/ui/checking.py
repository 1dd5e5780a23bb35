"""A run of checks as the window makes it. Loaded with the first run, on its thread: the client and
the checks take longer to load than the first page to paint."""

from collections.abc import Callable, Collection, Mapping, Sequence

from dingsetup.checks.allowlist import settle
from dingsetup.checks.blocking import THIS_COMPUTER
from dingsetup.checks.runner import Outcome, Progress, Run, inspect
from dingsetup.dingtalk.transport import Cancelled
from dingsetup.facts import Facts
from dingsetup.findings import Finding, State
from dingsetup.profile import Profile
from dingsetup.ui.keeper import Keeper
from dingsetup.ui.tasks import Task

__all__ = ["Cancelled", "check_and_keep", "settle", "waiting_for_this_computer"]


def check_and_keep(
    task: Task,
    profile: Profile,
    secret: str,
    facts: Facts,
    steps: Collection[str],
    keeper: Keeper,
    on_progress: Callable[[Progress], None],
) -> Outcome:
    """Check, and keep what was found unless it was cancelled. Raises Cancelled."""
    run = Run(
        facts=facts,
        steps=steps,
        earlier=keeper.proofs(profile),
        bindings=keeper.bindings(),
        on_progress=on_progress,
        cancel=task.cancelled,
    )
    outcome = inspect(profile, secret, run)
    if not task.cancelled.is_set():
        keeper.keep_run(outcome, secret, facts)
    return outcome


def waiting_for_this_computer(
    found: Sequence[Finding], known: Mapping[str, Sequence[Finding]]
) -> tuple[str, ...]:
    """Steps outside a run that can be checked now: it found this computer let through."""
    here = next((finding for finding in found if finding.key == THIS_COMPUTER), None)
    if here is None or here.state is State.BLOCKED:
        return ()
    checked = {finding.step for finding in found}
    return tuple(
        step
        for step, findings in known.items()
        if step not in checked
        and any(finding.values.get("blocked_by") == THIS_COMPUTER for finding in findings)
    )
