"""Redirect URLs: the pasted list is held against the guide's, byte for byte."""

from collections.abc import Callable
from typing import Any

import pytest

from dingsetup.checks.case import Case
from dingsetup.checks.redirect_urls import judge
from dingsetup.facts import Facts
from dingsetup.findings import Finding, Kind, State
from tests.checks.conftest import by_check, profile

Make = Callable[..., Case]


@pytest.fixture
def urls(facts: Facts) -> list[str]:
    return [entry.url for entry in facts.redirect_urls]


def pasted(case: Make, lines: list[str], **fields: Any) -> dict[str, Finding]:
    return by_check(judge(case(profile(pasted_redirect_urls="\n".join(lines), **fields))))


def test_a_list_that_was_not_pasted_is_asked_for(case: Make, urls: list[str]) -> None:
    finding = pasted(case, [])["redirect_urls"]
    assert (finding.state, finding.kind) == (State.MANUAL, Kind.LIST_NOT_PASTED)
    assert finding.values == {"case": "redirect_urls", "total": len(urls)}


def test_a_whole_list_passes_in_any_order(case: Make, urls: list[str]) -> None:
    found = pasted(case, urls[::-1])
    assert set(found) == {"redirect_urls"}
    assert (found["redirect_urls"].state, found["redirect_urls"].kind) == (
        State.PASSED,
        Kind.LIST_COMPLETE,
    )


def test_missing_urls_are_named_and_near_ones_shown(case: Make, urls: list[str]) -> None:
    nearly = urls[1].replace("https://", "http://")
    finding = pasted(case, [nearly, *urls[2:]])["redirect_urls"]
    assert (finding.state, finding.kind) == (State.FAILED, Kind.REDIRECT_URLS_MISSING)
    assert finding.values["missing"] == urls[:2]
    assert (finding.values["found"], finding.values["total"]) == (len(urls) - 2, len(urls))
    assert [entry["entry"] for entry in finding.values["near"]] == [nearly]


def test_urls_nobody_asked_for_are_a_warning(case: Make, urls: list[str]) -> None:
    found = pasted(case, [*urls, "https://elsewhere.example/callback"])
    assert found["redirect_urls"].state is State.PASSED
    assert (found["surplus_urls"].state, found["surplus_urls"].kind) == (
        State.WARNING,
        Kind.REDIRECT_URLS_EXTRA,
    )
    assert found["surplus_urls"].values["extra"] == ["https://elsewhere.example/callback"]


def test_a_private_deployment_needs_its_domain_first(case: Make, urls: list[str]) -> None:
    finding = pasted(case, urls, edition="private")["redirect_urls"]
    assert (finding.state, finding.kind) == (State.SKIPPED, Kind.NOT_FILLED_IN)
    named = pasted(case, urls, edition="private", domain="bi.example.com")["redirect_urls"]
    assert named.state is State.FAILED
    assert all("bi.example.com" in url for url in named.values["missing"])
