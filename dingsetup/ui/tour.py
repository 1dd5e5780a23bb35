"""Pictures of every page, both languages, light and dark: to look at, and to show in a document."""

import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QThread
from PySide6.QtWidgets import QApplication

from dingsetup.language import LANGUAGES
from dingsetup.ui.app import make_app, make_workspace
from dingsetup.ui.rail import MESSAGES, REPORT
from dingsetup.ui.widgets.gradual import Gradual
from dingsetup.ui.window import ORDER, PROFILE, Window
from dingsetup.ui.workspace import Workspace

COLOURS = ("light", "dark")
BROKEN = ("ip-blocked",)
"""A second round with the case the design turns on."""
PATIENCE_S = 60
TURNS = 4
"""Turns of the loop in which everything deleted or laid out anew has settled."""


def write_tour(folder: Path) -> list[Path]:
    """Check the practice tenant, then write `LANGUAGE-COLOURS-NN-PAGE.png` of every page.

    Returns the files; raises TimeoutError when a check does not end.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # A home of its own: what the user has there is not the tour's to show or to change.
    with tempfile.TemporaryDirectory(prefix="dingsetup-tour-") as home:
        os.environ["DINGSETUP_HOME"] = home
        return _tour(folder)


def _tour(folder: Path) -> list[Path]:
    app = make_app()
    workspace = make_workspace()
    workspace.trouble.connect(lambda text: print(text, file=sys.stderr))  # noqa: T201
    window = Window(app, workspace)
    # The screen of nobody may be smaller than anybody's.
    window.resize(window.comfortable())
    try:
        window.show()
        return [shoot(window, folder / "welcome.png"), *_pages(workspace, window, folder)]
    finally:
        workspace.stop_practice()
        window.close()
        settle()


def _pages(workspace: Workspace, window: Window, folder: Path) -> list[Path]:
    made: list[Path] = []
    for scenarios in ((), BROKEN):
        check_practice(workspace, scenarios)
        fill_table(workspace)
        prefix = "broken-" if scenarios else ""
        for language in LANGUAGES:
            workspace.set_language(language)
            for colours in COLOURS:
                workspace.set_colours(colours)
                for number, step in enumerate((*ORDER, PROFILE), start=1):
                    name = f"{prefix}{language}-{colours}-{number:02}-{step}.png"
                    assert window.shell is not None
                    window.shell.go(step)
                    made.append(shoot(window, folder / name))
                made += _report(window, folder, f"{prefix}{language}-{colours}")
                if not scenarios:
                    made += _messages(workspace, window, folder, f"{language}-{colours}")
    return made


def _messages(workspace: Workspace, window: Window, folder: Path, prefix: str) -> list[Path]:
    """The page of test messages in all its states."""
    from dingsetup.ui.messages.page import MessagesPage
    from dingsetup.ui.messages.tour import message_states

    assert window.shell is not None
    window.shell.go(MESSAGES)
    page = window.shell.page
    assert isinstance(page, MessagesPage)
    states = message_states(page, workspace, until)
    return [shoot(window, folder / f"{prefix}-{MESSAGES}-{state}.png") for state in states]


def _report(window: Window, folder: Path, prefix: str) -> list[Path]:
    """The page of report and support with the lines of a support file, and what changed."""
    from dingsetup.ui.support.page import ReportPage
    from dingsetup.ui.support.tour import report_states

    assert window.shell is not None
    window.shell.go(REPORT)
    page = window.shell.page
    assert isinstance(page, ReportPage)
    states = report_states(page, until)
    return [shoot(window, folder / f"{prefix}-{REPORT}-{state}.png") for state in states]


def check_practice(workspace: Workspace, scenarios: Sequence[str]) -> None:
    """Open the practice tenant with these faults and check everything. Raises TimeoutError."""
    workspace.open_practice(scenarios)
    until(lambda: workspace.tenant is not None)
    workspace.set_scenarios(scenarios)
    session = workspace.session
    assert session is not None
    session.load()
    until(lambda: session.loaded)
    session.check()
    until(lambda: not session.running)


def fill_table(workspace: Workspace) -> None:
    """Bring the practice company's people into the binding table, and match them, once."""
    from dingsetup.bindings.imports import apply_import, plan_import
    from dingsetup.bindings.matching import apply_match, plan_match
    from dingsetup.bindings.scan import ScanPlan, plan_scan, scan
    from dingsetup.bindings.sheets import read_pasted
    from dingsetup.bindings.table import Table
    from dingsetup.ui.bindings.learners import users_of
    from dingsetup.ui.bindings.tenant import Tenant

    session, tenant = workspace.session, workspace.tenant
    assert session is not None
    assert tenant is not None
    folder = workspace.profiles.folder(session.profile.id)
    table = Table(folder)
    if table.size():
        return
    apply_import(table, plan_import(table, read_pasted(users_of(tenant))))
    asked = Tenant(session.profile, session.secret, session.facts, folder)
    with asked.client(threading.Event()) as client:
        plan = plan_scan(table, client, agent_id=session.profile.agent_id, about=asked.about)
        assert isinstance(plan, ScanPlan), plan
        scan(table, client, plan)
    apply_match(table, plan_match(table))


def shoot(window: Window, file: Path) -> Path:
    """Paint the window into a file. Raises OSError where it cannot be written."""
    until(lambda: all(part.complete or not part.isVisible() for part in _gradual(window)))
    until(lambda: not window.busy and (window.shell is None or window.shell.page.at_rest))
    settle()
    if not window.grab().save(str(file)):
        raise OSError(f"{file}: cannot be written")
    return file


def _gradual(window: Window) -> list[Gradual]:
    return window.findChildren(Gradual)


def settle() -> None:
    """Let everything posted so far have its turn: layouts, deletions, calls from threads."""
    for _ in range(TURNS):
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()


def until(true: Callable[[], bool]) -> None:
    """Let the window live until something is so. Raises TimeoutError."""
    end = time.monotonic() + PATIENCE_S
    while not true():
        if time.monotonic() > end:
            raise TimeoutError
        settle()
        QThread.msleep(5)
