"""The binding table in the window: found, sorted, typed into, undone; by keyboard alone."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QToolButton

from dingsetup.bindings import edits
from dingsetup.bindings.finder import Finder
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import COLUMNS, BindingState, Cancelled, Person
from dingsetup.ui.bindings.columns import DEFAULT
from dingsetup.ui.bindings.model import PAGE, BindingModel
from dingsetup.ui.window import ORDER
from tests.bindings.furnish import add_users, put_people, user
from tests.ui.binding_desk import CONTROL, Sheet, fill, mobile, people
from tests.ui.desk import Desk

SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def sheet(desk: Desk) -> Sheet:
    """Ten users, all matched, and the page open."""
    made = Sheet(desk)
    fill(made.table, match=True)
    return made.open()


def chips(sheet: Sheet) -> dict[str, bool]:
    """The filters that are seen, and whether each is chosen."""
    found = sheet.desk.all(QToolButton, sheet.page.area.filters)
    return {chip.text(): chip.isChecked() for chip in found if chip.isCheckable()}


# -- the model


def test_qts_own_tester_finds_no_fault_in_the_model(desk: Desk) -> None:
    made = Sheet(desk)
    fill(made.table, PAGE * 2 + 5)
    finder = Finder.load(made.table)
    model = BindingModel(made.table, made.language)
    tester = QAbstractItemModelTester(model, FATAL)
    model.show(finder.find(made.table))
    model.show(finder.find(made.table, "u1"), 0, made.table.rows([1, 2]))
    model.show(finder.find(made.table, sort="name", descending=True))
    model.setData(model.index(3, COLUMNS.index("note")), "seen")
    model.take_anew()
    model.show(finder.find(made.table, "nobody at all"))
    tester.deleteLater()
    model.deleteLater()


def test_a_page_of_rows_is_read_only_when_it_is_looked_at(desk: Desk) -> None:
    made = Sheet(desk)
    fill(made.table, PAGE * 3)
    read: list[int] = []

    class Watched(Table):
        def rows(self, ids):
            read.append(len(ids))
            return super().rows(ids)

    model = BindingModel(Watched(desk.profiles.folder("east")), made.language)
    model.show(Finder.load(made.table).find(made.table))
    assert read == []
    assert model.text(PAGE + 1, "username") == f"u{PAGE + 1}"
    assert model.text(PAGE + 2, "username") == f"u{PAGE + 2}"
    assert read == [PAGE]
    model.deleteLater()


# -- finding, filtering, sorting


def test_the_page_opens_on_the_first_row_with_the_keyboard_in_the_table(sheet: Sheet) -> None:
    assert sheet.usernames() == [f"u{n}" for n in range(10)]
    assert sheet.desk.focus is sheet.view
    assert sheet.view.place() == 0
    assert sheet.pane.isVisible()


def test_find_looks_through_every_column_while_typing(sheet: Sheet) -> None:
    sheet.press(Qt.Key.Key_F, CONTROL)
    sheet.type(mobile(7))
    sheet.settle()
    assert sheet.usernames() == ["u7"]
    sheet.press(Qt.Key.Key_Escape)
    assert len(sheet.usernames()) == 10
    sheet.type("ding3")
    sheet.settle()
    assert sheet.usernames() == ["u3"]


def test_return_in_the_find_field_goes_to_what_was_found(sheet: Sheet) -> None:
    sheet.find("u4")
    sheet.press(Qt.Key.Key_Return)
    assert sheet.desk.focus is sheet.view
    assert sheet.model.raw(sheet.view.place(), "username") == "u4"


def test_states_are_counted_and_several_can_be_chosen(desk: Desk) -> None:
    made = Sheet(desk)
    fill(made.table, 6, match=True)
    edits.ignore(made.table, [1])
    edits.unbind(made.table, [2, 3])
    made.open()
    assert chips(made) == {
        "All 6": True,
        "bound 3": False,
        "not bound 2": False,
        "needs no binding 1": False,
    }
    made.click("not bound 2")
    assert made.usernames() == ["u1", "u2"]
    made.click("needs no binding 1")
    assert made.usernames() == ["u0", "u1", "u2"]
    assert not chips(made)["All 6"]
    made.click("All 6")
    assert len(made.usernames()) == 6


def test_a_state_without_rows_keeps_its_chip_while_it_is_chosen(sheet: Sheet) -> None:
    sheet.click("bound 10")
    sheet.view.selectAll()
    sheet.view.setFocus()
    sheet.press(Qt.Key.Key_I, CONTROL)
    assert chips(sheet)["bound 0"]


def test_a_header_sorts_up_then_down_then_as_imported(desk: Desk) -> None:
    made = Sheet(desk)
    add_users(made.table, [user("b", name="2"), user("c", name="1"), user("a", name="3")])
    made.open()
    head = made.view.horizontalHeader()
    x = head.sectionViewportPosition(COLUMNS.index("name")) + 5
    orders: list[list[str]] = []
    for _ in range(3):
        made.desk.click_at(head.viewport(), x, head.height() // 2)
        made.settle()
        orders.append(made.usernames())
    assert orders == [["c", "b", "a"], ["a", "b", "c"], ["b", "c", "a"]]


def test_the_keyboard_sorts_by_the_current_column_and_back(sheet: Sheet) -> None:
    sheet.go_to("u3", "username")
    sheet.press(Qt.Key.Key_Down, ALT | SHIFT)
    assert sheet.usernames() == [f"u{n}" for n in range(9, -1, -1)]
    sheet.press(Qt.Key.Key_Home, ALT | SHIFT)
    assert sheet.usernames()[0] == "u0"
    assert sheet.model.raw(sheet.view.place(), "username") == "u3"


def test_after_an_edit_rows_stay_where_they_are_until_they_are_sorted_again(sheet: Sheet) -> None:
    sheet.go_to("u0", "name")
    sheet.press(Qt.Key.Key_Up, ALT | SHIFT)
    before = sheet.usernames()
    sheet.go_to(before[0], "name")
    sheet.type("龚")
    sheet.press(Qt.Key.Key_Return)
    assert sheet.cell(before[0], "name") == "龚"
    assert sheet.usernames() == before


# -- typing


def test_typing_into_a_cell_changes_the_row_and_steps_down(sheet: Sheet) -> None:
    sheet.go_to("u2", "mobile")
    sheet.type("139 0000 1111")
    sheet.press(Qt.Key.Key_Return)
    assert sheet.row("u2").mobile == "139 0000 1111"
    assert sheet.view.place() == 3
    assert sheet.view.column() == "mobile"


def test_escape_leaves_a_cell_as_it_was(sheet: Sheet) -> None:
    sheet.go_to("u2", "name")
    sheet.press(Qt.Key.Key_F2)
    sheet.type("x")
    sheet.press(Qt.Key.Key_Escape)
    assert sheet.row("u2").name == "王芳"
    assert sheet.cell("u2", "name") == "王芳"


def test_control_return_writes_into_all_selected_cells_of_the_column(sheet: Sheet) -> None:
    sheet.select("u1", "u4", "name", "mobile")
    sheet.press(Qt.Key.Key_F2)
    sheet.editor.setText("13900000000")
    sheet.press(Qt.Key.Key_Return, CONTROL)
    assert [sheet.row(f"u{n}").mobile for n in range(6)] == [
        mobile(0),
        *["13900000000"] * 4,
        mobile(5),
    ]
    assert sheet.row("u1").name == "李娜"
    assert sheet.desk.shell.footer.cancel.isHidden(), "the window took it for “check everything”"


def test_what_is_refused_is_said_in_the_page_and_the_cell_is_as_before(sheet: Sheet) -> None:
    sheet.go_to("u1", "userid")
    sheet.press(Qt.Key.Key_F2)
    sheet.editor.setText("nobody-has-this")
    sheet.press(Qt.Key.Key_Return)
    shown = " ".join(label.text() for label in sheet.desk.all(QLabel, sheet.page.notice))
    assert "nobody-has-this" in shown
    assert sheet.row("u1").userid == "ding1"
    assert sheet.cell("u1", "userid").startswith("ding1 ")


def test_delete_empties_cells_and_leaves_fixed_ones_alone(sheet: Sheet) -> None:
    sheet.select("u1", "u2", "username", "mobile")
    sheet.press(Qt.Key.Key_Delete)
    assert (sheet.row("u1").name, sheet.row("u2").mobile) == ("", "")
    assert sheet.row("u1").username == "u1"


def test_fill_down_repeats_the_topmost_cell(sheet: Sheet) -> None:
    sheet.select("u1", "u3", "name")
    sheet.press(Qt.Key.Key_D, CONTROL)
    assert [sheet.row(f"u{n}").name for n in range(1, 5)] == ["李娜", "李娜", "李娜", "赵磊"]


def test_tab_leaves_the_table(sheet: Sheet) -> None:
    sheet.go_to("u1")
    sheet.press(Qt.Key.Key_Tab)
    assert sheet.desk.focus is not sheet.view


def test_keys_of_a_spreadsheet_go_about(desk: Desk) -> None:
    made = Sheet(desk)
    fill(made.table, 200)
    made.open()
    made.press(Qt.Key.Key_End, CONTROL)
    assert made.view.place() == 199
    made.press(Qt.Key.Key_PageUp)
    assert 100 < made.view.place() < 199
    made.press(Qt.Key.Key_Home, CONTROL)
    assert made.view.place() == 0


# -- the clipboard


def test_copied_cells_are_what_a_spreadsheet_takes(sheet: Sheet) -> None:
    sheet.select("u0", "u1", "username", "userid")
    sheet.press(Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == (
        f"u0\t张伟\t{mobile(0)}\tding0\nu1\t李娜\t{mobile(1)}\tding1"
    )


def test_a_pasted_block_goes_in_from_the_cursor_on(sheet: Sheet) -> None:
    sheet.go_to("u8", "name")
    sheet.paste([["甲", "13911112222"], ["乙", "13911113333"], ["丙", "13911114444"]])
    assert (sheet.row("u8").name, sheet.row("u8").mobile) == ("甲", "13911112222")
    assert (sheet.row("u9").name, sheet.row("u9").mobile) == ("乙", "13911113333")
    assert "1 row of the clipboard" in sheet.said


def test_one_pasted_cell_fills_the_selection(sheet: Sheet) -> None:
    sheet.select("u1", "u3", "name")
    sheet.paste([["同名"]])
    assert [sheet.row(f"u{n}").name for n in range(1, 4)] == ["同名"] * 3


def test_pasting_over_fixed_columns_passes_them_over(sheet: Sheet) -> None:
    sheet.go_to("u1", "username")
    sheet.paste([["other", "新名"]])
    assert sheet.row("u1").name == "新名"
    assert sheet.table.row("other") is None


# -- undo


def test_every_change_is_undone_and_redone_by_keys(sheet: Sheet) -> None:
    sheet.go_to("u1", "name")
    for text in ("一", "二", "三"):
        sheet.type(text)
        sheet.press(Qt.Key.Key_Return)
        sheet.go_to("u1", "name")
    seen = []
    for _ in range(3):
        sheet.press(Qt.Key.Key_Z, CONTROL)
        seen.append(sheet.cell("u1", "name"))
    assert seen == ["二", "一", "李娜"]
    sheet.press(Qt.Key.Key_Y, CONTROL)
    sheet.press(Qt.Key.Key_Z, CONTROL | SHIFT)
    assert sheet.cell("u1", "name") == "二"


def test_the_buttons_name_what_they_take_back(sheet: Sheet) -> None:
    sheet.go_to("u1", "name")
    sheet.type("x")
    sheet.press(Qt.Key.Key_Return)
    undo = sheet.desk.button("Undo: Typing", sheet.page)
    assert "Typing in 1 row" in undo.toolTip()
    sheet.click("Undo: Typing")
    assert sheet.said == "Undone: Typing in 1 row"
    assert sheet.desk.button("Redo: Typing", sheet.page).isEnabled()


def test_undoing_an_import_empties_the_table_and_redoing_fills_it(desk: Desk) -> None:
    made = Sheet(desk)
    fill(made.table, 5, scan=False)
    made.open()
    made.click("Undo: Import")
    assert made.model.rowCount() == 0
    assert desk.buttons("Save a template …", made.page)
    made.click("Redo: Import")
    assert made.usernames() == [f"u{n}" for n in range(5)]


def test_a_change_that_takes_long_can_be_given_up_and_then_writes_nothing(sheet: Sheet) -> None:
    def work(table: Table, cancel: threading.Event) -> None:
        cancel.wait(20)
        raise Cancelled

    sheet.page.book.do(work)
    sheet.desk.click("Cancel", sheet.page.area)
    sheet.settle()
    assert sheet.page.notice.isHidden()
    assert sheet.table.next_undo() == sheet.page.book.standing.undo
    sheet.go_to("u1", "name")
    sheet.type("x")
    sheet.press(Qt.Key.Key_Return)
    assert sheet.row("u1").name == "x"


# -- whole rows


def test_taking_out_and_undoing_puts_the_cursor_back_on_a_row(sheet: Sheet) -> None:
    sheet.select("u2", "u4", "username")
    sheet.press(Qt.Key.Key_Delete, CONTROL)
    assert sheet.usernames() == ["u0", "u1", "u5", "u6", "u7", "u8", "u9"]
    sheet.press(Qt.Key.Key_Z, CONTROL)
    assert len(sheet.usernames()) == 10


def test_unbinding_a_selection_is_one_change(sheet: Sheet) -> None:
    sheet.select("u2", "u4", "username")
    sheet.press(Qt.Key.Key_U, CONTROL)
    assert [sheet.row(f"u{n}").userid for n in (1, 2, 3, 4, 5)] == ["ding1", "", "", "", "ding5"]
    sheet.press(Qt.Key.Key_Z, CONTROL)
    assert sheet.row("u3").userid == "ding3"


def test_accepting_passes_over_who_has_not_one_suggestion(desk: Desk) -> None:
    made = Sheet(desk)
    add_users(made.table, [user("a", name="张伟"), user("b", name="李娜"), user("c", name="王芳")])
    twins = [Person(userid=f"lina{n}", name="李娜") for n in range(2)]
    put_people(made.table, Person(userid="zw", name="张伟"), *twins)
    made.match()
    made.open()
    made.select("a", "c", "username")
    made.press(Qt.Key.Key_Return, ALT)
    assert made.row("a").userid == "zw"
    assert made.row("b").userid == ""
    assert "2 rows were passed over" in made.said


def test_selecting_everything_is_one_range(desk: Desk) -> None:
    made = Sheet(desk)
    fill(made.table, 3000, scan=False)
    made.open()
    made.press(Qt.Key.Key_A, CONTROL)
    assert made.view.ranges() == [(0, 2999)]
    made.press(Qt.Key.Key_I, CONTROL)
    assert made.table.counts()[BindingState.IGNORED] == 3000


def test_shift_space_selects_rows_and_control_space_a_column(sheet: Sheet) -> None:
    sheet.go_to("u3", "name")
    sheet.press(Qt.Key.Key_Space, SHIFT)
    assert sheet.view.selected_columns() == list(DEFAULT)
    sheet.press(Qt.Key.Key_Space, CONTROL)
    assert sheet.view.ranges() == [(0, 9)]
    assert sheet.view.selected_columns() == ["name"]


# -- columns


def test_columns_are_chosen_and_remembered_over_the_next_start(sheet: Sheet) -> None:
    sheet.view.columns.set_shown("note", True)
    sheet.view.columns.set_shown("rule", False)
    sheet.view.columns.move("note", -1)
    shown = sheet.view.shown_columns()
    assert "note" in shown
    assert "rule" not in shown
    sheet.desk.run_until(lambda: "note=" in sheet.desk.workspace.settings.binding_columns)
    sheet.desk.close()
    sheet.open()
    assert sheet.view.shown_columns() == shown
    sheet.view.columns.as_usual()
    assert sheet.view.shown_columns() == list(DEFAULT)


@pytest.mark.parametrize("kept", ["nonsense", "name=5", "username=x", "username=1e9", ",,="])
def test_columns_that_cannot_be_read_count_as_the_usual_ones(desk: Desk, kept: str) -> None:
    made = Sheet(desk)
    made.open()
    made.view.columns.apply(kept)
    assert made.view.shown_columns() == list(DEFAULT)


# -- another window


def test_what_another_window_changes_comes_quietly(sheet: Sheet) -> None:
    sheet.select("u3", "u5", "username")
    edits.edit(sheet.table, 1, "name", "别处")
    sheet.page.book.look()
    sheet.settle()
    assert sheet.cell("u0", "name") == "别处"
    assert sheet.view.ranges() == [(3, 5)]


def test_rows_that_another_window_adds_leave_the_cursor_where_it_is(sheet: Sheet) -> None:
    sheet.select("u3", "u5", "username")
    add_users(sheet.table, [user("new")])
    edits.delete(sheet.table, [1])
    sheet.page.book.look()
    sheet.settle()
    assert sheet.usernames()[-1] == "new"
    assert sheet.view.ranges() == [(2, 4)]
    assert sheet.model.raw(sheet.view.place(), "username") == "u5"


def test_a_row_taken_out_elsewhere_while_it_is_typed_into_is_said(sheet: Sheet) -> None:
    sheet.go_to("u3", "name")
    sheet.press(Qt.Key.Key_F2)
    edits.delete(sheet.table, [4])
    sheet.editor.setText("x")
    sheet.press(Qt.Key.Key_Return)
    shown = [label.text() for label in sheet.desk.all(QLabel, sheet.page.notice)]
    assert "The row is no longer there" in shown


def test_a_file_that_cannot_be_read_is_said_and_the_window_lives(desk: Desk) -> None:
    made = Sheet(desk)
    made.table.file.write_bytes(b"no database at all" * 100)
    desk.open("east")
    desk.go("bindings")
    desk.run_until(lambda: made.page.notice.isVisible())
    shown = [label.text() for label in desk.all(QLabel, made.page.notice)]
    assert "The profile's file cannot be used" in shown


# -- its place in the shell


def test_the_list_at_the_left_counts_who_is_bound(sheet: Sheet) -> None:
    edits.unbind(sheet.table, [1])
    edits.ignore(sheet.table, [2])
    sheet.page.book.look()
    sheet.settle()
    steps = sheet.desk.shell.steps
    spoken = [steps.item(n).toolTip() for n in range(steps.count())]
    assert "8 of 9 users bound" in spoken


def test_the_count_comes_without_opening_the_page(desk: Desk) -> None:
    made = Sheet(desk)
    fill(made.table, 4, match=True)
    desk.open("east")
    steps = desk.shell.steps
    desk.run_until(
        lambda: "4 of 4 users bound" in [steps.item(n).toolTip() for n in range(steps.count())]
    )


def test_the_guides_step_opens_the_table(desk: Desk) -> None:
    made = Sheet(desk)
    desk.open("east")
    desk.go("datawind")
    desk.click("Open the binding table")
    made.settle()
    assert desk.shell.step == "bindings"
    assert "bindings" in ORDER


def test_another_language_keeps_the_table_and_what_was_under_way_harms_nobody(
    sheet: Sheet,
) -> None:
    sheet.page.book.look()
    sheet.page.area.tell_row()
    sheet.desk.workspace.set_language("zh_CN")
    sheet.desk.breathe()
    sheet.settle()
    assert len(sheet.usernames()) == 10
    assert sheet.desk.troubles == []


# -- the chosen row


def test_the_chosen_row_says_why_and_binds_who_is_chosen(desk: Desk) -> None:
    made = Sheet(desk)
    add_users(made.table, [user("a", name="李娜")])
    put_people(made.table, *[Person(userid=f"lina{n}", name="李娜") for n in range(2)])
    made.match()
    made.open()
    said = [label.text() for label in desk.all(QLabel, made.pane)]
    assert any("2 people of this name" in text for text in said)
    made.click("Bind lina1")
    assert made.row("a").userid == "lina1"
    assert desk.buttons("Unbind", made.pane)


def test_turning_one_of_two_down_leaves_the_other(desk: Desk) -> None:
    made = Sheet(desk)
    add_users(made.table, [user("a", name="李娜")])
    put_people(made.table, *[Person(userid=f"lina{n}", name="李娜") for n in range(2)])
    made.match()
    made.open()
    made.click("Turn down lina0")
    assert made.row("a").rejected == ("lina0",)
    assert not desk.buttons("Bind lina0", made.pane)
    assert desk.buttons("Bind lina1", made.pane)


def test_somebody_is_looked_up_in_the_directory_and_bound_by_keyboard(sheet: Sheet) -> None:
    put_people(sheet.table, *people(10), Person(userid="boss", name="陈总"))
    sheet.go_to("u1")
    sheet.pane.search.field.setFocus()
    sheet.type("陈总")
    sheet.settle()
    sheet.press(Qt.Key.Key_Return)
    sheet.press(Qt.Key.Key_Return)
    assert sheet.row("u1").userid == "boss"


def test_a_userid_is_completed_from_the_directory_in_the_cell(sheet: Sheet) -> None:
    put_people(sheet.table, *people(10), Person(userid="boss", name="陈总"))
    sheet.go_to("u1", "userid")
    sheet.press(Qt.Key.Key_F2)
    editor = sheet.editor
    editor.clear()
    sheet.type("陈总")
    popup = editor.completer().popup()
    assert popup is not None
    sheet.desk.run_until(popup.isVisible)
    sheet.desk.press_in(popup, Qt.Key.Key_Down)
    sheet.desk.press_in(popup, Qt.Key.Key_Return)
    assert editor.text().startswith("boss")
    sheet.press(Qt.Key.Key_Return)
    assert sheet.row("u1").userid == "boss"


def test_history_tells_what_happened_to_the_row(sheet: Sheet) -> None:
    sheet.go_to("u1", "name")
    sheet.type("新")
    sheet.press(Qt.Key.Key_Return)
    sheet.go_to("u1", "name")
    sheet.click("History")
    said = [label.text() for label in sheet.desk.all(QLabel, sheet.pane)]
    assert "Full name: 李娜 → 新" in said
    assert "Came into the table." in said
