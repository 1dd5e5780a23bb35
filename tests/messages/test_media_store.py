"""A picture is uploaded once for an app, and never under the name it has here."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

import pytest

from dingsetup.dingtalk.client import Client, Credentials
from dingsetup.dingtalk.errors import Answer
from dingsetup.dingtalk.transport import Network, Upload
from dingsetup.facts import Facts
from dingsetup.findings import Kind
from dingsetup.messages.media_store import MediaStore, known_media_id, media_id_of
from dingsetup.messages.pictures import PictureError
from dingsetup.practice import PracticeTenant
from tests.messages.test_pictures import WHOLE

Tenant = Callable[..., PracticeTenant]


def client_for(practice: PracticeTenant, facts: Facts) -> Client:
    who = practice.identity
    return Client(Credentials(who.app_key, who.app_secret), facts, Network.at(practice.base_url))


def uploads(practice: PracticeTenant) -> int:
    return [call.path for call in practice.calls].count("/media/upload")


def test_the_same_bytes_are_uploaded_once(tenant: Tenant, facts: Facts, tmp_path: Path) -> None:
    practice = tenant(people=5)
    store = MediaStore(tmp_path / "profile")
    file = tmp_path / "看板 2026.png"
    file.write_bytes(WHOLE["png"])
    with client_for(practice, facts) as client:
        assert known_media_id(store, "app", file) == ""
        first = media_id_of(client, store, "app", file)
        assert isinstance(first, str)
        assert media_id_of(client, store, "app", WHOLE["png"]) == first
        assert known_media_id(store, "app", file) == first
        assert uploads(practice) == 1
        assert media_id_of(client, store, "app", WHOLE["jpg"]) != first
    assert uploads(practice) == 2


def test_an_id_is_good_for_its_own_app_only(tenant: Tenant, facts: Facts, tmp_path: Path) -> None:
    practice = tenant(people=5)
    store = MediaStore(tmp_path)
    with client_for(practice, facts) as client:
        one = media_id_of(client, store, "app one", WHOLE["png"])
        other = media_id_of(client, store, "app two", WHOLE["png"])
    assert one != other
    assert uploads(practice) == 2


def test_an_id_that_was_forgotten_is_uploaded_anew(
    tenant: Tenant, facts: Facts, tmp_path: Path
) -> None:
    practice = tenant(people=5)
    store = MediaStore(tmp_path)
    with client_for(practice, facts) as client:
        first = media_id_of(client, store, "app", WHOLE["png"])
        assert isinstance(first, str)
        store.forget("app", first)
        assert media_id_of(client, store, "app", WHOLE["png"]) != first


def test_what_is_no_picture_never_leaves(tenant: Tenant, facts: Facts, tmp_path: Path) -> None:
    practice = tenant(people=5)
    with client_for(practice, facts) as client, pytest.raises(PictureError):
        media_id_of(client, MediaStore(tmp_path), "app", b"%PDF")
    assert practice.calls == ()


def test_an_upload_that_failed_is_not_remembered(
    tenant: Tenant, facts: Facts, tmp_path: Path
) -> None:
    practice = tenant("quota-exhausted", people=5)
    store = MediaStore(tmp_path)
    with client_for(practice, facts) as client:
        refused = media_id_of(client, store, "app", WHOLE["png"])
        assert isinstance(refused, Answer)
        assert refused.kind is Kind.QUOTA_EXHAUSTED
        assert known_media_id(store, "app", WHOLE["png"]) == ""
        practice.set_scenarios([])
        assert isinstance(media_id_of(client, store, "app", WHOLE["png"]), str)


def test_progress_is_told_of_an_upload_and_not_of_a_known_picture(
    tenant: Tenant, facts: Facts, tmp_path: Path
) -> None:
    practice = tenant(people=5)
    store = MediaStore(tmp_path)
    seen: list[tuple[int, int]] = []
    with client_for(practice, facts) as client:
        for _ in range(2):
            media_id_of(client, store, "app", WHOLE["png"], lambda *step: seen.append(step))
    assert seen.count((len(WHOLE["png"]), len(WHOLE["png"]))) == 1


class Listening:
    """Stands for a Client, and keeps what it was to upload."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.names: list[str] = []

    def upload(self, endpoint: str, query: Mapping[str, str], upload: Upload) -> Answer:
        self.names.append(upload.filename)
        return Answer(kind=Kind.OK, data={"media_id": "@m"})


def test_the_name_a_picture_has_here_stays_here(facts: Facts, tmp_path: Path) -> None:
    file = tmp_path / "why we close Hangzhou.jpeg"
    file.write_bytes(WHOLE["jpg"])
    client = Listening(facts)
    assert media_id_of(cast("Client", client), MediaStore(tmp_path), "app", file) == "@m"
    assert client.names == ["picture.jpg"]
