"""What every test stands on: a shut network, a home of its own, no key store, no Qt leftovers."""

import gc
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import responses

from dingsetup.facts import Facts, load_facts

if TYPE_CHECKING:
    from dingsetup.practice import PracticeTenant

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

LOOPBACK = ("http://127.0.0.1", "http://localhost")
LEFTOVER_PATIENCE = 2.0
"""Seconds a thread may take to end after its test."""


def _loopback_only(
    host: bytes | str | None, port: bytes | str | int | None, *rest: Any, **named: Any
) -> list[Any]:
    name = host.decode() if isinstance(host, bytes) else host or "localhost"
    if name in ("localhost", "::1", "0.0.0.0") or name.startswith("127."):
        return _getaddrinfo(host, port, *rest, **named)
    raise socket.gaierror(socket.EAI_NONAME, f"the network is shut during tests: {name}")


_getaddrinfo = socket.getaddrinfo


@pytest.fixture(scope="session", autouse=True)
def shut_network() -> Iterator[responses.RequestsMock]:
    """Let nothing out but to the practice tenant, also from a thread that outlives its test."""
    patch = pytest.MonkeyPatch()
    patch.setattr(socket, "getaddrinfo", _loopback_only)
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        for prefix in LOOPBACK:
            mock.add_passthru(prefix)
        yield mock
    patch.undo()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test its own DINGSETUP_HOME, and an environment without the developer's own."""
    for name in list(os.environ):
        if name.startswith("DINGSETUP_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    folder = tmp_path / "home"
    monkeypatch.setenv("DINGSETUP_HOME", str(folder))
    # Not on the allow-list of dingsetup.secrets, so secrets stay in memory; children inherit it.
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    return folder


@pytest.fixture(scope="session")
def facts() -> Facts:
    """The facts the program ships with."""
    return load_facts()


@pytest.fixture
def tenant(facts: Facts) -> Iterator[Callable[..., "PracticeTenant"]]:
    """Start practice tenants: `tenant("ip-blocked", people=5)`; all are stopped afterwards."""
    from dingsetup.practice import PracticeTenant

    started: list[PracticeTenant] = []

    def start(*scenarios: str, **options: Any) -> PracticeTenant:
        started.append(PracticeTenant.start(facts, scenarios=scenarios, **options))
        return started[-1]

    yield start
    for one in started:
        one.stop()


@pytest.fixture(autouse=True)
def no_qt_leftovers(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that used qtbot and left a window, a running timer or a thread behind."""
    if "qtbot" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("qapp")
    # What others left is found first; the collection that follows looks through what came since.
    gc.collect()
    gc.freeze()
    threads = set(threading.enumerate())
    before = {id(thing) for thing in live_qt()}
    yield
    _settle(threads)
    left = [repr(thing) for thing in live_qt() if id(thing) not in before]
    left += [repr(thread) for thread in _new_threads(threads)]
    if left:
        pytest.fail(f"left behind: {', '.join(left)}", pytrace=False)


def pytest_collection_finish() -> None:
    """Let no later collection look through the tests themselves: one follows each with a window."""
    gc.collect()
    gc.freeze()


def live_qt() -> list[Any]:
    """Shown or parentless windows, active timers and running Qt threads that Python knows of."""
    import shiboken6
    from PySide6 import QtCore, QtWidgets

    found: list[Any] = []
    for thing in shiboken6.getAllValidWrappers():
        if isinstance(thing, QtWidgets.QWidget):
            # A tool tip belongs to Qt, which shows and ends it as it likes.
            window = thing.isWindow() and (thing.parent() is None or thing.isVisible())
            if window and thing.windowType() != QtCore.Qt.WindowType.ToolTip:
                found.append(thing)
        elif (isinstance(thing, QtCore.QTimer) and thing.isActive()) or (
            isinstance(thing, QtCore.QThread)
            and thing.isRunning()
            and thing is not QtCore.QCoreApplication.instance().thread()  # pyright: ignore[reportOptionalMemberAccess]
        ):
            found.append(thing)
    return found


def _new_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread not in before]


def _settle(threads: set[threading.Thread]) -> None:
    """Give deferred deletions and ending threads their turn."""
    from PySide6 import QtCore

    end = time.monotonic() + LEFTOVER_PATIENCE
    while _new_threads(threads) and time.monotonic() < end:
        QtCore.QCoreApplication.processEvents()
        time.sleep(0.01)
    gc.collect()
    QtCore.QCoreApplication.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete)
    QtCore.QCoreApplication.processEvents()
