"""How long the longest pastes take: a million characters into the explainer and the readers."""

import json
import time
from collections.abc import Callable
from typing import Any

from dingsetup.dingtalk.errors import AnswerReader
from dingsetup.dingtalk.explain import explain
from dingsetup.facts import load_facts
from dingsetup.pasted.addresses import compare_addresses
from dingsetup.pasted.credentials import recognise
from dingsetup.pasted.lists import split_list

LIMIT_MS = 1000
SIZE = 1_000_000
UNITS = (
    '{"errcode":',
    "'sub_code': ",
    "<",
    "a.",
    "60020 ",
    "redirect_uri",
    '\\"',
    "1.1.",
    "，",
    "读权限",
    "a.b-",
    "a-",
    "1-1.",
    "139",
    "\\",
    "错误码 a",
    "参数 a",
)
"""Each repeated to the full size, and once more as the words of an answer."""
ANSWERS = (
    '{"errcode": "40035", "errmsg": %s}',
    '{"errcode": "60011", "errmsg": %s}',
    '{"code": "invalidParameter.x", "message": %s}',
    "log: {'errcode': 12345678, 'errmsg': %s}",
)


def measure() -> dict[str, Any]:
    """The slowest of every reader on every kind of long text, in processor milliseconds."""
    facts = load_facts()
    reader = AnswerReader(facts)
    wanted = facts.newest_addresses.addresses
    texts = [(unit * (SIZE // len(unit) + 1))[:SIZE] for unit in UNITS]
    answers = [form % json.dumps(text, ensure_ascii=False) for text in texts for form in ANSWERS]
    readers: dict[str, Callable[[str], object]] = {
        "explain": lambda text: explain(text, reader),
        "read": lambda text: reader.read("oapi", "POST /topapi/x", 200, text),
        "recognise": recognise,
        "split_list": split_list,
        "compare_addresses": lambda text: compare_addresses(wanted, text),
    }
    slowest = {
        name: round(max(_ms(read, text) for text in (*texts, *answers)))
        for name, read in readers.items()
    }
    return {
        "characters": SIZE,
        "slowest_ms": slowest,
        "limit_ms": LIMIT_MS,
        "kept": max(slowest.values()) <= LIMIT_MS,
    }


def _ms(read: Callable[[str], object], text: str) -> float:
    started = time.thread_time()
    read(text)
    return (time.thread_time() - started) * 1000
