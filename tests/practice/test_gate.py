"""The gateway's order and the exact shapes of its answers."""

from typing import Any

import pytest

from .conftest import Caller

COUNT = "POST /topapi/user/count"
SEARCH = "POST /v1.0/contact/users/search"
WORD = {"queryWord": "王", "offset": 0, "size": 1}


def test_an_unknown_topapi_method_is_told_before_a_bad_token(talk: Caller) -> None:
    caller = talk()
    caller.token = "bogus"
    answer = caller.old("POST /topapi/v2/user/notexist")
    assert answer.pop("request_id")
    assert answer == {
        "errcode": 22,
        "sub_msg": "不合法ApiName，ApiName = dingtalk.oapi.v2.user.notexist",
        "errmsg": "Invalid method[submsg=不合法ApiName，ApiName = dingtalk.oapi.v2.user.notexist]",
    }


@pytest.mark.parametrize("path", ["/nowhere", "/contact/users/sort", "/user/notexist"])
def test_an_unknown_other_path_is_404_inside_a_200(talk: Caller, path: str) -> None:
    caller = talk()
    reply = caller.session.post(caller.url(path), json={}, timeout=10)
    assert (reply.status_code, reply.json()["errcode"]) == (200, 404)


def test_an_unknown_new_path_is_not_found(talk: Caller) -> None:
    reply = talk().new("GET /v1.0/nowhere")
    assert (reply.status_code, reply.json()["code"]) == (404, "InvalidAction.NotFound")


def test_a_wrong_verb_is_named(talk: Caller) -> None:
    caller = talk()
    assert caller.old("POST /auth/scopes")["errcode"] == 43001
    assert caller.old("GET /topapi/user/count")["errcode"] == 43002


def test_a_refused_token_is_wrapped_on_topapi_only(talk: Caller) -> None:
    caller = talk()
    caller.token = "bogus"
    answer = caller.old(COUNT, only_active=True)
    assert answer.pop("request_id")
    assert answer == {
        "errcode": 88,
        "sub_code": "40014",
        "sub_msg": "不合法的access_token",
        "errmsg": "ding talk error[subcode=40014,submsg=不合法的access_token]",
    }
    assert caller.old("GET /auth/scopes") == {"errcode": 40014, "errmsg": "不合法的access_token"}
    reply = caller.new(SEARCH, **WORD)
    assert reply.status_code == 400
    assert set(reply.json()) == {"code", "message", "requestid"}
    assert reply.json()["code"] == "InvalidAuthentication"


def test_a_token_in_the_wrong_place_is_no_token(talk: Caller) -> None:
    caller = talk()
    header = {"x-acs-dingtalk-access-token": caller.token}
    old = caller.session.post(
        caller.url("/topapi/user/count"), headers=header, json={"only_active": True}, timeout=10
    ).json()
    assert (old["sub_code"], old["sub_msg"]) == ("40000", "access_token is blank")
    places: tuple[dict[str, Any], ...] = (
        {"params": {"access_token": caller.token}},
        {"headers": {"Authorization": f"Bearer {caller.token}"}},
    )
    for place in places:
        new = caller.session.post(
            caller.url("/v1.0/contact/users/search"), json=WORD, timeout=10, **place
        )
        assert new.status_code == 400
        assert new.json()["code"] == "AuthenticationFailed.MissingParameter"


def test_topapi_takes_a_form_with_the_token_in_it(talk: Caller) -> None:
    caller = talk()
    form = {"access_token": caller.token, "only_active": "true"}
    answer = caller.session.post(caller.url("/topapi/user/count"), data=form, timeout=10).json()
    assert answer["errcode"] == 0
    form["only_active"] = "True"
    answer = caller.session.post(caller.url("/topapi/user/count"), data=form, timeout=10).json()
    assert (answer["errcode"], answer["errmsg"]) == (41, "Invalid arguments:only_active")


@pytest.mark.parametrize(
    ("name", "arguments", "code", "words"),
    [
        (COUNT, {}, 40, "Missing required arguments:only_active"),
        (COUNT, {"only_active": "yes"}, 41, "Invalid arguments:only_active"),
        ("POST /topapi/v2/department/get", {"dept_id": "eins"}, 41, "Invalid arguments:dept_id"),
        ("POST /topapi/v2/department/get", {"dept_id": 0}, 40009, "不合法的部门id"),
        ("POST /topapi/v2/department/get", {"dept_id": 99}, 60003, "部门不存在"),
        ("POST /topapi/v2/user/get", {"userid": "nobody"}, 60121, "找不到该用户"),
        ("POST /topapi/v2/user/getbymobile", {"mobile": "12"}, 40104, "无效的手机号"),
        ("POST /topapi/v2/user/getbymobile", {"mobile": "19900000000"}, 60121, "未找到该用户"),
        ("POST /topapi/user/getbyunionid", {"unionid": "x"}, 60121, "找不到该用户"),
        ("POST /topapi/extcontact/get", {"user_id": "x"}, 33012, "无效的USERID"),
        ("POST /topapi/extcontact/list", {"size": 5}, 40068, "不合法的偏移量"),
        ("GET /chat/get", {"chatid": "chat0000"}, 40016, "不合法的会话id"),
        ("GET /chat/get", {}, 34001, "会话id不能为空"),
        ("GET /user/get", {}, 40035, "缺少参数 userid"),
    ],
)
def test_business_errors_stand_at_top_level(
    talk: Caller, name: str, arguments: dict[str, Any], code: int, words: str
) -> None:
    answer = talk().old(name, **arguments)
    assert (answer["errcode"], answer["errmsg"]) == (code, words)


def test_a_new_route_names_the_missing_argument(talk: Caller) -> None:
    caller = talk()
    reply = caller.session.post(caller.url("/v1.0/oauth2/accessToken"), json={}, timeout=10)
    assert (reply.status_code, reply.json()["code"]) == (400, "MissingappKey")


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ("server-error", "expired-token", "-1"),
        ("expired-token", "ip-blocked", "40014"),
        ("ip-blocked", "scope-missing:qyapi_get_member", "60020"),
        ("scope-missing:qyapi_get_member", "throttled", "60011"),
    ],
)
def test_faults_combine_in_the_gateways_order(
    talk: Caller, first: str, second: str, code: str
) -> None:
    for order in ((first, second), (second, first)):
        # Without its argument, so that what comes later would be missed if it came first.
        answer = talk(*order).old(COUNT)
        assert str(answer.get("sub_code", answer["errcode"])) == code


def test_permission_is_checked_before_arguments_and_objects(talk: Caller) -> None:
    caller = talk("scope-missing:qyapi_chat_read")
    assert caller.old("GET /chat/get")["errcode"] == 60011


def test_the_21st_call_of_a_second_waits_for_the_next_second(talk: Caller) -> None:
    caller = talk(limits=True)
    codes = [str(caller.old(COUNT, only_active=True).get("sub_code")) for _ in range(45)]
    # 45 calls take less than two whole seconds, so at least one second sees more than 20.
    assert "90018" in codes
    assert codes[:20] == ["None"] * 20
    # Another API has its own 20.
    assert caller.old("GET /auth/scopes")["errcode"] == 0


def test_only_counted_calls_use_up_the_month(talk: Caller) -> None:
    caller = talk()
    caller.old(COUNT, only_active=True)
    caller.old("GET /auth/scopes")
    assert [(call.path, call.counted) for call in caller.tenant.calls] == [
        ("/gettoken", False),
        ("/topapi/user/count", False),
        ("/auth/scopes", True),
    ]
