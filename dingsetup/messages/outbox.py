"""The sent messages of a profile: the only door to what was sent, and to what became of it."""

import datetime
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from dingsetup.database import database_file, transaction
from dingsetup.messages import claims
from dingsetup.messages.claims import Claim, Outcome, same_content
from dingsetup.messages.deliveries import (
    Batch,
    Delivery,
    Fate,
    SendError,
    Sending,
    SendPlan,
    SendTrouble,
)
from dingsetup.messages.records import (
    day_of,
    digest_of,
    insert_plan,
    read_deliveries,
    read_sendings,
)

if TYPE_CHECKING:
    from sqlite3 import Connection

    from dingsetup.messages.values import Message


def utc_now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


class Outbox:
    """Sends of one profile. Any thread, window or process may use it at the same time.

    Every method raises DatabaseError where the file cannot be used.
    """

    def __init__(self, folder: Path, clock: Callable[[], datetime.datetime] = utc_now) -> None:
        self.folder = folder
        self.file = database_file(folder)
        self.now = clock

    def sendings(self, text: str = "", most: int = 50) -> list[Sending]:
        """Sends whose message, people or task number hold the text, newest first."""
        needle = text.strip()
        condition = "ORDER BY id DESC LIMIT ?1"
        if needle:
            condition = f"WHERE {_HOLDING} {condition}"
        with self.reading() as database:
            return read_sendings(database, condition, (most, _like(needle))[: 2 if needle else 1])

    def sending(self, id: int) -> Sending | None:
        with self.reading() as database:
            found = read_sendings(database, "WHERE id = ?", [id])
        return found[0] if found else None

    def last_today(self, about: str = "") -> Sending | None:
        """The newest send of this day, of one app and tenant; of any where none is named."""
        condition = (
            "WHERE id = (SELECT max(id) FROM sending WHERE day = ?1 AND (?2 = '' OR about = ?2))"
        )
        with self.reading() as database:
            found = read_sendings(database, condition, (day_of(self.now()), about))
        return found[0] if found else None

    def known(self, id: int) -> Sending:
        """As `sending`; raises SendError where there is none."""
        found = self.sending(id)
        if found is None:
            raise SendError(SendTrouble.SENDING_UNKNOWN, id=id)
        return found

    def about_of(self, id: int) -> str:
        """Which app of which tenant sent it; empty for no such send."""
        with self.reading() as database:
            found = database.execute("SELECT about FROM sending WHERE id = ?", [id]).fetchone()
        return found[0] if found else ""

    def deliveries(self, id: int, fate: Fate | None = None) -> list[Delivery]:
        """People of a send in their order; those of one fate where one is given."""
        condition = "WHERE d.sending = ?1 AND (?2 = '' OR d.fate = ?2) ORDER BY d.place, d.line"
        with self.reading() as database:
            return read_deliveries(database, condition, (id, str(fate or "")))

    def find_task(self, task_id: int) -> tuple[Sending, Batch] | None:
        """The send that DingTalk calls by this number, and the batch of it.

        Of several the newest: practice tenants begin their numbers anew.
        """
        condition = "WHERE id = (SELECT max(sending) FROM batch WHERE task_id = ?)"
        with self.reading() as database:
            found = read_sendings(database, condition, [task_id])
        batches = (batch for one in found for batch in one.batches if batch.task_id == task_id)
        batch = next(batches, None)
        return (found[0], batch) if batch is not None else None

    def latest_of(
        self, userid: str, about: str = "", task_id: int | None = None
    ) -> tuple[Sending, Delivery] | None:
        """The newest send to somebody, of one app and tenant; or that of a task."""
        with self.reading() as database:
            found = database.execute(
                "SELECT d.sending FROM delivery d JOIN sending s ON s.id = d.sending"
                " JOIN batch b ON b.sending = d.sending AND b.place = d.place"
                " WHERE d.userid = ?1 AND (?2 = '' OR s.about = ?2)"
                " AND (?3 IS NULL OR b.task_id = ?3) ORDER BY d.sending DESC LIMIT 1",
                (userid, about, task_id),
            ).fetchone()
            if found is None:
                return None
            condition = "WHERE d.sending = ? AND d.userid = ?"
            people = read_deliveries(database, condition, (found[0], userid))
            return read_sendings(database, "WHERE id = ?", found)[0], people[0]

    def last_number(self, push: str, about: str = "", now: datetime.datetime | None = None) -> int:
        """The highest number that a test of this push bore on this day; 0 where there was none."""
        with self.reading() as database:
            found = database.execute(
                "SELECT max(number) FROM sending s WHERE push = ?1 AND s.about = ?2 AND (day = ?3"
                " OR EXISTS (SELECT 1 FROM batch b WHERE b.sending = s.id AND b.day = ?3))",
                (push, about, day_of(now or self.now())),
            ).fetchone()
        return found[0] or 0

    def same_content(
        self, message: "Message", about: str, userids: Sequence[str]
    ) -> tuple[set[str], set[str]]:
        """Of these people: who may have this very message from today, and for whom it waits."""
        with self.reading() as database:
            return same_content(database, digest_of(message), about, userids, day_of(self.now()))

    def create(self, plan: SendPlan) -> int:
        """Write a send down, with everybody waiting, and return its id.

        Raises SendError where the plan was carried out before, or another send brought the same
        to somebody since it was made: then nothing is written.
        """
        now = self.now()
        userids = [one.userid for one in plan.recipients]
        with self.writing() as database:
            query = "SELECT 1 FROM sending WHERE plan = ?"
            if database.execute(query, [plan.id]).fetchone():
                raise SendError(SendTrouble.ALREADY_SENT)
            digest = digest_of(plan.content.message)
            have, wait = same_content(database, digest, plan.sender.about, userids, day_of(now))
            unforeseen = sorted((have | wait) - {*plan.duplicates, *plan.waiting})
            if unforeseen:
                raise SendError(
                    SendTrouble.CHANGED_MEANWHILE, userids=unforeseen, count=len(unforeseen)
                )
            return insert_plan(database, plan, now)

    def waiting(self, id: int, *, again: bool = False) -> list[int]:
        """Places of the batches that wait; `again`: also of those that were surely not sent."""
        query = "SELECT place FROM batch WHERE sending = ? AND fate IN (?, ?) ORDER BY place"
        fates = (str(Fate.WAITING), str(Fate.NOT_SENT if again else Fate.WAITING))
        with self.reading() as database:
            return [place for (place,) in database.execute(query, (id, *fates))]

    def claim(self, id: int, place: int) -> Claim | None:
        """Take a waiting batch before its request leaves; None where it is no longer waiting."""
        with self.writing() as database:
            return claims.claim(database, id, place, self.now())

    def settle(self, claim: Claim, outcome: Outcome) -> None:
        """Keep what came of a claim."""
        with self.writing() as database:
            claims.settle(database, claim, outcome, self.now())

    @contextmanager
    def reading(self) -> Generator["Connection"]:
        """A connection that sees the sends as they are now: nobody's SENDING is older than its
        lease."""
        with transaction(self.file, writes=False) as database:
            late = claims.is_late(database, self.now())
        if late:
            with self.writing() as database:
                claims.put_right(database, self.now())
        with transaction(self.file, writes=False) as database:
            yield database

    @contextmanager
    def writing(self) -> Generator["Connection"]:
        with transaction(self.file) as database:
            yield database


_HOLDING = """
(words LIKE ?2 ESCAPE '\\'
OR EXISTS (SELECT 1 FROM batch b WHERE b.sending = sending.id AND b.task_id LIKE ?2 ESCAPE '\\')
OR EXISTS (SELECT 1 FROM delivery d WHERE d.sending = sending.id AND (d.userid LIKE ?2 ESCAPE '\\'
    OR d.name LIKE ?2 ESCAPE '\\' OR d.username LIKE ?2 ESCAPE '\\')))
"""


def _like(text: str) -> str:
    for sign in "\\%_":
        text = text.replace(sign, f"\\{sign}")
    return f"%{text}%"
