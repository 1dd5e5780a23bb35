"""Writing a test message: the form, the preview that follows, and what is wrong with it."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit

from dingsetup.language import LANGUAGES
from dingsetup.messages.values import Fault, MessageType, Problem, Severity
from dingsetup.ui.messages.page import MessagesPage
from dingsetup.ui.rail import MESSAGES, STEP
from dingsetup.ui.widgets.basic import Elided
from tests.ui.desk import Desk
from tests.ui.message_desk import Post


@pytest.fixture
def post(desk: Desk) -> Post:
    return Post(desk).open()


def field(post: Post, name: str) -> QLineEdit:
    found = post.page.form.variables.field(name)
    assert found is not None
    return post.desk.only(QLineEdit, found)


def text(post: Post) -> str:
    made = post.page.composer.made
    assert made is not None
    return made.message.text + made.message.title


def test_the_list_and_the_last_step_lead_to_the_page(desk: Desk) -> None:
    desk.practise()
    steps = desk.shell.steps
    ids = [steps.item(number).data(STEP) for number in range(steps.count())]
    assert ids.index(MESSAGES) == ids.index("bindings") + 1
    desk.go("workbench")
    desk.click("Send a test message", desk.shell.page)
    assert isinstance(desk.shell.page, MessagesPage)
    Post(desk).settle()


def test_what_is_typed_is_in_the_message_and_in_the_preview(post: Post) -> None:
    post.desk.type(field(post, "title"), "Weekly figures")
    post.settle()
    made = post.page.composer.made
    assert made is not None
    assert "Weekly figures" in made.message.title
    assert "Weekly figures" in made.bubble.list_line
    assert "Weekly figures" in post.page.stage.preview.accessibleDescription()


def test_every_message_says_that_it_is_a_test(post: Post) -> None:
    for one in (MessageType.TEXT, MessageType.MARKDOWN, MessageType.OA, MessageType.LINK):
        post.page.composer.edit(type=one)
        post.settle()
        assert "Test" in text(post), one


def test_each_group_shows_its_pushes_and_their_variables(post: Post) -> None:
    post.desk.click("Dataset sync", post.page.form)
    post.settle()
    push = post.page.composer.push
    assert push is not None
    assert push.group == "sync"
    names = {one.name for one in push.variables}
    assert all(post.page.form.variables.field(name) for name in names)


def test_back_to_the_sample_takes_back_what_was_typed(post: Post) -> None:
    before = field(post, "title").text()
    post.desk.type(field(post, "title"), "Something else")
    post.settle()
    post.desk.click("Back to the sample", post.page.form)
    post.settle()
    assert field(post, "title").text() == before


def test_what_was_typed_outlives_another_language(post: Post) -> None:
    post.desk.type(field(post, "title"), "Weekly figures")
    post.settle()
    post.desk.workspace.set_language("zh_CN")
    post.settle()
    assert field(post, "title").text() == "Weekly figures"


def test_an_error_is_said_below_its_field_and_nothing_can_be_sent(post: Post) -> None:
    post.page.composer.edit(type=MessageType.CARD)
    post.desk.type(field(post, "link"), "no link")
    post.settle()
    made = post.page.composer.made
    assert made is not None
    assert made.errors
    assert not post.page.card.send.go.isEnabled()
    post.desk.click("Back to the sample", post.page.form)
    post.settle()
    assert post.page.card.send.go.isEnabled()


def test_the_types_are_offered_and_a_chosen_one_is_made(post: Post) -> None:
    box = post.desk.named(QComboBox, "Message type")
    assert box.count() == len(MessageType)
    box.setCurrentIndex(box.findData("text"))
    box.activated.emit(box.currentIndex())
    post.settle()
    made = post.page.composer.made
    assert made is not None
    assert made.message.type is MessageType.TEXT


def test_the_request_is_shown_and_copied_without_a_token(post: Post) -> None:
    post.desk.click("Request JSON", post.page)
    post.settle()
    assert post.page.panel is not None
    post.desk.click("Copy the JSON", post.page.panel)
    copied = QGuiApplication.clipboard().text()
    assert '"msgtype": "oa"' in copied
    post.desk.click("Copy the command", post.page.panel)
    assert "access_token=***" in QGuiApplication.clipboard().text()


def test_escape_closes_a_panel_and_the_columns_are_back(post: Post) -> None:
    post.desk.click("History", post.page)
    post.settle()
    assert not post.page.columns.isVisible()
    post.desk.press(Qt.Key.Key_Escape)
    assert post.page.panel is None
    assert post.page.columns.isVisible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_is_edited_saved_and_offered(desk: Desk, language: str) -> None:
    desk.open(language=language)
    post = Post(desk).open()
    post.desk.click("Edit the template …", post.page.form)
    card = post.page.first.currentWidget()
    assert card is not None
    body = desk.all(QPlainTextEdit, card)[0]
    body.setPlainText("Only this: {{ title }}")
    post.page.composer.edit(type=MessageType.MARKDOWN)
    post.settle()
    assert "Only this" in text(post)
    desk.click("Save as my own", card)
    post.settle()
    push = post.page.composer.push
    assert push is not None
    assert push.own
    assert "Only this" in text(post)
    assert (post.page.composer.folder / f"{push.id}.toml").exists()


def test_a_template_that_cannot_be_read_is_named(post: Post) -> None:
    post.desk.click("Edit the template …", post.page.form)
    card = post.page.first.currentWidget()
    assert card is not None
    post.desk.all(QPlainTextEdit, card)[0].setPlainText("{% for x in %}")
    post.page.composer.edit(type=MessageType.MARKDOWN)
    post.settle()
    made = post.page.composer.made
    assert made is not None
    assert made.errors
    assert not post.page.card.send.go.isEnabled()


def test_a_template_with_errors_is_saved_at_the_second_press_only(post: Post) -> None:
    post.page.composer.edit(type=MessageType.MARKDOWN)
    post.desk.click("Edit the template …", post.page.form)
    card = post.page.first.currentWidget()
    assert card is not None
    body = post.desk.all(QPlainTextEdit, card)[0]
    body.setPlainText("{% for x in %}")
    post.desk.click("Save as my own", card)
    assert post.page.first.currentWidget() is card
    body.setPlainText("{% for y in %}")
    assert not post.desk.buttons("Save all the same", card), "what was typed since is not meant"
    post.desk.click("Save as my own", card)
    post.desk.click("Save all the same", card)
    post.settle()
    push = post.page.composer.push
    assert push is not None
    assert push.own


def test_the_same_fault_of_two_links_says_which_field_is_meant(post: Post) -> None:
    faults = post.page.form.faults
    fault = Fault(Problem.LINK_SHAPE, Severity.ERROR, "url", values={"url": "nowhere"})
    other = msgspec.structs.replace(fault, place="pc_url")
    faults.show_faults([fault, other, fault])
    titles = [one.text() for one in faults.findChildren(QLabel) if "nowhere" in one.text()]
    assert len(titles) == len(set(titles)) == 2
    faults.show_faults([fault])
    post.desk.breathe()
    (alone,) = [one.text() for one in faults.findChildren(QLabel) if "nowhere" in one.text()]
    assert all(one.startswith(alone) for one in titles)


def test_a_note_goes_away_by_itself_and_with_the_next_page(post: Post) -> None:
    footer = post.desk.shell.footer
    said = post.desk.only(Elided, footer)
    post.desk.session.noted.emit("Copied")
    assert said.text() == "Copied"
    footer.fading.start(0)
    post.desk.run_until(lambda: not said.text())
    post.desk.session.noted.emit("Copied")
    post.desk.go("network")
    assert said.text() == ""
    assert not footer.fading.isActive()
    footer.say("Cancelled.")
    post.desk.go("messages")
    post.settle()
    assert said.text() == "Cancelled.", "only notes go"
