"""A desk for each test, which must leave nothing behind."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dingsetup.facts import Facts
from dingsetup.messages import claims
from dingsetup.ui.app import make_app
from dingsetup.ui.messages import dispatch
from tests.ui.desk import Desk, Driver


@pytest.fixture(scope="session")
def app(qapp: QApplication) -> QApplication:
    """The application as the program makes it."""
    return make_app()


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody here waits until a person pauses in typing, or two seconds until a send is looked
    at."""
    monkeypatch.setattr(dispatch, "PAUSE_MS", 30)
    monkeypatch.setattr(claims, "FIRST_LOOK", datetime.timedelta(milliseconds=200))


@pytest.fixture
def driver(qtbot: QtBot) -> Driver:
    """The loop without a window."""
    return Driver()


@pytest.fixture
def desk(qtbot: QtBot, app: QApplication, facts: Facts, home: Path) -> Iterator[Desk]:
    """A window that is closed after the test; `qtbot` has the leftovers looked for."""
    font = app.font()
    desk = Desk(app, facts, home)
    yield desk
    desk.leave()
    app.setFont(font)
