"""Sending a test message: whom it goes to, twice pressed, followed, taken back, asked about."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from dingsetup.findings import State
from dingsetup.messages.deliveries import Fate
from dingsetup.messages.values import MessageType, StatusBar
from dingsetup.messages.verdicts import WhyKind
from dingsetup.ui.messages.why_panel import WhyPanel
from tests.ui.desk import Desk
from tests.ui.message_desk import Post


@pytest.fixture
def post(desk: Desk) -> Post:
    return Post(desk).open(people=True)


def test_me_comes_first_and_nothing_leaves_at_the_first_press(post: Post) -> None:
    card = post.page.card
    assert [one.key for one in card.list.rows.entries] == [post.desk.session.profile.me]
    post.desk.click_on(card.send.go)
    post.settle()
    assert card.send.armed
    assert post.page.post.outbox.sendings() == []


def test_the_second_press_sends_and_the_fate_is_shown(post: Post) -> None:
    post.send()
    fates = post.fates()
    assert list(fates) == [post.desk.session.profile.me]
    (entry,) = post.page.card.list.rows.entries
    assert entry.state is not None


def test_escape_takes_the_first_press_back(post: Post) -> None:
    post.desk.click_on(post.page.card.send.go)
    post.page.card.send.go.setFocus()
    post.desk.press(Qt.Key.Key_Escape)
    assert not post.page.card.send.armed
    assert post.page.post.outbox.sendings() == []


def test_typing_takes_the_first_press_back_where_it_makes_an_error(post: Post) -> None:
    post.desk.click_on(post.page.card.send.go)
    post.page.composer.set_value("link", "no link")
    post.settle()
    assert not post.page.card.send.armed


def test_the_same_again_is_foreseen_and_numbered(post: Post) -> None:
    post.send()
    assert post.page.composer.draft.number == 2
    made = post.page.composer.made
    assert made is not None
    assert "2" in made.message.title
    first = post.page.dispatch.standing
    post.send()
    post.desk.run_until(lambda: post.page.dispatch.standing != first)
    numbers = [one.number for one in post.page.post.outbox.sendings()]
    assert sorted(numbers) == [1, 2]


def test_people_are_chosen_and_those_who_cannot_get_it_are_left_out(post: Post) -> None:
    chosen = post.add(3)
    card = post.page.card
    shown = [one.key for one in card.list.rows.entries]
    assert set(chosen) < set(shown)
    assert len(post.page.people.recipients) == 4
    card.list.go_to(chosen[0])
    post.desk.click("Take out", card)
    post.settle()
    assert chosen[0] not in [one.key for one in card.list.rows.entries]


def test_a_refused_person_is_named_and_why_says_it(post: Post) -> None:
    me = post.desk.session.profile.me
    post.desk.workspace.set_scenarios([f"refuse:{me}=content"])
    post.settle()
    post.send()
    entries = post.page.card.list.rows
    post.desk.run_until(lambda: entries.entries[0].way)
    assert post.fates() == {me: Fate.REFUSED}
    assert entries.entries[0].state is State.FAILED
    post.page.card.list.way_wanted.emit(me)
    post.settle()
    panel = post.page.panel
    assert isinstance(panel, WhyPanel)
    assert panel.verdict is not None
    assert panel.verdict.kind is WhyKind.REFUSED


def test_who_did_not_get_it_is_named_without_anybody_typing(post: Post) -> None:
    me = post.desk.session.profile.me
    post.desk.workspace.set_scenarios([f"refuse:{me}=content"])
    post.settle()
    post.send()
    post.desk.run_until(lambda: post.fates() == {me: Fate.REFUSED})
    post.desk.click("Who did not get it?", post.page)
    post.settle()
    panel = post.page.panel
    assert isinstance(panel, WhyPanel)
    (offer,) = [one for one in post.desk.all(QToolButton, panel) if " · " in one.text()]
    post.desk.click_on(offer)
    post.settle()
    assert panel.isAncestorOf(post.desk.focus)
    assert panel.verdict is not None
    assert panel.verdict.kind is WhyKind.REFUSED


def test_why_knows_people_by_their_names(post: Post) -> None:
    (userid,) = post.add(1)
    (name,) = [one.name for one in post.page.people.recipients if one.userid == userid]
    post.page.open_panel("why", name)
    post.settle()
    panel = post.page.panel
    assert isinstance(panel, WhyPanel)
    assert panel.verdict is not None
    assert panel.verdict.choice.recipient.userid == userid


def test_closing_a_panel_gives_the_keyboard_back(post: Post) -> None:
    opener = post.desk.button("History", post.page)
    opener.setFocus()
    post.desk.click_on(opener)
    post.settle()
    post.page.close_panel()
    post.settle()
    assert post.desk.focus is opener


def test_a_send_is_taken_back_at_the_second_press(post: Post) -> None:
    post.send()
    recall = post.page.card.send.recall
    post.desk.click_on(recall)
    post.settle()
    (sending,) = post.page.post.outbox.sendings()
    assert all(one.recalled_at is None for one in sending.batches)
    post.desk.click_on(recall)
    post.settle()
    (sending,) = post.page.post.outbox.sendings()
    assert all(one.recalled_at is not None for one in sending.batches)


def test_without_a_secret_nothing_can_be_sent_and_it_is_said(desk: Desk) -> None:
    desk.make_profile("east", base_url="http://127.0.0.1:9", me="u1")
    desk.open("east")
    desk.go("messages")
    post = Post(desk)
    post.settle()
    assert not post.page.card.send.go.isEnabled()
    shown = desk.text("Client ID or Client Secret is missing: fill them in under “Credentials”.")
    assert post.page.card.send.blocked == shown


def test_the_history_finds_a_send_and_makes_it_again(post: Post) -> None:
    post.page.composer.set_value("title", "Weekly figures")
    post.settle()
    post.send()
    post.page.composer.to_samples()
    post.settle()
    post.desk.click("History", post.page)
    post.settle()
    panel = post.page.panel
    assert panel is not None
    post.desk.click("Make it again", panel)
    post.settle()
    assert post.page.panel is None
    assert post.page.composer.values()["title"] == "Weekly figures"


def test_what_was_sent_is_shown_again_after_a_redraw(post: Post) -> None:
    post.send()
    sending = post.page.dispatch.standing
    post.desk.workspace.set_language("zh_CN")
    post.settle()
    post.desk.run_until(lambda: post.page.dispatch.standing is not None)
    after = post.page.dispatch.standing
    assert sending is not None
    assert after is not None
    assert after.sending.id == sending.sending.id


def test_the_status_bar_of_a_sent_message_is_changed_from_the_form(post: Post) -> None:
    post.page.composer.edit(type=MessageType.OA, status=StatusBar("pending", "0xFFFF9D46"))
    post.settle()
    post.send()
    post.page.composer.edit(status=StatusBar("agreed", "0xFF78C06E"))
    post.settle()
    told: list[str] = []
    post.desk.session.noted.connect(told.append)
    post.desk.click_on(post.page.card.send.status)
    post.settle()
    assert told == [post.desk.text("The status bar has been updated.")]
    (sending,) = post.page.post.outbox.sendings()
    assert [one.status for one in sending.batches] == ["agreed"]
