"""Every message is drawn as its type, and none does more than be read."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dingsetup.practice.pages.bubbles import Painter
from dingsetup.practice.pages.marks import as_html, web_address
from dingsetup.practice.pages.words import EN, ZH
from dingsetup.practice.post import Note

from .pages import Page

PICTURE = "@lADP$+/known"
HOSTILE = (
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</style><style>*{}</style>",
    "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert`1`)", "[x](data:text/html,<b>)",
    "[x](//evil.example)", "[x](http://[)", "![x](http://evil.example/p.png)", "![](x\"onload=a)",
    "[x](dingtalk://dingtalkclient/page/link?url=javascript%3Aalert`1`)", "' onclick='a",
    "&lt;b&gt;", "&#60;script&#62;", "**[a](https://x.example)**", "*" * 50, "[" * 50, "\\",
    "https://x.example/\" onmouseover=\"a", "0xFF78C06E;}*{", "\u202egnp.exe", "\ud800", "\x00\x1b",
)  # fmt: skip
TEXTS = st.sampled_from(HOSTILE) | st.text(max_size=30)
VALUES = st.recursive(
    TEXTS | st.none() | st.booleans() | st.integers() | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
FIELDS = {
    "text": ("content",),
    "image": ("media_id",),
    "voice": ("media_id", "duration"),
    "file": ("media_id",),
    "link": ("messageUrl", "picUrl", "title", "text"),
    "markdown": ("title", "text"),
    "action_card": (
        "markdown", "title", "single_title", "single_url", "btn_json_list", "btn_orientation",
    ),
    "oa": ("message_url", "head", "body", "status_bar"),
    "nonsense": ("content",),
}  # fmt: skip
NESTED = (
    "title", "form", "rich", "content", "image", "num", "unit", "key", "value", "text", "bgcolor",
    "status_value", "status_bg", "action_url", "author", "file_count",
)  # fmt: skip


def note(msg: dict[str, Any], **more: Any) -> Note:
    given = {"task_id": 1, "at": 0.0, "userid": "one", "read": False, "recalled": False}
    return Note(msg=msg, **{**given, "status_value": None, "status_bg": None, **more})


def drawn(kind: str, parts: dict[str, Any], **more: Any) -> str:
    painter = Painter(ZH, lambda media_id: media_id == PICTURE)
    return painter.bubble(note({"msgtype": kind, kind: parts}, **more))


def messages() -> st.SearchStrategy[dict[str, Any]]:
    def of(kind: str) -> st.SearchStrategy[dict[str, Any]]:
        nested = st.dictionaries(
            st.sampled_from(NESTED),
            VALUES | st.lists(st.fixed_dictionaries({"key": VALUES, "value": VALUES}), max_size=8),
            max_size=6,
        )
        parts = st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS[kind], VALUES | nested))
        return st.fixed_dictionaries({"msgtype": st.just(kind), kind: parts})

    return st.sampled_from(sorted(FIELDS)).flatmap(of)


@given(msg=messages(), value=st.none() | TEXTS, colour=st.none() | TEXTS, recalled=st.booleans())
def test_whatever_a_message_holds_it_is_drawn_and_does_nothing(
    msg: dict[str, Any], value: str | None, colour: str | None, recalled: bool
) -> None:
    painter = Painter(EN, lambda media_id: media_id == PICTURE)
    one = note(msg, status_value=value, status_bg=colour, recalled=recalled)
    assert Page(painter.bubble(one)).harm == []
    assert len(painter.summary(one)) <= 60
    assert all(len(name) == 6 and name.isalnum() for name in painter.colours)


@given(st.lists(TEXTS, max_size=8).map("\n".join))
def test_whatever_markdown_holds_it_is_text_links_and_known_pictures(text: str) -> None:
    painter = Painter(ZH, lambda media_id: media_id == PICTURE)
    page = Page(as_html(text, painter.picture))
    assert page.harm == []
    assert page.pictures == []


@pytest.mark.parametrize(
    "mark", ["[", "*", "**a", "![](", "> ", "- ", "&", "\\", "#", "[a](", "\n"]
)
def test_a_message_of_nothing_but_marks_is_drawn_too(mark: str) -> None:
    text = mark * 20_000
    assert Page(drawn("markdown", {"title": "t", "text": text})).harm == []


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# One", "<h1>One</h1>"),
        ("###### Six", "<h6>Six</h6>"),
        ("####### Seven", "<p>####### Seven</p>"),
        ("> said", "<blockquote>said</blockquote>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("**bold** and *it*", "<p><strong>bold</strong> and <em>it</em></p>"),
        ("a\nb", "<p>a b</p>"),
        ("a  \n  b", "<p>a<br>b</p>"),
        ("a\n\nb", "<p>a</p><p>b</p>"),
        ("a&nbsp;b&#160;c&#xA0;d", "<p>a\u00a0b\u00a0c\u00a0d</p>"),
        ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
        (r"\*not\* \[a](b)", "<p>*not* [a](b)</p>"),
        (r"**a\\** b", r"<p><strong>a\</strong> b</p>"),
        ("~~no~~ `code` <b>", "<p>~~no~~ `code` &lt;b&gt;</p>"),
        ("**open", "<p>**open</p>"),
    ],
)
def test_markdown_is_drawn_as_far_as_dingtalk_knows_it(text: str, html: str) -> None:
    assert as_html(text, Painter(ZH, bool).picture) == html


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("https://bi.example/x", "https://bi.example/x"),
        ("dingtalk://dingtalkclient/page/link?url=https%3A%2F%2Fbi.example&pc_slide=true",
         "https://bi.example"),
        ("dingtalk://dingtalkclient/page/link", ""),
        ("eapp://page", ""),
        ("javascript:alert(1)", ""),
        ("http://[", ""),
        ("https:///nowhere", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_link_leads_to_a_web_page_or_nowhere(address: str, page: str) -> None:
    assert web_address(address) == page


def test_an_uploaded_picture_is_shown_and_no_other() -> None:
    shown = Page(drawn("image", {"media_id": PICTURE}))
    assert shown.pictures == ["/_practice/media?id=%40lADP%24%2B%2Fknown"]
    for address in ("@lADunknown", "https://x.example/p.png"):
        page = Page(drawn("markdown", {"title": "t", "text": f"![chart]({address})"}))
        assert page.pictures == []
        assert "chart" in page.text


def test_each_part_of_a_card_and_its_buttons_is_shown_in_order() -> None:
    page = Page(
        drawn(
            "action_card",
            {
                "markdown": "**text**",
                "btn_orientation": "1",
                "btn_json_list": [
                    {"title": "one", "action_url": "https://a.example"},
                    {"title": "two", "action_url": "https://b.example"},
                ],
            },
        )
    )
    assert page.texts == ["text", "one", "two"]
    assert page.links == ["https://a.example", "https://b.example"]


def test_buttons_that_came_as_json_in_a_text_are_shown_too() -> None:
    buttons = '[{"title":"one","action_url":"https://a.example"}]'
    page = Page(drawn("action_card", {"markdown": "m", "btn_json_list": buttons}))
    assert page.links == ["https://a.example"]


OA = {
    "message_url": "https://bi.example",
    "head": {"bgcolor": "FFB3541E", "text": "ignored"},
    "status_bar": {"status_value": "waiting", "status_bg": "0xFFFF9D46"},
    "body": {
        "title": "title",
        "form": [{"key": f"k{number}", "value": f"v{number}"} for number in range(8)],
        "rich": {"num": "62.1", "unit": "%"},
        "content": "content",
        "author": "author",
    },
}


def test_an_oa_message_shows_six_lines_and_its_own_colours() -> None:
    painter = Painter(ZH, bool)
    page = Page(painter.bubble(note({"msgtype": "oa", "oa": OA})))
    assert [text.strip() for text in page.texts if text[:2] == " v"] == [f"v{n}" for n in range(6)]
    assert {"title", "62.1", "%", "content", "waiting"} <= {text.strip() for text in page.texts}
    assert "ignored" not in page.text
    assert painter.colours == {"B3541E", "FF9D46"}


def test_a_changed_status_bar_and_a_recall_are_seen() -> None:
    changed = drawn("oa", OA, status_value="done", status_bg="0xFF78C06E")
    assert "c-78C06E" in changed
    assert "done" in Page(changed).texts
    assert "waiting" not in changed
    assert Page(drawn("oa", OA, recalled=True)).texts == [ZH.recalled]


@pytest.mark.parametrize(
    ("msg", "line"),
    [
        ({"msgtype": "text", "text": {"content": "a\nb"}}, "a b"),
        ({"msgtype": "image", "image": {"media_id": "x"}}, "[图片]"),
        ({"msgtype": "link", "link": {"title": "t"}}, "[链接]t"),
        ({"msgtype": "markdown", "markdown": {"title": "t", "text": "x"}}, "t"),
        ({"msgtype": "action_card", "action_card": {"markdown": "only"}}, "only"),
        ({"msgtype": "oa", "oa": OA}, "title"),
    ],
)
def test_the_list_tells_each_type_in_one_line(msg: dict[str, Any], line: str) -> None:
    assert Painter(ZH, bool).summary(note(msg)) == line
