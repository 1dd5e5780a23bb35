"""All work notifications of a tenant, and what lies in whose inbox."""

import secrets
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

MOST_KEPT = 300
"""Notes an inbox holds; the oldest go."""
_APART = 1_000_000
_STARTS = range(100_000_000_000, 1_000_000_000_000, _APART)
"""Where the numbers of tasks may begin. DingTalk gives none twice: whoever asks a tenant for a task
of another must not be told of somebody else's."""


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """A work notification as it was accepted."""

    task_id: int
    at: float
    delivered_at: float
    """When it is with its recipients."""
    msg: Mapping[str, Any]
    recipients: tuple[str, ...]
    """Whom it reaches."""
    invalid_users: tuple[str, ...]
    invalid_departments: tuple[int, ...]
    forbidden: tuple[tuple[str, str, int], ...]
    """Whom it is kept from: userid, code and the threshold that was passed."""
    failed: tuple[str, ...]
    polls: int = 0
    recalled: bool = False
    status_value: str | None = None
    status_bg: str | None = None

    @property
    def people(self) -> int:
        """How many the result tells of."""
        return len(self.recipients) + len(self.forbidden) + len(self.failed)


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A work notification as one person has it."""

    task_id: int
    at: float
    """When it arrived, in seconds since 1970."""
    userid: str
    msg: Mapping[str, Any]
    read: bool
    recalled: bool
    status_value: str | None
    """What the status bar was changed to; None while it is as it was sent."""
    status_bg: str | None


class Post:
    """What was sent, whose it is and who opened it. Hold the state's lock."""

    def __init__(self) -> None:
        self.tasks: dict[int, Task] = {}
        self.sent_today: dict[tuple[str, str], list[str]] = {}
        """What each person got on a day: digests of the messages by day and userid."""
        self._first = secrets.choice(_STARTS)
        self._inboxes: dict[str, deque[int]] = {}
        self._opened: set[tuple[str, int]] = set()

    def next_id(self) -> int:
        return self._first + 1 + len(self.tasks)

    def accept(self, task: Task) -> None:
        """Keep a new task, and put it into the inboxes."""
        self.tasks[task.task_id] = task
        for userid in task.recipients:
            inbox = self._inboxes.setdefault(userid, deque(maxlen=MOST_KEPT))
            inbox.append(task.task_id)

    def replace(self, task: Task, **changes: Any) -> None:
        self.tasks[task.task_id] = msgspec.structs.replace(task, **changes)

    def owners(self) -> tuple[str, ...]:
        """Userids of those who have an inbox, the one with the newest note first."""
        return tuple(sorted(self._inboxes, key=lambda userid: -self._inboxes[userid][-1]))

    def inbox(self, userid: str) -> Iterator[Task]:
        """Yield what one person got, oldest first, whether it has arrived or not."""
        return (self.tasks[task_id] for task_id in self._inboxes.get(userid, ()))

    def open(self, userid: str, task_id: int) -> None:
        self._opened.add((userid, task_id))

    def is_opened(self, userid: str, task_id: int) -> bool:
        return (userid, task_id) in self._opened
