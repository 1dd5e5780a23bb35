"""A desk for each test, which must leave nothing behind."""

import datetime
import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dingsetup.facts import Facts
from dingsetup.messages import claims
from dingsetup.ui.app import make_app
from tests.ui.desk import Desk, Driver


@pytest.fixture(scope="session")
def app(qapp: QApplication) -> QApplication:
    """The application as the program makes it."""
    made = make_app()
    # As after the collection of the tests: what Qt and the program load stays for the session.
    gc.collect()
    gc.freeze()
    return made


@pytest.fixture(autouse=True)
def first_look_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody here waits the two seconds after which a send is looked at."""
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
