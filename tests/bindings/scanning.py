"""A practice tenant, a client and a table, as a scan finds them."""

import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec
import pytest

from dingsetup.bindings.scan import ScanPlan, ScanResult, asking, plan_scan, scan
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import BindingState, Reason, Rule
from dingsetup.dingtalk import routes
from dingsetup.dingtalk.client import PACE, Client, Credentials
from dingsetup.dingtalk.errors import Answer
from dingsetup.dingtalk.transport import Call, Network, exchange
from dingsetup.facts import Facts
from dingsetup.findings import Kind
from dingsetup.practice import PracticeTenant
from dingsetup.practice.company import Person
from tests.bindings.furnish import add_users, row, user

Start = Callable[..., "Scanner"]
Said = Answer | Callable[[dict[str, Any]], Answer]
FULL = 30
"""Calls a scan of the tests' company takes: the plan, the range, a root, 13 departments twice."""


def unhurried_by_limits(facts: Facts) -> Facts:
    """The facts but for the calls a second: the pace has tests of its own, and waits in them."""
    limits = tuple(
        msgspec.structs.replace(one, value=100_000) if one.id == PACE else one
        for one in facts.limits
    )
    return msgspec.structs.replace(facts, limits=limits)


class Scanner:
    """Scans one tenant into one table."""

    def __init__(self, tenant: PracticeTenant, table: Table, facts: Facts) -> None:
        self.tenant = tenant
        self.table = table
        self.facts = facts
        self.calls: list[Call] = []
        self.cancel = threading.Event()
        self.agent_id = str(tenant.identity.agent_id)
        self.client = self.new_client()

    def new_client(self) -> Client:
        identity = self.tenant.identity
        return Client(
            Credentials(identity.app_key, identity.app_secret),
            self.facts,
            Network.at(self.tenant.base_url),
            log=self.calls.append,
            cancel=self.cancel,
        )

    def plan(self, **options: Any) -> ScanPlan:
        found = plan_scan(self.table, self.client, **{"agent_id": self.agent_id, **options})
        assert isinstance(found, ScanPlan), found
        return found

    def scan(self, **options: Any) -> ScanResult:
        """Plan and scan."""
        return scan(self.table, self.client, self.plan(), **options)

    def bind(self, *people: Person, rule: Rule = Rule.HAND) -> None:
        """Bind users u0, u1 … with the people's own numbers."""
        add_users(
            self.table,
            [
                user(f"u{place}", userid=one.userid, rule=str(rule), mobile=one.mobile)
                for place, one in enumerate(people)
            ],
        )

    def stands(self, username: str) -> tuple[BindingState, Reason]:
        found = row(self.table, username)
        return found.state, found.reason

    def known(self) -> set[str]:
        """Userids of the directory."""
        with self.table.reading() as database:
            return {one for (one,) in database.execute("SELECT userid FROM person")}

    @property
    def company(self) -> dict[str, Person]:
        return self.tenant.company.by_userid


@pytest.fixture
def scanner(
    tenant: Callable[..., PracticeTenant],
    table: Table,
    facts: Facts,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Start]:
    """Start a tenant and scan it: `scanner("narrow-range", people=5)`.

    What is repeated is repeated at once, a throttled call not by the client.
    """
    monkeypatch.setattr(asking, "PAUSES_S", (0.001,) * 3)
    monkeypatch.setattr(exchange, "BACK_OFF", 0.001)
    reads = routes.READS - {Kind.THROTTLED}
    monkeypatch.setattr("dingsetup.dingtalk.routes.READS", reads)
    started: list[Scanner] = []

    def start(*scenarios: str, **options: Any) -> Scanner:
        found = tenant(*scenarios, **{"limits": False, **options})
        started.append(Scanner(found, table, unhurried_by_limits(facts)))
        return started[-1]

    yield start
    for one in started:
        one.client.close()


class Scripted:
    """Stands for a Client whose answers are written down: `answers[endpoint]`, the last repeated.

    An answer may be a function of the call's arguments.
    """

    calls_per_second = 20

    def __init__(self, answers: Mapping[str, list[Said]]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self._lock = threading.Lock()

    def counts(self, endpoint: str) -> bool:
        return "scopes" in endpoint

    def call(
        self,
        endpoint: str,
        arguments: dict[str, Any] | None = None,
        path: dict[str, str] | None = None,
    ) -> Answer:
        given = {**(arguments or {}), **(path or {})}
        with self._lock:
            self.asked.append((endpoint, given))
            left = self.answers[endpoint]
            found = left[0] if len(left) == 1 else left.pop(0)
        return found if isinstance(found, Answer) else found(given)


def ok(**data: Any) -> Answer:
    return Answer(kind=Kind.OK, data=data)


def refused(kind: Kind, **values: Any) -> Answer:
    return Answer(kind=kind, values=values)
