"""Whom a test goes to: those who are hindered too where somebody says so, and "me"."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QApplication

from dingsetup.bindings.table import Table
from dingsetup.bindings.values import Person
from dingsetup.findings import State
from dingsetup.language import LANGUAGES
from dingsetup.messages.deliveries import Fate, Recipient
from dingsetup.messages.recipients import HindranceKind, choices_of
from dingsetup.messages.values import MessageType
from dingsetup.ui.messages.people import look_up
from dingsetup.ui.widgets.box import Box
from tests.bindings.furnish import add_users, put_people, user
from tests.ui.desk import Desk
from tests.ui.message_desk import Post
from tests.ui.test_pages import squeezed


@pytest.fixture
def post(desk: Desk) -> Post:
    return Post(desk).open(people=True)


def hinder(post: Post, userid: str) -> None:
    """The directory was read when somebody had not activated DingTalk yet."""
    session = post.desk.session
    table = Table(post.desk.workspace.profiles.folder(session.profile.id))
    person = table.people([userid])[userid]
    put_people(table, msgspec.structs.replace(person, active=False), whole=False)
    post.page.people.look()
    post.settle()


def test_who_is_hindered_is_left_out_until_somebody_says_otherwise(post: Post) -> None:
    desk, card, me = post.desk, post.page.card, post.desk.session.profile.me
    hinder(post, me)
    (entry,) = card.list.rows.entries
    assert entry.state is State.FAILED
    assert not card.send.go.isEnabled()
    card.list.go_to(me)
    desk.click("Send anyway", card)
    post.settle()
    (entry,) = card.list.rows.entries
    assert entry.state is State.WARNING
    assert entry.line.startswith("sent to anyway")
    post.send()
    desk.run_until(lambda: post.fates()[me] in (Fate.DELIVERED, Fate.READ))


def test_send_anyway_is_taken_back(post: Post) -> None:
    desk, card, me = post.desk, post.page.card, post.desk.session.profile.me
    hinder(post, me)
    card.list.go_to(me)
    desk.click("Send anyway", card)
    post.settle()
    assert [one.userid for one in post.page.people.recipients] == [me]
    desk.click("Leave out after all", card)
    post.settle()
    assert post.page.people.recipients == ()
    assert not card.send.go.isEnabled()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_cut_where_it_is_sent_anyway_and_the_answer_lost(
    desk: Desk, language: str
) -> None:
    desk.open(language=language)
    post = Post(desk).open(people=True)
    me = desk.session.profile.me
    hinder(post, me)
    post.page.composer.edit(type=MessageType.TEXT)
    post.page.card.list.go_to(me)
    desk.click("Send anyway", post.page.card)
    desk.workspace.set_scenarios(["lost-answer"])
    post.settle()
    post.send()
    assert post.fates() == {me: Fate.UNKNOWN}
    desk.breathe()
    assert squeezed(desk) == []


def test_send_anyway_is_offered_for_nobody_who_can_get_it(post: Post) -> None:
    post.page.card.list.go_to(post.desk.session.profile.me)
    post.desk.breathe()
    assert not post.page.card.anyway.isVisible()


def test_the_first_press_counts_for_those_who_were_meant(post: Post) -> None:
    one, other = post.add(2)
    card, people = post.page.card, post.page.people
    people.keep([one])
    post.settle()
    post.desk.click_on(card.send.go)
    assert card.send.armed
    people.replace([Recipient(other)])
    post.settle()
    assert [who.userid for who in people.recipients] == [other]
    assert not card.send.armed


def test_who_nobody_has_named_says_who_they_are(desk: Desk) -> None:
    post = Post(desk).open(people=True)
    desk.session.edit(me="")
    post.page.people.keep([])
    post.settle()
    desk.click("Add myself", post.page.card)
    post.settle()
    chooser = post.page.card.chooser
    rows = [entry for entry in chooser.list.rows.entries if entry.state is None]
    chooser.list.choose({rows[0].key})
    desk.click("That is me", chooser)
    post.settle()
    assert desk.session.profile.me == rows[0].key
    (entry,) = post.page.card.list.rows.entries
    assert entry.key == rows[0].key
    assert entry.name.startswith("Me (")


def test_only_one_person_is_me(desk: Desk) -> None:
    post = Post(desk).open(people=True)
    desk.session.edit(me="")
    post.page.people.keep([])
    post.settle()
    post.page.card.open_chooser(myself=True)
    post.settle()
    chooser = post.page.card.chooser
    rows = [entry for entry in chooser.list.rows.entries if entry.state is None]
    chooser.list.choose({entry.key for entry in rows[:2]})
    assert not chooser.add.isEnabled()
    desk.press_in(chooser.list, Qt.Key.Key_Escape)


def test_people_are_looked_up_by_the_account_that_was_chosen(home: Path) -> None:
    table = Table(home / "profile")
    add_users(table, [user("li", userid="u-new"), user("wang", userid="u-wang")])
    put_people(table, Person("u-old", name="李静", active=False), Person("u-new"), Person("u-wang"))
    chosen = [Recipient("u-old", "李静", "li"), Recipient("u-wang", "", "wang")]
    found = look_up(table, chosen)
    assert list(found) == ["u-wang", "u-old"]
    assert found["u-wang"] == choices_of(table, chosen[1:])[0]
    old = found["u-old"]
    assert old.recipient.userid == "u-old"
    assert old.hindrance is not None
    assert old.hindrance.kind is HindranceKind.INACTIVE


def test_who_was_chosen_stays_chosen_when_another_name_is_searched(post: Post) -> None:
    desk, card = post.desk, post.page.card
    desk.click_on(card.choose)
    post.settle()
    chooser = card.chooser
    first, second = [one for one in chooser.list.rows.entries if one.state is None][:2]
    for entry in (first, second):
        desk.type(chooser.field, entry.key)
        post.settle()
        assert [one.key for one in chooser.list.rows.entries] == [entry.key]
        chooser.list.choose({entry.key})
    desk.click_on(chooser.add)
    post.settle()
    chosen = {one.userid for one in post.page.people.recipients}
    assert {first.key, second.key} <= chosen


def test_who_has_no_account_is_not_ticked_off(post: Post) -> None:
    desk, card = post.desk, post.page.card
    desk.click_on(card.choose)
    post.settle()
    chooser = card.chooser
    without = {one.key for one in chooser.list.rows.entries if one.key.startswith("\n")}
    assert without
    chooser.list.choose(without)
    assert chooser.list.selected() == []
    assert not chooser.add.isEnabled()


def test_the_wheel_scrolls_past_the_boxes_of_the_form(post: Post) -> None:
    boxes = post.page.form.findChildren(Box)
    assert boxes
    before = [box.currentIndex() for box in boxes]
    for box in boxes:
        turn_wheel(box)
    assert [box.currentIndex() for box in boxes] == before


def turn_wheel(box: Box) -> None:
    middle = QPointF(box.rect().center())
    event = QWheelEvent(
        middle,
        box.mapToGlobal(middle),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, event)


def test_in_a_low_window_nothing_lies_over_the_people_to_choose_from(desk: Desk) -> None:
    page = Post(desk).open(people=True).page
    desk.window.resize(1285, 800)
    desk.click_on(page.card.choose)
    desk.breathe()
    chooser = page.card.chooser
    choose_all = next(one for one in desk.all(QAbstractButton) if one.text() == "Choose all shown")
    assert chooser.list.geometry().bottom() < choose_all.geometry().top()
