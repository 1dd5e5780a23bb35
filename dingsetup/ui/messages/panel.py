"""What every panel of the page has: a heading, a way out, and what it works with."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from dingsetup.ui.alive import while_there
from dingsetup.ui.bindings.tenant import Tenant
from dingsetup.ui.messages.composer import Composer
from dingsetup.ui.messages.notice import MessageNotice
from dingsetup.ui.messages.people import People
from dingsetup.ui.messages.post import Post
from dingsetup.ui.session import Session
from dingsetup.ui.tasks import Task
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import Card, link
from dingsetup.ui.workspace import Workspace

T = TypeVar("T")


class Tools:
    """What panels are handed."""

    def __init__(
        self,
        theme: Theme,
        workspace: Workspace,
        session: Session,
        composer: Composer,
        people: People,
        post: Post,
    ) -> None:
        self.theme = theme
        self.workspace = workspace
        self.session = session
        self.composer = composer
        self.people = people
        self.post = post

    def tenant(self) -> Tenant | None:
        """Whom to ask; None while the secret is not there."""
        session = self.session
        practice = session.profile.edition == "practice"
        if not session.loaded or (practice and self.workspace.tenant is None):
            session.load()
            return None
        if not session.profile.app_key or not session.secret:
            return None
        folder = self.workspace.profiles.folder(session.profile.id)
        return Tenant(session.profile, session.secret, session.facts, folder)


class Panel(Card):
    """Stands in the place of the columns until it is closed."""

    closed = Signal()
    again_wanted = Signal(object)
    """Take an earlier send for a new one."""

    def __init__(self, tools: Tools, heading: str) -> None:
        self.language = tools.session.language
        self.close_link = link(self.language.gettext("Close"), lambda: self.closed.emit())
        super().__init__(tools.theme, heading, self.close_link)
        self.theme = tools.theme
        self.tools = tools
        self._task: Task | None = None
        self.notice = MessageNotice(self.theme, self.language)
        self.content = QVBoxLayout()
        self.content.setSpacing(self.theme.gap(0.4))
        self.add(self.notice)
        self.add(self.content)

    def begin(self) -> None:
        """Called once the panel stands in the page."""
        self.close_link.setFocus(Qt.FocusReason.TabFocusReason)

    def leave(self) -> None:
        """The page takes the panel away: what comes now is for nobody."""
        if self._task is not None:
            self._task.cancel()

    @property
    def busy(self) -> bool:
        return self._task is not None

    def run(self, work: Callable[[Task], T], done: Callable[[T], None]) -> None:
        """Do something on a thread; of several only the last is shown."""
        if self._task is not None:
            self._task.cancel()

        def finished() -> None:
            if self._task is task:
                self._task = None
                self.rested()

        task = self.tools.session.tasks.start(
            work,
            while_there(self, done),
            failed=while_there(self, self.notice.tell),
            finished=while_there(self, finished),
        )
        self._task = task

    def rested(self) -> None:
        """Nothing is under way any more: subclasses unlock their buttons."""
