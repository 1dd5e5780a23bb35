"""A run never holds the window: it can be cancelled, closed on, and outrun by typing."""

import threading
import time

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from dingsetup.findings import State
from dingsetup.ui.rail import NOTE, STALE, STEP
from tests.ui.desk import Desk

SLOW = "slow:3000"
AT_ONCE = 0.5


def note(desk: Desk, step: str) -> tuple[bool, str]:
    """Whether the list shows a step as out of date, and the word beside it."""
    steps = desk.shell.steps
    item = next(i for n in range(steps.count()) if (i := steps.item(n)).data(STEP) == step)
    return bool(item.data(STALE)), str(item.data(NOTE))


def start_a_run(desk: Desk) -> None:
    desk.session.check()
    desk.breathe()
    assert desk.session.running


def threads_gone(desk: Desk) -> None:
    desk.workspace.set_scenarios(())
    desk.run_until(lambda: not any(t.name == "dingsetup-work" for t in threading.enumerate()))
    desk.breathe()


def test_typing_marks_later_steps_and_keeps_what_was_found(desk: Desk) -> None:
    desk.practise(check=True)
    before = desk.session.all_findings()
    desk.go("credentials")
    desk.type(desk.named(QLineEdit, "AgentId"), "12345678")
    desk.breathe()
    assert note(desk, "network") == (False, "")
    for step in ("credentials", "security", "permissions", "workbench"):
        assert note(desk, step) == (True, desk.text("check again")), step
    assert desk.session.all_findings() == before


def test_a_step_checked_again_is_up_to_date_again(desk: Desk) -> None:
    desk.practise(check=True)
    desk.go("credentials")
    desk.type(desk.named(QLineEdit, "AgentId"), "12345678")
    desk.click("Check")
    desk.settled()
    assert not note(desk, "credentials")[0]
    assert note(desk, "security")[0]
    desk.check()
    assert not desk.session.stale


def test_what_a_run_finds_is_out_of_date_if_it_was_typed_over_meanwhile(desk: Desk) -> None:
    desk.practise("slow:300")
    desk.go("credentials")
    start_a_run(desk)
    desk.type(desk.named(QLineEdit, "AgentId"), "12345678")
    desk.settled()
    assert desk.session.findings("credentials")
    assert not note(desk, "network")[0]
    assert note(desk, "credentials")[0]
    assert note(desk, "security")[0]


def test_cancel_ends_a_slow_run_at_once_and_its_late_answer_is_dropped(desk: Desk) -> None:
    desk.practise(check=True)
    before, asked = desk.session.all_findings(), desk.session.last["network"].at
    desk.workspace.set_scenarios([SLOW])
    start_a_run(desk)
    started = time.monotonic()
    desk.click("Cancel")
    desk.run_until(lambda: not desk.session.running)
    assert time.monotonic() - started < AT_ONCE
    assert desk.buttons("Check everything")
    threads_gone(desk)
    assert desk.session.all_findings() == before
    assert desk.session.last["network"].at == asked


def test_escape_cancels_and_a_new_run_can_begin(desk: Desk) -> None:
    desk.practise(SLOW)
    start_a_run(desk)
    desk.press(Qt.Key.Key_Escape)
    desk.run_until(lambda: not desk.session.running)
    threads_gone(desk)
    desk.check()
    assert desk.state("credentials/token") is State.PASSED


def test_only_one_run_is_under_way(desk: Desk) -> None:
    desk.practise("slow:200")
    started: list[bool] = []
    desk.session.running_changed.connect(lambda: started.append(desk.session.running))
    start_a_run(desk)
    desk.session.check()
    desk.settled()
    assert started == [True, False]


def test_closing_during_a_run_is_immediate(desk: Desk) -> None:
    desk.practise(SLOW)
    start_a_run(desk)
    started = time.monotonic()
    desk.window.close()
    desk.run_until(lambda: not desk.workspace.tasks.busy)
    assert time.monotonic() - started < AT_ONCE


def test_closing_and_opening_comes_back_to_the_same_place(desk: Desk) -> None:
    tenant = desk.tenant()
    desk.make_profile(base_url=tenant.base_url, corp_id=tenant.identity.corp_id)
    desk.open("east")
    desk.go("credentials")
    desk.type(desk.named(QLineEdit, "Client ID (AppKey)"), tenant.identity.app_key)
    desk.type(desk.named(QLineEdit, "Client Secret (AppSecret)"), tenant.identity.app_secret)
    desk.check()
    assert desk.state("credentials/token") is State.PASSED
    desk.type(desk.named(QLineEdit, "AgentId"), "12345678")
    found = desk.session.all_findings()
    # At once: what was typed a moment ago is not yet on the disk.
    desk.close()
    desk.open("east")
    assert desk.shell.step == "credentials"
    assert desk.named(QLineEdit, "Client ID (AppKey)").text() == tenant.identity.app_key
    assert desk.named(QLineEdit, "Client Secret (AppSecret)").text() == tenant.identity.app_secret
    assert desk.named(QLineEdit, "AgentId").text() == "12345678"
    assert desk.session.all_findings() == found


def test_another_profile_can_be_opened_during_a_run(desk: Desk) -> None:
    desk.make_profile("west")
    desk.practise(SLOW)
    start_a_run(desk)
    desk.workspace.open_profile("west")
    desk.run_until(lambda: desk.session.profile.id == "west" and desk.session.loaded)
    assert not desk.session.running
    threads_gone(desk)
    assert desk.session.all_findings() == []
    assert desk.troubles == []


def test_the_language_can_be_changed_during_a_run(desk: Desk) -> None:
    desk.practise("slow:300")
    start_a_run(desk)
    desk.workspace.set_language("zh_CN")
    desk.breathe()
    assert desk.session.running
    assert desk.buttons("Cancel")
    desk.settled()
    assert desk.buttons("Check everything")
    assert desk.state("credentials/token") is State.PASSED
