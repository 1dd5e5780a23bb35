"""This computer on the allowlist: what was proved with it, of what, and what follows from it."""

from PySide6.QtWidgets import QLineEdit

from dingsetup.findings import Kind, State
from dingsetup.practice import CALLER_V4
from tests.ui.desk import Desk

THIS_COMPUTER = "security/this_computer"
SCOPE = "scope-missing:qyapi_ext_read"
PERMISSION = "permissions/qyapi_ext_read"


def blocked_and_allowed(desk: Desk, *scenarios: str) -> None:
    """A tenant that refuses this computer, which is then put on its list."""
    desk.practise("ip-blocked", *scenarios, check=True)
    desk.go("security")
    desk.click("Allow for the checks", desk.row(THIS_COMPUTER))
    desk.settled()
    put_on(desk)
    desk.check()


def put_on(desk: Desk) -> None:
    tenant = desk.workspace.tenant
    assert tenant is not None
    tenant.set_allowlist([*tenant.allowlist, CALLER_V4])


def take_off(desk: Desk) -> None:
    tenant = desk.workspace.tenant
    assert tenant is not None
    tenant.set_allowlist([address for address in tenant.allowlist if address != CALLER_V4])


def test_what_failed_while_allowed_is_not_called_proved_afterwards(desk: Desk) -> None:
    blocked_and_allowed(desk)
    assert desk.state(PERMISSION) is State.PASSED
    desk.workspace.set_scenarios(["ip-blocked", SCOPE])
    desk.check()
    assert desk.state(PERMISSION) is State.FAILED
    take_off(desk)
    desk.check()
    assert desk.state(PERMISSION) is State.BLOCKED


def test_a_proof_of_another_app_is_none(desk: Desk) -> None:
    blocked_and_allowed(desk)
    take_off(desk)
    desk.check()
    assert desk.finding("credentials/agent_id").kind is Kind.PROVED_EARLIER
    desk.session.edit(since="credentials", agent_id="99999999999")
    desk.check()
    assert desk.state("credentials/agent_id") is not State.SKIPPED
    assert desk.state(PERMISSION) is State.BLOCKED


def test_one_step_alone_keeps_its_proof_once_the_address_is_off(desk: Desk) -> None:
    blocked_and_allowed(desk)
    take_off(desk)
    desk.check()
    desk.check(["permissions"])
    assert desk.finding(PERMISSION).kind is Kind.PROVED_EARLIER


def test_who_is_put_on_again_is_reminded_again(desk: Desk) -> None:
    blocked_and_allowed(desk)
    take_off(desk)
    desk.check()
    assert desk.finding(THIS_COMPUTER).kind is Kind.ALLOWANCE_REMOVED
    put_on(desk)
    desk.check()
    assert desk.finding(THIS_COMPUTER).kind is Kind.ALLOWANCE_OPEN
    take_off(desk)
    desk.check()
    assert desk.finding(THIS_COMPUTER).kind is Kind.ALLOWANCE_REMOVED


def test_what_waited_for_this_computer_is_checked_once_it_is_let_through(desk: Desk) -> None:
    desk.practise("ip-blocked", check=True)
    desk.go("security")
    desk.click("Allow for the checks", desk.row(THIS_COMPUTER))
    desk.settled()
    put_on(desk)
    desk.check(["security"])
    desk.run_until(lambda: desk.state(PERMISSION) is State.PASSED)


def test_allowing_during_a_run_is_not_forgotten_when_it_ends(desk: Desk) -> None:
    desk.practise("ip-blocked", check=True)
    desk.workspace.set_scenarios(["ip-blocked", "slow:600"])
    desk.session.check()
    desk.session.allow_this_computer(CALLER_V4)
    desk.settled()
    assert desk.session.profile.allowance is not None


def test_a_question_answered_with_yes_no_longer_asks_in_the_list(desk: Desk) -> None:
    desk.practise(check=True)
    desk.go("create")
    assert desk.session.state("create") is State.MANUAL
    desk.click("Yes", desk.row("create/app_created"))
    desk.settled()
    assert desk.session.state("create") is State.PASSED


def test_answering_leaves_the_keyboard_at_the_row_answered(desk: Desk) -> None:
    desk.practise(check=True)
    desk.go("datawind")
    key = "datawind/accounts_bound"
    button = desk.button("Yes", desk.row(key))
    button.setFocus()
    desk.click_on(button)
    desk.settled()
    desk.breathe()
    assert desk.row(key).isAncestorOf(desk.focus)


def test_a_proxy_with_a_password_is_refused_in_words_and_not_kept(desk: Desk) -> None:
    desk.make_profile("east")
    desk.open("east")
    desk.go("network")
    proxy = desk.all(QLineEdit, desk.shell.page)[0]
    desk.type(proxy, "http://bob:pa55word@proxy.example.com:8080")
    desk.saved()
    assert "pa55word" not in desk.profile_text("east")
