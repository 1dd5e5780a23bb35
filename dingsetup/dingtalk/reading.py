"""Reads what was asked for out of an answer, or gives the answer back that has none of it."""

from collections.abc import Callable
from typing import TypeVar

import msgspec

from dingsetup.dingtalk.errors import Answer
from dingsetup.findings import Kind

T = TypeVar("T")


def read(answer: Answer, read_data: Callable[[Answer], T]) -> T | Answer:
    """Read what was asked for; a success that holds something else is not DingTalk's."""
    if not answer.ok:
        return answer
    try:
        return read_data(answer)
    except (msgspec.MsgspecError, ValueError, TypeError):
        values = {"reason": "wrong_type"}
        return Answer(kind=Kind.NOT_DINGTALK, values=values, status=answer.status, sent=answer.sent)
