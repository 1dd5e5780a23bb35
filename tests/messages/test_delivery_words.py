"""Words for sends: every fate, fault and verdict has some, in both languages."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from dingsetup.bindings.table import Table
from dingsetup.findings import Kind
from dingsetup.language import LANGUAGES, Language
from dingsetup.language.deliveries import (
    FATES,
    TROUBLES,
    batch_line,
    comparison_lines,
    cost_lines,
    error_told,
    fate_name,
    fate_told,
    plan_lines,
    sending_lines,
    tally_line,
)
from dingsetup.language.verdicts import (
    HINDRANCES,
    QUESTIONS,
    STATES,
    VERDICTS,
    evidence_line,
    hindrance_name,
    hindrance_told,
    why_told,
)
from dingsetup.messages.costs import Cost
from dingsetup.messages.deliveries import (
    Batch,
    Delivery,
    Fate,
    Recipient,
    SendError,
    SendTrouble,
)
from dingsetup.messages.history import compare
from dingsetup.messages.recipients import Choice, Hindrance, HindranceKind
from dingsetup.messages.tracking import look
from dingsetup.messages.verdicts import (
    Evidence,
    EvidenceState,
    Question,
    Verdict,
    WhyKind,
)
from dingsetup.messages.why import why
from tests.messages.posting import Post

OpenPost = Callable[..., Post]
NOW = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)
VALUES: dict[str, dict[str, Any]] = {
    "too_many": {"count": 1001, "limit": 1000},
    "userid_shape": {"userid": "a b"},
    "agent_id_shape": {"agent_id": "x"},
    "changed_meanwhile": {"count": 2, "userids": ["a", "b"]},
    "sending_unknown": {"id": 5},
    "task_unknown": {"task": 7},
    "too_late": {"hours": 24},
}


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return Language(request.param)


def test_everything_that_can_be_has_words() -> None:
    assert set(FATES) == {str(one) for one in Fate}
    assert set(TROUBLES) == {str(one) for one in SendTrouble}
    assert set(HINDRANCES) == {str(one) for one in HindranceKind}
    assert set(VERDICTS) == {str(one) for one in WhyKind}
    assert set(QUESTIONS) == {str(one) for one in Question}
    assert set(STATES) == {str(one) for one in EvidenceState}


@pytest.mark.parametrize("kind", SendTrouble)
def test_a_refusal_here_is_told_whole(kind: SendTrouble, language: Language) -> None:
    told = error_told(language, SendError(kind, **VALUES.get(kind, {})))
    assert told.title
    assert "{" not in told.title + told.cause + told.remedy


def delivery(fate: Fate, kind: Kind | None = None, **values: Any) -> Delivery:
    return Delivery(recipient=Recipient("u1"), fate=fate, kind=kind, values=values, at=NOW)


def test_each_refusal_is_told_with_its_own_reason(language: Language) -> None:
    kinds = [kind for kind in Kind if str(kind).startswith("forbidden:")]
    told = {
        fate_told(language, delivery(Fate.REFUSED, kind, userid="u1", count=1)) for kind in kinds
    }
    assert len({(one.cause, one.remedy) for one in told}) == len(kinds)
    assert {one.title for one in told} == {fate_name(language, Fate.REFUSED)}


def test_accepted_is_never_told_as_delivered(language: Language) -> None:
    names = [fate_name(language, fate) for fate in Fate]
    assert len(set(names)) == len(names)
    assert fate_told(language, delivery(Fate.ACCEPTED)).cause
    bare = fate_told(language, delivery(Fate.REFUSED, Kind.UNKNOWN))
    assert bare.cause


def test_why_something_is_unknown_is_told(language: Language) -> None:
    causes = {
        fate_told(language, delivery(Fate.UNKNOWN, reason=reason)).cause
        for reason in ("cut_off", "never_named", "cancelled", "")
    }
    lost = delivery(Fate.UNKNOWN, Kind.TIMED_OUT, host="oapi.dingtalk.com", reason="read")
    causes.add(fate_told(language, lost).cause)
    assert len(causes) == 5
    assert all(causes)


def test_a_batch_says_what_went_wrong_and_nothing_otherwise(language: Language) -> None:
    well = Batch(place=0, fate=Fate.ACCEPTED, people=3)
    assert batch_line(language, well) == ""
    lines = {
        batch_line(language, Batch(place=0, fate=fate, people=3, kind=Kind.QUOTA_EXHAUSTED))
        for fate in (Fate.ACCEPTED, Fate.NOT_SENT, Fate.UNKNOWN)
    }
    assert len(lines) == 3
    assert all(lines)


def test_a_plan_tells_people_batches_repetitions_and_cost(
    post: OpenPost, language: Language
) -> None:
    here = post(people=250)
    here.send(here.people(5))
    lines = plan_lines(language, here.plan(here.people(230)))
    assert "230" in lines[0]
    assert "3" in lines[1]
    assert "5" in lines[2]
    assert "2" in lines[3]
    assert "1,234" in cost_lines(language, Cost(2, 8), 1234)[1]
    assert "5,000" in cost_lines(language, Cost(2, 8), 1234, 5000)[1]


def test_a_send_is_summed_up_and_compared_in_words(post: OpenPost, language: Language) -> None:
    here = post("nobody-reads", people=8)
    a = look(here.client, here.outbox, here.send(here.people(3), "甲").id)
    here.tenant.set_scenarios(["quota-exhausted"])
    b = here.send(here.people(2), "乙")
    assert fate_name(language, Fate.DELIVERED) in tally_line(language, a.tally)
    assert len(sending_lines(language, b)) == 2
    lines = comparison_lines(language, compare(here.outbox, a.id, b.id))
    assert any("甲" in line and "乙" in line for line in lines)
    same = comparison_lines(language, compare(here.outbox, a.id, a.id))
    assert len(same) == 2


@pytest.mark.parametrize("kind", HindranceKind)
def test_each_hindrance_is_told_with_what_to_do(kind: HindranceKind, language: Language) -> None:
    told = hindrance_told(language, Hindrance(kind, {"userid": "u1"}))
    assert told.title == hindrance_name(language, Hindrance(kind))
    assert told.cause
    assert told.remedy


def test_a_hindrance_gives_the_binding_tables_reason(language: Language) -> None:
    plain = hindrance_told(language, Hindrance(HindranceKind.CONFLICT))
    more = hindrance_told(language, Hindrance(HindranceKind.CONFLICT, {"reason": "shared_userid"}))
    assert len(more.cause) > len(plain.cause)


@pytest.mark.parametrize("kind", WhyKind)
def test_each_verdict_has_words(kind: WhyKind, language: Language) -> None:
    choice = Choice(recipient=Recipient("u1"))
    verdict = Verdict(kind=kind, values={}, evidence=(), choice=choice)
    assert why_told(language, verdict).title


def test_a_verdict_is_told_with_its_reason_and_every_question_in_a_line(
    post: OpenPost, language: Language
) -> None:
    here = post("refuse:last=protected", people=8)
    who = here.people(1)[0]
    look(here.client, here.outbox, here.send([who]).id)
    verdict = why(Table(here.folder), here.outbox, who.userid)
    told = why_told(language, verdict)
    assert told.title == language.gettext(VERDICTS["refused"].title[0])
    assert told.cause
    assert told.remedy
    lines = [evidence_line(language, one) for one in verdict.evidence]
    assert len(lines) == len(Question)
    assert all(lines)


def test_evidence_says_since_when_it_is_known(language: Language) -> None:
    evidence = Evidence(
        question=Question.ACTIVE, state=EvidenceState.OK, at=NOW.isoformat(timespec="seconds")
    )
    assert language.moment(NOW) in evidence_line(language, evidence)
