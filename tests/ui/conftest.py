"""A desk for each test, which must leave nothing behind."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dingsetup.facts import Facts
from dingsetup.ui.app import make_app
from tests.ui.desk import Desk, Driver


@pytest.fixture(scope="session")
def app(qapp: QApplication) -> QApplication:
    """The application as the program makes it."""
    return make_app()


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
