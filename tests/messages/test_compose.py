"""A push becomes a message of every type, marked as a test, whatever its values hold."""

import datetime
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from dingsetup.facts import Facts
from dingsetup.language import Language
from dingsetup.language.message_faults import fault_told
from dingsetup.messages.bubble import BlockKind
from dingsetup.messages.compose import Composed, compose, default_links, sample_values
from dingsetup.messages.limits import meters
from dingsetup.messages.lint import lint
from dingsetup.messages.markdown import read_markdown
from dingsetup.messages.outline import bubble
from dingsetup.messages.payload import payload
from dingsetup.messages.push import Parts, Push, TextLanguage
from dingsetup.messages.pushes import load_pushes
from dingsetup.messages.values import Message, MessageType, Problem, Severity
from tests.messages.validator import faults as refused

GOLDEN = Path(__file__).parent / "golden"
WRITE_GOLDEN = "WRITE_GOLDEN" in os.environ
"""`WRITE_GOLDEN=1 pytest tests/messages/test_compose.py` writes them anew: read the diff."""
TODAY = datetime.date(2026, 11, 22)
PUSHES = load_pushes()
LANGUAGES: tuple[TextLanguage, ...] = ("zh", "en")
MARKDOWN = (MessageType.MARKDOWN, MessageType.CARD, MessageType.BUTTONS)
MARKS = {"zh": "【测试】", "en": "[Test]"}
MEDIA_ID = "@lADPDe7s2ySi18PNA6XNBXg"
PICTURE_URL = "https://bi.example.com/dashboard.png"

by_push = pytest.mark.parametrize("push", PUSHES.all, ids=lambda push: push.id)
by_language = pytest.mark.parametrize("language", LANGUAGES)
by_type = pytest.mark.parametrize("type", MessageType, ids=str)


def one(id: str) -> Push:
    push = PUSHES.find(id)
    assert push is not None
    return push


def variants(push: Push) -> Iterator[dict[str, Any]]:
    """The sample data, and each of its choices taken once."""
    yield {}
    for variable in push.variables:
        for choice in variable.choices:
            if choice.value != variable.sample.zh:
                yield {variable.name: choice.value}
        if variable.shape == "flag":
            yield {variable.name: "no"}


def made(
    push: Push, type: MessageType, language: TextLanguage = "zh", number: int = 1, **values: Any
) -> Composed:
    return compose(
        push,
        type,
        language,
        sample_values(push, language, TODAY) | values,
        number=number,
        media_id=MEDIA_ID,
        picture_url=PICTURE_URL,
    )


def shown(message: Message) -> list[str]:
    """Every text of a message that a person reads first."""
    texts = [message.title]
    if message.type is not MessageType.IMAGE:
        texts.append(message.text.split("\n")[0])
    return texts


@by_push
@by_language
def test_every_type_is_as_it_was_when_it_was_looked_at(push: Push, language: TextLanguage) -> None:
    payloads: dict[str, Any] = {}
    for changed in variants(push):
        for type in MessageType:
            name = " ".join([type, *(f"{key}={value}" for key, value in changed.items())])
            payloads[name] = payload(made(push, type, language, **changed).message)
    file = GOLDEN / push.id / f"{language}.json"
    text = json.dumps(payloads, ensure_ascii=False, indent=1) + "\n"
    if WRITE_GOLDEN:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    assert file.read_text("utf-8") == text


@by_push
@by_language
@by_type
def test_every_choice_of_every_push_is_a_message_dingtalk_takes(
    push: Push, language: TextLanguage, type: MessageType, facts: Facts
) -> None:
    for changed in variants(push):
        composed = made(push, type, language, **changed)
        kinds = [fault.kind for fault in composed.faults]
        assert kinds == ([Problem.MARK_IMPOSSIBLE] if type is MessageType.IMAGE else [])
        assert refused(payload(composed.message)) == []
        found = {f.kind for f in lint(composed.message, facts, domain="bi.example.com")}
        # The phone's page, which a PC opens as well: every link of the samples leads there.
        assert found <= {Problem.LINK_MOBILE_ON_PC}
        assert [m for m in meters(composed.message, facts) if m.over] == []


@by_push
@by_language
@by_type
def test_every_message_is_marked_as_a_test_with_its_number(
    push: Push, language: TextLanguage, type: MessageType
) -> None:
    first = made(push, type, language).message
    assert all(MARKS[language] in text for text in shown(first))
    third = made(push, type, language, number=3).message
    numbered = MARKS[language].replace("测试", "测试 3").replace("Test", "Test 3")
    assert all(numbered in text for text in shown(third))
    if type is not MessageType.IMAGE:
        assert payload(first) != payload(third)


@by_push
@by_language
def test_the_default_type_shows_what_the_push_is_about(push: Push, language: TextLanguage) -> None:
    message = made(push, push.default_type, language).message
    if push.group == "alert":
        assert message.type is MessageType.CARD
    if push.id in ("subscription-test", "subscription-scheduled"):
        assert message.type is MessageType.OA
        assert message.media_id == MEDIA_ID
    if push.group == "sync":
        assert message.form
    assert message.url == "https://bi.example.com/bi-h5/"


@by_push
@by_language
def test_a_heading_a_list_and_bold_come_out_as_such(push: Push, language: TextLanguage) -> None:
    blocks = bubble(made(push, MessageType.CARD, language).message).blocks
    assert blocks[0].kind is BlockKind.HEADING
    assert blocks[0].spans[0].text.startswith(MARKS[language])
    assert BlockKind.BULLET in {block.kind for block in blocks}
    text = "".join(span.text for block in blocks for span in block.spans)
    assert "**" not in text
    assert "{{" not in text
    assert "{%" not in text


def test_a_subscription_has_its_date_in_front_where_it_is_wanted() -> None:
    push = one("subscription-scheduled")
    assert made(push, MessageType.OA).message.title == "【测试】2026-11-21 华东销售日报"
    assert made(push, MessageType.OA, with_date="否").message.title == "【测试】华东销售日报"
    several = made(push, MessageType.TEXT, sheets="一\n二\n三").message.text
    assert "一、二、三" in several


def test_the_picture_of_a_subscription_stands_in_its_markdown_where_it_is() -> None:
    push = one("subscription-scheduled")
    values = sample_values(push, "zh", TODAY)
    with_url = compose(push, MessageType.CARD, "zh", values, picture_url=PICTURE_URL).message
    assert f"![]({PICTURE_URL})" in with_url.text
    uploaded = compose(push, MessageType.CARD, "zh", values, media_id=MEDIA_ID).message
    assert f"![]({MEDIA_ID})" in uploaded.text
    assert "![" not in compose(push, MessageType.CARD, "zh", values).message.text


def test_a_failed_sync_says_why_and_a_waiting_one_shows_no_times() -> None:
    push = one("sync")
    failed = made(push, MessageType.TEXT, status="failure").message.text
    assert "原因：" in failed
    assert "写入行数" not in failed
    waiting = made(push, MessageType.OA, status="waiting").message
    assert [line.key for line in waiting.form] == ["项目：", "业务日期："]
    assert waiting.rich_number == waiting.rich_unit == ""
    assert made(push, MessageType.OA, status="系统取消").message.title.startswith(
        "【测试】数据集同步系统取消"
    )


def test_a_button_without_a_link_is_left_out() -> None:
    push = one("alert-smart")
    message = made(push, MessageType.BUTTONS, manage_link="").message
    assert [button.title for button in message.buttons] == ["查看图表"]
    assert "管理监控" not in made(push, MessageType.TEXT, manage_link="").message.text


def test_links_of_markdown_and_text_follow_their_words() -> None:
    push = one("alert-smart")
    link = "https://bi.example.com/x_y?a=(1)&b=2"
    text = made(push, MessageType.MARKDOWN, link=link).message.text
    assert read_markdown(text).links[0][0] == "https://bi.example.com/x_y?a=%281%29&b=2"
    assert made(push, MessageType.TEXT, link=link).message.text.endswith(
        "https://bi.example.com/bi"
    )


def test_days_of_the_sample_data_count_from_today() -> None:
    values = sample_values(one("subscription-scheduled"), "en", datetime.date(2027, 1, 1))
    assert values["date"] == "2026-12-31"
    today = datetime.datetime.now().astimezone().date()
    later = sample_values(one("sync"), "zh")["start"]
    assert datetime.date.fromisoformat(later[:10]) - today < datetime.timedelta(days=2)


def test_links_lead_to_the_profiles_own_datawind() -> None:
    links = default_links(one("alert-smart"), "bi.corp.example", "ding123")
    assert links["link"] == "https://bi.corp.example/bi-h5/?corpId=ding123"
    assert links["pc_link"] == links["manage_link"] == "https://bi.corp.example/bi"
    assert default_links(one("sync"), "bi.corp.example")["link"].endswith("?corpId=$CORPID$")
    assert default_links(one("sync"), "https://bi.corp.example/bi-h5/", "c")["link"].endswith(
        "//bi.corp.example/bi-h5/?corpId=c"
    )
    assert default_links(one("sync"), "") == {}


def test_every_line_of_a_long_value_stays_a_line() -> None:
    message = made(
        one("subscription-scheduled"), MessageType.MARKDOWN, content="一\n二\n\n三"
    ).message
    blocks = read_markdown(message.text).blocks
    texts = ["".join(span.text for span in block.spans) for block in blocks]
    assert texts[1:3] == ["一\n二", "三"]


def test_lines_of_a_template_stay_lines() -> None:
    parts = Parts(title="t", body="# head\none\ntwo\n- a\n- b\nmore\n\n> quote\n> on", plain="p")
    push = replace(one("sync"), parts={"zh": parts})
    message = compose(push, MessageType.MARKDOWN, "zh", sample_values(push, "zh", TODAY)).message
    assert message.text.startswith("# 【测试】head\none  \n  two\n- a\n- b  \n  more\n\n> quote")


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("words", "【测试】words"),
        ("## head", "## 【测试】head"),
        ("> ### quote", "> ### 【测试】quote"),
        ("1. one", "1. 【测试】one"),
        ("**bold**", "【测试】**bold**"),
        ("![](https://a.example/b.png)", "【测试】\n\n![](https://a.example/b.png)"),
        ("```\ncode\n```", "【测试】\n\n```"),
        ("---\nx", "【测试】\n\n---"),
        ("<!-- x", "【测试】\n\n<!-- x"),
        ("", "【测试】"),
    ],
)
def test_the_mark_is_read_however_a_body_begins(body: str, wanted: str) -> None:
    push = replace(one("sync"), parts={"zh": Parts(title="t", body=body, plain="p")})
    message = compose(push, MessageType.CARD, "zh", sample_values(push, "zh", TODAY)).message
    assert message.text.startswith(wanted)


@by_type
def test_a_faulty_template_is_a_fault_of_its_part_and_the_rest_is_made(type: MessageType) -> None:
    parts = replace(one("sync").parts["zh"], title="{{ dataset", body="x\n{{ dataset.x }}")
    push = replace(one("sync"), parts={"zh": parts})
    composed = made(push, type)
    places = {fault.place: fault for fault in composed.faults if fault.place}
    assert places["title"].kind is Problem.TEMPLATE_SYNTAX
    assert ("body" in places) == (type in MARKDOWN)
    if type in MARKDOWN:
        assert places["body"].line == 2
    assert all(fault.severity is Severity.ERROR for fault in places.values())
    assert MARKS["zh"] in composed.message.title


def test_a_template_hides_nothing_either() -> None:
    parts = replace(one("sync").parts["zh"], title="a\u202eb\x00\u200b", body="x\ud800")
    push = replace(one("sync"), parts={"zh": parts})
    composed = made(push, MessageType.CARD)
    assert composed.message.title == "【测试】ab"
    assert [(f.kind, f.place) for f in composed.faults] == [
        (Problem.CONTROL_CHARACTERS, "title"),
        (Problem.DIRECTION_MARKS, "title"),
        (Problem.CONTROL_CHARACTERS, "body"),
    ]
    told = fault_told(Language("en"), composed.faults[2], push)
    assert told.title.startswith("“text in markdown” held")


def test_a_picture_whose_address_needs_quoting_is_named_once() -> None:
    push = one("subscription-scheduled")
    values = sample_values(push, "zh", TODAY)
    url = "https://bi.example.com/图(1).png"
    message = compose(push, MessageType.MARKDOWN, "zh", values, picture_url=url).message
    assert payload(message)["markdown"]["text"].count("![") == 1


def test_an_empty_form_is_many_faults_and_still_a_message() -> None:
    composed = compose(one("sync"), MessageType.OA, "zh", {})
    missing = [f.place for f in composed.faults if f.kind is Problem.VARIABLE_MISSING]
    assert missing == ["status", "dataset", "project", "date", "owner", "link"]
    assert composed.message.title.startswith("【测试】")


ANYTHING = st.one_of(
    st.text(max_size=80),
    st.text("*_[]()<>`#>-+=|~!\\&;:/ \n\t\r\u202e\u200b1.aé好👩\u200d👧\x00\ud800", max_size=40),
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.lists(st.text(max_size=10), max_size=60),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
    st.just("好" * 5000),
)
NAMES = sorted({v.name for push in PUSHES.all for v in push.variables} | {"nobody", "_", "picture"})


@given(
    st.sampled_from(PUSHES.all),
    st.sampled_from(MessageType),
    st.sampled_from(LANGUAGES),
    st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=8),
    st.integers(1, 99),
)
def test_no_value_at_all_stops_it_or_takes_the_mark_off(
    push: Push, type: MessageType, language: TextLanguage, values: dict[str, Any], number: int
) -> None:
    composed = compose(push, type, language, sample_values(push, language) | values, number=number)
    message = composed.message
    word = "测试" if language == "zh" else "Test"
    mark = word if number == 1 else f"{word} {number}"
    assert all(mark in text for text in shown(message))
    assert len(message.text) < 30_000
    json.dumps(payload(message)).encode("utf-8")
    for text in (message.title, message.text, *(line.value for line in message.form)):
        assert "\x00" not in text
        assert "\u202e" not in text
    if "nobody" in values:
        assert Problem.VARIABLE_UNKNOWN in {fault.kind for fault in composed.faults}


HOSTILE = st.text("*_[]()<>`#-+=|~!\\&;x 1.\n", min_size=1, max_size=60) | st.sampled_from(
    [
        "[tap here](https://evil.example)",
        "![](https://evil.example/x.png)",
        "<a href='https://evil.example'>x</a>",
        "<https://evil.example>",
        "[a]: https://evil.example\n\n[a]",
        "x](https://evil.example) [y",
        "# head\n> quote\n- item\n1. one\n---\n===\n",
        "**bold** __bold__ *it* _it_ ~~no~~ `code`",
        "```\ncode\n```",
        "a | b\n--- | ---\n1 | 2",
        "\\*not\\* \\[x\\](https://evil.example)",
        "&lt;b&gt; &#42;x&#42;",
    ]
)


@given(HOSTILE)
def test_what_data_holds_is_shown_and_formats_nothing(value: str) -> None:
    push = one("subscription-scheduled")
    composed = made(push, MessageType.MARKDOWN, content=value, title=value.replace("\n", " "))
    plain = read_markdown(made(push, MessageType.MARKDOWN, content="x", title="x").message.text)
    read = read_markdown(composed.message.text)
    assert [url for url, _ in read.links] == [url for url, _ in plain.links]
    kinds = [block.kind for block in read.blocks if block.kind is not BlockKind.PARAGRAPH]
    assert kinds == [b.kind for b in plain.blocks if b.kind is not BlockKind.PARAGRAPH]
    own = [s for b in read.blocks[1:] for s in b.spans if s.bold or s.italic or s.link or s.fault]
    assert own == [s for b in plain.blocks[1:] for s in b.spans if s.bold or s.italic or s.link]


@given(HOSTILE.map(str.strip).filter(bool))
def test_what_data_holds_is_shown_to_the_letter(value: str) -> None:
    push = one("subscription-scheduled")
    text = made(push, MessageType.MARKDOWN, content=value).message.text
    blocks = read_markdown(text).blocks
    read = "".join("".join(span.text for span in block.spans) for block in blocks)
    assert "".join(value.split()) in "".join(read.split())
