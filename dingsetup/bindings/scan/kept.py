"""What a scan has learned so far, kept in the profile's file with every answer.

Whatever ends it (a crash, the cap, a cancel), the next run asks only what was not answered.
"""

import datetime
import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from dingsetup.bindings.scan.rows import (
    BOUND,
    EARLIER,
    HELD,
    SCAN,
    as_json,
    empty,
    load,
    new_tasks,
    put_departments,
    put_people,
    put_tasks,
    save,
    utc_now,
)
from dingsetup.bindings.scan.values import ScanPlan, Unfinished
from dingsetup.bindings.scan.walk import Ask, Step, Task, first_tasks
from dingsetup.bindings.table import Table
from dingsetup.database import transaction
from dingsetup.dingtalk.contacts import Department, VisibleRange

if TYPE_CHECKING:
    from sqlite3 import Connection

FRESH_FOR = datetime.timedelta(hours=24)
"""How long a scan that was cut off may go on: after that, too much of it may be no longer so."""


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a scan beside its people and departments."""

    run: str
    """The run that works on it; another window or command may take it over."""
    plan: ScanPlan
    reads: str
    """What it reads, by `reading`."""
    made: int
    """Calls made for its plans."""
    began_at: str
    asked: dict[str, int] = {}
    """Answers by kind of question."""
    people: int = 0
    departments: int = 0
    passed_over: int = 0
    partial: bool = False
    visible: VisibleRange | None = None
    doubted: bool = False
    """Whether bound people it did not meet have been looked for."""

    @property
    def calls(self) -> int:
        return self.made + sum(self.asked.values())


class Earlier(msgspec.Struct, frozen=True, kw_only=True):
    """What the last whole scan took."""

    about: str
    at: str
    roots: tuple[int, ...]
    people: int
    departments: int
    calls: dict[str, int]
    counted_people: int
    """What DingTalk counted in the whole organisation; 0 where it did not."""


def reading(agent_id: str, roots: Sequence[int], given: Sequence[str]) -> str:
    """What a scan reads, in short: one that is to read something else is another."""
    return hashlib.sha256(as_json((agent_id, roots, given)).encode()).hexdigest()


def unfinished(table: Table, about: str) -> Head | None:
    """The scan of this organisation that was cut off within the last day."""
    with transaction(table.file, writes=False) as database:
        head = load(database, SCAN, Head)
    if head is None or head.plan.about != about:
        return None
    age = utc_now() - datetime.datetime.fromisoformat(head.began_at)
    return head if age < FRESH_FOR else None


def summary(head: Head) -> Unfinished:
    return Unfinished(
        began_at=head.began_at,
        people=head.people,
        departments=head.departments,
        calls=head.calls,
    )


def earlier(table: Table, about: str) -> Earlier | None:
    """What the last whole scan of this organisation took."""
    with transaction(table.file, writes=False) as database:
        found = load(database, EARLIER, Earlier)
    return found if found is not None and found.about == about else None


def count_bound(table: Table) -> int:
    """How many accounts rows are bound to."""
    with transaction(table.file, writes=False) as database:
        return database.execute(f"SELECT count(DISTINCT userid) {BOUND}").fetchone()[0]


def begin(table: Table, plan: ScanPlan, run: str) -> Head:
    """Begin a scan, in the place of any other."""
    head = Head(
        run=run,
        plan=msgspec.structs.replace(plan, given=()),
        reads=reading(plan.agent_id, plan.roots, plan.given),
        made=plan.made,
        began_at=utc_now().isoformat(timespec="seconds"),
        partial=not plan.whole,
    )
    with transaction(table.file) as database:
        empty(database)
        save(database, SCAN, head)
        # Their names come with the first answers; until then none is taken for a new one.
        put_departments(database, (Department(root, "", None) for root in plan.roots))
        put_tasks(database, first_tasks(plan.agent_id, plan.roots, plan.given))
    return head


def take_over(table: Table, plan: ScanPlan, run: str) -> Head | None:
    """Go on with the scan that the plan is for; whoever was at it will notice.

    None where it has ended since, or somebody else has gone on with it or begun another.
    """
    with transaction(table.file) as database:
        head = load(database, SCAN, Head)
        if head is None or head.run != plan.run:
            return None
        head = msgspec.structs.replace(head, run=run, made=head.made + plan.made)
        save(database, SCAN, head)
    return head


def tasks(table: Table) -> list[Task]:
    """What is still to be asked; further pages of a department first."""
    query = 'SELECT ask, "key", "cursor" FROM scan_task ORDER BY "cursor" = 0, ask, "key"'
    with transaction(table.file, writes=False) as database:
        return [Task(Ask(ask), key, cursor) for ask, key, cursor in database.execute(query)]


def keep(
    table: Table, head: Head, answered: Sequence[tuple[Task, Step]]
) -> tuple[Head, list[Task]] | None:
    """Keep answers, all or none. Returns the scan as it is now and the questions that follow.

    None where another run has taken the scan over; nothing was kept then.
    """
    follow: list[Task] = []
    with transaction(table.file) as database:
        if not is_ours(database, head):
            return None
        for task, step in answered:
            database.execute(
                'DELETE FROM scan_task WHERE ask = ? AND "key" = ?', (str(task.ask), task.key)
            )
            follow += new_tasks(database, step)
            head = _counted(head, task, step, put_people(database, step.people))
            put_departments(database, step.departments)
        (departments,) = database.execute("SELECT count(*) FROM scan_department").fetchone()
        head = msgspec.structs.replace(head, departments=departments)
        put_tasks(database, follow)
        save(database, SCAN, head)
    return head, follow


def doubt(table: Table, head: Head) -> tuple[Head, list[Task]] | None:
    """Have all bound people looked for one by one whom the scan did not meet.

    Also in a whole organisation: they may have moved while it was read, and that many are missing
    speaks for a fault rather than for their leave. None where another run has taken it over.
    """
    with transaction(table.file) as database:
        if not is_ours(database, head):
            return None
        follow = [Task(Ask.PERSON, userid) for userid in _unmet(database, BOUND)]
        head = msgspec.structs.replace(head, doubted=True)
        put_tasks(database, follow)
        save(database, SCAN, head)
    return head, follow


def spared(database: "Connection", head: Head) -> list[str]:
    """Accounts that nobody met or asked for, which says nothing of them: those bound since, and
    those of ignored rows where only a part of the organisation was read."""
    return _unmet(database, HELD if head.partial else BOUND)


def finish(database: "Connection", head: Head) -> None:
    """Forget what was learned, now that the table has it, but for what it took."""
    found = Earlier(
        about=head.plan.about,
        at=utc_now().isoformat(timespec="seconds"),
        roots=head.plan.roots,
        people=head.people,
        departments=head.departments,
        calls=head.asked,
        counted_people=head.plan.people,
    )
    empty(database)
    save(database, EARLIER, found)


def _counted(head: Head, task: Task, step: Step, people: int) -> Head:
    return msgspec.structs.replace(
        head,
        asked={**head.asked, str(task.ask): head.asked.get(str(task.ask), 0) + 1},
        people=head.people + people,
        passed_over=head.passed_over + step.passed_over,
        partial=head.partial or step.partial,
        visible=step.visible or head.visible,
    )


def _unmet(database: "Connection", bound: str) -> list[str]:
    query = f"SELECT DISTINCT userid {bound} AND userid NOT IN (SELECT userid FROM scan_person)"
    return [userid for (userid,) in database.execute(query)]


def is_ours(database: "Connection", head: Head) -> bool:
    """Whether this run still works on the scan."""
    found = load(database, SCAN, Head)
    return found is not None and found.run == head.run
