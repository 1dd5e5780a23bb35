"""Answers as DingTalk words them: every generation's shapes of success and error.

Texts and shapes are those of real answers and of the error table (KB 0013) unless a docstring
says UNCONFIRMED.
"""

import json
import uuid
from collections.abc import Mapping
from enum import Enum
from typing import Any

import msgspec

APPLY = "https://open-dev.dingtalk.com/appscope/apply?content={app_key}%23{scope}"


class Form(Enum):
    """How a route words its errors."""

    TOPAPI = "topapi"
    """Old, behind the gateway: gateway errors are wrapped in 88 with a string `sub_code`."""
    PLAIN = "plain"
    """Old, without the gateway: the code stands at top level."""
    NEW = "new"
    """`/v1.0/`: a real HTTP status, the code is a word."""


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """An answer before it gets its request id."""

    status: int = 200
    body: dict[str, Any] | str
    """A JSON object, or a text that is sent as it is."""
    mime: str = "application/json"
    escape_brackets: bool = False
    """Whether brackets are written `\\u0028`, as the plain address refusal was seen."""
    location: str = ""
    """Where it leads, of a redirect."""
    lost: bool = False
    """Whether the connection ends in its place: what was asked for is done all the same."""

    @property
    def code(self) -> str | None:
        """DingTalk's own code, unwrapped; None for success and for pages."""
        if isinstance(self.body, str):
            return None
        if "code" in self.body:
            return str(self.body["code"])
        code = self.body.get("sub_code", self.body.get("errcode", 0))
        return None if code == 0 else str(code)


class Refused(Exception):
    """Ends a call with an answer that is not success."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.code)
        self.reply = reply


def old_error(code: int, message: str) -> Reply:
    """A business error of either old form; never wrapped, not even on topapi."""
    return Reply(body={"errcode": code, "errmsg": message})


def new_error(status: int, code: str, message: str, **more: Any) -> Reply:
    return Reply(status=status, body={"code": code, "message": message, **more})


def gateway_error(form: Form, code: int, message: str) -> Reply:
    """A gateway error of an old route: wrapped on topapi, plain elsewhere."""
    if form is Form.PLAIN:
        return old_error(code, message)
    wrapped = f"ding talk error[subcode={code},submsg={message}]"
    return Reply(body={"errcode": 88, "sub_code": str(code), "sub_msg": message, "errmsg": wrapped})


def token_blank(form: Form) -> Reply:
    """No token where this form looks for it. UNCONFIRMED: the plain form's, from the table."""
    if form is Form.NEW:
        return new_error(
            400,
            "AuthenticationFailed.MissingParameter",
            "缺少参数：x-acs-dingtalk-access-token",
        )
    if form is Form.PLAIN:
        return old_error(41001, "缺少access_token参数")
    return gateway_error(form, 40000, "access_token is blank")


def token_refused(form: Form, *, timed_out: bool = False) -> Reply:
    """An unknown or expired token; only the plain form tells the two apart."""
    if form is Form.NEW:
        return new_error(400, "InvalidAuthentication", "不合法的access_token")
    if form is Form.PLAIN and timed_out:
        return old_error(42001, "access_token超时")
    return gateway_error(form, 40014, "不合法的access_token")


def app_disabled(form: Form) -> Reply:
    """UNCONFIRMED: 50003 is the table's code; what a live tenant answers has not been seen."""
    if form is Form.NEW:
        return new_error(400, "50003", "应用已停用")
    return gateway_error(form, 50003, "应用已停用")


def address_refused(form: Form, ip: str, app_key: str) -> Reply:
    if form is Form.NEW:
        return new_error(
            403,
            "Forbidden.AccessDenied.IpNotInWhiteList",
            f"访问ip不在白名单之中,request ip={ip} appKey({app_key})",
        )
    if form is Form.PLAIN:
        text = (
            "访问ip不在白名单之中，请参考FAQ：https://open.dingtalk.com/document/org-faq/app-faq,"
            f"request ip={ip} appKey({app_key})"
        )
        return Reply(body={"errcode": 60020, "errmsg": text}, escape_brackets=True)
    return gateway_error(form, 60020, f"访问ip不在白名单之中,request ip={ip} appKey({app_key})")


def scope_missing(form: Form, scope: str, app_key: str) -> Reply:
    """The current wording; for the plain form it is UNCONFIRMED."""
    text = (
        f"应用尚未开通所需的权限：[{scope}]，点击链接申请并开通即可："
        f"{APPLY.format(app_key=app_key, scope=scope)}"
    )
    if form is Form.NEW:
        return new_error(
            403,
            "Forbidden.AccessDenied.AccessTokenPermissionDenied",
            text,
            accessdenieddetail={"requiredScopes": [scope]},
        )
    return gateway_error(form, 60011, f"{text}, {{requiredScopes=[{scope}]}}")


def throttled(form: Form, app_key: str, api: str, second: str, until: str) -> Reply:
    """20 calls a second, per app and API. UNCONFIRMED: 90018's words follow those of 90002."""
    if form is Form.NEW:
        return new_error(
            403,
            "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi",
            "您的应用调用该接口次数过多，超出了该接口承受的最大qps，请求被暂时限制了",
        )
    return gateway_error(
        form,
        90018,
        "您的应用调用该接口次数过多，超出了该接口承受的最大qps，请求被暂时限制了，"
        f"appkey({app_key}), apiPath({api}), 从 {second} 到 {second} 请求总次数超过 20 次, "
        f"限制将在 {until} 结束.",
    )


def throttled_together(form: Form, reach: str) -> Reply:
    """A limit that all apps of an API share, or all of an organisation. UNCONFIRMED: the words."""
    if form is Form.NEW:
        names = {"api": "QpsLimitForApi", "org": "QpsLimitForOrg"}
        return new_error(403, f"Forbidden.AccessDenied.{names[reach]}", "请求被暂时限制了")
    code, whose = {"api": (90002, "所有钉钉应用"), "org": (90003, "您的企业")}[reach]
    return gateway_error(form, code, f"{whose}调用该接口次数过多，请求被暂时限制了")


def address_throttled() -> Reply:
    """What an address gets after too many calls, in place of any code (KB 0012)."""
    return Reply(body={"status": 1111, "punish": "deny"})


def org_stopped(form: Form, *, disbanded: bool) -> Reply:
    """UNCONFIRMED: the codes are the table's; what a live tenant answers has not been seen."""
    code, text = (70001, "企业已解散") if disbanded else (50005, "企业已禁用")
    return new_error(400, str(code), text) if form is Form.NEW else gateway_error(form, code, text)


def quota_exhausted(form: Form) -> Reply:
    text = "您的组织本月API调用次数已用完，请升级或等待下月恢复"
    if form is Form.NEW:
        return new_error(403, "Forbidden.AccessDenied.ApiCountLimitForOrg", text)
    return gateway_error(form, 90020, text)


def busy(form: Form) -> Reply:
    if form is Form.NEW:
        return new_error(500, "systemBusy", "系统繁忙")
    return old_error(-1, "系统繁忙")


def argument_missing(form: Form, name: str) -> Reply:
    """An argument the gateway itself asks for.

    The new form's `Missing…` is seen in aliyun/alibabacloud-php-sdk#36.
    """
    match form:
        case Form.NEW:
            return new_error(400, f"Missing{name}", f"{name} is mandatory for this action.")
        case Form.PLAIN:
            return old_error(40035, f"缺少参数 {name}")
        case Form.TOPAPI:
            return old_error(40, f"Missing required arguments:{name}")


def argument_wrong(form: Form, name: str) -> Reply:
    match form:
        case Form.NEW:
            return new_error(400, "parameter.error", f"参数错误：{name}")
        case Form.PLAIN:
            return old_error(40035, f"不合法的参数 {name}")
        case Form.TOPAPI:
            return old_error(41, f"Invalid arguments:{name}")


def unknown_path(path: str) -> Reply:
    """No such address; told before any token is looked at.

    `InvalidAction.NotFound` below `/v1.0/` is seen in zhayujie/CowAgent#2490; its status and the
    answer to unknown old paths without `topapi` are UNCONFIRMED.
    """
    if path.startswith("/topapi/"):
        api = top_name(path)
        text = f"不合法ApiName，ApiName = {api}"
        return Reply(
            body={"errcode": 22, "sub_msg": text, "errmsg": f"Invalid method[submsg={text}]"}
        )
    if path.startswith("/v1.0/"):
        return new_error(
            404,
            "InvalidAction.NotFound",
            "Specified api is not found, please check your url and method.",
        )
    return old_error(404, "请求的URI地址不存在")


def wrong_verb(path: str, allowed: str) -> Reply:
    """UNCONFIRMED for the new form, which cannot tell it from an unknown path."""
    if path.startswith("/v1.0/"):
        return unknown_path(path)
    return old_error(43001, "需要GET请求") if allowed == "GET" else old_error(43002, "需要POST请求")


def top_name(path: str) -> str:
    """Name an API as the gateway does: `/topapi/v2/user/get` is `dingtalk.oapi.v2.user.get`."""
    return "dingtalk.oapi." + path.removeprefix("/topapi/").replace("/", ".")


def encode(form: Form, reply: Reply, number: int) -> bytes:
    """Give the answer its request id, made from the call's number, and write it out."""
    if isinstance(reply.body, str):
        return reply.body.encode(errors="replace")
    text = json.dumps(_with_id(form, reply.body, number), ensure_ascii=False, separators=(",", ":"))
    if reply.escape_brackets:
        text = text.replace("(", "\\u0028").replace(")", "\\u0029")
    # Half a surrogate pair may come in as JSON; it cannot go out.
    return text.encode(errors="replace")


def _with_id(form: Form, body: Mapping[str, Any], number: int) -> dict[str, Any]:
    made = uuid.uuid5(uuid.NAMESPACE_OID, f"practice-{number}")
    if form is Form.TOPAPI:
        return {**body, "request_id": f"{made.int % 36**12:x}"}
    if form is Form.NEW and "code" in body:
        return {**body, "requestid": str(made).upper()}
    return dict(body)
