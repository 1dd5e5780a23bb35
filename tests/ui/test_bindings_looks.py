"""The binding page with rows and with each panel: whole, spoken, and reached by keyboard."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QRadioButton, QTableView, QWidget

from dingsetup.language import LANGUAGES
from tests.bindings.furnish import add_users, user
from tests.ui.binding_desk import Sheet, fill
from tests.ui.desk import Desk
from tests.ui.test_pages import MARK, controls, enlarge, reached, spoken, squeezed, texts

PANELS = ("import", "scan", "mobiles", "match", "export", "check")
LONG = "阿卜杜拉·买买提·伊力哈木江·吐尔逊 von Hohenlohe-Waldenburg-Schillingsfürst"
SETTLED_S = 2.0


@pytest.fixture(params=LANGUAGES)
def sheet(desk: Desk, request: pytest.FixtureRequest) -> Sheet:
    """Users in several states, one of them with a long name, on a profile without a secret."""
    made = Sheet(desk, language=request.param)
    fill(made.table, 40, match=True)
    add_users(made.table, [user("long", name=LONG, mobile="138****0000", note=LONG * 5)])
    made.match()
    made.open()
    made.go_to("long")
    return made


def states(sheet: Sheet) -> Iterator[str]:
    """The page as it is with the table, and with each panel in its place."""
    yield "table"
    for name in PANELS:
        sheet.page.open_panel(name)
        for dialog in sheet.page.findChildren(QWidget):
            if dialog.isWindow() and dialog.isVisible():
                dialog.close()
        sheet.desk.window.activateWindow()
        sheet.settle()
        yield name
    sheet.page.import_text("用户名\t姓名\t手机号\nzhang\t张伟\t180****5310\n\t无名\t1")
    sheet.settle()
    yield "imported"


def test_everything_has_a_name_and_is_reached_by_tab(sheet: Sheet) -> None:
    for state in states(sheet):
        # The field within a spin box is Qt's own, and the box speaks for it.
        found = controls(sheet.desk.window)
        there = [w for w in found if not w.objectName().startswith("qt_")]
        assert [w for w in there if not spoken(w)] == [], state
        wanted = {w for w in there if not (isinstance(w, QRadioButton) and not w.isChecked())}
        assert wanted - reached(sheet.desk) == set(), state
        tables = sheet.desk.all(QTableView, sheet.page)
        assert all(spoken(table) for table in tables), state


@pytest.mark.parametrize("scale", [1, 2])
def test_nothing_is_cut_and_nothing_scrolls_sideways(sheet: Sheet, scale: int) -> None:
    enlarge(sheet.desk.app, scale)
    sheet.desk.workspace.opened.emit()
    sheet.desk.window.resize(sheet.desk.window.comfortable())
    sheet.settle()
    sheet.go_to("long")
    found: dict[str, list[str]] = {}
    for state in states(sheet):
        try:
            sheet.desk.run_until(lambda: not squeezed(sheet.desk), SETTLED_S)
        except TimeoutError:
            found[state] = squeezed(sheet.desk)
    assert found == {}


def test_no_text_is_left_with_a_gap_to_fill(sheet: Sheet) -> None:
    for state in states(sheet):
        shown = texts(sheet.desk.window)
        assert not [text for text in shown if MARK.search(text)], state


def test_the_page_is_painted_in_light_and_dark(sheet: Sheet) -> None:
    for colours in ("light", "dark"):
        sheet.desk.workspace.set_colours(colours)
        sheet.settle()
        assert not sheet.page.grab().isNull()
    assert sheet.desk.troubles == []
