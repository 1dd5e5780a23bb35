"""Asks for bound accounts one by one: whether they are still there, and what is shown of them."""

import threading
from collections.abc import Callable, Iterable, Sequence
from functools import partial

import msgspec

from dingsetup.bindings.scan.asking import Asking
from dingsetup.bindings.scan.rows import BOUND, learned_mobiles, utc_now
from dingsetup.bindings.scan.taken import Sight, person_of, person_outside, unseen_before
from dingsetup.bindings.scan.values import Ended, ScanProgress, ScanTrouble
from dingsetup.bindings.scan.walk import Ask, Found, Met, Step, Task, put, step
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import Person, Standing
from dingsetup.dingtalk import contacts
from dingsetup.dingtalk.client import Client
from dingsetup.dingtalk.contacts import VisibleRange


class AccountsResult(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it; what was answered is in the table however it ended."""

    ended: Ended
    calls: int
    new: int | None
    """How many people the organisation has at least that it had not at the last scan; None where
    DingTalk does not count them or nobody did before."""
    trouble: ScanTrouble | None = None


def calls_for(accounts: int, agent_id: str) -> int:
    """One for each, one that counts all people, one for the visible range."""
    return accounts + 1 + bool(agent_id)


def counted_for(client: Client, agent_id: str) -> int:
    """Of those, how many count in the month where accounts do not."""
    return int(bool(agent_id) and client.counts(contacts.VISIBLE_RANGE))


def seconds_for(client: Client, accounts: int) -> float:
    return accounts / client.calls_per_second * 1.1 + 0.5


def ask_accounts(
    table: Table,
    client: Client,
    agent_id: str,
    *,
    counted: int = 0,
    most: int | None = None,
    cancel: threading.Event | None = None,
    progress: Callable[[ScanProgress], None] = lambda progress: None,
) -> AccountsResult:
    """Ask for every bound account and put the answers into the table's directory.

    `counted` is how many people the organisation had before; 0 where that is not known.
    """
    with table.reading() as database:
        userids = [one for (one,) in database.execute(f"SELECT DISTINCT userid {BOUND}")]
    asking = Asking(partial(put, client), most=most, cancel=cancel)
    round_ = _Round(len(userids), asking, progress)
    visible = [Task(Ask.VISIBLE, agent_id)] if agent_id else []
    people = [Task(Ask.PERSON, userid) for userid in userids]
    try:
        ended = asking.run([Task(Ask.COUNT, ""), *visible, *people], round_.take)
    finally:
        gone = round_.tell_table(table)
    new = max(0, round_.count - counted + gone) if counted and round_.count is not None else None
    return AccountsResult(ended=ended, calls=asking.calls, new=new, trouble=round_.trouble)


class _Round:
    """The answers as they come."""

    def __init__(
        self, accounts: int, asking: Asking[Found], tell: Callable[[ScanProgress], None]
    ) -> None:
        self.trouble: ScanTrouble | None = None
        self.count: int | None = None
        self._accounts = accounts
        self._asking = asking
        self._tell = tell
        self._asked: set[str] = set()
        self._met: dict[str, Met] = {}
        self._visible: VisibleRange | None = None

    def take(self, answered: Sequence[tuple[Task, Found]]) -> Iterable[Task] | None:
        for task, found in answered:
            match step(task, found):
                case Step() as good:
                    self._keep(task, good)
                case ScanTrouble() as trouble:
                    self.trouble = self.trouble or trouble
        self._tell(
            ScanProgress(
                people=len(self._asked),
                departments=0,
                calls=self._asking.calls,
                expected=self._accounts,
                waiting=self._asking.waiting,
            )
        )
        return None if self.trouble else ()

    def _keep(self, task: Task, good: Step) -> None:
        if task.ask is Ask.PERSON:
            self._asked.add(task.key)
            for met in good.people:
                if met.standing is not Standing.GONE:
                    self._met[task.key] = met
        self._visible = good.visible or self._visible
        self.count = self.count if good.count is None else good.count

    def tell_table(self, table: Table) -> int:
        """Put the answers into the directory; returns how many of it are gone now."""
        with table.reading() as database:
            found = database.execute("SELECT id, parent_id FROM department")
            sight = Sight(self._visible, dict(found.fetchall()), unseen_before(database))
            learned = learned_mobiles(database)
        known = table.people(self._asked)
        scanned = bool(table.directory_read())
        people: list[Person] = []
        for userid, met in self._met.items():
            if met.standing is Standing.HERE:
                people.append(person_of(met.member, sight, learned))
            else:
                people.append(person_outside(userid, known.get(userid)))
        # Of a directory that was read, somebody it never held is unknown rather than gone.
        missing = [one for one in self._asked if one not in self._met]
        gone = [known.get(one, Person(one)) for one in missing if one in known or not scanned]
        people += [msgspec.structs.replace(one, standing=Standing.GONE) for one in gone]
        if people:
            table.put_directory(people, (), utc_now(), whole=False)
        return sum(one.standing is not Standing.GONE for one in gone)
