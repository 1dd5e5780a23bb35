"""Pulls out of an answer what it names: addresses, permissions, end times, parameters."""

import ipaddress
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, cast
from urllib.parse import unquote

from dingsetup.dingtalk.body import field
from dingsetup.findings import Kind


def _pattern(*parts: str) -> re.Pattern[str]:
    return re.compile("".join(parts), re.IGNORECASE)


# All bounded: an unbounded name before something that may not follow takes quadratic time.
_GAP = r"\s{0,8}"
_NAME = r"[A-Za-z][\w.\-]{0,80}"
_AND = rf"{_GAP}(?:\bor\b|\band\b|[,，、/和或]){_GAP}"
_PATH = rf"[A-Za-z]\w{{0,80}}(?:{_GAP}-{{1,2}}[》>]{_GAP}\w{{1,80}}){{0,8}}"
"""A robot's way of naming a nested field: `markdown --》 title`."""

_IP = _pattern(r"request\s*ip\s*[=:]\s*([0-9A-Fa-f:.]+)")
_ANY_IP = _pattern(
    r"\bip\W{0,3}((?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{0,4}){2,7})"
)
_OWNER = _pattern(
    r"\b(app_?key|corp_?id|suite_?key|client_?id)\s*[(（=:]\s*([\w-]{4,64})",
)
_REQUIRED = _pattern(r"requiredScopes\W{0,12}[=:]\W{0,4}\[([^\]]{0,2000})\]")
_APPLY = _pattern(
    r"https?(?::|%3A)(?:/|%2F){2}open-dev\.dingtalk\.(?:com|io)(?:/|%2F)appscope(?:/|%2F)apply",
    r"(?:\?|%3F)content(?:=|%3D)[\w%#.\-+&=;]{1,1000}",
)
_BRACKETED = re.compile(
    r"权限[^\[\]]{0,12}\[([^\]]{1,1000})\]|\[((?:qyapi_|[A-Z]\w{1,80}\.)[\w.,，、 ]{1,1000})\]"
)
_SCOPE = re.compile(r"^[A-Za-z][\w.]{2,80}$")
_UNTIL = re.compile(
    r"(?:限制|处罚|禁用)[^\d\]]{0,8}(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d)[^\d]{0,4}结束"
)
_NAMES = (
    _pattern(
        r"(?:missing required|invalid|missing) (?:arguments?|parameters?)",
        rf"{_GAP}[:：]{_GAP}",
        rf"({_NAME}(?:{_AND}{_NAME}){{0,40}})",
    ),
    _pattern(
        rf"缺少(?:必填|必要)?(?:参数|字段)?{_GAP}[:：]?{_GAP}({_NAME}(?:{_AND}{_NAME}){{0,40}})"
    ),
    _pattern(rf"参数{_GAP}[:：]?{_GAP}({_PATH}){_GAP}(?:缺失|不合法|错误|无效|为空|不能为空)"),
    _pattern(
        rf"\b({_NAME}){_GAP}(?:is (?:mandatory|required|blank|null|empty)|不能为空",
        r"|(?:can ?not|must not) be (?:blank|null|empty))",
    ),
)
_SEPARATOR = re.compile(_AND)
_CODE_NAME = re.compile(
    r"^(?:Missing\.?|invalid(?:Param(?:eter)?)?\.)(?!Parameter|Argument|Param)([A-Za-z]\w*?)"
    r"(?:Invalid|NotFound|Error|Empty|Empry|Illegal|DecryptFailed)?(?:\.\w+)?$"
)

# What a code alone tells of the limit's reach; texts and new-style codes say it themselves.
_LIMITS = {"90002": "api", "90018": "app", "90001": "ip", "90017": "ip", "90003": "org"}


def values_of(kind: Kind, code: str, text: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values the vocabulary promises for the kind, where the answer has them."""
    text = unescape(text)
    match kind:
        case Kind.OK:
            task = field(data, "task_id")
            return {} if task is None else {"task_id": task}
        case Kind.BAD_SECRET:
            return owner_of(text)
        case Kind.IP_NOT_WHITELISTED:
            return address_of(text) | owner_of(text)
        case Kind.SCOPE_MISSING:
            return scopes_of(text, data)
        case Kind.THROTTLED:
            return limit_of(code, text)
        case Kind.PARAM_MISSING | Kind.PARAM_INVALID | Kind.ROBOT_PARAM_INVALID:
            names = names_of(code, text)
            return ({"names": names} if names else {}) | (
                address_of(text) if kind is Kind.ROBOT_PARAM_INVALID else {}
            )
        case _:
            return {}


def unescape(text: str) -> str:
    r"""Undo the JSON escapes some answers and most logs keep: `\u0028`, `\/`, `\"`."""
    if "\\" not in text:
        return text
    text = re.sub(r"(?<!\\)\\+u([0-9A-Fa-f]{4})", lambda m: chr(int(m[1], 16)), text)
    return re.sub(r'(?<!\\)\\+(["/\'])', r"\1", text).encode("utf-8", "replace").decode("utf-8")


def address_of(text: str) -> dict[str, str]:
    """Find the address DingTalk saw; it may be IPv6 and may end a sentence."""
    for pattern in (_IP, _ANY_IP):
        for match in pattern.finditer(text):
            address = match[1].rstrip(".")
            try:
                ipaddress.ip_address(address)
            except ValueError:
                continue
            return {"ip": address}
    return {}


def owner_of(text: str) -> dict[str, str]:
    """Find whose token it was: an app key, or a CorpId under the old scheme (KB 1447)."""
    match = _OWNER.search(text)
    if match is None or not any(char.isdigit() or char == "x" for char in match[2]):
        return {}
    name = "corp_id" if match[1].lower().startswith("corp") else "app_key"
    return {name: match[2]}


def scopes_of(text: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Find the missing permissions and the address that applies for them."""
    links = [match[0].rstrip(".;&") for match in _APPLY.finditer(text)]
    links = [unquote(link) if "%2F" in link[:20].upper() else link for link in links]
    link = links[0] if links else None
    scopes = (
        _required(data)
        or _split(match[1] for match in _REQUIRED.finditer(text))
        or _split((unquote(link).partition("#")[2],) if link else ())
        or _split(match[1] or match[2] for match in _BRACKETED.finditer(text))
    )
    found: dict[str, Any] = {"scopes": scopes} if scopes else {}
    return found | ({"apply_url": link} if link else {})


def limit_of(code: str, text: str) -> dict[str, Any]:
    """Say whom a limit hits (`app`, `api`, `ip`, `org`, `robot`) and until when it lasts.

    The end time is DingTalk's own text, in China Standard Time.
    """
    found: dict[str, Any] = {}
    reach = _reach(code, text)
    if reach:
        found["scope"] = reach
    until = _UNTIL.search(text)
    if until:
        found["until"] = until[1]
    return found


def names_of(code: str, text: str) -> list[str]:
    """Find the parameters an answer complains about."""
    for pattern in _NAMES:
        match = pattern.search(text)
        if match:
            parts = _SEPARATOR.split(match[1])
            return [re.sub(r"\s*-{1,2}[》>]\s*", ".", part).strip(" .-") for part in parts if part]
    match = _CODE_NAME.match(code)
    return [match[1]] if match else []


def _reach(code: str, text: str) -> str | None:
    folded = code.lower()
    if "forappkeyandapi" in folded:
        return "app"
    if "forapi" in folded:
        return "api"
    if "fororg" in folded or "您的企业" in text:
        return "org"
    if "forip" in folded:
        return "ip"
    if code in _LIMITS:
        return _LIMITS[code]
    if "所有钉钉应用" in text:
        return "api"
    return (
        "app" if re.search(r"当前(?:使用的|应用)|CorpSecret|appkey", text, re.IGNORECASE) else None
    )


def _required(data: Mapping[str, Any]) -> list[str]:
    detail: object = field(data, "accessdenieddetail")
    if isinstance(detail, str):
        try:
            detail = json.loads(detail)
        except (ValueError, RecursionError):
            return _split([detail.partition("[")[2].partition("]")[0]])
    holder = cast("Mapping[str, Any]", detail) if isinstance(detail, dict) else data
    required: object = field(holder, "requiredscopes")
    if isinstance(required, list):
        return _split(str(item) for item in cast("list[object]", required))
    return _split([required]) if isinstance(required, str) else []


def _split(texts: Iterable[str]) -> list[str]:
    parts = (part.strip(" \"'[]") for text in texts for part in re.split(r"[,，、;#&|\s]+", text))
    return list(dict.fromkeys(part for part in parts if _SCOPE.match(part)))
