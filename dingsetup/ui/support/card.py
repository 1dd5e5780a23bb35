"""What every card of the page has: work on a thread with its progress, and what went wrong."""

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QProgressBar, QVBoxLayout, QWidget

from dingsetup.store import Kept
from dingsetup.ui.alive import while_there
from dingsetup.ui.session import Session
from dingsetup.ui.support.asked import Asked
from dingsetup.ui.support.notice import SupportNotice
from dingsetup.ui.tasks import Task
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import Card, button, label, row
from dingsetup.ui.workspace import Workspace

T = TypeVar("T")
Progress = Callable[[int, int], None]
Work = Callable[[threading.Event, Progress], T]


class Tools:
    """What cards are handed."""

    def __init__(self, theme: Theme, workspace: Workspace, session: Session) -> None:
        self.theme = theme
        self.workspace = workspace
        self.session = session

    @property
    def folder(self) -> Path:
        return self.workspace.profiles.folder(self.session.profile.id)

    def asked(self) -> Asked:
        """What a thread needs to know of the session as it is now."""
        session, workspace = self.session, self.workspace
        return Asked(
            profile=session.profile,
            secret=session.secret,
            facts=session.facts,
            own_facts=bool(workspace.settings.facts_file),
            folder=self.folder,
            language=session.language.code,
            key_store=str(workspace.secrets.place) if session.loaded else "",
            found=tuple(Kept(f, session.last[f.step].at, None) for f in session.all_findings()),
        )


class WorkCard(Card):
    """A card that does one thing at a time; a second one waits for nobody and is not begun."""

    def __init__(self, tools: Tools, heading: str, *beside: QWidget) -> None:
        super().__init__(tools.theme, heading, *beside)
        self.tools = tools
        self.theme = tools.theme
        self.session = tools.session
        self.language = tools.session.language
        self._running: list[Task] = []
        self.content = QVBoxLayout()
        self.content.setSpacing(self.theme.gap(0.4))
        self.notice = SupportNotice(self.theme, self.language)
        self._doing = label("", "mute")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMaximumHeight(self.theme.gap(0.3))
        self.stop = button(self.language.gettext("Cancel"), self.give_up)
        self._under_way = QWidget()
        column = QVBoxLayout(self._under_way)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self._doing, self._bar):
            column.addWidget(part)
        column.addLayout(row(self.theme, self.stop, None))
        self._under_way.hide()
        self.add(self.content)
        for part in (self._under_way, self.notice):
            self.add(part)
        # Drawn anew in another language, the window knows nothing of what this has begun.
        self.destroyed.connect(partial(_cancel, self._running))

    @property
    def busy(self) -> bool:
        return bool(self._running)

    @property
    def at_rest(self) -> bool:
        """Whether nothing that was begun is still to be shown."""
        return not self.busy

    def run(self, doing: str, work: Work[T], done: Callable[[T], None]) -> None:
        """Do something on a thread, and show how far it is unless `doing` is empty."""
        if self.busy:
            return
        self.notice.hide()
        tasks = self.session.tasks

        def report(so_far: int, total: int) -> None:
            tasks.on_main(while_there(self, lambda: self._report(so_far, total)))

        task = tasks.start(
            lambda running: work(running.cancelled, report),
            while_there(self, done),
            failed=while_there(self, self.refuse),
            finished=while_there(self, lambda: self._finished(task)),
        )
        self._running.append(task)
        self._doing.setText(doing)
        self._bar.setRange(0, 0)
        self._under_way.setVisible(bool(doing))
        self.running_changed()
        if doing:
            self._hold_focus()

    def refuse(self, error: Exception) -> None:
        """Say why it failed, here where it was begun."""
        self.notice.tell(error)

    def running_changed(self) -> None:
        """Something has begun or ended: subclasses lock their buttons meanwhile."""

    def give_up(self) -> None:
        _cancel(self._running)

    def _hold_focus(self) -> None:
        """What was pressed is hidden or locked while the work goes on."""
        focus = QApplication.focusWidget()
        if focus is None or not focus.isVisible() or not focus.isEnabled():
            self.stop.setFocus(Qt.FocusReason.TabFocusReason)

    def _report(self, so_far: int, total: int) -> None:
        if self.busy:
            self._bar.setRange(0, total)
            self._bar.setValue(so_far)

    def _finished(self, task: Task) -> None:
        self._running.remove(task)
        self._under_way.hide()
        self.running_changed()


def _cancel(running: list[Task]) -> None:
    for task in running:
        task.cancel()
