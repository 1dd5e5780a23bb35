"""What every panel over the table has: a heading, work on a thread with its progress, troubles."""

import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from dingsetup.bindings.values import BindingState, Change, Progress
from dingsetup.ui.alive import while_there
from dingsetup.ui.bindings.book import Book
from dingsetup.ui.bindings.book import Work as ChangeWork
from dingsetup.ui.bindings.notice import Notice
from dingsetup.ui.session import Session
from dingsetup.ui.tasks import Task
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import Card, button, label, link, row
from dingsetup.ui.workspace import Workspace

T = TypeVar("T")
Work = Callable[[threading.Event, Progress], T]


class Tools:
    """What panels are handed."""

    def __init__(self, theme: Theme, workspace: Workspace, session: Session, book: Book) -> None:
        self.theme = theme
        self.workspace = workspace
        self.session = session
        self.book = book


class Panel(Card):
    """Stands above the table until it is closed; closing gives up what is under way."""

    closed = Signal()
    panel_wanted = Signal(str)
    """Open another panel in this one's place."""
    states_wanted = Signal(object)
    """Show the rows in these states."""

    def __init__(self, tools: Tools, heading: str) -> None:
        self.language = tools.session.language
        _ = self.language.gettext
        self.close_link = link(_("Close"), self.close_panel)
        super().__init__(tools.theme, heading, self.close_link)
        self.theme = tools.theme
        self.workspace = tools.workspace
        self.session = tools.session
        self.book = tools.book
        self._running: list[Task] = []
        self._gone = False
        self.notice = Notice(self.theme, self.language)
        self.content = QVBoxLayout()
        self.content.setSpacing(self.theme.gap(0.4))
        self._doing = label("", "mute")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMaximumHeight(self.theme.gap(0.3))
        self._stop = button(_("Cancel"), self._cancelled)
        self._under_way = QWidget()
        column = QVBoxLayout(self._under_way)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._doing)
        column.addWidget(self._bar)
        column.addLayout(row(self.theme, self._stop, None))
        self._under_way.hide()
        # Drawn anew in another language, the window knows nothing of what this has begun.
        self.destroyed.connect(partial(_cancel, self._running))
        for part in (self.notice, self._under_way):
            self.add(part)
        self.add(self.content)

    def focus_on(self, widget: QWidget) -> None:
        """Put the keyboard where one goes on, visibly, unless somebody types elsewhere."""
        focus = QApplication.focusWidget()
        if not isinstance(focus, QLineEdit) or focus.isHidden():
            widget.setFocus(Qt.FocusReason.TabFocusReason)

    def escape(self) -> None:
        """Give up what is under way; where nothing is, close."""
        if self.busy:
            self._cancelled()
        else:
            self.close_panel()

    def begin(self) -> None:
        """Called once the panel stands in the page."""

    def back_text(self) -> str:
        """The way back to this panel while the rows it led to are looked at."""
        return ""

    def show_states(self, *states: BindingState) -> None:
        self.states_wanted.emit(frozenset(states))

    @property
    def busy(self) -> bool:
        return bool(self._running)

    def run(
        self,
        doing: str,
        work: Work[T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Do something on a thread and show how far it is; one thing at a time."""
        if self.busy:
            return
        self.notice.hide()
        self.say_doing(doing)
        self._bar.setRange(0, 0)
        self._under_way.show()
        self._hold_focus()
        tasks = self.session.tasks

        def report(so_far: int, total: int) -> None:
            tasks.on_main(while_there(self, lambda: self._report(task, so_far, total)))

        task = tasks.start(
            lambda running: work(running.cancelled, report),
            while_there(self, done),
            failed=while_there(self, failed or self.refuse),
            finished=while_there(self, lambda: self._finished(task)),
        )
        self._running.append(task)
        self.running_changed()

    def _hold_focus(self) -> None:
        """What was pressed is hidden or locked while the work goes on."""
        focus = QApplication.focusWidget()
        if focus is None or not focus.isVisible() or not focus.isEnabled():
            self.focus_on(self._stop)

    def say_doing(self, text: str) -> None:
        self._doing.setText(text)

    def refuse(self, error: Exception) -> None:
        """Say why it failed, here where it was begun."""
        self.notice.tell(error)

    def running_changed(self) -> None:
        """Something has begun or ended: subclasses lock their buttons meanwhile."""

    def stopped(self) -> None:
        """Somebody has cancelled what was under way."""

    def _cancelled(self) -> None:
        self.give_up()
        self.stopped()

    def give_up(self) -> None:
        _cancel(self._running)

    def leave(self) -> None:
        """The page takes the panel away: what comes now is for nobody."""
        self._gone = True
        self.give_up()

    def close_panel(self) -> None:
        self.closed.emit()

    def change(
        self,
        work: ChangeWork,
        done: Callable[[Change | None], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Change the table; the panel hears of it if it is still there."""

        def tell(change: Change | None) -> None:
            if not self._gone:
                done(change)

        def refuse(error: Exception) -> None:
            (self.book.failed.emit if self._gone else failed)(error)

        self.book.do(work, tell, refuse)

    def _report(self, task: Task, so_far: int, total: int) -> None:
        if task in self._running:
            self._bar.setRange(0, total)
            self._bar.setValue(so_far)

    def _finished(self, task: Task) -> None:
        self._running.remove(task)
        if not self._gone:
            self._under_way.hide()
            self.running_changed()


def _cancel(running: list[Task]) -> None:
    for task in running:
        task.cancel()
