"""A disk that is full or cannot be written: a sentence in the bar, and the window lives on."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit

from dingsetup import files
from dingsetup.findings import State
from dingsetup.ui.pages.profile import WelcomePage
from tests.ui.desk import Desk


def full(*arguments: Any) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def said(desk: Desk) -> str:
    return "\n".join(label.text() for label in desk.all(QLabel))


@pytest.fixture
def no_home(desk: Desk) -> Path:
    """A home that can be neither made nor written, for root neither."""
    desk.home.write_text("in the way", "utf-8")
    return desk.home


def test_a_full_disk_is_said_and_what_was_typed_stays(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.make_profile("east", step="credentials")
    desk.open("east")
    before = desk.profile_text("east")
    monkeypatch.setattr(files.os, "fsync", full)
    desk.type(desk.named(QLineEdit, "AgentId"), "12345678")
    desk.run_until(lambda: desk.troubles)
    desk.breathe()
    assert os.strerror(errno.ENOSPC) in said(desk)
    assert "profile.json" in said(desk)
    assert desk.profile_text("east") == before
    assert desk.named(QLineEdit, "AgentId").text() == "12345678"
    monkeypatch.undo()
    desk.close()
    assert desk.profiles.load("east").agent_id == "12345678"


def test_closing_on_a_full_disk_is_allowed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.make_profile("east", step="credentials")
    desk.open("east")
    desk.type(desk.named(QLineEdit, "AgentId"), "12345678")
    monkeypatch.setattr(files.os, "fsync", full)
    assert desk.window.close()


def test_a_profile_that_cannot_be_made_is_said_on_the_welcome_page(
    desk: Desk, no_home: Path
) -> None:
    desk.open()
    desk.click("Begin")
    assert desk.only(WelcomePage)
    assert str(no_home) in said(desk)


def test_the_practice_tenant_works_without_a_home(desk: Desk, no_home: Path) -> None:
    desk.open()
    desk.practise(check=True)
    assert desk.state("credentials/token") is State.PASSED
    assert str(no_home) in said(desk)
    desk.workspace.set_language("zh_CN")
    desk.breathe()
    assert desk.state("credentials/token") is State.PASSED


def test_findings_that_cannot_be_kept_are_shown_all_the_same(desk: Desk) -> None:
    tenant = desk.tenant()
    identity = tenant.identity
    desk.make_profile(
        "east", secret=identity.app_secret, app_key=identity.app_key, base_url=tenant.base_url
    )
    in_the_way = desk.profiles.folder("east") / "dingsetup.sqlite3"
    in_the_way.mkdir()
    desk.open("east")
    assert desk.session.secret == identity.app_secret
    assert str(in_the_way) in said(desk)
    desk.check()
    assert desk.state("credentials/token") is State.PASSED
    assert str(in_the_way) in said(desk)


def test_findings_of_a_newer_version_are_left_alone_and_said(desk: Desk) -> None:
    import sqlite3
    from contextlib import closing

    desk.make_profile("east")
    file = desk.profiles.folder("east") / "dingsetup.sqlite3"
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA user_version = 99")
    desk.open("east")
    assert str(file) in said(desk)
    assert desk.shell.isVisible()
