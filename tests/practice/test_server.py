"""The tenant listens on loopback only, keeps its own pages to itself, and ends without a trace."""

import socket
import subprocess
import sys
import threading
import time
from typing import Any

import pytest
import requests

from dingsetup.facts import Facts
from dingsetup.practice import PortTaken, PracticeTenant

from .conftest import Caller, Talk


def _port(tenant: PracticeTenant) -> int:
    return int(tenant.base_url.rpartition(":")[2])


@pytest.mark.parametrize(
    ("family", "address"), [(socket.AF_INET, "127.0.0.2"), (socket.AF_INET6, "::1")]
)
def test_it_is_bound_to_one_loopback_address_alone(
    facts: Facts, family: socket.AddressFamily, address: str
) -> None:
    with PracticeTenant.start(facts) as tenant, socket.socket(family) as stranger:
        assert tenant.base_url.startswith("http://127.0.0.1:")
        # Bound to all addresses, it would answer here too.
        assert stranger.connect_ex((address, _port(tenant))) != 0


def test_stopping_leaves_no_thread_and_no_port(facts: Facts) -> None:
    before = set(threading.enumerate())
    tenant = PracticeTenant.start(facts)
    talk = Talk(tenant).login()
    # The session keeps its connection open: ending must not wait for it.
    started = time.monotonic()
    tenant.stop()
    assert time.monotonic() - started < 1
    assert set(threading.enumerate()) == before
    with pytest.raises(requests.ConnectionError):
        requests.get(tenant.base_url, timeout=5)
    tenant.stop()
    talk.session.close()


def test_stopping_ends_a_slow_answer_at_once(facts: Facts) -> None:
    tenant = PracticeTenant.start(facts, scenarios=["slow:30000"])
    with socket.create_connection(("127.0.0.1", _port(tenant))) as waiting:
        waiting.sendall(b"GET /gettoken HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(0.1)
        started = time.monotonic()
        tenant.stop()
        assert time.monotonic() - started < 15


def test_a_taken_port_is_told(facts: Facts) -> None:
    with PracticeTenant.start(facts) as tenant, pytest.raises(PortTaken) as caught:
        PracticeTenant.start(facts, port=_port(tenant))
    assert caught.value.port == _port(tenant)


def test_a_port_can_be_asked_for_again_after_the_end(facts: Facts) -> None:
    with PracticeTenant.start(facts) as tenant:
        port = _port(tenant)
        talk = Talk(tenant).login()
    talk.session.close()
    with PracticeTenant.start(facts, port=port) as tenant:
        assert _port(tenant) == port


def test_connections_are_kept_alive(facts: Facts) -> None:
    with (
        PracticeTenant.start(facts) as tenant,
        socket.create_connection(("127.0.0.1", _port(tenant))) as one,
    ):
        file = one.makefile("rb")
        for _ in range(3):
            one.sendall(b"GET /gettoken HTTP/1.1\r\nHost: x\r\n\r\n")
            assert file.readline() == b"HTTP/1.1 200 OK\r\n"
            headers = dict(_headers(file))
            assert "connection" not in headers
            assert b"40035" in file.read(int(headers["content-length"]))
        file.close()


def _headers(file: Any) -> Any:
    while (line := file.readline().strip()) != b"":
        name, _, value = line.decode().partition(":")
        yield name.lower(), value.strip()


def test_a_chunked_body_is_read(talk: Caller) -> None:
    caller = talk()
    pieces = iter([b'{"only_', b'active": true}'])
    answer = caller.session.post(
        caller.url("/topapi/user/count"),
        params={"access_token": caller.token},
        data=pieces,
        headers={"Content-Type": "application/json"},
        timeout=10,
    ).json()
    assert answer["errcode"] == 0


@pytest.mark.parametrize("length", ["99999999999", "-5", "many"])
def test_a_body_of_absurd_length_is_refused(facts: Facts, length: str) -> None:
    with (
        PracticeTenant.start(facts) as tenant,
        socket.create_connection(("127.0.0.1", _port(tenant))) as one,
    ):
        one.sendall(
            f"POST /gettoken HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n".encode()
        )
        assert one.recv(20).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[1]", b"null", b'"x"', b"\xff\xfe", b"[" * 100_000, b"a=b&c"]
)
@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded", ""])
def test_a_body_that_is_not_what_it_says_counts_as_none(
    talk: Caller, body: bytes, kind: str
) -> None:
    caller = talk()
    answer = caller.session.post(
        caller.url("/topapi/user/count"),
        params={"access_token": caller.token},
        data=body,
        headers={"Content-Type": kind},
        timeout=10,
    ).json()
    assert answer["errmsg"] == "Missing required arguments:only_active"


def test_many_callers_are_served_side_by_side(facts: Facts) -> None:
    with PracticeTenant.start(facts, latency_ms=500) as tenant:
        talk = Talk(tenant).login()
        started = time.monotonic()
        threads = [
            threading.Thread(
                target=requests.get, args=(talk.url("/bi-h5/"),), kwargs={"timeout": 9}
            )
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        # One after the other they would take eight times the latency.
        assert time.monotonic() - started < 8 * 0.5
        talk.session.close()


def test_scenarios_are_changed_while_it_runs(talk: Caller) -> None:
    caller = talk()
    change = {
        "scenarios": ["ip-blocked", "slow:10"],
        "limits": False,
        "addresses": ["198.51.100.1"],
    }
    reply = caller.session.put(caller.url("/_practice/state"), json=change, timeout=10)
    assert reply.json()["scenarios"] == ["ip-blocked", "slow:10"]
    assert caller.tenant.scenarios == ("ip-blocked", "slow:10")
    assert caller.tenant.allowlist == ("198.51.100.1",)


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b'{"scenarios": "portal"}', b'{"scenario": []}', b'{"scenarios": ["nope"]}'],
)
def test_a_change_that_cannot_be_is_refused_with_the_reason(talk: Caller, body: bytes) -> None:
    caller = talk("portal")
    reply = caller.session.put(caller.url("/_practice/state"), data=body, timeout=10)
    assert reply.status_code == 400
    assert reply.json()["error"]
    assert caller.tenant.scenarios == ("portal",)


def test_expired_tokens_are_refused_and_new_ones_are_good(talk: Caller) -> None:
    caller = talk()
    caller.session.post(caller.url("/_practice/expire-tokens"), timeout=10)
    assert caller.old("GET /auth/scopes")["errcode"] == 42001
    old = caller.token
    assert caller.login().token != old
    assert caller.old("GET /auth/scopes")["errcode"] == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": "[bad"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_a_page_of_the_open_web_may_not_look_or_change(
    talk: Caller, headers: dict[str, str]
) -> None:
    caller = talk("portal")
    for method, path in (("GET", "state"), ("PUT", "state"), ("POST", "expire-tokens")):
        reply = caller.session.request(
            method,
            caller.url(f"/_practice/{path}"),
            data=b'{"scenarios": []}',
            headers=headers,
            timeout=10,
        )
        assert reply.status_code == 403
    assert caller.tenant.scenarios == ("portal",)


def test_the_log_of_calls_holds_no_secret_token_or_number(talk: Caller) -> None:
    caller = talk()
    caller.new_token()
    caller.old("POST /topapi/v2/user/getbymobile", mobile=caller.identity.mobile)
    caller.new(f"GET /v1.0/microApp/users/{caller.identity.userid}/apps")
    text = caller.session.get(caller.url("/_practice/calls"), timeout=10).text
    text += caller.session.get(caller.url("/_practice/state"), timeout=10).text
    assert "/v1.0/microApp/users/{userId}/apps" in text
    identity = caller.identity
    for word in (identity.app_secret, caller.token, identity.mobile, identity.userid):
        assert word not in text


def test_the_mobile_page_shows_the_corp_it_was_opened_for(talk: Caller) -> None:
    caller = talk()
    page = caller.session.get(caller.url("/bi-h5/"), params={"corpId": "<script>"}, timeout=10)
    assert page.headers["Content-Type"].startswith("text/html")
    assert "&lt;script&gt;" in page.text


def test_listing_the_scenarios_loads_no_web_framework() -> None:
    script = "import sys, dingsetup.practice as p; print(len(p.SCENARIOS), 'flask' in sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=30
    )
    assert ended.stdout.split() == ["35", "False"]
