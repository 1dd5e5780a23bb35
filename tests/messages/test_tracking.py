"""Tracking: few questions, every person told apart, and nothing called delivered that is not."""

import datetime
import threading
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dingsetup.dingtalk.messages import PROGRESS, RESULT, Forbidden, Result
from dingsetup.findings import Kind
from dingsetup.messages import fates, looks
from dingsetup.messages.claims import FIRST_LOOK, LEASE_S
from dingsetup.messages.costs import MOST_QUERIES, cost_of, used_this_month
from dingsetup.messages.deliveries import SETTLED, Fate, Sending
from dingsetup.messages.looks import STEPS_S, next_step
from dingsetup.messages.outbox import Outbox
from dingsetup.messages.tracking import Tracker, arrived, look, wait
from dingsetup.store import Store
from tests.messages.posting import Post

OpenPost = Callable[..., Post]
REFUSALS = {
    "duplicate": Kind.FORBIDDEN_DUPLICATE_MESSAGE,
    "daily-limit": Kind.FORBIDDEN_DAILY_LIMIT,
    "app-throttled": Kind.FORBIDDEN_THROTTLED,
    "corp-throttled": Kind.FORBIDDEN_THROTTLED,
    "content": Kind.FORBIDDEN_CONTENT,
    "protected": Kind.FORBIDDEN_PROTECTED,
}
USERIDS = st.sampled_from([f"u{number}" for number in range(6)])


def queries(here: Post, endpoint: str = "") -> int:
    """Calls so far that ask what became of a task."""
    wanted = {one.partition(" ")[2] for one in ((endpoint,) if endpoint else (PROGRESS, RESULT))}
    return sum(call.path in wanted for call in here.calls)


@pytest.mark.parametrize(("reason", "kind"), REFUSALS.items())
def test_a_refusal_of_one_in_a_hundred_is_told_of_that_one_and_no_other(
    reason: str, kind: Kind, post: OpenPost
) -> None:
    here = post(f"refuse:last={reason}", "nobody-reads", people=110)
    people = here.people(100)
    sending = look(here.client, here.outbox, here.send(people).id)
    assert sending.tally == {Fate.DELIVERED: 99, Fate.REFUSED: 1}
    (refused,) = here.outbox.deliveries(sending.id, Fate.REFUSED)
    assert refused.recipient.userid == people[-1].userid
    assert refused.kind is kind
    assert refused.values["userid"] == people[-1].userid
    assert "count" in refused.values


@pytest.mark.parametrize(
    ("scenario", "fate"), [("send-invalid:last", Fate.INVALID), ("send-failed:last", Fate.FAILED)]
)
def test_who_is_invalid_or_failed_is_told_apart(scenario: str, fate: Fate, post: OpenPost) -> None:
    here = post(scenario, "nobody-reads", people=8)
    people = here.people(4)
    sending = look(here.client, here.outbox, here.send(people).id)
    assert sending.tally == {Fate.DELIVERED: 3, fate: 1}
    assert here.fates(sending.id)[people[-1].userid] is fate


def test_a_full_send_to_a_hundred_with_all_its_tracking_costs_eight_calls_at_most(
    post: OpenPost,
) -> None:
    here = post("nobody-reads", people=110)
    plan = here.plan(here.people(100))
    sending = here.send(here.people(100))
    tracker = Tracker(here.client, here.outbox, about="tenant")
    while (due := tracker.next_at()) is not None:
        here.clock.moved += max(due - here.clock(), datetime.timedelta())
        tracker.look_due()
    assert here.outbox.known(sending.id).tally == {Fate.DELIVERED: 100}
    assert here.counted() == plan.cost.most == 7
    assert cost_of(100, uploads=1).most == 8


def test_looks_are_spaced_and_end_once_everybody_is_settled(post: OpenPost) -> None:
    here = post("reads-after:0", people=8)
    active = [one for one in here.tenant.company.people if one.active][:3]
    sending = here.send([one for one in here.people(8) if one.userid in {a.userid for a in active}])
    tracker = Tracker(here.client, here.outbox, about="tenant")
    assert tracker.look_due() == []
    assert queries(here) == 0
    here.clock.pass_by(seconds=STEPS_S[0])
    assert [one.tally for one in tracker.look_due()] == [{Fate.READ: 3}]
    assert tracker.next_at() is None
    here.clock.pass_by(hours=1)
    assert tracker.look_due() == []
    assert queries(here) == 1
    assert here.outbox.known(sending.id).batches[0].queries == 1


def test_a_slow_delivery_is_running_until_it_is_there(post: OpenPost) -> None:
    here = post("result-never", people=8)
    sending = here.send(here.people(3))
    tracker = Tracker(here.client, here.outbox)
    here.clock.pass_by(seconds=2)
    assert tracker.look_due()[0].tally == {Fate.RUNNING: 3}
    here.clock.pass_by(seconds=6)
    assert tracker.look_due()[0].tally == {Fate.RUNNING: 3}
    assert queries(here, PROGRESS) == 1
    assert not arrived(here.outbox.known(sending.id))
    here.tenant.set_scenarios(["nobody-reads"])
    here.clock.pass_by(seconds=22)
    assert tracker.look_due()[0].tally == {Fate.DELIVERED: 3}
    assert queries(here) == 3


def test_what_never_tells_is_asked_six_times_and_unknown_after_a_day(post: OpenPost) -> None:
    here = post("result-never", people=8)
    sending = here.send(here.people(3))
    tracker = Tracker(here.client, here.outbox)
    while tracker.next_at() is not None:
        here.clock.pass_by(seconds=30)
        tracker.look_due()
    assert 0 < queries(here) <= MOST_QUERIES
    assert queries(here, PROGRESS) == 1
    assert here.outbox.known(sending.id).tally == {Fate.RUNNING: 3}
    here.clock.pass_by(hours=24)
    told = here.outbox.deliveries(sending.id)
    assert {one.fate for one in told} == {Fate.UNKNOWN}
    assert told[0].values == {"reason": "never_named"}
    before = queries(here)
    assert look(here.client, here.outbox, sending.id).tally == {Fate.UNKNOWN: 3}
    assert queries(here) == before


def test_a_delivery_stays_delivered_when_its_day_is_over(post: OpenPost) -> None:
    here = post("nobody-reads", people=8)
    sending = look(here.client, here.outbox, here.send(here.people(3)).id)
    here.clock.pass_by(hours=25)
    assert here.outbox.known(sending.id).tally == {Fate.DELIVERED: 3}
    assert Tracker(here.client, here.outbox).next_at() is None


def test_tracking_goes_on_after_a_restart_without_making_up_for_what_was_slept_through(
    post: OpenPost,
) -> None:
    here = post("nobody-reads", people=8)
    sending = here.send(here.people(3))
    here.clock.pass_by(minutes=30)
    restarted = Outbox(here.folder, here.clock)
    tracker = Tracker(here.client, restarted, about="tenant")
    assert [one.id for one in tracker.look_due()] == [sending.id]
    assert tracker.look_due() == []
    assert queries(here) == 1
    due, sent = tracker.next_at(), sending.batches[0].sent_at
    assert due is not None
    assert sent is not None
    assert due - sent == datetime.timedelta(seconds=STEPS_S[-1])


def test_two_windows_do_not_ask_twice(post: OpenPost) -> None:
    here = post("nobody-reads", people=8)
    here.send(here.people(3))
    here.clock.pass_by(seconds=3)
    trackers = [Tracker(here.client, Outbox(here.folder, here.clock)) for _ in range(3)]
    threads = [threading.Thread(target=one.look_due) for one in trackers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert queries(here) == 1


def test_another_apps_tasks_are_not_asked_about(post: OpenPost) -> None:
    here = post(people=8)
    here.send(here.people(3))
    here.clock.pass_by(minutes=1)
    other = Tracker(here.client, here.outbox, about="another")
    assert other.next_at() is None
    assert other.look_due() == []
    assert queries(here) == 0


def test_a_look_that_fails_says_why_and_changes_nobody(post: OpenPost) -> None:
    here = post("nobody-reads", people=8)
    sending = here.send(here.people(3))
    here.tenant.set_scenarios(["quota-exhausted"])
    failed = look(here.client, here.outbox, sending.id)
    assert failed.tally == {Fate.ACCEPTED: 3}
    assert failed.batches[0].kind is Kind.QUOTA_EXHAUSTED
    here.tenant.set_scenarios(["nobody-reads"])
    well = look(here.client, here.outbox, sending.id)
    assert well.tally == {Fate.DELIVERED: 3}
    assert well.batches[0].kind is None


def test_of_two_looks_at_once_the_one_that_tells_less_takes_nothing_back(post: OpenPost) -> None:
    here = post("nobody-reads", people=8)
    sending = here.send(here.people(2))
    with here.outbox.writing() as database:
        (late,) = looks.take_all(database, sending.id, None, here.outbox.now())
    assert look(here.client, here.outbox, sending.id).tally == {Fate.DELIVERED: 2}
    with here.outbox.writing() as database:
        looks.keep(database, late, fates.running(late.fates), None, here.outbox.now())
    assert here.outbox.known(sending.id).tally == {Fate.DELIVERED: 2}


def test_waiting_ends_when_everybody_has_it_read_or_not(post: OpenPost) -> None:
    here = post("nobody-reads", people=260)
    sending = here.send(here.people(250))
    here.clock.pass_by(seconds=5)
    shown: list[Sending] = []
    done = wait(here.client, here.outbox, sending.id, changed=shown.append)
    assert done.tally == {Fate.DELIVERED: 250}
    assert len(shown) == 3
    assert queries(here) == 3


def test_waiting_can_be_cancelled(post: OpenPost) -> None:
    here = post("result-never", people=8)
    sending = here.send(here.people(3))
    cancel = threading.Event()
    cancel.set()
    assert wait(here.client, here.outbox, sending.id, cancel).tally == {Fate.ACCEPTED: 3}
    assert queries(here) == 0


def test_who_is_named_by_nobody_stays_accepted() -> None:
    now = {"a": Fate.ACCEPTED, "b": Fate.ACCEPTED}
    told = fates.told_by(Result(unread=("a", "stranger")))
    assert fates.changes(now, told) == {"a": fates.Told(Fate.DELIVERED)}


def test_a_refusal_without_a_code_is_still_a_refusal() -> None:
    told = fates.told_by(Result(unread=("a",), forbidden=(Forbidden("a", Kind.UNKNOWN),)))
    assert told["a"].fate is Fate.REFUSED


@given(
    read=st.frozensets(USERIDS),
    unread=st.frozensets(USERIDS),
    failed=st.frozensets(USERIDS),
    invalid=st.frozensets(USERIDS),
    forbidden=st.frozensets(USERIDS),
    now=st.dictionaries(USERIDS, st.sampled_from(Fate)),
)
def test_nothing_is_called_delivered_that_is_not(
    read: frozenset[str],
    unread: frozenset[str],
    failed: frozenset[str],
    invalid: frozenset[str],
    forbidden: frozenset[str],
    now: dict[str, Fate],
) -> None:
    bad = failed | invalid | forbidden
    result = Result(
        read=tuple(read),
        unread=tuple(unread),
        failed=tuple(failed),
        invalid=tuple(invalid),
        forbidden=tuple(Forbidden(one, Kind.FORBIDDEN_CONTENT) for one in forbidden),
    )
    changed = fates.changes(now, fates.told_by(result))
    for userid, told in changed.items():
        assert userid in now
        assert now[userid] not in SETTLED
        if told.fate in (Fate.DELIVERED, Fate.READ):
            assert userid in read | unread
            assert userid not in bad


@given(st.floats(0, 200_000))
def test_the_next_look_always_lies_ahead_or_there_is_none(age: float) -> None:
    sent = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
    now = sent + datetime.timedelta(seconds=age)
    step = next_step(sent, now)
    assert step is None if age >= STEPS_S[-1] else step is not None and step > now


def test_what_the_month_has_used_is_read_from_the_log_of_calls(post: OpenPost) -> None:
    here = post(people=8)
    here.send(here.people(3))
    Store(here.folder).log(here.calls)
    assert here.counted() == 1
    assert used_this_month(here.outbox) == 1
    next_month = here.outbox.now() + datetime.timedelta(days=32)
    assert used_this_month(here.outbox, next_month) == 0


def test_calls_that_dingtalk_turned_away_for_their_pace_are_not_counted_as_used(
    post: OpenPost,
) -> None:
    here = post("throttled", people=8)
    here.send(here.people(3))
    Store(here.folder).log(here.calls)
    assert here.calls
    assert here.counted() > 0
    assert used_this_month(here.outbox) == 0


def test_looks_and_leases_do_not_wait_for_a_clock_that_was_set_back(post: OpenPost) -> None:
    here = post("nobody-reads", people=8)
    here.clock.pass_by(days=1)
    sent = here.send(here.people(1), "a")
    killed = here.outbox.create(here.plan(here.people(1), "b"))
    assert here.outbox.claim(killed, 0) is not None
    here.clock.pass_by(days=-1)
    due = Tracker(here.client, here.outbox).next_at()
    assert due is not None
    assert due - here.outbox.now() <= FIRST_LOOK
    here.clock.pass_by(seconds=LEASE_S + 1)
    assert here.fates(killed) == {here.people(1)[0].userid: Fate.UNKNOWN}
    assert [one.id for one in Tracker(here.client, here.outbox).look_due()] == [sent.id]
