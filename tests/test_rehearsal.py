"""The profile of a practice tenant: all that an admin would have typed, already right."""

from collections.abc import Callable
from pathlib import Path

import msgspec

from dingsetup.facts import Facts
from dingsetup.practice import PracticeTenant
from dingsetup.profile import Profile, Profiles
from dingsetup.rehearsal import practice_profile


def test_a_practice_profile_is_filled_in_and_holds_no_secret(
    tenant: Callable[..., PracticeTenant], facts: Facts
) -> None:
    started = tenant()
    profile = practice_profile(started, facts)
    identity = started.identity
    assert (profile.app_key, profile.corp_id) == (identity.app_key, identity.corp_id)
    assert int(profile.agent_id) == identity.agent_id
    assert profile.base_url == started.base_url
    assert (profile.edition, profile.facts_edition) == ("practice", "saas")
    text = msgspec.json.encode(profile).decode() + repr(profile)
    assert identity.app_secret not in text
    assert identity.mobile not in text


def test_its_lists_are_the_guides_and_its_homepage_the_tenants(
    tenant: Callable[..., PracticeTenant], facts: Facts
) -> None:
    started = tenant()
    profile = practice_profile(started, facts)
    assert profile.pasted_addresses.split() == list(facts.newest_addresses.addresses)
    assert profile.pasted_redirect_urls.split() == [entry.url for entry in facts.redirect_urls]
    assert profile.homepage == f"{started.base_url}/bi-h5/?corpId=$CORPID$"


def test_it_can_be_kept_like_any_other(
    tenant: Callable[..., PracticeTenant], facts: Facts, home: Path
) -> None:
    profile: Profile = practice_profile(tenant(), facts)
    profiles = Profiles(home)
    profiles.save(profile)
    assert profiles.load(profile.id) == profile
