"""Sends: planned before anything leaves, carried out once, and never twice to anybody."""

import datetime
import threading
from collections.abc import Callable

import pytest

from dingsetup.dingtalk import messages
from dingsetup.dingtalk.errors import Answer
from dingsetup.dingtalk.messages import SEND, Sent
from dingsetup.findings import Kind
from dingsetup.messages.claims import LEASE_S, Outcome
from dingsetup.messages.deliveries import Fate, Recipient, Sender, SendError, SendTrouble
from dingsetup.messages.media_store import MediaStore
from dingsetup.messages.outbox import Outbox
from dingsetup.messages.records import day_of
from dingsetup.messages.sending import (
    MOST_AT_ONCE,
    WIDTH,
    outcome_of,
    plan_send,
    resume,
    send,
)
from dingsetup.messages.values import MessageType
from tests.messages.posting import Post, content

OpenPost = Callable[..., Post]


def test_a_plan_holds_each_account_once_in_batches_of_a_hundred(post: OpenPost) -> None:
    here = post(people=250)
    people = here.people(230)
    plan = here.plan([*people, *people[:5]])
    assert [len(batch) for batch in plan.batches] == [100, 100, 30]
    assert plan.recipients == tuple(people)
    assert (plan.cost.calls, plan.cost.most) == (3, 21)
    assert not here.calls
    assert not here.outbox.sendings()


@pytest.mark.parametrize(
    ("userids", "agent_id", "kind"),
    [
        ([], "1", SendTrouble.NOBODY),
        ([f"u{n}" for n in range(MOST_AT_ONCE + 1)], "1", SendTrouble.TOO_MANY),
        (["a,b"], "1", SendTrouble.USERID_SHAPE),
        ([""], "1", SendTrouble.USERID_SHAPE),
        (["a b"], "1", SendTrouble.USERID_SHAPE),
        (["@all"], "1", SendTrouble.USERID_SHAPE),
        (["x" * 65], "1", SendTrouble.USERID_SHAPE),
        (["a\u202eb"], "1", SendTrouble.USERID_SHAPE),
        (["a"], "", SendTrouble.AGENT_ID_SHAPE),
        (["a"], "１２", SendTrouble.AGENT_ID_SHAPE),
    ],
)
def test_what_no_call_could_carry_is_refused_before_it(
    userids: list[str], agent_id: str, kind: SendTrouble, post: OpenPost
) -> None:
    here = post(people=5)
    people = [Recipient(userid) for userid in userids]
    with pytest.raises(SendError) as refused:
        plan_send(here.outbox, content(), people, Sender(agent_id))
    assert refused.value.kind is kind


def test_everybody_of_a_send_is_accepted_with_the_task_of_their_batch(post: OpenPost) -> None:
    here = post(people=250)
    shown: list[int] = []
    sending = send(
        here.client,
        here.outbox,
        here.plan(here.people(230)),
        progress=lambda one: shown.append(one.tally.get(Fate.ACCEPTED, 0)),
    )
    assert sending.tally == {Fate.ACCEPTED: 230}
    assert shown[0] == 0
    assert shown[-1] == 230
    tasks = {task.task_id: set(task.recipients) for task in here.tenant.tasks}
    for batch in sending.batches:
        assert batch.task_id in tasks
        found = here.outbox.deliveries(sending.id)
        named = {one.recipient.userid for one in found if one.task_id == batch.task_id}
        assert named == tasks[batch.task_id]
    assert set(here.sent().values()) == {1}


def test_the_same_content_today_is_foreseen_and_a_number_makes_it_new(post: OpenPost) -> None:
    here = post(people=8)
    people = here.people(5)
    here.send(people[:3])
    plan = here.plan(people)
    assert plan.duplicates == tuple(one.userid for one in people[:3])
    assert plan.number == 2
    numbered = here.plan(people, number=plan.number)
    assert numbered.duplicates == ()
    assert numbered.number == 2


def test_what_was_sent_yesterday_in_beijing_is_no_repetition(post: OpenPost) -> None:
    here = post(people=5)
    here.send(here.people(3))
    here.clock.pass_by(days=1)
    plan = here.plan(here.people(3))
    assert plan.duplicates == ()
    assert here.outbox.last_number("alert-dimension", "tenant") == 0


def test_a_day_ends_when_it_ends_in_beijing() -> None:
    evening = datetime.datetime(2026, 11, 22, 15, 59, tzinfo=datetime.UTC)
    assert day_of(evening) == "2026-11-22"
    assert day_of(evening + datetime.timedelta(minutes=1)) == "2026-11-23"


def test_another_tenants_sends_say_nothing_of_this_one(post: OpenPost) -> None:
    here = post(people=5)
    here.send(here.people(3))
    here.sender = Sender(here.sender.agent_id, "another")
    assert here.plan(here.people(3)).duplicates == ()


def test_a_picture_alone_cannot_be_numbered(post: OpenPost) -> None:
    here = post(people=5)
    picture = {"type": MessageType.IMAGE, "title": "", "text": "", "media_id": "@lADO"}
    one = here.plan(here.people(1), **picture)
    database = here.outbox.create(one)
    claim = here.outbox.claim(database, 0)
    assert claim is not None
    here.outbox.settle(claim, Outcome(fate=Fate.ACCEPTED, task_id=7))
    plan = here.plan(here.people(1), **picture)
    assert plan.duplicates
    assert plan.number == 0


def test_a_plan_is_carried_out_once_however_often_it_is_confirmed(post: OpenPost) -> None:
    here = post(people=5)
    plan = here.plan(here.people(3))
    send(here.client, here.outbox, plan)
    with pytest.raises(SendError) as refused:
        send(here.client, here.outbox, plan)
    assert refused.value.kind is SendTrouble.ALREADY_SENT
    assert set(here.sent().values()) == {1}


def test_two_windows_that_planned_the_same_send_it_once(post: OpenPost) -> None:
    here = post(people=5)
    first, second = (here.plan(here.people(3)) for _ in range(2))
    other = Outbox(here.folder, here.clock)
    send(here.client, here.outbox, first)
    with pytest.raises(SendError) as refused:
        send(here.client, other, second)
    assert refused.value.kind is SendTrouble.CHANGED_MEANWHILE
    assert refused.value.values["count"] == 3
    assert len(here.outbox.sendings()) == 1


def test_a_lost_answer_is_unknown_and_never_repeated(post: OpenPost) -> None:
    here = post("lost-answer:1", people=120)
    sending = here.send(here.people(110))
    assert set(sending.tally) <= {Fate.UNKNOWN, Fate.WAITING}
    assert sending.tally[Fate.UNKNOWN]
    lost = {userid for userid, fate in here.fates(sending.id).items() if fate is Fate.UNKNOWN}
    here.tenant.set_scenarios([])
    again = resume(here.client, here.outbox, sending.id)
    assert set(again.tally) <= {Fate.UNKNOWN, Fate.ACCEPTED}
    assert lost == {u for u, fate in here.fates(sending.id).items() if fate is Fate.UNKNOWN}
    assert set(here.sent().values()) == {1}
    assert here.plan(here.people(110)).duplicates == tuple(one.userid for one in here.people(110))


def test_after_a_lost_answer_no_further_batch_begins(post: OpenPost) -> None:
    here = post("lost-answer", people=1000)
    sending = here.send(here.people(900))
    assert set(sending.tally) == {Fate.UNKNOWN, Fate.WAITING}
    assert sending.tally[Fate.UNKNOWN] <= 2 * WIDTH * 100
    assert sending.batches[0].kind is Kind.UNREACHABLE


def test_when_the_quota_ends_in_the_middle_the_rest_can_be_sent_later(post: OpenPost) -> None:
    here = post("quota-ends-after:1", people=350)
    sending = here.send(here.people(330))
    assert sending.tally[Fate.ACCEPTED] in (30, 100)
    refused = [batch for batch in sending.batches if batch.fate is Fate.NOT_SENT]
    assert {batch.kind for batch in refused} <= {Kind.QUOTA_EXHAUSTED}
    assert set(sending.tally) <= {Fate.ACCEPTED, Fate.NOT_SENT, Fate.WAITING}
    here.tenant.set_scenarios([])
    assert resume(here.client, here.outbox, sending.id).tally == {Fate.ACCEPTED: 330}
    assert set(here.sent().values()) == {1}


def test_a_token_that_expires_in_the_middle_is_renewed(post: OpenPost) -> None:
    here = post("token-expires-after:7", people=750)
    for text in "abcd":
        here.send(here.people(1), text)
    # Three batches use it up; the four others, whichever come first, have a fresh one.
    sending = here.send(here.people(700))
    assert sending.tally == {Fate.ACCEPTED: 700}
    assert set(here.sent().values()) == {1}


@pytest.mark.parametrize(
    ("scenario", "kind"),
    [
        ("throttled", Kind.THROTTLED),
        ("quota-exhausted", Kind.QUOTA_EXHAUSTED),
        ("ip-blocked", Kind.IP_NOT_WHITELISTED),
        ("app-disabled", Kind.APP_DISABLED),
        ("bad-secret", Kind.BAD_SECRET),
    ],
)
def test_a_refused_call_sends_nothing_and_says_why(
    scenario: str, kind: Kind, post: OpenPost
) -> None:
    here = post(scenario, people=5)
    sending = here.send(here.people(3))
    assert sending.tally == {Fate.NOT_SENT: 3}
    assert sending.batches[0].kind is kind
    assert not here.tenant.tasks
    assert here.plan(here.people(3)).duplicates == ()


def test_a_page_in_place_of_an_answer_leaves_it_unknown(post: OpenPost) -> None:
    here = post(people=5)
    here.client.old_token()
    here.tenant.set_scenarios(["portal"])
    assert here.send(here.people(3)).tally == {Fate.UNKNOWN: 3}


def test_a_cancelled_send_leaves_the_rest_waiting(post: OpenPost) -> None:
    here = post(people=250)
    cancel = threading.Event()
    cancel.set()
    sending = send(here.client, here.outbox, here.plan(here.people(230)), cancel)
    assert sending.tally == {Fate.WAITING: 230}
    assert not here.tenant.tasks


def test_who_is_killed_with_a_request_under_way_leaves_it_unknown(post: OpenPost) -> None:
    here = post(people=250)
    id = here.outbox.create(here.plan(here.people(130)))
    claim = here.outbox.claim(id, 0)
    assert claim is not None
    assert here.outbox.known(id).tally == {Fate.WAITING: 30, Fate.SENDING: 100}
    here.clock.pass_by(seconds=LEASE_S + 1)
    restarted = Outbox(here.folder, here.clock)
    sending = restarted.known(id)
    assert sending.tally == {Fate.WAITING: 30, Fate.UNKNOWN: 100}
    assert sending.batches[0].values == {"reason": "cut_off"}
    assert restarted.claim(id, 0) is None
    # Nothing goes out by itself; a person may go on with what waits.
    assert not here.tenant.tasks
    assert resume(here.client, restarted, id).tally == {Fate.ACCEPTED: 30, Fate.UNKNOWN: 100}


def test_an_answer_that_comes_after_the_lease_is_kept_all_the_same(post: OpenPost) -> None:
    here = post(people=5)
    id = here.outbox.create(here.plan(here.people(3)))
    claim = here.outbox.claim(id, 0)
    assert claim is not None
    here.clock.pass_by(seconds=LEASE_S + 1)
    assert here.outbox.known(id).tally == {Fate.UNKNOWN: 3}
    here.outbox.settle(claim, Outcome(fate=Fate.ACCEPTED, task_id=9))
    sending = here.outbox.known(id)
    assert sending.tally == {Fate.ACCEPTED: 3}
    assert sending.batches[0].task_id == 9
    assert sending.batches[0].values == {}


def test_a_batch_is_taken_by_one_of_many(post: OpenPost) -> None:
    here = post(people=900)
    id = here.outbox.create(here.plan(here.people(800)))
    threads = [
        threading.Thread(target=resume, args=(here.client, Outbox(here.folder), id))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert here.outbox.known(id).tally == {Fate.ACCEPTED: 800}
    assert set(here.sent().values()) == {1}


def test_who_got_it_from_another_send_is_left_out_of_one_that_goes_on(post: OpenPost) -> None:
    here = post(people=8)
    people = here.people(4)
    old = here.outbox.create(here.plan(people))
    plan = here.plan(people[:2])
    assert plan.waiting == tuple(one.userid for one in people[:2])
    send(here.client, here.outbox, plan)
    sending = resume(here.client, here.outbox, old)
    assert sending.tally == {Fate.ACCEPTED: 2, Fate.NOT_SENT: 2}
    left_out = here.outbox.deliveries(old, Fate.NOT_SENT)
    assert {one.kind for one in left_out} == {Kind.FORBIDDEN_DUPLICATE_MESSAGE}
    assert set(here.sent().values()) == {1}
    # Asked once more, nothing more goes out.
    assert resume(here.client, here.outbox, old).tally == sending.tally
    assert set(here.sent().values()) == {1}


def test_a_send_that_was_foreseen_as_repeated_goes_out_as_the_person_decided(
    post: OpenPost,
) -> None:
    here = post(people=5)
    here.send(here.people(2))
    again = here.send(here.people(2))
    assert again.tally == {Fate.ACCEPTED: 2}


def test_a_batch_all_of_whom_have_it_needs_no_call(post: OpenPost) -> None:
    here = post(people=5)
    old = here.outbox.create(here.plan(here.people(2)))
    here.send(here.people(2))
    before = len(here.tenant.tasks)
    assert resume(here.client, here.outbox, old).tally == {Fate.NOT_SENT: 2}
    assert len(here.tenant.tasks) == before


def test_what_an_answer_proves_and_no_more() -> None:
    assert outcome_of(Sent(5)) == Outcome(fate=Fate.ACCEPTED, task_id=5)
    gone = Answer(kind=Kind.DNS_FAILED, sent=False)
    assert outcome_of(gone).fate is Fate.NOT_SENT
    lost = Answer(kind=Kind.TIMED_OUT, sent=True)
    assert outcome_of(lost).fate is Fate.UNKNOWN
    refused = Answer(kind=Kind.PARAM_INVALID, sent=True, status=200, code="400002")
    assert outcome_of(refused).fate is Fate.NOT_SENT


def test_history_finds_sends_by_message_people_and_task(post: OpenPost) -> None:
    here = post(people=5)
    people = here.people(3)
    first = here.send(people[:1], "销售额 100%")
    second = here.send(people[1:], "库存_告警")
    find = here.outbox.sendings
    assert [one.id for one in find()] == [second.id, first.id]
    assert [one.id for one in find("销售额")] == [first.id]
    assert [one.id for one in find("100%")] == [first.id]
    assert [one.id for one in find("_告")] == [second.id]
    assert [one.id for one in find(people[2].userid)] == [second.id]
    assert [one.id for one in find(people[0].name)] == [first.id]
    assert [one.id for one in find(str(first.batches[0].task_id))] == [first.id]
    assert find("没有") == []
    assert len(find(most=1)) == 1


def test_the_moment_and_day_of_a_send_are_kept(post: OpenPost) -> None:
    here = post(people=5)
    before = datetime.datetime.now(datetime.UTC)
    sending = here.send(here.people(1))
    assert before <= sending.at <= datetime.datetime.now(datetime.UTC)
    assert sending.batches[0].sent_at is not None
    assert [call.path for call in here.calls if call.counted] == [SEND.partition(" ")[2]]


def test_a_picture_dingtalk_does_not_know_is_uploaded_anew_next_time(
    post: OpenPost, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = post(people=8)
    store = MediaStore(here.folder)
    store.keep("digest", here.sender.about, "@gone")
    refusal = Answer(kind=Kind.MEDIA_INVALID, status=200, sent=True)
    monkeypatch.setattr(messages, "send", lambda *args: refusal)
    sending = here.send(here.people(1), type=MessageType.IMAGE, media_id="@gone")
    assert sending.tally == {Fate.NOT_SENT: 1}
    assert store.find("digest", here.sender.about) == ""
