"""What can go wrong with a send: for one person of many, with its answer, half-way."""

import pytest
import requests

from dingsetup.facts import Facts
from dingsetup.practice import REASONS, SCENARIOS, PracticeTenant, UnknownScenario

from .conftest import Caller, Talk

ROOT = "POST /topapi/message/corpconversation"
SEND = f"{ROOT}/asyncsend_v2"
LISTS = ("failed_user_id_list", "invalid_user_id_list", "read_user_id_list", "unread_user_id_list")


def people(talk: Talk, count: int = 5) -> list[str]:
    """The learner in the middle of others, so that neither end is theirs."""
    others = [one.userid for one in talk.tenant.company.people if one.userid != _me(talk)]
    return [*others[: count // 2], _me(talk), *others[count // 2 : count - 1]]


def _me(talk: Talk) -> str:
    return talk.identity.userid


def fates(talk: Talk, userids: list[str], text: str = "hello") -> dict[str, str]:
    """Where each person of a send stands in its result."""
    result = talk.result(talk.send(",".join(userids), text))
    found = {one["userid"]: one["code"] for one in result["forbidden_list"]}
    for name in LISTS:
        found |= dict.fromkeys(result[name], name.partition("_")[0])
    return found


@pytest.mark.parametrize("reason", REASONS)
def test_a_refusal_hits_one_person_of_many_with_its_code(talk: Caller, reason: str) -> None:
    caller = talk()
    wanted = people(caller)
    caller.tenant.set_scenarios([f"refuse:{wanted[1]}={reason}"])
    expected = dict.fromkeys(wanted, "unread") | {wanted[1]: REASONS[reason].code}
    assert fates(caller, wanted) == expected
    assert caller.tenant.notes(wanted[1]) == ()
    assert len(caller.tenant.notes()) == len(wanted) - 1


def test_every_reason_has_a_code_the_facts_know_as_a_result(facts: Facts) -> None:
    known = {one.code for one in facts.error_codes if one.generation == "result"}
    assert {reason.code for reason in REASONS.values()} <= known
    assert len({reason.code for reason in REASONS.values()}) == len(REASONS)


def test_what_is_refused_on_purpose_was_not_sent_and_can_be_sent_later(talk: Caller) -> None:
    caller = talk("refuse:learner=content", "send-failed:last")
    wanted = people(caller)
    fates(caller, wanted)
    caller.tenant.set_scenarios([])
    again = fates(caller, wanted)
    assert {one for one, fate in again.items() if fate == "unread"} == {_me(caller), wanted[-1]}
    assert {fate for one, fate in again.items() if one not in (_me(caller), wanted[-1])} == {
        "143106"
    }


def test_several_people_can_be_kept_from_one_send_each_in_its_own_way(talk: Caller) -> None:
    caller = talk()
    a, b, me, d, e = wanted = people(caller)
    caller.tenant.set_scenarios(
        [
            f"refuse:{a}=protected",
            f"refuse:{b}=duplicate",
            "send-invalid:learner",
            f"send-failed:{d}",
        ]
    )
    assert fates(caller, wanted) == {
        a: "1430004", b: "143106", me: "invalid", d: "failed", e: "unread",
    }  # fmt: skip


def test_the_last_recipient_is_the_last_one_named(talk: Caller) -> None:
    caller = talk("refuse:last=daily-limit")
    wanted = people(caller)
    assert fates(caller, wanted)[wanted[-1]] == "143105"
    assert fates(caller, wanted[:2], "another")[wanted[1]] == "143105"
    assert fates(caller, [_me(caller)], "to me") == {_me(caller): "143105"}


def test_nobody_stands_in_two_lists_of_a_result(talk: Caller) -> None:
    caller = talk("refuse:last=content", "send-invalid:last", "send-failed:last")
    wanted = people(caller)
    result = caller.result(caller.send(",".join(wanted), "hello"))
    named = [one for name in LISTS for one in result[name]]
    named += [one["userid"] for one in result["forbidden_list"]]
    assert sorted(named) == sorted(wanted)


def test_a_planted_fault_for_somebody_not_addressed_changes_nothing(talk: Caller) -> None:
    caller = talk()
    wanted = people(caller)
    stranger = caller.tenant.company.people[-1].userid
    caller.tenant.set_scenarios([f"refuse:{stranger}=content", f"send-failed:{stranger}"])
    assert set(fates(caller, wanted).values()) == {"unread"}


def test_a_lost_answer_was_accepted_and_delivered_once(talk: Caller) -> None:
    caller = talk("lost-answer")
    with pytest.raises(requests.ConnectionError):
        caller.send(_me(caller), "lost")
    (note,) = caller.tenant.notes(_me(caller))
    assert note.msg["text"]["content"] == "lost"
    call = caller.tenant.calls[-1]
    assert (call.path, call.status, call.code) == (SEND.split()[1], 0, None)
    assert caller.result(note.task_id)["unread_user_id_list"] == [_me(caller)]


def test_every_nth_answer_is_lost_counted_from_when_it_was_switched_on(talk: Caller) -> None:
    caller = talk()
    caller.send(_me(caller), "before")
    caller.tenant.set_scenarios(["lost-answer:3"])
    answered: list[bool] = []
    for number in range(6):
        try:
            caller.send(_me(caller), f"number {number}")
            answered.append(True)
        except requests.ConnectionError:
            answered.append(False)
    assert answered == [True, True, False, True, True, False]
    assert len(caller.tenant.notes(_me(caller))) == 7


def test_a_refused_send_is_answered_even_where_answers_are_lost(talk: Caller) -> None:
    caller = talk("lost-answer")
    answer = caller.old(SEND, agent_id=1, userid_list=_me(caller), msg={"msgtype": "text"})
    assert answer["errcode"] == 41020


def test_a_token_is_good_for_so_many_calls_and_so_is_the_next(talk: Caller) -> None:
    caller = talk("token-expires-after:2")
    for _ in range(2):
        caller.login()
        for number in range(3):
            answer = caller.old("GET /auth/scopes")
            assert answer["errcode"] == (0 if number < 2 else 42001)


def test_a_token_of_before_counts_from_when_it_was_switched_on(talk: Caller) -> None:
    caller = talk()
    for _ in range(5):
        caller.old("GET /auth/scopes")
    caller.tenant.set_scenarios(["token-expires-after:1"])
    assert caller.old("GET /auth/scopes")["errcode"] == 0
    assert caller.old("GET /auth/scopes")["errcode"] == 42001


def test_the_quota_ends_after_so_many_counted_calls(talk: Caller) -> None:
    caller = talk()
    caller.send(_me(caller), "before")
    caller.tenant.set_scenarios(["quota-ends-after:2"])
    for text in ("one", "two"):
        caller.old("POST /topapi/user/count", only_active=True)
        assert caller.send(_me(caller), text)
    own = {"agent_id": caller.identity.agent_id, "userid_list": _me(caller)}
    msg = {"msgtype": "text", "text": {"content": "three"}}
    assert caller.old(SEND, msg=msg, **own)["sub_code"] == "90020"
    # Switching something else on or off does not begin it anew.
    caller.tenant.set_scenarios(["quota-ends-after:2", "slow:1"])
    assert caller.old(SEND, msg=msg, **own)["sub_code"] == "90020"
    assert caller.old("POST /topapi/user/count", only_active=True)["errcode"] == 0
    caller.tenant.set_scenarios([])
    assert caller.old(SEND, msg=msg, **own)["errcode"] == 0


@pytest.mark.parametrize(
    "name",
    [
        "refuse", "refuse:learner", "refuse:learner=weather", "refuse:=content",
        "refuse:stranger=content", "send-invalid:", "send-invalid:stranger", "send-failed",
        "lost-answer:", "lost-answer:0", "lost-answer:two", "slow-delivery:-1",
        "slow-delivery:86401", "reads-after:１", "result-never:5", "token-expires-after:0",
        "quota-ends-after:9999999999",
    ],
)  # fmt: skip
def test_a_scenario_that_cannot_be_is_refused_with_its_reason(talk: Caller, name: str) -> None:
    with pytest.raises(UnknownScenario) as caught:
        talk().tenant.set_scenarios([name])
    assert caught.value.reason


def test_a_scenario_of_somebody_who_left_does_not_keep_others_from_being_switched(
    talk: Caller,
) -> None:
    caller = talk()
    userid = caller.tenant.company.people[5].userid
    caller.tenant.set_scenarios([f"refuse:{userid}=content"])
    caller.tenant.leave(userid)
    caller.tenant.set_scenarios([f"refuse:{userid}=content", "slow:1"])
    caller.tenant.set_scenarios([])
    with pytest.raises(UnknownScenario):
        caller.tenant.set_scenarios([f"refuse:{userid}=content"])


def test_a_tenant_takes_all_scenarios_of_sends_at_once(facts: Facts) -> None:
    names = [kind.example for kind in SCENARIOS if kind.sends]
    with PracticeTenant.start(facts, scenarios=names) as tenant:
        assert tenant.scenarios == tuple(names)


def test_no_tenant_knows_the_task_of_another(talk: Caller) -> None:
    one, other = talk(), talk()
    task = one.send(_me(one), "hello")
    other.send(_me(other), "hello")
    agent_id = other.identity.agent_id
    assert other.old(f"{ROOT}/getsendresult", agent_id=agent_id, task_id=task)["errcode"] == 40035
