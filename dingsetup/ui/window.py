"""The shell: list of steps, stack of pages, and the bar below; it knows no step by name."""

import base64

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from dingsetup.rehearsal import has_tenant
from dingsetup.ui.building import PROFILE, BindingCount, build_page
from dingsetup.ui.footer import Footer
from dingsetup.ui.pages import STEPS
from dingsetup.ui.pages.page import Page
from dingsetup.ui.rail import BINDINGS, MESSAGES, NO_STEPS, OVERVIEW, REPORT, StepList
from dingsetup.ui.session import Session
from dingsetup.ui.style import stylesheet
from dingsetup.ui.switcher import Switcher
from dingsetup.ui.theme import Theme, apply_colours, theme_of
from dingsetup.ui.widgets.basic import label
from dingsetup.ui.workspace import Workspace

ORDER = (*STEPS, BINDINGS, MESSAGES, OVERVIEW, REPORT)


class Window(QWidget):
    """The one window. It is drawn anew for another profile, language or colours; what was typed
    lives in the session, so nothing is lost by it."""

    closed = Signal()

    def __init__(self, app: QApplication, workspace: Workspace) -> None:
        super().__init__()
        self._app = app
        self._workspace = workspace
        self._body: Welcome | Shell | None = None
        self._shell: Shell | None = None
        self._outer = QHBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        workspace.opened.connect(self.draw)
        self.setWindowTitle("dingsetup")
        self.draw()
        self._place()

    def draw(self) -> None:
        """Draw everything for what the workspace holds now."""
        apply_colours(self._app, self._workspace.settings.colours)
        theme = theme_of(self._app)
        if self._body is not None:
            self._body.hide()
            self._body.deleteLater()
        # Setting even the same one again styles anew whatever the window still holds.
        if (style := stylesheet(theme)) != self.styleSheet():
            self.setStyleSheet(style)
        session = self._workspace.session
        if session is None:
            self._shell = None
            self._body = Welcome(theme, self._workspace)
        else:
            self._body = self._shell = Shell(theme, self._workspace, session)
        self._outer.addWidget(self._body)
        # What is not yet shown in a window cannot take the keyboard.
        self._body.show()
        self._body.focus_first()

    @property
    def shell(self) -> "Shell | None":
        return self._shell

    @property
    def busy(self) -> bool:
        """Whether anything is under way that may still change what is seen."""
        return self._workspace.tasks.busy

    def comfortable(self) -> QSize:
        """The size at which no page needs to scroll sideways."""
        theme = theme_of(self._app)
        return QSize(theme.gap(74), theme.gap(46))

    def _place(self) -> None:
        try:
            kept = base64.b64decode(self._workspace.settings.geometry, validate=True)
        except ValueError:  # a settings file written by hand
            kept = b""
        if not (kept and self.restoreGeometry(kept)):
            self.resize(self.comfortable())
        # A screen may be smaller than the window was, or than it would like to be.
        room = self.screen().availableGeometry()
        self.resize(self.size().boundedTo(room.size()))
        if not room.contains(self.geometry()):
            self.move(room.topLeft())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing is always allowed; the window comes back where it was."""
        geometry = base64.b64encode(self.saveGeometry().data()).decode()
        self._workspace.remember(geometry=geometry)
        self._workspace.close_session()
        self._workspace.tasks.cancel_all()
        event.accept()
        self.closed.emit()


class Welcome(QWidget):
    """The window before there is a profile."""

    def __init__(self, theme: Theme, workspace: Workspace) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(_side(theme, Switcher(theme, workspace, lambda: None), QWidget()))
        from dingsetup.ui.pages.profile import WelcomePage

        page = WelcomePage(theme, workspace)
        said = label(workspace.said, "mute")
        said.setContentsMargins(*[theme.gap(1.0)] * 4)
        workspace.trouble.connect(said.setText)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(page, 1)
        right.addWidget(said)
        layout.addLayout(right, 1)
        self.focus_first = page.focus_first


class Shell(QWidget):
    """List, page and bar of an open profile."""

    def __init__(self, theme: Theme, workspace: Workspace, session: Session) -> None:
        super().__init__()
        self._theme = theme
        self._workspace = workspace
        self._session = session
        self._standing = False
        """Whether a page was painted: the first one is completed after that."""
        self._pages: dict[str, Page] = {}
        self._step = ""
        self._stack = QStackedWidget()
        self.steps = StepList(theme, session)
        self._count = BindingCount(workspace.profiles.folder(session.profile.id), session, self)
        self._count.counted.connect(self.steps.show_bindings)
        self._count.tested.connect(self.steps.show_messages)
        # The largest pages are built while nobody waits for them, and only shown when wanted.
        self._count.ready.connect(self._prepare)
        self.footer = Footer(theme, workspace, session, self.move_by, self.check)
        self._behind: list[QWidget] = [self.footer]
        """What Tab reaches after the page."""
        self._lay_out()
        self.steps.chosen.connect(self.go)
        self.go(session.profile.step if session.profile.step in ORDER else ORDER[0])

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._stack, 1)
        right.addWidget(self.footer)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        switcher = Switcher(self._theme, self._workspace, lambda: self.go(PROFILE))
        layout.addWidget(_side(self._theme, switcher, self.steps))
        layout.addLayout(right, 1)
        if has_tenant(self._session.profile):
            self._behind.append(self._practice_panel())
            layout.addWidget(self._behind[-1])

    def _complete(self) -> None:
        """The first page stands: now comes what can wait for it."""
        if self._standing:
            return
        self._standing = True
        self.steps.complete()
        for page in self._pages.values():
            page.complete()
        self.focus_first()
        self._shortcuts()
        self._keep_tab_order()
        # Last, as the key store takes longer than all of it.
        self._session.load()
        self._count.start()

    @property
    def step(self) -> str:
        return self._step

    @property
    def page(self) -> Page:
        return self._pages[self._step]

    def go(self, step: str) -> None:
        """Show a step's page; it is built when it is first wanted."""
        if step == self._step:
            return
        self._prepare(step)
        self._step = step
        self._stack.setCurrentWidget(self._pages[step])
        self.steps.select(step)
        self.footer.show_page(self._title(-1), self._title(1), self._check_text())
        self.focus_first()
        if step in ORDER:
            self._session.edit(step=step)

    def _prepare(self, step: str) -> None:
        """Build a page, if it is not there yet."""
        if step in self._pages:
            return
        if step == BINDINGS:
            self._count.stop()
        page = build_page(step, self._theme, self._workspace, self._session, self.steps, self.go)
        page.go_wanted.connect(self.go)
        self._pages[step] = page
        if self._standing:
            page.complete()
        else:
            page.painted.connect(self._complete)
        self._stack.addWidget(page)

    def focus_first(self) -> None:
        """Put the keyboard where something is to be typed; who goes along the list stays there."""
        if self._standing and not self.steps.hasFocus():
            self.page.focus_first()

    def move_by(self, places: int) -> None:
        """Go back or on; going on looks at the step that is left, if it was not looked at yet."""
        before = self._step
        target = self._neighbour(places)
        if target is None:
            return
        self.go(target)
        unknown = self._session.state(before) is None or before in self._session.stale
        if places > 0 and unknown and before in self._session.steps:
            self._session.check([before])

    def check(self) -> None:
        """Check the page's step; from a page that is none, everything."""
        if self._step in (BINDINGS, MESSAGES):
            self.page.check()
        else:
            self._session.check([self._step] if self._step in self._session.steps else [])

    def _neighbour(self, places: int) -> str | None:
        if self._step not in ORDER:
            return self._session.profile.step or ORDER[0] if places > 0 else None
        place = ORDER.index(self._step) + places
        return ORDER[place] if 0 <= place < len(ORDER) else None

    def _title(self, places: int) -> str:
        step = self._neighbour(places)
        if step is None:
            return ""
        _ = self._session.language.gettext
        if step in NO_STEPS:
            titles = {
                OVERVIEW: _("Overview"),
                MESSAGES: _("Test messages"),
                REPORT: _("Report and support"),
            }
            return titles.get(step) or _("Account binding")
        return self._session.language.pick(self._session.facts.step(step).title)

    def _check_text(self) -> str:
        """What the bar's check looks at on this page; nothing where it is only everything."""
        _ = self._session.language.gettext
        if self._step == BINDINGS:
            return _("Check the bindings")
        return _("Check") if self._step in self._session.steps else ""

    def _practice_panel(self) -> QWidget:
        from dingsetup.ui.practice_panel import PracticePanel

        return PracticePanel(self._theme, self._workspace)

    def _keep_tab_order(self) -> None:
        from dingsetup.ui.tab_order import TabOrder  # not needed to paint the first page

        self.steps.leaving.connect(TabOrder(self, self._behind).keep)

    def _shortcuts(self) -> None:
        from PySide6.QtGui import QKeySequence, QShortcut  # not needed to paint the first page

        for keys, do in (
            ("Alt+Left", lambda: self.move_by(-1)),
            ("Alt+Right", lambda: self.move_by(1)),
            ("F5", self.check),
            ("Ctrl+Return", lambda: self._session.check()),
            ("Escape", self._session.cancel),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(do)


def _side(theme: Theme, head: QWidget, steps: QWidget) -> QFrame:
    side = QFrame()
    side.setObjectName("railside")
    side.setFixedWidth(theme.gap(13.5))
    column = QVBoxLayout(side)
    column.setContentsMargins(0, 0, 0, theme.gap(0.5))
    column.setSpacing(0)
    column.addWidget(head)
    column.addWidget(steps, 1)
    return side
