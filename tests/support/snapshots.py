"""Snapshots made by hand: a set-up in which all is proved, and what is otherwise in another one."""

import datetime
from typing import Any

import msgspec

from dingsetup.findings import Finding, Kind, State
from dingsetup.profile import Answered, Profile
from dingsetup.store import Kept
from dingsetup.support.snapshot import system_facts, take
from dingsetup.support.values import FactsSeen, Snapshot

EARLY = datetime.datetime(2026, 3, 4, 5, 6, 7, tzinfo=datetime.UTC)
KEY = b"k" * 32
SECRET = "Zx9" * 16
"""Shaped as a secret is."""
FACTS = FactsSeen(date=datetime.date(2026, 1, 1), digest="0" * 16)
BINDINGS = {"bound": 9, "suggested": 0, "not_bound": 0, "ignored": 1, "drifted": 0, "unproved": 0}
READ = {"name": "成员信息读权限", "english": "Read members", "scopes": ["qyapi_get_member"]}
PROFILE = Profile(
    id="acme",
    name="Acme",
    app_key="dingabcdefgh12345678",
    agent_id="2574805120",
    corp_id="ding" + "0123456789abcdef" * 2,
    domain="bi.example.com",
    pasted_addresses="180.184.1.1\n180.184.1.2",
    answers={Kind.ASK_PUBLISHED: Answered(True, EARLY)},
)


def found(key: str, state: State, kind: Kind, **values: Any) -> Finding:
    step, _, check = key.partition("/")
    return Finding(step=step, check=check, state=state, kind=kind, values=values)


WELL = (
    found("network/oapi", State.PASSED, Kind.OK, host="oapi.dingtalk.com", dns_ms=1),
    found("network/service", State.PASSED, Kind.OK, ms=40),
    found("credentials/client_secret", State.PASSED, Kind.OK, field="client_secret"),
    found("credentials/token", State.PASSED, Kind.OK),
    found("security/this_computer", State.PASSED, Kind.PC_ALLOWED),
    found("security/addresses", State.PASSED, Kind.LIST_COMPLETE, case="addresses", total=2),
    found("permissions/qyapi_get_member", State.PASSED, Kind.SCOPE_PRESENT, **READ),
    found("permissions/range", State.PASSED, Kind.RANGE_WHOLE),
    found("permissions/fields", State.PASSED, Kind.OK, fields=["mobile", "email"]),
    found(
        "publication/published",
        State.MANUAL,
        Kind.ASK_PUBLISHED,
        answer="yes",
        answered_at="2026-03-04T05:06:07+00:00",
    ),
)


def snapshot(
    *otherwise: Finding,
    without: tuple[str, ...] = (),
    secret: str = SECRET,
    at: datetime.datetime = EARLY,
    facts: FactsSeen = FACTS,
    bindings: dict[str, int] | None = None,
    system: dict[str, str] | None = None,
    key: bytes = KEY,
    **fields: Any,
) -> Snapshot:
    """All is well but for what is given; `without`: findings by their key that are not there."""
    profile = msgspec.structs.replace(PROFILE, **fields)
    kept = {finding.key: finding for finding in (*WELL, *otherwise)}
    findings = [Kept(f, at, at) for f in kept.values() if f.key not in without]
    known = system_facts(profile, "en", "memory") | (system or {})
    counted = BINDINGS | (bindings or {})
    return take(profile, secret, findings, counted, facts, key=key, system=known)


def waiting(*keys: str, by: str, kind: Kind) -> list[Finding]:
    """Findings that could not be proved because of another."""
    return [found(key, State.BLOCKED, kind, blocked_by=by) for key in keys]
