"""Finds bindings that are no longer so: who left, is inactive, out of range, or new.

With the fewest calls: one for each bound account, or a scan of the directory, whichever is less.
"""

import threading
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import msgspec

from dingsetup.bindings.scan import (
    Ended,
    ScanPlan,
    ScanProgress,
    ScanResult,
    ScanTrouble,
    plan_scan,
    scan,
)
from dingsetup.bindings.scan.accounts import (
    AccountsResult,
    ask_accounts,
    calls_for,
    counted_for,
    seconds_for,
)
from dingsetup.bindings.scan.kept import count_bound, earlier, unfinished
from dingsetup.bindings.scan.rows import BOUND, HELD, utc_now
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import Reason
from dingsetup.dingtalk.client import Client

if TYPE_CHECKING:
    from sqlite3 import Connection

KINDS = (
    Reason.GONE,
    Reason.INACTIVE,
    Reason.CONTACT_RANGE,
    Reason.VISIBLE_RANGE,
    Reason.MOBILE_CHANGED,
    Reason.USERID_UNKNOWN,
)
"""How a binding drifts; what stands in the way of a row before that is no drift."""


class Way(StrEnum):
    """How bindings are checked."""

    ACCOUNTS = "accounts"
    """One call for each bound account; people who are new are only counted."""
    SCAN = "scan"
    """The whole directory once more."""


class CheckPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What a check of the bindings will ask. Pass it to `check_bindings`."""

    way: Way
    agent_id: str
    about: str
    bound: int
    """Accounts that rows are bound to."""
    calls: tuple[int, int]
    """From and to, without those already made for the plan."""
    counted: int
    """The most that will count in the month, with those already made."""
    seconds: tuple[float, float]
    made: int = 0
    scan: ScanPlan | None = None


class Drift(msgspec.Struct, frozen=True, kw_only=True):
    """What is no longer so, and who is new."""

    way: Way
    ended: Ended
    at: str
    """ISO 8601, UTC."""
    calls: int
    bound: int
    """Rows that are bound."""
    rows: dict[Reason, tuple[int, ...]]
    """Bound rows by how they drifted, as of now; every one of KINDS is named."""
    newly: tuple[int, ...]
    """Of those, the rows that stood otherwise before this check."""
    new_people: tuple[str, ...] = ()
    """Userids met for the first time and bound to nobody; only a scan after another knows."""
    new_count: int | None = None
    """How many are new at least; None where that cannot be told."""
    trouble: ScanTrouble | None = None

    @property
    def summary(self) -> dict[str, Any]:
        """What a finding needs: JSON values, with each of KINDS as a count."""
        counts = {str(kind): len(self.rows[kind]) for kind in KINDS}
        return {
            **counts,
            "drifted": sum(counts.values()),
            "newly": len(self.newly),
            "new_people": self.new_count,
            "bound": self.bound,
            "way": str(self.way),
            "checked_at": self.at,
        }


def plan_check(
    table: Table, client: Client, *, agent_id: str = "", about: str = "", way: Way | None = None
) -> CheckPlan | ScanTrouble:
    """Plan with the fewest calls, unless a way is given. Raises Cancelled and DatabaseError.

    Asks only where a scan may be less and the last one does not tell what it takes.
    """
    accounts = _by_accounts(client, count_bound(table), agent_id, about)
    before = None if unfinished(table, about) else earlier(table, about)
    if way is None and before is not None and sum(before.calls.values()) > accounts.calls[0]:
        way = Way.ACCOUNTS
    if way is Way.ACCOUNTS:
        return accounts
    found = plan_scan(table, client, agent_id=agent_id, about=about)
    if isinstance(found, ScanTrouble):
        return found
    if way is None and found.likely > accounts.calls[0]:
        counted = accounts.counted + found.made_counted
        return msgspec.structs.replace(accounts, made=found.made, counted=counted)
    return msgspec.structs.replace(
        accounts,
        way=Way.SCAN,
        calls=(found.least, found.most),
        counted=found.counted,
        seconds=found.seconds,
        made=found.made,
        scan=found,
    )


def _by_accounts(client: Client, bound: int, agent_id: str, about: str) -> CheckPlan:
    calls, seconds = calls_for(bound, agent_id), seconds_for(client, bound)
    return CheckPlan(
        way=Way.ACCOUNTS,
        agent_id=agent_id,
        about=about,
        bound=bound,
        calls=(calls, calls),
        counted=counted_for(client, agent_id),
        seconds=(seconds, seconds),
    )


def check_bindings(
    table: Table,
    client: Client,
    plan: CheckPlan,
    *,
    max_calls: int | None = None,
    cancel: threading.Event | None = None,
    progress: Callable[[ScanProgress], None] = lambda progress: None,
) -> Drift:
    """Check what the rows are bound to, and tell the table. Blocking; for the rest as `scan`.

    Cut off, what single accounts answered stands; a scan goes on next time.
    """
    read = bool(table.directory_read())
    with table.reading() as database:
        before, known = _drifted(database), _userids(database)
    done = _asked(table, client, plan, max_calls, cancel, progress)
    drift = _now(table, before, plan.way, done)
    if not (isinstance(done, ScanResult) and done.ended is Ended.WHOLE and read):
        return drift
    with table.reading() as database:
        new = _userids(database, free=True) - known
    return msgspec.structs.replace(drift, new_people=tuple(sorted(new)), new_count=len(new))


def _now(
    table: Table, before: Mapping[int, Reason], way: Way, done: ScanResult | AccountsResult
) -> Drift:
    """How the bindings stand after the questions, beside how they stood before."""
    with table.reading() as database:
        after = _drifted(database)
        (bound,) = database.execute(f"SELECT count(*) {BOUND}").fetchone()
    return Drift(
        way=way,
        ended=done.ended,
        at=utc_now().isoformat(timespec="seconds"),
        calls=done.calls,
        bound=bound,
        rows={kind: tuple(row for row, one in after.items() if one is kind) for kind in KINDS},
        newly=tuple(row for row, kind in after.items() if before.get(row) is not kind),
        new_count=done.new if isinstance(done, AccountsResult) else None,
        trouble=done.trouble,
    )


def _asked(
    table: Table,
    client: Client,
    plan: CheckPlan,
    max_calls: int | None,
    cancel: threading.Event | None,
    progress: Callable[[ScanProgress], None],
) -> ScanResult | AccountsResult:
    """Ask as planned; the calls made for the plan are among those told."""
    if plan.scan is not None:
        return scan(table, client, plan.scan, max_calls=max_calls, cancel=cancel, progress=progress)
    last = earlier(table, plan.about)
    done = ask_accounts(
        table,
        client,
        plan.agent_id,
        counted=last.counted_people if last else 0,
        most=None if max_calls is None else max(0, max_calls - plan.made),
        cancel=cancel,
        progress=progress,
    )
    return msgspec.structs.replace(done, calls=done.calls + plan.made)


def _drifted(database: "Connection") -> dict[int, Reason]:
    found = database.execute(f"SELECT id, reason {BOUND}").fetchall()
    return {row: Reason(reason) for row, reason in found if reason in KINDS}


def _userids(database: "Connection", *, free: bool = False) -> set[str]:
    """Userids of the directory; `free`: of active people to whom nobody is bound."""
    query = "SELECT userid FROM person WHERE standing = 'here'"
    more = f" AND active AND userid NOT IN (SELECT userid {HELD})"
    return {userid for (userid,) in database.execute(query + (more if free else ""))}
