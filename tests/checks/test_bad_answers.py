"""Whatever comes back, or does not, is a finding with its own kind, never an exception."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import responses

from dingsetup.checks.runner import Run, inspect
from dingsetup.dingtalk.body import BODY_CAP
from dingsetup.facts import Facts
from dingsetup.findings import Finding, Kind, State
from dingsetup.profile import Profile
from tests.checks.conftest import SECRET, profile
from tests.dingtalk.conftest import Certificates, Seen, Server, reply, token_body

Serve = Callable[..., Server]
Check = Callable[[Profile], dict[str, Finding]]
HANGS_UP: Any = object()


@pytest.fixture
def check(facts: Facts) -> Check:
    """Run all checks on a profile; the findings by `step/check`."""

    def run(given: Profile) -> dict[str, Finding]:
        outcome = inspect(given, SECRET, Run(facts=facts, cancel=threading.Event()))
        return {finding.key: finding for finding in outcome.findings}

    return run


def answering(body: Any) -> Callable[[Seen, socket.socket], None]:
    """Answer everything but the token routes with this body."""

    def handle(request: Seen, sock: socket.socket) -> None:
        if body is HANGS_UP and token_body(request) is None:
            sock.shutdown(socket.SHUT_RDWR)
            return
        reply(sock, token_body(request) or body)

    return handle


def verdict(finding: Finding) -> tuple[State, Kind, object]:
    return finding.state, finding.kind, finding.values.get("reason")


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        (b"", Kind.NOT_DINGTALK, "empty"),
        (b"[]", Kind.NOT_DINGTALK, "wrong_type"),
        (b'"text"', Kind.NOT_DINGTALK, "wrong_type"),
        (b'{"errcode":0,"auth_org', Kind.NOT_DINGTALK, "half_json"),
        (b"<html>log in</html>", Kind.NOT_DINGTALK, "html"),
        (b"\x00\xff\xfe", Kind.NOT_DINGTALK, "not_json"),
        (b" " * (BODY_CAP + 1), Kind.ANSWER_TOO_LARGE, None),
        (HANGS_UP, Kind.UNREACHABLE, "reset"),
    ],
    ids=["empty", "list", "text", "half", "html", "bytes", "huge", "hangs-up"],
)
def test_an_answer_that_cannot_be_read_is_the_networks_finding(
    serve: Serve, check: Check, body: Any, kind: Kind, reason: str | None
) -> None:
    found = check(profile(base_url=serve(answering(body)).url, homepage="-"))
    assert verdict(found["network/oapi"]) == (State.FAILED, kind, reason)
    assert found["credentials/token"].state is State.PASSED
    for key in ("permissions/range", "permissions/qyapi_get_member", "security/this_computer"):
        assert found[key].state is State.BLOCKED
        assert found[key].values["blocked_by"] == "network/oapi"


WRONG_TYPES: tuple[dict[str, Any], ...] = (
    {"errcode": 0},
    {"errcode": 0, "auth_org_scopes": None, "auth_user_field": {}, "result": []},
    {"errcode": 0, "auth_org_scopes": "all", "result": {"userIds": 5, "deptIds": "x"}},
    {"errcode": 0, "auth_org_scopes": {"authed_dept": {"1": 1}}, "result": {"userIds": {}}},
    {"errcode": "0", "result": "text"},
    {"errcode": [], "errmsg": {}},
    {"errcode": {"a": 1}, "sub_code": [1], "errmsg": 7},
    {"errcode": 88, "sub_code": None, "errmsg": None},
    {"errcode": 60011, "errmsg": {"requiredScopes": 5}},
    {"errcode": 60020, "errmsg": ["request ip="]},
    {"code": None, "message": None, "accessdenieddetail": 3},
    {"errcode": 10**400, "errmsg": "x" * 100_000},
)


@pytest.mark.parametrize("body", WRONG_TYPES, ids=range(len(WRONG_TYPES)))
def test_an_answer_of_the_wrong_type_is_a_finding_and_never_a_proof(
    serve: Serve, check: Check, body: dict[str, Any]
) -> None:
    found = check(profile(base_url=serve(answering(json.dumps(body).encode())).url, homepage="-"))
    assert found["permissions/range"].state is not State.PASSED
    assert found["publication/visible_range"].state is not State.PASSED
    assert len(found) > 30


@pytest.mark.parametrize(
    "body",
    [
        {"errcode": 0},
        {"errcode": 0, "access_token": 5, "accessToken": []},
        {"errcode": 0, "access_token": "", "accessToken": ""},
        {"errcode": 0, "access_token": None, "expires_in": "soon"},
    ],
)
def test_a_token_answer_without_a_token_proves_no_credentials(
    serve: Serve, check: Check, body: dict[str, Any]
) -> None:
    server = serve(lambda _, sock: reply(sock, body))
    found = check(profile(base_url=server.url, homepage="-"))
    assert found["credentials/token"].state in (State.FAILED, State.BLOCKED)
    assert found["permissions/qyapi_get_member"].state is State.BLOCKED


@pytest.mark.usefixtures("tls_through")
def test_an_expired_certificate_is_named(
    serve: Serve, check: Check, certificates: Certificates
) -> None:
    server = serve(answering({}), certificates.context(days=-2))
    given = profile(base_url=server.url, ca_file=str(certificates.ca_file), homepage="-")
    found = check(given)
    assert verdict(found["network/oapi"]) == (State.FAILED, Kind.TLS_FAILED, "expired")
    assert verdict(found["network/api"]) == (State.FAILED, Kind.TLS_FAILED, "expired")
    assert found["credentials/token"].values["blocked_by"] == "network/oapi"


def test_a_name_that_does_not_resolve_is_named(check: Check) -> None:
    found = check(profile(base_url="http://nowhere.invalid", homepage="-"))
    assert verdict(found["network/oapi"]) == (State.FAILED, Kind.DNS_FAILED, "dns")
    assert found["network/oapi"].values["host"] == "nowhere.invalid"


@pytest.fixture
def far(shut_network: responses.RequestsMock) -> Iterator[str]:
    """A host that only a proxy on loopback reaches."""
    before = shut_network.passthru_prefixes
    shut_network.passthru_prefixes = (*before, "https://far.example")
    yield "https://far.example"
    shut_network.passthru_prefixes = before


def test_a_proxy_that_wants_a_password_is_named(serve: Serve, check: Check, far: str) -> None:
    proxy = serve(lambda _, sock: reply(sock, b"", 407))
    found = check(profile(base_url=far, proxy=proxy.url, homepage="-"))
    assert verdict(found["network/oapi"]) == (State.FAILED, Kind.PROXY_REFUSED, "password")
    assert found["credentials/token"].values["blocked_by"] == "network/oapi"


@pytest.mark.parametrize("base", ["http://[::1", "http://", "nonsense", "http://a b/"])
def test_an_address_that_is_none_is_a_finding(check: Check, base: str) -> None:
    found = check(profile(base_url=base, homepage="-"))
    assert found["network/oapi"].state is State.FAILED
    assert found["credentials/token"].state is State.BLOCKED


@pytest.mark.parametrize("ca_file", ["/nowhere/own.pem", "", "\x00"])
def test_a_ca_file_that_cannot_be_used_is_a_finding(check: Check, ca_file: str) -> None:
    given = profile(base_url="https://127.0.0.1:9", ca_file=ca_file, homepage="-")
    assert check(given)["network/oapi"].state is State.FAILED
