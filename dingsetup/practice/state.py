"""The practice tenant's state: everything that changes while it runs, behind one lock."""

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

import msgspec

from dingsetup.facts import Facts
from dingsetup.practice import staff
from dingsetup.practice.company import ROOT, Company, Person
from dingsetup.practice.faults import Faults, parse_faults
from dingsetup.practice.founding import make_company

TOKEN_SECONDS = 7200
CALLS_A_SECOND = 20
CALLS_A_MONTH = 5000


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """What the learner is handed. Practice values: they open nothing but a practice tenant."""

    app_key: str
    app_secret: str
    agent_id: int
    corp_id: str
    userid: str
    mobile: str
    dept_id: int
    chat_id: str

    def __repr__(self) -> str:
        return f"Identity(app_key={self.app_key!r}, agent_id={self.agent_id})"


class Logged(msgspec.Struct, frozen=True, kw_only=True):
    """A call as the log keeps it: no argument, token or secret."""

    at: float
    """Seconds since 1970."""
    method: str
    path: str
    status: int
    """0 where the connection was cut instead of an answer."""
    code: str | None
    """DingTalk's own code; None on success."""
    counted: bool


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """A work notification as it was accepted."""

    task_id: int
    at: float
    msg: Mapping[str, Any]
    recipients: tuple[str, ...]
    """Whom it reached."""
    invalid_users: tuple[str, ...]
    invalid_departments: tuple[int, ...]
    forbidden: tuple[tuple[str, str, int], ...]
    """Whom it was kept from: userid, code and the threshold that was passed."""
    polls: int = 0
    recalled: bool = False
    status_value: str | None = None


class VisibleRange(msgspec.Struct, frozen=True, kw_only=True):
    """Whom the app is for, where that is not everybody (KB 0872)."""

    userids: tuple[str, ...]
    departments: tuple[int, ...]
    """With all below them."""


class State:
    """One tenant. Hold `lock` while touching anything but `faults`, which is swapped whole."""

    def __init__(
        self,
        facts: Facts,
        *,
        people: int,
        seed: int,
        scenarios: Sequence[str] = (),
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.lock = threading.RLock()
        self.facts = facts
        self.company: Company = make_company(people, seed)
        self.identity = make_identity(self.company, seed)
        self.faults = Faults()
        self.set_faults(scenarios)
        self.clock = clock
        self.limits = True
        """Whether 20 calls a second and 5000 a month are kept to without any fault."""
        self.allowlist: tuple[str, ...] = facts.newest_addresses.addresses
        self.redirect_urls = tuple(entry.url for entry in facts.redirect_urls)
        self.counted = 0
        self.calls: deque[Logged] = deque(maxlen=2000)
        self.call_count = 0
        self.tasks: dict[int, Task] = {}
        self.sent_today: dict[tuple[str, str], list[str]] = {}
        """What each person got on a day: digests of the messages by day and userid."""
        self.media: dict[str, str] = {}
        """Uploaded files: type by media id."""
        self.login_codes: dict[str, tuple[str, bool]] = {}
        """Log-in codes: whose it is, and whether it was used."""
        self.user_tokens: dict[str, str] = {}
        self._random = Random(f"state-{seed}")
        self._token = ""
        self._token_ends = 0.0
        self._old_tokens: set[str] = set()
        self._seconds: dict[str, tuple[int, int]] = {}

    def set_faults(self, names: Sequence[str]) -> None:
        """Break these things and mend all others. Raises UnknownScenario and changes nothing."""
        scopes = frozenset(entry.scope for entry in self.facts.endpoints if entry.scope)
        self.faults = parse_faults(names, scopes)

    def logged(
        self, name: str, *, status: int = 0, code: str | None = None, counted: bool = False
    ) -> Logged:
        """Make an entry of the log for a call of the route `name`, as of now."""
        method, _, path = name.partition(" ")
        return Logged(
            at=self.clock(), method=method, path=path, status=status, code=code, counted=counted
        )

    def log(self, call: Logged) -> int:
        """Keep a call and return its number."""
        self.calls.append(call)
        self.call_count += 1
        return self.call_count

    def new_word(self, length: int = 32) -> str:
        """Make a word for tokens, codes and ids; the same row of words for a seed."""
        return f"{self._random.getrandbits(4 * length):0{length}x}"

    def app_token(self) -> str:
        """Return the app's one token: the same while it is valid, and valid for longer."""
        now = self.clock()
        if now >= self._token_ends:
            self._retire_token()
            self._token = self.new_word()
        self._token_ends = now + TOKEN_SECONDS
        return self._token

    def token_is_good(self, token: str) -> bool:
        return token == self._token and self.clock() < self._token_ends

    def token_was_good(self, token: str) -> bool:
        """Whether it is one of ours, though perhaps no longer valid."""
        return token == self._token or token in self._old_tokens

    def expire_tokens(self) -> None:
        self._token_ends = 0.0

    def _retire_token(self) -> None:
        if self._token:
            self._old_tokens.add(self._token)

    def take_turn(self, api: str) -> bool:
        """Count a call of an API in this calendar second; False when it is one too many."""
        second = int(self.clock())
        known, calls = self._seconds.get(api, (second, 0))
        calls = calls + 1 if known == second else 1
        self._seconds[api] = (second, calls)
        return calls <= CALLS_A_SECOND

    def join(self, change: staff.PersonChange) -> Person:
        """Let somebody join. Raises CompanyError."""
        self.company, person = staff.join(self.company, change, self.new_word())
        return person

    def leave(self, userid: str) -> None:
        """Let somebody leave. Raises CompanyError."""
        self.company = staff.leave(self.company, userid)

    def change_person(self, userid: str, change: staff.PersonChange) -> None:
        """Change somebody. Raises CompanyError."""
        self.company = staff.change_person(self.company, userid, change)

    def close_department(self, dept_id: int) -> None:
        """Close a department. Raises CompanyError."""
        self.company = staff.close_department(self.company, dept_id)

    @property
    def agent_id(self) -> int:
        """The app's own AgentId: another than the learner's while that is a foreign one."""
        return self.identity.agent_id + (7 if self.faults.has("foreign-agent") else 0)

    @property
    def contact_range(self) -> tuple[int, ...]:
        """The departments the app may read."""
        if not self.faults.has("narrow-range"):
            return (ROOT,)
        divisions = [entry.dept_id for entry in self.company.children(ROOT)]
        return tuple(divisions[1:3])

    @property
    def visible_range(self) -> VisibleRange | None:
        """Whom the app is for; None means everybody."""
        if not self.faults.has("narrow-visible"):
            return None
        divisions = [entry.dept_id for entry in self.company.children(ROOT)]
        chosen = tuple(person.userid for person in self.company.people[:1])
        return VisibleRange(userids=chosen, departments=tuple(divisions[1:2]))

    def may_use(self, userid: str) -> bool:
        """Whether the app is for this person: chosen alone, or with a department or one above."""
        chosen = self.visible_range
        if chosen is None or userid in chosen.userids:
            return True
        homes = self.company.by_userid[userid].departments
        return any(set(self.company.path_up(home)) & set(chosen.departments) for home in homes)

    def sees_department(self, dept_id: int) -> bool:
        allowed = self.contact_range
        return any(above in allowed for above in self.company.path_up(dept_id))

    def sees_person(self, userid: str) -> bool:
        departments = self.company.by_userid[userid].departments
        return any(self.sees_department(dept_id) for dept_id in departments)


def make_identity(company: Company, seed: int) -> Identity:
    """Make the credentials of a seed: shaped like real ones, and saying what they are."""
    random = Random(f"identity-{seed}")
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    division = company.children(ROOT)[1].dept_id
    learner = next(
        (person for person in company.members(division) if person.active), company.people[0]
    )
    return Identity(
        app_key="dingpractice" + "".join(random.choices(letters, k=8)),
        app_secret="practice-only_" + "".join(random.choices(letters + letters.upper(), k=50)),
        agent_id=2_574_805_120 + random.randrange(1_000_000),
        corp_id=f"ding{random.getrandbits(128):032x}",
        userid=learner.userid,
        mobile=learner.mobile,
        dept_id=division,
        chat_id=company.chats[0].chatid,
    )
