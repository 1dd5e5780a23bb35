"""A full run leaves no secret, token or mobile number in any file, log or finding."""

import datetime
import json
import logging
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from dingsetup.checks.runner import Outcome
from dingsetup.dingtalk.tokens import Tokens
from dingsetup.findings import Finding, State
from dingsetup.profile import Profiles
from dingsetup.store import CallRecord
from tests.checks.conftest import Journey

Start = Callable[..., Journey]
BROKEN = (
    (),
    ("bad-secret",),
    ("ip-blocked",),
    ("expired-token",),
    ("server-error",),
    ("portal",),
    ("reset",),
    ("scope-missing:qyapi_get_member_by_mobile",),
)


@pytest.fixture
def tokens(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every token that was handed out, as it is kept."""
    seen: list[str] = []
    keep = Tokens.keep

    def spy(self: Tokens, answer: object, *rest: object) -> object:
        data = getattr(answer, "data", {})
        seen.extend(str(data[n]) for n in ("access_token", "accessToken") if data.get(n))
        return keep(self, answer, *rest)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(Tokens, "keep", spy)
    return seen


def kept_by(admin: Journey, outcome: Outcome, home: Path) -> Iterator[bytes]:
    """All that a run leaves behind: every file, and every finding as text and as JSON."""
    Profiles(home).save(outcome.profile)
    calls = [
        CallRecord(c.at, c.method, c.path, str(c.verdict), c.ms, c.counted) for c in outcome.calls
    ]
    admin.store.log(calls)
    for file in home.rglob("*"):
        if file.is_file():
            yield file.read_bytes()
    yield repr(outcome).encode()
    yield repr(calls).encode()
    yield msgspec.json.encode(outcome.findings)


def forms(word: str) -> set[bytes]:
    """A word as it might be written."""
    return {word.encode(), urllib.parse.quote(word).encode(), json.dumps(word)[1:-1].encode()}


@pytest.mark.parametrize("scenarios", BROKEN, ids=["+".join(s) or "healthy" for s in BROKEN])
def test_nothing_kept_or_logged_holds_a_secret_a_token_or_a_mobile_number(
    journey: Start,
    home: Path,
    tokens: list[str],
    caplog: pytest.LogCaptureFixture,
    scenarios: tuple[str, ...],
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("urllib3", "requests", "dingsetup", "werkzeug"):
        caplog.set_level(logging.DEBUG, logger=name)
    admin = journey(*scenarios)
    outcome = admin.check()
    mobile = admin.facts.permissions[2].arguments["mobile"]
    words = {admin.secret, admin.tenant.identity.mobile, mobile, *tokens}
    if not scenarios:
        assert len(words) >= 4, "a token was seen, or this test looks for nothing"
    texts = [*kept_by(admin, outcome, home), caplog.text.encode()]
    assert any(b"/gettoken" in text for text in texts)
    for text in texts:
        for word in words:
            assert not [form for form in forms(word) if form in text], word[:3]


def test_a_secret_pasted_into_another_field_is_kept_out_of_the_findings(journey: Start) -> None:
    admin = journey()
    for field in ("app_key", "agent_id", "corp_id"):
        kept = admin.profile
        admin.edit(**{field: admin.secret})
        findings = admin.check("credentials").findings
        assert any(f.state is State.FAILED for f in findings)
        assert admin.secret not in repr(findings)
        assert admin.secret.encode() not in msgspec.json.encode(findings)
        admin.profile = kept


def test_a_finding_survives_being_written_down(journey: Start) -> None:
    admin = journey("ip-blocked", "flaky")
    findings = admin.check().findings
    decoded = msgspec.json.decode(msgspec.json.encode(findings), type=list[Finding])
    assert decoded == findings
    assert [kept.finding for kept in admin.store.findings()] == findings
    assert all(kept.at.tzinfo == datetime.UTC for kept in admin.store.findings())
