"""Files are uploaded piece by piece, as a browser's form would send them, or not at all."""

import email.parser
import email.policy
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dingsetup.dingtalk.client import Client, Credentials
from dingsetup.dingtalk.errors import Answer
from dingsetup.dingtalk.media import upload
from dingsetup.dingtalk.messages import outcome_unknown
from dingsetup.dingtalk.transport import Cancelled, Network, Upload
from dingsetup.dingtalk.transport.multipart import PIECE, Multipart
from dingsetup.facts import Facts
from dingsetup.findings import Kind
from dingsetup.practice import PracticeTenant
from tests.dingtalk.conftest import Harness, Seen, Server, reply, token_body, token_or
from tests.dingtalk.cutting import Cut, Cutter

Serve = Callable[..., Server]
Make = Callable[..., Harness]

MEGABYTE = 1024 * 1024
TAKEN = {"errcode": 0, "errmsg": "ok", "media_id": "$iAEKAqNwbmcDBgTNAk", "type": "image"}


def parts_of(content_type: str, body: bytes) -> list[tuple[str | None, str | None, str, bytes]]:
    """Read a form with the standard library's own parser: field, file name, type and content."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    form = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + body)
    assert not form.defects
    found: list[tuple[str | None, str | None, str, bytes]] = []
    for part in form.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        found.append((str(name), part.get_filename(), part.get_content_type(), content))
    return found


def test_a_picture_goes_out_as_a_form_with_its_type_in_the_address(
    serve: Serve, client_of: Make
) -> None:
    server = serve(token_or(TAKEN))
    content = bytes(range(256)) * 300
    assert upload(client_of(server.url).client, content, "chart.png") == TAKEN["media_id"]
    seen = server.seen[-1]
    assert (seen.method, seen.path) == ("POST", "/media/upload")
    assert "type=image" in seen.target
    assert "transfer-encoding" not in seen.headers
    assert parts_of(seen.headers["content-type"], seen.body) == [
        ("media", "chart.png", "image/png", content)
    ]


@given(content=st.binary(max_size=3 * PIECE), filename=st.text(max_size=30))
def test_any_content_and_any_name_make_one_part_of_the_length_that_was_told(
    content: bytes, filename: str
) -> None:
    what = Upload(field="media", filename=filename, content_type="image/png", content=content)
    form = Multipart(what)
    body = b"".join(form)
    assert len(body) == len(form)
    boundary = form.content_type.partition("boundary=")[2].encode()
    assert body.count(boundary) == 2
    head, _, rest = body.partition(b"\r\n\r\n")
    assert rest == content + b"\r\n--" + boundary + b"--\r\n"
    assert len(head.split(b"\r\n")) == 3
    assert head.count(b'"') == 4


def test_progress_rises_to_the_size_of_the_file(serve: Serve, client_of: Make) -> None:
    seen: list[tuple[int, int]] = []
    size = 5 * PIECE + 1
    client = client_of(serve(token_or(TAKEN)).url).client
    upload(client, b"x" * size, "a.png", progress=lambda done, whole: seen.append((done, whole)))
    assert seen == [(min(step * PIECE, size), size) for step in range(1, 7)]


@pytest.mark.parametrize(
    ("size", "reason"), [(0, "empty"), (20 * MEGABYTE + 1, "too_large"), (None, "unreadable")]
)
def test_a_file_that_cannot_be_taken_is_told_before_anything_leaves(
    serve: Serve, client_of: Make, tmp_path: Path, size: int | None, reason: str
) -> None:
    server = serve(token_or(TAKEN))
    file = tmp_path / "a.png"
    if size is not None:
        file.write_bytes(b"x" * size)
    answer = upload(client_of(server.url).client, file, "a.png")
    assert isinstance(answer, Answer)
    assert (answer.kind, answer.values["reason"]) == (Kind.MEDIA_INVALID, reason)
    assert not outcome_unknown(answer)
    assert server.seen == []


def test_a_voice_clip_has_a_limit_of_its_own(serve: Serve, client_of: Make) -> None:
    answer = upload(
        client_of(serve(token_or(TAKEN)).url).client, b"x" * 3 * MEGABYTE, "a.amr", "voice"
    )
    assert isinstance(answer, Answer)
    assert answer.values["limit"] == 2


def test_a_file_of_twenty_megabytes_goes_through(serve: Serve, client_of: Make) -> None:
    server = serve(token_or(TAKEN))
    content = b"x" * 20 * MEGABYTE
    assert upload(client_of(server.url).client, content, "a.png") == TAKEN["media_id"]
    assert len(server.seen[-1].body) > len(content)


def test_a_refused_token_sends_the_whole_file_once_more(serve: Serve, client_of: Make) -> None:
    def handle(request: Seen, sock: socket.socket) -> None:
        uploads = [seen for seen in server.seen if seen.path == "/media/upload"]
        refused = {"errcode": 40014, "errmsg": "不合法的access_token"}
        reply(sock, token_body(request) or (refused if len(uploads) == 1 else TAKEN))

    server = serve(handle)
    assert upload(client_of(server.url).client, b"x" * 100_000, "a.png") == TAKEN["media_id"]
    first, second = (seen.body for seen in server.seen if seen.path == "/media/upload")
    assert len(first) == len(second)


def test_a_cancel_ends_it_in_the_middle(client_of: Make) -> None:
    cancel = threading.Event()
    done: list[int] = []

    def progress(sent: int, whole: int) -> None:
        done.append(sent)
        if sent > 2 * MEGABYTE:
            cancel.set()

    hangs = Cutter(Cut(3 * MEGABYTE, how="silence"))
    client = client_of(hangs.url, cancel=cancel, connect_timeout=60.0).client
    started = time.monotonic()
    with pytest.raises(Cancelled) as stop:
        upload(client, b"x" * 19 * MEGABYTE, "a.png", progress=progress)
    hangs.close()
    assert stop.value.sent
    assert done[-1] < 19 * MEGABYTE
    assert time.monotonic() - started < 10.0


def test_a_large_file_has_more_time_than_a_call(serve: Serve, client_of: Make) -> None:
    def handle(request: Seen, sock: socket.socket) -> None:
        if not token_body(request):
            time.sleep(0.6)
        reply(sock, token_body(request) or TAKEN)

    client = client_of(serve(handle).url, deadline=0.3).client
    assert upload(client, b"x" * MEGABYTE, "a.png") == TAKEN["media_id"]
    late = upload(client, b"x", "a.png")
    assert isinstance(late, Answer)
    assert late.kind is Kind.TIMED_OUT


def test_an_upload_whose_answer_is_lost_is_not_repeated(serve: Serve, client_of: Make) -> None:
    def handle(request: Seen, sock: socket.socket) -> None:
        if token_body(request):
            reply(sock, token_body(request))
        else:
            sock.shutdown(socket.SHUT_RDWR)

    server = serve(handle)
    answer = upload(client_of(server.url).client, b"x", "a.png")
    assert isinstance(answer, Answer)
    assert (answer.kind, len(server.seen)) == (Kind.UNREACHABLE, 2)


def test_an_answer_without_a_media_id_is_not_dingtalks(serve: Serve, client_of: Make) -> None:
    server = serve(token_or({"errcode": 0, "errmsg": "ok"}))
    answer = upload(client_of(server.url).client, b"x", "a.png")
    assert isinstance(answer, Answer)
    assert answer.kind is Kind.NOT_DINGTALK


def test_the_practice_tenant_takes_a_picture_and_refuses_a_text(
    tenant: Callable[..., PracticeTenant], facts: Facts
) -> None:
    practice = tenant(people=5)
    who = practice.identity
    key = Credentials(who.app_key, who.app_secret)
    with Client(key, facts, Network.at(practice.base_url)) as client:
        assert isinstance(upload(client, b"\x89PNG\r\n\x1a\n", "销售 看板.png"), str)
        refused = upload(client, b"x", "a.csv")
    assert isinstance(refused, Answer)
    assert refused.kind is Kind.MEDIA_INVALID
