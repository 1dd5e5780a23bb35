"""Uploads are checked and get a media id."""

import pytest
import requests

from .conftest import Caller


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
