"""The binding table as a page holds it: one question or change after the other, each on a thread.

What a page sees changes in two steps: a change shows as soon as it is written, and counts and
what is found follow. Nothing here reads or writes the file on the main thread.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from dingsetup.bindings.finder import Finder, View
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import Change, Row
from dingsetup.ui.alive import while_there
from dingsetup.ui.bindings.query import Query, Standing
from dingsetup.ui.tasks import Task, Tasks

LOOK_MS = 2000
"""How often is looked whether another window or command has changed the table."""
FIRST = 128
"""Rows fetched together with what was found, so that the first paint waits for nothing."""

Work = Callable[[Table, threading.Event], Change | None]


class Job(msgspec.Struct, frozen=True):
    """One piece of work in the lane."""

    work: Callable[[threading.Event], Any]
    done: Callable[[Any], None]
    failed: Callable[[Exception], None]


class Book(QObject):
    """Owns the finder; answers come as signals on the main thread."""

    found = Signal(object, object)
    """A view, and the rows it begins with."""
    written = Signal(object)
    """A change was made, or with None rows changed elsewhere: what is shown is out of date."""
    undone = Signal(object)
    redone = Signal(object)
    """What was taken back or made again; None where there was nothing."""
    standing_changed = Signal()
    busy_changed = Signal()
    failed = Signal(Exception)
    """Why something could not be read or done; nothing was written by it."""

    def __init__(
        self, folder: Path, tasks: Tasks, parent: QObject, about: Callable[[], str] = str
    ) -> None:
        """`about` names organisation and app: a scan of another is not gone on with."""
        super().__init__(parent)
        self.table = Table(folder)
        self.standing = Standing()
        self.opened = False
        """Whether the table was read once."""
        self._tasks = tasks
        self._about = about
        self._finder: Finder | None = None
        self._query = Query()
        self._unfound = False
        """Whether what was asked for last was not looked for yet."""
        self._stale = False
        self._lost_by = ""
        self._lane: deque[Job] = deque()
        self._task: Task | None = None
        self._changing = False
        self._around = 0
        self._looking = QTimer(self, interval=LOOK_MS)
        self._looking.timeout.connect(self.look)

    @property
    def query(self) -> Query:
        return self._query

    @property
    def busy(self) -> bool:
        return self._task is not None

    @property
    def changing(self) -> bool:
        """Whether a change is under way or waits."""
        return self._changing or bool(self._lane)

    def open(self) -> None:
        """Read the table, then look now and then whether it was changed elsewhere."""
        self._looking.start()
        if self.opened:
            self.look()
        else:
            self._stale = self._unfound = True
            self._next()

    def pause(self) -> None:
        """Look no longer: the page is out of sight."""
        self._looking.stop()

    def find(self, query: Query) -> None:
        """Look for rows; of several questions only the last is answered."""
        self._query = query
        self._unfound = True
        self._next()

    def keep_in_sight(self, row: int) -> None:
        """Have the rows of what is found next read from this place on."""
        self._around = row

    def do(
        self,
        work: Work,
        done: Callable[[Change | None], None] = lambda change: None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Change the table; changes are made in the order they are asked for."""

        def finish(change: Change | None) -> None:
            self._stale = True
            self.written.emit(change)
            done(change)

        def refuse(error: Exception) -> None:
            self.written.emit(None)
            (failed or self.failed.emit)(error)

        self._lane.append(Job(lambda cancel: work(self.table, cancel), finish, refuse))
        self._next()

    def undo(self) -> None:
        self.do(lambda table, cancel: table.undo(), self.undone.emit)

    def redo(self) -> None:
        self.do(lambda table, cancel: table.redo(), self.redone.emit)

    def look(self) -> None:
        """See whether the table is as it was read; if not, read it anew."""
        if self._task is None and self._finder is None:
            self._stale = self._unfound = True
            self._next()
        elif self._task is None and self._finder is not None:
            stamp = self._finder.stamp
            self._lane.append(
                Job(lambda cancel: self.table.stamp() != stamp, self._looked, self.failed.emit)
            )
            self._next()

    def reload(self) -> None:
        """Read the table anew: something but a change of rows has written it."""
        self._stale = True
        self.written.emit(None)
        self._next()

    def cancel(self) -> None:
        """Give up what is under way and what waits; a change then writes nothing."""
        self._lane.clear()
        # Whatever was written before it heard of it is shown.
        self._stale = True
        if self._task is not None:
            self._task.cancel()

    def _looked(self, changed: bool) -> None:
        if changed:
            self._stale = True
            self.written.emit(None)

    def _next(self) -> None:
        """Start the next piece of work: changes, then the finder, then what is to be found."""
        if self._task is not None:
            return
        self._changing = bool(self._lane)
        if self._lane:
            self._start(self._lane.popleft())
        elif self._stale:
            self._stale = False
            query = self._query if self._unfound else None
            self._unfound = False
            self._start(Job(lambda cancel: self._refresh(cancel, query), self._took, self._lost))
        elif self._unfound and self._finder is not None:
            self._unfound = False
            query = self._query
            self._start(Job(lambda cancel: self._look_up(query), self._show, self.failed.emit))

    def _start(self, job: Job) -> None:
        self._task = self._tasks.start(
            lambda task: job.work(task.cancelled),
            while_there(self, job.done),
            failed=while_there(self, job.failed),
            finished=while_there(self, self._finished),
        )
        self.busy_changed.emit()

    def _finished(self) -> None:
        self._task = None
        self.busy_changed.emit()
        self._next()

    # -- on a thread; the lane has one of them at a time

    def _refresh(self, cancel: threading.Event, query: Query | None) -> Any:
        before = self._finder
        finder = Finder.load(self.table, cancel) if before is None else before.refresh(self.table)
        from dingsetup.bindings.scan.kept import unfinished  # loaded on a thread

        # Rows that came or went are shown at once; rows that changed stay where they are.
        moved = before is None or not finder.same_rows(before)
        self._finder = finder
        standing = Standing(
            finder.size,
            finder.counts(),
            self.table.next_undo(),
            self.table.next_redo(),
            self.table.directory_read(),
            unfinished(self.table, self._about()) is not None,
        )
        wanted = query or (self._query if moved else None)
        return standing, self._look_up(wanted) if wanted is not None else None

    def _look_up(self, query: Query) -> tuple[View, int, Sequence[Row]]:
        assert self._finder is not None
        view = self._finder.find(
            self.table, query.text, query.states, query.sort, descending=query.descending
        )
        start = self._around if self._around < len(view) else 0
        return view, start, self.table.rows(view.ids(start, start + FIRST))

    # -- on the main thread again

    def _took(self, brought: Any) -> None:
        self.standing, shown = brought
        self._lost_by = ""
        self.opened = True
        self.standing_changed.emit()
        if shown is not None:
            self._show(shown)

    def _lost(self, error: Exception) -> None:
        """The file cannot be read; it is tried again, and said once."""
        if str(error) != self._lost_by:
            self._lost_by = str(error)
            self.failed.emit(error)

    def _show(self, shown: tuple[View, int, Sequence[Row]]) -> None:
        view, start, rows = shown
        self.found.emit(view, (start, rows))
