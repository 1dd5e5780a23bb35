"""Explains whatever somebody has of DingTalk's: a raw answer, a log line, a bare code. Pure."""

import json
import re
from typing import Any

import msgspec

from dingsetup.dingtalk import found, wording
from dingsetup.dingtalk.body import BODY_CAP, decode_text, is_block_quoted
from dingsetup.dingtalk.errors import MESSAGE_CAP, Answer, AnswerReader
from dingsetup.dingtalk.masking import mask
from dingsetup.dingtalk.network_words import stopped_in
from dingsetup.dingtalk.people import PersonAnswer, read_people
from dingsetup.dingtalk.said import Asked, said_in
from dingsetup.findings import Kind

_BARE = re.compile(
    r"[\"'\[(【]?\s*(?:err_?code|code|错误代?码)?\s*[:=：]?\s*[\"']?(-?\d{1,7}|[A-Za-z]\w*(?:\.\w+){0,5})"
    r"[\"'\])】.。]?",
    re.IGNORECASE,
)
_PAGE = re.compile(r"<(?:!doctype|html|head|body|title)\b", re.IGNORECASE)
_NO_VERDICT = frozenset({"0", "88"})
"""Success, and the envelope whose sub_code is the code."""
_PROSE = frozenset({"not_json", "html"})
"""Defects of a body under which pasted prose may still hold an answer."""


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """What a text means, in the vocabulary of the kinds."""

    kind: Kind
    values: dict[str, Any] = {}
    code: str | None = None
    message: str = ""
    people: tuple[PersonAnswer, ...] = ()
    """Of a send's result: everybody the message did not reach, and why."""


def explain(
    text: bytes | str,
    reader: AnswerReader,
    *,
    host: str | None = None,
    endpoint: str | None = None,
    status: int | None = None,
) -> Explanation:
    """Explain a text. Never raises.

    With a status it is a recorded answer and its body is judged as it is; without one, an answer is
    also looked for inside it. `host` is `oapi`, `api` or `login`, `endpoint` is `POST /path`.
    """
    if len(text) > BODY_CAP:
        return _explained(Answer(kind=Kind.ANSWER_TOO_LARGE, status=status or 0))
    plain = decode_text(text)
    asked = Asked.of(host, endpoint)
    bare = _BARE.fullmatch(plain.strip()[:200]) if status is None else None
    if bare is not None:
        return _explained(_bare(bare[1], reader, asked))
    answer = reader.read(host, endpoint, status or 0, plain)
    if answer.ok:
        return _sent(answer, reader)
    if status is None and _may_hold_more(answer, plain):
        return _recognised(plain, answer, reader, asked)
    return _explained(answer)


def codes_in(text: str, reader: AnswerReader) -> tuple[str, ...]:
    """Name the known codes of all the answers that stand in a text, each once. Never raises."""
    text = found.window(text)
    codes = [said_in(data).code or "" for data in found.objects_in(text)]
    known = (code for code in codes or found.named_codes(text) if code not in _NO_VERDICT)
    return tuple(dict.fromkeys(code for code in known if reader.knows(code)))


def _bare(code: str, reader: AnswerReader, asked: Asked) -> Answer:
    """Read a code somebody typed; a word no table knows may still be a client's (`ECONNRESET`)."""
    answer = reader.read_code(code, asked)
    if answer.kind is Kind.UNKNOWN and (stopped := stopped_in(code)) is not None:
        return Answer(kind=stopped.kind, values=stopped.values)
    return answer


def _may_hold_more(answer: Answer, text: str) -> bool:
    if answer.kind is Kind.NOT_DINGTALK:
        return answer.values.get("reason") != "html" or not _PAGE.search(text[:5_000])
    return answer.code is None


def _recognised(text: str, whole: Answer, reader: AnswerReader, asked: Asked) -> Explanation:
    """Look for an answer in prose: objects first, then named codes, then words."""
    text = found.window(_unquoted(text))
    asked = asked if asked.path or asked.host else found.asked_in(text)
    objects = [_object(data, reader, asked) for data in found.objects_in(text)]
    for answer in objects:
        if not answer.ok and answer.kind is not Kind.UNKNOWN:
            return _explained(answer)
    half = whole.values.get("reason") == "half_json"
    if objects and objects[0].ok and not half:
        return _sent(objects[0], reader)
    answer = _worded(text, reader, asked)
    if answer is None and (half or _says_something(whole)):
        answer = whole
    if answer is None and objects:
        answer = objects[0]
    return _explained(answer or _unknown(text, whole))


def _says_something(whole: Answer) -> bool:
    return whole.kind not in (Kind.UNKNOWN, Kind.NOT_DINGTALK)


def _object(data: dict[str, Any], reader: AnswerReader, asked: Asked) -> Answer:
    text = json.dumps(data, default=str) if len(data) < 200 else ""
    block = reader.read(asked.host, asked.path, 0, text) if "punish" in text else None
    return block or reader.read_said(said_in(data), asked, 0)


def _worded(text: str, reader: AnswerReader, asked: Asked) -> Answer | None:
    """Try, from the surest to the vaguest, what the text calls a code and what it says."""
    wrapped = found.wrapped_code(text)
    for code in (*([wrapped] if wrapped else []), *found.named_codes(text)):
        answer = _coded(text, code, reader, asked)
        if answer is not None:
            return answer
    if is_block_quoted(text):
        return Answer(kind=Kind.THROTTLED, values={"scope": "ip"}, code="1111")
    stopped = stopped_in(text)
    if stopped is not None and not re.search(r"access_?token\W{0,3}超时", text):
        return Answer(kind=stopped.kind, values=stopped.values, message=_first_line(text))
    known = (word for word in found.words_in(text) if reader.knows(word) and "." in word[1:])
    numbers = (number for number in found.numbers_in(text) if reader.knows(number))
    for codes in (found.plain_codes(text), known):
        for code in codes:
            answer = _coded(text, code, reader, asked)
            if answer is not None:
                return answer
    if wording.first_kind(wording.WORDS, text) is not None:
        return reader.read_said(found.around(text, None), asked, 0)
    code = next(numbers, None)
    return _coded(text, code, reader, asked) if code else None


def _coded(text: str, code: str, reader: AnswerReader, asked: Asked) -> Answer | None:
    """Read a code with the words around it; None where nobody knows it, or it says success."""
    answer = reader.read_said(found.around(text, code), asked, 0)
    return None if answer.ok or answer.kind is Kind.UNKNOWN else answer


def _unquoted(text: str) -> str:
    """Take a JSON string off its text: logs often quote an answer whole."""
    stripped = text.strip()
    if stripped.startswith('"') and stripped.endswith('"'):
        try:
            inner: object = json.loads(stripped, strict=False)
        except (ValueError, RecursionError):
            return text
        return inner if isinstance(inner, str) else text
    return text


def _unknown(text: str, whole: Answer) -> Answer:
    if whole.kind is Kind.NOT_DINGTALK and whole.values.get("reason") not in _PROSE:
        return whole
    message = _first_line(text)
    return Answer(kind=Kind.UNKNOWN, values={"code": None, "message": message}, message=message)


def _first_line(text: str) -> str:
    return mask(text.strip()[:MESSAGE_CAP].partition("\n")[0])


def _sent(answer: Answer, reader: AnswerReader) -> Explanation:
    """A send's result is as good as the person it reached worst."""
    people = tuple(one for one in read_people(reader, answer.data) if one.kind is not Kind.OK)
    refused = next((one for one in people if one.kind.startswith("forbidden:")), None)
    if refused is None:
        return _explained(answer, people)
    named = {name: refused.values[name] for name in ("userid", "count") if name in refused.values}
    code = refused.values.get("code")
    return Explanation(kind=refused.kind, values=named, code=code, people=people)


def _explained(answer: Answer, people: tuple[PersonAnswer, ...] = ()) -> Explanation:
    return Explanation(
        kind=answer.kind,
        values=answer.values,
        code=answer.code,
        message=answer.message,
        people=people,
    )
