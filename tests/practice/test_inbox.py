"""The inbox: a page for browsers, JSON for scripts, and nobody else's business."""

from typing import Any

import pytest

from dingsetup.facts import Facts
from dingsetup.practice import inbox
from dingsetup.practice.delivery import Wanted, deliver
from dingsetup.practice.pages.page import MOST_PEOPLE
from dingsetup.practice.pages.words import EN, ZH
from dingsetup.practice.post import MOST_KEPT
from dingsetup.practice.state import State

from .conftest import Caller, Talk
from .pages import Page

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def look(talk: Talk, accept: str = BROWSER, language: str = "zh-CN", **query: str) -> Any:
    headers = {"Accept": accept, "Accept-Language": language}
    address = talk.tenant.inbox_url
    return talk.session.get(address, params=query, headers=headers, timeout=10)


def page(talk: Talk, **query: str) -> Page:
    return Page(look(talk, userid=talk.identity.userid, **query).text)


@pytest.mark.parametrize(
    ("accept", "query", "mime"),
    [
        (BROWSER, {}, "text/html"),
        ("*/*", {}, "application/json"),
        ("application/json", {}, "application/json"),
        ("", {}, "application/json"),
        (BROWSER, {"format": "json"}, "application/json"),
        ("*/*", {"format": "html"}, "text/html"),
    ],
)
def test_browsers_get_a_page_and_scripts_get_json(
    talk: Caller, accept: str, query: dict[str, str], mime: str
) -> None:
    assert look(talk(), accept, **query).headers["Content-Type"].startswith(mime)


def test_the_json_holds_what_scripts_knew_before_the_page(talk: Caller) -> None:
    caller = talk()
    me, other = caller.identity.userid, caller.tenant.company.people[0].userid
    task = caller.send(f"{me},{other}", "hello")
    notes = look(caller, "*/*").json()["notes"]
    assert [note["userid"] for note in notes] == [me, other]
    (mine,) = look(caller, "*/*", userid=me).json()["notes"]
    assert (mine["task_id"], mine["msg"]["text"]["content"]) == (task, "hello")
    assert (mine["read"], mine["recalled"], mine["status_value"]) == (False, False, None)


def test_odd_messages_are_listed_too(talk: Caller) -> None:
    caller = talk()
    msg = {"msgtype": "text", "text": {"content": "\ud800"}, "more": 10**30}
    caller.old(
        "POST /topapi/message/corpconversation/asyncsend_v2",
        agent_id=caller.identity.agent_id,
        userid_list=caller.identity.userid,
        msg=msg,
    )
    (note,) = look(caller, "*/*").json()["notes"]
    assert note["msg"] == {**msg, "text": {"content": "?"}}
    assert page(caller).harm == []


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-CN", ZH), ("", ZH), ("fr", ZH), ("en-US,en;q=0.9", EN), ("zh;q=0.4,en;q=0.3", ZH)],
)
def test_the_page_is_chinese_unless_the_browser_wants_english(
    talk: Caller, language: str, words: Any
) -> None:
    text = look(talk(), language=language).text
    assert f'lang="{words.language}"' in text
    assert words.choose in text


def test_the_page_is_safe_by_its_headers(talk: Caller) -> None:
    headers = look(talk()).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; img-src 'self'; style-src 'nonce-")
    assert "script" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    other = look(talk()).headers["Content-Security-Policy"]
    assert policy != other


def test_the_page_lists_who_has_post_the_learner_first_with_what_is_unread(talk: Caller) -> None:
    caller = talk("nobody-reads")
    one, two = [p for p in caller.tenant.company.people if p.userid != caller.identity.userid][:2]
    caller.send(one.userid, "first")
    caller.send(f"{two.userid},{one.userid}", "second")
    shown = Page(look(caller).text)
    me = caller.tenant.company.by_userid[caller.identity.userid].name
    names = [text for text in shown.texts if text in (me, one.name, two.name)]
    assert names[0] == me
    assert set(names[1:]) == {one.name, two.name}
    assert [text for text in shown.texts if text in ("1", "2")] in (["1", "2"], ["2", "1"])


def test_an_empty_inbox_says_so(talk: Caller) -> None:
    shown = page(talk())
    assert {ZH.nothing_sent, ZH.empty} <= set(shown.texts)


def test_people_are_found_by_name_number_and_userid(talk: Caller) -> None:
    caller = talk(people=300)
    person = caller.tenant.company.people[250]
    for text in (person.userid, person.mobile, person.name):
        found = Page(look(caller, find=text).text).texts
        assert person.name in found
        assert ZH.nobody not in found
    assert ZH.nobody in Page(look(caller, find="<nobody>").text).texts
    assert ZH.more_people.format(count=MOST_PEOPLE) in Page(look(caller, find="0").text).texts


def test_a_conversation_shows_the_message_of_the_chosen_person_alone(talk: Caller) -> None:
    caller = talk()
    caller.send(caller.identity.userid, "<b>for me</b>")
    caller.send(caller.tenant.company.people[0].userid, "for another")
    shown = page(caller)
    assert "<b>for me</b>" in shown.texts
    assert shown.texts.count("for another") == 1, "in the list of people"
    assert shown.harm == []


def test_opening_a_note_reads_it_and_no_other(talk: Caller) -> None:
    caller = talk("nobody-reads")
    me = caller.identity.userid
    first, second = caller.send(me, "first"), caller.send(me, "second")
    assert caller.result(first)["read_user_id_list"] == [], "looking at the page reads nothing"
    page(caller)
    answer = caller.session.post(
        f"{caller.tenant.inbox_url}/read",
        data={"userid": me, "task_id": first},
        headers={"Origin": caller.tenant.base_url},
        allow_redirects=False,
        timeout=10,
    )
    assert answer.status_code == 303
    assert me in answer.headers["Location"]
    assert caller.result(first)["read_user_id_list"] == [me]
    assert caller.result(second)["read_user_id_list"] == []
    caller.tenant.read(me, second)
    assert caller.result(second)["read_user_id_list"] == [me]


@pytest.mark.parametrize("task", ["", "x", "-1", "１", "9" * 5000])
def test_opening_nothing_that_is_there_changes_nothing(talk: Caller, task: str) -> None:
    caller = talk("nobody-reads")
    sent = caller.send(caller.identity.userid, "hello")
    form = {"userid": caller.identity.userid, "task_id": task}
    caller.session.post(f"{caller.tenant.inbox_url}/read", data=form, timeout=10)
    assert caller.result(sent)["read_user_id_list"] == []


def test_all_notes_can_be_opened_at_once_but_recalled_ones_stay_shut(talk: Caller) -> None:
    caller = talk("nobody-reads")
    me = caller.identity.userid
    tasks = [caller.send(me, f"number {number}") for number in range(3)]
    caller.old(
        "POST /topapi/message/corpconversation/recall",
        agent_id=caller.identity.agent_id,
        msg_task_id=tasks[0],
    )
    form = {"userid": me, "task_id": "0"}
    caller.session.post(f"{caller.tenant.inbox_url}/read", data=form, timeout=10)
    assert [note.read for note in caller.tenant.notes(me)] == [False, True, True]


@pytest.mark.parametrize("header", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}])
def test_a_page_of_the_open_web_gets_nothing_of_it(talk: Caller, header: dict[str, str]) -> None:
    caller = talk()
    for path in ("/_practice/inbox", "/_practice/media?id=x"):
        answer = caller.session.get(caller.url(path), headers=header, timeout=10)
        assert answer.status_code == 403


def test_an_inbox_keeps_its_newest_notes(facts: Facts) -> None:
    state = State(facts, people=5, seed=1)
    me = state.identity.userid
    wanted = Wanted(users=(me,), departments=(), to_all=False)
    for number in range(MOST_KEPT + 5):
        deliver(state, {"msgtype": "text", "text": {"content": f"number {number}"}}, wanted)
    kept = [note.msg["text"]["content"] for note in inbox.notes(state, me)]
    assert kept == [f"number {number}" for number in range(5, MOST_KEPT + 5)]


def test_a_conversation_of_hundreds_of_notes_is_drawn_newest_first(talk: Caller) -> None:
    caller = talk()
    for number in range(200):
        caller.send(caller.identity.userid, f"number {number}")
    shown = page(caller)
    numbers = [text for text in shown.texts if text.startswith("number ")]
    assert numbers[1:] == [f"number {number}" for number in reversed(range(200))]
    assert shown.harm == []


def test_whoever_left_keeps_an_inbox_under_the_userid(talk: Caller) -> None:
    caller = talk()
    person = caller.tenant.company.people[5]
    caller.send(person.userid, "hello")
    caller.tenant.leave(person.userid)
    assert person.userid in Page(look(caller).text).texts
