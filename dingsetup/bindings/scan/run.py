"""Runs a directory scan: asks, keeps every answer, and brings the whole into the table."""

import threading
import uuid
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from dingsetup.bindings.scan import kept
from dingsetup.bindings.scan.asking import Asking
from dingsetup.bindings.scan.kept import Head
from dingsetup.bindings.scan.rows import utc_now
from dingsetup.bindings.scan.taken import Seen, people_and_departments
from dingsetup.bindings.scan.values import (
    Ended,
    ScanPlan,
    ScanProgress,
    ScanResult,
    ScanTrouble,
    Visible,
)
from dingsetup.bindings.scan.walk import ENDPOINTS, Ask, Found, Step, Task, put, step
from dingsetup.bindings.table import Table
from dingsetup.dingtalk.client import Client

Tell = Callable[[ScanProgress], None]


def scan(
    table: Table,
    client: Client,
    plan: ScanPlan,
    *,
    max_calls: int | None = None,
    cancel: threading.Event | None = None,
    progress: Tell = lambda progress: None,
) -> ScanResult:
    """Read the directory into the table. Blocking; `progress` is called from this thread.

    `max_calls` holds for the calls of this run and its plan; the client may repeat some of them.
    Whatever ends it early, a scan planned anew goes on from there. `cancel` is best the client's
    own event: it then also ends what is under way. Raises DatabaseError.
    """
    run = uuid.uuid4().hex
    start = kept.begin if plan.resumes is None else kept.take_over
    head = start(table, plan, run)
    if head is None:
        return _superseded(plan)
    most = None if max_calls is None else max(0, max_calls - plan.made)
    walk = _Walk(table, head, Asking(partial(put, client), most=most, cancel=cancel), progress)
    ended = walk.run(kept.tasks(table))
    if ended is Ended.WHOLE and not walk.head.doubted:
        ended = walk.doubt()
    taken = _take_in(table, walk.head) if ended is Ended.WHOLE else None
    if ended is Ended.WHOLE and taken is None:
        ended = Ended.SUPERSEDED
    return _result(client, plan, head, walk, ended, taken)


def _take_in(table: Table, head: Head) -> tuple[Seen, Visible] | None:
    """Bring it all into the table and end the scan; None where another run has taken it over."""
    seen = Seen()
    # One transaction: what was read must not be emptied by another scan while it is taken in.
    with table.writing() as database:
        if not kept.is_ours(database, head):
            return None
        people, departments, sight = people_and_departments(database, head.visible, seen)
        table.put_directory(
            people,
            departments,
            utc_now(),
            whole=True,
            spared=kept.spared(database, head),
            within=database,
        )
        kept.finish(database, head)
    return seen, sight.visible


def _superseded(plan: ScanPlan) -> ScanResult:
    """Another window or command has ended the scan that was to go on."""
    before = plan.resumes
    return ScanResult(
        ended=Ended.SUPERSEDED,
        people=before.people if before else 0,
        departments=before.departments if before else 0,
        calls=plan.made,
        counted=plan.made_counted,
        all_calls=plan.made + (before.calls if before else 0),
        partial=not plan.whole,
        passed_over=0,
    )


def _result(
    client: Client,
    plan: ScanPlan,
    before: Head,
    walk: "_Walk",
    ended: Ended,
    taken: tuple[Seen, Visible] | None,
) -> ScanResult:
    seen, visible = taken or (Seen(), Visible.UNKNOWN)
    head = walk.head
    counted = sum(
        head.asked.get(str(ask), 0) - before.asked.get(str(ask), 0)
        for ask in Ask
        if client.counts(ENDPOINTS[ask])
    )
    return ScanResult(
        ended=ended,
        people=head.people,
        departments=head.departments,
        calls=walk.calls + plan.made,
        counted=counted + plan.made_counted,
        all_calls=head.calls,
        partial=head.partial,
        passed_over=head.passed_over,
        outside=seen.outside,
        hidden_fields=seen.hidden(head.plan.fields),
        visible=visible,
        trouble=walk.trouble,
    )


class _Walk:
    """The scan as it grows with each answer."""

    def __init__(self, table: Table, head: Head, asking: Asking[Found], tell: Tell) -> None:
        self.head = head
        self.trouble: ScanTrouble | None = None
        self._table = table
        self._asking = asking
        self._tell = tell
        self._superseded = False

    def run(self, tasks: Iterable[Task]) -> Ended:
        ended = self._asking.run(tasks, self._take)
        return Ended.SUPERSEDED if self._superseded else ended

    def doubt(self) -> Ended:
        """Look for bound people who were not met."""
        found = kept.doubt(self._table, self.head)
        if found is None:
            return Ended.SUPERSEDED
        self.head, follow = found
        return self.run(follow)

    @property
    def calls(self) -> int:
        return self._asking.calls

    def _take(self, answered: Sequence[tuple[Task, Found]]) -> Iterable[Task] | None:
        steps: list[tuple[Task, Step]] = []
        for task, found in answered:
            match step(task, found):
                case Step() as good:
                    steps.append((task, good))
                case ScanTrouble() as trouble:
                    self.trouble = self.trouble or trouble
        grown = kept.keep(self._table, self.head, steps)
        if grown is None:
            self._superseded = True
            return None
        self.head, follow = grown
        self._tell(
            ScanProgress(
                people=self.head.people,
                departments=self.head.departments,
                calls=self._asking.calls,
                expected=0 if self.head.partial else self.head.plan.people,
                waiting=self._asking.waiting,
            )
        )
        return None if self.trouble else follow
