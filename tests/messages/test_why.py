"""Why somebody did not get it: one verdict, with the evidence in its order."""

from collections.abc import Callable

import pytest

from dingsetup.bindings.table import Table
from dingsetup.bindings.values import Person, Standing
from dingsetup.findings import Kind
from dingsetup.messages.claims import LEASE_S
from dingsetup.messages.deliveries import Recipient
from dingsetup.messages.recalling import recall_sending
from dingsetup.messages.tracking import look
from dingsetup.messages.verdicts import EvidenceState, Question, Verdict, WhyKind
from dingsetup.messages.why import why
from tests.bindings.furnish import add_users, put_people, user
from tests.messages.posting import Post

OpenPost = Callable[..., Post]
Ask = Callable[..., Verdict]


def bound(here: Post, **person: object) -> tuple[Table, Recipient]:
    """A table with the user `zhang`, bound to somebody of the tenant whom the directory knows."""
    table = Table(here.folder)
    who = next(one for one in here.tenant.company.people if one.active)
    add_users(table, [user("zhang", name=who.name, userid=who.userid)])
    put_people(table, Person(who.userid, name=who.name, **person))  # pyright: ignore[reportArgumentType]
    return table, Recipient(who.userid, who.name, "zhang")


def states(verdict: Verdict) -> dict[Question, EvidenceState]:
    assert [one.question for one in verdict.evidence] == list(Question)
    return {one.question: one.state for one in verdict.evidence}


def sent(here: Post, who: Recipient, *scenarios: str) -> int:
    """Send to somebody, and look once at what came of it."""
    here.tenant.set_scenarios(scenarios)
    sending = here.send([who])
    return look(here.client, here.outbox, sending.id).id


def not_bound(here: Post) -> Verdict:
    table = Table(here.folder)
    add_users(table, [user("zhang")])
    return why(table, here.outbox, "zhang")


def inactive(here: Post) -> Verdict:
    table, who = bound(here, active=False)
    sent(here, who, "nobody-reads")
    return why(table, here.outbox, "zhang")


def gone(here: Post) -> Verdict:
    return why(bound(here, standing=Standing.GONE)[0], here.outbox, "zhang")


def out_of_range(here: Post) -> Verdict:
    return why(bound(here, standing=Standing.OUT_OF_RANGE)[0], here.outbox, "zhang")


def not_visible(here: Post) -> Verdict:
    return why(bound(here, visible=False)[0], here.outbox, "zhang")


def quota(here: Post) -> Verdict:
    table, who = bound(here)
    sent(here, who, "quota-exhausted")
    return why(table, here.outbox, "zhang")


def duplicate(here: Post) -> Verdict:
    table, who = bound(here)
    sent(here, who, "nobody-reads")
    sent(here, who, "nobody-reads")
    return why(table, here.outbox, "zhang")


def refused(here: Post) -> Verdict:
    table, who = bound(here)
    sent(here, who, "refuse:last=content")
    return why(table, here.outbox, "zhang")


def invalid(here: Post) -> Verdict:
    table, who = bound(here)
    sent(here, who, "send-invalid:last")
    return why(table, here.outbox, "zhang")


def failed(here: Post) -> Verdict:
    table, who = bound(here)
    sent(here, who, "send-failed:last")
    return why(table, here.outbox, "zhang")


def lost(here: Post) -> Verdict:
    table, who = bound(here)
    sent(here, who, "lost-answer")
    return why(table, here.outbox, "zhang")


def unread(here: Post) -> Verdict:
    table, who = bound(here)
    sent(here, who, "nobody-reads")
    return why(table, here.outbox, "zhang")


def recalled(here: Post) -> Verdict:
    table, who = bound(here)
    recall_sending(here.client, here.outbox, sent(here, who, "nobody-reads"))
    return why(table, here.outbox, "zhang")


def nothing(here: Post) -> Verdict:
    return why(bound(here)[0], here.outbox, "zhang")


FAULTS: dict[WhyKind, tuple[Callable[[Post], Verdict], Question]] = {
    WhyKind.NOT_BOUND: (not_bound, Question.BOUND),
    WhyKind.GONE: (gone, Question.ACTIVE),
    WhyKind.INACTIVE: (inactive, Question.ACTIVE),
    WhyKind.OUT_OF_RANGE: (out_of_range, Question.IN_RANGE),
    WhyKind.NOT_VISIBLE: (not_visible, Question.VISIBLE),
    WhyKind.INVALID: (invalid, Question.VISIBLE),
    WhyKind.QUOTA: (quota, Question.QUOTA),
    WhyKind.NOTHING_SENT: (nothing, Question.QUOTA),
    WhyKind.LOST_ANSWER: (lost, Question.QUOTA),
    WhyKind.DUPLICATE: (duplicate, Question.DUPLICATE),
    WhyKind.REFUSED: (refused, Question.REFUSED),
    WhyKind.FAILED: (failed, Question.REFUSED),
    WhyKind.RECALLED: (recalled, Question.REFUSED),
    WhyKind.UNREAD: (unread, Question.UNREAD),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_each_fault_gets_a_verdict_of_its_own(kind: WhyKind, post: OpenPost) -> None:
    plant, question = FAULTS[kind]
    verdict = plant(post(people=8))
    assert verdict.kind is kind
    told = states(verdict)
    order = list(Question)
    assert told[question] in (EvidenceState.BAD, EvidenceState.UNKNOWN)
    before = {told[one] for one in order[: order.index(question)]}
    after = {told[one] for one in order[order.index(question) + 1 :]}
    assert EvidenceState.BAD not in before
    assert EvidenceState.NOT_REACHED not in before
    assert after <= {EvidenceState.NOT_REACHED}


def test_who_has_read_it_has_it_whatever_the_table_says(post: OpenPost) -> None:
    here = post(people=8)
    table, who = bound(here, visible=False)
    sent(here, who, "reads-after:0")
    verdict = why(table, here.outbox, "zhang")
    assert verdict.kind is WhyKind.READ
    assert set(states(verdict).values()) == {EvidenceState.OK}


def test_the_evidence_of_a_refusal_names_its_kind_and_moment(post: OpenPost) -> None:
    evidence = refused(post(people=8)).evidence
    (bad,) = [one for one in evidence if one.state is EvidenceState.BAD]
    assert bad.kind == Kind.FORBIDDEN_CONTENT
    assert bad.values["kind"] == Kind.FORBIDDEN_CONTENT
    assert bad.at
    assert next(one for one in evidence if one.question is Question.ACTIVE).at


def test_what_was_sent_and_waits_or_is_under_way_is_no_fault(post: OpenPost) -> None:
    here = post(people=8)
    table, who = bound(here)
    here.outbox.create(here.plan([who], "a"))
    assert why(table, here.outbox, "zhang").kind is WhyKind.WAITING
    under_way = here.outbox.create(here.plan([who], "b"))
    assert here.outbox.claim(under_way, 0) is not None
    assert why(table, here.outbox, "zhang").kind is WhyKind.UNDER_WAY
    here.clock.pass_by(seconds=LEASE_S + 1)
    assert why(table, here.outbox, "zhang").kind is WhyKind.LOST_ANSWER


def test_an_older_task_can_be_asked_about(post: OpenPost) -> None:
    here = post(people=8)
    table, who = bound(here)
    old = here.outbox.known(sent(here, who, "refuse:last=protected"))
    here.tenant.set_scenarios(["nobody-reads"])
    here.send([who], "another")
    task = old.batches[0].task_id
    verdict = why(table, here.outbox, "zhang", task=task)
    assert verdict.kind is WhyKind.REFUSED
    assert verdict.sending is not None
    assert verdict.sending.id == old.id
    assert why(table, here.outbox, "zhang", task=1).kind is WhyKind.NOTHING_SENT


def test_asked_anew_dingtalk_says_what_the_table_does_not_know_yet(post: OpenPost) -> None:
    here = post("nobody-reads", people=8)
    table, who = bound(here)
    here.send([who])
    here.tenant.leave(who.userid)
    verdict = why(table, here.outbox, "zhang", client=here.client)
    assert verdict.kind is WhyKind.GONE
    assert verdict.evidence[1].at


def test_asked_anew_an_old_fault_that_was_mended_counts_no_more(post: OpenPost) -> None:
    here = post("nobody-reads", people=8)
    table, who = bound(here, active=False)
    here.send([who])
    assert why(table, here.outbox, "zhang").kind is WhyKind.INACTIVE
    verdict = why(table, here.outbox, "zhang", client=here.client)
    assert verdict.kind is WhyKind.UNREAD
    assert states(verdict)[Question.ACTIVE] is EvidenceState.OK


def test_one_more_look_asks_only_about_the_persons_own_batch(post: OpenPost) -> None:
    here = post("nobody-reads", people=150)
    table, _ = bound(here)
    here.send(here.people(130))
    before = here.counted()
    why(table, here.outbox, "zhang", client=here.client)
    assert here.counted() == before + 1


def test_where_dingtalk_cannot_be_asked_the_table_is_believed(post: OpenPost) -> None:
    here = post("nobody-reads", people=8)
    table, who = bound(here, active=False)
    here.send([who])
    here.tenant.set_scenarios(["ip-blocked"])
    assert why(table, here.outbox, "zhang", client=here.client).kind is WhyKind.INACTIVE


def test_a_userid_in_no_binding_is_asked_about_as_well(post: OpenPost) -> None:
    here = post(people=8)
    who = here.people(1)[0]
    sent(here, who, "refuse:last=daily-limit")
    verdict = why(Table(here.folder), here.outbox, who.userid)
    assert verdict.kind is WhyKind.REFUSED
    assert states(verdict)[Question.BOUND] is EvidenceState.UNKNOWN


@pytest.mark.parametrize("person", [{"visible": False}, {"standing": Standing.OUT_OF_RANGE}])
def test_what_was_delivered_disproves_what_the_directory_said_before(
    person: dict[str, object], post: OpenPost
) -> None:
    here = post(people=8)
    table, who = bound(here, **person)
    sent(here, who, "nobody-reads")
    verdict = why(table, here.outbox, "zhang")
    assert verdict.kind is WhyKind.UNREAD
    assert EvidenceState.BAD not in list(states(verdict).values())[:-1]
