"""A hand that uses a window, and the longest block of its main thread for each thing it does.

The parent starts a module of the same kind as a process of its own with `blocks_of`; there `main`
opens the profile `a` of the home and lets the hand at it.
"""

import gc
import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication

from bench._block import Blocks, Heart, live_for, live_until
from bench.start import ROOT, environment
from dingsetup.ui.app import make_app, make_workspace
from dingsetup.ui.window import Shell, Window
from dingsetup.ui.workspace import Workspace

KEY_MS = 60
"""Between two keys of somebody who types fast."""
LOADED_MS = 4500
"""The largest pages' modules are loaded while the window rests, as they are for a person."""
LIMIT_MS = 50.0


class Hand:
    """Does things and measures each."""

    def __init__(self, window: Window, workspace: Workspace) -> None:
        self.window = window
        self.workspace = workspace
        self._heart = Heart()
        self.found: dict[str, Blocks] = {}

    @property
    def shell(self) -> Shell:
        assert self.window.shell is not None
        return self.window.shell

    def at_rest(self) -> bool:
        """Whether what was begun is shown."""
        return self.shell.page.at_rest

    def measure(self, name: str, act: Callable[[], object]) -> None:
        """Do something, wait until the page has come to rest, and note the longest block."""
        self._heart.start()
        act()
        live_for(KEY_MS)
        live_until(self.at_rest)
        self.found[name] = self._heart.stop()


def main(use: Callable[[Window, Workspace], Hand]) -> None:
    """Open the window, let `use` make a hand and use it, and print what it found as JSON."""
    app = make_app()
    workspace = make_workspace()
    window = Window(app, workspace)
    workspace.open_profile("a")
    window.show()
    live_until(lambda: workspace.session is not None and workspace.session.loaded)
    live_for(LOADED_MS)
    gc.freeze()  # as the program does by then
    try:
        found = use(window, workspace).found
    finally:
        window.close()
        workspace.stop_practice()
        live_for(300)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    QGuiApplication.quit()
    print(json.dumps({"blocks": found, "memory_mb": round(memory)}))


def blocks_of(module: str, home: Path, *arguments: str) -> dict[str, Any]:
    """Run a module and return its blocks by action, the worst, and its memory."""
    child = subprocess.run(
        [sys.executable, "-m", f"bench.{module}", *arguments],
        env=environment(home),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if child.returncode:
        raise RuntimeError(f"the window failed: {child.stderr[-2000:]}")
    told = json.loads(child.stdout)
    blocks: dict[str, list[float]] = told["blocks"]
    worst = max(wall for wall, _ in blocks.values())
    return {
        "longest_ms": worst,
        "by_action_ms": {action: wall for action, (wall, _) in blocks.items()},
        "processor_ms": {action: own for action, (_, own) in blocks.items()},
        "limit": LIMIT_MS,
        "memory_mb": told["memory_mb"],
        "kept": worst <= LIMIT_MS,
    }
