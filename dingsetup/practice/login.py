"""Logging in: the page on login.dingtalk.com, codes, and tokens of users (KB 0019, 0024, 0029)."""

from html import escape
from urllib.parse import urlencode, urlsplit

from dingsetup.practice import answers
from dingsetup.practice.answers import Form, Refused, Reply
from dingsetup.practice.calls import Call
from dingsetup.practice.company import Person
from dingsetup.practice.routes import Body, Route, refuse_new, refuse_old
from dingsetup.practice.state import TOKEN_SECONDS, State
from dingsetup.practice.tokens import is_ours

_SCOPES = ("openid", "openid corpid")


def _page(state: State, call: Call) -> Reply:
    """Show who may log in, each a link back with a code, or why nobody may.

    Only the domain of the redirect URL is compared, which is official; port and path are
    UNCONFIRMED, and so are today's words for one that is not registered.
    """
    redirect = str(call.get("redirect_uri") or "")
    if call.get("client_id") != state.identity.app_key:
        return _html("无权限查看此页面，无效的appid")
    if call.get("response_type") != "code" or call.get("scope") not in _SCOPES:
        return _html("参数错误：response_type 或 scope")
    if not call.get("prompt"):
        return _html("参数错误：prompt")
    if not is_registered(redirect, state.redirect_urls):
        return _html("redirect_url的域名不在appid的安全域名内")
    learner = state.company.by_userid[state.identity.userid]
    people = (learner, *(one for one in state.company.people[:5] if one is not learner))
    links = "".join(_link(state, call, redirect, person) for person in people if person.active)
    return _html("选择登录的人（练习）", f"<ul>{links}</ul>")


def is_registered(redirect: str, registered: tuple[str, ...]) -> bool:
    """Whether the redirect URL is on the domain of a registered one."""
    wanted = _host(redirect)
    return wanted is not None and wanted in {_host(url) for url in registered}


def _host(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        return parts.hostname if parts.scheme in ("http", "https") else None
    except ValueError:
        return None


def _link(state: State, call: Call, redirect: str, person: Person) -> str:
    code = new_code(state, person)
    answer = {"authCode": code, "code": code}
    if call.get("state"):
        answer["state"] = str(call["state"])
    address, hash_mark, fragment = redirect.partition("#")
    joined = f"{address}{'&' if '?' in address else '?'}{urlencode(answer)}{hash_mark}{fragment}"
    return f'<li><a href="{escape(joined)}">{escape(person.name)}</a></li>'


def _html(title: str, content: str = "") -> Reply:
    page = (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>钉钉登录 · 练习</title></head>'
        f"<body><h1>{escape(title)}</h1>{content}</body></html>"
    )
    return Reply(body=page, mime="text/html; charset=utf-8")


def new_code(state: State, person: Person) -> str:
    """Make a log-in code; it can be used once."""
    code = state.new_word()
    state.login_codes[code] = (person.userid, False)
    return code


def _use_code(state: State, code: object) -> tuple[Person, bool] | None:
    """Return whose code it is and whether it was used before; None for an unknown one."""
    found = state.login_codes.get(str(code))
    if found is None:
        return None
    userid, used = found
    state.login_codes[str(code)] = (userid, True)
    return state.company.by_userid[userid], used


def _user_token(state: State, call: Call) -> Body:
    _check_scope(state, "open_app_api_base")
    if not is_ours(state, call["clientId"], call["clientSecret"]):
        raise refuse_new("invalidClientIdOrSecret", "无效的clientId或者clientSecret")
    if call["grantType"] != "authorization_code":
        raise refuse_new("unsupported.grant.type", "不支持的grantType")
    found = _use_code(state, call.get("code"))
    if found is None or found[1]:
        raise refuse_new("invalidParameter.authCode.notFound", "不存在的authCode")
    token = state.new_word()
    state.user_tokens[token] = found[0].userid
    return {
        "accessToken": token,
        "refreshToken": state.new_word(),
        "expireIn": TOKEN_SECONDS,
        "corpId": state.identity.corp_id,
    }


def _check_scope(state: State, scope: str) -> None:
    if scope in state.faults.missing_scopes:
        raise Refused(answers.scope_missing(Form.NEW, scope, state.identity.app_key))


def _me(state: State, call: Call) -> Body:
    if not call.token:
        raise Refused(answers.token_blank(Form.NEW))
    userid = state.user_tokens.get(call.token)
    if userid is None or state.faults.has("expired-token"):
        raise Refused(answers.token_refused(Form.NEW))
    _check_scope(state, "Contact.User.Read")
    person = state.company.by_userid[userid]
    fields = {
        "nick": person.name,
        "avatarUrl": "",
        "mobile": person.mobile,
        "openId": f"open{person.unionid}",
        "unionId": person.unionid,
        "email": person.email,
        "stateCode": "86",
    }
    return {key: value for key, value in fields.items() if key not in state.faults.hidden_fields}


def _free_login(state: State, call: Call) -> Body:
    return {"result": _who(state, call)}


def _old_free_login(state: State, call: Call) -> Body:
    found = _who(state, call)
    return {"userid": found["userid"], "is_sys": found["sys"], "sys_level": found["sys_level"]}


def _who(state: State, call: Call) -> Body:
    found = _use_code(state, call["code"])
    if found is None:
        raise refuse_old(40078, "不存在的临时授权码")
    person, used = found
    if used:
        raise refuse_old(40102, "过期的临时授权码")
    return {
        "userid": person.userid,
        "unionid": person.unionid,
        "name": person.name,
        "sys": person.admin,
        "sys_level": 1 if person.boss else 2 if person.admin else 0,
        "device_id": "",
        "associated_unionid": "",
    }


ROUTES = {
    "GET /oauth2/auth": Route(answer=_page, needs_token=False),
    "POST /v1.0/oauth2/userAccessToken": Route(
        answer=_user_token,
        required=("clientId", "clientSecret", "grantType"),
        needs_token=False,
    ),
    "GET /v1.0/contact/users/me": Route(answer=_me, needs_token=False),
    "POST /topapi/v2/user/getuserinfo": Route(
        answer=_free_login, required=("code",), shapes={"code": "text"}
    ),
    "GET /user/getuserinfo": Route(answer=_old_free_login, required=("code",)),
}
