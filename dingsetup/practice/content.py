"""What a work notification may hold: types, required parts and hard lengths (KB 0775, KB 0013)."""

import json
from collections.abc import Mapping
from typing import Any, cast

from dingsetup.practice.routes import refuse_old

_PARTS: Mapping[str, tuple[str, ...]] = {
    "text": ("content",),
    "image": ("media_id",),
    "voice": ("media_id", "duration"),
    "file": ("media_id",),
    "link": ("messageUrl", "picUrl", "title", "text"),
    "oa": ("message_url", "head", "body"),
    "markdown": ("title", "text"),
    "action_card": ("markdown",),
}
_LENGTHS: Mapping[str, int] = {
    "content": 5000,
    "title": 64,
    "markdown": 5000,
    "single_title": 20,
    "single_url": 500,
    "btn_json_list": 1000,
}
"""The lengths of code 34016. UNCONFIRMED whether the page's 2048 bytes are enforced: not here."""


def check_message(msg: Mapping[str, Any]) -> None:
    """Raise Refused for a message DingTalk cannot send."""
    kind = msg.get("msgtype")
    if not isinstance(kind, str) or kind not in _PARTS:
        raise refuse_old(40008, "不合法的消息类型")
    found: object = msg.get(kind)
    if not isinstance(found, dict):
        raise refuse_old(400002, f"参数错误：{kind}")
    parts = cast("dict[str, Any]", found)
    for name in _required(kind, parts):
        if not parts.get(name):
            raise refuse_old(400002, f"参数错误：{kind}.{name}")
    for name, longest in _LENGTHS.items():
        if len(_as_text(parts.get(name, ""))) > longest:
            raise refuse_old(34016, f"消息内容超长：{kind}.{name}，最大长度{longest}")


def _required(kind: str, parts: Mapping[str, Any]) -> tuple[str, ...]:
    if kind != "action_card":
        return _PARTS[kind]
    if "btn_json_list" in parts:
        return (*_PARTS[kind], "btn_orientation", "btn_json_list")
    return (*_PARTS[kind], "single_title", "single_url")


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def digest(msg: Mapping[str, Any]) -> str:
    """Return what makes two messages the same content."""
    return json.dumps(msg, sort_keys=True, ensure_ascii=False)
