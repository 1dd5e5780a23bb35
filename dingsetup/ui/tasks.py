"""The only door to threads: runs blocking functions beside the window and brings answers back.

An answer crosses to the main thread as a queued signal: Qt's own way, and nothing to import. The
threads are daemons, so that closing the window never waits for a call under way; the late answer of
a cancelled task is dropped.
"""

import gc
import sys
import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

T = TypeVar("T")
Call = Callable[[], None]
SWITCH_S = 0.0005
"""How long a thread at work keeps the interpreter while the window waits for it. A screen of the
binding table takes it some hundred times: with Python's usual 5 ms it would stand still."""


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
    """Starts work and keeps it until its answer is delivered on the main thread."""

    failed = Signal(Exception)
    """An error nobody was waiting for."""
    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(SWITCH_S)
        self._running: dict[Task, Call] = {}
        self._collects = False
        """Whether garbage is to be collected again once nothing runs."""
        self._connected = False

    def start(
        self,
        work: Callable[[Task], T],
        done: Callable[[T], None],
        *,
        failed: Callable[[Exception], None] | None = None,
        finished: Call = lambda: None,
    ) -> Task:
        """Run `work` on a thread; then `done` or `failed`, and `finished`, on the main thread.

        A cancelled task calls `finished` in the loop's next turn and nothing else.
        """
        self._connect()
        task = Task(lambda ended: self.on_main(lambda: self._end(ended)))
        if not self._running:
            # A collection in the middle of a hundred thousand rows holds up the window.
            self._collects = gc.isenabled()
            gc.disable()
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

    def _connect(self) -> None:
        """With the first task, as a start without one does not need the `Qt` namespace."""
        if not self._connected:
            from PySide6.QtCore import Qt

            self._posted.connect(self._call, Qt.ConnectionType.QueuedConnection)
            self._connected = True

    def on_main(self, call: Call) -> None:
        """Have something done on the main thread, asked from any thread."""
        try:
            self._posted.emit(call)
        except RuntimeError:  # Qt has gone before the thread: nobody is left to see it
            return

    def cancel_all(self) -> None:
        """Stop everything: the window closes."""
        for task in list(self._running):
            task.cancel()

    @property
    def busy(self) -> bool:
        return bool(self._running)

    def _call(self, call: Call) -> None:
        call()

    def _end(self, task: Task, deliver: Call = lambda: None) -> None:
        """Deliver an answer once; one that comes after a cancel finds its task gone."""
        finished = self._running.pop(task, None)
        if finished is None:
            return
        if not self._running and self._collects:
            gc.enable()
        try:
            if not task.cancelled.is_set():
                deliver()
        finally:
            finished()
