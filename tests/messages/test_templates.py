"""Templates: what they may do, and that every one of them ends."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dingsetup.messages.filters import LONGEST_OUTPUT, Url
from dingsetup.messages.templates import TemplateError, check, render
from dingsetup.messages.values import Problem

VALUES: dict[str, Any] = {
    "title": "销售日报",
    "sheets": ("a", "b", "c"),
    "many": tuple("x" * 2000 for _ in range(50)),
    "endless": tuple(str(n) for n in range(51)),
    "value": Decimal("1284503.50"),
    "date": datetime.date(2026, 11, 2),
    "time": datetime.datetime.fromisoformat("2026-11-02 09:05"),
    "link": Url("https://bi.example.com/a_b?x=1&y=(2)"),
    "empty": "",
    "on": True,
}


def refused(source: str) -> TemplateError:
    with pytest.raises(TemplateError) as raised:
        render(source, VALUES)
    return raised.value


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("{{ title }}", "销售日报"),
        ("{% if on %}yes{% else %}no{% endif %}", "yes"),
        (
            "{% for s in sheets %}{{ loop.index }}{{ s }}{{ '.' if loop.last }}{% endfor %}",
            "1a2b3c.",
        ),
        ("{% for a in sheets %}{% for b in sheets %}{{ b }}{% endfor %}{% endfor %}", "abc" * 3),
        ("{{ sheets|join('、') }} {{ sheets|length }}", "a、b、c 3"),
        ("{{ sheets|first }} {{ sheets|last }}", "a c"),
        ("{{ sheets }}", "a, b, c"),
        ("{{ sheets[1] }}{{ title[:2] }}", "b销售"),
        ("{{ value|thousands }} {{ value }}", "1,284,503.50 1284503.50"),
        ("{{ value|round(1) }}", "1284503.5"),
        ("{{ date }} {{ date|date('YYYY年M月D日') }}", "2026-11-02 2026年11月2日"),
        ("{{ time }} {{ time|date('MM/DD HH:mm') }}", "2026-11-02 09:05 11/02 09:05"),
        ("{{ empty|default('-') }}{{ title|default('-') }}", "-销售日报"),
        ("{{ 'a' if empty }}|{{ 'b' ~ title if on else 'c' }}", "|b销售日报"),
        ("{{ ' X '|trim|lower }}{{ 'x'|upper }}", "xX"),
        ("{{ 'y' if title in ['销售日报', 'z'] and value > 5 }}", "y"),
        ("{% raw %}{{ title }}{% endraw %}{# nothing #}", "{{ title }}"),
    ],
)
def test_templates_fill_in_choose_and_go_through_lists(source: str, wanted: str) -> None:
    assert render(source, VALUES) == wanted
    assert check(source, VALUES) is None


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("{{ title.__class__ }}", ".__class__"),
        ("{{ title.upper() }}", "()"),
        ("{{ title['__class__'] }}", ""),
        ("{{ ''.__class__.__mro__ }}", ""),
        ("{{ range(9) }}", "()"),
        ("{% for x in range(1000000000) %}{% endfor %}", ""),
        ("{{ cycler }}", ""),
        ("{% include 'x' %}", "include"),
        ("{% import 'x' as y %}", "import"),
        ("{% from 'x' import y %}", "import"),
        ("{% extends 'x' %}", "extends"),
        ("{% block a %}{% endblock %}", "block"),
        ("{% macro a() %}{{ a() }}{% endmacro %}", "macro"),
        ("{% call title() %}{% endcall %}", ""),
        ("{% set a = title %}", "set"),
        ("{% set a %}x{% endset %}", "set"),
        ("{% with %}{% endwith %}", "with"),
        ("{% filter upper %}x{% endfilter %}", "filter"),
        ("{% for s in sheets recursive %}{{ loop(sheets) }}{% endfor %}", "recursive"),
        ("{{ 'a' * 1000000000 }}", "*"),
        ("{{ 9 ** 9 ** 9 }}", "**"),
        ("{{ '%1000000000d' % 1 }}", "%"),
        ("{{ value + value }}", "+"),
        ("{{ 'a'|center(1000000000) }}", "|center"),
        ("{{ title|replace('a', 'b') }}", "|replace"),
        ("{{ sheets|each }}", "|each"),
        ("{{ title|attr('__class__') }}", "|attr"),
        ("{{ title['upper'] }}", ""),
        ("{{ value['as_tuple'] }}", ""),
        ("{{ sheets['index'] }}", ""),
        ("{{ loop.__class__ }}", ".__class__"),
        ("{% for s in sheets %}{{ loop }}{% endfor %}", "loop"),
        ("{% for s in sheets %}{{ loop['cycle'] }}{% endfor %}", "loop"),
        ("{% for s in sheets %}{{ loop.changed }}{% endfor %}", ".changed"),
        ("{% for s in [1, 2] %}{% endfor %}", "loop_over"),
        ("{% for a, b in sheets %}{% endfor %}", "loop_over"),
        ("{% for s in sheets|join %}{% endfor %}", "loop_over"),
        ("{{ {'a': 1} }}", "{}"),
        ("{{ title is defined }}", "is"),
        ("{{ __builtins__ }}", "__builtins__"),
        ("{{" + "(" * 400 + "1" + ")" * 400 + "}}", ""),
        ("{{" + "[" * 5000, ""),
        ("{{" + "not " * 60 + "1 }}", "depth"),
        ("{% for a in sheets %}" * 3 + "{% endfor %}" * 3, "loops"),
        ("{% for a in sheets %}" * 2 + "{{ a }}" * 60 + "{% endfor %}" * 2, "steps"),
    ],
)
def test_templates_reach_for_nothing_and_cannot_run_on(source: str, what: str) -> None:
    fault = refused(source).fault
    if what:
        assert fault.kind is Problem.TEMPLATE_FORBIDDEN
        assert fault.values["what"] == what
    found = check(source, VALUES)
    assert found is None or found == fault


@pytest.mark.parametrize(
    "source",
    [
        "{{ title",
        "{% if on %}",
        "{{ title| }}",
        "{% nonsense %}",
        "{{ 1" + "0" * 5000 + " }}",
        "{{ }}",
        "{{ title|upper() ) }}",
    ],
)
def test_what_cannot_be_read_is_told_before_anything_is_filled_in(source: str) -> None:
    fault = check(source, VALUES)
    assert fault is not None
    assert fault.kind is Problem.TEMPLATE_SYNTAX
    assert fault.values["reason"]
    assert refused(source).fault == fault


def test_a_fault_names_its_line() -> None:
    assert refused("one\ntwo\n{{ title.x }}").fault.line == 3
    assert refused("one\n{{ nobody }}").fault.line == 2
    assert refused("one\n\n{{ 'x' if value > title }}").fault.line == 3
    assert refused("one\n{% if %}").fault.line == 2


def test_an_unknown_name_is_told_with_the_known_ones() -> None:
    fault = refused("{{ titel }}").fault
    assert fault.kind is Problem.VARIABLE_UNKNOWN
    assert fault.values["name"] == "titel"
    assert "title" in fault.values["known"]


@pytest.mark.parametrize(
    "source",
    [
        "{% for a in title %}{% endfor %}",
        "{% for a in endless %}{% endfor %}",
        "{{ value > title }}",
        "{{ sheets[9] }}",
        "{{ title|join }}",
        "{{ many|join('---------------------') }}",
        "{{ title|round('x', 'y', 'z') }}",
    ],
)
def test_what_cannot_be_filled_in_is_a_fault(source: str) -> None:
    fault = refused(source).fault
    assert fault.kind is Problem.TEMPLATE_FAILED
    assert fault.values["reason"]


def test_output_ends_where_no_message_could_hold_more() -> None:
    assert (
        refused("{% for a in many %}{{ a }}{% endfor %}").fault.kind is Problem.TEMPLATE_TOO_LARGE
    )
    assert refused("x" * (LONGEST_OUTPUT + 1)).fault.kind is Problem.TEMPLATE_TOO_LARGE


PIECES = st.sampled_from(
    ["{{", "}}", "{%", "%}", "{#", "#}", "for", "in", "if", "endif", "endfor", "else", "title",
     "sheets", "many", "|", "join", "upper", "(", ")", "'", "[", "]", ".", "_", "~", "*", "1", "9",
     " ", "\n", "x", "loop", "set", "=", "-", "\\", "\x00", "“"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join), st.booleans())
def test_any_template_comes_to_an_end_or_to_a_fault(source: str, markdown: bool) -> None:
    try:
        assert len(render(source, VALUES, markdown=markdown)) <= LONGEST_OUTPUT
    except TemplateError:
        return  # any other exception fails the test
