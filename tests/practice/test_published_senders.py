"""Clients that other people published send, upload and follow, whatever is broken."""

import io
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
import requests
from dingtalk.core.exceptions import DingTalkClientException
from dingtalk.model.message import ImageBody, TextBody

from .conftest import Caller, Talk
from .pages import Page
from .published import old_client


@pytest.fixture
def talked(talk: Caller) -> Talk:
    return talk()


@pytest.fixture
def old(talked: Talk) -> Iterator[Any]:
    client: Any = old_client(talked)
    yield client
    client._http.close()


def test_dingtalk_sdk_sends_follows_and_recalls(old: Any, talked: Talk) -> None:
    agent_id, userid = talked.identity.agent_id, talked.identity.userid
    task_id = old.message.asyncsend_v2(TextBody("hello"), agent_id, [userid])
    assert old.message.getsendprogress(agent_id, task_id)["status"] == 0
    assert old.message.getsendresult(agent_id, task_id)["unread_user_id_list"] == [userid]
    old.message.recall(agent_id, task_id)
    notes = talked.session.get(talked.url("/_practice/inbox"), timeout=10).json()["notes"]
    assert [note["recalled"] for note in notes] == [True]


def test_dingtalk_sdk_is_told_who_was_kept_from_a_send(old: Any, talked: Talk) -> None:
    agent_id = talked.identity.agent_id
    userids = [person.userid for person in talked.tenant.company.people[:4]]
    talked.tenant.set_scenarios(
        [f"refuse:{userids[0]}=protected", f"send-invalid:{userids[1]}", "send-failed:last"]
    )
    task_id = old.message.asyncsend_v2(TextBody("hello"), agent_id, userids)
    result = old.message.getsendresult(agent_id, task_id)
    assert [(one["userid"], one["code"]) for one in result["forbidden_list"]] == [
        (userids[0], "1430004")
    ]
    assert result["invalid_user_id_list"] == [userids[1]]
    assert result["failed_user_id_list"] == [userids[3]]
    assert result["unread_user_id_list"] == [userids[2]]


def test_dingtalk_sdk_loses_an_answer_but_not_the_message(old: Any, talked: Talk) -> None:
    agent_id, userid = talked.identity.agent_id, talked.identity.userid
    talked.tenant.set_scenarios(["lost-answer:2", "nobody-reads"])
    assert old.message.asyncsend_v2(TextBody("first"), agent_id, [userid])
    with pytest.raises((requests.ConnectionError, DingTalkClientException)):
        old.message.asyncsend_v2(TextBody("second"), agent_id, [userid])
    texts = [note.msg["text"]["content"] for note in talked.tenant.notes(userid)]
    assert texts == ["first", "second"]


def test_dingtalk_sdk_waits_for_a_slow_result(old: Any, talked: Talk) -> None:
    agent_id, userid = talked.identity.agent_id, talked.identity.userid
    talked.tenant.set_scenarios(["slow-delivery:600"])
    task_id = old.message.asyncsend_v2(TextBody("hello"), agent_id, [userid])
    assert old.message.getsendprogress(agent_id, task_id)["status"] == 0
    with pytest.raises(DingTalkClientException) as caught:
        old.message.getsendresult(agent_id, task_id)
    assert caught.value.errcode == 41052


def test_dingtalk_sdk_meets_tokens_that_expire_in_the_middle(old: Any, talked: Talk) -> None:
    agent_id, userid = talked.identity.agent_id, talked.identity.userid
    talked.tenant.set_scenarios(["token-expires-after:2"])
    for number in range(2):
        assert old.message.asyncsend_v2(TextBody(f"number {number}"), agent_id, [userid])
    # It knows the plain form's 42001 and renews; the gateway's 40014 it only passes on.
    with pytest.raises(DingTalkClientException, match="access_token"):
        old.message.asyncsend_v2(TextBody("number 3"), agent_id, [userid])
    for _ in range(5):
        assert old.user.get(userid)["userid"] == userid
    assert len(talked.tenant.notes(userid)) == 2


def test_dingtalk_sdk_sends_a_picture_that_the_inbox_shows(old: Any, talked: Talk) -> None:
    picture = io.BytesIO(b"png")
    picture.name = "chart.png"
    media_id = old.message.media_upload("image", picture)["media_id"]
    userid = talked.identity.userid
    assert old.message.asyncsend_v2(ImageBody(media_id), talked.identity.agent_id, [userid])
    address = f"{talked.tenant.inbox_url}?format=html&userid={userid}"
    shown = Page(talked.session.get(address, timeout=10).text).pictures
    assert shown == [f"/_practice/media?id={quote(media_id, safe='')}"]
    answer = talked.session.get(talked.url(shown[0]), timeout=10)
    assert (answer.content, answer.headers["Content-Type"]) == (b"png", "image/png")
