"""Values are read by their shapes: what fits is taken, what does not is told, nothing is hidden."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from dingsetup.facts import Text
from dingsetup.messages.filters import Url, escaped
from dingsetup.messages.markdown import read_markdown
from dingsetup.messages.push import Choice, Push, Shape, Variable
from dingsetup.messages.pushes import load_pushes
from dingsetup.messages.values import Fault, Problem, Severity
from dingsetup.messages.variables import LONGEST_VALUE, known_names, read_values

CHOICES = (
    Choice(value="up", label=Text(zh="上升", en="rising")),
    Choice(value="down", label=Text(zh="下降", en="falling")),
)


def push_of(shape: Shape, required: bool = False) -> Push:
    variable = Variable(
        name="it",
        shape=shape,
        label=Text(zh="它", en="it"),
        sample=Text(zh="", en=""),
        choices=CHOICES if shape is Shape.CHOICE else (),
        required=required,
    )
    return replace(load_pushes().all[0], variables=(variable,))


def read(shape: Shape, value: Any, required: bool = False) -> tuple[Any, tuple[Fault, ...]]:
    found = read_values(push_of(shape, required), "zh", {"it": value})
    return found.context["it"], found.faults


@pytest.mark.parametrize(
    ("shape", "value", "wanted"),
    [
        (Shape.TEXT, "  words ", "words"),
        (Shape.TEXT, 12, "12"),
        (Shape.TEXT, "مرحبا שלום", "مرحبا שלום"),
        (Shape.TEXT, "👩\u200d👧 🏴\U000e0067\U000e007f", "👩\u200d👧 🏴\U000e0067\U000e007f"),
        (Shape.LONG, "one\r\ntwo\rthree", "one\ntwo\nthree"),
        (Shape.NUMBER, "1,284,503.50", Decimal("1284503.50")),
        (Shape.NUMBER, "-18.4", Decimal("-18.4")),
        (Shape.NUMBER, "１２３", Decimal(123)),
        (Shape.NUMBER, 7, Decimal(7)),
        (Shape.DATE, "2026-11-21", datetime.date(2026, 11, 21)),
        (Shape.DATE, "2026/11/21", datetime.date(2026, 11, 21)),
        (Shape.DATE, datetime.date(2026, 11, 21), datetime.date(2026, 11, 21)),
        (Shape.TIME, "2026-11-21 09:05", datetime.datetime.fromisoformat("2026-11-21 09:05")),
        (Shape.URL, "https://bi.example.com/a?b=$CORPID$", Url("https://bi.example.com/a?b=$CORPID$")),
        (Shape.URL, "dingtalk://dingtalkclient/page/link?url=x", Url("dingtalk://dingtalkclient/page/link?url=x")),
        (Shape.FLAG, "是", True),
        (Shape.FLAG, "No", False),
        (Shape.FLAG, True, True),
        (Shape.FLAG, "", False),
        (Shape.CHOICE, "down", "down"),
        (Shape.CHOICE, "下降", "down"),
        (Shape.CHOICE, "Falling", "down"),
        (Shape.CHOICE, "", "up"),
        (Shape.LIST, "a, b，c、d；e", ("a", "b", "c", "d", "e")),
        (Shape.LIST, "a, b\nc\n\n", ("a, b", "c")),
        (Shape.LIST, ["a", 1, ""], ("a", "1")),
        (Shape.LIST, None, ()),
    ],
)  # fmt: skip
def test_a_value_is_read_by_its_shape(shape: Shape, value: Any, wanted: Any) -> None:
    assert read(shape, value) == (wanted, ())


@pytest.mark.parametrize(
    ("shape", "value"),
    [
        (Shape.NUMBER, "many"),
        (Shape.NUMBER, "1e999999"),
        (Shape.NUMBER, "1" * 40),
        (Shape.NUMBER, "NaN"),
        (Shape.NUMBER, float("inf")),
        pytest.param(Shape.NUMBER, 10**5000, id="endless"),
        (Shape.NUMBER, "12,34"),
        (Shape.DATE, "2026-02-30"),
        (Shape.DATE, "20261121"),
        (Shape.TIME, "2026-11-21"),
        (Shape.TIME, "2026-11-21 25:00"),
        (Shape.URL, "bi.example.com"),
        (Shape.URL, "javascript:alert(1)"),
        (Shape.URL, "https://a b"),
        (Shape.URL, "file:///etc/passwd"),
        (Shape.FLAG, "maybe"),
        (Shape.CHOICE, "sideways"),
        (Shape.TEXT, {"a": 1}),
        (Shape.TEXT, b"bytes"),
    ],
)
def test_a_value_that_does_not_fit_is_an_error_with_what_is_wanted(
    shape: Shape, value: Any
) -> None:
    _, (fault,) = read(shape, value)
    assert fault.kind is Problem.VARIABLE_SHAPE
    assert fault.severity is Severity.ERROR
    assert fault.place == fault.values["name"] == "it"
    assert fault.values["wanted"] == shape
    assert len(fault.values["value"]) <= 60


@pytest.mark.parametrize("shape", [shape for shape in Shape if shape is not Shape.FLAG])
def test_what_is_required_and_empty_is_told(shape: Shape) -> None:
    _, faults = read(shape, "  ", required=True)
    assert [fault.kind for fault in faults] == [Problem.VARIABLE_MISSING]


@pytest.mark.parametrize("seen", ["\x00", "\x1b", "\u200b", "\ufeff", "\u2028", "\ud800", "\x85"])
def test_what_nobody_can_see_is_taken_out_with_a_warning(seen: str) -> None:
    value, (fault,) = read(Shape.TEXT, f"a{seen}b{seen}c")
    assert value == "abc"
    assert fault.kind is Problem.CONTROL_CHARACTERS
    assert fault.severity is Severity.WARNING
    assert fault.values["code"] == f"U+{ord(seen):04X}"


def test_a_line_end_where_one_line_is_wanted_becomes_a_blank() -> None:
    value, (fault,) = read(Shape.TEXT, "a\nb")
    assert value == "a b"
    assert fault.values["code"] == "U+000A"
    assert read(Shape.LONG, "a\nb") == ("a\nb", ())


def test_marks_that_turn_text_around_are_taken_out_with_a_warning() -> None:
    value, (fault,) = read(Shape.TEXT, "https://\u202emoc.elpmaxe\u202c")
    assert value == "https://moc.elpmaxe"
    assert fault.kind is Problem.DIRECTION_MARKS


def test_a_value_and_a_list_have_an_end() -> None:
    value, (fault,) = read(Shape.TEXT, "好" * 1_000_000)
    assert len(value) == LONGEST_VALUE
    assert fault.kind is Problem.VARIABLE_TOO_LONG
    items, (fault,) = read(Shape.LIST, ",".join(str(n) for n in range(99)))
    assert len(items) == 50
    assert fault.kind is Problem.VARIABLE_TOO_LONG


def test_a_template_knows_the_label_of_a_choice_in_its_own_language() -> None:
    push = push_of(Shape.CHOICE)
    assert read_values(push, "zh", {"it": "down"}).context["it_label"] == "下降"
    assert read_values(push, "en", {"it": "下降"}).context["it_label"] == "falling"
    assert set(known_names(push)) == {"it", "it_label", "picture", "language"}


def test_a_value_nobody_asked_for_is_told_with_what_there_is() -> None:
    (fault,) = read_values(push_of(Shape.TEXT), "zh", {"that": "x"}).faults
    assert fault.kind is Problem.VARIABLE_UNKNOWN
    assert fault.values == {"name": "that", "known": ("it",)}


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=60))
def test_an_escaped_text_is_one_plain_run_of_itself(text: str) -> None:
    blocks = read_markdown(f"x {escaped(text)} x").blocks
    spans = [span for block in blocks for span in block.spans]
    assert len(blocks) == 1
    assert not any(span.bold or span.italic or span.link for span in spans)
    assert "".join("".join(s.text for s in spans).split()) == "".join(f"x{text}x".split())


@pytest.mark.parametrize(
    "plain", ["-18.4%", "日环比 > 15%", "a < b", "5~10", "3.5", "C:\\data", "AT&T"]
)
def test_what_rules_and_numbers_are_full_of_needs_no_backslash(plain: str) -> None:
    assert escaped(plain) == plain
