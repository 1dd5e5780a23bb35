"""Judges a `msg` object as the documents have it, without a line of the program's own.

Keys, types and lengths of KB 0775 (message types), KB 0013 (codes 34016 and 41101).
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, cast
from urllib.parse import urlsplit

TEXT, OBJECT = "text", "object"
REQUIRED, OPTIONAL = True, False

# type -> key -> (type of its value, whether it must be there and not be empty, longest)
SHAPES: dict[str, dict[str, tuple[str, bool, int | None]]] = {
    "text": {"content": (TEXT, REQUIRED, 5000)},
    "image": {"media_id": (TEXT, REQUIRED, None)},
    "link": {
        "messageUrl": (TEXT, REQUIRED, None),
        "picUrl": (TEXT, REQUIRED, None),
        "title": (TEXT, REQUIRED, 64),
        "text": (TEXT, REQUIRED, None),
    },
    "markdown": {"title": (TEXT, REQUIRED, 64), "text": (TEXT, REQUIRED, 5000)},
    "oa": {
        "message_url": (TEXT, REQUIRED, None),
        "pc_message_url": (TEXT, OPTIONAL, None),
        "head": (OBJECT, REQUIRED, None),
        "status_bar": (OBJECT, OPTIONAL, None),
        "body": (OBJECT, REQUIRED, None),
    },
    "card": {
        "title": (TEXT, OPTIONAL, 64),
        "markdown": (TEXT, REQUIRED, 5000),
        "single_title": (TEXT, REQUIRED, 20),
        "single_url": (TEXT, REQUIRED, 500),
    },
    "buttons": {
        "title": (TEXT, OPTIONAL, 64),
        "markdown": (TEXT, REQUIRED, 5000),
        "btn_orientation": (TEXT, REQUIRED, 1),
        "btn_json_list": ("list", REQUIRED, None),
    },
}
OPENS = ("http", "https", "dingtalk", "eapp")


def faults(msg: Mapping[str, Any]) -> list[str]:
    """Everything the documents would not allow; empty for a message that may be sent."""
    kind = msg.get("msgtype")
    if set(msg) != {"msgtype", kind} or not isinstance(msg[str(kind)], dict):
        return [f"keys: {sorted(map(str, msg))}"]
    content = cast("dict[str, Any]", msg[str(kind)])
    shape = str(kind)
    if kind == "action_card":
        shape = "buttons" if "btn_json_list" in content else "card"
    if shape not in SHAPES:
        return [f"msgtype: {kind}"]
    found = _shaped(shape, content, SHAPES[shape])
    found += _MORE.get(shape, _nothing)(content) if not found else []
    if len(json.dumps(msg, ensure_ascii=False, separators=(",", ":"))) > 4096:
        found.append("the request passes 4096 characters (41101)")
    return found


def _shaped(
    where: str, content: Mapping[str, Any], shape: Mapping[str, tuple[str, bool, int | None]]
) -> list[str]:
    found = [f"{where}.{key}: not documented" for key in content if key not in shape]
    for key, (wanted, required, longest) in shape.items():
        value: Any = content.get(key)
        if not value and (required or key in content):
            found.append(f"{where}.{key}: empty or missing")
        elif value and not isinstance(value, {"text": str, "object": dict, "list": list}[wanted]):
            found.append(f"{where}.{key}: no {wanted}")
        elif isinstance(value, str) and longest is not None and len(value) > longest:
            found.append(f"{where}.{key}: over {longest} (34016)")
        elif isinstance(value, str) and key.lower().endswith("url") and key != "picUrl":
            found += [f"{where}.{key}: opens nowhere"] if _opens_nowhere(value) else []
    return found


def _opens_nowhere(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return True
    return parts.scheme not in OPENS or not parts.netloc or bool(re.search(r"\s", url))


def _buttons(content: Mapping[str, Any]) -> list[str]:
    shape = {"title": (TEXT, REQUIRED, 20), "action_url": (TEXT, REQUIRED, 700)}
    listed = cast("list[dict[str, Any]]", content["btn_json_list"])
    found = [one for button in listed for one in _shaped("button", button, shape)]
    if len(json.dumps(listed, ensure_ascii=False)) > 1000:
        found.append("btn_json_list: over 1000 (34016)")
    if content["btn_orientation"] not in {"0", "1"}:
        found.append("btn_orientation")
    return found


def _oa(content: Mapping[str, Any]) -> list[str]:
    head = {"bgcolor": (TEXT, REQUIRED, 8), "text": (TEXT, REQUIRED, None)}
    found = _shaped("head", content["head"], head)
    if not re.fullmatch(r"[0-9A-Fa-f]{8}", str(content["head"].get("bgcolor"))):
        found.append("head.bgcolor: AARRGGBB")
    bar = content.get("status_bar")
    if bar is not None:
        found += _shaped(
            "status_bar",
            bar,
            {"status_value": (TEXT, REQUIRED, None), "status_bg": (TEXT, REQUIRED, 10)},
        )
        if not re.fullmatch(r"0xFF[0-9A-Fa-f]{6}", str(bar.get("status_bg")), re.IGNORECASE):
            found.append("status_bar.status_bg: 0xFF and six digits")
    return found + _oa_body(content["body"])


def _oa_body(body: Mapping[str, Any]) -> list[str]:
    texts = ("title", "content", "image", "file_count", "author")
    shape: dict[str, tuple[str, bool, int | None]] = dict.fromkeys(texts, (TEXT, OPTIONAL, None))
    shape |= {"form": ("list", OPTIONAL, None), "rich": (OBJECT, OPTIONAL, None)}
    found = _shaped("body", body, shape)
    for line in body.get("form", []):
        if set(line) != {"key", "value"} or not all(isinstance(one, str) for one in line.values()):
            found.append("body.form: key and value, both text")
    rich = body.get("rich", {"num": "", "unit": ""})
    if set(rich) != {"num", "unit"} or not all(isinstance(one, str) for one in rich.values()):
        found.append("body.rich: num and unit, both text")
    return found


def _nothing(content: Mapping[str, Any]) -> list[str]:
    return []


_MORE: dict[str, Callable[[Mapping[str, Any]], list[str]]] = {"buttons": _buttons, "oa": _oa}
