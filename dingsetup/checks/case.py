"""What a check works with: the questions it wants put to the tenant, and the case it judges.

A check is two pure parts. `asks` names the questions; the runner puts those of all checks side by
side, each once. `judge` turns the answers into findings. So no check waits for another, and none
talks to the network by itself.
"""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from dingsetup.dingtalk.client import Client
from dingsetup.dingtalk.errors import Answer
from dingsetup.dingtalk.transport import Call, HostProbe
from dingsetup.facts import Facts
from dingsetup.findings import Finding, Kind, State
from dingsetup.profile import Profile

Values = Mapping[str, Any]


class Ask(msgspec.Struct, frozen=True):
    """One question to the tenant. Two checks may ask the same: equal ids are put once."""

    id: str
    put: Callable[[Client], Answer]
    host: str = "oapi"
    needs_token: bool = True


class Fault(msgspec.Struct, frozen=True):
    """What is wrong with a value before anybody is asked."""

    kind: Kind
    values: dict[str, Any]


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """All that is known when the answers are in."""

    profile: Profile
    facts: Facts
    at: datetime.datetime
    answers: Mapping[str, Answer] = {}
    """By id of the ask; one that was never put is absent."""
    ask_hosts: Mapping[str, str] = {}
    """Which of DingTalk's hosts each question went to, by id of the ask."""
    hosts: Mapping[str, HostProbe] = {}
    """How far each of DingTalk's hosts was reached, by `oapi` and `api`."""
    calls: tuple[Call, ...] = ()
    skew: datetime.timedelta | None = None
    """This computer's clock against DingTalk's; positive when ours is fast."""
    secret_fault: Fault | None = None
    """What is wrong with the secret's shape; the secret itself never gets here."""
    earlier: Mapping[str, datetime.datetime] = {}
    """When each check, by `step/check`, was last proved."""
    bindings: Mapping[str, int] = {}
    """The binding table summed up: users by state, and how many `drifted` or are `unproved`."""

    def of_host(self, host: str) -> list[Answer]:
        """The answers of one of DingTalk's hosts."""
        return [answer for id, answer in self.answers.items() if self.ask_hosts.get(id) == host]


class Check(msgspec.Struct, frozen=True):
    """One file of this package: whose step it proves, what it asks, how it judges."""

    id: str
    step: str
    judge: Callable[[Case], list[Finding]]
    asks: Callable[[Profile, Facts], tuple[Ask, ...]] = lambda profile, facts: ()


def finder(step: str) -> Callable[..., Finding]:
    """Return a short way to make findings of one step: `find(check, state, kind, **values)`."""

    def find(check: str, state: State, kind: Kind, **values: Any) -> Finding:
        return Finding(step=step, check=check, state=state, kind=kind, values=values)

    return find
