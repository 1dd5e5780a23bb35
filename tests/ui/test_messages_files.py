"""Files on the page of test messages: pictures, templates to share, and what is uploaded."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QLabel, QPlainTextEdit

from dingsetup.messages.pictures import MEGABYTE, MOST_MEGABYTES
from dingsetup.messages.values import MessageType
from dingsetup.ui.messages.composer import PENDING
from dingsetup.ui.messages.template_card import TemplateCard
from tests.ui.desk import Desk
from tests.ui.message_desk import Post


@pytest.fixture
def post(desk: Desk) -> Post:
    post = Post(desk).open()
    post.page.composer.edit(type=MessageType.IMAGE)
    post.settle()
    return post


def choose(post: Post, path: Path) -> None:
    """Take a file in the dialog that is open."""
    tops = post.desk.app.topLevelWidgets()
    (dialog,) = (one for one in tops if isinstance(one, QFileDialog))
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    post.settle()


def picture(folder: Path) -> Path:
    file = folder / "board.png"
    image = QImage(600, 400, QImage.Format.Format_RGB32)
    image.fill(0xFF2F6BFF)
    assert image.save(str(file))
    return file


def take(post: Post, file: Path) -> None:
    post.desk.click("Choose a picture …", post.page.form)
    choose(post, file)


def said(post: Post) -> str:
    return "\n".join(one.text() for one in post.desk.all(QLabel, post.page.form.picture))


def uploads(post: Post) -> int:
    tenant = post.desk.workspace.tenant
    assert tenant is not None
    return sum(one.path == "/media/upload" for one in tenant.calls)


def test_a_picture_of_ones_own_is_chosen_and_previewed(post: Post, tmp_path: Path) -> None:
    file = picture(tmp_path)
    take(post, file)
    assert post.page.composer.draft.picture == str(file)
    assert "600 × 400" in said(post)
    assert post.page.stage.picture().pixelColor(5, 5).name() == "#2f6bff"
    assert post.page.card.send.go.isEnabled()
    post.desk.click("Sample dashboard", post.page.form)
    post.settle()
    assert post.page.composer.draft.picture == ""


def test_what_is_no_picture_is_refused_before_anything_is_sent(post: Post, tmp_path: Path) -> None:
    file = tmp_path / "board.png"
    file.write_bytes(b"%PDF-1.7")
    take(post, file)
    assert "PDF" in said(post)
    assert not post.page.card.send.go.isEnabled()
    assert post.page.card.send.blocked == post.desk.text("The picture cannot be sent.")
    take(post, picture(tmp_path))
    assert post.page.card.send.go.isEnabled()


def test_a_picture_that_is_too_large_is_refused_with_its_size(post: Post, tmp_path: Path) -> None:
    file = tmp_path / "large.png"
    with file.open("wb") as content:
        content.truncate(MOST_MEGABYTES * MEGABYTE + 1)
    take(post, file)
    assert str(MOST_MEGABYTES) in said(post)
    assert not post.page.card.send.go.isEnabled()


def test_a_dialog_turned_away_leaves_the_sample(post: Post) -> None:
    post.desk.click("My own picture", post.page.form)
    tops = post.desk.app.topLevelWidgets()
    next(one for one in tops if isinstance(one, QFileDialog)).reject()
    post.settle()
    assert post.page.composer.draft.picture == ""
    assert post.desk.button("Sample dashboard", post.page.form).isChecked()


def test_a_picture_is_uploaded_with_the_send_and_only_once(post: Post, tmp_path: Path) -> None:
    take(post, picture(tmp_path))
    assert uploads(post) == 0
    post.send()
    assert uploads(post) == 1
    (sending,) = post.page.post.outbox.sendings()
    assert sending.message.media_id not in ("", PENDING)
    post.page.composer.edit(type=MessageType.LINK)
    post.settle()
    first = post.page.dispatch.standing
    post.send()
    post.desk.run_until(lambda: post.page.dispatch.standing != first)
    latest = post.page.post.outbox.sendings()[0]
    assert latest.message.media_id == sending.message.media_id
    assert uploads(post) == 1


def test_a_refused_upload_is_told_and_nothing_is_sent(post: Post) -> None:
    post.desk.workspace.set_scenarios(["quota-exhausted"])
    post.settle()
    go = post.page.card.send.go
    post.desk.click_on(go)
    post.desk.click_on(go)
    post.desk.run_until(post.page.notice.isVisible)
    post.settle()
    assert post.page.post.outbox.sendings() == []


def edited(post: Post) -> TemplateCard:
    post.page.composer.edit(type=MessageType.MARKDOWN)
    post.settle()
    post.desk.click("Edit the template …", post.page.form)
    card = post.page.first.currentWidget()
    assert isinstance(card, TemplateCard)
    return card


def test_a_template_is_handed_on_in_a_file(post: Post, tmp_path: Path) -> None:
    file = tmp_path / "weekly.toml"
    card = edited(post)
    post.desk.all(QPlainTextEdit, card)[0].setPlainText("Only this: {{ title }}")
    post.settle()
    post.desk.click("Export …", card)
    choose(post, file)
    assert "Only this" in file.read_text("utf-8")
    post.desk.click("Back to the form", card)
    post.settle()
    before = post.page.composer.push
    card = edited(post)
    post.desk.click("Import …", card)
    choose(post, file)
    push = post.page.composer.push
    assert before is not None
    assert push is not None
    assert push.own
    assert push.id != before.id
    post.page.composer.edit(type=MessageType.MARKDOWN)
    post.settle()
    made = post.page.composer.made
    assert made is not None
    assert "Only this" in made.message.text


def test_a_file_that_is_no_template_is_refused_in_the_card(post: Post, tmp_path: Path) -> None:
    file = tmp_path / "weekly.toml"
    file.write_text("no = template", "utf-8")
    card = edited(post)
    post.desk.click("Import …", card)
    choose(post, file)
    assert card.notice.isVisible()
    assert post.page.first.currentWidget() is card
    assert list(post.page.composer.folder.glob("*.toml")) == []
