"""A desk with the window on it: opens, drives and closes it as a person at the screen would."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from PySide6.QtCore import QEvent, QPoint, Qt, QThread
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMenu, QWidget

from dingsetup.facts import Facts
from dingsetup.findings import Finding, State
from dingsetup.practice import PracticeTenant
from dingsetup.profile import Profile, Profiles
from dingsetup.secrets import SecretStore
from dingsetup.ui.app import make_workspace
from dingsetup.ui.practice_panel import PracticePanel
from dingsetup.ui.session import Session
from dingsetup.ui.widgets.finding_row import FindingRow
from dingsetup.ui.window import Shell, Window
from dingsetup.ui.workspace import Workspace

PATIENCE_S = 20.0
TICK_MS = 10

Widget = TypeVar("Widget", bound=QWidget)


class Driver:
    """Lets the window live until something is so."""

    def run_until(self, true: Callable[[], Any], patience: float = PATIENCE_S) -> None:
        """Process events until `true()`. Raises TimeoutError."""
        end = time.monotonic() + patience
        while not true():
            if time.monotonic() > end:
                raise TimeoutError
            self.breathe()
            if true():
                return
            QThread.msleep(TICK_MS)

    def breathe(self) -> None:
        """Let everything posted so far have its turn: layouts, deletions, calls from threads."""
        for _ in range(3):
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QApplication.processEvents()


class Desk(Driver):
    """One person's computer: a home and a key store that outlive the window."""

    def __init__(self, app: QApplication, facts: Facts, home: Path) -> None:
        self.app = app
        self.facts = facts
        self.home = home
        self.secrets = SecretStore(find=lambda: None)
        self.troubles: list[str] = []
        self._workspace: Workspace | None = None
        self._window: Window | None = None
        self._tenants: list[PracticeTenant] = []

    # -- opening and closing

    def open(self, profile: str = "", language: str = "en") -> None:
        """Show a window, on a profile where one is named."""
        workspace = self._furnish(language)
        if profile:
            workspace.open_profile(profile)
        self._show(workspace)
        if profile:
            self.run_until(lambda: workspace.session is None or workspace.session.loaded)
        self.breathe()

    def practise(self, *scenarios: str, check: bool = False) -> None:
        """Show a window on a practice tenant."""
        # Into an open window, or as the program starts with it.
        workspace = self._workspace or self._furnish("en")
        workspace.open_practice(scenarios)
        if self._window is None:
            self._show(workspace)
        self.run_until(lambda: workspace.tenant is not None and self.session.loaded)
        self.breathe()
        if check:
            self.check()

    def _furnish(self, language: str) -> Workspace:
        """What a window needs, before there is one."""
        workspace = make_workspace(language=language, facts=self.facts, secrets=self.secrets)
        workspace.trouble.connect(self.troubles.append)
        self._workspace = workspace
        return workspace

    def _show(self, workspace: Workspace) -> None:
        self._window = Window(self.app, workspace)
        self._window.resize(self._window.comfortable())  # the offscreen screen is small
        self._window.show()
        self._window.activateWindow()

    def close(self) -> None:
        """Close the window and wait for nothing but what was cancelled by it."""
        if self._window is None or self._workspace is None:
            return
        window, workspace = self._window, self._workspace
        self._window = self._workspace = None
        window.close()
        self.run_until(lambda: not workspace.tasks.busy)
        workspace.stop_practice()
        window.deleteLater()
        workspace.deleteLater()

    def tenant(self, *scenarios: str) -> PracticeTenant:
        """A tenant for a profile of one's own; it ends with the test."""
        self._tenants.append(PracticeTenant.start(self.facts, scenarios=scenarios))
        return self._tenants[-1]

    def leave(self) -> None:
        """Close the window and end all tenants."""
        for tenant in self._tenants:
            tenant.stop()
        self.close()

    # -- what is there

    @property
    def workspace(self) -> Workspace:
        assert self._workspace is not None, "no window is open"
        return self._workspace

    @property
    def window(self) -> Window:
        assert self._window is not None, "no window is open"
        return self._window

    @property
    def session(self) -> Session:
        assert self.workspace.session is not None, "no profile is open"
        return self.workspace.session

    @property
    def shell(self) -> Shell:
        assert self.window.shell is not None, "no profile is open"
        return self.window.shell

    @property
    def focus(self) -> QWidget:
        """Where the keyboard is."""
        found = self.app.focusWidget()
        assert found is not None
        return found

    @property
    def panel(self) -> PracticePanel:
        return self.only(PracticePanel)

    @property
    def profiles(self) -> Profiles:
        return Profiles(self.home)

    def make_profile(self, id: str = "east", secret: str = "", **fields: Any) -> Profile:
        """Put a profile on the disk, and its secret into the key store."""
        profile = msgspec.convert({"id": id, "name": id, **fields}, Profile)
        self.profiles.save(profile)
        if secret:
            self.secrets.set(id, secret)
        return profile

    def profile_text(self, id: str) -> str:
        return (self.profiles.folder(id) / "profile.json").read_text("utf-8")

    def text(self, message: str, **values: Any) -> str:
        """A text of the window in its language."""
        return self.workspace.language.gettext(message).format_map(values)

    def finding(self, key: str) -> Finding:
        return next(f for f in self.session.all_findings() if f.key == key)

    def state(self, key: str) -> State:
        return self.finding(key).state

    # -- widgets

    def all(self, kind: type[Widget], within: QWidget | None = None) -> list[Widget]:
        """The visible widgets of a kind."""
        return [w for w in (within or self.window).findChildren(kind) if w.isVisible()]

    def only(self, kind: type[Widget], within: QWidget | None = None) -> Widget:
        (widget,) = self.all(kind, within)
        return widget

    def button(self, message: str, within: QWidget | None = None) -> QAbstractButton:
        """The button with a text of the catalogue, as soon as it is visible."""
        self.run_until(lambda: self.buttons(message, within))
        return self.buttons(message, within)[0]

    def buttons(self, message: str, within: QWidget | None = None) -> list[QAbstractButton]:
        """The visible buttons with a text of the catalogue."""
        wanted = self.text(message)
        found = self.all(QAbstractButton, within)
        return [b for b in found if wanted in (b.text(), b.accessibleName())]

    def row(self, key: str) -> FindingRow:
        """The row of a finding, as soon as it is visible."""

        def found() -> list[FindingRow]:
            title = self.session.language.tell(self.finding(key)).title
            return [r for r in self.all(FindingRow) if r.accessibleName().endswith(title)]

        self.run_until(found)
        return found()[0]

    def part(self, kind: type[Widget], within: QWidget) -> Widget:
        """The first widget of a kind, visible or not."""
        found = within.findChild(kind)
        assert found is not None
        return found

    def named(self, kind: type[Widget], message: str) -> Widget:
        """The visible widget that is spoken as a text of the catalogue."""
        wanted = self.text(message)
        return next(w for w in self.all(kind) if w.accessibleName() == wanted)

    # -- doing

    def click(self, message: str, within: QWidget | None = None) -> None:
        self.click_on(self.button(message, within))

    def click_on(self, button: QAbstractButton) -> None:
        """Click where a box or radio button has its sign: its text may leave room beside it."""
        left = QPoint(min(10, button.width() // 2), button.height() // 2)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=left)
        self.breathe()

    def choose(self, menu: QMenu, text: str) -> None:
        """Open a menu and take the entry of this name."""
        menu.aboutToShow.emit()
        next(action for action in menu.actions() if action.text() == text).trigger()
        self.breathe()

    def click_at(self, widget: QWidget, x: int, y: int) -> None:
        """Click a place of a widget that is no button."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(x, y))
        self.breathe()

    def press_in(self, widget: QWidget, key: Qt.Key) -> None:
        """Press a key in a list that popped up."""
        QTest.keyClick(widget, key)
        self.breathe()

    def type(self, edit: QLineEdit, text: str) -> None:
        """Replace what a field holds, key by key."""
        edit.setFocus()
        edit.selectAll()
        QTest.keyClicks(edit, text)

    def press(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Press a key wherever the keyboard is."""
        QTest.keyClick(self.app.focusWidget() or self.window, key, modifier)
        self.breathe()

    def go(self, step: str) -> None:
        self.shell.go(step)
        self.breathe()

    def check(self, steps: Iterable[str] = ()) -> None:
        """Check and wait for the answers."""
        self.session.check(steps)
        self.settled()

    def settled(self) -> None:
        """Wait for the run under way, and for what it and typing have written."""
        self.run_until(lambda: not self.session.running)
        self.breathe()

    def saved(self) -> None:
        """Wait until nothing is left to be written."""
        self.run_until(lambda: self.session.saved and not self.workspace.tasks.busy)
