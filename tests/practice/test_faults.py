"""Scenarios are taken by name; what cannot be is refused and changes nothing."""

from typing import Any

import pytest

from dingsetup.facts import Facts
from dingsetup.practice import SCENARIOS, PracticeTenant, UnknownScenario


@pytest.mark.parametrize(
    "name",
    [
        "nonsense", "", "slow", "slow:", "slow:fast", "slow:-1", "slow:99999999999", "slow:１２",
        "ip-blocked:", "ip-blocked:203.0.113", "ip-blocked:fe80::1%eth0", "scope-missing",
        "scope-missing:qyapi_nothing", "field-hidden:shoe_size", "Healthy", "bad-secret:x",
        "narrow-range:", "narrow-range:a+1", "narrow-range:5,+1", "narrow-range:5+1000000",
        "narrow-visible:1", "narrow-visible:1+1", "narrow-visible:1+1+x", "homepage",
        "homepage:99", "homepage:600", "reset:nowhere", "silent:oapi=page", "portal:oapi=cake",
        "throttled:everyone", "server-error:/no/such/path", "refuse-call:/auth/scopes",
        "refuse-call:/no/such/path=1:no", "refuse-call:/auth/scopes=word:no",
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
