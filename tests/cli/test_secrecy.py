"""After a full run, no secret, token or mobile number is in any file or output."""

import json
import re
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from dingsetup.practice import PracticeTenant
from tests.cli.conftest import Dingsetup, Keys
from tests.cli.test_check import add_profile, environment

MOBILE = re.compile(rb"(?<!\d)1[3-9]\d{9}(?!\d)")
PROBED = b"19900000000"
"""The number of a probe, which is nobody's."""


def token_of(started: PracticeTenant) -> str:
    identity = started.identity
    query = f"appkey={identity.app_key}&appsecret={identity.app_secret}"
    with urllib.request.urlopen(f"{started.base_url}/gettoken?{query}") as answer:
        return json.load(answer)["access_token"]


@pytest.mark.parametrize("scenario", ["healthy", "bad-secret", "reset", "ip-blocked"])
def test_a_full_run_leaves_no_secret_anywhere(
    scenario: str,
    dingsetup: Dingsetup,
    tenant: Callable[..., PracticeTenant],
    keys: Keys,
    home: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(0)
    started = tenant()
    hidden = [started.identity.app_secret.encode(), token_of(started).encode()]
    add_profile(dingsetup, started)
    started.set_scenarios([scenario])
    commands: list[list[str]] = [
        ["check", "--profile", "a"],
        ["check", "--profile", "a", "--json"],
        ["profile", "show", "a"],
        ["profile", "show", "a", "--json"],
        ["check", "--base-url", started.base_url, "--json"],
    ]
    variables = environment(started)
    said = [dingsetup(*command, env=variables).output.encode() for command in commands]
    assert all(said)
    files = [file.read_bytes() for file in home.rglob("*") if file.is_file()]
    assert files
    for text in [*said, *files, caplog.text.encode()]:
        assert not any(value in text for value in hidden)
        assert set(MOBILE.findall(text)) <= {PROBED}
