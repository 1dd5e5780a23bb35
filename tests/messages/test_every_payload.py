"""Whatever is pushed, in whatever form and language, leaves as the documents have it."""

import itertools

import pytest

from dingsetup.facts import Facts
from dingsetup.messages.compose import compose, default_links, sample_values
from dingsetup.messages.lint import lint
from dingsetup.messages.payload import payload
from dingsetup.messages.push import Push
from dingsetup.messages.pushes import load_pushes
from dingsetup.messages.values import MessageType, Severity
from dingsetup.practice.content import check_message
from tests.messages.examples import PICTURE
from tests.messages.validator import faults

DOMAIN = "bi.example.com"


def cases(push: Push) -> list[dict[str, str]]:
    """Every choice of the variables that have some."""
    chosen = [
        [(variable.name, choice.value) for choice in variable.choices]
        for variable in push.variables
        if variable.choices
    ]
    return [dict(one) for one in itertools.product(*chosen)]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("type", MessageType)
@pytest.mark.parametrize("push", load_pushes().all, ids=lambda push: push.id)
def test_every_push_in_every_type_and_language_is_accepted(
    push: Push, type: MessageType, language: str, facts: Facts
) -> None:
    spoken = "zh" if language == "zh" else "en"
    links = default_links(push, DOMAIN, "ding1")
    for case in cases(push):
        values = sample_values(push, spoken) | links | case
        made = compose(push, type, spoken, values, media_id="@lADPD", picture_url=PICTURE)
        msg = payload(made.message)
        assert faults(msg) == []
        check_message(msg)
        found = lint(made.message, facts, domain=DOMAIN, people=1)
        assert [one for one in found if one.severity is Severity.ERROR] == []
