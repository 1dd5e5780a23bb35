"""Everything that can be wrong with a message has words, in both languages."""

import re
from typing import Any

import pytest

from dingsetup.facts import Facts
from dingsetup.language import LANGUAGES, Language
from dingsetup.language.message_faults import SENTENCES, fault_told
from dingsetup.language.message_words import CONSTRUCTS, NUMBERED, PARTS, part_name
from dingsetup.language.sentence import names_in
from dingsetup.messages.compose import compose
from dingsetup.messages.lint import lint
from dingsetup.messages.pushes import load_pushes
from dingsetup.messages.values import Fault, Message, MessageType, Problem, Severity

VALUES: dict[str, Any] = {
    "code": "U+200B",
    "colour": "red",
    "construct": "table",
    "domain": "bi.example.com",
    "file": "theirs.toml",
    "host": "evil.example",
    "known": ("title", "date"),
    "limit": 2048,
    "name": "date",
    "parameter": "url",
    "placeholder": "$CORPID$",
    "reason": "not_utf8",
    "unit": "characters",
    "url": "https://bi.example.com",
    "used": 3000,
    "value": "yesterday",
    "wanted": "date",
    "what": "include",
}
"""What faults carry, by name."""
DERIVED = {"part", "line", "choices"}


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return Language(request.param)


def fault_of(kind: Problem, place: str = "body", line: int = 3, **values: Any) -> Fault:
    return Fault(kind, Severity.ERROR, place, line, VALUES | values)


@pytest.mark.parametrize("kind", Problem)
@pytest.mark.parametrize("line", [0, 3])
def test_every_problem_has_words_without_gaps(language: Language, kind: Problem, line: int) -> None:
    told = fault_told(language, fault_of(kind, line=line))
    assert told.title
    for text in (told.title, told.cause, told.remedy):
        assert "{" not in text
        assert "None" not in text


@pytest.mark.parametrize("kind", Problem)
def test_every_error_says_what_to_do(kind: Problem) -> None:
    assert fault_told(Language("en"), fault_of(kind)).remedy


def test_the_sentences_name_nothing_that_no_fault_carries() -> None:
    for entry in SENTENCES.values():
        for template in (*entry.title, *entry.cause, *entry.remedy):
            assert names_in(template) <= VALUES.keys() | DERIVED


def test_every_sentence_belongs_to_a_problem() -> None:
    assert {key.partition("/")[0] for key in SENTENCES} == set(map(str, Problem))


@pytest.mark.parametrize("construct", CONSTRUCTS)
def test_what_dingtalk_does_not_show_is_named(construct: str) -> None:
    told = fault_told(Language("en"), fault_of(Problem.UNSUPPORTED, construct=construct))
    own = f"{Problem.UNSUPPORTED}/{construct}" in SENTENCES
    assert own or CONSTRUCTS[construct] in told.title


@pytest.mark.parametrize("unit", ["characters", "bytes", "lines"])
@pytest.mark.parametrize("kind", [Problem.LONG, Problem.TOO_LONG])
def test_a_length_names_its_unit_and_part(kind: Problem, unit: str) -> None:
    told = fault_told(Language("en"), fault_of(kind, "buttons.0.url", unit=unit))
    assert unit in told.title
    assert "link of button 1" in told.title
    assert "2,048" in told.title


def test_a_variable_goes_by_its_label_where_the_push_is_known() -> None:
    push = load_pushes().find("sync")
    assert push is not None
    faults = compose(push, MessageType.TEXT, "zh", {"status": "fine", "rows": "many"}).faults
    told = [fault_told(Language("en"), fault, push) for fault in faults]
    titles = [one.title for one in told]
    assert "“Status” wants one of its choices, not “fine”" in titles
    assert "“Rows” wants a number such as 1,284.5, not “many”" in titles
    assert "“Dataset” is not filled in" in titles
    assert "system" in told[0].cause


def test_every_part_that_is_found_wanting_has_a_name(facts: Facts, language: Language) -> None:
    for type in MessageType:
        for fault in lint(Message(type=type, head_colour="x"), facts):
            assert fault.place in PARTS or re.fullmatch(r"\w+\.\d\.\w+", fault.place)
            assert fault_told(language, fault).title


def test_numbered_parts_count_from_one() -> None:
    english = Language("en")
    assert part_name(english, "buttons.0.title") == "button 1"
    assert part_name(english, "form.5.value") == "form line 6"
    assert part_name(english, "surprise") == "surprise"
    assert all(re.search(r"\{number\}", text) for text in NUMBERED.values())
    assert all(PARTS.values())
