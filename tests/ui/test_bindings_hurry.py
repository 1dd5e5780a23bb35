"""What a hurried person meets: seen is what is acted on, nothing is blind, nothing a dead end."""

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLabel, QListWidget, QMenu, QPushButton, QScrollBar

from dingsetup.bindings import edits
from dingsetup.bindings.values import Person
from dingsetup.findings import State
from dingsetup.ui.bindings.cells import mark_of
from dingsetup.ui.practice_staff import StaffButtons
from tests.bindings.furnish import add_users, put_people, user
from tests.ui.binding_desk import CONTROL, Sheet, fill, people
from tests.ui.desk import Desk
from tests.ui.test_pages import squeezed

SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
LIST = "用户名\t姓名\nzhang\t张伟"


@pytest.fixture
def sheet(desk: Desk) -> Sheet:
    made = Sheet(desk)
    fill(made.table, 40, match=True)
    return made.open()


def seen(sheet: Sheet, part: QRect) -> bool:
    """Whether a part of the pane, in its content's places, is within what is seen of it."""
    bar: QScrollBar = sheet.pane.verticalScrollBar()
    shown = QRect(0, bar.value(), sheet.pane.viewport().width(), sheet.pane.viewport().height())
    return shown.contains(part)


@pytest.mark.parametrize("key", [Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_Down])
def test_the_selection_goes_with_the_cursor_whatever_key_moves_it(
    sheet: Sheet, key: Qt.Key
) -> None:
    sheet.go_to("u5")
    sheet.press(Qt.Key.Key_Down)
    sheet.press(key, CONTROL)
    place = sheet.view.place()
    assert sheet.view.ranges() == [(place, place)]
    sheet.press(Qt.Key.Key_I, CONTROL)
    ignored = [row.username for row in sheet.table.each() if row.ignored]
    assert ignored == [sheet.model.raw(place, "username")]


def test_shift_makes_a_range_longer_from_where_the_cursor_stood(sheet: Sheet) -> None:
    sheet.go_to("u2")
    sheet.press(Qt.Key.Key_Down)
    sheet.go_to("u10")
    sheet.press(Qt.Key.Key_Down, SHIFT)
    assert sheet.view.ranges() == [(10, 11)]
    sheet.press(Qt.Key.Key_End, CONTROL | SHIFT)
    assert sheet.view.ranges() == [(10, 39)]


def test_who_is_looked_up_is_seen_and_the_list_closes_after_the_choice(sheet: Sheet) -> None:
    bosses = [Person(userid=f"boss{n}", name=f"陈总{n}") for n in range(9)]
    put_people(sheet.table, *people(40), *bosses)
    sheet.desk.window.resize(QSize(1000, 640))
    sheet.go_to("u1")
    sheet.pane.search.field.setFocus()
    sheet.type("陈总")
    sheet.settle()
    for _ in range(2):
        sheet.press(Qt.Key.Key_Down)
    assert seen(sheet, sheet.pane.search.geometry())
    hits = sheet.desk.only(QListWidget, sheet.pane)
    item = hits.currentItem()
    assert item is not None
    assert item.text().startswith("陈总1")
    assert hits.viewport().rect().contains(hits.visualItemRect(item))
    sheet.press(Qt.Key.Key_Return)
    assert sheet.row("u1").userid == "boss1"
    assert sheet.pane.search.field.text() == ""
    assert not hits.isVisible()
    assert sheet.desk.focus is sheet.view


def test_history_scrolls_into_sight_and_is_hidden_again(sheet: Sheet) -> None:
    sheet.desk.window.resize(QSize(1000, 640))
    sheet.settle()
    sheet.click("History")
    assert seen(sheet, sheet.desk.button("Hide the history", sheet.pane).geometry())
    sheet.click("Hide the history")
    assert sheet.desk.buttons("History", sheet.pane)


def test_the_list_of_accounts_is_as_wide_as_its_lines_and_begins_with_names(sheet: Sheet) -> None:
    boss = Person(userid="boss", name="陈总", email="somebody.with.a.long.name@example.com")
    put_people(sheet.table, *people(40), boss)
    sheet.go_to("u1", "userid")
    sheet.press(Qt.Key.Key_F2)
    sheet.editor.clear()
    sheet.type("陈总")
    popup = sheet.editor.completer().popup()
    assert popup is not None
    sheet.desk.run_until(popup.isVisible)
    index = popup.model().index(0, 0)
    assert index.data().startswith("陈总")
    assert popup.width() >= popup.fontMetrics().horizontalAdvance(index.data())
    popup.hide()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("width", [960, 1000])
def test_a_small_window_shows_the_table_and_nothing_sideways(
    desk: Desk, language: str, width: int
) -> None:
    made = Sheet(desk, language=language)
    fill(made.table, 40, match=True)
    edits.ignore(made.table, [1])
    edits.unbind(made.table, [2, 3])
    made.open()
    desk.window.resize(QSize(width, 640))
    made.settle()
    assert squeezed(desk) == []
    assert made.view.viewport().height() >= 7 * made.view.rowHeight(0)
    assert desk.shell.page.verticalScrollBar().maximum() == 0


def test_a_disabled_user_is_rather_left_out_than_bound(desk: Desk) -> None:
    made = Sheet(desk)
    add_users(made.table, [user("gone", name="李娜", mobile="13800138000", enabled=False)])
    put_people(made.table, Person(userid="lina", name="李娜", mobile="13800138000"))
    made.match()
    made.open()
    primary = [b.text() for b in desk.all(QPushButton, made.pane) if b.property("look")]
    assert primary == ["Needs no binding"]


def test_escape_closes_a_panel_and_control_f_finds_from_anywhere(sheet: Sheet) -> None:
    sheet.page.open_panel("match")
    sheet.settle()
    sheet.press(Qt.Key.Key_Escape)
    assert sheet.page.panel is None
    sheet.desk.shell.footer.check.setFocus()
    sheet.press(Qt.Key.Key_F, CONTROL)
    assert sheet.desk.focus is sheet.page.area.filters.field


def test_an_opened_panel_has_the_keyboard_on_what_goes_on(desk: Desk) -> None:
    made = Sheet(desk)
    fill(made.table, 3)
    made.open()
    made.click("&Match …")
    assert desk.focus.text() == "Match now"  # type: ignore[attr-defined]
    made.press(Qt.Key.Key_Space)
    assert made.row("u0").userid == "ding0"


def test_a_key_that_does_nothing_says_why(sheet: Sheet) -> None:
    sheet.go_to("u1", "username")
    sheet.press(Qt.Key.Key_F2)
    assert "is not typed into" in sheet.said
    sheet.press(Qt.Key.Key_Return, ALT)
    assert sheet.said == "u1 is bound already: there is nothing to accept."


def test_the_way_back_to_what_a_run_came_to(desk: Desk) -> None:
    made = Sheet(desk)
    fill(made.table, 3)
    add_users(made.table, [user("stranger", name="访客")])
    made.open()
    made.page.open_panel("match")
    made.settle()
    made.click("Match now")
    made.click("Show them: were not found")
    assert made.usernames() == ["stranger"]
    made.click("Back to what the matching came to")
    assert made.page.panel is not None
    assert "were bound" in [label.text() for label in desk.all(QLabel, made.page.panel)]


def test_nobody_found_is_said_with_the_way_out(sheet: Sheet) -> None:
    sheet.find("nobody at all")
    assert not sheet.view.isVisible()
    sheet.click("Clear the filters")
    assert len(sheet.usernames()) == 40
    assert sheet.view.isVisible()


def test_a_plan_that_is_out_of_date_is_worked_out_again_by_a_button(desk: Desk) -> None:
    made = Sheet(desk)
    fill(made.table, 3)
    made.open()
    made.page.open_panel("match")
    made.settle()
    edits.edit(made.table, 1, "note", "elsewhere")
    made.click("Match now")
    made.click("Work it out again")
    made.click("Match now")
    assert made.row("u0").userid == "ding0"


def test_other_colours_keep_the_sheet_that_is_looked_at(sheet: Sheet) -> None:
    sheet.page.import_text(LIST)
    sheet.settle()
    sheet.desk.workspace.set_colours("dark")
    sheet.settle()
    sheet.click("Import 1 user")
    assert sheet.row("zhang").name == "张伟"
    sheet.desk.workspace.set_colours("light")
    sheet.settle()
    assert sheet.page.panel is None


def test_a_new_column_is_scrolled_to_and_the_table_fills_its_room(sheet: Sheet) -> None:
    assert sheet.view.horizontalScrollBar().maximum() == 0
    sheet.view.columns.set_shown("note", True)
    sheet.view.columns.set_shown("unionid", True)
    sheet.settle()
    right = sheet.view.columnViewportPosition(sheet.column("unionid"))
    assert 0 <= right < sheet.view.viewport().width()


def test_practice_people_leave_fall_asleep_and_change_number(desk: Desk) -> None:
    desk.practise()
    tenant = desk.workspace.tenant
    assert tenant is not None
    before = {one.userid: one for one in tenant.company.people}
    buttons = desk.only(StaffButtons)
    for text in ("Somebody leaves", "Somebody is deactivated", "Somebody changes number"):
        desk.click(text, buttons)
        desk.run_until(lambda: not desk.workspace.tasks.busy)
    after = {one.userid: one for one in tenant.company.people}
    assert len(before) - len(after) == 1
    changed = [one for one in after.values() if one != before[one.userid]]
    assert 1 <= len(changed) <= 2


def test_somebody_bound_under_another_name_asks_for_a_look(desk: Desk) -> None:
    made = Sheet(desk)
    add_users(made.table, [user("a", name="李娜", mobile="13800138000")])
    put_people(made.table, Person(userid="zw", name="张伟", mobile="13800138000"))
    made.match()
    made.open()
    row = made.row("a")
    assert row.userid == "zw"
    assert mark_of(row) is State.WARNING
    assert made.cell("a", "state") == "bound · on DingTalk the name is 张伟"
    assert made.cell("a", "person_name") == "张伟"
    assert "person_name" in made.view.shown_columns()


def test_the_menu_shows_pale_what_does_nothing_and_its_keys_still_answer(sheet: Sheet) -> None:
    sheet.go_to("u1", "username")
    sheet.view.menu_wanted.emit(QPoint(10, 10))
    shown = {one.text(): one.isEnabled() for one in sheet.view.actions()}
    assert not shown["Accept the suggestion"]
    assert not shown["Type into the cell"]
    assert shown["Unbind"]
    sheet.desk.only(QMenu, sheet.view).close()
    sheet.settle()
    assert all(one.isEnabled() for one in sheet.view.actions())
