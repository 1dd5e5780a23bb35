"""The explainer: whatever people paste of DingTalk's words is understood, or said to be unknown."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dingsetup.dingtalk.errors import AnswerReader
from dingsetup.dingtalk.explain import explain
from dingsetup.facts import load_facts
from dingsetup.findings import Kind
from tests.dingtalk.test_errors import RECORDED, SENDS, Recorded

READER = AnswerReader(load_facts())


class Pasted(msgspec.Struct, frozen=True):
    """A text somebody might paste, and what it must at least be found to say."""

    text: str
    kind: str
    values: dict[str, Any]


LINES = (Path(__file__).parent / "texts.jsonl").read_text("utf-8").splitlines()
PASTED = [msgspec.json.decode(line, type=Pasted) for line in LINES]
ERRORS = [
    one
    for one in RECORDED
    if "code" in one.body_raw and one.kind not in ("ok", "not_dingtalk") and one not in SENDS
]


@pytest.mark.parametrize("one", PASTED, ids=lambda one: one.text[:70])
def test_a_pasted_text_is_understood(one: Pasted) -> None:
    found = explain(one.text, READER)
    named = {name: found.values.get(name) for name in one.values}
    assert (found.kind, named) == (one.kind, one.values)


@pytest.mark.parametrize("one", RECORDED, ids=lambda one: f"{one.kind} {one.body_raw[:60]}")
def test_a_recorded_answer_is_explained_as_it_is_read(one: Recorded) -> None:
    status = one.http_status
    found = explain(one.body_raw, READER, host=one.host, endpoint=one.endpoint, status=status)
    assert (found.kind, found.values) == (one.kind, one.values)


def _wrappings(body: str) -> dict[str, str]:
    data = json.loads(body)
    return {
        "log line": f"2026-09-09 10:00:00 ERROR [main] answer: {body} in 35 ms",
        "pretty": json.dumps(data, indent=4, ensure_ascii=False),
        "python": f"WARNING:root:failed {data!r}",
        "escaped": json.dumps({"level": "error", "msg": f"dingtalk said {body}"}),
        "string": json.dumps(body),
        "curl": f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{body}",
    }


@pytest.mark.parametrize("one", ERRORS, ids=lambda one: f"{one.kind} {one.body_raw[:60]}")
def test_an_answer_is_found_in_whatever_logs_make_of_it(one: Recorded) -> None:
    plain = explain(one.body_raw, READER, host=one.host, endpoint=one.endpoint)
    for name, text in _wrappings(one.body_raw).items():
        found = explain(text, READER, host=one.host, endpoint=one.endpoint)
        assert (name, found.kind, found.values) == (name, plain.kind, plain.values)


def test_a_sends_result_names_each_person_it_did_not_reach() -> None:
    found = explain(SENDS[0].body_raw, READER)
    assert [(one.userid, str(one.kind)) for one in found.people] == [
        ("manager1", "forbidden:duplicate_message"),
        ("u2", "forbidden:daily_limit"),
        ("u3", "user_not_found"),
    ]
    assert (found.kind, found.code) == (Kind.FORBIDDEN_DUPLICATE_MESSAGE, "143106")


def test_a_sends_result_that_reached_everybody_is_ok() -> None:
    found = explain('{"errcode":0,"send_result":{"read_user_id_list":["a"]}}', READER)
    assert (found.kind, found.people) == (Kind.OK, ())


def test_an_unknown_text_keeps_its_first_words_and_no_secret() -> None:
    found = explain("something odd, appsecret=abcdefgh\nsecond line", READER)
    assert found.kind is Kind.UNKNOWN
    assert found.message == "something odd, appsecret=***"


@pytest.mark.parametrize(
    "text",
    [
        "{" * 1_000_000,
        "[" * 1_000_000,
        '{"a":' * 200_000,
        '{"errcode":' * 90_000,
        "{'errcode': " * 80_000,
        "\\" * 1_000_000,
        "<" * 1_000_000,
        "a." * 500_000,
        "60020 " * 160_000,
        "code: x " * 120_000,
        "errcode=" * 120_000,
        "参数" * 500_000,
        "redirect_uri" * 80_000,
        "[" + "qyapi_a," * 120_000,
        "access_token=" * 70_000,
        '"' + '\\"' * 400_000 + '"',
        "ip " * 330_000,
        "1:" * 500_000,
    ],
    ids=lambda text: text[:12],
)
def test_a_paste_of_a_million_characters_is_answered(text: str) -> None:
    # How long it takes is measured by `make bench`.
    assert explain(text, READER).kind in Kind


WORDS = st.sampled_from(
    (
        *("{", "}", '"', "'", "\\", ":", "=", "\n", "]", "::1", "%23", "<html>"),
        *("errcode", "sub_code", "code", "60020", "88", "ding talk error[subcode="),
        *("Forbidden.AccessDenied.", "request ip=", "appKey(", "requiredScopes=[", "curl: (6)"),
        "https://open-dev.dingtalk.com/appscope/apply?content=",
    )
)


@given(
    text=st.binary() | st.text() | st.lists(WORDS | st.text(max_size=4), max_size=25).map("".join),
    status=st.none() | st.sampled_from([200, 403]),
    host=st.none() | st.sampled_from(["oapi", "api", "x"]),
)
def test_explaining_never_raises(text: bytes | str, status: int | None, host: str | None) -> None:
    found = explain(text, READER, host=host, status=status)
    msgspec.json.encode(found)
