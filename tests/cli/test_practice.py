"""`dingsetup practice`: one line of JSON first, then a tenant until it is told to end."""

import json
import signal
import socket
import sys
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest

from dingsetup.practice import SCENARIOS
from tests.cli.conftest import Dingsetup, states
from tests.cli.test_check import VERDICTS

HANDED_OUT = [
    "base_url",
    "app_key",
    "app_secret",
    "agent_id",
    "corp_id",
    "userid",
    "mobile",
    "dept_id",
    "chat_id",
]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process otherwise")


@POSIX
@pytest.mark.parametrize("ending", ["SIGTERM", "SIGINT"])
def test_the_first_line_is_json_and_a_signal_ends_it_cleanly(
    ending: str, program: Callable[..., Any], dingsetup: Dingsetup
) -> None:
    running = program("practice", "--json", "--scenario", "scope-missing:qyapi_ext_read")
    given = json.loads(running.stdout.readline())
    assert list(given) == HANDED_OUT
    variables = {f"DINGSETUP_{name.upper()}": str(given[name]) for name in HANDED_OUT}
    result = dingsetup("check", "--base-url", given["base_url"], "--json", env=variables)
    assert result.exit_code == 1
    assert [name for name, state in states(result).items() if state == "failed"] == [
        "permissions/qyapi_ext_read"
    ]
    running.send_signal(getattr(signal, ending))
    rest, stderr = running.communicate(timeout=10)
    assert (running.returncode, rest, stderr) == (0, "", "")


@POSIX
def test_people_are_told_the_address_the_credentials_and_how_to_end_it(
    program: Callable[..., Any],
) -> None:
    running = program("practice", "--latency", "1")
    lines: list[str] = []
    while "Ctrl-C" not in "".join(lines):
        lines.append(running.stdout.readline())
        assert lines[-1], running.stderr.read()
    running.send_signal(signal.SIGTERM)
    assert running.wait(timeout=10) == 0
    told = "".join(lines)
    assert "http://127.0.0.1:" in lines[0]
    assert "practice-only" in told
    assert "scope-missing:CODE" in told


@POSIX
def test_the_company_has_as_many_people_as_asked_for(program: Callable[..., Any]) -> None:
    running = program("practice", "--json", "--people", "7")
    given = json.loads(running.stdout.readline())
    query = f"appkey={given['app_key']}&appsecret={given['app_secret']}"
    token = asked(f"{given['base_url']}/gettoken?{query}")["access_token"]
    url = f"{given['base_url']}/topapi/user/count?access_token={token}"
    assert asked(url, b'{"only_active": false}')["result"]["count"] == 7


def test_a_port_in_use_is_told_with_the_remedy(dingsetup: Dingsetup) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = dingsetup("practice", "--port", str(port))
    assert (result.exit_code, result.stdout) == (2, "")
    assert str(port) in result.stderr
    assert "--port" in result.stderr


def test_an_unknown_scenario_is_told_with_those_there_are(dingsetup: Dingsetup) -> None:
    result = dingsetup("practice", "--scenario", "ip_blocked")
    assert (result.exit_code, result.stdout) == (2, "")
    assert all(kind.name in result.stderr for kind in SCENARIOS)


def test_each_scenario_of_the_contract_can_be_started() -> None:
    named = {name.partition(":")[0] for name in VERDICTS}
    assert named == {kind.name for kind in SCENARIOS if not kind.sends}


def asked(url: str, body: bytes | None = None) -> dict[str, Any]:
    headers = {"Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(url, body, headers)) as answer:
        return json.load(answer)
