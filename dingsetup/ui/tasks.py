"""The only door to qasync: runs blocking functions on threads and brings their answers back.

Threads are daemons, so that closing the window never waits for a call under way; the late answer
of a cancelled task is dropped.
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

import qasync
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

T = TypeVar("T")


class Task:
    """One piece of blocking work under way."""

    def __init__(self, end: Callable[["Task"], None]) -> None:
        self.cancelled = threading.Event()
        """For the work to look at between two calls."""
        self._end = end

    def cancel(self) -> None:
        """Ask the work to stop, and drop whatever it still brings. Main thread only."""
        if not self.cancelled.is_set():
            self.cancelled.set()
            self._end(self)


class Tasks(QObject):
    """Starts work and keeps it until its answer is delivered on the main thread.

    Nothing here is a coroutine: an answer is one callback handed to the loop, so it also arrives
    while a dialog or a closing window runs events of its own.
    """

    failed = Signal(Exception)
    """An error nobody was waiting for."""

    def __init__(self, loop: asyncio.AbstractEventLoop, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loop = loop
        self._running: dict[Task, Callable[[], None]] = {}

    def start(
        self,
        work: Callable[[Task], T],
        done: Callable[[T], None],
        *,
        failed: Callable[[Exception], None] | None = None,
        finished: Callable[[], None] = lambda: None,
    ) -> Task:
        """Run `work` on a thread; then `done` or `failed`, and `finished`, on the main thread.

        A cancelled task calls `finished` in the loop's next turn and nothing else.
        """
        task = Task(lambda ended: self.on_main(lambda: self._end(ended)))
        self._running[task] = finished
        refused = failed or self.failed.emit

        def run() -> None:
            try:
                value = work(task)
            except Exception as error:  # noqa: BLE001 - whatever it is, `failed` gets it
                raised = error  # `error` itself ends with this block
                self.on_main(lambda: self._end(task, lambda: refused(raised)))
            else:
                self.on_main(lambda: self._end(task, lambda: done(value)))

        threading.Thread(target=run, name="dingsetup-work", daemon=True).start()
        return task

    def on_main(self, call: Callable[[], None]) -> None:
        """Have something done on the main thread, asked from any thread."""
        with contextlib.suppress(RuntimeError):  # the loop has closed: nobody is left to see it
            self._loop.call_soon_threadsafe(call)

    def cancel_all(self) -> None:
        """Stop everything: the window closes."""
        for task in list(self._running):
            task.cancel()

    @property
    def busy(self) -> bool:
        return bool(self._running)

    async def drained(self) -> None:
        """Wait until everything has ended; what is cancelled does at once, its thread is left."""
        while self._running:  # noqa: ASYNC110 - tasks end by callbacks, which set no event
            await asyncio.sleep(0.005)

    def _end(self, task: Task, deliver: Callable[[], None] = lambda: None) -> None:
        """Deliver an answer once; one that comes after a cancel finds its task gone."""
        finished = self._running.pop(task, None)
        if finished is None:
            return
        try:
            if not task.cancelled.is_set():
                deliver()
        finally:
            finished()


def event_loop(app: QApplication) -> qasync.QEventLoop:
    """The one loop of the process, Qt's and asyncio's at once."""
    app.setQuitOnLastWindowClosed(False)  # or the loop stops with futures still open
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    return loop
