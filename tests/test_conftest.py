"""The ground the other tests stand on does hold."""

import os
import socket
from pathlib import Path

import pytest
import requests
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.conftest import live_qt


def test_no_request_leaves_this_computer() -> None:
    with pytest.raises(requests.ConnectionError, match="Connection refused by Responses"):
        requests.get("https://oapi.dingtalk.com/gettoken", timeout=1)


def test_no_name_but_the_loopbacks_resolves() -> None:
    with pytest.raises(socket.gaierror, match="the network is shut"):
        socket.create_connection(("oapi.dingtalk.com", 443), timeout=1)
    assert socket.getaddrinfo("127.0.0.1", 80)


def test_each_test_has_a_home_of_its_own(home: Path, tmp_path: Path) -> None:
    assert os.environ["DINGSETUP_HOME"] == str(home)
    assert tmp_path in home.parents


def test_a_window_nobody_closes_is_a_leftover(qtbot: QtBot) -> None:
    window = QWidget()
    assert window in live_qt()
    qtbot.addWidget(window)


def test_a_timer_still_running_is_a_leftover(qtbot: QtBot) -> None:
    timer = QTimer()
    assert timer not in live_qt()
    timer.start(1000)
    assert timer in live_qt()
    timer.stop()
