"""Finds answers inside pasted text: log lines, escaped JSON, Python, JavaScript and Java prints."""

import ast
import json
import re
from collections.abc import Iterator
from typing import Any, cast

from dingsetup.dingtalk.body import field
from dingsetup.dingtalk.said import Asked, Said
from dingsetup.dingtalk.values import unescape

WINDOW = 60_000
"""Characters that are looked at from either end of a long paste."""

_PLACES = 24
_OBJECT_CAP = 40_000
_HINT = re.compile(
    r"err_?code|sub_?code|request_?id|send_?result|error_?response|accessdenieddetail|punish"
    r"|[\"']code\\?[\"']|[{,]\s*code\s*[:=]",
    re.IGNORECASE,
)
_CODE_FIELD = re.compile(
    r"(?:(?<![A-Za-z])(?:err_?code|error[ _-]?code|errno|respcode|ret_?code|sub_?code)"
    r"|错误代?码|返回码|异常码)"
    r"[\"'\\]{0,8}\s{0,8}[:=：是为]?\s{0,8}[\"'\\(\[]{0,8}"
    r"(-?\d{1,7}\b|[A-Za-z]\w{1,80}(?:\.\w{1,80}){1,8}|invalid\w{1,80})",
    re.IGNORECASE,
)
_NEW_CODE_FIELD = re.compile(
    r"(?<![A-Za-z])code[\"'\\]*\s*[:=：]\s*[\"'\\]*([A-Za-z][\w.]{3,80})", re.IGNORECASE
)
_NUMBER_FIELD = re.compile(
    r"(?<![A-Za-z_])code[\"'\\]*\s*[:=：]\s*[\"'\\]*(-?\d{1,7})\b", re.IGNORECASE
)
_WRAPPED = re.compile(r"subcode\s*=\s*([\w.\-]{1,80})", re.IGNORECASE)
_DOTTED = re.compile(r"[A-Za-z]\w{2,60}(?:\.\w{2,60}){0,4}")
_NUMBER = re.compile(r"(?<![\w.:\-/=])(\d{5,7})(?![\w.:\-/])")
_ADDRESS = re.compile(r"(oapi|api|login)\.dingtalk\.(?:com|io)(/[\w./{}\-]*)?")
_PATH = re.compile(r"(?<![\w.])(/(?:gettoken|robot/send|topapi/[\w/]+|chat/get|media/upload)\b)")


def window(text: str) -> str:
    """Return what of a long text is looked at."""
    return text if len(text) <= 2 * WINDOW else f"{text[:WINDOW]}\n{text[-WINDOW:]}"


def asked_in(text: str) -> Asked:
    """Find host and path where a log line names them."""
    match = _ADDRESS.search(text)
    path = (match[2] or "") if match else ""
    if not path:
        route = _PATH.search(text)
        path = route[1] if route else ""
    return Asked(match[1] if match else "", path)


def objects_in(text: str) -> Iterator[dict[str, Any]]:
    """Yield objects that look like answers, in the order they stand in the text."""
    ends = -1
    for hint in _some(_HINT.finditer(text)):
        if hint.start() < ends:
            continue
        for start in _braces_before(text, hint.start()):
            found, end = _object_at(text, start)
            if found is not None and end > hint.start():
                ends = end
                yield found
                break


def wrapped_code(text: str) -> str | None:
    """Find the code in `ding talk error[subcode=…]`."""
    match = _WRAPPED.search(text)
    return match[1] if match else None


def named_codes(text: str) -> Iterator[str]:
    """Yield what is named a code: `errcode=`, `Error code:`, 错误码."""
    for match in _some(_CODE_FIELD.finditer(text)):
        yield match[1]


def plain_codes(text: str) -> Iterator[str]:
    """Yield what is only named `code`, words before numbers: those may be an HTTP status."""
    for pattern in (_NEW_CODE_FIELD, _NUMBER_FIELD):
        for match in _some(pattern.finditer(text)):
            yield match[1].rstrip(".")


def words_in(text: str) -> Iterator[str]:
    """Yield words that may be a new-style code, longest dotted form first."""
    for match in _DOTTED.finditer(text):
        yield match[0]


def numbers_in(text: str) -> Iterator[str]:
    """Yield free-standing numbers as long as most codes are."""
    for match in _NUMBER.finditer(text):
        yield match[1]


def around(text: str, code: str | None) -> Said:
    """Make what was said of a code out of the lines around it."""
    place = max(text.find(code), 0) if code else 0
    near = unescape(text[max(place - 2_000, 0) : place + 4_000])
    line = next((line for line in near.splitlines() if code and code in line), near)
    return Said(code=code, text=near, message=line.strip()[:1_000])


def _some(matches: Iterator[re.Match[str]]) -> Iterator[re.Match[str]]:
    for count, match in enumerate(matches):
        if count >= _PLACES:
            return
        yield match


def _braces_before(text: str, place: int) -> Iterator[int]:
    """Yield the nearest opening braces before a place, and the one at it."""
    end = place + 1
    for _ in range(4):
        start = text.rfind("{", max(place - 4_000, 0), end)
        if start < 0:
            return
        yield start
        end = start


def _object_at(text: str, start: int) -> tuple[dict[str, Any] | None, int]:
    piece = text[start : start + _OBJECT_CAP]
    try:
        found, length = json.JSONDecoder(strict=False).raw_decode(piece)
    except (ValueError, RecursionError):
        pass
    else:
        return _answer_like(found), start + length
    length = _balanced(piece)
    if length == 0:
        return None, start
    piece = piece[:length]
    return _answer_like(_escaped(piece) or _literal(piece) or _loose(piece)), start + length


def _answer_like(found: object) -> dict[str, Any] | None:
    if not isinstance(found, dict):
        return None
    data = cast("dict[object, Any]", found)
    named = {str(key): value for key, value in data.items()}
    wanted = (
        "errcode",
        "code",
        "error_code",
        "sub_code",
        "send_result",
        "error_response",
        "punish",
    )
    return named if any(field(named, name) is not None for name in wanted) else None


def _balanced(piece: str) -> int:
    depth = 0
    for match in re.finditer(r"[{}]", piece):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.end()
    return 0


def _escaped(piece: str) -> object:
    r"""Read JSON that was escaped once or more: `{\"errcode\":60020}`."""
    for _ in range(3):
        if '\\"' not in piece:
            return None
        piece = piece.replace("\\\\", "\\") if '\\\\"' in piece else piece.replace('\\"', '"')
        try:
            return json.loads(piece, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _literal(piece: str) -> object:
    """Read a Python dict as it prints."""
    try:
        return ast.literal_eval(piece[:20_000])
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None


def _loose(piece: str) -> dict[str, Any] | None:
    """Read `{errcode=60011, errmsg=…}` of Java and `{ errcode: 60011 }` of JavaScript."""
    code = next(named_codes(piece), None) or next(plain_codes(piece), None)
    if code is None:
        return None
    if code == "88":
        code = wrapped_code(piece) or _sub_code(piece) or code
    return {"errcode": code, "errmsg": unescape(piece)}


def _sub_code(piece: str) -> str | None:
    match = re.search(r"sub_?code[\"'\\]*\s*[:=]\s*[\"'\\]*([\w.\-]{1,80})", piece, re.IGNORECASE)
    return match[1] if match else None
