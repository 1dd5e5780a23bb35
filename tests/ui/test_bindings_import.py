"""Users come in by file, drop and paste; what is faulty is said, and nothing goes in unasked."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QWidget

from dingsetup.bindings.values import Reason
from dingsetup.ui.bindings.import_panel import ImportPanel
from dingsetup.ui.bindings.mapping import MappingForm
from dingsetup.ui.bindings.preview import LineTable
from tests.ui.binding_desk import CONTROL, Sheet, fill
from tests.ui.desk import Desk

HEADERS = "用户名,姓名,邮箱,手机号"
FAULTY = f"""{HEADERS}
zhang,张伟,zhang@example.com,13800138000
li,李娜,li@example.com,180****5310
,王芳,wf@example.com,13800138002
"""


@pytest.fixture
def sheet(desk: Desk) -> Sheet:
    """An empty table, open."""
    return Sheet(desk).open()


def written(folder: Path, text: str, name: str = "users.csv") -> str:
    path = folder / name
    path.write_text(text, "utf-8")
    return str(path)


def panel(sheet: Sheet) -> ImportPanel:
    found = sheet.page.panel
    assert isinstance(found, ImportPanel)
    return found


def read(sheet: Sheet, path: str) -> None:
    sheet.page.import_file(path)
    sheet.settle()


def texts(sheet: Sheet, within: QWidget | None = None) -> list[str]:
    return [label.text() for label in sheet.desk.all(QLabel, within or panel(sheet))]


def lines(table: LineTable) -> list[list[str]]:
    model = table.model()
    columns = range(model.columnCount())
    return [[model.index(row, n).data() for n in columns] for row in range(model.rowCount())]


def test_an_empty_table_says_what_to_do_first(sheet: Sheet) -> None:
    shown = texts(sheet, sheet.page)
    assert any(text.startswith("First bring the DataWind users in") for text in shown)
    assert sheet.desk.focus.text() == "&Import DataWind users …"  # type: ignore[attr-defined]


def test_a_file_is_shown_first_and_goes_in_when_it_is_asked_for(
    sheet: Sheet, tmp_path: Path
) -> None:
    read(sheet, written(tmp_path, FAULTY))
    assert sheet.table.size() == 0
    assert any("users.csv" in text and "comma" in text for text in texts(sheet))
    assert "new users" in texts(sheet)
    sheet.click("Import 2 users")
    assert sheet.usernames() == ["zhang", "li"]
    assert sheet.row("li").reason is Reason.MOBILE_MASKED
    assert sheet.desk.focus is sheet.view


def test_faulty_cells_are_listed_by_line_column_and_reason_and_can_be_copied(
    sheet: Sheet, tmp_path: Path
) -> None:
    read(sheet, written(tmp_path, FAULTY))
    table = sheet.desk.named(LineTable, "Faulty cells")
    first, second = lines(table)
    assert first[:2] == ["3", "手机号"]
    assert "180****5310" in first[2]
    assert second[0] == "4"
    assert second[3] == "row left out"
    sheet.click("Copy the list")
    assert QGuiApplication.clipboard().text().splitlines()[1].startswith("3\t手机号\t")


def test_the_list_of_faults_is_saved_without_cells_that_would_run(
    sheet: Sheet, tmp_path: Path
) -> None:
    read(sheet, written(tmp_path, f"{HEADERS}\na,A,=cmd,13800138000\n"))
    sheet.click("Save the list …")
    dialog = sheet.desk.part(QFileDialog, panel(sheet))
    dialog.fileSelected.emit(str(tmp_path / "faults.csv"))
    dialog.reject()
    sheet.settle()
    saved = (tmp_path / "faults.csv").read_text("utf-8-sig")
    assert "=cmd" in saved
    assert not [cell for cell in saved.replace("\n", ",").split(",") if cell.startswith("=")]


def test_another_column_can_be_taken_for_a_field(sheet: Sheet, tmp_path: Path) -> None:
    read(sheet, written(tmp_path, "用户名,姓名,显示名\nzhang,张伟,小张\n"))
    choice = sheet.desk.named(QComboBox, "Full name")
    choice.setCurrentIndex(choice.findText("C  显示名"))
    choice.activated.emit(choice.currentIndex())
    form = sheet.desk.only(MappingForm, panel(sheet))
    sheet.desk.run_until(lambda: not form.pause.isActive())
    sheet.settle()
    sheet.click("Import 1 user")
    assert sheet.row("zhang").name == "小张"


def test_a_field_can_be_left_out(sheet: Sheet, tmp_path: Path) -> None:
    read(sheet, written(tmp_path, FAULTY))
    choice = sheet.desk.named(QComboBox, "Mobile number")
    choice.setCurrentIndex(0)
    choice.activated.emit(0)
    form = sheet.desk.only(MappingForm, panel(sheet))
    sheet.desk.run_until(lambda: not form.pause.isActive())
    sheet.settle()
    sheet.click("Import 2 users")
    assert sheet.row("zhang").mobile == ""


def test_without_a_column_of_usernames_one_is_asked_for(sheet: Sheet, tmp_path: Path) -> None:
    read(sheet, written(tmp_path, "代号,姓名\nzhang,张伟\n"))
    assert "No column holds usernames" in texts(sheet)
    choice = sheet.desk.named(QComboBox, "DataWind user")
    choice.setCurrentIndex(choice.findText("代号"))
    choice.activated.emit(choice.currentIndex())
    form = sheet.desk.only(MappingForm, panel(sheet))
    sheet.desk.run_until(lambda: not form.pause.isActive())
    sheet.settle()
    sheet.click("Import 1 user")
    assert sheet.row("zhang").name == "张伟"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "There is nothing in it"),
        (b"%PDF-1.7 not a sheet", "This is a PDF, not a list of users"),
        ("用户名,姓名\n".encode(), "There are headers, but no rows"),
    ],
)
def test_a_file_that_is_refused_is_explained_in_the_panel(
    sheet: Sheet, tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "users.csv"
    path.write_bytes(content)
    read(sheet, str(path))
    assert said in texts(sheet)
    assert not sheet.desk.buttons("Import", panel(sheet))


def test_importing_again_changes_what_differs_and_says_what_stays(
    sheet: Sheet, tmp_path: Path
) -> None:
    read(sheet, written(tmp_path, FAULTY))
    sheet.click("Import 2 users")
    read(sheet, written(tmp_path, FAULTY.replace("张伟", "张大伟")))
    sheet.click("Import 1 user")
    assert sheet.row("zhang").name == "张大伟"
    sheet.press(Qt.Key.Key_Z, CONTROL)
    assert sheet.row("zhang").name == "张伟"


def test_a_sheet_that_changes_nothing_has_nothing_to_import(sheet: Sheet, tmp_path: Path) -> None:
    read(sheet, written(tmp_path, FAULTY))
    sheet.click("Import 2 users")
    read(sheet, written(tmp_path, FAULTY))
    assert "users as they are in the table" in texts(sheet)
    assert not sheet.desk.buttons("Import 0 users", panel(sheet))


def test_cells_with_headers_are_imported_when_they_are_pasted(desk: Desk) -> None:
    made = Sheet(desk)
    fill(made.table, 2)
    made.open()
    made.go_to("u0")
    made.paste([["username", "full name"], ["new", "新人"]])
    made.click("Import 1 user")
    assert made.row("new").name == "新人"


def test_cells_pasted_into_an_empty_table_are_imported(sheet: Sheet) -> None:
    QGuiApplication.clipboard().setText("用户名\t姓名\nzhang\t张伟")
    sheet.click("&Import DataWind users …")
    sheet.desk.part(QFileDialog, panel(sheet)).reject()
    sheet.click("Paste")
    sheet.click("Import 1 user")
    assert sheet.usernames() == ["zhang"]


def test_control_v_on_the_empty_page_imports(sheet: Sheet) -> None:
    QGuiApplication.clipboard().setText("用户名\t姓名\nzhang\t张伟")
    sheet.press(Qt.Key.Key_V, CONTROL)
    assert "new users" in texts(sheet)


def test_a_file_dropped_on_the_page_is_read(sheet: Sheet, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(written(tmp_path, FAULTY))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    sheet.page.dropEvent(event)
    sheet.settle()
    assert "new users" in texts(sheet)


def test_closing_the_panel_leaves_everything_as_it_was(sheet: Sheet, tmp_path: Path) -> None:
    read(sheet, written(tmp_path, FAULTY))
    sheet.click("Close")
    assert sheet.page.panel is None
    assert sheet.table.size() == 0


def test_a_table_changed_meanwhile_is_compared_anew(sheet: Sheet, tmp_path: Path) -> None:
    read(sheet, written(tmp_path, FAULTY))
    fill(sheet.table, 1)
    sheet.click("Import 2 users")
    assert "The table has changed meanwhile" in texts(sheet)
    sheet.click("Work it out again")
    sheet.click("Import 2 users")
    assert sheet.table.size() == 3


def test_the_template_is_saved_and_read_again(sheet: Sheet, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    sheet.click("Save a template …")
    dialog = sheet.desk.part(QFileDialog, sheet.page)
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    sheet.settle()
    assert path.exists()
    read(sheet, str(path))
    assert "There are headers, but no rows" in texts(sheet)


def test_the_practice_companys_people_fill_the_table(desk: Desk) -> None:
    desk.practise()
    desk.go("bindings")
    made = Sheet(desk, "practice")
    made.settle()
    made.click("Fill with the practice company's people")
    made.click("Import 48 users")
    assert made.table.size() == 48
