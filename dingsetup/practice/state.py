"""The practice tenant's state: everything that changes while it runs, behind one lock."""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from random import Random

import msgspec

from dingsetup.facts import Facts
from dingsetup.practice import ranges, staff
from dingsetup.practice.company import Company, Person
from dingsetup.practice.faults import CALLER_V4, HOMEPAGE, Faults, parse_faults
from dingsetup.practice.founding import make_company
from dingsetup.practice.identity import App, make_identity
from dingsetup.practice.parameters import Known
from dingsetup.practice.post import Post
from dingsetup.practice.shelf import Shelf

TOKEN_SECONDS = 7200
CALLS_A_SECOND = 20
CALLS_A_MONTH = 5000


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


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """Where a count stood when a scenario was switched on."""

    counted: int
    sends: int


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
        app: App | None = None,
    ) -> None:
        self.lock = threading.RLock()
        self.facts = facts
        self.company: Company = make_company(people, seed)
        self.identity = make_identity(self.company, seed, app)
        self.clock = clock
        self.limits = True
        """Whether 20 calls a second and 5000 a month are kept to without any fault."""
        given = app.allowlist if app else None
        self.allowlist = facts.newest_addresses.addresses if given is None else given
        self.redirect_urls = tuple(entry.url for entry in facts.redirect_urls)
        self.counted = 0
        self.calls: deque[Logged] = deque(maxlen=2000)
        self.call_count = 0
        self.post = Post()
        self.shelf = Shelf()
        self.login_codes: dict[str, tuple[str, bool]] = {}
        """Log-in codes: whose it is, and whether it was used."""
        self.user_tokens: dict[str, str] = {}
        self._random = Random(f"state-{seed}")
        self._token = ""
        self._token_ends = 0.0
        self._token_calls = 0
        self._old_tokens: set[str] = set()
        self._seconds: dict[str, tuple[int, int]] = {}
        self._marks: dict[str, Mark] = {}
        self.faults = Faults()
        self.caller = CALLER_V4
        """The address the caller comes from: the one that was blocked last."""
        self._hosts = {entry.name: entry.host for entry in facts.endpoints}
        self.set_faults(scenarios)

    def set_faults(self, names: Sequence[str]) -> None:
        """Break these things and mend all others. Raises UnknownScenario and changes nothing."""
        known = Known(
            scopes=frozenset(entry.scope for entry in self.facts.endpoints if entry.scope),
            paths=frozenset(entry.path for entry in self.facts.endpoints),
            people=self.company.by_userid,
        )
        faults = parse_faults(names, known, self.faults.names)
        now = Mark(counted=self.counted, sends=len(self.post.tasks))
        self._marks = {name: self._marks.get(name, now) for name in faults.names}
        if faults.token_calls != self.faults.token_calls:
            self._token_calls = 0
        self.faults = faults
        self.caller = faults.caller or self.caller

    def host_of(self, name: str) -> str:
        """Which host a route is one of: `oapi`, `api`, `login`, or the homepage's for a page."""
        known = self._hosts.get(name)
        path = name.partition(" ")[2]
        if known is not None:
            return known
        if path.startswith("/v1.0/"):
            return "api"
        return "oapi" if path.startswith(("/topapi/", "/router/")) else HOMEPAGE

    def quota_ended(self) -> bool:
        """Whether as many calls were counted as `quota-ends-after` lets through."""
        return any(
            self.counted - self._marks[name].counted >= calls
            for name, calls in self.faults.numbers("quota-ends-after")
        )

    def loses_answer(self) -> bool:
        """Whether the answer to the send just accepted gets lost."""
        return any(
            (len(self.post.tasks) - self._marks[name].sends) % every == 0
            for name, every in self.faults.numbers("lost-answer")
        )

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
            self._token_calls = 0
        self._token_ends = now + TOKEN_SECONDS
        return self._token

    def token_is_good(self, token: str) -> bool:
        return token == self._token and self.clock() < self._token_ends

    def use_token(self) -> None:
        """Count a call with the token of now, which may be one too many for it."""
        most = self.faults.token_calls
        if most is not None and self._token_calls >= most:
            self.expire_tokens()
        self._token_calls += 1

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
        """The departments the app may read; a scenario may name some that are not there."""
        return ranges.departments_read(self.company, self.faults)

    @property
    def contact_people(self) -> tuple[str, ...]:
        """The people the app may read beside those departments."""
        return ranges.people_read(self.company, self.faults)

    @property
    def visible_range(self) -> ranges.VisibleRange | None:
        """Whom the app is for; None means everybody."""
        return ranges.visible_range(self.company, self.faults)

    def may_use(self, userid: str) -> bool:
        """Whether the app is for this person: chosen alone, or with a department or one above."""
        return ranges.may_use(self.company, self.faults, userid)

    def sees_department(self, dept_id: int) -> bool:
        allowed = self.contact_range
        return any(above in allowed for above in self.company.path_up(dept_id))

    def sees_person(self, userid: str) -> bool:
        if userid in self.contact_people:
            return True
        departments = self.company.by_userid[userid].departments
        return any(self.sees_department(dept_id) for dept_id in departments)
