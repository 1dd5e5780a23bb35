"""Markdown is read as work notifications draw it; what they do not draw stands marked in place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dingsetup.messages.bubble import Block, BlockKind, Span
from dingsetup.messages.markdown import MOST_BRACKETS, MOST_CHARACTERS, read_markdown
from dingsetup.messages.values import Problem, Severity
from tests.messages.examples import BODY, PAGE, written

UNSUPPORTED = [
    ("~~旧~~", "strikethrough", "~~旧~~"),
    ("`代码`", "code", "`代码`"),
    ("```\na = 1\n```", "code", "```\na = 1\n```"),
    ("    缩进的代码", "code", "    缩进的代码"),
    ('<font color="red">红</font>', "html", '<font color="red">'),
    ("<div>\n块\n</div>", "html", "<div>\n块\n</div>"),
    ("| 甲 | 乙 |\n|-|-|\n| 1 | 2 |", "table", "| 甲 | 乙 |\n|-|-|\n| 1 | 2 |"),
    ("---", "rule", "---"),
    ("- [ ] 任务", "task_list", "[ ]"),
    ("- [x] 任务", "task_list", "[x]"),
    ("见注[^1]", "footnote", "[^1]"),
    ("[名]: https://a.example.com", "reference", "[名]:"),
    ("<https://a.example.com>", "autolink", "https://a.example.com"),
    ("#没有空格", "heading_blank", "#"),
    ("**中文：**后面", "emphasis", "**"),
]


def plain(text: str) -> list[tuple[BlockKind, str]]:
    blocks = read_markdown(text).blocks
    return [(block.kind, "".join(span.text for span in block.spans)) for block in blocks]


def spans(text: str) -> tuple[Span, ...]:
    (block,) = read_markdown(text).blocks
    return block.spans


def test_every_construct_of_the_documents_is_drawn_without_a_fault() -> None:
    reading = read_markdown(f"{BODY}\n![板]({PAGE})")
    assert reading.faults == ()
    assert [(block.kind, block.level, block.number) for block in reading.blocks] == [
        (BlockKind.HEADING, 3, 0),
        (BlockKind.PARAGRAPH, 1, 0),
        (BlockKind.QUOTE, 1, 0),
        (BlockKind.BULLET, 1, 0),
        (BlockKind.BULLET, 1, 0),
        (BlockKind.NUMBERED, 1, 1),
        (BlockKind.NUMBERED, 1, 2),
        (BlockKind.PICTURE, 1, 0),
    ]
    assert reading.blocks[-1].source == PAGE


def test_bold_italic_and_links_are_runs_of_their_own() -> None:
    assert spans(f"前**粗***斜*[看板]({PAGE})后") == (
        Span("前"),
        Span("粗", bold=True),
        Span("斜", italic=True),
        Span("看板", link=PAGE),
        Span("后"),
    )


@pytest.mark.parametrize("level", range(1, 7))
def test_headings_have_six_levels(level: int) -> None:
    assert read_markdown(f"{'#' * level} 标题").blocks == (
        Block(BlockKind.HEADING, (Span("标题"),), level=level),
    )


def test_lists_within_lists_keep_their_depth_and_numbers_their_value() -> None:
    blocks = read_markdown("7. 七\n8. 八\n   - 里\n     - 更里").blocks
    assert [(one.kind, one.level, one.number) for one in blocks] == [
        (BlockKind.NUMBERED, 1, 7),
        (BlockKind.NUMBERED, 1, 8),
        (BlockKind.BULLET, 2, 0),
        (BlockKind.BULLET, 3, 0),
    ]


def test_an_item_without_words_is_an_item() -> None:
    assert plain("- 甲\n-\n- 乙") == [
        (BlockKind.BULLET, "甲"),
        (BlockKind.BULLET, ""),
        (BlockKind.BULLET, "乙"),
    ]


@pytest.mark.parametrize(("text", "construct", "source"), UNSUPPORTED)
def test_what_is_not_drawn_stays_as_it_was_written_and_says_why(
    text: str, construct: str, source: str
) -> None:
    reading = read_markdown(f"第一行\n\n{text}")
    first, *_more = reading.faults
    assert (first.kind, first.severity) == (Problem.UNSUPPORTED, Severity.WARNING)
    assert (first.place, first.line, first.values) == ("text", 3, {"construct": construct})
    marked = [
        span.text
        for block in reading.blocks
        for span in block.spans
        if (block.fault or span.fault) == first
    ]
    assert marked[0] == source


def test_words_around_a_fault_are_drawn() -> None:
    assert [(span.text, bool(span.fault)) for span in spans("前 ~~**旧** 价~~ 后")] == [
        ("前 ", False),
        ("~~", True),
        ("旧", True),
        (" 价~~", True),
        (" 后", False),
    ]


def test_what_was_escaped_is_text_and_no_failed_construct() -> None:
    text = r"\*\*不粗\*\* \[^1\] \#不是 \~\~ \[名\](x)"
    assert read_markdown(text).faults == ()
    assert plain(text) == [(BlockKind.PARAGRAPH, "**不粗** [^1] #不是 ~~ [名](x)")]


def test_the_test_mark_is_no_reference() -> None:
    assert read_markdown("[Test 2]: sales fell below 5").faults == ()
    assert read_markdown("[Test] sales").faults == ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲  \n  乙", "甲\n乙"),
        ("甲   \n    乙", "甲\n乙"),
        ("> 甲  \n>   乙", "甲\n乙"),
        ("- 甲  \n  乙", "甲\n乙"),
    ],
)
def test_a_newline_with_two_blanks_on_either_side_breaks_the_line(text: str, shown: str) -> None:
    reading = read_markdown(text)
    assert reading.faults == ()
    assert "".join(span.text for span in reading.blocks[0].spans) == shown


@pytest.mark.parametrize("text", ["甲\n乙", "甲  \n乙", "甲\n  乙", "甲\\\n乙", "> 甲  \n> 乙"])
def test_any_other_newline_is_lost(text: str) -> None:
    reading = read_markdown(text)
    assert [(one.kind, one.line) for one in reading.faults] == [(Problem.BREAK_LOST, 1)]
    assert "".join(span.text for span in reading.blocks[0].spans) == "甲 乙"


def test_a_lost_newline_is_named_by_its_own_line() -> None:
    assert [one.line for one in read_markdown("一  \n  二\n三\n四").faults] == [2, 3]


def test_a_non_breaking_blank_is_kept() -> None:
    assert spans("甲&nbsp;&#160;&#xA0;乙") == (Span("甲\u00a0\u00a0\u00a0乙"),)


def test_a_picture_stands_between_the_texts_beside_it_and_costs_no_line() -> None:
    reading = read_markdown(f"上\n![图]({PAGE})\n下")
    assert reading.faults == ()
    assert reading.blocks == (
        Block(BlockKind.PARAGRAPH, (Span("上"),)),
        Block(BlockKind.PICTURE, (Span("图"),), source=PAGE),
        Block(BlockKind.PARAGRAPH, (Span("下"),)),
    )


@pytest.mark.parametrize("id", ["@lADPDe7s2ySi18PNA6XNBXg", "$iAEKAqNwbmcDBgTNAk", "#lAzP"])
def test_a_media_id_as_a_picture_is_documented_nowhere(id: str) -> None:
    (block,) = read_markdown(f"![]({id})").blocks
    assert (block.kind, block.source) == (BlockKind.PICTURE, id)
    assert block.fault is not None
    assert block.fault.kind is Problem.PICTURE_UNDOCUMENTED


@pytest.mark.parametrize("url", ["http://a.example.com/x.png", "x.png", "javascript:x", "data:x"])
def test_a_picture_that_is_at_no_https_address_is_named(url: str) -> None:
    (block,) = read_markdown(f"![]({url})").blocks
    assert block.fault is not None
    assert (block.fault.kind, block.fault.values) == (Problem.LINK_SHAPE, {"url": url})


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "bi.example.com"])
def test_a_link_that_leads_nowhere_is_no_link(url: str) -> None:
    reading = read_markdown(f"[看]({url})")
    assert [(one.kind, one.values) for one in reading.faults] == [
        (Problem.LINK_SHAPE, {"url": url})
    ]
    assert all(not span.link for block in reading.blocks for span in block.spans)
    assert reading.links == ()


def test_a_link_that_was_not_read_as_one_because_of_a_blank_is_named() -> None:
    reading = read_markdown("[看](https://a.example.com/a b)")
    assert reading.faults[0].kind is Problem.LINK_SHAPE
    assert reading.faults[0].values == {"url": "https://a.example.com/a b"}


def test_links_come_with_their_lines_and_as_they_were_written() -> None:
    url = "dingtalk://dingtalkclient/page/link?url=https%3A%2F%2Fa.example.com%2F中"
    reading = read_markdown(f"一\n\n二[看]({url})  \n  三[板]({PAGE})")
    assert reading.links == ((url, 3), (PAGE, 4))


@pytest.mark.parametrize(
    "text",
    [
        "> " * 40 + "深",
        "\n".join("  " * depth + "- 项" for depth in range(40)),
        "[" * (MOST_BRACKETS + 1),
    ],
)
def test_what_is_too_deep_stands_as_it_was_written(text: str) -> None:
    reading = read_markdown(text)
    assert [one.values for one in reading.faults] == [{"construct": "nesting"}]
    assert "".join(span.text for block in reading.blocks for span in block.spans) == text


def test_only_as_much_as_dingtalk_takes_is_read() -> None:
    assert not read_markdown("字" * MOST_CHARACTERS).cut
    reading = read_markdown("字" * 20_000)
    assert reading.cut
    assert sum(len(span.text) for block in reading.blocks for span in block.spans) == (
        MOST_CHARACTERS
    )


def test_a_carriage_return_ends_a_line_as_a_newline_does() -> None:
    assert plain("甲\r\n\r\n乙\r\r丙") == [(BlockKind.PARAGRAPH, one) for one in "甲乙丙"]


@given(written)
def test_any_text_is_read_and_its_faults_stand_in_its_blocks(text: str) -> None:
    reading = read_markdown(text)
    standing = [one.fault for one in reading.blocks]
    standing += [span.fault for block in reading.blocks for span in block.spans]
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    for fault in reading.faults:
        assert fault in standing
        assert 1 <= fault.line <= lines
    assert all(not (span.fault and span.link) for one in reading.blocks for span in one.spans)


@given(
    st.text(
        alphabet=st.characters(exclude_characters="\\`*_{}[]()<>#+-.!|&~=:\r\n\t \x0b\x0c"),
        min_size=1,
    )
)
def test_text_without_marks_stays_letter_for_letter(text: str) -> None:
    shown = plain(f"字{text}字")
    assert shown == [(BlockKind.PARAGRAPH, f"字{text}字".replace("\x00", "\ufffd"))]
