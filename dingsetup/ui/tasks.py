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

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.cancelled = threading.Event()
        """For the work to look at between two calls."""
        self.stopped: asyncio.Future[None] = loop.create_future()

    def cancel(self) -> None:
        """Ask the work to stop, and drop whatever it still brings. Main thread only."""
        self.cancelled.set()
        if not self.stopped.done():
            self.stopped.set_result(None)


class Tasks(QObject):
    """Starts work and keeps it until its answer is delivered on the main thread."""

    failed = Signal(Exception)
    """An error nobody was waiting for."""

    def __init__(self, loop: asyncio.AbstractEventLoop, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loop = loop
        # The loop itself holds tasks by weak references only.
        self._running: dict[asyncio.Task[None], Task] = {}

    def start(
        self,
        work: Callable[[Task], T],
        done: Callable[[T], None],
        *,
        failed: Callable[[Exception], None] | None = None,
        finished: Callable[[], None] = lambda: None,
    ) -> Task:
        """Run `work` on a thread; then `done` or `failed`, and `finished`, on the main thread.

        A cancelled task calls `finished` at once and nothing else.
        """
        task = Task(self._loop)
        running = self._loop.create_task(
            self._deliver(task, work, done, failed or self.failed.emit, finished)
        )
        self._running[running] = task
        running.add_done_callback(lambda ended: self._running.pop(ended, None))
        return task

    def on_main(self, call: Callable[[], None]) -> None:
        """Have something done on the main thread, asked from any thread."""
        with contextlib.suppress(RuntimeError):  # the loop has closed: nobody is left to see it
            self._loop.call_soon_threadsafe(call)

    def cancel_all(self) -> None:
        """Stop everything: the window closes."""
        for task in self._running.values():
            task.cancel()

    @property
    def busy(self) -> bool:
        return bool(self._running)

    async def drained(self) -> None:
        """Wait until everything cancelled has ended, which it does at once: threads are left."""
        while self._running:
            await asyncio.wait(list(self._running))

    async def _deliver(
        self,
        task: Task,
        work: Callable[[Task], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        finished: Callable[[], None],
    ) -> None:
        answer = self._on_thread(lambda: work(task))
        await asyncio.wait((answer, task.stopped), return_when=asyncio.FIRST_COMPLETED)
        try:
            if task.stopped.done():
                answer.cancel()
            elif isinstance(error := answer.exception(), Exception):
                failed(error)
            else:
                done(answer.result())
        finally:
            finished()

    def _on_thread(self, work: Callable[[], T]) -> asyncio.Future[T]:
        future: asyncio.Future[T] = self._loop.create_future()

        def run() -> None:
            try:
                value = work()
            except Exception as error:  # noqa: BLE001 - whatever it is, `failed` gets it
                raised = error  # `error` itself ends with this block
                self.on_main(lambda: None if future.done() else future.set_exception(raised))
            else:
                self.on_main(lambda: None if future.done() else future.set_result(value))

        threading.Thread(target=run, name="dingsetup-work", daemon=True).start()
        return future


def event_loop(app: QApplication) -> qasync.QEventLoop:
    """The one loop of the process, Qt's and asyncio's at once."""
    app.setQuitOnLastWindowClosed(False)  # or the loop stops with futures still open
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    return loop
