"""The company is the same for a seed, and looks like one."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dingsetup.facts import Facts
from dingsetup.practice.company import ROOT
from dingsetup.practice.founding import make_company
from dingsetup.practice.state import State


@given(people=st.integers(1, 300), seed=st.integers(0, 10**6))
@settings(max_examples=30, deadline=None)
def test_the_same_seed_makes_the_same_company(people: int, seed: int) -> None:
    assert make_company(people, seed) == make_company(people, seed)


@given(people=st.integers(1, 400), seed=st.integers(0, 10**6))
@settings(max_examples=30, deadline=None)
def test_everybody_is_one_person_with_a_department(people: int, seed: int) -> None:
    company = make_company(people, seed)
    assert len(company.people) == people
    for keys in (company.by_userid, company.by_unionid, company.by_mobile):
        assert len(keys) == people
    for person in company.people:
        assert person.departments
        assert set(person.departments) <= company.by_dept_id.keys()
    assert set(company.branch(ROOT)) == company.by_dept_id.keys()


def test_another_seed_makes_another_company() -> None:
    assert make_company(60, 1) != make_company(60, 2)


def test_a_company_has_what_makes_directories_hard() -> None:
    company = make_company(300, 1)
    assert any(not person.active for person in company.people)
    assert any(len(person.departments) > 1 for person in company.people)
    assert any(not person.email for person in company.people)
    names = [person.name for person in company.people]
    assert len(set(names)) < len(names)
    depths = {len(company.path_up(entry.dept_id)) for entry in company.departments}
    assert max(depths) >= 3
    assert company.contacts
    assert company.contacts[0].label_ids


def test_mobile_numbers_are_well_formed_and_nobodys() -> None:
    for person in make_company(200, 3).people:
        assert re.fullmatch(r"154\d{8}", person.mobile)


@pytest.mark.parametrize("people", [1, 2, 60, 500])
def test_credentials_are_shaped_like_real_ones(facts: Facts, people: int) -> None:
    state = State(facts, people=people, seed=5)
    identity = state.identity
    assert re.fullmatch(r"ding[a-z0-9]{16}", identity.app_key)
    assert re.fullmatch(r"ding[0-9a-f]{32}", identity.corp_id)
    assert len(identity.app_secret) == 64
    assert identity.agent_id > 2**31
    assert identity.userid in state.company.by_userid
    assert identity == State(facts, people=people, seed=5).identity


def test_an_identity_never_shows_its_secret_or_number(facts: Facts) -> None:
    identity = State(facts, people=3, seed=1).identity
    assert identity.app_secret not in repr(identity)
    assert identity.mobile not in repr(identity)


def test_a_large_company_is_walked_with_few_calls() -> None:
    company = make_company(10_000, 1)
    pages = [-(-len(company.members(one.dept_id)) // 100) for one in company.departments]
    calls = len(company.departments) + sum(max(1, count) for count in pages)
    assert calls / 10_000 <= 0.028
