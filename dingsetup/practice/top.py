"""The gateway of before `topapi` (`/router/rest` of another host), which libraries still use.

The method is an argument, the token is called `session`, and the answer stands under the method's
name. Known from the library 007gzs/dingtalk-sdk alone: UNCONFIRMED that DingTalk still answers so.
"""

from typing import Any

from dingsetup.practice.answers import Reply
from dingsetup.practice.calls import Call, Form

PATH = "/router/rest"
_SYSTEM = ("method", "session", "timestamp", "format", "v", "simplify", "partner_id", "sign")
_OLDER = {"dingtalk.corp.ext.": "dingtalk.oapi.extcontact.", "dingtalk.corp.": "dingtalk.oapi."}


def topapi_name(method: str) -> str:
    """Name the topapi route behind a method: `dingtalk.oapi.user.count` is `…/user/count`."""
    for old, new in _OLDER.items():
        if method.startswith(old):
            method = new + method.removeprefix(old)
            break
    return "POST /topapi/" + method.removeprefix("dingtalk.oapi.").replace(".", "/")


def as_topapi(name: str, arguments: dict[str, Any]) -> Call:
    """Read the arguments of a gateway call as a call of the topapi route."""
    token = str(arguments.get("session", "")) or None
    own = {key: value for key, value in arguments.items() if key not in _SYSTEM}
    return Call(name=name, form=Form.TOPAPI, path={}, arguments=own, token=token)


def wrap(method: str, reply: Reply) -> Reply:
    """Put an answer under the method's name, or an error under `error_response`."""
    if isinstance(reply.body, str):
        return reply
    if reply.code is None:
        named = {f"{method.replace('.', '_')}_response": reply.body}
        return Reply(body=named, lost=reply.lost)
    body = reply.body
    error = {
        "code": body["errcode"],
        "msg": body["errmsg"],
        "sub_code": str(body.get("sub_code", body["errcode"])),
        "sub_msg": body.get("sub_msg", body["errmsg"]),
    }
    return Reply(body={"error_response": error})
