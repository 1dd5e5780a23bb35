"""A number is the same number however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dingsetup.bindings.numbers import MobileKind, normal_mobile

MAINLAND = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
FULL_WIDTH = str.maketrans("0123456789+", "０１２３４５６７８９＋")


@pytest.mark.parametrize(
    "written",
    [
        "13800138000",
        " 138 0013 8000 ",
        "138-0013-8000",
        "+86 13800138000",
        "+86-138-0013-8000",
        "008613800138000",
        "86 138 0013 8000",
        "（+86）138 0013 8000",
        "１３８００１３８０００",
        "013800138000",
        "\u202d13800138000\u202c",
    ],
)
def test_every_usual_way_of_writing_a_mainland_number_comes_to_the_same(written: str) -> None:
    assert normal_mobile(written) == (normal_mobile("13800138000"))
    assert normal_mobile(written).value == "13800138000"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("+1 415 555 0100", "+14155550100"),
        ("00852 5123 4567", "+85251234567"),
        ("+852-51234567", "+85251234567"),
        ("＋65 8123 4567", "+6581234567"),
    ],
)
def test_a_foreign_number_keeps_its_country_code(written: str, value: str) -> None:
    assert normal_mobile(written).value == value


@pytest.mark.parametrize("written", ["180****5310", "180＊＊＊＊5310", "138xxxx8000", "138•••8000"])
def test_a_masked_number_is_no_number(written: str) -> None:
    assert normal_mobile(written).kind is MobileKind.MASKED


@pytest.mark.parametrize(
    "written",
    ["1380013800", "138001380000", "12800138000", "4155550100", "+86 123", "无", "1.38E+10"],
)
def test_what_is_no_number_is_said_to_be_none(written: str) -> None:
    assert normal_mobile(written).kind is MobileKind.INVALID
    assert normal_mobile(written).value == ""


@pytest.mark.parametrize("written", ["", "  ", "\u3000"])
def test_nothing_is_empty_rather_than_invalid(written: str) -> None:
    assert normal_mobile(written).kind is MobileKind.EMPTY


@given(MAINLAND, st.lists(st.integers(0, 11), max_size=4), st.sampled_from(["", "+86", "0086"]))
def test_blanks_prefixes_and_full_width_digits_change_nothing(
    number: str, blanks: list[int], prefix: str
) -> None:
    spaced = number
    for place in blanks:
        spaced = f"{spaced[:place]} {spaced[place:]}"
    assert normal_mobile(prefix + spaced).value == number
    assert normal_mobile((prefix + spaced).translate(FULL_WIDTH)).value == number


@given(st.text())
def test_any_text_is_read_and_a_normal_form_stays_itself(text: str) -> None:
    mobile = normal_mobile(text)
    assert (mobile.kind is MobileKind.OK) == bool(mobile.value)
    if mobile.value:
        assert normal_mobile(mobile.value) == mobile
