"""Every scenario can be told from every other by what a client sees."""

from typing import Any

import pytest
import requests

from dingsetup.facts import Facts
from dingsetup.practice import App, PracticeTenant
from dingsetup.practice.parameters import PORTAL_FORMS

from .conftest import Caller, Talk

COUNT = "POST /topapi/user/count"
SEARCH = "POST /v1.0/contact/users/search"
WORD = {"queryWord": "王", "offset": 0, "size": 1}
SIX = (
    "qyapi_get_department_list",
    "qyapi_get_member",
    "qyapi_get_member_by_mobile",
    "qyapi_get_department_member",
    "qyapi_ext_read",
    "qyapi_chat_read",
)


def _probes(talk: Talk, facts: Facts) -> dict[str, dict[str, Any]]:
    return {
        permission.code: talk.old(permission.probe, **permission.arguments)
        for permission in facts.permissions
    }


def _code(answer: dict[str, Any]) -> str:
    return str(answer.get("sub_code", answer.get("errcode")))


def test_a_healthy_tenant_refuses_nothing(talk: Caller, facts: Facts) -> None:
    caller = talk("healthy")
    assert caller.tenant.scenarios == ()
    assert "60011" not in {_code(answer) for answer in _probes(caller, facts).values()}
    assert caller.corp_token(caller.identity.corp_id).json()["access_token"] == caller.token
    assert caller.new_token().json() == {"accessToken": caller.token, "expireIn": 7200}


def test_bad_secret_refuses_the_handed_secret_on_every_token_route(talk: Caller) -> None:
    caller = talk("bad-secret")
    assert caller.old_token() == {"errcode": 40096, "errmsg": "不合法的appKey或appSecret"}
    assert caller.new_token().status_code == 400
    assert caller.new_token().json()["code"] == "invalidClientIdOrSecret"
    assert caller.corp_token(caller.identity.corp_id).json()["code"] == "invalid.client"


def test_wrong_corp_fails_the_per_corp_token_alone(talk: Caller) -> None:
    caller = talk("wrong-corp")
    reply = caller.corp_token(caller.identity.corp_id)
    assert (reply.status_code, reply.json()["code"]) == (500, "unknownError")
    assert caller.old_token()["errcode"] == 0


def test_app_disabled_refuses_tokens_and_calls(talk: Caller) -> None:
    caller = talk("app-disabled")
    assert caller.old_token()["errcode"] == 50003
    assert caller.new_token().json()["code"] == "50003"
    assert _code(caller.old(COUNT, only_active=True)) == "50003"


@pytest.mark.parametrize(
    ("scenario", "address"), [("ip-blocked", "203.0.113.7"), ("ip-blocked-v6", "2001:db8::7")]
)
def test_a_blocked_address_is_named_in_every_form_but_tokens_are_given(
    talk: Caller, scenario: str, address: str
) -> None:
    caller = talk(scenario)
    words = f"request ip={address} appKey({caller.identity.app_key})"
    assert caller.old_token()["errcode"] == 0
    wrapped = caller.old(COUNT, only_active=True)
    assert (wrapped["errcode"], wrapped["sub_code"]) == (88, "60020")
    assert words in wrapped["errmsg"]
    plain = caller.session.get(
        caller.url("/auth/scopes"), params={"access_token": caller.token}, timeout=10
    )
    assert plain.json()["errcode"] == 60020
    assert words in plain.json()["errmsg"]
    assert f"appKey\\u0028{caller.identity.app_key}\\u0029" in plain.text
    reply = caller.new(SEARCH, **WORD)
    assert reply.status_code == 403
    assert reply.json()["code"] == "Forbidden.AccessDenied.IpNotInWhiteList"
    assert words in reply.json()["message"]


def test_an_address_put_on_the_allowlist_is_let_through_until_it_is_taken_off(
    talk: Caller,
) -> None:
    caller = talk("ip-blocked")
    before = caller.tenant.allowlist
    caller.tenant.set_allowlist((*before, "203.0.113.*"))
    assert _code(caller.old(COUNT, only_active=True)) == "0"
    caller.tenant.set_allowlist(before)
    assert _code(caller.old(COUNT, only_active=True)) == "60020"


@pytest.mark.parametrize("scope", SIX)
def test_each_permission_taken_away_fails_its_probe_alone(
    talk: Caller, facts: Facts, scope: str
) -> None:
    caller = talk(f"scope-missing:{scope}")
    answers = _probes(caller, facts)
    refused = [code for code, answer in answers.items() if _code(answer) == "60011"]
    assert refused == [scope]
    link = (
        f"https://open-dev.dingtalk.com/appscope/apply?content={caller.identity.app_key}%23{scope}"
    )
    assert f"{link}, {{requiredScopes=[{scope}]}}" in answers[scope]["errmsg"]


def test_a_missing_scope_of_a_new_route_stands_in_the_detail(talk: Caller) -> None:
    caller = talk("scope-missing:qyapi_addresslist_search")
    reply = caller.new(SEARCH, **WORD)
    assert reply.status_code == 403
    assert reply.json()["code"] == "Forbidden.AccessDenied.AccessTokenPermissionDenied"
    assert reply.json()["accessdenieddetail"] == {"requiredScopes": ["qyapi_addresslist_search"]}


def test_a_foreign_agent_is_nobodys_app_here(talk: Caller) -> None:
    caller = talk("foreign-agent")
    agent_id = caller.identity.agent_id
    apps = caller.new("GET /v1.0/microApp/allInnerApps").json()["appList"]
    assert agent_id not in [app["agentId"] for app in apps]
    userid = caller.identity.userid
    for path in ("scopes", f"users/{userid}/adminAccess"):
        assert caller.new(f"GET /v1.0/microApp/apps/{agent_id}/{path}").status_code == 400
    answer = caller.old(
        "POST /topapi/message/corpconversation/asyncsend_v2",
        agent_id=agent_id,
        userid_list=userid,
        msg={"msgtype": "text", "text": {"content": "hello"}},
    )
    assert answer["errcode"] == 41020


def test_the_own_agent_is_listed_and_seen_by_all(talk: Caller) -> None:
    caller = talk()
    agent_id, userid = caller.identity.agent_id, caller.identity.userid
    for name in ("allApps", "allInnerApps", f"users/{userid}/apps"):
        apps = caller.new(f"GET /v1.0/microApp/{name}").json()["appList"]
        assert agent_id in [app["agentId"] for app in apps]
    scopes = caller.new(f"GET /v1.0/microApp/apps/{agent_id}/scopes").json()["result"]
    assert scopes == {"userIds": [], "deptIds": [], "roleIds": [], "onlyAdminVisible": False}
    old = caller.old("POST /microapp/visible_scopes", agentId=agent_id)
    assert old["isHidden"] is False


def test_an_expired_token_is_told_in_each_form(talk: Caller) -> None:
    caller = talk("expired-token")
    assert _code(caller.old(COUNT, only_active=True)) == "40014"
    assert caller.old("GET /auth/scopes") == {"errcode": 42001, "errmsg": "access_token超时"}
    assert caller.new(SEARCH, **WORD).json()["code"] == "InvalidAuthentication"


def test_throttled_calls_are_no_permission_matter(talk: Caller) -> None:
    caller = talk("throttled")
    wrapped = caller.old(COUNT, only_active=True)
    assert (wrapped["errcode"], wrapped["sub_code"]) == (88, "90018")
    assert "dingtalk.oapi.user.count" in wrapped["errmsg"]
    reply = caller.new(SEARCH, **WORD)
    assert reply.status_code == 403
    assert reply.json()["code"] == "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi"
    assert caller.old_token()["errcode"] == 0


def test_an_exhausted_quota_stops_counted_calls_only(talk: Caller) -> None:
    caller = talk("quota-exhausted")
    assert _code(caller.old(COUNT, only_active=True)) == "0"
    assert _code(caller.old("GET /auth/scopes")) == "90020"
    assert caller.new(SEARCH, **WORD).json()["code"] == "Forbidden.AccessDenied.ApiCountLimitForOrg"


def test_a_server_error_is_dingtalks_on_every_call(talk: Caller) -> None:
    caller = talk("server-error")
    assert caller.old_token()["errcode"] == -1
    assert caller.old(COUNT, only_active=True)["errcode"] == -1
    reply = caller.new(SEARCH, **WORD)
    assert (reply.status_code, reply.json()["code"]) == (500, "systemBusy")


def test_a_portal_answers_everything_with_its_page(talk: Caller) -> None:
    caller = talk("portal")
    for path in ("/gettoken", "/topapi/user/count", "/v1.0/nowhere", "/bi-h5/", "/"):
        reply = caller.session.post(caller.url(path), timeout=10)
        assert reply.status_code == 200
        assert reply.headers["Content-Type"].startswith("text/html")
    assert caller.session.get(caller.url("/_practice/state"), timeout=10).json()["scenarios"]


def test_a_slow_tenant_takes_its_time_and_then_answers(talk: Caller) -> None:
    caller = talk("slow:150")
    reply = caller.new_token()
    assert reply.json()["accessToken"]
    assert reply.elapsed.total_seconds() >= 0.15


def test_a_flaky_line_drops_every_third_call_and_takes_it_when_repeated(talk: Caller) -> None:
    caller = talk("flaky")
    for _ in range(3):
        for _ in range(2):
            assert caller.old_token()["errcode"] == 0
        with pytest.raises(requests.ConnectionError):
            caller.old_token()
        assert caller.old_token()["errcode"] == 0


def test_a_dropped_send_reached_nobody(talk: Caller) -> None:
    caller = talk("reset")
    with pytest.raises(requests.ConnectionError):
        caller.send(caller.identity.userid, "lost")
    caller.tenant.set_scenarios([])
    inbox = caller.session.get(caller.url("/_practice/inbox"), timeout=10).json()
    assert inbox == {"notes": []}


def test_a_reset_line_resets_every_call(talk: Caller) -> None:
    caller = talk("reset")
    for _ in range(3):
        with pytest.raises(requests.ConnectionError, match=r"reset|10054"):
            caller.old_token()


def test_mending_a_fault_mends_it_at_once(talk: Caller) -> None:
    caller = talk("ip-blocked", "scope-missing:qyapi_get_member")
    caller.tenant.set_scenarios(["scope-missing:qyapi_get_member"])
    assert _code(caller.old(COUNT, only_active=True)) == "60011"
    caller.tenant.set_scenarios(["healthy"])
    assert _code(caller.old(COUNT, only_active=True)) == "0"


def test_the_tenant_plays_the_app_it_is_given_and_makes_up_the_rest(facts: Facts) -> None:
    app = App(app_key="dingabcdefgh12345678", agent_id=99_999_999_999, allowlist=("203.0.113.7",))
    with PracticeTenant.start(facts, app=app, people=5) as tenant:
        caller = Talk(tenant).login()
        caller.session.close()
        assert (tenant.identity.app_key, tenant.identity.agent_id) == (app.app_key, app.agent_id)
        assert tenant.identity.app_secret.startswith("practice-only_")
        assert tenant.allowlist == ("203.0.113.7",)
    assert "practice-only" not in repr(App(app_secret="practice-only_x"))


def test_the_callers_address_is_the_one_that_was_blocked_last(talk: Caller) -> None:
    tenant = talk().tenant
    assert tenant.caller == "203.0.113.7"
    tenant.set_scenarios(["ip-blocked:198.51.100.9"])
    assert tenant.caller == "198.51.100.9"
    tenant.set_scenarios([])
    assert tenant.caller == "198.51.100.9"


def test_the_people_of_a_narrow_range_are_seen_and_nobody_else(talk: Caller) -> None:
    caller = talk("narrow-range:+2")
    people = caller.tenant.company.people
    scopes = caller.old("GET /auth/scopes")["auth_org_scopes"]
    assert scopes == {"authed_user": [one.userid for one in people[:2]], "authed_dept": []}
    get = "POST /topapi/v2/user/get"
    assert caller.old(get, userid=people[1].userid)["errcode"] == 0
    assert caller.old(get, userid=people[2].userid)["errcode"] == 50002


@pytest.mark.parametrize("form", PORTAL_FORMS)
def test_a_portal_stands_before_the_host_it_names_alone(talk: Caller, form: str) -> None:
    caller = talk(f"portal:api={form}")
    reply = caller.session.post(
        caller.url("/v1.0/oauth2/accessToken"), json={}, timeout=10, allow_redirects=False
    )
    assert reply.status_code == (302 if form == "redirect" else 200)
    assert "accessToken" not in reply.text
    assert caller.old_token()["errcode"] == 0


def test_a_proxys_refusal_tells_no_time_of_dingtalks(talk: Caller) -> None:
    caller = talk("proxy-refused:oapi")
    reply = caller.session.get(caller.url("/gettoken"), timeout=10)
    assert reply.status_code == 407
    assert "Date" not in reply.headers
    assert caller.new_token().status_code == 200


def test_datawinds_page_answers_with_the_status_asked_for(talk: Caller) -> None:
    caller = talk("homepage:204")
    assert caller.session.get(caller.url("/bi-h5/"), timeout=10).status_code == 204
    caller.tenant.set_scenarios(["homepage:503"])
    assert caller.session.get(caller.url("/any/path"), timeout=10).status_code == 503
    assert caller.old_token()["errcode"] == 0


def test_a_call_refused_on_purpose_says_its_code_and_words(talk: Caller) -> None:
    caller = talk("refuse-call:/topapi/user/count=987654:some=words: here")
    answer = caller.old(COUNT, only_active=True)
    assert (answer["errcode"], answer["errmsg"]) == (987654, "some=words: here")
    assert caller.old("GET /auth/scopes")["errcode"] == 0
