"""A support file opened in the window: the same findings, and a tenant of its own beside them."""

import datetime
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QCheckBox, QLabel

from bench._reproducing import Both, redacted
from dingsetup.bindings.table import Table
from dingsetup.facts import Facts
from dingsetup.findings import State
from dingsetup.practice import PracticeTenant
from dingsetup.profile import SUPPORT, Profiles
from dingsetup.store import CallRecord
from dingsetup.support.lines import manifest_of, to_lines
from dingsetup.support.values import BindingLine, Bundle
from dingsetup.support.writing import write_bundle
from dingsetup.ui.practice_panel import Switch
from tests.ui.desk import Desk

MISSING = "permissions/qyapi_ext_read"
AT = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def bundle(facts: Facts) -> Bundle:
    """What a customer found whose app lacks a permission, and whose address is not allowed."""
    with Both(facts, redacted(facts)) as both:
        customer = both.customer("scope-missing:qyapi_ext_read")
        made = both.bundle(customer, bindings={"bound": 1, "conflict": 1})
    rows = (
        BindingLine(username="u1", name="化名一", userid="p1", state="bound", confidence="high"),
        BindingLine(username="u2", mobile="12345678901", state="conflict", reason="two_candidates"),
    )
    calls = (CallRecord(AT, "POST", "/topapi/user/count", "ok", 12, False),)
    return msgspec.structs.replace(made, bindings=rows, calls=calls, struck={"calls.jsonl": 2})


def written(bundle: Bundle, path: Path) -> Path:
    write_bundle(path, to_lines(bundle), manifest_of(bundle))
    return path


@pytest.fixture
def file(bundle: Bundle, tmp_path: Path) -> Path:
    return written(bundle, tmp_path / "east.dingsetup")


def open_file(desk: Desk, file: Path) -> None:
    desk.workspace.open_bundle(file)
    desk.run_until(lambda: not desk.workspace.tasks.busy)
    desk.run_until(lambda: desk.session.loaded)
    desk.breathe()


def said(desk: Desk) -> str:
    """All that stands on the page."""
    desk.breathe()
    return "\n".join(one.text() for one in desk.all(QLabel, desk.shell.page))


def test_a_file_opens_as_it_was_found_with_its_tenant_at_its_side(
    desk: Desk, file: Path, bundle: Bundle
) -> None:
    desk.open()
    open_file(desk, file)
    assert (desk.session.profile.id, desk.session.profile.name) == (SUPPORT, "east")
    assert desk.session.all_findings() == bundle.snapshot.plain_findings
    assert desk.shell.step == "overview"
    assert desk.panel.isVisible()
    tenant = desk.workspace.tenant
    assert tenant is not None
    assert tenant.scenarios == ("scope-missing:qyapi_ext_read",)
    assert desk.session.profile.base_url == tenant.base_url
    assert desk.session.secret == tenant.identity.app_secret
    assert "2 lines were struck out" in said(desk)
    assert "You see what the customer saw" in said(desk)
    counts = Table(desk.profiles.folder(SUPPORT)).counts()
    assert {str(state): n for state, n in counts.items() if n} == {"bound": 1, "conflict": 1}
    assert desk.troubles == []


def test_the_checks_find_the_same_and_a_remedy_turns_it_green(desk: Desk, file: Path) -> None:
    desk.open()
    open_file(desk, file)
    desk.check()
    assert desk.state(MISSING) is State.FAILED
    assert "Everything is found here as the customer found it." in said(desk)
    switch = next(s for s in desk.all(Switch, desk.panel) if s.kind.name == "scope-missing")
    desk.click_on(desk.part(QCheckBox, switch))
    desk.check()
    assert desk.state(MISSING) is State.PASSED
    assert "1 finding is other than the customer's" in said(desk)


def test_a_refused_file_is_named_and_replaces_nothing(
    desk: Desk, file: Path, tmp_path: Path
) -> None:
    desk.open()
    open_file(desk, file)
    before = sorted(desk.profiles.folder(SUPPORT).iterdir())
    broken = tmp_path / "broken.dingsetup"
    broken.write_bytes(file.read_bytes()[:200])
    desk.workspace.open_bundle(broken)
    desk.run_until(lambda: desk.troubles)
    assert desk.troubles[0].startswith("broken.dingsetup was not opened: ")
    assert desk.session.profile.name == "east"
    assert sorted(desk.profiles.folder(SUPPORT).iterdir()) == before
    assert not list(desk.home.glob(".opening-*"))


def test_another_file_takes_the_place_of_the_first_whole(
    desk: Desk, file: Path, bundle: Bundle, tmp_path: Path
) -> None:
    desk.open()
    open_file(desk, file)
    first = desk.workspace.tenant
    bare = msgspec.structs.replace(bundle, bindings=(), calls=(), struck={})
    open_file(desk, written(bare, tmp_path / "west.dingsetup"))
    assert desk.session.profile.name == "west"
    assert desk.workspace.tenant is not first
    assert Table(desk.profiles.folder(SUPPORT)).size() == 0
    assert "struck out" not in said(desk)
    assert not list(desk.home.glob(".opening-*"))


def test_the_next_start_comes_back_to_it_on_a_tenant_of_its_own(desk: Desk, file: Path) -> None:
    desk.open()
    open_file(desk, file)
    desk.saved()
    desk.close()
    file.unlink()
    desk.open(SUPPORT)
    desk.run_until(lambda: desk.workspace.tenant is not None and not desk.workspace.tasks.busy)
    tenant = desk.workspace.tenant
    assert tenant is not None
    assert desk.session.profile.base_url == tenant.base_url
    assert not desk.session.stale
    desk.check()
    assert "Everything is found here as the customer found it." in said(desk)


def test_the_practice_tenant_and_the_files_are_two(desk: Desk, file: Path) -> None:
    desk.open()
    open_file(desk, file)
    theirs = desk.workspace.tenant
    desk.practise()
    practice = desk.workspace.tenant
    assert isinstance(practice, PracticeTenant)
    assert practice is not theirs
    assert practice.scenarios == ()
    desk.workspace.open_profile(SUPPORT)
    desk.breathe()
    assert desk.workspace.tenant is theirs
    assert desk.session.opened is not None
    assert desk.session.secret == desk.workspace.tenant.identity.app_secret  # pyright: ignore[reportOptionalMemberAccess]


def test_the_secret_of_a_files_tenant_never_reaches_the_key_store(desk: Desk, file: Path) -> None:
    desk.open()
    open_file(desk, file)
    desk.session.set_secret("practice-only_something else")
    desk.saved()
    assert desk.secrets.get(SUPPORT) is None
    assert desk.session.secret not in desk.profile_text(SUPPORT)


def test_a_profile_of_ones_own_by_that_name_is_not_replaced(desk: Desk, file: Path) -> None:
    desk.make_profile(SUPPORT, app_key="dingabcdefgh12345678")
    desk.open()
    desk.workspace.open_bundle(file)
    desk.run_until(lambda: desk.troubles)
    assert "profile of your own" in desk.troubles[0]
    assert desk.profiles.load(SUPPORT).app_key == "dingabcdefgh12345678"


def test_a_new_profile_never_takes_the_reserved_id(home: Path) -> None:
    assert Profiles(home).new_id("Support") == "support-1"
    assert Profiles(home).new_id("practice") == "practice-1"


def test_rows_that_were_struck_out_are_no_difference(
    desk: Desk, bundle: Bundle, tmp_path: Path
) -> None:
    struck = {"bindings.jsonl": len(bundle.bindings)}
    bare = msgspec.structs.replace(bundle, bindings=(), struck=struck)
    desk.open()
    open_file(desk, written(bare, tmp_path / "bare.dingsetup"))
    desk.check()
    assert "Everything is found here as the customer found it." in said(desk)


def test_a_support_file_can_be_opened_before_there_is_any_profile(desk: Desk) -> None:
    desk.open()
    desk.workspace.close_session()
    desk.workspace.opened.emit()
    assert desk.button("Open a support file …").isVisible()


def test_a_long_file_name_does_not_widen_the_page(
    desk: Desk, bundle: Bundle, tmp_path: Path
) -> None:
    desk.open()
    desk.window.resize(1040, 700)
    open_file(desk, written(bundle, tmp_path / f"{'某某科技（集团）股份有限公司' * 5}.dingsetup"))
    desk.breathe()
    assert desk.shell.page.horizontalScrollBar().maximum() == 0


def test_where_nothing_ever_worked_an_earlier_check_is_to_be_chosen(desk: Desk, file: Path) -> None:
    desk.open()
    open_file(desk, file)
    desk.check()
    desk.go("report")
    desk.run_until(lambda: not desk.workspace.tasks.busy)
    assert "In no check so far did everything work" in said(desk)
