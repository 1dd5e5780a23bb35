"""The plan says what to enter where, for each edition."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dingsetup.facts import Facts
from dingsetup.plan import (
    DomainError,
    DomainFault,
    PlanWarning,
    clean_domain,
    make_plan,
    plan_for,
    wanted_addresses,
    wanted_redirect_urls,
)
from dingsetup.profile import Profile


def test_the_saas_plan_holds_the_newest_addresses_and_names_the_new_one(facts: Facts) -> None:
    plan = make_plan(facts, "saas", "bi.x.com")
    assert len(plan.addresses) == 4
    assert plan.new_addresses == ("14.103.128.84",)
    assert PlanWarning.OLD_LIST_SHORTER in plan.warnings
    assert {str(source.date) for source in plan.sources if source.about == "addresses"} == {
        "2023-12-25",
        "2026-08-22",
    }


def test_a_given_list_of_three_is_warned_about(facts: Facts) -> None:
    three = facts.address_lists[0].addresses
    plan = make_plan(facts, "saas", addresses=three)
    assert plan.addresses == three
    assert PlanWarning.OLD_LIST_SHORTER in plan.warnings


def test_the_homepage_keeps_the_placeholder(facts: Facts) -> None:
    plan = make_plan(facts, "saas", "https://bi.x.com/bi/")
    assert plan.homepage == "https://bi.x.com/bi-h5/?corpId=$CORPID$"


def test_without_a_domain_there_is_no_homepage_and_the_plan_says_so(facts: Facts) -> None:
    plan = make_plan(facts, "saas")
    assert plan.homepage is None
    assert PlanWarning.DOMAIN_MISSING in plan.warnings


def test_a_private_plan_names_no_host_of_the_vendor(facts: Facts) -> None:
    written = msgspec.json.encode(make_plan(facts, "private", "bi.x.com")).decode()
    assert "volcengine" not in written
    assert "byteplus" not in written
    assert "180.184." not in written


def test_private_redirect_urls_are_derived_and_marked_unconfirmed(facts: Facts) -> None:
    plan = make_plan(facts, "private", "bi.x.com:8443")
    assert len(set(plan.redirect_urls)) == 12
    assert all(url.startswith("https://bi.x.com:8443/bi/datawind") for url in plan.redirect_urls)
    assert PlanWarning.REDIRECT_URLS_DERIVED in plan.warnings
    assert PlanWarning.ADDRESSES_YOURS in plan.warnings


def test_own_redirect_urls_go_before_derived_ones(facts: Facts) -> None:
    plan = make_plan(facts, "private", "bi.x.com", ("8.8.8.8",), ("https://bi.x.com/own",))
    assert plan.redirect_urls == ("https://bi.x.com/own",)
    assert plan.warnings == ()


def test_a_private_profile_wants_its_own_addresses(facts: Facts) -> None:
    own = Profile(id="a", name="a", edition="private", private_addresses="8.8.8.8，８.8.4.4")
    assert wanted_addresses(facts, own) == ("8.8.8.8", "8.8.4.4")
    assert wanted_redirect_urls(facts, own) == ()


def test_a_practice_profile_wants_what_saas_wants(facts: Facts) -> None:
    practice = Profile(id="a", name="a", edition="practice")
    assert wanted_addresses(facts, practice) == facts.newest_addresses.addresses
    assert len(wanted_redirect_urls(facts, practice)) == 12


def test_a_domain_that_is_none_leaves_the_plan_of_a_profile_without_homepage(facts: Facts) -> None:
    assert plan_for(facts, Profile(id="a", name="a", domain="not a domain")).homepage is None


@pytest.mark.parametrize(
    ("typed", "domain"),
    [
        ("bi.x.com", "bi.x.com"),
        ("https://bi.x.com/bi/", "bi.x.com"),
        (" BI.X.com. ", "bi.x.com"),
        ("ｂｉ.x.com", "bi.x.com"),
        ("bi.x.com:8443/a?b#c", "bi.x.com:8443"),
        ("https://bi.x.com:443", "bi.x.com"),
        ("公司.cn", "xn--55qx5d.cn"),
        ("192.168.1.8", "192.168.1.8"),
    ],
)
def test_what_is_pasted_becomes_a_bare_domain(typed: str, domain: str) -> None:
    assert clean_domain(typed) == domain


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", DomainFault.EMPTY),
        ("a.com b.com", DomainFault.SEVERAL),
        ("*.x.com", DomainFault.WILDCARD),
        ("http://localhost:8080", DomainFault.LOCAL),
        ("intranet", DomainFault.SHAPE),
        ("http://[", DomainFault.SHAPE),
        ("x.com:99999", DomainFault.SHAPE),
        ("https://me:secret@x.com", DomainFault.SHAPE),
        ("ftp://x.com", DomainFault.SHAPE),
        ("a..com", DomainFault.SHAPE),
    ],
)
def test_what_is_no_domain_is_refused_with_the_reason(typed: str, reason: DomainFault) -> None:
    with pytest.raises(DomainError) as caught:
        clean_domain(typed)
    assert caught.value.reason is reason


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_a_domain_or_a_domain_error(text: str) -> None:
    try:
        domain = clean_domain(text)
    except DomainError:
        return
    assert clean_domain(domain) == domain
