"""The practice tenant's state: everything that changes while it runs, behind one lock."""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from random import Random

import msgspec

from dingsetup.facts import Facts
from dingsetup.practice import staff
from dingsetup.practice.company import ROOT, Company, Person
from dingsetup.practice.faults import Faults, parse_faults
from dingsetup.practice.founding import make_company
from dingsetup.practice.identity import make_identity
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


class VisibleRange(msgspec.Struct, frozen=True, kw_only=True):
    """Whom the app is for, where that is not everybody (KB 0872)."""

    userids: tuple[str, ...]
    departments: tuple[int, ...]
    """With all below them."""


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
    ) -> None:
        self.lock = threading.RLock()
        self.facts = facts
        self.company: Company = make_company(people, seed)
        self.identity = make_identity(self.company, seed)
        self.clock = clock
        self.limits = True
        """Whether 20 calls a second and 5000 a month are kept to without any fault."""
        self.allowlist: tuple[str, ...] = facts.newest_addresses.addresses
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
        self.set_faults(scenarios)

    def set_faults(self, names: Sequence[str]) -> None:
        """Break these things and mend all others. Raises UnknownScenario and changes nothing."""
        scopes = frozenset(entry.scope for entry in self.facts.endpoints if entry.scope)
        faults = parse_faults(names, scopes, self.company.by_userid, self.faults.names)
        now = Mark(counted=self.counted, sends=len(self.post.tasks))
        self._marks = {name: self._marks.get(name, now) for name in faults.names}
        if faults.token_calls != self.faults.token_calls:
            self._token_calls = 0
        self.faults = faults

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
