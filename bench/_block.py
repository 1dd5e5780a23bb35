"""A window that checks a tenant, with a heartbeat on its main thread; prints the longest gaps."""

import json
import sys
import time
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer

from dingsetup.findings import State
from dingsetup.secrets import SecretStore
from dingsetup.ui.app import make_app, make_workspace
from dingsetup.ui.window import Window
from dingsetup.ui.workspace import Workspace

PAGES = ("network", "permissions", "overview")
SETTLE_MS = 300
LOOK_MS = 20


class Blocks(NamedTuple):
    """The longest gap between two beats, and the processor time of one: on a machine that is
    busy with other things the first is longer. Milliseconds."""

    wall: float
    own: float


class Heart(QObject):
    """Beats every millisecond while the main thread is free."""

    def __init__(self) -> None:
        super().__init__()
        self._last = self._last_own = 0.0
        self._longest = self._longest_own = 0.0
        self._timer = QTimer(self, interval=1, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self._longest, self._last = 0.0, time.perf_counter()
        self._longest_own, self._last_own = 0.0, time.thread_time()
        self._timer.start()

    def stop(self) -> Blocks:
        """End, and return the longest gap between two beats."""
        self._timer.stop()
        return Blocks(round(self._longest * 1000, 1), round(self._longest_own * 1000, 1))

    def _beat(self) -> None:
        now, own = time.perf_counter(), time.thread_time()
        self._longest = max(self._longest, now - self._last)
        self._longest_own = max(self._longest_own, own - self._last_own)
        self._last, self._last_own = now, own


def wait(true: Callable[[], bool], least_s: float = 0.0) -> None:
    """Let the window live in a loop of its own until something is so."""
    end = time.monotonic() + least_s
    loop = QEventLoop()
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: loop.quit() if time.monotonic() > end and true() else None)
    timer.start()
    loop.exec()


def beat(workspace: Workspace, window: Window, rounds: int) -> dict[str, list[Blocks]]:
    """Check everything on several pages; the longest block of each round, by page."""
    workspace.open_profile("a")
    session = workspace.session
    assert session is not None
    window.show()
    live_until(lambda: session.loaded)
    session.secret = sys.stdin.read()
    heart = Heart()
    found: dict[str, list[Blocks]] = {page: [] for page in PAGES}
    for page in PAGES * rounds:
        assert window.shell is not None
        window.shell.go(page)
        live_for(SETTLE_MS)
        heart.start()
        session.check()
        live_until(lambda: not session.running)
        live_for(SETTLE_MS)
        found[page].append(heart.stop())
    bad = (State.FAILED, State.BLOCKED)
    if wrong := [f.key for f in session.all_findings() if f.state in bad and f.step != "security"]:
        raise RuntimeError(f"the healthy tenant was not found healthy: {wrong}")
    return found


def live_until(true: Callable[[], bool]) -> None:
    """Let Qt's own loop run, as it does in the program, until something is so."""
    while not true():
        live_for(LOOK_MS)


def live_for(ms: int) -> None:
    """Let Qt's own loop run for some time."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def main() -> None:
    """Print the blocks as JSON."""
    app = make_app()
    workspace = make_workspace(secrets=SecretStore())
    window = Window(app, workspace)
    try:
        found = beat(workspace, window, int(sys.argv[1]))
    finally:
        window.close()
        live_for(SETTLE_MS)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
