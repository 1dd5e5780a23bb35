"""After a restart of the program, and after an answer that never came: what is known, and said."""

import datetime
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QLabel

from dingsetup.findings import State
from dingsetup.messages import looks
from dingsetup.messages.deliveries import Fate
from dingsetup.messages.outbox import Outbox
from dingsetup.messages.push import Shape
from dingsetup.messages.values import MessageType
from dingsetup.practice import PracticeTenant
from dingsetup.rehearsal import practice_profile
from dingsetup.ui.messages.history_panel import HistoryPanel
from dingsetup.ui.rail import MESSAGES, NOTE, STEP
from tests.ui.desk import Desk
from tests.ui.message_desk import Post


@pytest.fixture
def post(desk: Desk) -> Post:
    return Post(desk).open(people=True)


def furnish(desk: Desk, *scenarios: str) -> PracticeTenant:
    """A profile of one's own, on a tenant that outlives the window."""
    tenant = desk.tenant(*scenarios)
    fields = msgspec.structs.asdict(practice_profile(tenant, desk.facts))
    fields |= {"id": "east", "name": "east", "edition": "saas"}
    desk.make_profile(secret=tenant.identity.app_secret, **fields)
    return tenant


def opened(desk: Desk) -> Post:
    """The program, started anew, on its page of messages."""
    desk.close()
    desk.open("east")
    desk.go("messages")
    post = Post(desk)
    post.settle()
    return post


def folder(desk: Desk) -> Path:
    return desk.workspace.profiles.folder(desk.session.profile.id)


def note(desk: Desk) -> str:
    """What stands beside the page in the list at the left."""
    steps = desk.shell.steps
    items = (steps.item(number) for number in range(steps.count()))
    return next(item.data(NOTE) or "" for item in items if item.data(STEP) == MESSAGES)


def labels(desk: Desk, post: Post) -> list[str]:
    return [one.text() for one in desk.all(QLabel, post.page)]


def test_after_a_restart_the_last_send_of_today_is_shown(desk: Desk) -> None:
    tenant = furnish(desk)
    post = opened(desk)
    assert post.page.dispatch.standing is None
    post.send()
    desk.run_until(lambda: post.page.dispatch.told)
    sent = post.page.dispatch.standing
    post = opened(desk)
    shown = post.page.dispatch.standing
    assert sent is not None
    assert shown is not None
    assert shown.sending.id == sent.sending.id
    (entry,) = post.page.card.list.rows.entries
    assert (entry.key, entry.state) == (tenant.identity.userid, State.PASSED)
    assert note(desk) == "1 / 1"
    assert post.page.card.send.recall.isVisible()


def test_the_list_counts_the_last_test_before_its_page_is_opened(desk: Desk) -> None:
    furnish(desk)
    post = opened(desk)
    post.send()
    desk.run_until(lambda: post.page.dispatch.told)
    desk.close()
    desk.open("east")
    desk.run_until(lambda: note(desk) == "1 / 1")


def test_tracking_goes_on_after_a_restart(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks, "STEPS_S", (1, 2, 3, 4))
    tenant = furnish(desk, "result-never")
    post = opened(desk)
    post.send()
    assert not post.page.dispatch.told
    tenant.set_scenarios(["nobody-reads"])
    post = opened(desk)
    desk.run_until(lambda: post.page.dispatch.told)
    assert set(post.fates().values()) == {Fate.DELIVERED}


def test_what_was_sent_yesterday_is_left_to_the_history(desk: Desk) -> None:
    furnish(desk)
    post = opened(desk)
    post.send()
    outbox = post.page.post.outbox
    assert outbox.last_today() is not None
    tomorrow = datetime.timedelta(days=1)
    assert Outbox(folder(desk), lambda: outbox.now() + tomorrow).last_today() is None


def test_the_last_send_of_another_app_is_not_shown(desk: Desk) -> None:
    furnish(desk)
    opened(desk).send()
    desk.session.edit(agent_id="999")
    desk.saved()
    assert opened(desk).page.dispatch.standing is None


def test_another_practice_tenant_is_not_asked_about_earlier_tasks(post: Post) -> None:
    post.send()
    box = post.page.card.send
    assert box.recall.isVisible()
    post.desk.session.edit(base_url="http://127.0.0.1:9")
    post.desk.breathe()
    assert not box.recall.isVisible()
    said = post.desk.text("{tally} · by an earlier practice tenant", tally="")
    assert any(text.endswith(said) for text in labels(post.desk, post))


def test_after_a_lost_answer_it_is_said_that_nobody_knows(post: Post) -> None:
    desk = post.desk
    desk.workspace.set_scenarios(["lost-answer"])
    post.settle()
    post.send()
    assert set(post.fates().values()) == {Fate.UNKNOWN}
    shown = labels(desk, post)
    doubt = "Nobody knows whether 1 person got it. Nothing is sent again by itself: ask them first."
    assert doubt in shown
    assert any("may have got the same today already" in text for text in shown)
    assert len(post.page.post.outbox.sendings()) == 1


def test_after_an_answer_nothing_is_in_doubt(post: Post) -> None:
    post.send()
    assert not [text for text in labels(post.desk, post) if text.startswith("Nobody knows")]


def test_a_send_that_never_left_is_resumed_from_the_page(post: Post) -> None:
    desk, box = post.desk, post.page.card.send
    post.page.composer.edit(type=MessageType.TEXT)
    desk.workspace.set_scenarios(["quota-exhausted"])
    post.settle()
    post.send()
    assert set(post.fates().values()) == {Fate.NOT_SENT}
    assert box.resume.isVisible()
    desk.workspace.set_scenarios(())
    post.settle()
    desk.click_on(box.resume)
    desk.run_until(lambda: set(post.fates().values()) <= {Fate.DELIVERED, Fate.READ})
    post.settle()
    assert not box.resume.isVisible()
    assert len(post.page.post.outbox.sendings()) == 1


def test_two_sends_are_compared(post: Post) -> None:
    desk = post.desk
    post.page.composer.set_value("title", "Weekly figures")
    post.settle()
    post.send()
    first = post.page.dispatch.standing
    post.page.composer.set_value("title", "Monthly figures")
    post.settle()
    post.send()
    desk.run_until(lambda: post.page.dispatch.standing != first)
    desk.click("History", post.page)
    post.settle()
    panel = post.page.panel
    assert isinstance(panel, HistoryPanel)
    assert not panel.compare.isEnabled()
    panel.list.choose({entry.key for entry in panel.list.rows.entries})
    post.settle()
    desk.click_on(panel.compare)
    post.settle()
    assert "Weekly figures" in panel.said.text()
    assert "Monthly figures" in panel.said.text()


def test_the_links_of_a_practice_tenant_can_be_opened(post: Post) -> None:
    push, profile = post.page.composer.push, post.desk.session.profile
    assert push is not None
    names = [one.name for one in push.variables if one.shape is Shape.URL]
    values = post.page.composer.values()
    assert {values[name].split("/bi")[0] for name in names} == {profile.base_url}
    post.desk.click("Try the links", post.page.form)
    post.settle()
    opened = post.desk.text("Can be opened from this computer")
    post.desk.run_until(lambda: opened in labels(post.desk, post))
    unreached = [text for text in labels(post.desk, post) if "cannot be" in text and "://" in text]
    assert unreached == []
