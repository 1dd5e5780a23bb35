"""Files are chosen in a dialog that keeps nobody waiting."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit

from tests.ui.desk import Desk


def dialog(desk: Desk) -> QFileDialog:
    """The dialog that is open, wherever the platform puts it."""
    (found,) = (w for w in desk.app.topLevelWidgets() if isinstance(w, QFileDialog))
    return found


def test_a_ca_file_is_chosen_while_a_run_goes_on(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "company.pem"
    file.write_text("", "utf-8")
    desk.practise("slow:200")
    desk.session.check()
    desk.click("Choose a file …")
    assert dialog(desk).isVisible()
    desk.settled()
    dialog(desk).fileSelected.emit(str(file))
    dialog(desk).reject()
    desk.breathe()
    assert desk.session.profile.ca_file == str(file)
    assert desk.named(QLineEdit, "Company CA file").text() == str(file)


def test_a_dialog_turned_away_changes_nothing(desk: Desk) -> None:
    desk.practise()
    before = desk.session.profile
    desk.click("Choose a file …")
    dialog(desk).reject()
    desk.breathe()
    assert desk.session.profile == before
    assert not [w for w in desk.app.topLevelWidgets() if isinstance(w, QFileDialog)]


def test_closing_the_window_takes_an_open_dialog_with_it(desk: Desk) -> None:
    desk.practise()
    desk.click("Choose a file …")
    assert dialog(desk).isVisible()
    desk.close()


def test_the_next_dialog_opens_where_the_last_file_was_chosen(desk: Desk, tmp_path: Path) -> None:
    desk.practise()
    file = tmp_path / "company.pem"
    file.write_text("", "utf-8")
    desk.click("Choose a file …")
    dialog(desk).fileSelected.emit(str(file))
    dialog(desk).reject()
    desk.breathe()
    desk.click("Choose a file …")
    assert Path(dialog(desk).directory().absolutePath()) == tmp_path
    dialog(desk).reject()
    desk.breathe()
