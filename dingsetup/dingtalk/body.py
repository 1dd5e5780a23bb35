"""Turns the bytes of an answer into fields, or says why they are none."""

import json
import re
from collections.abc import Mapping
from typing import Any, Literal, cast

import msgspec

BODY_CAP = 8 * 1024 * 1024
"""Bytes of an answer that are read at most; DingTalk's largest pages are far below 1 MB."""

Defect = Literal["empty", "html", "half_json", "wrong_type", "not_json", "too_large"]

_HTML = re.compile(
    r"<[!?/a-z]|.{0,600}?<(?:!doctype|html|head|body|script)\b", re.IGNORECASE | re.DOTALL
)
_PUNISHED = re.compile(
    r"\b(?:status|code|errcode)\W{1,6}1111\b|_____tmd_____|\bx5sec|\bbx-?punish|\bRGV587",
    re.IGNORECASE,
)
_QUOTED_BLOCK = re.compile(r"\bstatus\W{1,6}1111\b.{0,300}punish", re.IGNORECASE | re.DOTALL)


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """A decoded answer: either `data` holds its fields, or `defect` names what is wrong."""

    text: str
    data: dict[str, Any] | None = None
    defect: Defect | None = None

    @property
    def is_block(self) -> bool:
        """Whether this is the page or JSON that an address gets after too many calls (KB 0012)."""
        if self.data is None:
            return self.defect == "html" and bool(_PUNISHED.search(self.text[:20_000]))
        status = field(self.data, "status")
        return str(status) == "1111" or (field(self.data, "punish") is not None)


def is_block_quoted(text: str) -> bool:
    """Whether a log line quotes the block, in whatever notation."""
    return bool(_QUOTED_BLOCK.search(text))


def decode_body(body: bytes | str) -> Body:
    """Decode an answer's body; never raises."""
    if len(body) > BODY_CAP:
        return Body(text="", defect="too_large")
    text = decode_text(body).strip()
    if not text:
        return Body(text="", defect="empty")
    if _HTML.match(text[:1_000]) and not text.startswith(("{", "[", '"')):
        return Body(text=text, defect="html")
    try:
        data: object = json.loads(text, strict=False)
    except RecursionError:
        return Body(text=text, defect="not_json")
    except ValueError as error:
        return Body(text=text, defect="half_json" if _ends_early(text, error) else "not_json")
    if not isinstance(data, dict):
        return Body(text=text, defect="wrong_type")
    if "\\ud" in text.lower():  # an escape may leave half a character, which nobody can print
        data = json.loads(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"))
    return Body(text=text, data=cast("dict[str, Any]", data))


def decode_text(body: bytes | str) -> str:
    """Make text that can be printed: UTF-8, else GB 18030, never a lone surrogate."""
    if isinstance(body, str):
        return body.removeprefix("\ufeff").encode("utf-8", "replace").decode("utf-8")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return body.decode("gb18030")
    except UnicodeDecodeError:
        return body.decode("utf-8", "replace")


def field(data: Mapping[str, Any], *names: str) -> Any:
    """Look a field up however it is cased: SDKs re-case the wire's names (KB 0003)."""
    folded = {_fold(key): value for key, value in data.items()}
    for name in names:
        value = folded.get(_fold(name))
        if value is not None and value != "":
            return value
    return None


def _fold(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


def _ends_early(text: str, error: ValueError) -> bool:
    """Whether JSON began rightly and then stopped, as when a connection is cut."""
    if not text.startswith(("{", "[")) or not isinstance(error, json.JSONDecodeError):
        return False
    return error.pos >= len(text) - 1 or error.msg.startswith("Unterminated string")
