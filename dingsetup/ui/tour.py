"""Pictures of every page, both languages, light and dark: to look at, and to show in a document."""

import asyncio
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from dingsetup.language import LANGUAGES
from dingsetup.ui.app import make_app, make_workspace
from dingsetup.ui.tasks import event_loop
from dingsetup.ui.window import ORDER, PROFILE, Window
from dingsetup.ui.workspace import Workspace

COLOURS = ("light", "dark")
BROKEN = ("ip-blocked",)
"""A second round with the case the design turns on."""
PATIENCE_S = 60
SETTLE_S = 0.03


def write_tour(folder: Path) -> list[Path]:
    """Check the practice tenant, then write `LANGUAGE-COLOURS-NN-PAGE.png` of every page.

    Returns the files; raises TimeoutError when a check does not end.
    """
    folder.mkdir(parents=True, exist_ok=True)
    app = make_app()
    loop = event_loop(app)
    workspace = make_workspace(loop)
    window = Window(app, workspace)
    window.closed.connect(loop.stop)
    try:
        return loop.run_until_complete(_tour(workspace, window, folder))
    finally:
        workspace.stop_practice()
        window.close()
        loop.run_until_complete(workspace.tasks.drained())


async def _tour(workspace: Workspace, window: Window, folder: Path) -> list[Path]:
    workspace.trouble.connect(lambda text: print(text, file=sys.stderr))  # noqa: T201
    window.show()
    made = [await shoot(window, folder / "welcome.png")]
    for scenarios in ((), BROKEN):
        await check_practice(workspace, scenarios)
        prefix = "broken-" if scenarios else ""
        for language in LANGUAGES:
            workspace.set_language(language)
            for colours in COLOURS:
                workspace.set_colours(colours)
                for number, step in enumerate((*ORDER, PROFILE), start=1):
                    name = f"{prefix}{language}-{colours}-{number:02}-{step}.png"
                    assert window.shell is not None
                    window.shell.go(step)
                    made.append(await shoot(window, folder / name))
    return made


async def check_practice(workspace: Workspace, scenarios: Sequence[str]) -> None:
    """Open the practice tenant with these faults and check everything. Raises TimeoutError."""
    workspace.open_practice(scenarios)
    await until(lambda: workspace.tenant is not None)
    workspace.set_scenarios(scenarios)
    session = workspace.session
    assert session is not None
    await until(lambda: session.loaded)
    session.check()
    await until(lambda: not session.running)


async def shoot(window: Window, file: Path) -> Path:
    """Paint the window into a file, after everything deleted or laid out anew has settled."""
    # Never processEvents() here: inside a coroutine it would enter other tasks in the middle.
    await asyncio.sleep(SETTLE_S)
    if not window.grab().save(str(file)):
        raise OSError(f"{file}: cannot be written")
    return file


async def until(true: Callable[[], bool]) -> None:
    """Wait while the window goes on living. Raises TimeoutError."""
    async with asyncio.timeout(PATIENCE_S):
        while not true():  # noqa: ASYNC110 - what Qt shows has no asyncio event
            await asyncio.sleep(SETTLE_S)
