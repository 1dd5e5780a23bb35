"""Builds a page by its name when it is first wanted; what it needs is loaded then."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from dingsetup.profile import Profile
from dingsetup.ui.alive import while_there
from dingsetup.ui.pages import page_of
from dingsetup.ui.pages.page import Page
from dingsetup.ui.rail import BINDINGS, MESSAGES, OVERVIEW, REPORT, StepList
from dingsetup.ui.session import Session
from dingsetup.ui.theme import Theme
from dingsetup.ui.workspace import Workspace

PROFILE = "profile"
Share = tuple[int, int]
COUNT_MS = 700
"""The binding table is counted once the window has come to rest."""


def build_page(
    name: str,
    theme: Theme,
    workspace: Workspace,
    session: Session,
    steps: StepList,
    go: Callable[[str], None],
) -> Page:
    """Build a step's page, or one that is none."""
    if name == OVERVIEW:
        from dingsetup.ui.pages.overview import OverviewPage

        return OverviewPage(theme, session, go)
    if name == BINDINGS:
        from dingsetup.ui.bindings.page import BindingsPage

        page = BindingsPage(theme, workspace, session)
        page.counted.connect(steps.show_bindings)
        return page
    if name == MESSAGES:
        from dingsetup.ui.messages.page import MessagesPage

        messages = MessagesPage(theme, workspace, session)
        messages.counted.connect(steps.show_messages)
        return messages
    if name == REPORT:
        from dingsetup.ui.support.page import ReportPage

        return ReportPage(theme, workspace, session)
    if name == PROFILE:
        from dingsetup.ui.pages.profile import ProfilePage

        return ProfilePage(theme, workspace, session)
    return page_of(name)(theme, session)


class BindingCount(QObject):
    """How many users are bound, and whom the last test of today reached, for the list at the left:
    the first page did not wait for it.

    The page's own modules are loaded with it, so that opening the page does not stop the window.
    """

    counted = Signal(int, int)
    """Users bound, and users who need it."""
    tested = Signal(int, int)
    """People whom the last test of today reached, and people it was for."""
    ready = Signal(str)
    """A page, by its name, that can be built without loading anything."""

    def __init__(self, folder: Path, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._folder = folder
        self._session = session
        self._rest = QTimer(self, singleShot=True, interval=COUNT_MS)
        self._rest.timeout.connect(self._count)

    def start(self) -> None:
        self._rest.start()

    def stop(self) -> None:
        """The page counts by itself now."""
        self._rest.stop()

    def _count(self) -> None:
        folder = self._folder

        def work(task: object) -> Share:
            import dingsetup.ui.bindings.page  # noqa: F401

            return _bound(folder)

        def finished() -> None:
            self.ready.emit(BINDINGS)
            self._count_tests()

        self._start(work, self.counted, finished)

    def _count_tests(self) -> None:
        folder, profile = self._folder, self._session.profile

        def work(task: object) -> Share:
            import dingsetup.ui.messages.page
            import dingsetup.ui.support.page  # noqa: F401
            from dingsetup.ui.messages.makers import load_makers

            load_makers()
            return _reached(folder, profile)

        self._start(work, self.tested, lambda: self.ready.emit(MESSAGES))

    def _start(
        self,
        work: Callable[[object], Share],
        told: SignalInstance,
        finished: Callable[[], None],
    ) -> None:
        # What is wrong with the file is said by the page, which needs it.
        self._session.tasks.start(
            work,
            while_there(self, lambda share: told.emit(*share)),
            failed=lambda error: None,
            finished=while_there(self, finished),
        )


def _bound(folder: Path) -> Share:
    """On a thread."""
    from dingsetup.bindings.table import Table
    from dingsetup.bindings.values import BindingState

    table = Table(folder)
    if not table.file.exists():
        return 0, 0
    counts = table.counts()
    return counts[BindingState.BOUND], sum(counts.values()) - counts[BindingState.IGNORED]


def _reached(folder: Path, profile: Profile) -> Share:
    """On a thread."""
    from dingsetup.messages.outbox import Outbox
    from dingsetup.ui.messages.standing import reached, sent_as

    outbox = Outbox(folder)
    if not outbox.file.exists():
        return 0, 0
    found = outbox.last_today(sent_as(profile))
    return reached(found) if found is not None else (0, 0)
