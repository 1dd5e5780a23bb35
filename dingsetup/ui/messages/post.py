"""The page's door to what is sent: plans, sends, looks, recalls, one after the other on threads."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from dingsetup.messages.deliveries import Sending, SendPlan
from dingsetup.messages.outbox import Outbox
from dingsetup.messages.values import StatusBar
from dingsetup.ui.alive import while_there
from dingsetup.ui.bindings.tenant import Tenant
from dingsetup.ui.messages.order import Order
from dingsetup.ui.messages.standing import Standing
from dingsetup.ui.messages.watch import SOON_MS, Watch
from dingsetup.ui.tasks import Task, Tasks

if TYPE_CHECKING:
    from dingsetup.dingtalk.client import Client
    from dingsetup.dingtalk.errors import Answer


class Post(QObject):
    """Owns the outbox. Nothing here reads the file or asks DingTalk on the main thread."""

    planned = Signal(object, int)
    """A plan of the order that was asked for last, and the month's calls that are known of."""
    refused = Signal(object)
    """Nothing was sent: a plan with duplicates, or DingTalk's answer to the upload."""
    stands = Signal(object)
    """A send and its people, after anything that may have changed them."""
    restored = Signal(object)
    """The last send of today, before it is told as `stands`: the program was started anew."""
    progressed = Signal(int, int)
    busy_changed = Signal()
    status_set = Signal()
    """DingTalk has changed the status bar of a send."""
    failed = Signal(Exception)

    def __init__(self, folder: Path, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self.outbox = Outbox(folder)
        self._tasks = tasks
        self._planning: Task | None = None
        self._working: Task | None = None
        self._watched = 0
        self._reading = False
        self._behind = False
        """Whether something changed since the read under way began."""
        self.watch = Watch(self.outbox, tasks, self)
        self.watch.changed.connect(self._looked)
        self.watch.failed.connect(self.failed)

    @property
    def busy(self) -> bool:
        """Whether something is sent, taken back or resumed now."""
        return self._working is not None

    @property
    def quiet(self) -> bool:
        """Whether nothing at all is under way."""
        return not (self._working or self._planning or self.watch.busy)

    # -- before

    def plan(self, order: Order) -> None:
        """Work out what a send would do; of several orders only the last is answered."""
        if self._planning is not None:
            self._planning.cancel()

        def work(running: Task) -> tuple[SendPlan, int]:
            from dingsetup.messages.costs import used_this_month

            return order.plan(self.outbox), used_this_month(self.outbox)

        def finished() -> None:
            if self._planning is task:
                self._planning = None

        task = self._tasks.start(
            work,
            while_there(self, lambda brought: self.planned.emit(*brought)),
            failed=while_there(self, self.failed.emit),
            finished=while_there(self, finished),
        )
        self._planning = task

    # -- sending

    def send(self, order: Order) -> None:
        """Upload, plan and send. What somebody got today already is not sent a second time."""

        def work(task: Task, client: "Client") -> "Sending | SendPlan | Answer":
            from dingsetup.messages.sending import send

            plan = order.prepared(client, self.outbox, self._report)
            if not isinstance(plan, SendPlan) or plan.duplicates:
                return plan
            return send(client, self.outbox, plan, task.cancelled, self._sent)

        self._work(order.tenant, work, self._taken)

    def resume(self, tenant: Tenant, sending: int) -> None:
        """Go on with the people of a send who were not reached."""

        def work(task: Task, client: "Client") -> Sending:
            from dingsetup.messages.sending import resume

            return resume(client, self.outbox, sending, task.cancelled, self._sent)

        self._work(tenant, work, self._taken)

    def recall(self, tenant: Tenant, sending: int) -> None:
        """Take a send back, batch by batch."""

        def work(task: Task, client: "Client") -> "list[Answer]":
            from dingsetup.messages.recalling import recall_sending

            answers = recall_sending(client, self.outbox, sending).values()
            return [one for one in answers if one is not None]

        self._work(tenant, work, lambda refusals: self._settled(sending, refusals))

    def set_status(self, tenant: Tenant, sending: int, status: StatusBar) -> None:
        """Change the status bar of a send."""

        def work(task: Task, client: "Client") -> "list[Answer]":
            from dingsetup.messages.recalling import set_status

            batches = self.outbox.known(sending).batches
            tasks = [one.task_id for one in batches if one.task_id is not None]
            answers = [set_status(client, self.outbox, task, status) for task in tasks]
            return [one for one in answers if one is not None]

        def done(refusals: "list[Answer]") -> None:
            if not refusals:
                self.status_set.emit()
            self._settled(sending, refusals)

        self._work(tenant, work, done)

    def cancel(self) -> None:
        """Begin no further batch; those that have left are kept as they end."""
        if self._working is not None:
            self._working.cancel()

    def _work(
        self, tenant: Tenant, work: Callable[[Task, "Client"], Any], done: Callable[[Any], None]
    ) -> None:
        if self._working is not None:
            return

        def run(task: Task) -> Any:
            with tenant.client(task.cancelled) as client:
                return work(task, client)

        self._working = self._tasks.start(
            run,
            while_there(self, done),
            failed=while_there(self, self.failed.emit),
            finished=while_there(self, self._ended),
        )
        self.busy_changed.emit()

    def _ended(self) -> None:
        self._working = None
        self.busy_changed.emit()
        if self._watched:
            self.show(self._watched)

    def _taken(self, brought: "Sending | SendPlan | Answer") -> None:
        if isinstance(brought, Sending):
            self.show(brought.id)
        else:
            self.refused.emit(brought)

    def _settled(self, sending: int, refusals: "list[Answer]") -> None:
        if refusals:
            self.refused.emit(refusals[0])
        self.show(sending)

    def _report(self, done: int, total: int) -> None:
        """From the thread that uploads."""
        self._tasks.on_main(while_there(self, lambda: self.progressed.emit(done, total)))

    def _sent(self, sending: Sending) -> None:
        """From the thread that sends, after each batch."""
        self._tasks.on_main(while_there(self, lambda: self.show(sending.id)))

    # -- afterwards

    def show(self, sending: int) -> None:
        """Read a send and its people, and say when they are there."""
        self._watched = sending
        # Batches end in quick succession: only the newest state is worth a read.
        self._behind = self._reading
        if not self._reading:
            self._reading = True
            self._read(lambda: self.outbox.sending(sending), self._shown, self._read_on)

    def _read_on(self) -> None:
        self._reading = False
        if self._behind:
            self.show(self._watched)

    def show_last(self, about: str) -> None:
        """Show the last send of today, of one app and tenant or of any, unless one is shown."""

        def shown(standing: Standing) -> None:
            if not self._watched:
                self._watched = standing.sending.id
                self.restored.emit(standing)
                self._shown(standing)

        self._read(lambda: self.outbox.last_today(about), shown)

    def _shown(self, standing: Standing) -> None:
        if standing.sending.id == self._watched:
            self.stands.emit(standing)
            self.watch.follow(SOON_MS)

    def _read(
        self,
        find: Callable[[], Sending | None],
        shown: Callable[[Standing], None],
        finished: Callable[[], None] = lambda: None,
    ) -> None:
        def work(task: Task) -> Standing | None:
            found = find()
            if found is None:
                return None
            people, about = self.outbox.deliveries(found.id), self.outbox.about_of(found.id)
            return Standing(found, people, about)

        def done(standing: Standing | None) -> None:
            if standing is not None:
                shown(standing)

        self._tasks.start(
            work,
            while_there(self, done),
            failed=while_there(self, self.failed.emit),
            finished=while_there(self, finished),
        )

    def _looked(self, changed: "list[Sending]") -> None:
        if self._watched in {one.id for one in changed}:
            self.show(self._watched)
