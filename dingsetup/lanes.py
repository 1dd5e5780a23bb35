"""Questions side by side: a lane of threads for each API, so that none waits for another's pace.

The threads are daemons: one that hangs in a connection holds up nobody's end.
"""

import queue
import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Q = TypeVar("Q")
F = TypeVar("F")

WIDTH = 12
"""Questions of one lane under way at once: enough for 20 a second up to two seconds an answer."""


class Lanes(Generic[Q, F]):
    """Puts questions with `put`, hands back each with its answer, or with what was raised."""

    def __init__(self, ask: Callable[[Q], F], width: int = WIDTH) -> None:
        self._ask = ask
        self._width = width
        self._done: queue.SimpleQueue[tuple[Hashable, Q, F | BaseException]] = queue.SimpleQueue()
        self._waiting: dict[Hashable, queue.SimpleQueue[Q | None]] = {}
        self._threads: dict[Hashable, int] = {}
        self._under_way: dict[Hashable, int] = {}

    @property
    def under_way(self) -> int:
        """Questions put whose answers were not taken yet."""
        return sum(self._under_way.values())

    def room(self, lane: Hashable) -> int:
        """How many more questions this lane takes now."""
        return self._width - self._under_way.get(lane, 0)

    def put(self, lane: Hashable, question: Q) -> None:
        """Have a question asked; only where there is room."""
        waiting = self._waiting.setdefault(lane, queue.SimpleQueue())
        self._under_way[lane] = self._under_way.get(lane, 0) + 1
        if self._threads.get(lane, 0) < self._under_way[lane]:
            self._threads[lane] = self._threads.get(lane, 0) + 1
            threading.Thread(
                target=self._work, args=(lane, waiting), name="lane", daemon=True
            ).start()
        waiting.put(question)

    def take(self, seconds: float) -> list[tuple[Q, F | BaseException]]:
        """All answers there are by now; waits up to so long for the first."""
        found: list[tuple[Q, F | BaseException]] = []
        while True:
            try:
                lane, question, answer = self._done.get(timeout=0 if found else seconds)
            except queue.Empty:
                return found
            self._under_way[lane] -= 1
            found.append((question, answer))

    def close(self) -> None:
        """Let the threads end once their questions are answered."""
        for lane, waiting in self._waiting.items():
            for _ in range(self._threads[lane]):
                waiting.put(None)

    def _work(self, lane: Hashable, waiting: "queue.SimpleQueue[Q | None]") -> None:
        while (question := waiting.get()) is not None:
            try:
                self._done.put((lane, question, self._ask(question)))
            except BaseException as error:  # noqa: BLE001 - it is told where answers are taken
                self._done.put((lane, question, error))
