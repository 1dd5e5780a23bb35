"""Follows sends to their end with few, spaced questions: each counts in the month's quota.

A look takes its turn in the database before it asks, so that windows and commands that follow the
same send do not ask twice, and a restart goes on where the last one stopped.
"""

import datetime
import threading
from collections.abc import Callable

from dingsetup.dingtalk import messages
from dingsetup.dingtalk.client import Client
from dingsetup.dingtalk.errors import Answer
from dingsetup.findings import Kind
from dingsetup.messages import fates, looks
from dingsetup.messages.deliveries import UNDER_WAY, Sending
from dingsetup.messages.fates import Told
from dingsetup.messages.looks import Look
from dingsetup.messages.outbox import Outbox

NOT_FINISHED = Kind.TOO_MANY_RECIPIENTS
"""What 41052 says of a task of at most 100 people: its result is not there yet (KB 0771)."""

_WAKE_S = 0.5
"""Seconds: another window may look, send or recall meanwhile."""

Shown = Callable[[Sending], None]
"""Called with a send after each look, from the thread that works."""


def arrived(sending: Sending) -> bool:
    """Whether nobody is under way any more: each is delivered, settled, unknown or not sent."""
    return not UNDER_WAY & sending.tally.keys()


class Tracker:
    """Looks at everything that is open, or at one send, when it is due."""

    def __init__(
        self, client: Client, outbox: Outbox, *, about: str = "", sending: int | None = None
    ) -> None:
        """`about` is the profile's tenant: another app may not ask about these tasks."""
        self._client = client
        self._outbox = outbox
        self._about = about
        self._sending = sending

    def next_at(self) -> datetime.datetime | None:
        """When the next look is due; None where none is to come. Raises DatabaseError."""
        with self._outbox.reading() as database:
            return looks.next_due(database, self._about, self._sending)

    def look_due(self, changed: Shown = lambda sending: None) -> list[Sending]:
        """Make the looks that are due by now, and return their sends. Blocking.

        Raises DatabaseError, and Cancelled once the client's own event is set.
        """
        with self._outbox.writing() as database:
            due = looks.take_due(database, self._about, self._sending, self._outbox.now())
        return _ask_all(self._client, self._outbox, due, changed)

    def run(
        self,
        cancel: threading.Event,
        changed: Shown = lambda sending: None,
        until: Callable[[Sending], bool] = lambda sending: False,
    ) -> None:
        """Look whenever it is due, until nothing more is, or a send is as `until` wants it."""
        while (due := self.next_at()) is not None and not cancel.is_set():
            rest = (due - self._outbox.now()).total_seconds()
            if rest > 0:
                cancel.wait(min(rest, _WAKE_S))
                continue
            if any(until(one) for one in self.look_due(changed)):
                return


def look(
    client: Client,
    outbox: Outbox,
    sending: int,
    changed: Shown = lambda sending: None,
    *,
    task: int | None = None,
) -> Sending:
    """Look at a send now, due or not, as a person asks for it: a counted call for each open batch.

    `task` is the only one to ask about. Raises SendError for no such send, DatabaseError and
    Cancelled.
    """
    outbox.known(sending)
    with outbox.writing() as database:
        taken = looks.take_all(database, sending, task, outbox.now())
    _ask_all(client, outbox, taken, changed)
    return outbox.known(sending)


def wait(
    client: Client,
    outbox: Outbox,
    sending: int,
    cancel: threading.Event | None = None,
    changed: Shown = lambda sending: None,
) -> Sending:
    """Follow a send until everybody is delivered or otherwise at an end, or the looks are used up.

    Whether they read it takes hours, and is not waited for. Raises as `look`.
    """
    known = outbox.known(sending)
    if not arrived(known):
        tracker = Tracker(client, outbox, sending=sending)
        tracker.run(cancel or threading.Event(), changed, until=arrived)
    return outbox.known(sending)


def _ask_all(client: Client, outbox: Outbox, taken: list[Look], changed: Shown) -> list[Sending]:
    found: dict[int, Sending] = {}
    for one in taken:
        _ask(client, outbox, one)
        found[one.sending] = outbox.known(one.sending)
        changed(found[one.sending])
    return list(found.values())


def _ask(client: Client, outbox: Outbox, one: Look) -> None:
    """Ask about one batch and keep what it told."""
    now_running: dict[str, Told] = {}
    if one.wants_progress:
        progress = messages.progress(client, one.agent_id, one.task_id)
        if isinstance(progress, Answer):
            _keep(outbox, one, {}, progress)
            return
        now_running = fates.running(one.fates)
        if not (progress.done and _one_more(outbox, one)):
            _keep(outbox, one, now_running, None)
            return
    result = messages.result(client, one.agent_id, one.task_id)
    if isinstance(result, Answer):
        _keep(outbox, one, now_running, result)
        return
    _keep(outbox, one, now_running | fates.changes(one.fates, fates.told_by(result)), None)


def _one_more(outbox: Outbox, one: Look) -> bool:
    with outbox.writing() as database:
        return looks.take_one_more(database, one)


def _keep(outbox: Outbox, one: Look, changed: dict[str, Told], answer: Answer | None) -> None:
    if answer is not None and answer.kind is NOT_FINISHED:
        changed = changed or fates.running(one.fates)
        answer = None
    with outbox.writing() as database:
        looks.keep(database, one, changed, answer, outbox.now())
