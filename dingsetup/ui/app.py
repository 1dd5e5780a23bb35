"""Starts the window: application, loop, workspace, and the profile that was open last."""

import asyncio
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from dingsetup.facts import Facts, FactsError, load_facts
from dingsetup.language import choose_language
from dingsetup.profile import Profiles, data_folder
from dingsetup.secrets import SecretStore
from dingsetup.settings import load_settings
from dingsetup.ui.qt_texts import use_qt_texts
from dingsetup.ui.tasks import Tasks, event_loop
from dingsetup.ui.theme import use_chinese_font
from dingsetup.ui.window import Window
from dingsetup.ui.workspace import Workspace


def make_app() -> QApplication:
    """The application object, with a face that has Chinese."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("dingsetup")
    app.setApplicationDisplayName("dingsetup")
    use_chinese_font(app)
    return app


def make_workspace(
    loop: asyncio.AbstractEventLoop,
    *,
    language: str | None = None,
    facts: Facts | None = None,
    secrets: SecretStore | None = None,
) -> Workspace:
    """Everything a window needs, from the user's data folder. Raises FactsError."""
    home = data_folder()
    settings = load_settings(home)
    return Workspace(
        Profiles(home),
        secrets or SecretStore(),
        facts or load_facts(),
        choose_language(language or settings.language or None),
        settings,
        Tasks(loop),
    )


def run(
    *,
    practice: bool = False,
    profile: str | None = None,
    language: str | None = None,
    facts_file: Path | None = None,
) -> int:
    """Open the window and return when it is closed. Raises FactsError for a bad `facts_file`."""
    app = make_app()
    loop = event_loop(app)
    workspace = make_workspace(loop, language=language, facts=_facts(facts_file))
    use_qt_texts(app, workspace.language)
    workspace.opened.connect(lambda: use_qt_texts(app, workspace.language))
    if practice:
        workspace.open_practice()
    elif wanted := profile or workspace.settings.profile:
        workspace.open_profile(wanted)
    window = Window(app, workspace)
    window.closed.connect(loop.stop)
    window.show()
    with loop:
        loop.run_forever()
        loop.run_until_complete(workspace.tasks.drained())
        workspace.stop_practice()
    return 0


def _facts(given: Path | None) -> Facts:
    """The file of this start, else the one chosen in the menu while that can still be used."""
    if given is not None:
        return load_facts(given)
    kept = load_settings(data_folder()).facts_file
    try:
        return load_facts(Path(kept) if kept else None)
    except FactsError:
        return load_facts()
