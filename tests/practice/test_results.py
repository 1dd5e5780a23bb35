"""A result in time: what is slow to arrive, never told, read late, or never read."""

from typing import Any

import pytest

from dingsetup.facts import Facts
from dingsetup.practice import inbox
from dingsetup.practice.calls import Call, form_of
from dingsetup.practice.routes import serve
from dingsetup.practice.state import State
from dingsetup.practice.web import ROUTES

from .conftest import Clock

ROOT = "POST /topapi/message/corpconversation"
SEND = f"{ROOT}/asyncsend_v2"


class Sender:
    """Sends to the learner on a clock of its own."""

    def __init__(self, facts: Facts, *scenarios: str) -> None:
        self.clock = Clock()
        self.state = State(facts, people=20, seed=1, scenarios=scenarios, clock=self.clock)
        self.me = self.state.identity.userid

    def call(self, name: str, **arguments: Any) -> dict[str, Any]:
        endpoint = self.state.facts.endpoint(name)
        assert endpoint
        call = Call(
            name=name,
            form=form_of(endpoint.path),
            path={},
            arguments={"agent_id": self.state.identity.agent_id, **arguments},
            token=self.state.app_token(),
        )
        body = serve(self.state, ROUTES[name], endpoint, call).body
        assert isinstance(body, dict)
        return body

    def send(self) -> int:
        msg = {"msgtype": "text", "text": {"content": f"at {self.clock.now}"}}
        return self.call(SEND, userid_list=self.me, msg=msg)["task_id"]

    def progress(self, task: int) -> int:
        return self.call(f"{ROOT}/getsendprogress", task_id=task)["progress"]["status"]

    def result(self, task: int) -> dict[str, Any]:
        return self.call(f"{ROOT}/getsendresult", task_id=task)

    def readers(self, task: int) -> list[str]:
        return self.result(task)["send_result"]["read_user_id_list"]


def test_slow_delivery_has_no_result_and_no_note_until_it_is_over(facts: Facts) -> None:
    sender = Sender(facts, "slow-delivery:30")
    task = sender.send()
    sender.clock.now += 29
    assert [sender.progress(task) for _ in range(3)] == [0, 1, 1]
    assert sender.result(task)["errcode"] == 41052
    assert inbox.notes(sender.state) == []
    sender.clock.now += 1
    assert sender.progress(task) == 2
    assert sender.readers(task) == []
    assert [note.userid for note in inbox.notes(sender.state)] == [sender.me]
    sender.clock.now += 3
    assert sender.readers(task) == [sender.me]


def test_mending_slow_delivery_leaves_what_is_on_its_way_slow(facts: Facts) -> None:
    sender = Sender(facts, "slow-delivery:30")
    task = sender.send()
    sender.state.set_faults([])
    assert sender.result(task)["errcode"] == 41052
    sender.clock.now += 1
    assert sender.result(sender.send())["errcode"] == 0


def test_a_result_that_never_comes_is_not_finished_even_after_hours(facts: Facts) -> None:
    sender = Sender(facts, "result-never")
    task = sender.send()
    sender.clock.now += 20 * 3600
    assert [sender.progress(task) for _ in range(4)] == [0, 1, 1, 1]
    assert sender.result(task)["errcode"] == 41052
    sender.state.set_faults([])
    assert sender.result(task)["errcode"] == 0


def test_nobody_reads_but_whoever_has_read_stays_a_reader(facts: Facts) -> None:
    sender = Sender(facts)
    first = sender.send()
    sender.clock.now += 5
    assert sender.readers(first) == [sender.me]
    sender.state.set_faults(["nobody-reads"])
    second = sender.send()
    sender.clock.now += 3600
    assert sender.readers(first) == [sender.me]
    assert sender.readers(second) == []


@pytest.mark.parametrize("seconds", [0, 60])
def test_people_read_after_as_long_as_asked_for(facts: Facts, seconds: int) -> None:
    sender = Sender(facts, f"reads-after:{seconds}")
    task = sender.send()
    if seconds:
        sender.clock.now += seconds - 1
        assert sender.readers(task) == []
        sender.clock.now += 1
    assert sender.readers(task) == [sender.me]


def test_a_recalled_message_is_read_by_nobody_after_that(facts: Facts) -> None:
    sender = Sender(facts)
    read, unread = sender.send(), 0
    sender.clock.now += 5
    unread = sender.send()
    for task in (read, unread):
        sender.call(f"{ROOT}/recall", msg_task_id=task)
    sender.clock.now += 3600
    assert (sender.readers(read), sender.readers(unread)) == ([sender.me], [])
