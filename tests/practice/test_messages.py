"""A send is accepted whatever becomes of it; the result tells."""

from typing import Any

import pytest

from dingsetup.facts import Facts
from dingsetup.practice.calls import Call, form_of
from dingsetup.practice.routes import serve
from dingsetup.practice.state import State
from dingsetup.practice.web import ROUTES

from .conftest import Caller, Clock, Talk

ROOT = "POST /topapi/message/corpconversation"
SEND = f"{ROOT}/asyncsend_v2"
TEXT = {"msgtype": "text", "text": {"content": "hello"}}


def _send(talk: Talk, **arguments: Any) -> dict[str, Any]:
    return talk.old(SEND, **{"agent_id": talk.identity.agent_id, "msg": TEXT, **arguments})


def test_an_accepted_send_has_a_task_and_no_errmsg(talk: Caller) -> None:
    caller = talk()
    answer = _send(caller, userid_list=caller.identity.userid)
    assert set(answer) == {"errcode", "task_id", "request_id"}
    assert answer["task_id"] > 2**32


def test_the_result_has_six_lists_and_no_status(talk: Caller) -> None:
    caller = talk()
    userid = caller.identity.userid
    assert caller.result(caller.send(f"{userid},nobody", "hello")) == {
        "failed_user_id_list": [],
        "forbidden_list": [],
        "invalid_dept_id_list": [],
        "invalid_user_id_list": ["nobody"],
        "read_user_id_list": [],
        "unread_user_id_list": [userid],
    }


def test_the_same_text_twice_is_accepted_and_kept_back(talk: Caller) -> None:
    caller = talk()
    userid = caller.identity.userid
    caller.send(userid, "hello")
    result = caller.result(caller.send(userid, "hello"))
    assert result["forbidden_list"] == [{"code": "143106", "count": 1, "userid": userid}]
    assert result["unread_user_id_list"] == []
    assert caller.result(caller.send(userid, "another"))["forbidden_list"] == []


def _call(state: State, name: str, **arguments: Any) -> dict[str, Any]:
    endpoint = state.facts.endpoint(name)
    assert endpoint
    call = Call(
        name=name,
        form=form_of(endpoint.path),
        path={},
        arguments=arguments,
        token=state.app_token(),
    )
    body = serve(state, ROUTES[name], endpoint, call).body
    assert isinstance(body, dict)
    return body


def _timed(facts: Facts) -> tuple[State, Clock, dict[str, Any]]:
    clock = Clock()
    state = State(facts, people=20, seed=1, clock=clock)
    state.limits = False
    own = {"agent_id": state.identity.agent_id, "userid_list": state.identity.userid}
    return state, clock, own


def test_the_501st_message_of_a_day_is_kept_back(facts: Facts) -> None:
    state, clock, own = _timed(facts)
    task: dict[str, Any] = {}
    for number in range(501):
        msg = {"msgtype": "text", "text": {"content": f"number {number}"}}
        task = _call(state, SEND, msg=msg, **own)
    result = _call(state, f"{ROOT}/getsendresult", task_id=task["task_id"], **own)
    assert result["send_result"]["forbidden_list"] == [
        {"code": "143105", "count": 500, "userid": own["userid_list"]}
    ]
    clock.now += 24 * 3600
    task = _call(state, SEND, msg=TEXT, **own)
    result = _call(state, f"{ROOT}/getsendresult", task_id=task["task_id"], **own)
    assert result["send_result"]["forbidden_list"] == []


def test_active_people_read_after_a_while(facts: Facts) -> None:
    state, clock, own = _timed(facts)
    task = _call(state, SEND, msg=TEXT, **own)
    clock.now += 3
    result = _call(state, f"{ROOT}/getsendresult", task_id=task["task_id"], **own)
    assert result["send_result"]["read_user_id_list"] == [own["userid_list"]]


def test_a_task_is_forgotten_after_a_day(facts: Facts) -> None:
    state, clock, own = _timed(facts)
    task = _call(state, SEND, msg=TEXT, **own)
    clock.now += 24 * 3600 + 1
    gone = _call(state, f"{ROOT}/getsendprogress", task_id=task["task_id"], **own)
    assert gone["errcode"] == 40035
    gone = _call(state, f"{ROOT}/recall", msg_task_id=task["task_id"], **own)
    assert gone["errcode"] == 400002


def test_everybody_can_be_told_three_times_a_day(facts: Facts) -> None:
    state, _, own = _timed(facts)
    del own["userid_list"]
    codes = [_call(state, SEND, msg=TEXT, to_all_user=True, **own)["errcode"] for _ in range(4)]
    assert codes == [0, 0, 0, 41045]


def test_a_token_runs_out_after_two_hours_and_asking_again_renews_it(facts: Facts) -> None:
    state, clock, _ = _timed(facts)
    token = state.app_token()
    clock.now += 7000
    assert state.app_token() == token
    clock.now += 7000
    assert state.token_is_good(token)
    clock.now += 200
    assert not state.token_is_good(token)
    assert state.app_token() != token


def test_progress_goes_from_waiting_to_done(talk: Caller) -> None:
    caller = talk()
    task_id = caller.send(caller.identity.userid, "hello")
    seen = [
        caller.old(f"{ROOT}/getsendprogress", agent_id=caller.identity.agent_id, task_id=task_id)[
            "progress"
        ]
        for _ in range(4)
    ]
    assert [progress["status"] for progress in seen] == [0, 1, 2, 2]
    assert seen[-1]["progress_in_percent"] == 100


def test_departments_reach_all_people_below(talk: Caller) -> None:
    caller = talk()
    dept_id = caller.identity.dept_id
    answer = _send(caller, dept_id_list=f"{dept_id},99", userid_list=caller.identity.userid)
    result = caller.result(answer["task_id"])
    members = caller.old("POST /topapi/user/listid", dept_id=dept_id)["result"]["userid_list"]
    assert set(members) <= set(result["unread_user_id_list"])
    assert result["invalid_dept_id_list"] == [99]
    assert len(result["unread_user_id_list"]) == len(set(result["unread_user_id_list"]))


def test_a_result_for_over_a_hundred_people_is_not_given(talk: Caller) -> None:
    caller = talk(people=150)
    task = _send(caller, to_all_user=True)["task_id"]
    answer = caller.old(f"{ROOT}/getsendresult", agent_id=caller.identity.agent_id, task_id=task)
    assert answer["errcode"] == 41052


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"msg": None}, 40),
        ({"msg": "not json"}, 41),
        ({"agent_id": ""}, 40),
        ({"to_all_user": "False"}, 41),
        ({"userid_list": ""}, 1),
        ({"agent_id": 12}, 41020),
        ({"msg": {"msgtype": "smoke"}}, 40008),
        ({"msg": {"msgtype": "text"}}, 400002),
        ({"msg": {"msgtype": "text", "text": {}}}, 400002),
        ({"msg": {"msgtype": "markdown", "markdown": {"title": "t"}}}, 400002),
        ({"msg": {"msgtype": "text", "text": {"content": "x" * 5001}}}, 34016),
        ({"userid_list": ",".join(map(str, range(101)))}, 41029),
        ({"msg": {"msgtype": "action_card", "action_card": {"markdown": "m"}}}, 400002),
    ],
)
def test_a_send_that_cannot_be_is_refused(talk: Caller, change: dict[str, Any], code: int) -> None:
    caller = talk()
    assert _send(caller, **{"userid_list": caller.identity.userid, **change})["errcode"] == code


def test_a_form_carries_the_message_as_json(talk: Caller) -> None:
    caller = talk()
    form = {
        "agent_id": str(caller.identity.agent_id),
        "userid_list": caller.identity.userid,
        "to_all_user": "false",
        "msg": '{"msgtype":"text","text":{"content":"form"}}',
    }
    answer = caller.session.post(
        caller.url("/topapi/message/corpconversation/asyncsend_v2"),
        params={"access_token": caller.token},
        data=form,
        timeout=10,
    ).json()
    assert answer["errcode"] == 0


def test_a_recalled_message_is_marked_in_the_inbox(talk: Caller) -> None:
    caller = talk()
    agent_id, userid = caller.identity.agent_id, caller.identity.userid
    task_id = caller.send(userid, "oops")
    wrong = caller.old(f"{ROOT}/recall", agent_id=agent_id, task_id=task_id)
    assert wrong["errmsg"] == "Missing required arguments:msg_task_id"
    right = caller.old(f"{ROOT}/recall", agent_id=agent_id, msg_task_id=task_id)
    assert (right["errcode"], right["errmsg"]) == (0, "ok")
    notes = caller.session.get(
        caller.url("/_practice/inbox"), params={"userid": userid}, timeout=10
    ).json()["notes"]
    assert [(note["task_id"], note["recalled"]) for note in notes] == [(task_id, True)]


def test_the_status_bar_is_for_oa_messages(talk: Caller) -> None:
    caller = talk()
    own = {"agent_id": caller.identity.agent_id, "status_value": "done"}
    text = caller.send(caller.identity.userid, "text")
    assert caller.old(f"{ROOT}/status_bar/update", task_id=text, **own)["errcode"] == 40035
    msg = {
        "msgtype": "oa",
        "oa": {"message_url": "https://x.example", "head": {"text": "h"}, "body": {"title": "t"}},
    }
    oa = _send(caller, msg=msg, userid_list=caller.identity.userid)["task_id"]
    assert caller.old(f"{ROOT}/status_bar/update", task_id=oa, **own)["errcode"] == 0
    assert (
        caller.old(f"{ROOT}/status_bar/update", task_id=oa, agent_id=1, status_value="x")["errcode"]
        == 40056
    )
