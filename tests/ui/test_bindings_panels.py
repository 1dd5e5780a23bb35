"""Panels over the table: reading the directory, matching, checking, exporting; against a tenant."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLabel, QRadioButton, QSpinBox

from dingsetup.bindings import edits
from dingsetup.bindings.sheets import read_sheet
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import BindingState, Person, Rule
from dingsetup.ui.bindings.rule_list import RuleList
from tests.bindings.furnish import add_users, put_people, user
from tests.ui.binding_desk import CONTROL, Sheet, fill, mobile, people
from tests.ui.desk import Desk


@pytest.fixture
def practice(desk: Desk) -> Sheet:
    """The practice tenant with ten of its people as users."""
    desk.practise()
    made = Sheet(desk, "practice")
    tenant = desk.workspace.tenant
    assert tenant is not None
    add_users(
        made.table,
        [user(f"u{n}", name=one.name, mobile=one.mobile) for n, one in enumerate(staff(desk))],
    )
    desk.go("bindings")
    made.settle()
    return made


def staff(desk: Desk) -> tuple[Person, ...]:
    tenant = desk.workspace.tenant
    assert tenant is not None
    found = [one for one in tenant.company.people if one.active and one.mobile][:10]
    return tuple(Person(userid=one.userid, name=one.name, mobile=one.mobile) for one in found)


def open_panel(sheet: Sheet, name: str) -> None:
    sheet.page.open_panel(name)
    sheet.settle()


def texts(sheet: Sheet) -> str:
    assert sheet.page.panel is not None
    return "\n".join(label.text() for label in sheet.desk.all(QLabel, sheet.page.panel))


# -- reading the directory


def test_the_directory_is_read_after_its_calls_are_shown(practice: Sheet) -> None:
    calls = len(tenant_calls(practice))
    open_panel(practice, "scan")
    assert "Calls:" in texts(practice)
    assert len(tenant_calls(practice)) - calls <= 4
    practice.click("Read it now")
    assert "60 people" in texts(practice)
    assert practice.table.directory_read()["people"] == 60
    said = [label.text() for label in practice.desk.all(QLabel, practice.page)]
    assert any(text.startswith("Directory read ") for text in said)


def tenant_calls(sheet: Sheet) -> list[object]:
    tenant = sheet.desk.workspace.tenant
    assert tenant is not None
    return list(tenant.calls)


def test_a_scan_ends_at_its_cap_and_goes_on_from_there(practice: Sheet) -> None:
    open_panel(practice, "scan")
    practice.desk.click_on(practice.desk.only(QCheckBox, practice.page.panel))
    practice.desk.only(QSpinBox, practice.page.panel).setValue(8)
    practice.click("Read it now")
    assert not practice.table.directory_read()
    said = [label.text() for label in practice.desk.all(QLabel, practice.page)]
    assert "Reading the directory was cut off; it can go on." in said
    practice.click("Go on …")
    assert practice.desk.buttons("Begin anew", practice.page)
    practice.desk.click_on(practice.desk.only(QCheckBox, practice.page.panel))
    practice.click("Go on reading")
    assert practice.table.directory_read()["people"] == 60


def test_what_dingtalk_refuses_is_said_as_the_checks_say_it(desk: Desk) -> None:
    desk.practise("bad-secret")
    desk.go("bindings")
    made = Sheet(desk, "practice")
    made.settle()
    open_panel(made, "scan")
    assert "Client Secret" in texts(made)
    assert not desk.buttons("Read it now", made.page)
    desk.workspace.set_scenarios(())
    made.click("Go on …")
    assert desk.buttons("Read it now", made.page)


def test_a_cancelled_scan_says_so_and_keeps_what_was_answered(practice: Sheet) -> None:
    open_panel(practice, "scan")
    tenant = practice.desk.workspace.tenant
    assert tenant is not None
    practice.desk.workspace.set_scenarios(["slow:500"])
    practice.desk.click("Read it now", practice.page)
    practice.desk.click("Cancel", practice.page.panel)
    practice.settle()
    assert "Cancelled." in texts(practice)
    assert practice.desk.buttons("Go on …", practice.page)


def test_where_numbers_are_hidden_asking_by_mobile_is_offered(desk: Desk) -> None:
    desk.practise("field-hidden:mobile")
    made = Sheet(desk, "practice")
    one = staff(desk)[0]
    add_users(made.table, [user("a", mobile=one.mobile)])
    desk.go("bindings")
    made.settle()
    open_panel(made, "scan")
    made.click("Read it now")
    made.click("Ask by mobile number …")
    made.click("Ask now")
    made.click("Match …")
    made.click("Match now")
    assert made.row("a").userid == one.userid


def test_without_a_secret_nothing_is_asked_and_the_panel_says_what_is_missing(desk: Desk) -> None:
    made = Sheet(desk)
    fill(made.table, 1)
    made.open()
    open_panel(made, "scan")
    assert "The app's Client ID or Client Secret is missing" in texts(made)


# -- matching


def test_a_dry_run_shows_what_a_run_then_does(desk: Desk) -> None:
    made = Sheet(desk)
    fill(made.table, 4)
    made.open()
    open_panel(made, "match")
    assert "would be bound" in texts(made)
    assert made.row("u0").userid == ""
    made.click("Match now")
    assert [made.row(f"u{n}").userid for n in range(4)] == [f"ding{n}" for n in range(4)]
    assert "were bound" in texts(made)
    made.click("Close")
    made.press(Qt.Key.Key_Z, CONTROL)
    assert made.row("u0").userid == ""


def test_rules_are_ticked_off_and_moved_and_remembered(desk: Desk) -> None:
    made = Sheet(desk)
    fill(made.table, 4)
    made.open()
    open_panel(made, "match")
    rules = desk.only(RuleList, made.page.panel)
    made.click("Later")
    assert rules.order() == (Rule.EMAIL, Rule.MOBILE, Rule.JOB_NUMBER, Rule.NAME)
    desk.only(type(rules.list), rules).item(1).setCheckState(Qt.CheckState.Unchecked)
    made.settle()
    made.click("Match now")
    assert made.row("u0").userid == ""
    made.click("Close")
    open_panel(made, "match")
    assert desk.only(RuleList, made.page.panel).order() == (
        Rule.EMAIL,
        Rule.JOB_NUMBER,
        Rule.NAME,
    )


def test_a_run_that_would_unbind_too_many_is_stopped(desk: Desk) -> None:
    made = Sheet(desk)
    fill(made.table, 21, match=True)
    put_people(made.table, *[Person(userid=f"x{n}", mobile=mobile(n)) for n in range(21)])
    made.open()
    open_panel(made, "match")
    assert "21\nwould change their account" in texts(made)
    made.click("Match now")
    assert "more than the limit of 20" in texts(made)
    assert made.row("u0").userid == "ding0"
    desk.only(QSpinBox, made.page.panel).setValue(21)
    made.click("Match now")
    assert made.row("u0").userid == "x0"


def test_what_is_left_to_decide_is_one_click_away(desk: Desk) -> None:
    made = Sheet(desk)
    fill(made.table, 3)
    add_users(made.table, [user("namesake", name="李娜")])
    put_people(made.table, *people(3), *[Person(userid=f"l{n}", name="李娜") for n in range(2)])
    made.open()
    open_panel(made, "match")
    made.click("Match now")
    made.click("Show them: have suggestions to decide on")
    assert made.page.panel is None
    assert made.usernames() == ["namesake"]


def test_without_a_directory_matching_says_what_comes_first(desk: Desk) -> None:
    made = Sheet(desk)
    fill(made.table, 2, scan=False)
    made.open()
    open_panel(made, "match")
    assert "DingTalk's directory has not been read yet" in texts(made)


# -- checking


def test_the_bars_button_checks_what_is_bound_and_leads_to_what_drifted(practice: Sheet) -> None:
    open_panel(practice, "scan")
    practice.click("Read it now")
    practice.click("Match …")
    practice.click("Match now")
    practice.click("Close")
    tenant = practice.desk.workspace.tenant
    assert tenant is not None
    tenant.leave(practice.row("u3").userid)
    practice.desk.click("Check the bindings")
    practice.settle()
    practice.click("Check now")
    practice.click("Show them: no longer in the organisation")
    assert practice.usernames() == ["u3"]
    assert practice.row("u3").state is BindingState.GONE


# -- exporting


def test_an_export_is_read_again_as_the_same_table(desk: Desk, tmp_path: Path) -> None:
    made = Sheet(desk)
    fill(made.table, 6, match=True)
    edits.edit(made.table, 1, "note", "=1+1")
    made.open()
    open_panel(made, "export")
    save(made, tmp_path / "out.xlsx")
    assert len(read_sheet(tmp_path / "out.xlsx").users) == 6
    other = Sheet(desk, "other")
    desk.close()
    other.open()
    other.page.import_file(str(tmp_path / "out.xlsx"))
    other.settle()
    other.click("Import 6 users")
    assert list(map(known, Table(other.table.file.parent).each())) == list(
        map(known, made.table.each())
    )


def known(row: object) -> tuple[object, ...]:
    names = ("username", "name", "mobile", "userid", "rule", "confidence", "note", "enabled")
    return tuple(getattr(row, name) for name in names)


def save(sheet: Sheet, path: Path) -> None:
    sheet.click("Save as …")
    dialog = sheet.desk.part(QFileDialog, sheet.page)
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    sheet.settle()


def test_only_the_rows_shown_now_are_exported_when_that_is_chosen(
    desk: Desk, tmp_path: Path
) -> None:
    made = Sheet(desk)
    fill(made.table, 12)
    made.open()
    made.find("u1")
    open_panel(made, "export")
    choice = next(c for c in desk.all(QRadioButton, made.page) if c.text() == "The 3 shown now")
    desk.click_on(choice)
    save(made, tmp_path / "out.csv")
    assert [one.username for one in read_sheet(tmp_path / "out.csv").users] == ["u1", "u10", "u11"]


def test_a_work_list_says_what_to_enter_for_each_user(desk: Desk, tmp_path: Path) -> None:
    made = Sheet(desk)
    fill(made.table, 3, match=True)
    made.open()
    open_panel(made, "export")
    choice = next(c for c in desk.all(QRadioButton, made.page) if c.text().startswith("A work"))
    desk.click_on(choice)
    save(made, tmp_path / "out.csv")
    written = (tmp_path / "out.csv").read_text("utf-8-sig")
    assert "ding2" in written
    assert len(written.splitlines()) == 4


def test_an_export_that_cannot_be_written_is_said_and_the_old_file_stays(
    desk: Desk, tmp_path: Path
) -> None:
    made = Sheet(desk)
    fill(made.table, 3)
    made.open()
    open_panel(made, "export")
    save(made, tmp_path / "missing" / "out.csv")
    assert made.page.panel is not None
    assert made.page.panel.notice.isVisible()


# -- while something is under way


def test_a_language_chosen_during_a_scan_ends_the_scan_and_harms_nothing(practice: Sheet) -> None:
    open_panel(practice, "scan")
    practice.desk.workspace.set_scenarios(["slow:500"])
    practice.desk.click("Read it now", practice.page)
    practice.desk.workspace.set_language("zh_CN")
    practice.desk.breathe()
    practice.settle()
    assert practice.desk.troubles == []
    assert len(practice.usernames()) == 10


def test_closing_the_window_during_a_scan_waits_for_nothing(practice: Sheet) -> None:
    open_panel(practice, "scan")
    practice.desk.workspace.set_scenarios(["slow:8000"])
    practice.desk.click("Read it now", practice.page)
    practice.desk.close()
