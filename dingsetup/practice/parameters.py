"""What stands after the colon of a scenario: people, reasons of a refusal, numbers."""

from collections.abc import Container, Mapping

import msgspec

LEARNER = "learner"
"""Stands for the userid the learner is handed."""
LAST = "last"
"""Stands for the last person whom each send would reach."""


class Reason(msgspec.Struct, frozen=True):
    """Why somebody does not get a message: the result's code, and the threshold told with it."""

    code: str
    count: int


REASONS: Mapping[str, Reason] = {
    "duplicate": Reason("143106", 1),
    "daily-limit": Reason("143105", 500),
    "app-throttled": Reason("143103", 5000),
    "corp-throttled": Reason("143104", 5000),
    "content": Reason("1430002", 1),
    "protected": Reason("1430004", 1),
    "system": Reason("1430003", 1),
}
"""What `refuse` takes (KB 0773). UNCONFIRMED: the counts of all but the first three."""

_LONGEST_MS = 60_000
_DAY = 24 * 3600
_MOST_CALLS = 1_000_000
_BOUNDS: Mapping[str, tuple[int, int]] = {
    "slow": (0, _LONGEST_MS),
    "slow-delivery": (0, _DAY),
    "reads-after": (0, _DAY),
    "lost-answer": (1, _MOST_CALLS),
    "token-expires-after": (1, _MOST_CALLS),
    "quota-ends-after": (0, _MOST_CALLS),
}
"""The least and the most of each scenario's number."""


def wrong_person(text: str, people: Container[str]) -> str:
    """Say why this names nobody; empty for a userid, `learner` and `last`."""
    return "" if text in (LEARNER, LAST) or text in people else f"nobody has the userid {text}"


def wrong_refusal(text: str, people: Container[str]) -> str:
    """Say why this is no `PERSON=REASON`; empty where it is."""
    person, _, reason = text.rpartition("=")
    if reason not in REASONS:
        return f"REASON is one of {', '.join(REASONS)}"
    return wrong_person(person, people)


def wrong_number(scenario: str, name: str, text: str) -> str:
    """Say why this is no number for the scenario; empty where it is."""
    least, most = _BOUNDS[scenario]
    # isdecimal alone would let full-width digits through.
    if text.isascii() and text.isdecimal() and len(text) < 10 and least <= int(text) <= most:
        return ""
    return f"{name} is a whole number from {least} to {most}"
