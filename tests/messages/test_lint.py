"""Everything wrong with a message is found before it is sent."""

from typing import Any

import pytest
from hypothesis import given
from msgspec.structs import replace

from dingsetup.facts import load_facts
from dingsetup.messages.links import pc_slide, platform_link, workbench_link
from dingsetup.messages.lint import MOST_FAULTS, lint
from dingsetup.messages.values import (
    Button,
    Fault,
    FormLine,
    Message,
    MessageType,
    Problem,
    Severity,
    StatusBar,
)
from tests.messages.examples import PAGE, USUAL, messages

FACTS = load_facts()
OA, CARD, BUTTONS = (
    USUAL[type] for type in (MessageType.OA, MessageType.CARD, MessageType.BUTTONS)
)
PHONE_PAGE = "https://bi.example.com/bi-h5/?corpId=ding1"


def found(message: Message, **options: Any) -> list[tuple[Problem, str]]:
    return [(one.kind, one.place) for one in lint(message, FACTS, **options)]


def one(kind: Problem, message: Message, **options: Any) -> Fault:
    (fault,) = (fault for fault in lint(message, FACTS, **options) if fault.kind is kind)
    return fault


@pytest.mark.parametrize("type", MessageType)
def test_a_usual_message_has_no_fault(type: MessageType) -> None:
    assert lint(USUAL[type], FACTS, domain="bi.example.com", people=5) == ()


@pytest.mark.parametrize(
    ("type", "parts"),
    [
        (MessageType.TEXT, ["text"]),
        (MessageType.MARKDOWN, ["title", "text"]),
        (MessageType.CARD, ["text", "buttons"]),
        (MessageType.BUTTONS, ["text", "buttons"]),
        (MessageType.OA, ["head", "url", "title"]),
        (MessageType.LINK, ["title", "text", "url", "media_id"]),
        (MessageType.IMAGE, ["media_id"]),
    ],
)
def test_an_empty_message_lacks_what_its_type_requires(type: MessageType, parts: list[str]) -> None:
    faults = lint(Message(type=type), FACTS)
    assert [fault.place for fault in faults] == parts
    assert {fault.severity for fault in faults} == {Severity.ERROR}
    picture = [fault.kind for fault in faults if fault.place == "media_id"]
    assert set(picture) <= {Problem.PICTURE_MISSING}


def test_blanks_are_nothing() -> None:
    assert (Problem.PART_MISSING, "text") in found(Message(type=MessageType.TEXT, text=" \n\u3000"))


@pytest.mark.parametrize(
    ("button", "place"),
    [(Button("", PAGE), "buttons.1.title"), (Button("看", " "), "buttons.1.url")],
)
def test_a_button_needs_words_and_an_address(button: Button, place: str) -> None:
    message = replace(BUTTONS, buttons=(BUTTONS.buttons[0], button))
    assert found(message) == [(Problem.PART_MISSING, place)]


def test_a_card_may_take_its_address_from_the_message() -> None:
    assert found(replace(CARD, buttons=(Button("看", ""),), url=PAGE)) == []


@pytest.mark.parametrize("part", ["title", "text", "rich_number", "media_id", "form"])
def test_an_oa_message_may_hold_any_one_of_its_parts(part: str) -> None:
    bare = Message(type=MessageType.OA, head="DataWind", url=PAGE)
    assert found(bare) == [(Problem.PART_MISSING, "title")]
    assert found(replace(bare, **{part: getattr(OA, part)})) == []


def test_lengths_are_refused_or_advised() -> None:
    refused = one(Problem.TOO_LONG, replace(USUAL[MessageType.LINK], title="字" * 65))
    assert (refused.severity, refused.place) == (Severity.ERROR, "title")
    assert refused.values == {"used": 65, "limit": 64, "unit": "characters"}
    advised = one(Problem.LONG, replace(OA, title="字" * 51))
    assert (advised.severity, advised.place) == (Severity.WARNING, "title")
    shown = one(Problem.LONG, replace(OA, form=(FormLine("键", "值"),) * 7))
    assert shown.values == {"used": 7, "limit": 6, "unit": "lines"}


def test_a_body_beyond_2048_bytes_is_a_warning_and_beyond_4096_characters_an_error() -> None:
    long = Message(type=MessageType.MARKDOWN, title="标题", text="字" * 700)
    assert one(Problem.BODY_BYTES, long).severity is Severity.WARNING
    assert found(long) == [(Problem.BODY_BYTES, "")]
    longer = replace(long, text="字" * 4090)
    assert found(longer) == [(Problem.TOO_LONG, ""), (Problem.BODY_BYTES, "")]


def test_a_status_bar_goes_to_five_people_at_most() -> None:
    assert found(OA, people=5) == []
    fault = one(Problem.STATUS_TOO_MANY, OA, people=6)
    assert (fault.severity, fault.values) == (Severity.ERROR, {"limit": 5})
    assert found(replace(OA, status=None), people=6) == []


@pytest.mark.parametrize("colour", ["", "red", "FF2F6BF", "#FF2F6BFF", "0xFF2F6BFF"])
def test_the_head_is_coloured_by_eight_digits(colour: str) -> None:
    fault = one(Problem.COLOUR_SHAPE, replace(OA, head_colour=colour))
    assert (fault.place, fault.values["wanted"]) == ("head_colour", "AARRGGBB")


def test_a_status_bar_needs_words_and_its_own_form_of_colour() -> None:
    message = replace(OA, status=StatusBar(" ", "FF78C06E"))
    assert found(message) == [
        (Problem.COLOUR_SHAPE, "status.colour"),
        (Problem.PART_MISSING, "status.value"),
    ]


def test_the_faults_of_markdown_are_told_with_their_line() -> None:
    fault = one(Problem.UNSUPPORTED, replace(CARD, text="一\n\n~~二~~"))
    assert (fault.place, fault.line) == ("text", 3)


@pytest.mark.parametrize("type", [MessageType.TEXT, MessageType.OA, MessageType.LINK])
def test_plain_text_is_not_held_to_be_markdown(type: MessageType) -> None:
    message = replace(USUAL[type], text="~~一~~\n`二`")
    assert Problem.UNSUPPORTED not in dict(found(message))


@pytest.mark.parametrize(
    ("message", "place"),
    [
        (replace(OA, url="bi.example.com"), "url"),
        (replace(OA, pc_url="bi.example.com"), "pc_url"),
        (replace(USUAL[MessageType.LINK], url="bi.example.com"), "url"),
        (replace(CARD, buttons=(Button("看", "bi.example.com"),)), "buttons.0.url"),
        (replace(CARD, buttons=(Button("看", ""),), url="bi.example.com"), "url"),
        (
            replace(BUTTONS, buttons=(*BUTTONS.buttons, Button("看", "bi.example.com"))),
            "buttons.2.url",
        ),
    ],
)
def test_an_address_that_is_none_cannot_be_sent(message: Message, place: str) -> None:
    fault = one(Problem.LINK_SHAPE, message)
    assert (fault.severity, fault.place) == (Severity.ERROR, place)


def test_another_host_than_the_profiles_is_named_wherever_it_stands() -> None:
    other = "https://bi.other.example/x"
    message = replace(CARD, text=f"一\n\n[看]({pc_slide(other)})", buttons=(Button("看", other),))
    faults = lint(message, FACTS, domain=" https://BI.example.com/bi ")
    assert [(one.kind, one.place, one.line) for one in faults] == [
        (Problem.LINK_DOMAIN, "buttons.0.url", 0),
        (Problem.LINK_DOMAIN, "text", 3),
    ]
    assert faults[0].values == {"host": "bi.other.example", "domain": "bi.example.com"}
    assert found(message, domain="") == []


def test_two_other_hosts_of_one_link_are_both_named() -> None:
    url = platform_link("https://pc.example.com/a", "https://m.example.com/b")
    message = replace(CARD, buttons=(Button("看", url),))
    faults = lint(message, FACTS, domain="bi.example.com")
    hosts = [fault.values["host"] for fault in faults if fault.place == "buttons.0.url"]
    assert hosts == ["m.example.com", "pc.example.com"]


def test_the_placeholder_in_a_button_is_named() -> None:
    url = "https://bi.example.com/bi?corpId=$CORPID$"
    assert found(replace(CARD, buttons=(Button("看", url),))) == [
        (Problem.LINK_PLACEHOLDER, "buttons.0.url")
    ]


def test_a_link_into_the_workbench_is_for_oa_messages_or_pcs() -> None:
    url = workbench_link("ding1", "7", PAGE)
    assert found(replace(CARD, buttons=(Button("看", url),))) == [
        (Problem.LINK_PC_ONLY, "buttons.0.url")
    ]
    assert found(replace(OA, url=url)) == []
    assert found(replace(USUAL[MessageType.LINK], url=url)) == [(Problem.LINK_PC_ONLY, "url")]


def test_the_link_of_a_pc_alone_may_lead_into_the_workbench() -> None:
    url = platform_link(workbench_link("ding1", "7", PAGE), PAGE)
    assert found(replace(CARD, buttons=(Button("看", url),))) == []


def test_the_phones_page_on_a_pc_is_named() -> None:
    button = replace(CARD, buttons=(Button("看", PHONE_PAGE),))
    assert found(button) == [(Problem.LINK_MOBILE_ON_PC, "buttons.0.url")]
    assert found(replace(OA, url=PHONE_PAGE, pc_url=PAGE)) == []
    assert found(replace(OA, url=PHONE_PAGE, pc_url="")) == [(Problem.LINK_MOBILE_ON_PC, "url")]
    assert found(replace(OA, pc_url=PHONE_PAGE)) == [(Problem.LINK_MOBILE_ON_PC, "pc_url")]
    both = platform_link(PAGE, PHONE_PAGE)
    assert found(replace(CARD, buttons=(Button("看", both),))) == []


def test_errors_come_first_and_their_number_ends() -> None:
    faults = lint(replace(CARD, text="`a`\n\n" * 900, title="字" * 65), FACTS)
    assert faults[0].kind is Problem.TOO_LONG
    assert len(faults) == MOST_FAULTS


@given(messages)
def test_any_message_is_judged_with_errors_first(message: Message) -> None:
    severities = [fault.severity for fault in lint(message, FACTS, domain="a.b", people=9)]
    assert severities == sorted(severities, key=lambda one: one is not Severity.ERROR)
