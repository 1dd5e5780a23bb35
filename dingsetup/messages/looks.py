"""When a batch is asked about, and what the answers change: counted before they are made."""

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from dingsetup.dingtalk.errors import Answer
from dingsetup.messages.costs import MOST_QUERIES
from dingsetup.messages.deliveries import Fate
from dingsetup.messages.fates import Told, is_settled
from dingsetup.messages.records import stamped, written

if TYPE_CHECKING:
    from sqlite3 import Connection

STEPS_S = (2, 8, 30, 120, 600, 7200)
"""Seconds after acceptance; most messages are delivered by the second, most read by the last."""
_PROGRESS_AT = 2


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """One batch to ask DingTalk about."""

    sending: int
    place: int
    task_id: int
    agent_id: str
    queries: int
    """Including this one."""
    fates: dict[str, Fate]
    """By userid."""
    by_hand: bool = False
    """Whether a person asked for it, who wants the result."""
    failed: bool = False
    """Whether the look before it got no answer."""

    @property
    def wants_progress(self) -> bool:
        """Whether to ask first how far DingTalk is: once, where its result named nobody yet."""
        named = any(fate not in (Fate.ACCEPTED, Fate.RUNNING) for fate in self.fates.values())
        return self.queries == _PROGRESS_AT and not (named or self.by_hand or self.failed)


def next_step(sent_at: datetime.datetime, now: datetime.datetime) -> datetime.datetime | None:
    """When to look again by itself; steps that were slept through are not made up for."""
    steps = (sent_at + datetime.timedelta(seconds=seconds) for seconds in STEPS_S)
    return next((step for step in steps if step > now), None)


def next_due(database: "Connection", about: str, sending: int | None) -> datetime.datetime | None:
    """When the next look is due; None where there is none to come."""
    (found,) = database.execute(
        f"SELECT min(b.next_at) {_OPEN} AND b.next_at IS NOT NULL AND b.queries < {MOST_QUERIES}",
        (about, sending),
    ).fetchone()
    return datetime.datetime.fromisoformat(found) if found else None


def take_due(
    database: "Connection", about: str, sending: int | None, now: datetime.datetime
) -> list[Look]:
    """Take the looks that are due, so that no other window makes them as well."""
    found = database.execute(
        f"{_LOOK} {_OPEN} AND b.next_at <= ?3 AND b.queries < {MOST_QUERIES}",
        (about, sending, stamped(now)),
    ).fetchall()
    return [_taken(database, row, now, by_hand=False) for row in found]


def take_all(
    database: "Connection", sending: int, task: int | None, now: datetime.datetime
) -> list[Look]:
    """Take a look at each open batch of a send or at one task, due or not: a person asks for it."""
    found = database.execute(
        f"{_LOOK} {_OPEN} AND (?3 IS NULL OR b.task_id = ?3)", ("", sending, task)
    ).fetchall()
    return [_taken(database, row, now, by_hand=True) for row in found]


def take_one_more(database: "Connection", look: Look) -> bool:
    """Whether the batch may be asked about once more within this look; it then counts."""
    query = (
        "UPDATE batch SET queries = queries + 1 WHERE sending = ? AND place = ?"
        f" AND queries < {MOST_QUERIES}"
    )
    return bool(database.execute(query, (look.sending, look.place)).rowcount)


def keep(
    database: "Connection",
    look: Look,
    changed: Mapping[str, Told],
    trouble: Answer | None,
    now: datetime.datetime,
) -> None:
    """Keep what a look told of people, or why it told nothing."""
    kind, values = (trouble.kind, trouble.values) if trouble else ("", {})
    database.execute(
        "UPDATE batch SET kind = ?, about = ? WHERE sending = ? AND place = ?",
        (str(kind), written(values), look.sending, look.place),
    )
    settled = ", ".join(f"'{fate}'" for fate in _FINAL)
    # Another look may have come back first: what it told is not taken back to "running".
    database.executemany(
        "UPDATE delivery SET fate = ?1, kind = ?2, about = ?3, at = ?4"
        f" WHERE sending = ?5 AND userid = ?6 AND fate NOT IN ({settled})"
        f" AND (?1 <> '{Fate.RUNNING}' OR fate = '{Fate.ACCEPTED}')",
        [
            (
                str(told.fate),
                str(told.kind or ""),
                written(told.values),
                stamped(now),
                look.sending,
                userid,
            )
            for userid, told in changed.items()
        ],
    )
    if is_settled(_fates(database, look.sending, look.place).values()):
        close(database, look.sending, look.place)


def close(database: "Connection", sending: int, place: int) -> None:
    """Ask no more about a batch."""
    database.execute(
        "UPDATE batch SET open = 0, next_at = NULL WHERE sending = ? AND place = ?",
        (sending, place),
    )


_FINAL = (Fate.READ, Fate.REFUSED, Fate.INVALID, Fate.FAILED, Fate.NOT_SENT, Fate.UNKNOWN)
_LOOK = "SELECT b.sending, b.place, b.task_id, s.agent_id, b.queries, b.sent_at, b.kind <> ''"
_OPEN = """FROM batch b JOIN sending s ON s.id = b.sending
WHERE b.open AND (?1 = '' OR s.about = ?1) AND (?2 IS NULL OR b.sending = ?2)
"""


def _taken(
    database: "Connection", row: tuple[Any, ...], now: datetime.datetime, *, by_hand: bool
) -> Look:
    sending, place, task_id, agent_id, queries, sent_at, failed = row
    step = next_step(datetime.datetime.fromisoformat(sent_at), now)
    database.execute(
        "UPDATE batch SET queries = queries + 1, next_at = ? WHERE sending = ? AND place = ?",
        (stamped(step) if step else None, sending, place),
    )
    return Look(
        sending=sending,
        place=place,
        task_id=task_id,
        agent_id=agent_id,
        queries=queries + 1,
        fates=_fates(database, sending, place),
        by_hand=by_hand,
        failed=bool(failed),
    )


def _fates(database: "Connection", sending: int, place: int) -> dict[str, Fate]:
    query = "SELECT userid, fate FROM delivery WHERE sending = ? AND place = ?"
    found = database.execute(query, (sending, place)).fetchall()
    return {userid: Fate(fate) for userid, fate in found}
