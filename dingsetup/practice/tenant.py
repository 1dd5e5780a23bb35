"""The practice tenant as the rest of the program starts, changes and ends it."""

import threading
from collections.abc import Sequence
from functools import partial
from types import TracebackType
from typing import Self, TypedDict, Unpack

from dingsetup.facts import Facts
from dingsetup.practice import inbox
from dingsetup.practice.company import Company, Person
from dingsetup.practice.identity import App, Identity
from dingsetup.practice.line import Cut, Line
from dingsetup.practice.post import Note, Task
from dingsetup.practice.staff import PersonChange
from dingsetup.practice.state import Logged, State

SILENCE_S = 60
"""Longer than anybody waits for an answer."""


class Fields(TypedDict, total=False):
    """What of a person can be told or changed, as in PersonChange."""

    name: str
    mobile: str
    email: str
    job_number: str
    departments: tuple[int, ...]
    active: bool


class PracticeTenant:
    """A DingTalk on loopback, both API generations at `base_url`. A context manager.

    Start it with `start`. Safe to use from several threads.
    """

    def __init__(self, state: State, port: int, latency_ms: int) -> None:
        """Serve a state; raises PortTaken."""
        self._state = state
        self._latency_ms = latency_ms
        self._line = Line()
        self._ending = threading.Event()
        # Flask is loaded by who runs a tenant, not by who lists the scenarios.
        from dingsetup.practice.server import Server
        from dingsetup.practice.web import make_app, route_name

        app = make_app(state)
        self._route_name = partial(route_name, app)
        self._server = Server(port, app, self._before)
        self._server.start()

    @classmethod
    def start(  # noqa: PLR0913 - each is a choice of its own, all but the facts have a default
        cls,
        facts: Facts,
        *,
        scenarios: Sequence[str] = (),
        people: int = 60,
        seed: int = 1,
        port: int = 0,
        latency_ms: int = 0,
        limits: bool = True,
        app: App | None = None,
    ) -> Self:
        """Start a tenant; `port` 0 takes a free one. It plays `app`, or one made from the seed.

        `limits` off lifts the 20 calls a second per API and the 5000 a month, which are kept to
        without any scenario. Raises UnknownScenario or PortTaken.
        """
        state = State(facts, people=people, seed=seed, scenarios=scenarios, app=app)
        state.limits = limits
        return cls(state, port, latency_ms)

    @property
    def base_url(self) -> str:
        return self._server.base_url

    @property
    def identity(self) -> Identity:
        """What the learner is handed, whatever is broken."""
        return self._state.identity

    @property
    def caller(self) -> str:
        """The address this tenant's DingTalk sees; it matters while that is blocked."""
        return self._state.caller

    @property
    def scenarios(self) -> tuple[str, ...]:
        """What is broken now; empty when the tenant is healthy."""
        return self._state.faults.names

    def set_scenarios(self, names: Sequence[str]) -> None:
        """Break these things and mend all others, at once. Raises UnknownScenario."""
        with self._state.lock:
            self._state.set_faults(names)

    @property
    def allowlist(self) -> tuple[str, ...]:
        """The app's list of server addresses, as its console shows it."""
        return self._state.allowlist

    def set_allowlist(self, addresses: Sequence[str]) -> None:
        """Save the whole list, as the console does; what it covers is no longer blocked."""
        with self._state.lock:
            self._state.allowlist = tuple(addresses)

    @property
    def company(self) -> Company:
        """Who and what the address book holds now; it does not change with later changes."""
        return self._state.company

    def join(self, **fields: Unpack[Fields]) -> Person:
        """Let somebody join, with these fields where they matter. Raises CompanyError."""
        with self._state.lock:
            return self._state.join(PersonChange(**fields))

    def leave(self, userid: str) -> None:
        """Let somebody leave the organisation. Raises CompanyError."""
        with self._state.lock:
            self._state.leave(userid)

    def change_person(self, userid: str, **fields: Unpack[Fields]) -> None:
        """Give somebody another number, another department, make them inactive and so on.

        Raises CompanyError.
        """
        with self._state.lock:
            self._state.change_person(userid, PersonChange(**fields))

    def close_department(self, dept_id: int) -> None:
        """Close a department; what it held goes to the one above. Raises CompanyError."""
        with self._state.lock:
            self._state.close_department(dept_id)

    def expire_tokens(self) -> None:
        """Let all tokens handed out so far run out; new ones are good."""
        with self._state.lock:
            self._state.expire_tokens()

    @property
    def calls(self) -> tuple[Logged, ...]:
        """The newest 2000 calls, oldest first."""
        with self._state.lock:
            return tuple(self._state.calls)

    @property
    def inbox_url(self) -> str:
        """Address of the inbox page, for a browser; `?userid=` chooses a person."""
        return f"{self.base_url}/_practice/inbox"

    def notes(self, userid: str = "") -> tuple[Note, ...]:
        """Return what arrived in a person's inbox, or in all of them, oldest first."""
        with self._state.lock:
            return tuple(inbox.notes(self._state, userid))

    @property
    def tasks(self) -> tuple[Task, ...]:
        """Every work notification that was accepted, oldest first."""
        with self._state.lock:
            return tuple(self._state.post.tasks.values())

    def read(self, userid: str, task_id: int) -> None:
        """Let a person open a note that is theirs."""
        with self._state.lock:
            inbox.read_note(self._state, userid, task_id)

    def stop(self) -> None:
        """End it; no thread or open port is left. Stopping twice does no harm."""
        if not self._ending.is_set():
            self._ending.set()
            self._server.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _before(self, method: str, path: str) -> None:
        if path.startswith("/_practice/"):
            return
        state = self._state
        delay = self._latency_ms + state.faults.slow_ms
        if delay:
            # Waiting on the event lets `stop` end a slow answer at once.
            self._ending.wait(delay / 1000)
        name = self._route_name(method, path)
        if state.faults.at("silent", state.host_of(name)):
            self._ending.wait(SILENCE_S)
        with state.lock:
            try:
                self._line.carry(state, name)
            except Cut:
                state.log(state.logged(name))
                raise
