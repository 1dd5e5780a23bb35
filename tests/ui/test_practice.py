"""The journey on the practice tenant: what is broken there shows in the window, and what heals."""

import threading
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QComboBox

from dingsetup.checks import STEPS
from dingsetup.findings import Kind, State
from dingsetup.practice import CALLER_V4, REASONS, SCENARIOS, PracticeTenant
from dingsetup.ui.practice_faults import NAMES
from dingsetup.ui.practice_panel import Switch
from dingsetup.ui.rail import STATE, STEP
from dingsetup.ui.widgets.finding_row import FindingRow
from tests.ui.desk import Desk

THIS_COMPUTER = "security/this_computer"


def switch(desk: Desk, name: str) -> Switch:
    return next(s for s in desk.all(Switch, desk.panel) if s.kind.name == name)


def listed_states(desk: Desk) -> dict[str, State]:
    """What the list of steps shows, by step."""
    steps = desk.shell.steps
    items = [steps.item(number) for number in range(steps.count())]
    return {i.data(STEP): State(i.data(STATE)) for i in items if i.data(STATE)}


def check_everything(desk: Desk) -> None:
    desk.click("Check everything")
    desk.settled()


def test_from_the_welcome_page_to_a_state_beside_every_step(desk: Desk) -> None:
    desk.open()
    desk.click("Open the practice tenant")
    desk.run_until(lambda: desk.workspace.tenant is not None and desk.session.loaded)
    assert listed_states(desk) == {}
    check_everything(desk)
    assert set(listed_states(desk)) == set(STEPS)
    assert State.FAILED not in listed_states(desk).values()
    assert State.BLOCKED not in listed_states(desk).values()
    assert listed_states(desk)["credentials"] is not State.FAILED
    assert desk.state("credentials/token") is State.PASSED
    assert desk.troubles == []


def test_a_fault_switched_in_the_panel_is_found_and_healing_too(desk: Desk) -> None:
    desk.practise(check=True)
    box = desk.part(QCheckBox, switch(desk, "bad-secret"))
    desk.click_on(box)
    assert desk.workspace.tenant is not None
    assert desk.workspace.tenant.scenarios == ("bad-secret",)
    assert desk.state("credentials/token") is State.PASSED, "nothing was asked again yet"
    check_everything(desk)
    assert desk.state("credentials/token") is State.FAILED
    assert listed_states(desk)["credentials"] is State.FAILED
    desk.click("All in order again")
    assert not box.isChecked()
    check_everything(desk)
    assert desk.state("credentials/token") is State.PASSED
    assert State.FAILED not in listed_states(desk).values()


def test_every_scenario_but_the_healthy_one_can_be_switched(desk: Desk) -> None:
    desk.practise()
    switches = desk.all(Switch, desk.panel)
    assert {s.kind.name for s in switches} == set(NAMES)
    assert set(NAMES) == {kind.name for kind in SCENARIOS} - {"healthy"}


def test_whatever_can_be_chosen_of_a_fault_is_one_the_tenant_takes(desk: Desk) -> None:
    desk.practise()
    tenant = desk.workspace.tenant
    assert tenant is not None
    for part in desk.all(Switch, desk.panel):
        choice = desk.part(QComboBox, part)
        for number in range(choice.count()):
            choice.setCurrentIndex(number)
            tenant.set_scenarios([part.scenario()])
            assert tenant.scenarios == (part.scenario(),)


def test_every_reason_of_a_refusal_can_be_chosen(desk: Desk) -> None:
    desk.practise()
    choice = desk.part(QComboBox, switch(desk, "refuse"))
    values = [choice.itemData(number) for number in range(choice.count())]
    assert values == [f"last={reason}" for reason in REASONS]


def test_a_lost_answer_needs_no_number(desk: Desk) -> None:
    desk.practise()
    part = switch(desk, "lost-answer")
    desk.click_on(desk.part(QCheckBox, part))
    assert desk.workspace.tenant is not None
    assert desk.workspace.tenant.scenarios == ("lost-answer",)
    choice = desk.part(QComboBox, part)
    choice.setFocus()
    desk.press(Qt.Key.Key_End)
    assert desk.workspace.tenant.scenarios == ("lost-answer:3",)


def test_what_was_switched_elsewhere_stays_when_something_is_switched_here(desk: Desk) -> None:
    desk.practise("slow:123", "refuse:learner=content", "refuse:last=system")
    desk.click_on(desk.part(QCheckBox, switch(desk, "nobody-reads")))
    assert desk.workspace.tenant is not None
    assert set(desk.workspace.tenant.scenarios) == {
        "slow:123", "refuse:learner=content", "refuse:last=system", "nobody-reads",
    }  # fmt: skip


def test_the_permission_chosen_in_the_panel_is_the_one_found_missing(desk: Desk) -> None:
    desk.practise(check=True)
    part = switch(desk, "scope-missing")
    desk.click_on(desk.part(QCheckBox, part))
    choice = desk.part(QComboBox, part)
    assert choice.isVisible()
    last = choice.count() - 1
    code = choice.itemData(last)
    choice.setFocus()
    desk.press(Qt.Key.Key_End)
    assert choice.currentIndex() == last
    assert desk.workspace.tenant is not None
    assert desk.workspace.tenant.scenarios == (f"scope-missing:{code}",)
    check_everything(desk)
    failed = [f for f in desk.session.all_findings() if f.state is State.FAILED]
    assert [f.kind for f in failed] == [Kind.SCOPE_MISSING]
    assert failed[0].values["scopes"] == [code]
    desk.go("permissions")
    assert desk.buttons("Apply ↗", desk.row(failed[0].key))


def test_the_allowlist_journey_ends_with_the_refusal_that_proves_it(desk: Desk) -> None:
    desk.practise("ip-blocked", check=True)
    desk.go("security")
    assert desk.finding(THIS_COMPUTER).kind is Kind.IP_NOT_WHITELISTED
    desk.click("Allow for the checks", desk.shell.page)
    assert QGuiApplication.clipboard().text() == CALLER_V4
    desk.saved()
    kept = desk.profiles.load("practice").allowance
    assert kept is not None
    assert kept.ip == CALLER_V4

    check_everything(desk)
    assert desk.finding(THIS_COMPUTER).kind is Kind.ALLOWANCE_WAITING
    assert desk.state(THIS_COMPUTER) is State.BLOCKED

    on_the_list = listed(desk)
    desk.click_on(on_the_list)
    check_everything(desk)
    assert desk.finding(THIS_COMPUTER).kind is Kind.ALLOWANCE_OPEN
    assert desk.state(THIS_COMPUTER) is State.WARNING
    assert desk.state("permissions/range") is State.PASSED
    assert listed_states(desk)["security"] is State.WARNING

    desk.click_on(on_the_list)
    check_everything(desk)
    assert desk.finding(THIS_COMPUTER).kind is Kind.ALLOWANCE_REMOVED
    assert desk.state(THIS_COMPUTER) is State.PASSED
    assert desk.finding("permissions/range").kind is Kind.PROVED_EARLIER
    desk.saved()
    kept = desk.profiles.load("practice").allowance
    assert kept is not None
    assert not kept.open


def listed(desk: Desk) -> QCheckBox:
    """The panel's own box for “on the allowlist”."""
    text = desk.text("{ip} is on the allowlist", ip=CALLER_V4)
    return next(b for b in desk.all(QCheckBox, desk.panel) if b.text() == text)


def test_the_allowlist_box_says_what_the_console_holds(desk: Desk) -> None:
    desk.practise("ip-blocked")
    tenant = desk.workspace.tenant
    assert tenant is not None
    before = tenant.allowlist
    assert not listed(desk).isChecked()
    desk.click_on(listed(desk))
    assert set(tenant.allowlist) == {*before, CALLER_V4}
    desk.click_on(listed(desk))
    assert tenant.allowlist == before


def test_what_is_switched_stays_switched_when_the_language_changes(desk: Desk) -> None:
    desk.practise("ip-blocked", "slow:500")
    desk.workspace.set_language("zh_CN")
    desk.breathe()
    assert switch(desk, "ip-blocked").isChecked()
    assert switch(desk, "slow").scenario() == "slow:500"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[PracticeTenant]:
    """Every tenant that was started, in order."""
    tenants: list[PracticeTenant] = []
    start = PracticeTenant.start

    def remembered(*arguments: Any, **options: Any) -> PracticeTenant:
        tenants.append(start(*arguments, **options))
        return tenants[-1]

    monkeypatch.setattr(PracticeTenant, "start", remembered)
    return tenants


def test_opening_the_practice_tenant_twice_starts_one(
    desk: Desk, started: list[PracticeTenant]
) -> None:
    desk.open()
    desk.workspace.open_practice()
    desk.workspace.open_practice()
    desk.run_until(lambda: desk.workspace.tenant is not None and not desk.workspace.tasks.busy)
    assert started == [desk.workspace.tenant]


def test_closing_while_the_practice_tenant_starts_leaves_none_running(
    desk: Desk, started: list[PracticeTenant], monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, start, stopped = threading.Event(), PracticeTenant.start, list[PracticeTenant]()
    stop = PracticeTenant.stop

    def late(*arguments: Any, **options: Any) -> PracticeTenant:
        go_on.wait(5)
        return start(*arguments, **options)

    def remembered(tenant: PracticeTenant) -> None:
        stop(tenant)
        stopped.append(tenant)

    monkeypatch.setattr(PracticeTenant, "start", late)
    monkeypatch.setattr(PracticeTenant, "stop", remembered)
    desk.open()
    desk.workspace.open_practice()
    desk.close()
    go_on.set()
    desk.run_until(lambda: stopped)
    assert stopped == started


def test_the_practice_tenants_secret_stays_out_of_the_key_store(desk: Desk) -> None:
    desk.practise(check=True)
    desk.saved()
    assert desk.secrets.get("practice") is None
    assert desk.session.secret not in desk.profile_text("practice")


def test_the_overview_puts_the_first_cause_on_top(desk: Desk) -> None:
    desk.practise("ip-blocked", check=True)
    desk.go("overview")
    assert desk.only(FindingRow, desk.shell.page) is desk.row(THIS_COMPUTER)


def test_what_was_found_on_an_earlier_practice_tenant_is_out_of_date(desk: Desk) -> None:
    desk.practise(check=True)
    found = desk.session.all_findings()
    desk.saved()
    desk.close()
    desk.practise()
    assert desk.session.all_findings() == found
    assert desk.session.stale == set(STEPS)
