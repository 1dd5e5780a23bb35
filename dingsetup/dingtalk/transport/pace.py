"""Keeps each app below DingTalk's limit of calls per second and API."""

import threading
import time
from collections import deque
from collections.abc import Generator
from contextlib import contextmanager

from dingsetup.dingtalk.transport.failures import Cancelled

CANCEL_POLL = 0.05
"""Seconds after which a waiting call notices at the latest that it was cancelled."""
SHARE = 0.2
"""How much of the fastest round trip is taken off the wait. With half of it some calls were refused
on a busy computer."""


class Pace:
    """Lets at most `calls` requests of one key reach the server in any second.

    A call takes its place from when it starts until a second after its answer. The server saw it
    in between, so no window of a second, calendar or sliding, holds more, whatever the line delays.
    What every call is under way at least is no wait: the next call's way there and this one's way
    back lie between the two as well. First come, first served.
    """

    def __init__(self, calls: int = 20, window: float = 1.0) -> None:
        self._calls = calls
        self._window = window
        self._changed = threading.Condition()
        self._lanes: dict[str, _Lane] = {}

    @contextmanager
    def place(self, key: str, cancel: threading.Event) -> Generator[None]:
        """Hold a place for the time of the block; raises Cancelled while waiting for one."""
        lane = self._enter(key, cancel)
        started = time.monotonic()
        try:
            yield
        finally:
            with self._changed:
                lane.end(started, time.monotonic())
                self._changed.notify_all()

    def _enter(self, key: str, cancel: threading.Event) -> "_Lane":
        ticket = object()
        with self._changed:
            lane = self._lanes.setdefault(key, _Lane())
            lane.queue.append(ticket)
            try:
                while (pause := self._full(lane)) or lane.queue[0] is not ticket:
                    if cancel.is_set():
                        raise Cancelled
                    self._changed.wait(min(pause or CANCEL_POLL, CANCEL_POLL))
                lane.running += 1
            finally:
                lane.queue.remove(ticket)
                self._changed.notify_all()
        return lane

    def _full(self, lane: "_Lane") -> float:
        """Seconds until there may be a place; 0 where there is one now."""
        now = time.monotonic()
        # The first calls open connections, so of them the fastest still tells too much.
        known = lane.calls >= self._calls
        window = self._window - (min(SHARE * lane.fastest, self._window / 2) if known else 0.0)
        while lane.ended and lane.ended[0] <= now - window:
            lane.ended.popleft()
        if lane.running + len(lane.ended) < self._calls:
            return 0.0
        return lane.ended[0] + window - now if lane.ended else window


class _Lane:
    """The places of one key: waiting, taken, and given back within the last second."""

    def __init__(self) -> None:
        self.queue: deque[object] = deque()
        self.running = 0
        self.ended: deque[float] = deque()
        self.calls = 0
        self.fastest = float("inf")
        """Seconds of the fastest round trip so far."""

    def end(self, started: float, now: float) -> None:
        """Note that a call has ended."""
        self.running -= 1
        self.ended.append(now)
        self.calls += 1
        self.fastest = min(self.fastest, now - started)
