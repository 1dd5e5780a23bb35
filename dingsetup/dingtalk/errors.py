"""Gives a raw answer its kind: the only place where DingTalk's codes are looked at.

Which code means what is a fact (`resources/facts`); here stand the forms answers come in, and the
contexts in which a code alone misleads.
"""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from dingsetup.dingtalk import wording
from dingsetup.dingtalk.body import Body, decode_body, field
from dingsetup.dingtalk.masking import mask
from dingsetup.dingtalk.said import Asked, Said, parts_of, said_in
from dingsetup.dingtalk.values import values_of
from dingsetup.facts import Facts
from dingsetup.findings import Kind

MESSAGE_CAP = 1_000
"""Characters of DingTalk's words that are kept."""

_SUCCESS = {"0", "200", "ok", "success"}
_STATUS_KINDS = {
    404: Kind.ENDPOINT_NOT_FOUND,
    405: Kind.METHOD_NOT_ALLOWED,
    407: Kind.PROXY_REFUSED,
    429: Kind.THROTTLED,
}
_ROBOT_KINDS = {
    Kind.PARAM_MISSING: Kind.ROBOT_PARAM_INVALID,
    Kind.PARAM_INVALID: Kind.ROBOT_PARAM_INVALID,
    Kind.TOKEN_MISSING: Kind.ROBOT_TOKEN_INVALID,
    Kind.TOKEN_INVALID: Kind.ROBOT_TOKEN_INVALID,
    Kind.TOKEN_EXPIRED: Kind.ROBOT_TOKEN_INVALID,
    Kind.IP_NOT_WHITELISTED: Kind.ROBOT_PARAM_INVALID,
}
_BY_NAME = {str(kind): kind for kind in Kind}


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What DingTalk said, or why it could not be asked."""

    kind: Kind
    values: dict[str, Any] = {}
    """What the answer named, as the kind promises; JSON types only."""
    code: str | None = None
    """DingTalk's own code, already out of an 88's sub_code."""
    message: str = ""
    """DingTalk's words, secrets and mobile numbers masked."""
    data: dict[str, Any] = {}
    """The whole decoded body on success; tokens are taken out."""
    status: int = 0
    """The HTTP status; 0 where there was no answer."""
    sent: bool = False
    """Whether the request may have reached DingTalk. False of one that never left, as when no
    token could be had, and of an answer that was read from a log."""

    @property
    def ok(self) -> bool:
        return self.kind is Kind.OK

    def __repr__(self) -> str:
        """Leave `data` out: it holds people."""
        return f"Answer({self.kind}, code={self.code!r}, values={self.values!r})"


class AnswerReader:
    """Reads answers by the facts it is given. Pure, and safe to share among threads."""

    def __init__(self, facts: Facts) -> None:
        self._kinds: dict[tuple[str, str], Kind] = {}
        for entry in facts.error_codes:
            kind = _BY_NAME.get(entry.kind, Kind.UNKNOWN)
            self._kinds.setdefault((entry.generation, entry.code.lower()), kind)

    def read(
        self,
        host: str | None,
        endpoint: str | None,
        status: int,
        body: bytes | str,
        headers: Mapping[str, str] = {},
    ) -> Answer:
        """Read an answer of `host` (`oapi`, `api`, `login`); status 0: unknown. Never raises."""
        asked = Asked.of(host, endpoint)
        location = next((v for k, v in headers.items() if k.lower() == "location"), "")
        if 300 <= status < 400:
            return _redirected(asked, status, location)
        decoded = decode_body(body)
        if decoded.is_block:
            return _block(decoded, status)
        if decoded.data is None:
            return self._undecodable(asked, decoded, status)
        return self.read_said(said_in(decoded.data), asked, status)

    def knows(self, code: str) -> bool:
        """Whether any table names the code."""
        folded = code.lower()
        return any((part, folded) in self._kinds for part in ("old", "new", "result", "robot"))

    def refusal(self, code: str) -> Kind:
        """Name why a send's result says somebody was kept from it; UNKNOWN for another code."""
        return self._kinds.get(("result", code.strip()), Kind.UNKNOWN)

    def read_code(self, code: str, asked: Asked) -> Answer:
        """Read a bare code, as somebody typed it."""
        return self.read_said(Said(code=code, text="", message=""), asked, 0)

    def read_said(self, said: Said, asked: Asked, status: int) -> Answer:
        """Read a code and its words."""
        if _is_success(said, asked, status):
            values = values_of(Kind.OK, "0", "", said.data)
            return Answer(
                kind=Kind.OK, values=values, code=said.code, data=said.data, status=status
            )
        if said.code is None and not said.message and asked.host == "oapi" and status < 400:
            return Answer(kind=Kind.NOT_DINGTALK, values={"reason": "wrong_type"}, status=status)
        kind = self.kind_of(said, asked, status)
        code = said.code or ""
        message = mask(said.message)[:MESSAGE_CAP]
        values = values_of(kind, code, said.text, said.data)
        if kind is Kind.THROTTLED and self._is_robots(code, asked):
            values |= {"scope": "robot"}
        if kind is Kind.UNKNOWN:
            values = {"code": said.code, "message": message}
        return Answer(kind=kind, values=values, code=said.code, message=message, status=status)

    def kind_of(self, said: Said, asked: Asked, status: int) -> Kind:
        """Name the kind of a refusal."""
        code = said.code or ""
        kind = _misleading(code, said.text, asked) or self._fact(code, asked)
        if kind is None or kind is Kind.UNKNOWN:
            families = wording.first_kind(wording.NEW_CODES, code) if not _is_number(code) else None
            kind = families or wording.first_kind(wording.WORDS, said.text) or kind
        kind = _refined(kind or _by_status(status), said.text)
        return _ROBOT_KINDS.get(kind, kind) if self._is_robots(code, asked) else kind

    def _fact(self, code: str, asked: Asked) -> Kind | None:
        order = ("old", "new", "result", "robot")
        if asked.is_robot:
            order = ("robot", "old", "new", "result")
        found = (self._kinds.get((generation, code.lower())) for generation in order)
        return next((kind for kind in found if kind is not None), None)

    def _is_robots(self, code: str, asked: Asked) -> bool:
        known = ("robot", code.lower()) in self._kinds and ("old", code.lower()) not in self._kinds
        return asked.is_robot or known

    def _undecodable(self, asked: Asked, body: Body, status: int) -> Answer:
        if body.defect == "too_large":
            return Answer(kind=Kind.ANSWER_TOO_LARGE, status=status)
        if status == 407:
            return Answer(kind=Kind.PROXY_REFUSED, values={"reason": "password"}, status=status)
        start = body.text[:20_000]
        if body.defect == "html" and asked.host == "login":
            if wording.REDIRECT.search(start):
                return Answer(kind=Kind.REDIRECT_NOT_ALLOWED, status=status)
            if status < 400 and re.search(r"dingtalk|钉钉", start, re.IGNORECASE):
                return Answer(kind=Kind.OK, status=status)
        if status in (500, 502, 503, 504) and re.search(r"\btengine\b", start, re.IGNORECASE):
            return Answer(kind=Kind.SERVER_ERROR, status=status)  # DingTalk's own gateway
        return Answer(kind=Kind.NOT_DINGTALK, values={"reason": body.defect}, status=status)


def _is_number(code: str) -> bool:
    return code.lstrip("-").isdigit()


def _is_success(said: Said, asked: Asked, status: int) -> bool:
    """Old: errcode 0. New: a 2xx without a code; an unknown status counts as one."""
    if said.code is not None:
        return said.code.lower() in _SUCCESS and status < 400
    if status >= 400 or field(said.data, "success") is False:
        return False
    plain_old = asked.host == "oapi" and field(said.data, "success") is not True
    return not plain_old and not (said.message and len(said.data) <= 3)


def _misleading(code: str, text: str, asked: Asked) -> Kind | None:
    """Decide where the code alone misleads; None where it may be believed."""
    throttle, busy = wording.THROTTLE.search(text), wording.BUSY.search(text)
    match code:
        case "-1" | "1" | "15" if throttle:
            return Kind.THROTTLED
        case "40001" if busy:
            return Kind.SERVER_ERROR
        case "40001" | "40014" if asked.is_gettoken:
            return Kind.BAD_SECRET
        case "40001" if asked.path:
            return Kind.TOKEN_INVALID
        case "40000" if text and not re.search(r"access_?token", text, re.IGNORECASE):
            return Kind.PARAM_MISSING if wording.MISSING.search(text) else Kind.PARAM_INVALID
        case "40035" if asked.is_gettoken:
            return Kind.PARAM_MISSING
        case "310000":
            return _robot_check(text)
        case _:
            return None


def _robot_check(text: str) -> Kind | None:
    """A custom robot's 310000 means its keyword, its sign, its time stamp or its address list."""
    if not text:
        return None
    return Kind.ROBOT_KEYWORD_MISSING if wording.KEYWORD.search(text) else Kind.ROBOT_PARAM_INVALID


def _refined(kind: Kind, text: str) -> Kind:
    """Tell apart what one code lumps together: a parameter missing, wrong, or the AgentId."""
    if kind is Kind.PARAM_INVALID and wording.AGENT_ID.search(text):
        return Kind.AGENT_ID_WRONG
    if kind is Kind.PARAM_INVALID and wording.REDIRECT.search(text):
        return Kind.REDIRECT_NOT_ALLOWED
    if kind is Kind.PARAM_INVALID and wording.MISSING.search(text):
        return Kind.PARAM_MISSING
    return kind


def _by_status(status: int) -> Kind:
    return Kind.SERVER_ERROR if status >= 500 else _STATUS_KINDS.get(status, Kind.UNKNOWN)


def _block(body: Body, status: int) -> Answer:
    """An address that made too many calls gets a page or this JSON instead of an errcode."""
    wait = field(body.data or {}, "wait")
    values = {"scope": "ip"} | ({"wait": wait} if isinstance(wait, int) else {})
    return Answer(kind=Kind.THROTTLED, values=values, code="1111", status=status)


def _redirected(asked: Asked, status: int, location: str) -> Answer:
    """No API answers with a redirect; the log-in page does, and says there what it thinks."""
    if asked.host == "login":
        refused = wording.REDIRECT.search(location.replace("+", " "))
        kind = Kind.REDIRECT_NOT_ALLOWED if refused else Kind.OK
        return Answer(kind=kind, data={"location": location}, status=status)
    led = parts_of(location).hostname
    values = {"reason": "redirect"} | ({"host": led} if led else {})
    return Answer(kind=Kind.NOT_DINGTALK, values=values, status=status)
