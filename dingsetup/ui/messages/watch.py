"""Looks at what was sent when it is due, as long as the page is in sight."""

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from dingsetup.messages.deliveries import Sending
from dingsetup.messages.outbox import Outbox
from dingsetup.ui.alive import while_there
from dingsetup.ui.bindings.tenant import Tenant
from dingsetup.ui.tasks import Task, Tasks

if TYPE_CHECKING:
    from dingsetup.dingtalk.client import Client

LONGEST_MS = 3_600_000
"""A timer is set for at most an hour; then it is asked anew when the next look is due."""
SOON_MS = 200


class Watch(QObject):
    """When the next look is due is kept in the file: a restart goes on where it stopped."""

    changed = Signal(object)
    """Sends that were looked at."""
    failed = Signal(Exception)

    def __init__(self, outbox: Outbox, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._outbox = outbox
        self._tasks = tasks
        self._looking: Task | None = None
        self._shown = False
        self._tenant: Callable[[], Tenant | None] = lambda: None
        self._due = QTimer(self, singleShot=True)
        self._due.timeout.connect(self._look_due)

    def ask_as(self, tenant: Callable[[], Tenant | None]) -> None:
        """Whom looks ask; None while that is not known."""
        self._tenant = tenant

    @property
    def busy(self) -> bool:
        return self._looking is not None

    def look(self, tenant: Tenant, sending: int) -> None:
        """Ask now what became of a send, as a person wants to know it."""

        def ask(client: "Client") -> list[Sending]:
            from dingsetup.messages.tracking import look

            return [look(client, self._outbox, sending)]

        self._ask(tenant, ask)

    def follow(self, ms: int = 0) -> None:
        """See soon what is due: something was sent, or the page is in sight again."""
        if self._shown and not 0 <= self._due.remainingTime() <= ms:
            self._due.start(ms)

    def resume(self) -> None:
        """The page is in sight."""
        self._shown = True
        self.follow()

    def pause(self) -> None:
        """Look no longer; it goes on when the page is back in sight."""
        self._shown = False
        self._due.stop()

    def _look_due(self) -> None:
        tenant = self._tenant()
        if tenant is None:
            return
        if self._looking is not None:
            self._due.start(SOON_MS)
            return

        def ask(client: "Client") -> list[Sending]:
            from dingsetup.messages.tracking import Tracker

            return Tracker(client, self._outbox, about=tenant.profile.tenant).look_due()

        self._ask(tenant, ask)

    def _ask(self, tenant: Tenant, ask: Callable[["Client"], list[Sending]]) -> None:
        """Ask on a thread, show what has changed, and set the timer for the next look."""
        if self._looking is not None:
            return

        def work(task: Task) -> tuple[list[Sending], datetime.datetime | None]:
            from dingsetup.messages.tracking import Tracker

            with tenant.client(task.cancelled) as client:
                changed = ask(client)
                return changed, Tracker(client, self._outbox, about=tenant.profile.tenant).next_at()

        def asked(brought: tuple[list[Sending], datetime.datetime | None]) -> None:
            changed, due = brought
            self.changed.emit(changed)
            if due is not None and self._shown:
                rest = (due - self._outbox.now()).total_seconds() * 1000
                self._due.start(int(min(LONGEST_MS, max(SOON_MS, rest))))

        self._looking = self._tasks.start(
            work,
            while_there(self, asked),
            failed=while_there(self, self.failed.emit),
            finished=while_there(self, self._looked),
        )

    def _looked(self) -> None:
        self._looking = None
