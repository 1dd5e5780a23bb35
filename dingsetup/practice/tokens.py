"""Tokens of both generations and per corp, and the tickets made with them."""

from dingsetup.practice import answers
from dingsetup.practice.answers import Form, Refused
from dingsetup.practice.calls import Call
from dingsetup.practice.routes import Body, Route, refuse_new, refuse_old
from dingsetup.practice.state import TOKEN_SECONDS, State


def is_ours(state: State, app_key: object, app_secret: object) -> bool:
    """Whether these are the app's credentials; with `bad-secret` the handed secret is not."""
    if state.faults.has("bad-secret"):
        return False
    return (app_key, app_secret) == (state.identity.app_key, state.identity.app_secret)


def _old_token(state: State, call: Call) -> Body:
    if call.get("corpid"):
        # The form before app keys; no practice tenant has such a secret.
        raise refuse_old(40089, "不合法的corpId或corpSecret")
    # The query alone counts: DingTalk ignores a body here.
    app_key, app_secret = call.query.get("appkey"), call.query.get("appsecret")
    if not app_key or not app_secret:
        raise refuse_old(40035, "缺少参数 corpid or appkey")
    if not is_ours(state, app_key, app_secret):
        raise refuse_old(40096, "不合法的appKey或appSecret")
    _check_enabled(state, Form.PLAIN)
    return {"access_token": state.app_token(), "expires_in": TOKEN_SECONDS}


def _new_token(state: State, call: Call) -> Body:
    if not is_ours(state, call["appKey"], call["appSecret"]):
        raise refuse_new("invalidClientIdOrSecret", "无效的clientId或者clientSecret")
    _check_enabled(state, Form.NEW)
    return {"accessToken": state.app_token(), "expireIn": TOKEN_SECONDS}


def _corp_token(state: State, call: Call) -> Body:
    if call["grant_type"] != "client_credentials":
        raise refuse_new("unsupported.grant.type", "不支持的grant_type")
    if state.faults.has("wrong-corp") or call.path["corpId"] != state.identity.corp_id:
        # What a wrong CorpId was seen to get, whatever the credentials.
        raise refuse_new("unknownError", "未知错误", status=500)
    if not is_ours(state, call["client_id"], call["client_secret"]):
        raise refuse_new("invalid.client", "无效的client_id或者client_secret")
    _check_enabled(state, Form.NEW)
    return {"access_token": state.app_token(), "expires_in": TOKEN_SECONDS}


def _check_enabled(state: State, form: Form) -> None:
    if state.faults.has("app-disabled"):
        raise Refused(answers.app_disabled(form))
    for name, disbanded in (("org-disabled", False), ("org-disbanded", True)):
        if state.faults.has(name):
            raise Refused(answers.org_stopped(form, disbanded=disbanded))


def _old_ticket(state: State, call: Call) -> Body:
    del call
    return {"ticket": state.new_word(), "expires_in": TOKEN_SECONDS}


def _new_ticket(state: State, call: Call) -> Body:
    del call
    return {"jsapiTicket": state.new_word(), "expireIn": TOKEN_SECONDS}


ROUTES = {
    "GET /gettoken": Route(answer=_old_token, needs_token=False),
    "POST /v1.0/oauth2/accessToken": Route(
        answer=_new_token,
        required=("appKey", "appSecret"),
        shapes={"appKey": "text", "appSecret": "text"},
        needs_token=False,
    ),
    "POST /v1.0/oauth2/{corpId}/token": Route(
        answer=_corp_token,
        required=("client_id", "client_secret", "grant_type"),
        shapes={"client_id": "text", "client_secret": "text"},
        needs_token=False,
    ),
    "GET /get_jsapi_ticket": Route(answer=_old_ticket),
    "POST /v1.0/oauth2/jsapiTickets": Route(answer=_new_ticket),
}
