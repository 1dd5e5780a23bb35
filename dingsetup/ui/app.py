"""Starts the window: application, workspace, and the profile that was open last."""

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from dingsetup.facts import Facts, FactsError, load_facts
from dingsetup.language import choose_language
from dingsetup.language.sentence import N_
from dingsetup.profile import Profiles, data_folder
from dingsetup.secrets import SecretStore
from dingsetup.settings import load_settings
from dingsetup.ui.qt_texts import use_qt_texts
from dingsetup.ui.tasks import Tasks
from dingsetup.ui.theme import use_chinese_font
from dingsetup.ui.window import Window
from dingsetup.ui.workspace import Workspace

LOADED_MS = 4000
"""By then the large pages are loaded. What is there stays: a collection that looks through all of
it takes 50 ms, in the middle of a key typed."""
NO_SCREEN = N_(
    "There is no screen to open a window on. Without one, “dingsetup check --practice” and the"
    " other commands do the same; “dingsetup --help” names them."
)


def has_screen() -> bool:
    """Whether Qt can open a window here; without a screen it would end the process."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in named)


def make_app() -> QApplication:
    """The application object, with a face that has Chinese."""
    # Chosen here, as Qt's own argument: to ask or set a style later takes long.
    style = ["-style", "fusion"] if sys.platform.startswith("linux") else []
    app = QApplication.instance() or QApplication([*sys.argv[:1], *style])
    assert isinstance(app, QApplication)
    app.setApplicationName("dingsetup")
    app.setApplicationDisplayName("dingsetup")
    use_chinese_font(app)
    return app


def make_workspace(
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
        Tasks(),
    )


def run(
    *,
    practice: bool = False,
    profile: str | None = None,
    language: str | None = None,
    facts_file: Path | None = None,
) -> int:
    """Open the window and return when it is closed. Raises FactsError for a bad `facts_file`."""
    if not has_screen():
        language_ = choose_language(language)
        print(language_.gettext(NO_SCREEN), file=sys.stderr)  # noqa: T201
        return 2
    app = make_app()
    troubles: list[str] = []
    facts = chosen_facts(facts_file, troubles.append)
    workspace = make_workspace(language=language, facts=facts)
    use_qt_texts(app, workspace.language)
    workspace.opened.connect(lambda: use_qt_texts(app, workspace.language))
    if practice:
        workspace.open_practice()
    elif wanted := profile or workspace.settings.profile:
        workspace.open_profile(wanted)
    for trouble in troubles:
        workspace.trouble.emit(trouble)
    window = Window(app, workspace)
    window.closed.connect(app.quit)
    window.show()
    # The program's entry let it rest for the start; begun any sooner it goes through all that was
    # loaded, and the first page waits for it.
    QTimer.singleShot(LOADED_MS, collect_again)
    code = app.exec()
    workspace.stop_practice()
    return code


def collect_again() -> None:
    """Have garbage collected from now on, and never go through what was loaded until now."""
    gc.freeze()
    gc.enable()


def chosen_facts(given: Path | None, complain: Callable[[str], None]) -> Facts:
    """The file of this start, else the one chosen in the menu; ours where that can't be used.

    Raises FactsError for the file of this start only; `complain` hears of the other.
    """
    if given is not None:
        return load_facts(given)
    kept = load_settings(data_folder()).facts_file
    try:
        return load_facts(Path(kept) if kept else None)
    except FactsError as error:
        complain(str(error))
        return load_facts()
