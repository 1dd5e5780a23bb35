"""Profiles: what the admin told us, kept whole or not at all, and never with a secret."""

import contextlib
import datetime
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dingsetup.profile import (
    ID_PATTERN,
    Allowance,
    Answered,
    Profile,
    ProfileError,
    Profiles,
    data_folder,
    now,
)

KILLS = 30


@pytest.fixture
def profiles(home: Path) -> Profiles:
    return Profiles(home)


@pytest.fixture
def written(profiles: Profiles) -> Callable[[bytes], Path]:
    """Put bytes where the profile `a` belongs."""

    def write(content: bytes) -> Path:
        file = profiles.folder("a") / "profile.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        return file

    return write


def a_profile(**fields: object) -> Profile:
    return msgspec.convert({"id": "a", "name": "应用", **fields}, Profile)


def test_a_profile_comes_back_as_it_was(profiles: Profiles) -> None:
    profile = msgspec.structs.replace(
        a_profile(proxy="", ca_file="/x.pem", base_url="http://127.0.0.1:1", step="security"),
        answers={"ask:published": Answered(True, now(), "about")},
        allowance=Allowance("203.0.113.7", now(), True, now()),
    )
    profiles.save(profile)
    assert profiles.load("a") == profile
    assert profiles.ids() == ["a"]


def test_no_secret_has_a_place_in_a_profile() -> None:
    assert not [name for name in Profile.__struct_fields__ if "secret" in name or "token" in name]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "truncated"),
        (b'{"id": "a", "na', "truncated"),
        (b"\x00" * 300, "malformed"),
        (b"\xff\xfe{", "malformed"),
        (b"[]", "object"),
        (b'{"id": "a", "name": "A", "name2": 1}', "name2"),
        (b'{"id": "a", "name": "A", "agent_id": 5}', "$.agent_id"),
        (b'{"id": "a", "name": "A", "edition": "gold"}', "$.edition"),
        (b'{"id": "a", "name": "A", "answers": {"q": {"yes": 1}}}', "$.answers[...].yes"),
        (b'{"id": "a", "name": "A", "allowance": {"ip": "1", "x": 1}}', "$.allowance"),
        (b'{"id": "a"}', "name"),
        (b'{"id": "b", "name": "B"}', "'b'"),
        (b'{"id": "a", "name": "\xff"}', "utf-8"),
        (b'{"id": "a", "name": ' + b"[" * 100_000, "$.name"),
    ],
)
def test_a_file_that_is_no_profile_is_refused_with_file_and_place(
    profiles: Profiles, written: Callable[[bytes], Path], content: bytes, reason: str
) -> None:
    file = written(content)
    with pytest.raises(ProfileError) as raised:
        profiles.load("a")
    assert raised.value.file == str(file)
    assert reason.lower() in raised.value.reason.lower()
    assert file.read_bytes() == content
    assert profiles.ids() == ["a"], "it can still be listed, and removed"


def test_a_profile_that_is_not_there_is_told(profiles: Profiles) -> None:
    for use in (profiles.load, profiles.remove):
        with pytest.raises(ProfileError, match="no such profile"):
            use("a")


@pytest.mark.parametrize("id", ["", "..", "../a", "A", "a/b", "a\\b", "-a", "a" * 41, "ä", "a\n"])
def test_an_id_is_a_plain_folder_name(profiles: Profiles, id: str) -> None:
    for use in (profiles.folder, profiles.load, profiles.remove):
        with pytest.raises(ProfileError):
            use(id)
    with pytest.raises(ProfileError):
        profiles.save(msgspec.structs.replace(a_profile(), id=id))


def test_a_profile_that_cannot_be_written_leaves_the_old_one(profiles: Profiles) -> None:
    profiles.save(a_profile())
    with pytest.raises(ProfileError, match="surrogates"):
        profiles.save(a_profile(name="half a character \ud83d"))
    assert profiles.load("a") == a_profile()
    profiles.remove("a")
    (profiles.home / "profiles" / "a").write_text("a file")
    with pytest.raises(ProfileError):
        profiles.save(a_profile())


def test_removing_a_profile_removes_all_that_was_kept_about_it(profiles: Profiles) -> None:
    profiles.save(a_profile())
    (profiles.folder("a") / "dingsetup.sqlite3").write_bytes(b"x")
    profiles.remove("a")
    assert profiles.ids() == []
    assert not profiles.folder("a").exists()


def test_new_ids_are_unused_and_usable(profiles: Profiles) -> None:
    made: list[str] = []
    for name in ("Sales App", "Sales App", "应用", "应用", "app", "---", "x" * 99, "x" * 99):
        made.append(profiles.new_id(name))
        profiles.save(Profile(id=made[-1], name=name))
    assert made[:5] == ["sales-app", "sales-app-1", "app-1", "app-2", "app-3"]
    assert len(set(made)) == len(made)


@given(st.text())
def test_any_name_gives_an_id(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    assert ID_PATTERN.fullmatch(Profiles(tmp_path_factory.getbasetemp()).new_id(name))


def test_an_answer_is_dated_and_a_new_value() -> None:
    before = a_profile()
    after = before.answer("ask:published", True, "about")
    assert before.answers == {}
    answered = after.answers["ask:published"]
    assert (answered.yes, answered.about) == (True, "about")
    assert abs(answered.at - now()) < datetime.timedelta(minutes=1)
    assert answered.at.tzinfo is not None


def test_the_home_is_the_one_given(home: Path) -> None:
    assert data_folder() == home


def test_without_a_given_home_the_platforms_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DINGSETUP_HOME")
    assert data_folder().name == "dingsetup"


MOMENTS = st.datetimes(timezones=st.just(datetime.UTC))
TEXTS = st.text(max_size=30)
PROFILES = st.builds(
    Profile,
    id=st.just("a"),
    name=TEXTS,
    edition=st.sampled_from(["saas", "private", "practice"]),
    app_key=TEXTS,
    agent_id=TEXTS,
    corp_id=TEXTS,
    homepage=TEXTS,
    pasted_addresses=TEXTS,
    answers=st.dictionaries(TEXTS, st.builds(Answered, st.booleans(), MOMENTS, TEXTS), max_size=3),
    allowance=st.none() | st.builds(Allowance, TEXTS, MOMENTS, st.booleans(), st.none() | MOMENTS),
    proxy=st.none() | TEXTS,
    ca_file=st.none() | TEXTS,
    base_url=st.none() | TEXTS,
)


@given(PROFILES)
def test_every_profile_goes_through_its_file_unchanged(
    tmp_path_factory: pytest.TempPathFactory, profile: Profile
) -> None:
    profiles = Profiles(tmp_path_factory.getbasetemp() / "profiles-of-hypothesis")
    profiles.save(profile)
    assert profiles.load("a") == profile


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_are_a_profile_or_a_profile_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    profiles = Profiles(tmp_path_factory.getbasetemp() / "bytes-of-hypothesis")
    file = profiles.folder("a") / "profile.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    with contextlib.suppress(ProfileError):
        assert profiles.load("a").id == "a"


def test_two_writers_leave_one_whole_profile(profiles: Profiles) -> None:
    def save(name: str) -> None:
        for _ in range(30):
            profiles.save(a_profile(name=name, pasted_addresses=name * 5000))

    names = ("one", "two")
    threads = [threading.Thread(target=save, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = profiles.load("a")
    assert kept.name in names
    assert kept.pasted_addresses == kept.name * 5000


WRITER = """
import sys
from pathlib import Path
from dingsetup.profile import Profile, Profiles

profiles = Profiles(Path(sys.argv[1]))
print("go", flush=True)
number = 0
while True:
    number += 1
    profiles.save(Profile(id="a", name=str(number), pasted_addresses=f"{number} " * 20_000))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_save_killed_at_any_time_leaves_the_old_profile_or_the_new(profiles: Profiles) -> None:
    profiles.save(a_profile(name="0", pasted_addresses="0 " * 20_000))
    for turn in range(KILLS):
        command = [sys.executable, "-c", WRITER, str(profiles.home)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(0.001 * turn)
            writer.send_signal(signal.SIGKILL)
        kept = profiles.load("a")
        assert set(kept.pasted_addresses.split()) == {kept.name}
    assert profiles.ids() == ["a"]


def test_the_file_can_be_read_by_a_person(profiles: Profiles) -> None:
    profiles.save(a_profile(corp_id="ding1"))
    text = (profiles.folder("a") / "profile.json").read_text("utf-8")
    assert "\n" in text
    assert json.loads(text)["name"] == "应用"
