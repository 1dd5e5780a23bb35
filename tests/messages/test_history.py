"""Sends of the past: made again under a new number, and compared."""

from collections.abc import Callable

import pytest

from dingsetup.messages.deliveries import Fate, SendError, SendTrouble
from dingsetup.messages.history import again, compare
from dingsetup.messages.tracking import look
from dingsetup.messages.values import FormLine, MessageType
from tests.messages.posting import Post, content

OpenPost = Callable[..., Post]


def test_a_send_is_made_again_for_those_who_did_not_get_it(post: OpenPost) -> None:
    here = post("refuse:last=content", "nobody-reads", people=8)
    people = here.people(4)
    sending = look(here.client, here.outbox, here.send(people).id)
    whole = again(here.outbox, sending.id)
    assert whole.recipients == tuple(people)
    assert whole.content == content()
    assert whole.number == 2
    some = again(here.outbox, sending.id, [Fate.REFUSED, Fate.FAILED])
    assert some.recipients == tuple(people[-1:])


def test_the_number_is_one_that_no_test_of_the_day_bore(post: OpenPost) -> None:
    here = post(people=8)
    first = here.send(here.people(1))
    here.send(here.people(1), number=4)
    assert again(here.outbox, first.id).number == 5
    here.clock.pass_by(days=1)
    assert again(here.outbox, first.id).number == 1


def test_two_sends_are_compared_part_by_part_and_person_by_person(post: OpenPost) -> None:
    here = post("refuse:last=content", "nobody-reads", people=8)
    people = here.people(3)
    form = (FormLine("门店", "上海"),)
    oa = {"type": MessageType.OA, "url": "https://a.example", "head": "x"}
    a = look(here.client, here.outbox, here.send(people, "甲", form=form, **oa).id)
    here.tenant.set_scenarios(["nobody-reads"])
    b = look(here.client, here.outbox, here.send(people[1:], "乙", **oa).id)
    found = compare(here.outbox, a.id, b.id)
    assert {one.field: (one.before, one.after) for one in found.message} == {
        "oa.body.content": ("【测试】甲", "【测试】乙"),
        "oa.body.form.1.key": ("门店", None),
        "oa.body.form.1.value": ("上海", None),
    }
    fared = {
        one.recipient.userid: tuple(side and side.fate for side in (one.before, one.after))
        for one in found.people
    }
    assert fared == {
        people[0].userid: (Fate.DELIVERED, None),
        people[2].userid: (Fate.REFUSED, Fate.DELIVERED),
    }
    assert found.same == 1


def test_a_send_is_the_same_as_itself(post: OpenPost) -> None:
    here = post(people=8)
    sending = here.send(here.people(3))
    found = compare(here.outbox, sending.id, sending.id)
    assert (found.message, found.people, found.same) == ((), (), 3)


def test_what_never_was_cannot_be_made_again(post: OpenPost) -> None:
    here = post(people=8)
    with pytest.raises(SendError) as refused:
        again(here.outbox, 7)
    assert refused.value.kind is SendTrouble.SENDING_UNKNOWN
