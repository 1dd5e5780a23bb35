"""Words are set in lines that hold them: cut, wrapped, from the right, with painted emoji."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from dingsetup.messages.bubble import Block, BlockKind, Span
from dingsetup.messages.values import MessageType
from dingsetup.ui.messages.drawing.cards import draw_bubble
from dingsetup.ui.messages.drawing.colours import LIGHT, on, read_colour
from dingsetup.ui.messages.drawing.measures import Look, Style, face, look
from dingsetup.ui.messages.drawing.signs import DISCS, ROOM, stand_in, utf16_length
from dingsetup.ui.messages.drawing.words import NEW_LINE, Run, Words
from tests.ui.bubbles import FAULT, block, bubble, colours_of

STYLE = Style(size=15, colour="#171a1d")
UNKNOWN = "\U000fffff"
"""A letter for private use, which no face has."""


@pytest.fixture
def phone(app: QApplication) -> Look:
    return look("phone", dark=False, scale=1)


def words(*runs: Run | str, width: float = 200, most: int = 0) -> Words:
    made = [Run(run) if isinstance(run, str) else run for run in runs]
    return Words(made, STYLE, LIGHT, width, most=most)


def painted(part: Words) -> QImage:
    image = QImage(round(part.width) + 1, round(part.height) + 1, QImage.Format.Format_RGB32)
    image.fill("#ffffff")
    painter = QPainter(image)
    part.paint(painter, 0, 0)
    painter.end()
    return image


def ink_columns(image: QImage) -> tuple[int, int]:
    """The first and the last column in which anything is painted."""
    dark = [
        x
        for x in range(image.width())
        if any(image.pixelColor(x, y).lightness() < 128 for y in range(image.height()))
    ]
    return dark[0], dark[-1]


@pytest.mark.usefixtures("app")
class TestWords:
    def test_all_lines_are_equally_high_whatever_face_they_are_in(self) -> None:
        one = words("中文").height
        for text in ("latin", "😀", "עברית", "هذا", "✅"):
            assert words(text).height == one

    @pytest.mark.parametrize("text", ["x" * 400, "中" * 400, "/a-b" * 100, "http://" + "y" * 300])
    def test_a_long_word_is_broken_rather_than_cut(self, text: str) -> None:
        made = words(text)
        assert made.natural <= 200
        assert made.height > words("x").height * 5

    def test_no_line_starts_with_chinese_punctuation(self) -> None:
        size = 15
        text = "一二三四五，六七八九。"
        wide = words(text, width=size * 5 + 1)
        assert wide.natural <= size * 5 + 1
        assert wide.height >= words("一").height * 3  # the comma takes its word along

    @pytest.mark.parametrize("most", [1, 2, 3])
    def test_what_is_more_than_its_lines_is_cut(self, most: int) -> None:
        text = "每个工作日推送，点击查看。" * 20
        made = words(text, most=most)
        assert made.cut
        assert made.height == words("一").height * most
        assert not words("短", most=most).cut

    def test_bold_text_is_cut_to_its_lines_as_well(self) -> None:
        made = words(Run("粗体 bold " * 60, bold=True), most=2)
        assert made.height == words("一").height * 2

    def test_lines_after_the_last_shown_are_told_by_an_ellipsis(self) -> None:
        made = words(f"一{NEW_LINE}二{NEW_LINE}三", most=2)
        assert made.cut
        assert made.height == words("一").height * 2

    def test_quotation_marks_are_narrow_where_there_is_no_chinese(self) -> None:
        bare, quoted = words("City").natural, words("“City”").natural
        if words("“中”").natural - words("中").natural < STYLE.size:
            pytest.skip("the face here has narrow marks only")
        assert quoted - bare < STYLE.size

    def test_a_newline_breaks_the_line(self) -> None:
        assert words("a\nb").height == 2 * words("a").height

    def test_text_from_the_right_stands_at_the_right(self) -> None:
        left, right = ink_columns(painted(words("שלום עולם")))
        assert left > 60
        assert right > 180
        left, right = ink_columns(painted(words("hello")))
        assert left < 20
        assert right < 100

    def test_a_tight_paragraph_from_the_right_is_within_its_width(self) -> None:
        made = words("שלום")
        made.tighten(10)
        left, right = ink_columns(painted(made))
        assert left < 8
        assert right >= made.width - 8

    def test_a_fault_is_found_on_each_line_it_is_on(self) -> None:
        made = words("前面 ", Run("很长的一段不支持的内容" * 4, fault=FAULT), " 后面")
        marks = list(made.marks(10, 20))
        assert len(marks) > 2
        assert all(fault == FAULT for _rect, fault in marks)
        assert all(rect.left() >= 10 and rect.right() <= 211 for rect, _fault in marks)
        tops = [rect.top() for rect, _fault in marks]
        assert tops == sorted(tops)
        assert tops[0] == 20

    def test_an_emoji_before_it_does_not_move_a_fault(self) -> None:
        (plain, _), *_ = words("中", Run("x", fault=FAULT)).marks(0, 0)
        (beside, _), *_ = words(UNKNOWN, Run("x", fault=FAULT)).marks(0, 0)
        assert beside.left() == pytest.approx(plain.left(), abs=1)

    @given(st.lists(st.text(max_size=40), max_size=4), st.integers(0, 3))
    def test_any_text_is_set_and_painted(self, texts: list[str], most: int) -> None:
        runs = [Run(text, fault=FAULT if place else None) for place, text in enumerate(texts)]
        made = words(*runs, most=most)
        assert made.natural <= 201
        assert not most or made.height <= words("x").height * most
        painted(made)
        list(made.marks(0, 0))


@pytest.mark.usefixtures("app")
class TestSigns:
    def test_a_letter_no_face_has_is_painted_and_not_written(self) -> None:
        text, signs = stand_in(f"a{UNKNOWN}中", face(15))
        assert text == f"a{ROOM}中"
        assert signs == [(1, UNKNOWN)]

    def test_letters_joined_to_one_emoji_give_one_sign(self) -> None:
        family = f"{UNKNOWN}\u200d{UNKNOWN}\u200d{UNKNOWN}"
        text, signs = stand_in(f"{family}|{UNKNOWN}\ufe0f|{UNKNOWN}\U0001f3fd", face(15))
        assert text == f"{ROOM}|{ROOM}|{ROOM}"
        assert [place for place, _sign in signs] == [0, 2, 4]

    def test_what_stands_for_a_sign_is_not_seen_itself(self) -> None:
        seen = colours_of(painted(words(Run(UNKNOWN * 6, bold=True, colour="#ff0000"))))
        assert "#ff0000" not in seen

    def test_a_row_of_signs_is_broken_into_lines(self) -> None:
        made = words(UNKNOWN * 40)
        assert made.natural <= 200
        assert made.height >= words("x").height * 3

    def test_plain_text_is_left_as_it_is(self) -> None:
        for text in ("", "plain", "中文，标点。「引号」", "café", "a\u200db"):
            assert stand_in(text, face(15)) == (text, [])

    def test_half_a_letter_does_no_harm(self) -> None:
        for text in ("\ud83d", "a\udd25b", "\x00\x1b"):
            painted(words(text, most=1))

    def test_places_count_as_qt_does(self) -> None:
        assert utf16_length("a中") == 2
        assert utf16_length("𠀀") == 2

    def test_a_disc_is_painted_in_its_own_colour(self) -> None:
        if stand_in("🔴", face(15))[0] == "🔴":
            pytest.skip("a face here has it")
        assert DISCS["🔴"] in colours_of(painted(words("🔴" * 8)))


class TestCards:
    @pytest.mark.parametrize("type", MessageType)
    def test_a_bubble_is_never_wider_than_its_room(self, phone: Look, type: MessageType) -> None:
        message = bubble(type, block("x" * 300), block("中" * 300))
        for room in (180.0, 286.0, 500.0):
            drawn = draw_bubble(message, phone, room, None)
            assert drawn.width <= min(room, 286) + 0.01

    def test_a_short_text_has_a_short_bubble(self, phone: Look) -> None:
        short = draw_bubble(bubble(MessageType.TEXT, block("好")), phone, 280, None)
        long = draw_bubble(bubble(MessageType.TEXT, block("好" * 90)), phone, 280, None)
        assert short.width < 60 < long.width

    def test_lines_of_a_text_stand_as_close_as_wrapped_ones(self, phone: Look) -> None:
        lines = draw_bubble(bubble(MessageType.TEXT, *[block("好")] * 3), phone, 280, None)
        wrapped = draw_bubble(bubble(MessageType.TEXT, block("好\n好\n好")), phone, 280, None)
        assert lines.height == wrapped.height

    def test_buttons_below_each_other_are_higher_than_beside(self, phone: Look) -> None:
        from msgspec.structs import replace

        below = bubble(MessageType.BUTTONS)
        beside = replace(below, vertical=False)
        high = draw_bubble(below, phone, 280, None).height
        assert high == pytest.approx(draw_bubble(beside, phone, 280, None).height + 45)

    def test_the_body_of_an_oa_message_is_cut_after_three_lines(self, phone: Look) -> None:
        three = bubble(MessageType.OA, block("一\n二\n三"))
        many = bubble(MessageType.OA, block("一\n" * 30))
        heights = [draw_bubble(one, phone, 280, None).height for one in (three, many)]
        assert heights[0] == heights[1]

    @pytest.mark.parametrize("kind", BlockKind)
    def test_any_block_may_be_empty_or_deep(self, phone: Look, kind: BlockKind) -> None:
        for spans in ((), (Span(""),), (Span("a"),)):
            one = Block(kind, spans, level=90, number=1_000_000)
            drawn = draw_bubble(bubble(MessageType.MARKDOWN, one), phone, 200, None)
            assert 0 < drawn.height < 400

    def test_faults_of_all_cards_are_found(self, phone: Look) -> None:
        wrong = block(Span("a", fault=FAULT))
        for type in set(MessageType) - {MessageType.IMAGE}:
            drawn = draw_bubble(bubble(type, wrong), phone, 280, None)
            assert [fault for _rect, fault in drawn.marks(0, 0)] == [FAULT]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("FF2F6BFF", "#2f6bff"),
        ("0xFF78C06E", "#78c06e"),
        ("ff9D46", "#ff9d46"),
        ("", "#123456"),
        ("#12", "#123456"),
        ("zzzzzzzz", "#123456"),
    ],
)
def test_a_colour_is_read_as_dingtalk_writes_it(written: str, read: str) -> None:
    assert read_colour(written, "#123456").name() == read


def test_ink_is_readable_on_a_colour_of_the_sender() -> None:
    assert on(read_colour("FFFFE000", "")).name() == "#171a1d"
    assert on(read_colour("FF003388", "")).name() == "#ffffff"
