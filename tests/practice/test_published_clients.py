"""Clients that other people published run against the tenant unchanged."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from alibabacloud_dingtalk.contact_1_0 import models as contact_models
from alibabacloud_dingtalk.contact_1_0.client import Client as ContactClient
from alibabacloud_dingtalk.micro_app_1_0 import models as app_models
from alibabacloud_dingtalk.micro_app_1_0.client import Client as AppClient
from alibabacloud_dingtalk.oauth2_1_0 import models as token_models
from alibabacloud_dingtalk.oauth2_1_0.client import Client as TokenClient
from alibabacloud_tea_openapi.models import Config
from alibabacloud_tea_util.models import RuntimeOptions
from dingtalk.core.exceptions import DingTalkClientException
from Tea.exceptions import TeaException

from .conftest import Caller, Talk
from .published import old_client


@pytest.fixture
def talked(talk: Caller) -> Talk:
    return talk()


@pytest.fixture
def old(talked: Talk) -> Iterator[Any]:
    client: Any = old_client(talked)
    yield client
    client._http.close()


def test_dingtalk_sdk_reads_people(old: Any, talked: Talk) -> None:
    identity = talked.identity
    person = old.user.get(identity.userid)
    assert person["mobile"] == identity.mobile
    assert old.user.get_userid_by_unionid(person["unionid"])["userid"] == identity.userid
    members = old.user.get_dept_member(identity.dept_id)
    assert identity.userid in members
    page = old.user.list(identity.dept_id)
    assert [one["userid"] for one in page["userlist"]] == members
    assert old.user.simple_list(identity.dept_id, size=1)["hasMore"] is (len(members) > 1)
    assert old.user.get_org_user_count(only_active=False) <= 60
    assert old.user.auth_scopes()["auth_org_scopes"]["authed_dept"] == [1]
    assert old.user.get_admin()


def test_dingtalk_sdk_calls_todays_routes_by_their_paths(old: Any, talked: Talk) -> None:
    answer = old.post("/topapi/v2/user/getbymobile", {"mobile": talked.identity.mobile})
    assert answer["result"]["userid"] == talked.identity.userid


def test_dingtalk_sdk_walks_departments(old: Any, talked: Talk) -> None:
    everything = old.department.list(fetch_child=True)
    top = old.department.list(fetch_child=False)
    assert [one["id"] for one in top] == old.department.list_ids(1)
    assert len(everything) >= len(top)
    dept_id = talked.identity.dept_id
    assert old.department.get(dept_id)["parentid"] == 1
    assert old.department.list_parent_depts_by_dept(dept_id) == [dept_id, 1]


def test_dingtalk_sdk_uploads_and_reads_chats_contacts_and_apps(old: Any, talked: Talk) -> None:
    picture = io.BytesIO(b"png")
    picture.name = "chart.png"
    assert old.message.media_upload("image", picture)["media_id"]
    assert old.chat.get(talked.identity.chat_id)["chatid"] == talked.identity.chat_id
    assert old.extcontact.list(size=2)
    assert old.extcontact.listlabelgroups()
    assert old.microapp.list()[0]["agentId"] == talked.identity.agent_id
    assert old.microapp.visible_scopes(talked.identity.agent_id)["isHidden"] is False
    assert old.get_jsapi_ticket()["ticket"]


def test_dingtalk_sdk_renews_an_expired_token_by_itself(old: Any, talked: Talk) -> None:
    old.user.get(talked.identity.userid)
    talked.tenant.expire_tokens()
    assert old.user.get(talked.identity.userid)["userid"] == talked.identity.userid


def test_dingtalk_sdk_raises_what_dingtalk_says(old: Any, talked: Talk) -> None:
    talked.tenant.set_scenarios(["scope-missing:qyapi_chat_read"])
    with pytest.raises(DingTalkClientException) as caught:
        old.chat.get(talked.identity.chat_id)
    assert caught.value.errcode == 60011
    talked.tenant.set_scenarios(["ip-blocked"])
    with pytest.raises(DingTalkClientException, match=r"203\.0\.113\.7"):
        old.message.getsendresult(talked.identity.agent_id, 1)


def _config(talk: Talk) -> Config:
    return Config(protocol="http", endpoint=talk.tenant.base_url.removeprefix("http://"))


def _runtime() -> RuntimeOptions:
    return RuntimeOptions(autoretry=False)


def test_the_official_sdk_gets_tokens(talked: Talk) -> None:
    client = TokenClient(_config(talked))
    identity = talked.identity
    token = client.get_access_token(
        token_models.GetAccessTokenRequest(app_key=identity.app_key, app_secret=identity.app_secret)
    )
    assert token.body.access_token == talked.token
    assert token.body.expire_in == 7200
    corp = client.get_token(
        identity.corp_id,
        token_models.GetTokenRequest(
            client_id=identity.app_key,
            client_secret=identity.app_secret,
            grant_type="client_credentials",
        ),
    )
    assert corp.body.access_token == talked.token


def test_the_official_sdk_searches_contacts(talked: Talk) -> None:
    client = ContactClient(_config(talked))
    answer = client.search_user_with_options(
        contact_models.SearchUserRequest(query_word="王", offset=0, size=5),
        contact_models.SearchUserHeaders(x_acs_dingtalk_access_token=talked.token),
        _runtime(),
    )
    found: Any = answer.body
    assert found.total_count >= len(found.list) > 0


def test_the_official_sdk_reads_apps(talked: Talk) -> None:
    client = AppClient(_config(talked))
    agent_id, userid = talked.identity.agent_id, talked.identity.userid
    token = talked.token
    listed = client.list_all_inner_apps_with_options(
        app_models.ListAllInnerAppsHeaders(x_acs_dingtalk_access_token=token), _runtime()
    )
    assert [app.agent_id for app in listed.body.app_list] == [agent_id]
    visible = client.list_user_vileble_app_with_options(
        userid, app_models.ListUserVilebleAppHeaders(x_acs_dingtalk_access_token=token), _runtime()
    )
    assert agent_id in [app.agent_id for app in visible.body.app_list]
    scope = client.get_micro_app_scope_with_options(
        str(agent_id),
        app_models.GetMicroAppScopeHeaders(x_acs_dingtalk_access_token=token),
        _runtime(),
    )
    assert scope.body.result.only_admin_visible is False
    manages = client.get_micro_app_user_access_with_options(
        str(agent_id),
        userid,
        app_models.GetMicroAppUserAccessHeaders(x_acs_dingtalk_access_token=token),
        _runtime(),
    )
    assert manages.body.result in (True, False)


@pytest.mark.parametrize(
    ("scenario", "code"),
    [
        ("ip-blocked", "Forbidden.AccessDenied.IpNotInWhiteList"),
        (
            "scope-missing:qyapi_get_microapp_list",
            "Forbidden.AccessDenied.AccessTokenPermissionDenied",
        ),
        ("expired-token", "InvalidAuthentication"),
    ],
)
def test_the_official_sdk_raises_what_dingtalk_says(talked: Talk, scenario: str, code: str) -> None:
    talked.tenant.set_scenarios([scenario])
    with pytest.raises(TeaException) as caught:
        AppClient(_config(talked)).list_all_inner_apps_with_options(
            app_models.ListAllInnerAppsHeaders(x_acs_dingtalk_access_token=talked.token),
            _runtime(),
        )
    assert caught.value.code == code


def test_the_official_sdk_raises_for_a_bad_secret(talked: Talk) -> None:
    talked.tenant.set_scenarios(["bad-secret"])
    with pytest.raises(TeaException) as caught:
        TokenClient(_config(talked)).get_access_token(
            token_models.GetAccessTokenRequest(
                app_key=talked.identity.app_key, app_secret=talked.identity.app_secret
            )
        )
    assert caught.value.code == "invalidClientIdOrSecret"
