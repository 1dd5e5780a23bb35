"""A support file opened as a profile: what is left of one that was interrupted, and its links."""

import os
from pathlib import Path

import msgspec
import pytest

from dingsetup.facts import Facts
from dingsetup.findings import Finding, Kind, State
from dingsetup.profile import SUPPORT, Profiles
from dingsetup.store import Kept, Store
from dingsetup.support.opening import discard, prepare, take_place
from dingsetup.support.values import Bundle
from tests.support.bundles import AT, bundle, saved

OURS = "https://open-dev.dingtalk.com/appscope/apply?content=dingx%23qyapi_ext_read"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return saved(tmp_path / "a.dingsetup", bundle())


@pytest.fixture
def profiles(tmp_path: Path) -> Profiles:
    return Profiles(tmp_path / "home")


def test_what_a_killed_opening_left_goes_with_the_next_one(
    file: Path, profiles: Profiles, facts: Facts
) -> None:
    killed = prepare(file, profiles, facts).folder.parent.parent
    waiting = prepare(file, profiles, facts).folder.parent.parent
    foreign = profiles.home / ".opening"
    foreign.mkdir()
    for folder in (killed, foreign):
        os.utime(folder, (0, 0))
    discard(prepare(file, profiles, facts))
    assert not killed.exists()
    assert waiting.is_dir()
    assert foreign.is_dir()


def test_a_profile_that_was_out_of_its_place_comes_back(
    file: Path, profiles: Profiles, facts: Facts
) -> None:
    take_place(prepare(file, profiles, facts), profiles)
    killed = prepare(file, profiles, facts).folder.parent.parent
    profiles.folder(SUPPORT).rename(killed / "old")
    os.utime(killed, (0, 0))
    discard(prepare(file, profiles, facts))
    assert not killed.exists()
    assert profiles.load(SUPPORT).id == SUPPORT


@pytest.mark.parametrize(
    ("url", "kept"), [(OURS, True), ("https://open-dev.dingtalk.com.evil.example/x", False)]
)
def test_a_strangers_link_is_not_among_what_was_opened(
    tmp_path: Path, profiles: Profiles, facts: Facts, url: str, kept: bool
) -> None:
    file = saved(tmp_path / "a.dingsetup", _asking_to(url))
    prepared = prepare(file, profiles, facts)
    (found,) = Store(prepared.folder).findings()
    assert found.finding.values.get("apply_url") == (url if kept else None)
    assert found.finding.values["scopes"] == ["qyapi_ext_read"]
    discard(prepared)


def _asking_to(url: str) -> Bundle:
    finding = Finding(
        step="permissions",
        check="qyapi_ext_read",
        state=State.FAILED,
        kind=Kind.SCOPE_MISSING,
        values={"scopes": ["qyapi_ext_read"], "apply_url": url},
    )
    made = bundle()
    snapshot = msgspec.structs.replace(made.snapshot, findings=(Kept(finding, AT, None),))
    return msgspec.structs.replace(made, snapshot=snapshot)
