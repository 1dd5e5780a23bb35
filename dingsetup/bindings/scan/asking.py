"""Puts a row of questions to DingTalk: side by side, within a cap, until told to end."""

import random
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from dingsetup.bindings.scan.values import Ended
from dingsetup.bindings.scan.walk import Ask, Task
from dingsetup.dingtalk.errors import Answer
from dingsetup.dingtalk.transport import Cancelled
from dingsetup.findings import Kind
from dingsetup.lanes import Lanes

TICK_S = 0.05
GRACE_S = 2.0
"""How long answers under way are waited for once somebody cancels."""
PAUSES_S = (1.0, 2.0, 4.0)
"""Waits, one after the other, while an API is too busy or the line breaks off (KB 0012 advises
these). The client has repeated the question by itself before."""
LIMITS = ("app", "api")
"""Whose limits end within a second; an address that is blocked stays so for minutes."""
BREAKS = ("reset", "refused")


F = TypeVar("F")


class Asking(Generic[F]):
    """Asks; the answers are taken on the thread that calls `run`."""

    def __init__(
        self,
        put: Callable[[Task], F],
        *,
        most: int | None = None,
        cancel: threading.Event | None = None,
    ) -> None:
        """`most` questions are put; the client may repeat one by itself."""
        self.calls = 0
        self._put = put
        self._most = most
        self._cancel = cancel or threading.Event()
        self._open: dict[Ask, deque[Task]] = {}
        self._pauses: dict[Ask, int] = {}
        self._until: dict[Ask, float] = {}
        self._end: Ended | None = None

    @property
    def waiting(self) -> bool:
        """Whether an API is left alone for a while."""
        now = time.monotonic()
        return any(until > now for until in self._until.values())

    def run(
        self,
        questions: Iterable[Task],
        take: Callable[[Sequence[tuple[Task, F]]], Iterable[Task] | None],
    ) -> Ended:
        """Ask until nothing is left; returns WHOLE, CAPPED, CANCELLED or TROUBLE.

        `take` takes answers, none where all are put again, and returns the questions that follow;
        None ends it. Answers under way at the end are still taken.
        """
        for task in questions:
            self._line(task.ask).append(task)
        lanes = Lanes(self._put)
        grace = 0.0
        try:
            while not self._over(lanes):
                self._send(lanes)
                self._take(lanes, take)
                if self._cancel.is_set():
                    self._end = self._end or Ended.CANCELLED
                    grace = grace or time.monotonic() + GRACE_S
                    if time.monotonic() > grace:
                        break
        finally:
            lanes.close()
        return self._end or (Ended.CAPPED if any(self._open.values()) else Ended.WHOLE)

    def _line(self, ask: Ask) -> deque[Task]:
        return self._open.setdefault(ask, deque())

    def _over(self, lanes: Lanes[Task, F]) -> bool:
        if lanes.under_way:
            return False
        return bool(self._end) or self._spent or not any(self._open.values())

    @property
    def _spent(self) -> bool:
        return self._most is not None and self.calls >= self._most

    def _send(self, lanes: Lanes[Task, F]) -> None:
        now = time.monotonic()
        for ask, line in self._open.items():
            if self._until.get(ask, 0.0) > now:
                continue
            while line and lanes.room(ask) and not self._end and not self._spent:
                lanes.put(ask, line.popleft())
                self.calls += 1

    def _take(
        self,
        lanes: Lanes[Task, F],
        take: Callable[[Sequence[tuple[Task, F]]], Iterable[Task] | None],
    ) -> None:
        answered: list[tuple[Task, F]] = []
        taken = lanes.take(TICK_S)
        for task, found in taken:
            if isinstance(found, Cancelled):
                self._end = self._end or Ended.CANCELLED
            elif isinstance(found, BaseException):
                raise found
            elif not self._left_alone(task, found):
                answered.append((task, found))
        if not taken:
            return
        follow = take(answered)
        if follow is None:
            self._end = self._end or Ended.TROUBLE
            return
        for task in follow:
            # A department that was begun is ended first, so that none is left for last.
            line = self._line(task.ask)
            line.appendleft(task) if task.cursor else line.append(task)

    def _left_alone(self, task: Task, found: F) -> bool:
        """Whether the question is put once more after a while."""
        if not isinstance(found, Answer) or not _passes(found):
            self._pauses[task.ask] = 0
            return False
        pauses = self._pauses.get(task.ask, 0)
        now = time.monotonic()
        if self._until.get(task.ask, 0.0) <= now:
            if pauses == len(PAUSES_S):
                return False
            self._until[task.ask] = now + PAUSES_S[pauses] * random.uniform(1.0, 1.5)
            self._pauses[task.ask] = pauses + 1
        self._line(task.ask).appendleft(task)
        return True


def _passes(answer: Answer) -> bool:
    """Whether another try in a moment has a chance."""
    match answer.kind:
        case Kind.THROTTLED:
            return answer.values.get("scope") in LIMITS
        case Kind.UNREACHABLE:
            return answer.values.get("reason") in BREAKS
        case _:
            return answer.kind is Kind.SERVER_ERROR
