"""Runs the checks of a tenant for a command, with what is known of it beside the profile."""

import contextlib
import sys
from collections.abc import Callable, Generator, Mapping, Sequence

from dingsetup.checks.runner import Outcome, Progress, Run, inspect
from dingsetup.cli.session import Session
from dingsetup.cli.signals import ending
from dingsetup.cli.tenants import Tenant
from dingsetup.database import DatabaseError
from dingsetup.dingtalk.transport import Cancelled
from dingsetup.rehearsal import PRACTICE


def run_checks(
    session: Session, tenant: Tenant, steps: Sequence[str], *, quiet: bool = False
) -> Outcome:
    """Run the checks; Ctrl-C ends them at once and the command with 130."""
    earlier = tenant.earlier
    if tenant.kept:
        # A store that cannot be read is told once, when the outcome is to be kept.
        with contextlib.suppress(DatabaseError):
            earlier = session.store(tenant.profile.id).passed(tenant.profile.tenant)
    with ending() as cancel, _progress(session, quiet) as show:
        run = Run(
            facts=session.facts,
            steps=steps,
            earlier=earlier,
            bindings=bindings_of(session, tenant),
            on_progress=show,
            cancel=cancel,
        )
        try:
            return inspect(tenant.profile, tenant.secret, run)
        except Cancelled:
            raise KeyboardInterrupt from None


def bindings_of(session: Session, tenant: Tenant) -> Mapping[str, int]:
    """The binding table summed up; one that cannot be read is told with the outcome."""
    from dingsetup.bindings.summary import summary
    from dingsetup.bindings.table import Table

    if not tenant.kept and tenant.profile.id != PRACTICE:
        return tenant.bindings
    with contextlib.suppress(DatabaseError):
        return summary(Table(session.profiles.folder(tenant.profile.id)))
    return {}


@contextlib.contextmanager
def _progress(session: Session, quiet: bool) -> Generator[Callable[[Progress], None]]:
    """Show on a terminal's stderr how far the run is."""
    if quiet or not sys.stderr.isatty():
        yield lambda progress: None
        return
    from rich.console import Console

    text = session.language.gettext("Checking… {done} of {total}")
    with Console(stderr=True).status(text.format(done=0, total="?")) as status:
        yield lambda progress: status.update(text.format(done=progress.done, total=progress.total))
