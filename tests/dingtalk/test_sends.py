"""A send is never repeated once it may have left, and whoever sent knows when it is in doubt."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dingsetup.dingtalk.client import Client
from dingsetup.dingtalk.errors import Answer
from dingsetup.dingtalk.messages import SEND, Sent, outcome_unknown, send
from dingsetup.dingtalk.transport import Cancelled
from dingsetup.dingtalk.transport.watch import Line
from dingsetup.findings import Kind
from tests.dingtalk.conftest import (
    Certificates,
    Harness,
    Seen,
    Server,
    reply,
    token_body,
    token_or,
)
from tests.dingtalk.cutting import ALL, Cut, Cutter
from tests.dingtalk.test_transport import closed_port, far

__all__ = ["far"]

Serve = Callable[..., Server]
Make = Callable[..., Harness]
Cutting = Callable[[Cut], Cutter]

SEND_PATH = SEND.partition(" ")[2]
TASK = b'{"errcode":0,"task_id":256271667526,"request_id":"4jzllmte0wau"}'
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 64\r\n\r\n"
WITHOUT_LENGTH = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n"
LONG = "长" * 700_000
"""Of 2 MB: it is still on its way when the line is cut."""


def sent(client: Client, text: str = "hello") -> Sent | Answer:
    msg = {"msgtype": "text", "text": {"content": text}}
    return send(client, "2834750127", ["manager4220", "zhang01"], msg)


def in_doubt(outcome: Sent | Answer) -> bool:
    return isinstance(outcome, Answer) and outcome_unknown(outcome)


def certain(outcome: Sent | Answer) -> bool:
    return isinstance(outcome, Answer) and not outcome_unknown(outcome)


@pytest.fixture
def cutting() -> Iterator[Cutting]:
    made: list[Cutter] = []

    def make(cut: Cut) -> Cutter:
        made.append(Cutter(cut))
        return made[-1]

    yield make
    for cutter in made:
        cutter.close()


def sends_of(harness: Harness) -> int:
    return [call.path for call in harness.calls].count(SEND_PATH)


@pytest.mark.parametrize("how", ["fin", "reset", "silence"])
@pytest.mark.parametrize("text", ["hello", LONG], ids=["short", "long"])
@pytest.mark.parametrize("reads", [0, 1, 40, 400, 70_000, ALL])
def test_a_line_cut_while_it_is_sent_leaves_doubt_and_is_not_tried_again(
    cutting: Cutting, client_of: Make, reads: int, text: str, how: Any
) -> None:
    cutter = cutting(Cut(reads, how=how))
    harness = client_of(cutter.url, connect_timeout=0.3, read_timeout=0.3)
    assert in_doubt(sent(harness.client, text))
    assert (cutter.arrived, sends_of(harness)) == (1, 1)


@pytest.mark.parametrize("how", ["fin", "reset", "silence"])
@pytest.mark.parametrize(
    "says",
    [
        HEAD[:5],
        HEAD[:30],
        HEAD,
        HEAD + TASK[:10],
        HEAD + TASK[:-1],
        WITHOUT_LENGTH,
        WITHOUT_LENGTH + TASK[:30],
        WITHOUT_LENGTH + TASK[:-1],
        CHUNKED,
        CHUNKED + TASK[:30],
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"\x00\xff nonsense",
    ],
)
def test_an_answer_cut_anywhere_leaves_doubt_and_nothing_is_sent_again(
    cutting: Cutting, client_of: Make, says: bytes, how: Any
) -> None:
    cutter = cutting(Cut(ALL, says, how))
    harness = client_of(cutter.url, read_timeout=0.3)
    assert in_doubt(sent(harness.client))
    assert (cutter.arrived, sends_of(harness)) == (1, 1)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
)
@given(
    head=st.sampled_from([HEAD, WITHOUT_LENGTH]),
    kept=st.integers(0, len(HEAD + TASK)),
    reset=st.booleans(),
)
def test_of_an_answer_cut_at_any_byte_only_the_whole_one_counts(
    cutting: Cutting, client_of: Make, head: bytes, kept: int, reset: bool
) -> None:
    said = head + TASK
    cutter = cutting(Cut(ALL, said[:kept], "reset" if reset else "fin"))
    outcome = sent(client_of(cutter.url).client)
    if outcome != Sent(256271667526):
        assert in_doubt(outcome)
    else:
        assert kept >= len(said)
    assert cutter.arrived == 1


def test_a_line_cut_at_the_deadline_leaves_doubt(cutting: Cutting, client_of: Make) -> None:
    cutter = cutting(Cut(ALL, HEAD, "silence"))
    outcome = sent(client_of(cutter.url, deadline=0.3).client)
    assert isinstance(outcome, Answer)
    assert (outcome.kind, outcome.values["reason"]) == (Kind.TIMED_OUT, "deadline")
    assert in_doubt(outcome)
    assert cutter.arrived == 1


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b""),
        (200, b"<html>log in to the guest network</html>"),
        (200, b'{"errcode":0}'),
        (200, b'{"errcode":0,"task_id":"soon"}'),
        (200, b'{"errcode":-1,"errmsg":"\xe7\xb3\xbb\xe7\xbb\x9f\xe7\xb9\x81\xe5\xbf\x99"}'),
        (200, b'{"errcode":987654,"errmsg":"nobody knows"}'),
        (302, b""),
        (502, b"<html>tengine</html>"),
        (504, b'{"code":"x","message":"y"}'),
        (500, b'{"errcode":40035,"errmsg":"x"}'),
    ],
)
def test_an_answer_that_does_not_say_whether_it_was_done_leaves_doubt(
    serve: Serve, client_of: Make, status: int, body: bytes
) -> None:
    def handle(request: Seen, sock: socket.socket) -> None:
        reply(sock, token_body(request) or body, 200 if token_body(request) else status)

    server = serve(handle)
    assert in_doubt(sent(client_of(server.url).client))
    assert [seen.path for seen in server.seen].count(SEND_PATH) == 1


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"errcode": 88, "sub_code": "60011", "errmsg": "x"}, Kind.SCOPE_MISSING),
        ({"errcode": 88, "sub_code": "60020", "errmsg": "x"}, Kind.IP_NOT_WHITELISTED),
        ({"errcode": 88, "sub_code": "90018", "errmsg": "x"}, Kind.THROTTLED),
        ({"errcode": 88, "sub_code": "90020", "errmsg": "x"}, Kind.QUOTA_EXHAUSTED),
        ({"status": 1111, "wait": 5, "punish": "deny"}, Kind.THROTTLED),
        ({"errcode": 41020, "errmsg": "不合法的agentid"}, Kind.AGENT_ID_WRONG),
        ({"errcode": 34016, "errmsg": "too long"}, Kind.MESSAGE_TOO_LONG),
        ({"errcode": 40, "errmsg": "Missing required arguments:msg"}, Kind.PARAM_MISSING),
    ],
)
def test_a_refusal_dingtalk_documents_is_certain_and_not_tried_again(
    serve: Serve, client_of: Make, body: dict[str, Any], kind: Kind
) -> None:
    server = serve(token_or(body))
    outcome = sent(client_of(server.url).client)
    assert isinstance(outcome, Answer)
    assert (outcome.kind, outcome_unknown(outcome), outcome.sent) == (kind, False, True)
    assert [seen.path for seen in server.seen].count(SEND_PATH) == 1


def test_what_never_left_is_certain(client_of: Make) -> None:
    for base in (f"http://127.0.0.1:{closed_port()}", "https://no-such-host.invalid", "ftp://x"):
        assert certain(sent(client_of(base).client))


def test_a_token_that_could_not_be_had_is_no_send_in_doubt(serve: Serve, client_of: Make) -> None:
    server = serve(lambda _, sock: sock.shutdown(socket.SHUT_RDWR))
    outcome = sent(client_of(server.url).client)
    assert certain(outcome)
    assert SEND_PATH not in [seen.path for seen in server.seen]


@pytest.mark.parametrize("then", ["ok", "cut", "token cut"])
def test_after_a_refused_token_it_is_sent_once_more_and_no_more(
    serve: Serve, client_of: Make, then: str
) -> None:
    def handle(request: Seen, sock: socket.socket) -> None:
        asked = [seen.path for seen in server.seen]
        if request.path != SEND_PATH:
            if then == "token cut" and asked.count("/gettoken") > 1:
                sock.shutdown(socket.SHUT_RDWR)
            else:
                reply(sock, token_body(request))
        elif asked.count(SEND_PATH) == 1:
            reply(sock, {"errcode": 88, "sub_code": "40014", "errmsg": "x"})
        elif then == "ok":
            reply(sock, TASK)
        else:
            sock.shutdown(socket.SHUT_RDWR)

    server = serve(handle)
    outcome = sent(client_of(server.url).client)
    sends = [seen.path for seen in server.seen].count(SEND_PATH)
    expected = {"ok": (True, False, 2), "cut": (False, True, 2), "token cut": (False, False, 1)}
    assert (isinstance(outcome, Sent), in_doubt(outcome), sends) == expected[then]


def test_of_a_send_by_a_proxy_the_line_decides_and_not_the_librarys_words(
    serve: Serve, client_of: Make, far: str
) -> None:
    def handle(request: Seen, sock: socket.socket) -> None:
        if "/gettoken" in request.target:
            reply(sock, {"errcode": 0, "access_token": "token-0001", "expires_in": 7200})
        else:
            sock.shutdown(socket.SHUT_RDWR)

    proxy = serve(handle)
    assert in_doubt(sent(client_of(f"http://{far}", proxy=proxy.url).client))
    assert len([seen for seen in proxy.seen if SEND_PATH in seen.target]) == 1


@pytest.mark.usefixtures("tls_through")
def test_over_tls_a_cut_line_leaves_doubt_too(
    serve: Serve, client_of: Make, certificates: Certificates
) -> None:
    def handle(request: Seen, sock: socket.socket) -> None:
        if token_body(request):
            reply(sock, token_body(request))
        else:
            sock.shutdown(socket.SHUT_RDWR)

    server = serve(handle, certificates.context())
    assert in_doubt(sent(client_of(server.url, ca_file=str(certificates.ca_file)).client))
    assert [seen.path for seen in server.seen].count(SEND_PATH) == 1


def test_a_cancel_before_it_left_says_so(serve: Serve, client_of: Make) -> None:
    cancel = threading.Event()

    def handle(request: Seen, sock: socket.socket) -> None:
        cancel.set()
        time.sleep(5)  # the token is on its way; the send is not

    with pytest.raises(Cancelled) as stop:
        sent(client_of(serve(handle).url, cancel=cancel).client)
    assert not stop.value.sent
    with pytest.raises(Cancelled) as stop:
        sent(client_of("http://127.0.0.1:1", cancel=cancel).client)
    assert not stop.value.sent


def test_a_cancel_waits_a_moment_for_the_answer_of_a_send(serve: Serve, client_of: Make) -> None:
    cancel = threading.Event()

    def handle(request: Seen, sock: socket.socket) -> None:
        if request.path == SEND_PATH:
            cancel.set()
            time.sleep(0.3)  # longer than the watch takes to see it
        reply(sock, token_body(request) or TASK)

    client = client_of(serve(handle).url, cancel=cancel).client
    assert sent(client) == Sent(256271667526)
    with pytest.raises(Cancelled):
        sent(client)


def test_a_cancel_in_the_middle_of_a_send_says_that_it_may_have_left(
    cutting: Cutting, client_of: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dingsetup.dingtalk.routes.PATIENCE", 0.2)
    cancel = threading.Event()
    cutter = cutting(Cut(ALL, how="silence"))
    threading.Timer(0.3, cancel.set).start()
    with pytest.raises(Cancelled) as stop:
        sent(client_of(cutter.url, cancel=cancel).client)
    assert stop.value.sent
    assert cutter.arrived == 1


def test_a_connection_that_lay_idle_is_not_trusted_with_a_send(
    serve: Serve, client_of: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(token_or(TASK))
    client = client_of(server.url).client
    assert sent(client) == sent(client)
    assert server.connections == 1
    monkeypatch.setattr("dingsetup.dingtalk.transport.wire.STALE", 0.0)
    assert sent(client) == Sent(256271667526)
    assert server.connections == 2


def test_of_several_tries_any_that_may_have_arrived_counts(serve: Serve, client_of: Make) -> None:
    def handle(request: Seen, sock: socket.socket) -> None:
        server.close_listener()
        reply(sock, {"errcode": -1, "errmsg": "系统繁忙"}, Connection="close")

    server = serve(handle)
    answer = client_of(server.url).client.old_token()
    assert (answer.kind, answer.sent) == (Kind.UNREACHABLE, True)


def test_a_line_that_was_cut_before_it_was_sent_is_not_sent() -> None:
    for cut in (Line.end, lambda line: line.cancel(0.0)):
        line = Line(60.0, patience=5.0)
        cut(line)
        with pytest.raises(EOFError):
            line.depart(None)
        assert not line.sent


def test_a_lines_patience_begins_with_the_first_cancel() -> None:
    line = Line(60.0, patience=5.0)
    line.depart(None)
    for now, cut in ((100.0, None), (104.9, None), (105.0, "cancelled")):
        line.cancel(now)
        assert line.cut == cut
    line.end()
    assert line.cut == "cancelled"
