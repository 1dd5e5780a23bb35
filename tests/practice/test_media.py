"""Uploads are checked, get a media id, and come back as what they were called."""

import pytest
import requests

from dingsetup.practice.shelf import Shelf

from .conftest import Caller, Talk


@pytest.mark.parametrize(
    ("kind", "filename", "content", "code"),
    [
        ("image", "chart.png", b"png", 0),
        ("file", "report.pdf", b"pdf", 0),
        ("file", "report.csv", b"a,b", 40005),
        ("picture", "chart.png", b"png", 40004),
        ("image", "chart.png", b"", 44001),
        ("voice", "talk.mp3", b"x" * (2 * 1024 * 1024 + 1), 40006),
    ],
)
def test_uploads_are_checked_by_type_ending_and_size(
    talk: Caller, kind: str, filename: str, content: bytes, code: int
) -> None:
    caller = talk()
    answer = requests.post(
        caller.url("/media/upload"),
        params={"access_token": caller.token, "type": kind},
        files={"media": (filename, content)},
        timeout=10,
    ).json()
    assert answer["errcode"] == code
    if code == 0:
        assert answer["media_id"].startswith("@lADP")
        assert answer["type"] == kind
        assert answer["created_at"] > 10**12


def test_the_type_of_an_upload_in_its_body_does_not_count(talk: Caller) -> None:
    caller = talk()
    answer = requests.post(
        caller.url("/media/upload"),
        params={"access_token": caller.token},
        data={"type": "image"},
        files={"media": ("chart.png", b"png")},
        timeout=10,
    ).json()
    assert answer["errcode"] == 40004


def upload(talk: Talk, name: str, content: bytes, kind: str = "image") -> str:
    answer = requests.post(
        talk.url("/media/upload"),
        params={"access_token": talk.token, "type": kind},
        files={"media": (name, content)},
        timeout=10,
    )
    return answer.json()["media_id"]


def test_an_uploaded_picture_comes_back_as_what_it_was_called(talk: Caller) -> None:
    caller = talk()
    content = b"<script>alert(1)</script>"
    media_id = upload(caller, "chart.PNG", content)
    answer = caller.session.get(caller.url("/_practice/media"), params={"id": media_id}, timeout=10)
    assert answer.content == content
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_file_that_is_no_picture_is_only_for_saving(talk: Caller) -> None:
    caller = talk()
    media_id = upload(caller, "page.pdf", b"<html>", "file")
    answer = caller.session.get(caller.url("/_practice/media"), params={"id": media_id}, timeout=10)
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == "attachment"


def test_an_unknown_file_is_not_found(talk: Caller) -> None:
    caller = talk()
    answer = caller.session.get(caller.url("/_practice/media"), params={"id": "@no"}, timeout=10)
    assert answer.status_code == 404


def test_the_shelf_drops_the_oldest_content_for_room_but_knows_every_id() -> None:
    shelf = Shelf(room=10)
    for name in ("a", "b", "c"):
        shelf.put(name, "image", f"{name}.png", b"1234")
    found = {name: shelf.get(name) for name in ("a", "b", "c")}
    assert {name: one.content for name, one in found.items() if one} == {
        "a": None, "b": b"1234", "c": b"1234",
    }  # fmt: skip
    assert [shelf.is_picture(name) for name in ("a", "b", "d")] == [False, True, False]
