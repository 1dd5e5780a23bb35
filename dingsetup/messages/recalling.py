"""Takes messages back and changes their status bar; what came of it is kept with the send."""

import datetime

from dingsetup.dingtalk import messages
from dingsetup.dingtalk.client import Client
from dingsetup.dingtalk.errors import Answer
from dingsetup.messages import looks
from dingsetup.messages.claims import KEPT
from dingsetup.messages.deliveries import Batch, Fate, SendError, Sending, SendTrouble
from dingsetup.messages.outbox import Outbox
from dingsetup.messages.records import stamped, written
from dingsetup.messages.values import MessageType, StatusBar

STATUS_KEPT = datetime.timedelta(days=7)
"""How long the status bar of a message can be changed (KB 0771)."""
MOST_WITH_STATUS = 5
"""People of a message with a status bar (KB 0775)."""


def recall(client: Client, outbox: Outbox, task_id: int) -> Answer | None:
    """Take one task back from everybody's inbox; None where DingTalk did. One counted call.

    Doing it twice does no harm. Raises SendError for a task that is unknown here or older than 24
    hours (KB 0770), and DatabaseError.
    """
    sending, batch = _found(outbox, task_id)
    _in_time(outbox, batch, KEPT)
    return _recall(client, outbox, sending, batch)


def recall_sending(client: Client, outbox: Outbox, sending: int) -> dict[int, Answer | None]:
    """Take all tasks of a send back that are not yet: what came of each, by its number.

    Raises as `recall`, before anything is asked.
    """
    known = outbox.known(sending)
    tasks = {
        batch.task_id: batch
        for batch in known.batches
        if batch.task_id is not None and batch.recalled_at is None
    }
    for batch in tasks.values():
        _in_time(outbox, batch, KEPT)
    return {task: _recall(client, outbox, known, batch) for task, batch in tasks.items()}


def set_status(client: Client, outbox: Outbox, task_id: int, status: StatusBar) -> Answer | None:
    """Change the status bar of an OA message; None where DingTalk did. One counted call.

    Raises SendError where there is no such bar or the task is unknown here, and DatabaseError.
    """
    sending, batch = _found(outbox, task_id)
    if sending.message.type is not MessageType.OA or sending.people > MOST_WITH_STATUS:
        raise SendError(SendTrouble.NO_STATUS_BAR)
    _in_time(outbox, batch, STATUS_KEPT)
    answer = messages.set_status(client, sending.agent_id, task_id, status.value, status.colour)
    if answer is None:
        with outbox.writing() as database:
            database.execute(
                "UPDATE batch SET status = ? WHERE sending = ? AND place = ?",
                (status.value, sending.id, batch.place),
            )
    return answer


def _recall(client: Client, outbox: Outbox, sending: Sending, batch: Batch) -> Answer | None:
    """Take it back. Of whom no result told by then, nobody can say any more who saw it."""
    assert batch.task_id is not None
    answer = messages.recall(client, sending.agent_id, batch.task_id)
    if answer is None:
        now = stamped(outbox.now())
        where = (sending.id, batch.place)
        with outbox.writing() as database:
            database.execute(
                "UPDATE batch SET recalled_at = ? WHERE sending = ? AND place = ?", (now, *where)
            )
            database.execute(
                "UPDATE delivery SET fate = ?, about = ?, at = ?"
                " WHERE sending = ? AND place = ? AND fate IN (?, ?)",
                (
                    *(str(Fate.UNKNOWN), written({"reason": "recalled"}), now),
                    *(*where, str(Fate.ACCEPTED), str(Fate.RUNNING)),
                ),
            )
            looks.close(database, *where)
    return answer


def _found(outbox: Outbox, task_id: int) -> tuple[Sending, Batch]:
    found = outbox.find_task(task_id)
    if found is None:
        raise SendError(SendTrouble.TASK_UNKNOWN, task=task_id)
    return found


def _in_time(outbox: Outbox, batch: Batch, kept: datetime.timedelta) -> None:
    if batch.sent_at is not None and outbox.now() - batch.sent_at > kept:
        raise SendError(SendTrouble.TOO_LATE, hours=int(kept.total_seconds() // 3600))
