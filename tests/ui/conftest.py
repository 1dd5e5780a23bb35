"""One event loop for the session, and a desk for each test that must leave nothing behind."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from dingsetup.facts import Facts
from dingsetup.ui.app import make_app
from dingsetup.ui.tasks import event_loop
from tests.ui.desk import Desk


@pytest.fixture(scope="session")
def app(qapp: QApplication) -> QApplication:
    """The application as the program makes it."""
    return make_app()


@pytest.fixture(scope="session")
def session_loop(app: QApplication) -> Iterator[QEventLoop]:
    """The only loop of this process: with one for each test, timers end on the wrong thread."""
    loop = event_loop(app)
    yield loop
    loop.close()
    asyncio.set_event_loop(None)


@pytest.fixture
def loop(session_loop: QEventLoop) -> Iterator[QEventLoop]:
    """The loop; a task left behind or an error nobody took fails the test."""
    errors: list[dict[str, Any]] = []
    session_loop.set_exception_handler(lambda loop, context: errors.append(context))
    yield session_loop
    session_loop.run_until_complete(asyncio.sleep(0))
    left = asyncio.all_tasks(session_loop)
    session_loop.set_exception_handler(None)
    assert not left, f"left behind: {left}"
    assert not errors, f"nobody took: {errors}"


@pytest.fixture
def desk(
    qtbot: QtBot, loop: QEventLoop, app: QApplication, facts: Facts, home: Path
) -> Iterator[Desk]:
    """A window that is closed after the test; `qtbot` has the leftovers looked for."""
    font = app.font()
    desk = Desk(loop, app, facts, home)
    yield desk
    desk.close()
    app.setFont(font)
