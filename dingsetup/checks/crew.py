"""Blocking calls side by side, given up at once when somebody cancels.

The threads are daemons: one that hangs in a connection holds up neither the caller nor the end of
the program, which an executor's threads would.
"""

import queue
import threading
from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from dingsetup.dingtalk.transport import Cancelled

T = TypeVar("T")
TICK_S = 0.05


class Crew(Generic[T]):
    """One thread for each call, started at once."""

    def __init__(self, calls: Mapping[str, Callable[[], T]]) -> None:
        self._names = list(calls)
        self._done: queue.SimpleQueue[tuple[str, T | BaseException]] = queue.SimpleQueue()
        for name, call in calls.items():
            threading.Thread(target=self._run, args=(name, call), name="ask", daemon=True).start()

    def results(
        self, cancel: threading.Event, on_each: Callable[[str], None] = lambda name: None
    ) -> dict[str, T]:
        """Wait for all, and return what they gave by name, in the order given.

        Raises Cancelled as soon as the event is set, and whatever a call raised.
        """
        found: dict[str, T] = {}
        while len(found) < len(self._names):
            if cancel.is_set():
                raise Cancelled
            try:
                name, result = self._done.get(timeout=TICK_S)
            except queue.Empty:
                continue
            if isinstance(result, BaseException):
                raise result
            found[name] = result
            on_each(name)
        return {name: found[name] for name in self._names}

    def _run(self, name: str, call: Callable[[], T]) -> None:
        try:
            self._done.put((name, call()))
        except BaseException as error:  # noqa: BLE001 - it is raised again where results are read
            self._done.put((name, error))
