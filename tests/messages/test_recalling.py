"""Recall and status bar: asked of DingTalk, kept with the send, refused where they cannot be."""

from collections.abc import Callable

import pytest

from dingsetup.findings import Kind
from dingsetup.messages.deliveries import Fate, SendError, SendTrouble
from dingsetup.messages.recalling import recall, recall_sending, set_status
from dingsetup.messages.tracking import Tracker, arrived
from dingsetup.messages.values import MessageType, StatusBar
from tests.messages.posting import Post

OpenPost = Callable[..., Post]
OA = {"type": MessageType.OA, "url": "https://bi.corp.example/bi-h5", "head": "DataWind"}
PENDING = StatusBar("进行中", "0xFFFF9D46")


def test_a_recalled_task_is_taken_back_and_asked_about_no_more(post: OpenPost) -> None:
    here = post(people=8)
    sending = here.send(here.people(3))
    task = sending.batches[0].task_id
    assert task is not None
    assert recall(here.client, here.outbox, task) is None
    assert here.outbox.known(sending.id).batches[0].recalled_at is not None
    assert all(note.recalled for note in here.tenant.notes())
    assert Tracker(here.client, here.outbox).next_at() is None


def test_all_tasks_of_a_send_are_taken_back_once(post: OpenPost) -> None:
    here = post(people=150)
    sending = here.send(here.people(130))
    tasks = {batch.task_id for batch in sending.batches}
    assert recall_sending(here.client, here.outbox, sending.id) == dict.fromkeys(tasks)
    assert recall_sending(here.client, here.outbox, sending.id) == {}


def test_a_recall_that_is_refused_says_why_and_is_not_kept(post: OpenPost) -> None:
    here = post(people=8)
    sending = here.send(here.people(1))
    here.tenant.set_scenarios(["quota-exhausted"])
    task = sending.batches[0].task_id
    assert task is not None
    refused = recall(here.client, here.outbox, task)
    assert refused is not None
    assert refused.kind is Kind.QUOTA_EXHAUSTED
    assert here.outbox.known(sending.id).batches[0].recalled_at is None


def test_a_task_of_yesterday_is_not_even_asked_back(post: OpenPost) -> None:
    here = post(people=8)
    task = here.send(here.people(1)).batches[0].task_id
    assert task is not None
    here.clock.pass_by(hours=25)
    before = len(here.calls)
    with pytest.raises(SendError) as refused:
        recall(here.client, here.outbox, task)
    assert refused.value.kind is SendTrouble.TOO_LATE
    assert len(here.calls) == before


def test_a_task_that_was_not_sent_from_here_is_unknown(post: OpenPost) -> None:
    here = post(people=8)
    with pytest.raises(SendError) as refused:
        recall(here.client, here.outbox, 5)
    assert refused.value.kind is SendTrouble.TASK_UNKNOWN
    with pytest.raises(SendError) as missing:
        recall_sending(here.client, here.outbox, 5)
    assert missing.value.kind is SendTrouble.SENDING_UNKNOWN


def test_of_two_tasks_with_one_number_the_newer_is_meant(post: OpenPost) -> None:
    here = post(people=8)
    first = here.send(here.people(1), "a")
    task = first.batches[0].task_id
    assert task is not None
    second = here.outbox.create(here.plan(here.people(1), "b"))
    with here.outbox.writing() as database:
        database.execute("UPDATE batch SET task_id = ? WHERE sending = ?", (task, second))
    found = here.outbox.find_task(task)
    assert found is not None
    assert found[0].id == second


def test_the_status_bar_of_an_oa_message_is_changed_and_kept(post: OpenPost) -> None:
    here = post(people=8)
    sending = here.send(here.people(2), status=PENDING, **OA)
    task = sending.batches[0].task_id
    assert task is not None
    done = StatusBar("已完成", "0xFF78C06E")
    assert set_status(here.client, here.outbox, task, done) is None
    assert here.outbox.known(sending.id).batches[0].status == "已完成"
    assert {note.status_value for note in here.tenant.notes()} == {"已完成"}


def test_other_messages_have_no_status_bar(post: OpenPost) -> None:
    here = post(people=8)
    task = here.send(here.people(1)).batches[0].task_id
    many = here.send(here.people(6), **OA).batches[0].task_id
    assert task is not None
    assert many is not None
    for one in (task, many):
        with pytest.raises(SendError) as refused:
            set_status(here.client, here.outbox, one, PENDING)
        assert refused.value.kind is SendTrouble.NO_STATUS_BAR


def test_what_was_recalled_stays_as_it_was_told(post: OpenPost) -> None:
    here = post("nobody-reads", people=8)
    sending = here.send(here.people(2))
    here.clock.pass_by(seconds=3)
    Tracker(here.client, here.outbox).look_due()
    recall_sending(here.client, here.outbox, sending.id)
    here.clock.pass_by(hours=30)
    assert here.outbox.known(sending.id).tally == {Fate.DELIVERED: 2}


def test_of_whom_no_result_told_before_the_recall_nobody_can_say_more(post: OpenPost) -> None:
    here = post(people=8)
    sending = here.send(here.people(2))
    recall_sending(here.client, here.outbox, sending.id)
    known = here.outbox.known(sending.id)
    assert known.tally == {Fate.UNKNOWN: 2}
    assert arrived(known)
    values = [one.values for one in here.outbox.deliveries(sending.id)]
    assert values == [{"reason": "recalled"}] * 2


def test_a_send_is_taken_back_itself_and_no_other_with_its_number(post: OpenPost) -> None:
    here = post(people=8)
    first = here.send(here.people(1), "a")
    second = here.outbox.create(here.plan(here.people(1), "b"))
    with here.outbox.writing() as database:
        database.execute(
            "UPDATE batch SET task_id = ?, fate = 'accepted' WHERE sending = ?",
            (first.batches[0].task_id, second),
        )
    recall_sending(here.client, here.outbox, first.id)
    assert here.outbox.known(first.id).batches[0].recalled_at is not None
    assert here.outbox.known(second).batches[0].recalled_at is None
