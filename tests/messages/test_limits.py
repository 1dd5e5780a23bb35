"""Every length that DingTalk names is measured, and passed by exactly what is too long."""

import pytest
from hypothesis import given
from msgspec.structs import replace

from dingsetup.facts import Facts, load_facts
from dingsetup.messages.limits import Meter, meters
from dingsetup.messages.payload import size
from dingsetup.messages.values import Button, FormLine, Message, MessageType
from tests.messages.examples import PICTURE, USUAL, messages

FACTS = load_facts()


def metered(message: Message, part: str, unit: str = "characters") -> Meter:
    return next(one for one in meters(message, FACTS) if one.part == part and one.unit == unit)


def with_button(
    type: MessageType, title: str = "看", url: str = "https://a.example.com"
) -> Message:
    return replace(USUAL[type], buttons=(Button(title, url),))


@pytest.mark.parametrize(
    ("part", "limit", "hard", "make"),
    [
        ("title", 64, True, lambda n: replace(USUAL[MessageType.MARKDOWN], title="字" * n)),
        ("title", 64, True, lambda n: replace(USUAL[MessageType.LINK], title="字" * n)),
        ("title", 50, False, lambda n: replace(USUAL[MessageType.OA], title="字" * n)),
        ("head", 10, False, lambda n: replace(USUAL[MessageType.OA], head="字" * n)),
        ("text", 500, False, lambda n: Message(type=MessageType.TEXT, text="字" * n)),
        ("text", 500, False, lambda n: replace(USUAL[MessageType.LINK], text="字" * n)),
        ("text", 5000, True, lambda n: Message(type=MessageType.MARKDOWN, text="字" * n)),
        ("text", 1000, False, lambda n: replace(USUAL[MessageType.CARD], text="字" * n)),
        ("text", 3, False, lambda n: replace(USUAL[MessageType.OA], text="行\n" * n)),
        ("buttons.0.title", 20, True, lambda n: with_button(MessageType.CARD, title="字" * n)),
        ("buttons.0.title", 20, True, lambda n: with_button(MessageType.BUTTONS, title="字" * n)),
        ("buttons.0.url", 500, True, lambda n: with_button(MessageType.CARD, url="x" * n)),
        ("buttons.0.url", 700, True, lambda n: with_button(MessageType.BUTTONS, url="x" * n)),
        (
            "form",
            6,
            False,
            lambda n: replace(USUAL[MessageType.OA], form=(FormLine("名", "值"),) * n),
        ),
    ],
)
def test_a_length_is_kept_up_to_its_limit_and_passed_beyond(part, limit, hard, make) -> None:
    for used in (limit, limit + 1):
        (meter,) = (one for one in meters(make(used), FACTS) if one.part == part)
        assert (meter.used, meter.limit, meter.hard) == (used, limit, hard)
        assert meter.over == (used > limit)


@pytest.mark.parametrize("type", [MessageType.TEXT, MessageType.CARD, MessageType.BUTTONS])
def test_a_body_beyond_5000_characters_is_refused_and_no_longer_only_advised(
    type: MessageType,
) -> None:
    most, more = (metered(replace(USUAL[type], text="x" * used), "text") for used in (5000, 5001))
    assert most.over
    assert not most.hard
    assert more.over
    assert more.hard
    assert more.limit == 5000


def test_the_list_of_buttons_is_measured_with_the_blanks_that_may_count() -> None:
    message = replace(USUAL[MessageType.BUTTONS], buttons=(Button("a", "b"), Button("c", "d")))
    wire = '[{"title": "a", "action_url": "b"}, {"title": "c", "action_url": "d"}]'
    assert metered(message, "buttons") == Meter("buttons", len(wire), 1000)


def test_the_whole_is_measured_in_bytes_and_in_characters() -> None:
    message = Message(type=MessageType.TEXT, text="中" * 1000)
    shown, refused = metered(message, "", "bytes"), metered(message, "")
    assert (shown.used, shown.limit, shown.hard) == (size(message), 2048, False)
    assert shown.over
    assert (refused.limit, refused.hard, refused.over) == (4096, True, False)
    assert shown.used - refused.used == 2 * 1000


def test_a_picture_below_the_markdown_counts_with_it() -> None:
    bare = Message(type=MessageType.MARKDOWN, text="字")
    pictured = replace(bare, picture_url=PICTURE)
    assert metered(pictured, "text").used == len(f"字\n\n![]({PICTURE})")


def test_a_facts_file_of_the_user_sets_the_limits(facts: Facts) -> None:
    limits = tuple(
        replace(one, value=3) if one.id == "title_characters" else one for one in facts.limits
    )
    message = Message(type=MessageType.MARKDOWN, title="四个字了", text="x")
    (meter,) = (
        one for one in meters(message, replace(facts, limits=limits)) if one.part == "title"
    )
    assert meter.over


@given(messages)
def test_any_message_is_measured_and_every_part_once(message: Message) -> None:
    found = [(one.part, one.unit) for one in meters(message, FACTS)]
    assert len(found) == len(set(found))
    assert found[:2] == [("", "bytes"), ("", "characters")]
