"""The client: where tokens go, when they are renewed, what is repeated, what is never shown."""

import datetime
import email.utils
import json
import logging
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from urllib.parse import parse_qsl

import pytest

from dingsetup.dingtalk.client import Client, Credentials
from dingsetup.dingtalk.transport import Cancelled
from dingsetup.facts import Facts
from dingsetup.findings import Kind
from tests.dingtalk.conftest import (
    SECRET,
    TOKEN,
    Harness,
    Seen,
    Server,
    reply,
    token_body,
    token_or,
)

Serve = Callable[..., Server]
Make = Callable[..., Harness]
COUNT = "POST /topapi/user/count"
SEND = "POST /topapi/message/corpconversation/asyncsend_v2"
SEARCH = "POST /v1.0/contact/users/search"
REFUSAL = {
    "errcode": 88,
    "sub_code": "40014",
    "sub_msg": "不合法的access_token",
    "errmsg": "ding talk error[subcode=40014,submsg=不合法的access_token]",
}


def test_the_old_generation_gets_the_token_in_the_query(serve: Serve, client_of: Make) -> None:
    server = serve(token_or({"errcode": 0, "result": {"count": 3}}))
    answer = client_of(server.url).client.call(COUNT, {"only_active": True})
    assert (answer.kind, answer.data["result"]) == (Kind.OK, {"count": 3})
    assert server.seen[-1].target == f"/topapi/user/count?access_token={TOKEN}"
    assert server.seen[-1].json == {"only_active": True}


def test_the_new_generation_gets_the_token_in_the_header(serve: Serve, client_of: Make) -> None:
    server = serve(token_or({"list": []}))
    assert client_of(server.url).client.call(SEARCH, {"queryWord": "x"}).ok
    assert server.seen[-1].headers["x-acs-dingtalk-access-token"] == TOKEN
    assert server.seen[-1].target == "/v1.0/contact/users/search"


def test_a_get_takes_its_arguments_in_the_query(serve: Serve, client_of: Make) -> None:
    server = serve(token_or({"errcode": 49000, "errmsg": "缺少chatid"}))
    answer = client_of(server.url).client.call("GET /chat/get", {"chatid": "chat0000"})
    assert answer.kind is Kind.CHAT_NOT_FOUND
    assert server.seen[-1].target == f"/chat/get?chatid=chat0000&access_token={TOKEN}"


def test_ids_in_a_path_are_quoted_and_stay_out_of_the_log(serve: Serve, client_of: Make) -> None:
    server = serve(token_or({"result": {"userIds": []}}))
    harness = client_of(server.url)
    path = {"agentId": "a/b"}
    assert harness.client.call("GET /v1.0/microApp/apps/{agentId}/scopes", path=path).ok
    assert server.seen[-1].path == "/v1.0/microApp/apps/a%2Fb/scopes"
    assert harness.calls[-1].path == "/v1.0/microApp/apps/{agentId}/scopes"


def test_a_path_without_its_id_is_the_callers_mistake(serve: Serve, client_of: Make) -> None:
    server = serve(token_or({}))
    with pytest.raises(ValueError, match="agentId"):
        client_of(server.url).client.call("GET /v1.0/microApp/apps/{agentId}/scopes")


def test_both_token_routes_are_asked_each_time_and_keep_the_token_to_themselves(
    serve: Serve, client_of: Make
) -> None:
    server = serve(token_or({}))
    client = client_of(server.url).client
    answers = [client.old_token(), client.new_token(), client.old_token()]
    assert [answer.kind for answer in answers] == [Kind.OK] * 3
    assert [answer.data.get("expires_in") for answer in answers] == [7200, None, 7200]
    assert TOKEN not in json.dumps([answer.data for answer in answers])
    assert [seen.method for seen in server.seen] == ["GET", "POST", "GET"]


def test_the_per_corp_route_ties_the_credentials_to_the_corp_id(
    serve: Serve, client_of: Make
) -> None:
    server = serve(lambda _, sock: reply(sock, {"access_token": "corp-token", "expires_in": 7200}))
    answer = client_of(server.url).client.corp_token("dingcorp")
    assert (answer.kind, answer.data) == (Kind.OK, {"expires_in": 7200})
    assert server.seen[0].path == "/v1.0/oauth2/dingcorp/token"
    assert server.seen[0].json["grant_type"] == "client_credentials"


def test_an_unknown_corp_id_is_not_asked_again(serve: Serve, client_of: Make) -> None:
    server = serve(
        lambda _, sock: reply(sock, {"code": "unknownError", "message": "未知错误"}, 500)
    )
    answer = client_of(server.url).client.corp_token("dingcorp")
    assert (answer.kind, answer.code, len(server.seen)) == (Kind.SERVER_ERROR, "unknownError", 1)


def test_threads_share_one_token_that_one_of_them_fetches(serve: Serve, client_of: Make) -> None:
    def slowly(request: Seen, sock: socket.socket) -> None:
        time.sleep(0.1)
        reply(sock, token_body(request) or {"errcode": 0})

    server = serve(slowly)
    client = client_of(server.url).client
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: client.call(COUNT), range(12)))
    assert all(answer.ok for answer in answers)
    assert [seen.path for seen in server.seen].count("/gettoken") == 1


def test_threads_share_one_refusal_of_the_credentials(serve: Serve, client_of: Make) -> None:
    def slowly(request: Seen, sock: socket.socket) -> None:
        time.sleep(0.2)
        reply(sock, {"errcode": 40096, "errmsg": "不合法的appKey或appSecret"})

    server = serve(slowly)
    client = client_of(server.url).client
    with ThreadPoolExecutor(8) as pool:
        kinds = set(pool.map(lambda _: client.call(COUNT).kind, range(8)))
    assert kinds == {Kind.BAD_SECRET}
    assert len(server.seen) == 1


def test_a_refused_token_is_renewed_once_and_the_call_repeated_once(
    serve: Serve, client_of: Make
) -> None:
    fetched: list[str] = []

    def handle(request: Seen, sock: socket.socket) -> None:
        if request.path == "/gettoken":
            fetched.append(f"token-{len(fetched)}")
            reply(sock, token_body(request, fetched[-1]))
        else:
            reply(sock, {"errcode": 0} if "token-1" in request.target else REFUSAL)

    server = serve(handle)
    assert client_of(server.url).client.call(COUNT).ok
    assert len(fetched) == 2
    assert len(server.seen) == 4


def test_a_token_refused_again_is_not_renewed_for_ever(serve: Serve, client_of: Make) -> None:
    server = serve(token_or(REFUSAL))
    assert client_of(server.url).client.call(COUNT).kind is Kind.TOKEN_INVALID
    assert len(server.seen) == 4


@pytest.mark.parametrize(
    "refusal",
    [
        {"errcode": 42001, "errmsg": "access_token超时"},
        {"errcode": 33001, "errmsg": "无效的企业ID"},
        {"errcode": 40001, "errmsg": "获取access_token时Secret错误，或者access_token无效"},
        {"code": "InvalidAuthentication", "message": "不合法的access_token"},
    ],
)
def test_each_form_of_a_refused_token_leads_to_a_new_one(
    serve: Serve, client_of: Make, refusal: dict[str, object]
) -> None:
    server = serve(token_or(refusal))
    client_of(server.url).client.call(COUNT)
    assert [seen.path for seen in server.seen].count("/gettoken") == 2


def test_a_busy_answer_with_a_tokens_code_renews_nothing(serve: Serve, client_of: Make) -> None:
    server = serve(token_or({"errcode": 40001, "errmsg": "系统繁忙"}))
    assert client_of(server.url).client.call(COUNT).kind is Kind.SERVER_ERROR
    assert [seen.path for seen in server.seen].count("/gettoken") == 1


def test_a_refused_token_is_renewed_once_for_all_threads(serve: Serve, client_of: Make) -> None:
    fetched: list[str] = []

    def handle(request: Seen, sock: socket.socket) -> None:
        time.sleep(0.05)
        if request.path == "/gettoken":
            fetched.append(f"token-{len(fetched)}")
            reply(sock, token_body(request, fetched[-1]))
        else:
            reply(sock, REFUSAL if "token-0" in request.target else {"errcode": 0})

    client = client_of(serve(handle).url).client
    with ThreadPoolExecutor(8) as pool:
        assert all(answer.ok for answer in pool.map(lambda _: client.call(COUNT), range(8)))
    assert len(fetched) == 2


def test_a_token_that_comes_back_unchanged_is_fetched_once_for_all_threads(
    serve: Serve, client_of: Make
) -> None:
    def slowly(request: Seen, sock: socket.socket) -> None:
        time.sleep(0.1)
        reply(sock, token_body(request) or REFUSAL)

    server = serve(slowly)
    client = client_of(server.url).client
    client.old_token()
    with ThreadPoolExecutor(8) as pool:
        kinds = set(pool.map(lambda _: client.call(COUNT).kind, range(8)))
    assert kinds == {Kind.TOKEN_INVALID}
    assert [seen.path for seen in server.seen].count("/gettoken") == 2


def test_a_token_is_renewed_ten_minutes_before_its_end(
    serve: Serve, client_of: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(token_or({"errcode": 0}))
    client = client_of(server.url).client
    client.call(COUNT)
    started = time.monotonic()
    for later, fetches in ((6590.0, 1), (6610.0, 2)):
        clock = SimpleNamespace(monotonic=lambda later=later: started + later)
        monkeypatch.setattr("dingsetup.dingtalk.tokens.time", clock)
        client.call(COUNT)
        assert [seen.path for seen in server.seen].count("/gettoken") == fetches


def test_a_token_route_that_answers_ok_without_a_token_is_not_dingtalk(
    serve: Serve, client_of: Make
) -> None:
    server = serve(lambda _, sock: reply(sock, {"errcode": 0, "access_token": 5}))
    answer = client_of(server.url).client.call(COUNT)
    assert (answer.kind, answer.values["reason"]) == (Kind.NOT_DINGTALK, "wrong_type")


def test_a_read_is_repeated_after_a_server_error_and_each_try_is_logged(
    serve: Serve, client_of: Make
) -> None:
    answers = iter([{"errcode": -1, "errmsg": "系统繁忙"}, {"errcode": 0}])
    server = serve(lambda request, sock: reply(sock, token_body(request) or next(answers)))
    harness = client_of(server.url)
    assert harness.client.call(COUNT).ok
    logged = [(call.path, call.verdict, call.attempt) for call in harness.calls]
    assert logged == [
        ("/gettoken", Kind.OK, 1),
        ("/topapi/user/count", Kind.SERVER_ERROR, 1),
        ("/topapi/user/count", Kind.OK, 2),
    ]


def test_three_tries_are_the_most(serve: Serve, client_of: Make) -> None:
    server = serve(token_or({"errcode": -1, "errmsg": "系统繁忙"}))
    assert client_of(server.url).client.call(COUNT).kind is Kind.SERVER_ERROR
    assert len(server.seen) == 1 + 3


@pytest.mark.parametrize(
    "failure", [{"errcode": -1, "errmsg": "系统繁忙"}, {"errcode": 90018, "errmsg": "限流"}, None]
)
def test_a_send_is_never_repeated_once_it_may_have_arrived(
    serve: Serve, client_of: Make, failure: dict[str, object] | None
) -> None:
    def handle(request: Seen, sock: socket.socket) -> None:
        body = token_body(request) or failure
        if body is None:
            sock.shutdown(socket.SHUT_RDWR)
        else:
            reply(sock, body)

    server = serve(handle)
    assert not client_of(server.url).client.call(SEND, {"agent_id": 1}).ok
    assert [seen.path for seen in server.seen].count(SEND.partition(" ")[2]) == 1


def test_the_limit_of_the_app_is_waited_out(serve: Serve, client_of: Make) -> None:
    answers = iter([{"errcode": 88, "sub_code": "90018", "errmsg": "x"}, {"errcode": 0}])
    server = serve(lambda request, sock: reply(sock, token_body(request) or next(answers)))
    started = time.monotonic()
    assert client_of(server.url).client.call(COUNT).ok
    assert time.monotonic() - started >= 1.0


def test_the_limit_of_all_apps_is_not_waited_for(serve: Serve, client_of: Make) -> None:
    server = serve(token_or({"errcode": 88, "sub_code": "90002", "errmsg": "x"}))
    answer = client_of(server.url).client.call(COUNT)
    assert (answer.kind, answer.values, len(server.seen)) == (
        Kind.THROTTLED,
        {"scope": "api"},
        2,
    )


def test_a_connection_is_kept_and_used_again_by_other_threads(
    serve: Serve, client_of: Make
) -> None:
    server = serve(token_or({"errcode": 0}))
    client = client_of(server.url).client
    for _ in range(5):
        thread = threading.Thread(target=client.call, args=(COUNT,))
        thread.start()
        thread.join()
    assert (len(server.seen), server.connections) == (6, 1)


def test_nothing_that_is_shown_or_logged_holds_secret_or_token(
    serve: Serve, client_of: Make, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told = f"token {TOKEN} of secret {SECRET}, mobile 13912345678"
    server = serve(token_or({"errcode": 60121, "errmsg": told}))
    harness = client_of(server.url)
    answer = harness.client.call(COUNT)
    shown = f"{harness.client!r} {answer!r} {answer.message} {answer.values} {harness.calls}"
    shown += caplog.text + repr(Credentials("dingxxxx", SECRET))
    assert "dingxxxx" in shown
    assert not [word for word in (SECRET, TOKEN, "13912345678") if word in shown]


def test_the_clock_is_measured_against_the_servers_date(serve: Serve, client_of: Make) -> None:
    ahead = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)
    date = email.utils.format_datetime(ahead, usegmt=True)
    server = serve(lambda request, sock: reply(sock, token_body(request), Date=date))
    client = client_of(server.url).client
    assert client.clock_skew() is None
    client.old_token()
    skew = client.clock_skew()
    assert skew is not None
    assert abs(skew + datetime.timedelta(hours=1)) < datetime.timedelta(seconds=3)


def test_a_set_event_ends_a_call_in_the_middle_of_its_wait(serve: Serve, client_of: Make) -> None:
    cancel = threading.Event()
    server = serve(lambda request, sock: time.sleep(5))
    client = client_of(server.url, cancel=cancel).client
    threading.Timer(0.2, cancel.set).start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        client.call(COUNT)
    assert time.monotonic() - started < 4.5


def test_the_log_in_page_gets_no_token(serve: Serve, client_of: Make) -> None:
    server = serve(token_or(b"<html><title>DingTalk</title></html>"))
    answer = client_of(server.url).client.call("GET /oauth2/auth", {"client_id": "dingxxxx"})
    assert answer.ok
    assert server.seen[-1].target == "/oauth2/auth?client_id=dingxxxx"


def test_arguments_of_a_query_are_written_as_dingtalk_reads_them(
    serve: Serve, client_of: Make
) -> None:
    server = serve(token_or({"errcode": 0}))
    client_of(server.url).client.call("GET /auth/scopes", {"all": True, "ids": ["a", 1]})
    query = dict(parse_qsl(server.seen[-1].target.partition("?")[2]))
    assert query == {"all": "true", "ids": '["a",1]', "access_token": TOKEN}


def test_a_page_of_another_house_is_visited_without_a_token(serve: Serve, client_of: Make) -> None:
    server = serve(lambda _, sock: reply(sock, b"<html>", 302, Location="/login"))
    answer = client_of("http://127.0.0.1:9").client.visit(f"{server.url}/m?corpid=dingcorp")
    assert (answer.kind, answer.status) == (Kind.OK, 302)
    assert server.seen[0].target == "/m?corpid=dingcorp"
    assert "access_token" not in server.seen[0].target


def test_a_page_that_is_missing_is_told_with_its_status(serve: Serve, client_of: Make) -> None:
    server = serve(lambda _, sock: reply(sock, b"gone", 404))
    answer = client_of(server.url).client.visit(f"{server.url}/m")
    assert (answer.kind, answer.status) == (Kind.UNKNOWN, 404)


def test_a_route_no_fact_names_is_called_but_never_repeated(serve: Serve, client_of: Make) -> None:
    server = serve(token_or({"errcode": -1, "errmsg": "系统繁忙"}))
    harness = client_of(server.url)
    assert harness.client.call("POST /topapi/not/in/facts").kind is Kind.SERVER_ERROR
    assert len(server.seen) == 2
    assert harness.calls[-1].counted


def test_the_client_works_against_the_practice_tenant(
    tenant: Callable[..., object], facts: Facts
) -> None:
    from dingsetup.dingtalk.transport import Network
    from dingsetup.practice import PracticeTenant

    practice = tenant(people=5)
    assert isinstance(practice, PracticeTenant)
    who = practice.identity
    client = Client(Credentials(who.app_key, who.app_secret), facts, Network.at(practice.base_url))
    assert client.corp_token(who.corp_id).ok
    assert client.call(COUNT, {"only_active": True}).ok
    practice.set_scenarios(["scope-missing:qyapi_get_member"])
    answer = client.call(COUNT, {"only_active": True})
    assert (answer.kind, answer.values["scopes"]) == (Kind.SCOPE_MISSING, ["qyapi_get_member"])
    client.close()
