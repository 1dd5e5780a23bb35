"""The outline of a message holds what a client draws of it, and nothing it does not."""

import pytest
from hypothesis import given
from msgspec.structs import replace

from dingsetup.messages.bubble import Block, BlockKind, Span
from dingsetup.messages.outline import LIST_CHARACTERS, bubble, plain
from dingsetup.messages.values import Button, FormLine, Message, MessageType
from tests.messages.examples import PAGE, USUAL, messages

OA = USUAL[MessageType.OA]


def test_a_text_is_drawn_line_by_line_and_without_markdown() -> None:
    drawn = bubble(Message(type=MessageType.TEXT, text="**一**\n\n二", title="没有标题"))
    assert drawn.title == ""
    assert drawn.blocks == (
        Block(BlockKind.PARAGRAPH, (Span("**一**"),)),
        Block(BlockKind.PARAGRAPH),
        Block(BlockKind.PARAGRAPH, (Span("二"),)),
    )


def test_no_more_of_a_text_is_drawn_than_dingtalk_takes() -> None:
    drawn = bubble(Message(type=MessageType.TEXT, text="字" * 20_000))
    assert drawn.cut
    assert plain(drawn.blocks) == "字" * 5000


@pytest.mark.parametrize("type", [MessageType.MARKDOWN, MessageType.CARD, MessageType.BUTTONS])
def test_markdown_is_drawn_and_its_title_stands_in_the_list_alone(type: MessageType) -> None:
    drawn = bubble(USUAL[type])
    assert drawn.blocks[0].kind is BlockKind.HEADING
    assert drawn.title == ""
    assert drawn.list_line == USUAL[type].title


def test_the_picture_of_a_markdown_message_is_drawn_below_it() -> None:
    message = USUAL[MessageType.MARKDOWN]
    assert bubble(message).blocks[-1].source == message.picture_url


def test_a_card_has_one_button_and_it_leads_where_the_card_leads() -> None:
    card = replace(USUAL[MessageType.CARD], buttons=(Button("看", ""), Button("二", "x")), url=PAGE)
    assert bubble(card).buttons == (Button("看", PAGE),)


def test_several_buttons_are_drawn_in_their_direction() -> None:
    message = USUAL[MessageType.BUTTONS]
    assert bubble(message).buttons == message.buttons
    assert not bubble(message).vertical


def test_of_an_oa_message_six_form_lines_and_three_lines_of_text_are_shown() -> None:
    form = tuple(FormLine(f"键{place}", "值") for place in range(7))
    drawn = bubble(replace(OA, form=form, text="一\n二\n三\n四"))
    assert drawn.form == form[:6]
    assert plain(drawn.blocks) == "一\n二\n三"
    assert drawn.cut
    assert not bubble(replace(OA, form=form[:6], text="一\n二\n三")).cut


def test_an_oa_message_is_drawn_with_all_its_parts() -> None:
    drawn = bubble(OA)
    assert (drawn.title, drawn.head, drawn.head_colour) == (OA.title, OA.head, OA.head_colour)
    assert (drawn.rich_number, drawn.rich_unit, drawn.author) == ("12.5", "%", OA.author)
    assert drawn.status == OA.status
    assert drawn.picture
    assert not bubble(replace(OA, media_id="")).picture


def test_a_unit_without_a_number_is_not_drawn() -> None:
    assert bubble(replace(OA, rich_number="")).rich_unit == ""


@pytest.mark.parametrize(
    ("type", "client", "line"),
    [
        (MessageType.IMAGE, "zh", "[图片]"),
        (MessageType.IMAGE, "en", "[Photo]"),
        (MessageType.LINK, "zh", "[链接]【测试】每日看板"),
        (MessageType.OA, "zh", OA.title),
        (MessageType.TEXT, "zh", "【测试】销售额低于阈值"),
    ],
)
def test_the_line_in_the_list_of_conversations(type: MessageType, client: str, line: str) -> None:
    drawn = bubble(USUAL[type], "zh" if client == "zh" else "en")
    assert drawn.list_line == line
    assert drawn.notification[1] == line


def test_a_card_without_a_title_is_listed_by_its_first_words() -> None:
    card = replace(USUAL[MessageType.CARD], title="", text="---\n\n  \n\n**粗**的开头\n\n下文")
    assert bubble(replace(card, text="**粗**的开头\n\n下文")).list_line == "粗的开头"


def test_a_long_line_is_cut_and_a_broken_one_joined() -> None:
    long = bubble(replace(OA, title="字" * 200)).list_line
    assert len(long) == LIST_CHARACTERS
    assert long.endswith("…")
    assert bubble(replace(OA, title="一\n 二")).list_line == "一 二"


@given(messages)
def test_any_message_has_an_outline(message: Message) -> None:
    drawn = bubble(message)
    assert drawn.type is message.type
    assert "\n" not in drawn.list_line
    assert len(drawn.list_line) <= LIST_CHARACTERS + len("[链接]")
    oa = message.type is MessageType.OA
    assert oa or not (drawn.form or drawn.head or drawn.rich_number or drawn.status)
