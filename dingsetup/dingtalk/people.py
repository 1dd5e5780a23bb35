"""Each person's verdict out of a send's result."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

import msgspec

from dingsetup.dingtalk.body import decode_body, field
from dingsetup.dingtalk.errors import AnswerReader
from dingsetup.dingtalk.said import Asked
from dingsetup.findings import Kind

LIST_CAP = 5_000
"""Entries of a list that are read; results are kept of sends to 100 people at most (KB 0773)."""
CODE_CAP = 120


class PersonAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a message to one person."""

    userid: str
    kind: Kind
    values: dict[str, Any] = {}
    """`userid`; for a refusal `count` (the threshold) and `code`; for a delivery `read`."""


def read_people(
    reader: AnswerReader, body: bytes | str | Mapping[str, Any]
) -> tuple[PersonAnswer, ...]:
    """Read the body of getsendresult; empty where it is none. Each person comes once.

    Lists may be absent: live answers lack `forbidden_user_id_list`, the page's sample lacks others
    (KB 0773), so filtered people are taken from either list.
    """
    data = body if isinstance(body, Mapping) else decode_body(body).data or {}
    result: object = field(data, "send_result")
    if not isinstance(result, dict):
        return ()
    lists = cast("dict[str, Any]", result)
    people: dict[str, PersonAnswer] = {}
    for person in (
        *_forbidden(reader, lists),
        # Its page says "filtered by flow control", without a code.
        *_plain(lists, "forbidden_user_id_list", Kind.FORBIDDEN_THROTTLED),
        *_plain(lists, "invalid_user_id_list", Kind.USER_NOT_FOUND),
        *_plain(lists, "failed_user_id_list", Kind.UNKNOWN),
        *_plain(lists, "read_user_id_list", Kind.OK, read=True),
        *_plain(lists, "unread_user_id_list", Kind.OK, read=False),
    ):
        people.setdefault(person.userid, person)
    return tuple(people.values())


def _forbidden(reader: AnswerReader, lists: Mapping[str, Any]) -> Iterable[PersonAnswer]:
    for entry in _items(lists, "forbidden_list"):
        if not isinstance(entry, dict):
            continue
        found = cast("dict[str, Any]", entry)
        userid, code, count = (field(found, name) for name in ("userid", "code", "count"))
        if userid is None:
            continue
        kind = reader.read_code(str(code)[:CODE_CAP], Asked()).kind
        named = {"userid": str(userid), "count": count, "code": str(code)}
        values = {name: value for name, value in named.items() if value not in (None, "None")}
        yield PersonAnswer(userid=str(userid), kind=kind, values=values)


def _plain(
    lists: Mapping[str, Any], name: str, kind: Kind, **values: Any
) -> Iterable[PersonAnswer]:
    for userid in _items(lists, name):
        if isinstance(userid, str | int):
            found = {"userid": str(userid)} | values
            yield PersonAnswer(userid=str(userid), kind=kind, values=found)


def _items(lists: Mapping[str, Any], name: str) -> list[object]:
    """The wire has arrays, some SDKs' logs an object holding one."""
    value: object = field(lists, name)
    if isinstance(value, dict):
        value = next(iter(cast("dict[str, object]", value).values()), None)
    return cast("list[object]", value)[:LIST_CAP] if isinstance(value, list) else []
