"""The log-in page checks the redirect URL's domain and hands out codes that work once."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from .conftest import Caller, Talk


def _page(talk: Talk, **change: str) -> str:
    asked = {
        "redirect_uri": "https://console.volcengine.com/bi/datawind/auth",
        "response_type": "code",
        "client_id": talk.identity.app_key,
        "scope": "openid",
        "state": "a b&c",
        "prompt": "consent",
        **change,
    }
    reply = requests.get(talk.url("/oauth2/auth"), params=asked, timeout=10)
    assert reply.status_code == 200
    return reply.text


def _answers(page: str) -> dict[str, list[str]]:
    link = re.search(r'href="([^"]+)"', page)
    assert link
    return parse_qs(urlsplit(unescape(link[1])).query)


def test_the_page_sends_back_both_codes_and_the_state(talk: Caller) -> None:
    answers = _answers(_page(talk()))
    assert answers["authCode"] == answers["code"]
    assert answers["state"] == ["a b&c"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"redirect_uri": "https://elsewhere.example/"}, "redirect_url的域名不在appid的安全域名内"),
        ({"redirect_uri": "javascript:alert(1)"}, "redirect_url的域名不在appid的安全域名内"),
        ({"redirect_uri": "http://[bad"}, "redirect_url的域名不在appid的安全域名内"),
        ({"client_id": "dingsomebodyelse"}, "无效的appid"),
        ({"scope": "everything"}, "参数错误"),
        ({"prompt": ""}, "参数错误"),
    ],
)
def test_the_page_says_why_nobody_may_log_in(
    talk: Caller, change: dict[str, str], words: str
) -> None:
    page = _page(talk(), **change)
    assert words in page
    assert "href" not in page


def test_a_code_becomes_a_user_token_once(talk: Caller) -> None:
    caller = talk()
    body = {
        "clientId": caller.identity.app_key,
        "clientSecret": caller.identity.app_secret,
        "code": _answers(_page(caller))["code"][0],
        "grantType": "authorization_code",
    }
    address = caller.url("/v1.0/oauth2/userAccessToken")
    token = requests.post(address, json=body, timeout=10).json()
    assert token["corpId"] == caller.identity.corp_id
    again = requests.post(address, json=body, timeout=10)
    assert (again.status_code, again.json()["code"]) == (
        400,
        "invalidParameter.authCode.notFound",
    )
    caller.token = token["accessToken"]
    me = caller.new("GET /v1.0/contact/users/me").json()
    assert me["mobile"] == caller.identity.mobile
    # A user's token is not the app's.
    assert caller.old("GET /auth/scopes")["errcode"] == 40014


def test_a_free_login_code_is_used_once(talk: Caller) -> None:
    caller = talk()
    code = _answers(_page(caller))["code"][0]
    name = "POST /topapi/v2/user/getuserinfo"
    assert caller.old(name, code=code)["result"]["userid"] == caller.identity.userid
    assert caller.old(name, code=code)["errcode"] == 40102
    assert caller.old(name, code="unknown")["errcode"] == 40078


@pytest.mark.parametrize("scope", ["open_app_api_base", "Contact.User.Read"])
def test_user_routes_need_their_permissions(talk: Caller, scope: str) -> None:
    caller = talk()
    code = _answers(_page(caller))["code"][0]
    caller.tenant.set_scenarios([f"scope-missing:{scope}"])
    body = {
        "clientId": caller.identity.app_key,
        "clientSecret": caller.identity.app_secret,
        "code": code,
        "grantType": "authorization_code",
    }
    answer = requests.post(caller.url("/v1.0/oauth2/userAccessToken"), json=body, timeout=10).json()
    if "accessToken" in answer:
        caller.token = answer["accessToken"]
        answer = caller.new("GET /v1.0/contact/users/me").json()
    assert answer["accessdenieddetail"]["requiredScopes"] == [scope]
