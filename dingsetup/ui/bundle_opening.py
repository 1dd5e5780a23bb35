"""Opens a support file in the window: read on a thread, then a profile and a tenant of its own."""

from pathlib import Path
from typing import TYPE_CHECKING

from dingsetup.profile import SUPPORT
from dingsetup.ui.tasks import Task

if TYPE_CHECKING:
    from dingsetup.practice import PracticeTenant
    from dingsetup.support.opening import Opened, Prepared
    from dingsetup.ui.session import Session
    from dingsetup.ui.workspace import Workspace


class TakenError(Exception):
    """The reserved id belongs to a profile of somebody's own."""


class BundleOpening:
    """The one support file that is open, and the one being opened."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self._opened: Opened | None = None
        self._under_way: Task | None = None

    def open(self, path: Path) -> None:
        """Read a file, start its tenant and open its profile; one being opened is given up."""
        workspace = self._workspace
        _ = workspace.language.gettext
        profiles, facts = workspace.profiles, workspace.facts
        self._give_up()
        if workspace.session is not None:
            workspace.session.noted.emit(_("Opening {file} …").format(file=path.name))

        def work(task: Task) -> "tuple[Prepared, PracticeTenant]":
            from dingsetup.support.opening import discard, is_taken, prepare

            if is_taken(profiles):
                raise TakenError
            prepared = prepare(path, profiles, facts, task.cancelled)
            try:
                tenant = self._start(task, prepared.opened)
            except BaseException:
                discard(prepared)
                raise
            if task.cancelled.is_set():
                discard(prepared)
            return prepared, tenant

        self._under_way = workspace.tasks.start(
            work,
            lambda made: self._take(*made),
            failed=lambda error: self._refused(error, path.name),
        )

    def come_back(self) -> None:
        """Start the tenant anew of the profile that was made in an earlier run."""
        workspace = self._workspace
        session = workspace.session
        if session is None or SUPPORT in workspace.running:
            return
        self._give_up()
        profiles, facts, name = workspace.profiles, workspace.facts, session.profile.name

        def work(task: Task) -> "tuple[Opened, PracticeTenant]":
            from dingsetup.support.opening import reopen

            opened = reopen(profiles, facts, name, task.cancelled)
            return opened, self._start(task, opened)

        def done(made: "tuple[Opened, PracticeTenant]") -> None:
            self._opened, workspace.running[SUPPORT] = made
            if (now := workspace.session) is not None:
                self.attach(now)
            workspace.practice_changed.emit()

        self._under_way = workspace.tasks.start(
            work, done, failed=lambda error: self._refused(error, name)
        )

    def attach(self, session: "Session") -> None:
        """Give a session of the profile what is known of its file, and its tenant's secret."""
        tenant, opened = self._workspace.running.get(SUPPORT), self._opened
        if session.profile.id != SUPPORT or tenant is None or opened is None:
            return
        from dingsetup.support.reproduction import secret_for

        session.opened = opened
        session.edit(base_url=tenant.base_url)
        session.hand_out(secret_for(opened.reproduction, tenant.identity.app_secret))
        session.findings_changed.emit()

    def _start(self, task: Task, opened: "Opened") -> "PracticeTenant":
        from dingsetup.rehearsal import app_of

        made = opened.reproduction
        return self._workspace.start_tenant(task, made.scenarios, app_of(made.app))

    def _take(self, prepared: "Prepared", tenant: "PracticeTenant") -> None:
        """On the main thread, as no session may write into the folder that goes."""
        from dingsetup.support.opening import take_place

        workspace = self._workspace
        before = workspace.session
        if before is not None and before.profile.id == SUPPORT:
            workspace.close_session()
        try:
            take_place(prepared, workspace.profiles)
        except OSError as error:
            if before is not None and workspace.session is None:
                workspace.show(before.profile)
            workspace.end_tenant(tenant)
            workspace.trouble.emit(str(error))
            return
        if (former := workspace.running.pop(SUPPORT, None)) is not None:
            workspace.end_tenant(former)
        self._opened, workspace.running[SUPPORT] = prepared.opened, tenant
        workspace.remember(profile=SUPPORT)
        workspace.show(prepared.opened.reproduction.profile)
        workspace.practice_changed.emit()

    def _refused(self, error: Exception, name: str) -> None:
        """Say why a file was not opened; what is open stays."""
        from dingsetup.language.bundles import bundle_told
        from dingsetup.support.troubles import BundleError

        workspace = self._workspace
        _ = workspace.language.gettext
        said = _("{file} was not opened. {why}").format(file=name, why=error)
        if isinstance(error, TakenError):
            said = _(
                "There is a profile of your own with the id “support”, which support files use."
                " Remove it, or move its folder away first."
            )
        elif isinstance(error, BundleError):
            told = bundle_told(workspace.language, error)
            more = " ".join(part for part in (told.cause, told.remedy) if part)
            said = _("{file} was not opened: {title}. {more}").format(
                file=name, title=told.title, more=more
            )
        workspace.trouble.emit(said)

    def _give_up(self) -> None:
        if self._under_way is not None:
            self._under_way.cancel()
