"""Answers about sends are read whatever is missing in them, and refusals have their kinds."""

from collections.abc import Callable
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dingsetup.dingtalk import messages
from dingsetup.dingtalk.client import Client, Credentials
from dingsetup.dingtalk.errors import Answer, AnswerReader
from dingsetup.dingtalk.messages import Forbidden, Progress, Result, Sent
from dingsetup.dingtalk.transport import Network
from dingsetup.facts import Facts
from dingsetup.findings import Kind
from dingsetup.practice import PracticeTenant

TEXT = {"msgtype": "text", "text": {"content": "测试"}}


class Said:
    """Stands for a Client that always answers the same."""

    def __init__(self, data: dict[str, Any], facts: Facts) -> None:
        self.data = data
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.refusal = AnswerReader(facts).refusal

    def call(self, endpoint: str, arguments: dict[str, Any]) -> Answer:
        self.asked.append((endpoint, arguments))
        return Answer(kind=Kind.OK, data=self.data, status=200, sent=True)


@pytest.fixture
def said(facts: Facts) -> Callable[..., Any]:
    return lambda **data: cast("Any", Said({"errcode": 0, **data}, facts))


def test_a_send_names_the_people_in_one_text_and_nobody_else(said: Callable[..., Any]) -> None:
    client = said(task_id=256271667526)
    assert messages.send(client, "2834750127", ["u1", "u2"], TEXT) == Sent(256271667526)
    arguments = {"agent_id": 2834750127, "userid_list": "u1,u2", "msg": TEXT}
    assert client.asked == [(messages.SEND, arguments)]


@pytest.mark.parametrize("userids", [[], ["u"] * 101, ["u1,u2"], [""], [" "]])
def test_nobody_too_many_and_two_in_one_are_the_callers_mistake(
    said: Callable[..., Any], userids: list[str]
) -> None:
    client = said(task_id=1)
    with pytest.raises(ValueError, match=r"people|userid"):
        messages.send(client, 1, userids, TEXT)
    assert client.asked == []


@pytest.mark.parametrize("task", [256271667526, "256271667526", " 256271667526 "])
def test_a_task_is_read_as_number_or_text(said: Callable[..., Any], task: object) -> None:
    assert messages.send(said(task_id=task), 1, ["u1"], TEXT) == Sent(256271667526)


@pytest.mark.parametrize("task", [None, "", "soon", True, 2**70, [1]])
def test_a_task_that_is_none_is_not_dingtalks(said: Callable[..., Any], task: object) -> None:
    answer = messages.send(said(task_id=task), 1, ["u1"], TEXT)
    assert isinstance(answer, Answer)
    assert (answer.kind, messages.outcome_unknown(answer)) == (Kind.NOT_DINGTALK, True)


def test_progress_is_read_as_the_page_shows_it(said: Callable[..., Any]) -> None:
    client = said(progress={"progress_in_percent": "100", "status": 2})
    found = messages.progress(client, 1, 7)
    assert found == Progress(100, 2)
    assert isinstance(found, Progress)
    assert found.done
    assert client.asked == [(messages.PROGRESS, {"agent_id": 1, "task_id": 7})]


def test_a_result_is_read_as_the_page_shows_it(said: Callable[..., Any]) -> None:
    found = messages.result(
        said(
            send_result={
                "failed_user_id_list": ["u1"],
                "forbidden_list": [{"code": "143106", "count": 1, "userid": "u2"}],
                "invalid_dept_id_list": [12],
                "invalid_user_id_list": ["u3"],
                "read_user_id_list": ["u4"],
                "unread_user_id_list": ["u5", "u6"],
            }
        ),
        1,
        7,
    )
    assert found == Result(
        read=("u4",),
        unread=("u5", "u6"),
        failed=("u1",),
        invalid=("u3",),
        invalid_departments=(12,),
        forbidden=(Forbidden("u2", Kind.FORBIDDEN_DUPLICATE_MESSAGE, "143106", 1),),
    )


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("143103", Kind.FORBIDDEN_THROTTLED),
        ("143104", Kind.FORBIDDEN_THROTTLED),
        (143105, Kind.FORBIDDEN_DAILY_LIMIT),
        ("143106", Kind.FORBIDDEN_DUPLICATE_MESSAGE),
        ("1430002", Kind.FORBIDDEN_CONTENT),
        ("1430003", Kind.FORBIDDEN_THROTTLED),
        ("1430004", Kind.FORBIDDEN_PROTECTED),
        ("60011", Kind.UNKNOWN),
        ("", Kind.UNKNOWN),
        (None, Kind.UNKNOWN),
    ],
)
def test_each_refusal_has_its_kind_and_codes_of_other_places_none(
    said: Callable[..., Any], code: object, kind: Kind
) -> None:
    found = messages.result(said(send_result={"forbidden_list": [_entry(code)]}), 1, 7)
    assert isinstance(found, Result)
    assert [(one.userid, one.kind) for one in found.forbidden] == [("u1", kind)]


def _entry(code: object) -> dict[str, object]:
    return {"code": code, "count": "500", "userid": "u1"}


def test_people_kept_from_it_are_taken_from_either_list_and_once(said: Callable[..., Any]) -> None:
    result = {"forbidden_list": [_entry("143105")], "forbidden_user_id_list": ["u1", "u2"]}
    found = messages.result(said(send_result=result), 1, 7)
    assert isinstance(found, Result)
    assert found.forbidden == (
        Forbidden("u1", Kind.FORBIDDEN_DAILY_LIMIT, "143105", 500),
        Forbidden("u2", Kind.UNKNOWN),
    )


@pytest.mark.parametrize("users", ["u1,u2", '["u1", "u2"]', ["u1", "u2", "u1"], " u1 , u2 "])
def test_a_list_of_people_may_come_as_a_text(said: Callable[..., Any], users: object) -> None:
    found = messages.result(said(send_result={"read_user_id_list": users}), 1, 7)
    assert found == Result(read=("u1", "u2"))


def test_lists_that_are_missing_or_null_are_empty(said: Callable[..., Any]) -> None:
    assert messages.result(said(send_result={}), 1, 7) == Result()
    assert messages.result(said(send_result={"forbidden_list": None}), 1, 7) == Result()


@given(
    data=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["send_result", "progress", "forbidden_list", "userid", "status"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=8,
    )
)
def test_no_answer_however_odd_raises(facts: Facts, data: Any) -> None:
    client = cast("Any", Said({"send_result": data, "progress": data, "task_id": data}, facts))
    assert isinstance(messages.send(client, 1, ["u1"], TEXT), Sent | Answer)
    assert isinstance(messages.progress(client, 1, 7), Progress | Answer)
    assert isinstance(messages.result(client, 1, 7), Result | Answer)


def test_a_recall_names_the_task_by_its_other_name(said: Callable[..., Any]) -> None:
    client = said()
    assert messages.recall(client, "1", 7) is None
    assert client.asked == [(messages.RECALL, {"agent_id": 1, "msg_task_id": 7})]


@pytest.mark.parametrize("colour", ["0xFF78C06E", ""])
def test_a_status_is_set_with_its_colour_or_without(said: Callable[..., Any], colour: str) -> None:
    client = said()
    assert messages.set_status(client, "1", 7, "已同意", colour) is None
    assert client.asked[0][1].get("status_bg", "") == colour


def test_the_practice_tenant_takes_a_send_and_tells_what_became_of_it(
    tenant: Callable[..., PracticeTenant], facts: Facts
) -> None:
    practice = tenant(people=5)
    who = practice.identity
    key = Credentials(who.app_key, who.app_secret)
    with Client(key, facts, Network.at(practice.base_url)) as client:
        first = messages.send(client, who.agent_id, [who.userid, "nobody"], TEXT)
        assert isinstance(first, Sent)
        again = messages.send(client, who.agent_id, [who.userid], TEXT)
        assert isinstance(again, Sent)
        reached = messages.result(client, who.agent_id, first.task_id)
        refused = messages.result(client, who.agent_id, again.task_id)
        assert isinstance(messages.progress(client, who.agent_id, first.task_id), Progress)
        assert messages.recall(client, who.agent_id, first.task_id) is None
        strange = messages.result(client, who.agent_id, 1)
    assert isinstance(reached, Result)
    assert (who.userid in reached.read + reached.unread, reached.invalid) == (True, ("nobody",))
    assert isinstance(refused, Result)
    assert [one.kind for one in refused.forbidden] == [Kind.FORBIDDEN_DUPLICATE_MESSAGE]
    assert isinstance(strange, Answer)
    assert not strange.ok


@pytest.mark.parametrize("scenario", ["reset", "portal", "server-error"])
def test_a_send_to_a_failing_practice_tenant_reaches_it_at_most_once(
    tenant: Callable[..., PracticeTenant], facts: Facts, scenario: str
) -> None:
    practice = tenant(people=5)
    who = practice.identity
    key = Credentials(who.app_key, who.app_secret)
    with Client(key, facts, Network.at(practice.base_url)) as client:
        assert client.old_token().ok
        client.call("POST /topapi/user/count", {"only_active": True})
        practice.set_scenarios([scenario])
        answer = messages.send(client, who.agent_id, [who.userid], TEXT)
    assert isinstance(answer, Answer)
    assert messages.outcome_unknown(answer)
    path = messages.SEND.partition(" ")[2]
    assert [call.path for call in practice.calls].count(path) <= 1


def test_a_send_whose_answer_was_lost_arrived_once_and_is_in_doubt(
    tenant: Callable[..., PracticeTenant], facts: Facts
) -> None:
    practice = tenant("lost-answer", people=5)
    who = practice.identity
    key = Credentials(who.app_key, who.app_secret)
    with Client(key, facts, Network.at(practice.base_url)) as client:
        answer = messages.send(client, who.agent_id, [who.userid], TEXT)
    assert isinstance(answer, Answer)
    assert (answer.kind, messages.outcome_unknown(answer)) == (Kind.UNREACHABLE, True)
    path = messages.SEND.partition(" ")[2]
    assert [call.path for call in practice.calls].count(path) == 1
