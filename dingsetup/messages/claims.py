"""How a batch passes from waiting to its answer, each step kept before the next is taken.

The intent is kept before the request leaves: whoever is killed in between leaves a batch SENDING,
whose lease then runs out. From that moment nobody knows whether it went out, and it is UNKNOWN. No
way leads back from there to WAITING, so nothing is sent twice.
"""

import datetime
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from dingsetup.findings import Kind
from dingsetup.messages.deliveries import MAY_HAVE_IT, Fate
from dingsetup.messages.records import day_of, stamped, written
from dingsetup.messages.values import Message

if TYPE_CHECKING:
    from sqlite3 import Connection

LEASE_S = 180.0
"""Longer than a call can take: the wait for its turn, two tokens and two requests of 30 s each."""
KEPT = datetime.timedelta(hours=24)
"""How long DingTalk tells what became of a task (KB 0773); seven days are promised elsewhere."""
FIRST_LOOK = datetime.timedelta(seconds=2)

_NOT_GONE = f"'{Fate.WAITING}', '{Fate.NOT_SENT}'"
_MAY_HAVE_IT = ", ".join(f"'{fate}'" for fate in MAY_HAVE_IT)
_SAME = f"""
FROM sending s JOIN batch b ON b.sending = s.id JOIN delivery d ON d.sending = s.id
    AND d.place = b.place
WHERE s.digest = ?1 AND s.about = ?2 AND d.userid IN (SELECT value FROM json_each(?3))
    AND (b.day = ?4 AND (d.fate IN ({_MAY_HAVE_IT})
            OR d.kind = '{Kind.FORBIDDEN_DUPLICATE_MESSAGE}')
        OR d.fate = '{Fate.WAITING}')
"""

_AHEAD = "open AND sent_at > ? OR fate = 'sending' AND lease > ?"
"""Of batches that were taken or sent by a clock that was ahead of this one."""


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """The right to send one batch, once."""

    sending: int
    place: int
    owner: str
    agent_id: str
    message: Message
    userids: tuple[str, ...]
    """May be nobody, where all got the same from another send meanwhile."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a claim: ACCEPTED, NOT_SENT, UNKNOWN, or WAITING where it never left."""

    fate: Fate
    task_id: int | None = None
    kind: Kind | None = None
    values: dict[str, Any] = {}


def same_content(
    database: "Connection", digest: str, about: str, userids: Sequence[str], day: str
) -> tuple[set[str], set[str]]:
    """Of these people: who may have the same content from today, and for whom it waits."""
    ids = msgspec.json.encode(list(userids)).decode()
    found = database.execute(
        f"SELECT DISTINCT d.userid, d.fate = '{Fate.WAITING}' {_SAME}", (digest, about, ids, day)
    ).fetchall()
    have = {userid for userid, waits in found if not waits}
    return have, {userid for userid, waits in found if waits} - have


def claim(database: "Connection", sending: int, place: int, now: datetime.datetime) -> Claim | None:
    """Take a batch that surely was not sent; None where another window or command took it.

    People to whom another send brought the same content since this one was begun are left out.
    """
    owner = uuid.uuid4().hex
    taken = database.execute(
        "UPDATE batch SET fate = ?, owner = ?, lease = ?, day = ?, kind = '', about = ''"
        f" WHERE sending = ? AND place = ? AND fate IN ({_NOT_GONE})",
        (
            str(Fate.SENDING),
            owner,
            _leased(now),
            day_of(now),
            sending,
            place,
        ),
    ).rowcount
    if not taken:
        return None
    database.execute(
        "UPDATE delivery SET fate = ?, kind = '', about = '', at = ?"
        f" WHERE sending = ? AND place = ? AND fate IN ({_NOT_GONE}) AND kind <> ?",
        (str(Fate.SENDING), stamped(now), sending, place, str(Kind.FORBIDDEN_DUPLICATE_MESSAGE)),
    )
    _leave_out(database, sending, place, now)
    agent_id, message = database.execute(
        "SELECT agent_id, message FROM sending WHERE id = ?", [sending]
    ).fetchone()
    return Claim(
        sending=sending,
        place=place,
        owner=owner,
        agent_id=agent_id,
        message=msgspec.json.decode(message, type=Message),
        userids=_people(database, sending, place),
    )


def _leased(now: datetime.datetime) -> str:
    return stamped(now + datetime.timedelta(seconds=LEASE_S))


def _people(database: "Connection", sending: int, place: int) -> tuple[str, ...]:
    """Who is to get a batch that was taken."""
    query = "SELECT userid FROM delivery WHERE sending = ? AND place = ? AND fate = ? ORDER BY line"
    found = database.execute(query, (sending, place, str(Fate.SENDING)))
    return tuple(userid for (userid,) in found)


def _leave_out(database: "Connection", sending: int, place: int, now: datetime.datetime) -> None:
    """Leave out whoever may have the same from another send, unless this one's plan foresaw it."""
    digest, about, begun = database.execute(
        "SELECT digest, about, at FROM sending WHERE id = ?", [sending]
    ).fetchone()
    people = _people(database, sending, place)
    # A lease begins when a batch is taken: this is whoever was sent to since.
    since = _leased(datetime.datetime.fromisoformat(begun))
    later = database.execute(
        f"SELECT DISTINCT d.userid {_SAME} AND s.id <> ?5 AND b.lease >= ?6"
        f" AND d.fate <> '{Fate.WAITING}'",
        (digest, about, msgspec.json.encode(people).decode(), day_of(now), sending, since),
    ).fetchall()
    database.executemany(
        "UPDATE delivery SET fate = ?, kind = ?, at = ? WHERE sending = ? AND userid = ?",
        [
            (
                str(Fate.NOT_SENT),
                str(Kind.FORBIDDEN_DUPLICATE_MESSAGE),
                stamped(now),
                sending,
                userid,
            )
            for (userid,) in later
        ],
    )


def settle(database: "Connection", claim: Claim, outcome: Outcome, now: datetime.datetime) -> None:
    """Keep what came of a claim, also where its lease has run out meanwhile."""
    fate = outcome.fate
    accepted = fate is Fate.ACCEPTED
    about = (str(outcome.kind or ""), written(outcome.values))
    settled = database.execute(
        "UPDATE batch SET fate = ?, task_id = ?, kind = ?, about = ?, sent_at = ?, next_at = ?,"
        " open = ?, day = CASE WHEN ? THEN '' ELSE day END"
        " WHERE sending = ? AND place = ? AND owner = ?",
        (
            str(fate),
            outcome.task_id,
            *about,
            stamped(now) if accepted else None,
            stamped(now + FIRST_LOOK) if accepted else None,
            accepted,
            fate in (Fate.WAITING, Fate.NOT_SENT),
            claim.sending,
            claim.place,
            claim.owner,
        ),
    ).rowcount
    if settled:
        _tell_people(database, claim.sending, claim.place, fate, about, now)


def _tell_people(
    database: "Connection",
    sending: int,
    place: int,
    fate: Fate,
    about: tuple[str, str],
    now: datetime.datetime,
) -> None:
    database.execute(
        "UPDATE delivery SET fate = ?, kind = ?, about = ?, at = ?"
        " WHERE sending = ? AND place = ? AND fate IN (?, ?)",
        (str(fate), *about, stamped(now), sending, place, str(Fate.SENDING), str(Fate.UNKNOWN)),
    )


def is_late(database: "Connection", now: datetime.datetime) -> bool:
    """Whether `put_right` has anything to do."""
    found = database.execute(
        "SELECT EXISTS (SELECT 1 FROM batch WHERE fate = 'sending' AND lease < ?)"
        " OR EXISTS (SELECT 1 FROM batch WHERE open AND sent_at < ?)"
        f" OR EXISTS (SELECT 1 FROM batch WHERE {_AHEAD})",
        (stamped(now), stamped(now - KEPT), stamped(now), _leased(now)),
    ).fetchone()
    return bool(found[0])


def put_right(database: "Connection", now: datetime.datetime) -> None:
    """End what nobody works at any more, and what DingTalk no longer tells of.

    A batch whose lease ran out is UNKNOWN; so are people whom no result named within 24 hours.
    Where the clock was set back, looks and leases count from now: else they would wait for it.
    """
    database.execute(
        "UPDATE batch SET sent_at = ?, next_at = ? WHERE open AND sent_at > ?1",
        (stamped(now), stamped(now + FIRST_LOOK)),
    )
    database.execute(
        "UPDATE batch SET lease = ? WHERE fate = 'sending' AND lease > ?1", [_leased(now)]
    )
    cut_off = database.execute(
        "SELECT sending, place FROM batch WHERE fate = 'sending' AND lease < ?", [stamped(now)]
    ).fetchall()
    for sending, place in cut_off:
        why = ("", written({"reason": "cut_off"}))
        database.execute(
            "UPDATE batch SET fate = ?, about = ? WHERE sending = ? AND place = ?",
            (str(Fate.UNKNOWN), why[1], sending, place),
        )
        _tell_people(database, sending, place, Fate.UNKNOWN, why, now)
    for sending, place in database.execute(
        "SELECT sending, place FROM batch WHERE open AND sent_at < ?", [stamped(now - KEPT)]
    ).fetchall():
        database.execute(
            "UPDATE delivery SET fate = ?, about = ?, at = ?"
            " WHERE sending = ? AND place = ? AND fate IN (?, ?)",
            (
                str(Fate.UNKNOWN),
                written({"reason": "never_named"}),
                stamped(now),
                sending,
                place,
                str(Fate.ACCEPTED),
                str(Fate.RUNNING),
            ),
        )
        database.execute(
            "UPDATE batch SET open = 0, next_at = NULL WHERE sending = ? AND place = ?",
            (sending, place),
        )
