"""Scenarios are taken by name; what cannot be is refused and changes nothing."""

from typing import Any

import pytest

from dingsetup.facts import Facts
from dingsetup.practice import SCENARIOS, PracticeTenant, UnknownScenario


@pytest.mark.parametrize(
    "name",
    [
        "nonsense", "", "slow", "slow:", "slow:fast", "slow:-1", "slow:99999999999", "slow:１２",
        "ip-blocked:203.0.113.9", "scope-missing", "scope-missing:qyapi_nothing",
        "field-hidden:shoe_size", "Healthy",
    ],
)  # fmt: skip
def test_an_unknown_scenario_is_refused_by_name_and_changes_nothing(
    facts: Facts, name: str
) -> None:
    with pytest.raises(UnknownScenario) as caught:
        PracticeTenant.start(facts, scenarios=["ip-blocked", name])
    assert caught.value.name == name
    assert caught.value.reason
    with PracticeTenant.start(facts, scenarios=["portal"]) as tenant:
        with pytest.raises(UnknownScenario):
            tenant.set_scenarios([name])
        assert tenant.scenarios == ("portal",)


@pytest.mark.parametrize("kind", SCENARIOS, ids=lambda kind: kind.name)
def test_the_example_of_every_scenario_is_taken(facts: Facts, kind: Any) -> None:
    with PracticeTenant.start(facts, scenarios=[kind.example]) as tenant:
        assert tenant.scenarios == (() if kind.name == "healthy" else (kind.example,))
