"""Whatever is typed or pasted anywhere: the window lives on, and nothing of it is in the way."""

from PySide6.QtWidgets import QLineEdit

from dingsetup.findings import State
from dingsetup.ui.widgets.fields import PasteBox
from dingsetup.ui.window import ORDER, PROFILE
from tests.ui.desk import Desk

JUNK = {
    "long": "x1" * 20_000,
    "half a character": "ding\ud83d",
    "no address": "https://[x",
    "no port": "http://127.0.0.1:99999",
    "signs": "{name} {0} %s &amp; <b>bold</b> a\x00b\x1b[31m\u202e\u200bc" + "🙂" * 50,
}


def test_no_field_is_upset_by_junk(desk: Desk) -> None:
    desk.make_profile("east", edition="private", base_url=desk.tenant().base_url)
    desk.open("east")
    for name, junk in JUNK.items():
        for step in (*ORDER, PROFILE):
            desk.go(step)
            fill(desk, junk)
        desk.check()
        assert desk.session.findings("credentials"), name
    desk.workspace.set_language("zh_CN")
    desk.close()
    desk.open("east")
    assert desk.workspace.session is not None


def fill(desk: Desk, junk: str) -> None:
    """Type and paste it into everything on the page."""
    for edit in desk.all(QLineEdit, desk.shell.page):
        edit.setText(junk)
        edit.textEdited.emit(edit.text())
        edit.editingFinished.emit()
    for box in desk.all(PasteBox, desk.shell.page):
        box.setPlainText(junk)
    desk.breathe()


def test_every_field_empty_is_told_field_by_field(desk: Desk) -> None:
    desk.make_profile("east", base_url="http://127.0.0.1:9")
    desk.open("east")
    desk.check()
    found = desk.session.findings("credentials")
    assert {f.state for f in found} <= {State.FAILED, State.BLOCKED, State.SKIPPED, State.MANUAL}
    assert State.FAILED in {f.state for f in found}
    assert desk.troubles == []
