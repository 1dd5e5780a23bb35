"""Writes a message as DingTalk wants it: the `msg` object, the request, a command that sends it.

Keys and shapes of KB 0775. A part that is not there stays empty; `lint` says what is missing.
"""

import json
import shlex
from collections.abc import Sequence
from typing import Any

from dingsetup.messages.values import Message, MessageType

SEND = "/topapi/message/corpconversation/asyncsend_v2"
MASK = "***"
MARKED = frozenset({MessageType.MARKDOWN, MessageType.CARD, MessageType.BUTTONS})
"""Types whose body is markdown."""


def payload(message: Message) -> dict[str, Any]:
    """Return the `msg` object."""
    kind = wire_type(message.type)
    return {"msgtype": kind, kind: _sound(_WRITERS[message.type](message))}


def wire_type(type: MessageType) -> str:
    """What DingTalk calls the type: both cards are `action_card`."""
    return "action_card" if type in {MessageType.CARD, MessageType.BUTTONS} else str(type)


def request_body(message: Message, agent_id: str | int, userids: Sequence[str]) -> dict[str, Any]:
    """Return the request for at most a batch of people.

    An AgentId is a number; what is none is kept as it is, so that it can be shown.
    """
    return {
        "agent_id": _number(agent_id),
        "userid_list": ",".join(userids),
        "msg": payload(message),
    }


def curl(base_url: str, body: dict[str, Any]) -> str:
    """Return a command for a POSIX shell that sends the request. The token is masked."""
    url = f"{base_url.rstrip('/')}{SEND}?access_token={MASK}"
    parts = (
        f"curl -X POST {shlex.quote(url)}",
        "-H 'Content-Type: application/json'",
        f"--data-raw {shlex.quote(json.dumps(body, ensure_ascii=False))}",
    )
    return " \\\n  ".join(parts)


def as_json(body: dict[str, Any]) -> str:
    """Return it for reading: indented, other scripts than Latin as they are."""
    return json.dumps(body, ensure_ascii=False, indent=2)


def size(message: Message) -> int:
    """UTF-8 bytes of the `msg` object as it leaves."""
    return len(compact(payload(message)).encode("utf-8"))


def compact(value: Any) -> str:
    """JSON as the transport writes it: no blanks, other scripts than Latin as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def spaced(value: Any) -> str:
    """JSON with blanks between its parts, which is how a list of buttons may be counted."""
    return json.dumps(value, ensure_ascii=False)


def markdown_text(message: Message) -> str:
    """The markdown of a message: its picture stands below, unless the text has one of its own."""
    picture = message.picture_url
    if not picture or "![" in message.text:
        return message.text
    return f"{message.text.rstrip()}\n\n![]({picture})".lstrip()


def tap_url(message: Message) -> str:
    """Where a tap on a card leads: its button's address, else the message's."""
    return (message.buttons[0].url if message.buttons else "") or message.url


def button_list(message: Message) -> list[dict[str, str]]:
    """`btn_json_list`."""
    return [{"title": one.title, "action_url": one.url} for one in message.buttons]


def _text(message: Message) -> dict[str, Any]:
    return {"content": message.text}


def _markdown(message: Message) -> dict[str, Any]:
    return {"title": message.title, "text": markdown_text(message)}


def _card(message: Message) -> dict[str, Any]:
    return _titled(message) | {
        "markdown": markdown_text(message),
        "single_title": message.buttons[0].title if message.buttons else "",
        "single_url": tap_url(message),
    }


def _buttons(message: Message) -> dict[str, Any]:
    return _titled(message) | {
        "markdown": markdown_text(message),
        "btn_orientation": "0" if message.vertical else "1",
        "btn_json_list": button_list(message),
    }


def _titled(message: Message) -> dict[str, Any]:
    return {"title": message.title} if message.title else {}


def _oa(message: Message) -> dict[str, Any]:
    found: dict[str, Any] = {"message_url": message.url}
    if message.pc_url:
        found["pc_message_url"] = message.pc_url
    found["head"] = {"bgcolor": message.head_colour, "text": message.head}
    if message.status is not None:
        found["status_bar"] = {
            "status_value": message.status.value,
            "status_bg": message.status.colour,
        }
    return found | {"body": _oa_body(message)}


def _oa_body(message: Message) -> dict[str, Any]:
    rich = {"num": message.rich_number, "unit": message.rich_unit}
    parts: dict[str, Any] = {
        "title": message.title,
        "form": [{"key": one.key, "value": one.value} for one in message.form],
        "rich": rich if message.rich_number else None,
        "content": message.text,
        "image": message.media_id,
        "author": message.author,
    }
    return {name: value for name, value in parts.items() if value}


def _link(message: Message) -> dict[str, Any]:
    return {
        "messageUrl": message.url,
        "picUrl": message.media_id or message.picture_url,
        "title": message.title,
        "text": message.text,
    }


def _image(message: Message) -> dict[str, Any]:
    return {"media_id": message.media_id}


_WRITERS = {
    MessageType.TEXT: _text,
    MessageType.MARKDOWN: _markdown,
    MessageType.CARD: _card,
    MessageType.BUTTONS: _buttons,
    MessageType.OA: _oa,
    MessageType.LINK: _link,
    MessageType.IMAGE: _image,
}


def _number(agent_id: str | int) -> str | int:
    text = str(agent_id).strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else text


def _sound(value: Any) -> Any:
    """Replace halves of surrogate pairs, which no UTF-8 can hold, by `?`."""
    text = json.dumps(value, ensure_ascii=False)
    if text.isascii():
        return value
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.loads(text.encode("utf-8", "replace"))
    return value
