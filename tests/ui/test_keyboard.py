"""Everything can be done with the keyboard alone."""

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from dingsetup.checks import STEPS
from dingsetup.ui.practice_panel import PracticePanel
from dingsetup.ui.rail import STEP
from dingsetup.ui.window import ORDER, PROFILE
from tests.ui.desk import Desk

ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def empty(desk: Desk) -> Desk:
    """A window on a profile without anything in it, which asks nobody."""
    desk.make_profile(base_url="http://127.0.0.1:9")
    desk.open("east")
    return desk


def test_next_goes_on_and_checks_the_step_that_is_left(desk: Desk) -> None:
    desk.practise()
    desk.go("create")
    desk.click_on(desk.shell.footer.next)
    assert desk.shell.step == "info"
    desk.settled()
    assert desk.session.findings("create")
    assert not desk.session.findings("info")


def test_next_leaves_a_step_alone_that_was_checked(desk: Desk) -> None:
    desk.practise()
    desk.go("create")
    desk.check(["create"])
    runs: list[None] = []
    desk.session.running_changed.connect(lambda: runs.append(None))
    desk.click_on(desk.shell.footer.next)
    desk.settled()
    assert runs == []


def test_next_checks_a_step_that_is_out_of_date(desk: Desk) -> None:
    desk.practise(check=True)
    desk.go("mobile")
    desk.type(desk.named(QLineEdit, "Domain of DataWind"), "bi.example.com")
    assert "mobile" in desk.session.stale
    desk.click_on(desk.shell.footer.next)
    desk.settled()
    assert "mobile" not in desk.session.stale


def test_alt_and_the_arrows_go_back_and_on_and_stop_at_the_ends(empty: Desk) -> None:
    empty.go("create")
    empty.press(Qt.Key.Key_Right, ALT)
    assert empty.shell.step == "info"
    for _ in ORDER:
        empty.press(Qt.Key.Key_Left, ALT)
    assert empty.shell.step == ORDER[0]
    assert not empty.shell.footer.back.isEnabled()
    for _ in range(len(ORDER) + 1):
        empty.press(Qt.Key.Key_Right, ALT)
    assert empty.shell.step == ORDER[-1]
    assert not empty.shell.footer.next.isVisible()
    empty.settled()


def test_f5_checks_the_page_and_control_return_everything(desk: Desk) -> None:
    desk.practise()
    desk.go("create")
    desk.press(Qt.Key.Key_F5)
    desk.settled()
    assert [step for step in STEPS if desk.session.findings(step)] == ["create"]
    desk.press(Qt.Key.Key_Return, CONTROL)
    desk.settled()
    assert all(desk.session.findings(step) for step in STEPS)


@pytest.mark.parametrize("page", ["overview", PROFILE])
def test_f5_on_a_page_that_is_no_step_checks_everything(desk: Desk, page: str) -> None:
    desk.practise()
    desk.go(page)
    desk.press(Qt.Key.Key_F5)
    desk.settled()
    assert all(desk.session.findings(step) for step in STEPS)


def test_return_in_a_field_checks_its_page(desk: Desk) -> None:
    desk.practise()
    desk.go("credentials")
    desk.named(QLineEdit, "AgentId").setFocus()
    desk.press(Qt.Key.Key_Return)
    desk.settled()
    assert desk.session.findings("credentials")
    assert not desk.session.findings("network")


def test_escape_without_a_run_does_no_harm(empty: Desk) -> None:
    empty.press(Qt.Key.Key_Escape)
    assert empty.window.isVisible()


def test_the_arrow_keys_go_through_the_whole_list(empty: Desk) -> None:
    """The credentials' page has an empty box to type in, which must not take the arrows."""
    empty.shell.steps.setFocus()
    seen = [empty.shell.step]
    for _ in range(len(ORDER) - 1):
        empty.press(Qt.Key.Key_Down)
        seen.append(empty.shell.step)
    assert seen == list(ORDER)
    empty.press(Qt.Key.Key_Up)
    assert empty.shell.step == ORDER[-2]


def test_from_the_profiles_page_the_list_leads_back_to_the_step_left(empty: Desk) -> None:
    empty.go("create")
    empty.go(PROFILE)
    steps = empty.shell.steps
    rows = [steps.item(number).data(STEP) for number in range(steps.count())]
    steps.setCurrentRow(rows.index("create"))
    empty.breathe()
    assert empty.shell.step == "create"


def test_from_the_profiles_page_next_leads_back_to_the_step_left(empty: Desk) -> None:
    empty.go("info")
    empty.go(PROFILE)
    empty.press(Qt.Key.Key_Right, ALT)
    assert empty.shell.step == "info"


def test_a_question_is_answered_and_the_keyboard_is_not_lost(desk: Desk) -> None:
    desk.practise()
    desk.go("create")
    desk.check(["create"])
    yes = desk.button("Yes", desk.shell.page)
    yes.setFocus()
    desk.press(Qt.Key.Key_Space)
    desk.settled()
    assert isinstance(desk.focus, QWidget)
    assert desk.shell.isAncestorOf(desk.focus)


@pytest.mark.parametrize("step", [*STEPS[1:4], "bindings", "messages", "overview", "report"])
def test_tab_goes_from_the_list_to_the_page_then_to_the_bar_and_last_to_the_panel(
    desk: Desk, step: str
) -> None:
    desk.practise(check=True)
    desk.go(step)
    desk.shell.steps.setFocus()
    seen: list[str] = []
    for _ in range(200):
        desk.press(Qt.Key.Key_Tab)
        seen.append(area(desk, QApplication.focusWidget()))
        if seen[-1] == "list":
            break
    assert [place for place, _ in itertools.groupby(seen)] == [
        "page",
        "bar",
        "panel",
        "head",
        "list",
    ]


def area(desk: Desk, widget: QWidget | None) -> str:
    """Which part of the window a widget stands in."""
    assert widget is not None
    parts: dict[str, QWidget] = {
        "page": desk.shell.page,
        "bar": desk.shell.footer,
        "list": desk.shell.steps,
        "panel": desk.all(PracticePanel)[0],
    }
    inside = (name for name, part in parts.items() if part is widget or part.isAncestorOf(widget))
    return next(inside, "head")
