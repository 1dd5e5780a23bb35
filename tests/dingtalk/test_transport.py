"""The wire: every way a connection can fail has its own kind, and none hangs or floods us."""

import gzip
import logging
import socket
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import responses

from dingsetup.dingtalk.body import BODY_CAP
from dingsetup.dingtalk.client import Client, Credentials
from dingsetup.dingtalk.errors import Answer
from dingsetup.dingtalk.transport import Cancelled, Network
from dingsetup.dingtalk.transport.network import proxy_for
from dingsetup.facts import Facts
from dingsetup.findings import Kind
from tests.dingtalk.conftest import Certificates, Harness, Seen, Server, reply, token_or

Serve = Callable[..., Server]
Make = Callable[..., Harness]


def verdict(answer: Answer) -> tuple[Kind, object]:
    return answer.kind, answer.values.get("reason")


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def test_a_refused_connection_is_unreachable_after_three_tries(client_of: Make) -> None:
    harness = client_of(f"http://127.0.0.1:{closed_port()}")
    answer = harness.client.old_token()
    assert verdict(answer) == (Kind.UNREACHABLE, "refused")
    assert answer.values["host"] == "127.0.0.1"
    assert [call.attempt for call in harness.calls] == [1, 2, 3]


def test_a_dropped_connection_is_told_from_a_refused_one(serve: Serve, client_of: Make) -> None:
    server = serve(lambda _, sock: sock.shutdown(socket.SHUT_RDWR))
    assert verdict(client_of(server.url).client.old_token()) == (Kind.UNREACHABLE, "reset")
    assert len(server.seen) == 3


def test_a_body_that_stops_in_the_middle_is_a_dropped_connection(
    serve: Serve, client_of: Make
) -> None:
    def half(request: Seen, sock: socket.socket) -> None:
        sock.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"errcode":')
        sock.shutdown(socket.SHUT_RDWR)

    assert verdict(client_of(serve(half).url).client.old_token()) == (Kind.UNREACHABLE, "reset")


def test_half_a_json_that_was_sent_whole_is_not_dingtalk(serve: Serve, client_of: Make) -> None:
    server = serve(lambda _, sock: reply(sock, b'{"errcode":0,"access_tok'))
    assert verdict(client_of(server.url).client.old_token()) == (Kind.NOT_DINGTALK, "half_json")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"[]", "wrong_type"),
        (b"<html>log in</html>", "html"),
        (b"\x00\xff", "not_json"),
    ],
)
def test_an_answer_that_is_none_of_dingtalks_says_why(
    serve: Serve, client_of: Make, body: bytes, reason: str
) -> None:
    server = serve(lambda _, sock: reply(sock, body))
    assert verdict(client_of(server.url).client.old_token()) == (Kind.NOT_DINGTALK, reason)


def test_a_portals_redirect_is_not_followed_and_names_where_it_leads(
    serve: Serve, client_of: Make
) -> None:
    portal = serve(lambda _, sock: reply(sock, b"log in"))
    where = f"http://portal.example:{portal.port}/login"
    server = serve(lambda _, sock: reply(sock, b"", 302, Location=where))
    answer = client_of(server.url).client.old_token()
    assert (answer.kind, answer.values["host"]) == (Kind.NOT_DINGTALK, "portal.example")
    assert portal.seen == []


@pytest.mark.parametrize("chunked", [False, True])
def test_a_flood_is_left_at_the_cap(serve: Serve, client_of: Make, chunked: bool) -> None:
    sent = 0

    def flood(request: Seen, sock: socket.socket) -> None:
        nonlocal sent
        block = b" " * 1_000_000
        framing = b"Transfer-Encoding: chunked" if chunked else b"Content-Length: 100000000"
        sock.sendall(b"HTTP/1.1 200 OK\r\n" + framing + b"\r\n\r\n")
        for _ in range(100):
            sock.sendall(b"f4240\r\n" + block + b"\r\n" if chunked else block)
            sent += len(block)

    answer = client_of(serve(flood).url).client.old_token()
    assert (answer.kind, answer.values["limit"]) == (Kind.ANSWER_TOO_LARGE, BODY_CAP)
    assert sent < 60_000_000


def test_a_bomb_of_gzip_is_left_at_the_cap(serve: Serve, client_of: Make) -> None:
    bomb = gzip.compress(b" " * 100_000_000, 9)
    server = serve(lambda _, sock: reply(sock, bomb, Content_Encoding="gzip"))
    client = client_of(server.url).client
    tracemalloc.start()
    try:
        assert client.old_token().kind is Kind.ANSWER_TOO_LARGE
        assert tracemalloc.get_traced_memory()[1] < 4 * BODY_CAP
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_an_answer_packed_unasked_is_unpacked(serve: Serve, client_of: Make, encoding: str) -> None:
    body = b'{"errcode":60003,"errmsg":"no"}'
    packed = gzip.compress(body) if encoding == "gzip" else zlib.compress(body)
    server = serve(lambda _, sock: reply(sock, packed, Content_Encoding=encoding))
    assert client_of(server.url).client.old_token().kind is Kind.DEPT_NOT_FOUND
    assert server.seen[0].headers["accept-encoding"] == "identity"


def test_what_only_says_that_it_is_packed_is_not_dingtalks(serve: Serve, client_of: Make) -> None:
    server = serve(lambda _, sock: reply(sock, b"{}", Content_Encoding="gzip"))
    assert verdict(client_of(server.url).client.old_token()) == (Kind.NOT_DINGTALK, "not_json")


def drip(head: bytes) -> Callable[[Seen, socket.socket], None]:
    def handle(request: Seen, sock: socket.socket) -> None:
        sock.sendall(head)
        while True:
            sock.sendall(b"X")
            time.sleep(0.05)

    return handle


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n270f\r\n",
        b"HTTP/1.1 200 OK\r\nX-Long: ",
    ],
    ids=["body", "chunk", "header"],
)
def test_a_slow_drip_ends_at_the_deadline(serve: Serve, client_of: Make, head: bytes) -> None:
    started = time.monotonic()
    answer = client_of(serve(drip(head)).url, deadline=0.4).client.old_token()
    assert verdict(answer) == (Kind.TIMED_OUT, "deadline")
    assert time.monotonic() - started < 10


def test_silence_ends_at_the_read_time_out_and_is_not_waited_for_again(
    serve: Serve, client_of: Make
) -> None:
    server = serve(lambda _, sock: time.sleep(3))
    answer = client_of(server.url, read_timeout=0.2).client.old_token()
    assert verdict(answer) == (Kind.TIMED_OUT, "read")
    assert len(server.seen) == 1


def test_an_unknown_name_is_a_failure_of_dns(client_of: Make) -> None:
    assert verdict(client_of("http://localhost.nowhere.invalid").client.old_token()) == (
        Kind.DNS_FAILED,
        "dns",
    )


@pytest.mark.parametrize("base", ["http://[::1", "http://", "nonsense", "http://a b/"])
def test_an_address_that_is_none_is_told_and_not_raised(client_of: Make, base: str) -> None:
    assert client_of(base).client.old_token().kind in (Kind.UNREACHABLE, Kind.PROXY_REFUSED)


@pytest.mark.parametrize(
    ("proxy", "verdict_wanted"),
    [("", (Kind.UNREACHABLE, "address")), ("http://127.0.0.1:9", (Kind.PROXY_REFUSED, "address"))],
)
def test_a_scheme_nobody_speaks_is_the_proxys_fault_only_where_there_is_one(
    client_of: Make, proxy: str, verdict_wanted: tuple[Kind, str]
) -> None:
    client = client_of("http://127.0.0.1:9", proxy=proxy).client
    assert verdict(client.visit("ftp://far.example/")) == verdict_wanted


@pytest.fixture
def silent() -> Iterator[int]:
    """A port where connections are taken and nothing is ever said."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.mark.usefixtures("tls_through", "far")
@pytest.mark.parametrize("ask", [lambda client: client.probe("oapi"), Client.old_token])
@pytest.mark.parametrize("proxied", [False, True])
def test_a_cancelled_handshake_ends_at_once(
    client_of: Make, silent: int, ask: Callable[[Client], object], proxied: bool
) -> None:
    cancel = threading.Event()
    base = "https://far.example" if proxied else f"https://127.0.0.1:{silent}"
    proxy = f"http://127.0.0.1:{silent}" if proxied else ""
    client = client_of(base, cancel, connect_timeout=20, read_timeout=20, proxy=proxy).client
    threading.Timer(0.2, cancel.set).start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        ask(client)
    assert time.monotonic() - started < 10


@pytest.mark.usefixtures("tls_through")
def test_a_probe_is_given_up_at_the_deadline(client_of: Make, silent: int) -> None:
    client = client_of(f"https://127.0.0.1:{silent}", connect_timeout=20, deadline=0.2).client
    assert verdict_of_probe(client) == (Kind.TIMED_OUT, "tls")


@pytest.mark.usefixtures("tls_through")
@pytest.mark.parametrize(
    ("options", "trusted", "reason"),
    [
        ({"days": -2}, True, "expired"),
        ({"self_signed": True}, True, "self_signed"),
        ({"name": "other.example"}, True, "hostname"),
        ({}, False, "unknown_issuer"),
    ],
)
def test_each_fault_of_a_certificate_has_its_name(
    serve: Serve,
    client_of: Make,
    certificates: Certificates,
    options: dict[str, object],
    trusted: bool,
    reason: str,
) -> None:
    server = serve(token_or({}), certificates.context(**options))  # pyright: ignore[reportArgumentType]
    ca_file = str(certificates.ca_file) if trusted else None
    harness = client_of(server.url, ca_file=ca_file)
    assert verdict(harness.client.old_token()) == (Kind.TLS_FAILED, reason)
    assert harness.client.probe("oapi").values["reason"] == reason
    assert server.seen == []


@pytest.mark.usefixtures("tls_through")
def test_a_companys_own_authority_is_trusted_beside_the_systems(
    serve: Serve, client_of: Make, certificates: Certificates
) -> None:
    server = serve(token_or({}), certificates.context())
    client = client_of(server.url, ca_file=str(certificates.ca_file)).client
    assert client.old_token().ok
    probe = client.probe("oapi")
    assert (probe.kind, probe.address) == (Kind.OK, "127.0.0.1")
    assert None not in (probe.dns_ms, probe.tcp_ms, probe.tls_ms)


@pytest.mark.parametrize("content", [None, b"no certificate"])
def test_an_unusable_ca_file_is_named(
    client_of: Make, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "own.pem"
    if content is not None:
        path.write_bytes(content)
    client = client_of("https://127.0.0.1:9", ca_file=str(path)).client
    assert verdict(client.old_token()) == (Kind.TLS_FAILED, "ca_file")


def verdict_of_probe(client: Client) -> tuple[Kind, object]:
    probe = client.probe("oapi")
    return probe.kind, probe.values.get("reason")


@pytest.mark.usefixtures("tls_through")
def test_plain_http_on_the_tls_port_is_a_failure_of_tls(client_of: Make) -> None:
    def shout() -> None:
        with listener.accept()[0] as sock:
            sock.recv(1)
            sock.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            sock.recv(65_536)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=shout)
        thread.start()
        answer = client_of(f"https://127.0.0.1:{listener.getsockname()[1]}").client.old_token()
        thread.join()
    assert verdict(answer) == (Kind.TLS_FAILED, "protocol")


@pytest.fixture
def far(shut_network: responses.RequestsMock) -> Iterator[str]:
    """A host that only a proxy on loopback reaches."""
    before = shut_network.passthru_prefixes
    shut_network.passthru_prefixes = (*before, "https://far.example", "http://far.example")
    yield "far.example"
    shut_network.passthru_prefixes = before


def test_a_proxy_that_wants_a_password_is_told(serve: Serve, client_of: Make, far: str) -> None:
    proxy = serve(lambda _, sock: reply(sock, b"", 407))
    client = client_of(f"https://{far}", proxy=proxy.url).client
    assert verdict(client.old_token()) == (Kind.PROXY_REFUSED, "password")
    assert verdict_of_probe(client) == (Kind.PROXY_REFUSED, "password")
    assert {seen.target for seen in proxy.seen} == {f"{far}:443"}


def test_a_proxy_that_wants_a_password_is_told_on_plain_http_too(
    serve: Serve, client_of: Make, far: str
) -> None:
    proxy = serve(lambda _, sock: reply(sock, b"<html>password please</html>", 407))
    client = client_of(f"http://{far}", proxy=proxy.url).client
    assert verdict(client.old_token()) == (Kind.PROXY_REFUSED, "password")


def test_a_proxy_gets_its_password_and_nobody_else_sees_it(
    serve: Serve, client_of: Make, far: str
) -> None:
    body = {"errcode": 0, "access_token": "token-0001", "expires_in": 7200}
    proxy = serve(lambda _, sock: reply(sock, body))
    address = proxy.url.replace("//", "//me:pass-word@")
    harness = client_of(f"http://{far}", proxy=address)
    assert harness.client.old_token().ok
    assert proxy.seen[0].headers["proxy-authorization"] == "Basic bWU6cGFzcy13b3Jk"
    assert "pass-word" not in f"{harness.client!r} {harness.calls}"


def test_a_proxy_that_is_not_there_is_told_as_the_proxys_fault(client_of: Make, far: str) -> None:
    client = client_of(f"https://{far}", proxy=f"127.0.0.1:{closed_port()}").client
    assert verdict(client.old_token()) == (Kind.PROXY_REFUSED, "refused")
    assert verdict_of_probe(client) == (Kind.PROXY_REFUSED, "refused")


def test_loopback_never_goes_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:1")
    given = Network(proxy="http://proxy.example:1")
    for url in ("http://127.0.0.1:5000/x", "http://localhost:1/", "http://[::1]:2/"):
        assert proxy_for(url, given) is None
        assert proxy_for(url, Network()) is None


def test_the_systems_proxy_no_proxy_and_an_empty_one_are_respected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = "https://oapi.dingtalk.com/gettoken"
    monkeypatch.setenv("HTTPS_PROXY", "http://system.example:1")
    assert proxy_for(url, Network()) == "http://system.example:1"
    assert proxy_for(url, Network(proxy="given.example:2")) == "http://given.example:2"
    assert proxy_for(url, Network(proxy="")) is None
    monkeypatch.setenv("NO_PROXY", ".dingtalk.com")
    assert proxy_for(url, Network()) is None
    assert proxy_for(url, Network(proxy="given.example:2")) is None


def test_the_http_librarys_own_log_keeps_addresses_to_itself(
    serve: Serve, client_of: Make, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client_of(serve(token_or({})).url).client.old_token()
    assert "appsecret" not in caplog.text


def test_shapes_of_both_generations_are_read_as_the_docs_show_them(
    shut_network: responses.RequestsMock, facts: Facts
) -> None:
    with responses.RequestsMock() as mock:
        mock.get(
            "https://oapi.dingtalk.com/gettoken",
            json={"errcode": 0, "access_token": "96fc7a7axxx", "errmsg": "ok", "expires_in": 7200},
        )
        mock.post(
            "https://api.dingtalk.com/v1.0/oauth2/accessToken",
            status=400,
            json={"requestid": "X", "code": "invalidClientIdOrSecret", "message": "无效的clientId"},
        )
        client = Client(Credentials("dingxxxx", "secret"), facts, Network(proxy=""))
        assert (client.old_token().kind, client.new_token().kind) == (Kind.OK, Kind.BAD_SECRET)
