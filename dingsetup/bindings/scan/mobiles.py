"""Asks DingTalk whose a mobile number is, where the directory does not show numbers.

Only for rows that need it: nobody is bound, and no other rule names one person. What is learned
goes into the directory, so that matching finds it; numbers that are nobody's are remembered too.
"""

import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from dingsetup.bindings.numbers import MobileKind, normal_mobile
from dingsetup.bindings.scan.asking import Asking
from dingsetup.bindings.scan.rows import learned_mobiles, settled_mobiles, utc_now
from dingsetup.bindings.scan.taken import Sight, person_of, person_outside
from dingsetup.bindings.scan.values import Ended, ScanTrouble
from dingsetup.bindings.scan.walk import ENDPOINTS, Ask, Task
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import Person, Progress, Row, Rule
from dingsetup.database import transaction
from dingsetup.dingtalk import contacts
from dingsetup.dingtalk.client import Client
from dingsetup.dingtalk.contacts import Member
from dingsetup.dingtalk.errors import Answer
from dingsetup.findings import Kind

if TYPE_CHECKING:
    from sqlite3 import Connection

Found = str | Member | Answer


class MobilePlan(msgspec.Struct, frozen=True, kw_only=True):
    """Which numbers will be asked for. Pass it to `ask_by_mobile`."""

    numbers: tuple[str, ...]
    """Each once, in their normal form; one call for each."""
    people: int
    """Calls that follow at most, for people whom no scan has met or who had left."""
    rows: int
    """How many rows they stand in."""
    shown: bool
    """Whether the directory shows numbers, so that there is nothing to ask."""
    counted: bool
    calls_per_second: int

    @property
    def seconds(self) -> float:
        return len(self.numbers) / self.calls_per_second * 1.1 + 0.5


class MobileResult(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it; answers are kept however it ended."""

    ended: Ended
    calls: int
    found: int
    nobody: int
    refused: int
    """Numbers that DingTalk does not take for any."""
    outside: int
    """Numbers of people outside the contact range."""
    left: int
    """Numbers still to be asked for."""
    trouble: ScanTrouble | None = None


def plan_by_mobile(table: Table, client: Client) -> MobilePlan:
    """Plan without asking. Raises DatabaseError."""
    with table.reading() as database:
        shown = _shown(database)
        settled = settled_mobiles(database)
        scanned = database.execute("SELECT 1 FROM person LIMIT 1").fetchone()
    asked = {mobile for mobile, stands in settled.items() if stands}
    wanted = () if shown else tuple(_wanted(table.each(), asked))
    numbers = tuple(dict.fromkeys(wanted))
    return MobilePlan(
        numbers=numbers,
        people=sum(one in settled for one in numbers) if scanned else len(numbers),
        rows=len(wanted),
        shown=shown,
        counted=client.counts(contacts.BY_MOBILE),
        calls_per_second=client.calls_per_second,
    )


def _shown(database: "Connection") -> bool:
    """Whether DingTalk showed a number of anybody since the directory was read as a whole."""
    query = """
        SELECT 1 FROM person WHERE standing = 'here' AND mobile <> ''
            AND mobile NOT IN (SELECT mobile FROM asked_mobile)
            AND seen_at >= ifnull(
                (SELECT json_extract(value, '$.at') FROM state WHERE name = 'directory'), '')
        LIMIT 1
    """
    return database.execute(query).fetchone() is not None


def _wanted(rows: Iterable[Row], asked: set[str]) -> Iterator[str]:
    for row in rows:
        mobile = normal_mobile(row.mobile)
        if mobile.kind is MobileKind.OK and mobile.value not in asked and _is_open(row):
            yield mobile.value


def _is_open(row: Row) -> bool:
    """Whether nobody is bound and no rule but the name says who it is."""
    named = {one.userid for one in row.candidates if one.rule is not Rule.NAME}
    return not row.userid and not row.ignored and len(named - {*row.rejected}) != 1


def ask_by_mobile(
    table: Table,
    client: Client,
    plan: MobilePlan,
    *,
    max_calls: int | None = None,
    cancel: threading.Event | None = None,
    progress: Progress = lambda done, total: None,
) -> MobileResult:
    """Ask whose the numbers are. Blocking; planned anew, it goes on where it was ended.

    Run a match by mobile number afterwards. Raises DatabaseError.
    """
    asking: Asking[Found] = Asking(lambda task: _put(client, task), most=max_calls, cancel=cancel)
    inquiry = Inquiry(table, len(plan.numbers), progress)
    try:
        ended = asking.run([Task(Ask.MOBILE, number) for number in plan.numbers], inquiry.take)
    finally:
        if not plan.shown:
            inquiry.tell_table()
    return MobileResult(
        ended=ended,
        calls=asking.calls,
        found=inquiry.found,
        nobody=inquiry.refusals[Kind.USER_NOT_FOUND],
        refused=inquiry.refusals[Kind.MOBILE_INVALID],
        outside=inquiry.refusals[Kind.OUT_OF_SCOPE],
        left=len(plan.numbers) - inquiry.answered,
        trouble=inquiry.trouble,
    )


def _put(client: Client, task: Task) -> Found:
    if task.ask is Ask.MOBILE:
        return contacts.userid_of_mobile(client, task.key)
    return contacts.person(client, task.key)


class Inquiry:
    """What is learned, answer by answer."""

    def __init__(self, table: Table, total: int, progress: Progress) -> None:
        self.trouble: ScanTrouble | None = None
        self.answered = 0
        self.found = 0
        self.refusals = dict.fromkeys(
            (Kind.USER_NOT_FOUND, Kind.MOBILE_INVALID, Kind.OUT_OF_SCOPE), 0
        )
        self._table = table
        self._total = total
        self._progress = progress
        self._members: list[Person] = []
        with table.reading() as database:
            query = "SELECT userid FROM person WHERE standing <> 'gone'"
            self._known = {userid for (userid,) in database.execute(query)}

    def take(self, answered: Sequence[tuple[Task, Found]]) -> Iterable[Task] | None:
        learned: list[tuple[str, str]] = []
        for task, found in answered:
            if task.ask is Ask.MOBILE:
                userid = self._owner(task, found)
                learned += [] if userid is None else [(task.key, userid)]
            else:
                self._meet(task, found)
        self._keep(learned)
        self.answered += len(learned)
        self._progress(self.answered, self._total)
        if self.trouble:
            return None
        strangers = {userid for _, userid in learned if userid} - self._known
        self._known |= strangers
        return [Task(Ask.PERSON, userid) for userid in sorted(strangers)]

    def tell_table(self) -> None:
        """Put whose the numbers are, by this run or one that was cut off, into the directory."""
        with self._table.reading() as database:
            numbers = _former_owners(database) | learned_mobiles(database)
        known = self._table.people(numbers)
        met = {one.userid: one for one in self._members}
        changed = [one for one in known.values() if one.mobile != numbers[one.userid]]
        if not changed and not met:
            return
        with self._table.writing() as database:
            # A number says nothing of when its owner was last seen.
            database.executemany(
                "UPDATE person SET mobile = ? WHERE userid = ?",
                [(numbers[one.userid], one.userid) for one in changed],
            )
            people = [
                msgspec.structs.replace(one, mobile=numbers.get(userid, one.mobile))
                for userid, one in met.items()
            ]
            self._table.put_directory(people, (), utc_now(), whole=False, within=database)

    def _owner(self, task: Task, found: Found) -> str | None:
        """Whose the number is, empty for nobody; None for trouble."""
        if isinstance(found, str):
            self.found += 1
            return found
        if isinstance(found, Answer) and found.kind in self.refusals:
            self.refusals[found.kind] += 1
            return ""
        self._stop(task, found)
        return None

    def _meet(self, task: Task, found: Found) -> None:
        if isinstance(found, Member):
            self._members.append(person_of(found, Sight(None, {}), {}))
        elif isinstance(found, Answer) and found.kind is Kind.OUT_OF_SCOPE:
            self._members.append(person_outside(task.key, None))
        elif isinstance(found, Answer) and found.kind is not Kind.USER_NOT_FOUND:
            self._stop(task, found)

    def _stop(self, task: Task, found: Found) -> None:
        if self.trouble is None and isinstance(found, Answer):
            self.trouble = ScanTrouble.of(found, ENDPOINTS[task.ask])

    def _keep(self, learned: Iterable[tuple[str, str]]) -> None:
        at = utc_now().isoformat(timespec="seconds")
        with transaction(self._table.file) as database:
            database.executemany(
                "INSERT OR REPLACE INTO asked_mobile VALUES (?, ?, ?)",
                ((mobile, userid, at) for mobile, userid in learned),
            )


def _former_owners(database: "Connection") -> dict[str, str]:
    """Those who still have a number that is somebody else's by now, or nobody's; without it."""
    found = database.execute(
        "SELECT person.userid FROM person JOIN asked_mobile asked ON asked.mobile = person.mobile"
        " WHERE asked.userid <> person.userid"
    )
    return {userid: "" for (userid,) in found}
