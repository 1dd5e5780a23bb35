"""A message leaves as the documents have it, and in no other form."""

import json
import shlex
from typing import Any

import msgspec
import pytest
from hypothesis import given

from dingsetup.facts import load_facts
from dingsetup.messages.lint import lint
from dingsetup.messages.payload import (
    as_json,
    curl,
    payload,
    request_body,
    size,
)
from dingsetup.messages.values import Button, Message, MessageType, Severity
from dingsetup.practice.content import check_message
from tests.messages.examples import PAGE, PICTURE, USUAL, altered, messages
from tests.messages.validator import faults

FACTS = load_facts()


@pytest.mark.parametrize("type", MessageType)
def test_a_usual_message_of_every_type_is_accepted(type: MessageType) -> None:
    assert faults(payload(USUAL[type])) == []


@given(altered() | messages)
def test_what_has_no_error_is_accepted_by_a_validator_that_shares_no_code(message: Message) -> None:
    errors = [one for one in lint(message, FACTS) if one.severity is Severity.ERROR]
    assert errors or faults(payload(message)) == []


@given(altered())
def test_what_has_no_error_is_taken_by_the_practice_tenant(message: Message) -> None:
    if not any(one.severity is Severity.ERROR for one in lint(message, FACTS)):
        check_message(payload(message))


@given(messages)
def test_any_message_can_be_written_and_measured(message: Message) -> None:
    msg = payload(message)
    assert size(message) == len(msgspec.json.encode(msg))
    assert json.loads(as_json(msg)) == msg


def test_the_title_of_a_card_is_left_out_where_there_is_none() -> None:
    card = msgspec.structs.replace(USUAL[MessageType.CARD], title="")
    assert "title" not in payload(card)["action_card"]


def test_a_card_leads_to_the_messages_address_where_its_button_has_none() -> None:
    card = msgspec.structs.replace(
        USUAL[MessageType.CARD], buttons=(Button("看", ""),), url="https://a.example.com"
    )
    assert payload(card)["action_card"]["single_url"] == "https://a.example.com"


@pytest.mark.parametrize(("vertical", "orientation"), [(True, "0"), (False, "1")])
def test_the_orientation_of_buttons_is_a_digit_in_a_text(vertical: bool, orientation: str) -> None:
    message = msgspec.structs.replace(USUAL[MessageType.BUTTONS], vertical=vertical)
    assert payload(message)["action_card"]["btn_orientation"] == orientation


def test_what_an_oa_message_does_not_have_is_not_sent() -> None:
    plain = Message(type=MessageType.OA, title="标题", url=PAGE, head="DataWind")
    assert payload(plain)["oa"] == {
        "message_url": PAGE,
        "head": {"bgcolor": "FF2F6BFF", "text": "DataWind"},
        "body": {"title": "标题"},
    }


def test_a_picture_stands_below_the_markdown_unless_the_text_has_one() -> None:
    usual = USUAL[MessageType.MARKDOWN]
    text = payload(usual)["markdown"]["text"]
    assert text.endswith(f"2. 第二步\n\n![]({PICTURE})")
    own = msgspec.structs.replace(usual, text=f"![图]({PAGE})")
    assert payload(own)["markdown"]["text"] == f"![图]({PAGE})"


def test_half_a_surrogate_pair_is_replaced_before_it_leaves() -> None:
    assert payload(Message(type=MessageType.TEXT, text="值\ud800"))["text"]["content"] == "值?"


def test_the_size_counts_bytes_and_not_characters() -> None:
    short, longer = (Message(type=MessageType.TEXT, text=text) for text in ("", "中文"))
    assert size(longer) - size(short) == len("中文".encode())


@pytest.mark.parametrize(
    ("agent_id", "sent"),
    [("3141592653", 3141592653), (7, 7), (" 12 ", 12), ("abc", "abc"), ("", "")],
)
def test_an_agent_id_leaves_as_a_number(agent_id: str | int, sent: Any) -> None:
    body = request_body(USUAL[MessageType.TEXT], agent_id, ["a", "b"])
    assert body["agent_id"] == sent
    assert body["userid_list"] == "a,b"
    assert "to_all_user" not in body


def test_the_command_is_one_a_shell_reads_as_it_was_meant_and_holds_no_token() -> None:
    text = 'it\'s $HOME `x` "quoted"\n中文'
    body = request_body(Message(type=MessageType.TEXT, text=text), "1", ["u"])
    words = shlex.split(curl("https://oapi.example.com/", body).replace("\\\n", ""))
    assert words[:3] == ["curl", "-X", "POST"]
    assert words[3].startswith("https://oapi.example.com/topapi/message/corpconversation/")
    assert words[3].endswith("?access_token=***")
    assert json.loads(words[-1]) == body


def test_json_for_reading_keeps_chinese_and_is_indented() -> None:
    assert '\n  "msgtype": "text"' in as_json(payload(USUAL[MessageType.TEXT]))
    assert "销售额" in as_json(payload(USUAL[MessageType.TEXT]))


@pytest.mark.parametrize(
    ("msg", "said"),
    [
        ({"msgtype": "text", "text": {"content": "x" * 5001}}, "34016"),
        ({"msgtype": "text", "text": {"content": ""}}, "missing"),
        ({"msgtype": "text", "text": {"content": "x", "more": 1}}, "not documented"),
        ({"msgtype": "voice", "voice": {"media_id": "@1"}}, "msgtype"),
        ({"msgtype": "markdown", "markdown": {"title": "t" * 65, "text": "x"}}, "34016"),
        ({"msgtype": "text", "markdown": {"title": "t", "text": "x"}}, "keys"),
        (payload(msgspec.structs.replace(USUAL[MessageType.OA], head_colour="red")), "AARRGGBB"),
        (payload(msgspec.structs.replace(USUAL[MessageType.LINK], url="here")), "opens nowhere"),
        (payload(msgspec.structs.replace(USUAL[MessageType.TEXT], text="x" * 4096)), "41101"),
    ],
)
def test_the_validator_refuses_what_the_documents_do_not_allow(msg: Any, said: str) -> None:
    assert said in " ".join(faults(msg))
