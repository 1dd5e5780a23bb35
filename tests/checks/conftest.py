"""Cases made by hand for judges, and runs against a practice tenant for whole journeys."""

import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dingsetup.checks.case import Case
from dingsetup.checks.runner import Outcome, Run, inspect
from dingsetup.dingtalk.errors import Answer
from dingsetup.dingtalk.transport import HostProbe
from dingsetup.facts import Facts
from dingsetup.findings import Finding, Kind
from dingsetup.practice import PracticeTenant
from dingsetup.profile import Allowance, Profile, now
from dingsetup.rehearsal import practice_profile
from dingsetup.store import Store
from tests.dingtalk.conftest import Certificates, Server, certificates, serve, tls_through

__all__ = ["Certificates", "Server", "certificates", "serve", "tls_through"]

SECRET = "Zx9" * 16
"""Shaped as a secret is."""
ASK_HOSTS = {
    "old_token": "oapi",
    "new_token": "api",
    "corp_token": "api",
    "visible_range": "api",
    "agent": "oapi",
    "scopes": "oapi",
    "homepage": "homepage",
}


@pytest.fixture(autouse=True)
def short_back_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dingsetup.dingtalk.transport.exchange.BACK_OFF", 0.01)


def profile(**fields: Any) -> Profile:
    """A profile whose four credentials are well shaped."""
    known: dict[str, Any] = {
        "id": "a",
        "name": "A",
        "app_key": "dingabcdefgh12345678",
        "agent_id": "2574805120",
        "corp_id": "ding" + "0123456789abcdef" * 2,
    }
    return Profile(**(known | fields))


def answer(kind: Kind = Kind.OK, **fields: Any) -> Answer:
    return Answer(kind=kind, **fields)


def probe(host: str, kind: Kind = Kind.OK, **values: Any) -> HostProbe:
    return HostProbe(host=host, kind=kind, values=values, dns_ms=1, tcp_ms=2, tls_ms=3)


@pytest.fixture
def case(facts: Facts) -> Callable[..., Case]:
    """Make a case in which every question asked got a good answer but those given.

    `case(agent=answer(Kind.X), old_token=None)`: None means that it was never put.
    """

    def make(
        given: Profile | None = None,
        answers: Mapping[str, Answer | None] | None = None,
        **more: Any,
    ) -> Case:
        fields = ["mobile", "email", "jobnumber"]
        good = {"auth_org_scopes": {"authed_dept": [1]}, "auth_user_field": fields}
        asked = [*ASK_HOSTS, *(permission.code for permission in facts.permissions)]
        known: dict[str, Answer | None] = {
            ask: answer(data=good if ask == "scopes" else {}) for ask in asked
        }
        put = {ask: got for ask, got in (known | dict(answers or {})).items() if got is not None}
        hosts = {"oapi": probe("oapi.dingtalk.com"), "api": probe("api.dingtalk.com")}
        fields = {"hosts": hosts, "ask_hosts": dict.fromkeys(asked, "oapi") | ASK_HOSTS, **more}
        return Case(profile=given or profile(), facts=facts, at=now(), answers=put, **fields)

    return make


def by_check(findings: Collection[Finding]) -> dict[str, Finding]:
    """The findings by their check; each check may be there once."""
    found = {finding.check: finding for finding in findings}
    assert len(found) == len(findings)
    return found


def verdicts(findings: Collection[Finding]) -> dict[str, tuple[str, str]]:
    """State and kind by `step/check`, of all that is neither passed nor a question."""
    return {
        f.key: (str(f.state), str(f.kind))
        for f in findings
        if f.state not in ("passed", "manual", "skipped")
    }


class Journey:
    """An admin at work: a profile, its findings kept between runs, and the tenant behind both."""

    def __init__(self, tenant: PracticeTenant, facts: Facts, folder: Path) -> None:
        self.tenant = tenant
        self.facts = facts
        self.profile = practice_profile(tenant, facts)
        self.secret = tenant.identity.app_secret
        self.store = Store(folder)

    def check(self, *steps: str, **more: Any) -> Outcome:
        """Run the checks, and remember what they found as the program does."""
        cancel = more.pop("cancel", None) or threading.Event()
        earlier = self.store.passed(self.profile.tenant)
        run = Run(facts=self.facts, steps=steps, earlier=earlier, cancel=cancel, **more)
        outcome = inspect(self.profile, self.secret, run)
        self.store.keep(outcome.findings, outcome.at, self.profile.tenant)
        self.profile = outcome.profile
        return outcome

    def find(self, *steps: str) -> dict[str, Finding]:
        """Run the checks; the findings by `step/check`."""
        return {finding.key: finding for finding in self.check(*steps).findings}

    def edit(self, **fields: Any) -> None:
        self.profile = msgspec.structs.replace(self.profile, **fields)

    def allow(self, ip: str) -> None:
        self.edit(allowance=Allowance(ip, now()))


@pytest.fixture
def journey(facts: Facts, home: Path) -> Iterator[Callable[..., Journey]]:
    """Start journeys: `journey("ip-blocked", people=5)`; their tenants end with the test."""
    started: list[PracticeTenant] = []

    def start(*scenarios: str, **options: Any) -> Journey:
        options = {"people": 12, **options}
        started.append(PracticeTenant.start(facts, scenarios=scenarios, **options))
        return Journey(started[-1], facts, home / "profiles" / f"p{len(started)}")

    yield start
    for tenant in started:
        tenant.stop()
