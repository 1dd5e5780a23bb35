"""Which faults a practice tenant must have for its checks to find what a support file tells.

The state is derived from the findings, not replayed, so that support can mend one fault after the
other and see what turns green. Faults are written as the practice tenant's scenarios are.
"""

from collections.abc import Iterable

from dingsetup.checks.blocking import SERVICE, THIS_COMPUTER, TOKEN, TOKEN_REFUSED
from dingsetup.checks.credentials import PROGRESS
from dingsetup.dingtalk.contacts import CONTACT_RANGE, VISIBLE_RANGE
from dingsetup.facts import Facts
from dingsetup.findings import Finding, Kind, State
from dingsetup.support.line_faults import LineFaults
from dingsetup.support.symptoms import ip_of, listed, people, whole

AGENT_ID = "credentials/agent_id"
CORP_ID = "credentials/corp_id"
RANGE = "permissions/range"
VISIBLE = "publication/visible_range"
LONGEST_WORDS = 900
REFUSED_HERE = frozenset({Kind.IP_NOT_WHITELISTED, Kind.ALLOWANCE_WAITING, Kind.ALLOWANCE_REMOVED})
STOPPED = {
    Kind.APP_DISABLED: "app-disabled",
    Kind.ORG_DISABLED: "org-disabled",
    Kind.ORG_DISBANDED: "org-disbanded",
}
REFUSALS = {
    Kind.TOKEN_INVALID: ("40014", "InvalidAuthentication"),
    Kind.TOKEN_EXPIRED: ("42001", "InvalidAuthentication"),
    Kind.TOKEN_MISSING: ("41001", "AuthenticationFailed.MissingParameter"),
    Kind.APP_DISABLED: ("50003", "50003"),
    Kind.ORG_DISABLED: ("50005", "50005"),
    Kind.ORG_DISBANDED: ("70001", "70001"),
}
"""Codes of an old and of a new route for what a call may say of a token that was given."""
HIDDEN = {"jobnumber": "job_number", "mobile": "mobile", "email": "email"}


class Derived:
    """The scenarios of a set of findings, and the findings no scenario can bring about."""

    def __init__(self, findings: Iterable[Finding], facts: Facts) -> None:
        self.known = {finding.key: finding for finding in findings}
        self.facts = facts
        self.scenarios: list[str] = []
        self.roots: set[str] = set()
        """Keys of what cannot be played by itself; what waits for it cannot either."""
        broken = LineFaults(self.known)
        self.scenarios += broken.scenarios
        self.roots |= broken.roots
        self._token()
        self._this_computer()
        self._permissions()
        self._service()
        self._ranges()

    @property
    def left_out(self) -> tuple[Finding, ...]:
        return tuple(
            finding
            for key, finding in self.known.items()
            if key in self.roots or str(finding.values.get("blocked_by")) in self.roots
        )

    @property
    def accepted(self) -> bool:
        """Whether DingTalk took key and secret, whatever else it refused."""
        token = self.known.get(TOKEN)
        return token is not None and (
            token.state is State.PASSED or token.kind in TOKEN_REFUSED or token.kind in STOPPED
        )

    @property
    def refused_here(self) -> bool:
        """Whether this computer's address was refused."""
        found = self.known.get(THIS_COMPUTER)
        return found is not None and found.kind in REFUSED_HERE

    def _break(self, *names: str) -> None:
        self.scenarios += [name for name in names if name not in self.scenarios]

    def _failed(self, key: str) -> Finding | None:
        found = self.known.get(key)
        return found if found is not None and found.state is State.FAILED else None

    # -- credentials

    def _token(self) -> None:
        token = self._failed(TOKEN)
        if token is not None and token.kind in REFUSALS:
            self._break(*self._token_refused(token))
        elif token is not None and token.kind is Kind.BAD_SECRET:
            # A fault of their shape is refused by itself, and mended by typing them anew.
            if not self._misshapen("client_id", "client_secret"):
                self._break("bad-secret")
        elif token is not None:
            self.roots.add(TOKEN)
        corp = self._failed(CORP_ID)
        if corp is not None and corp.kind in (Kind.CORP_ID_WRONG, Kind.FIELD_SHAPE):
            self._break("wrong-corp")
        agent = self.known.get(AGENT_ID)
        if agent is not None and agent.kind is Kind.AGENT_ID_WRONG:
            self._break("foreign-agent")
        visible = self.known.get(VISIBLE)
        unread = visible is None or visible.state is not State.BLOCKED
        if agent is not None and agent.kind is Kind.AGENT_ID_UNPROVED and unread:
            self._unproved()

    def _unproved(self) -> None:
        """The app may not read its own visible range, which alone proves an AgentId."""
        endpoint = self.facts.endpoint(VISIBLE_RANGE)
        if endpoint is not None and endpoint.scope and not self.refused_here:
            self._break(f"scope-missing:{endpoint.scope}")

    def _token_refused(self, token: Finding) -> list[str]:
        """Key and secret were taken, but not what they stand for: by all calls, or by some."""
        waiting = [key for key, one in self.known.items() if _waits_for(one, TOKEN)]
        corp = self.known.get(CORP_ID)
        given = token.kind in STOPPED and corp is not None and corp.state is State.PASSED
        through = any(one.state is not State.BLOCKED for one in self._guarded())
        if not given and not through:
            return [STOPPED.get(token.kind, "expired-token")]
        paths = [(path, self.known[key].kind) for key in waiting if (path := self._path_of(key))]
        return [
            f"refuse-call:{path}={REFUSALS[kind][path.startswith('/v1.0/')]}:"
            for path, kind in paths
            if kind in REFUSALS
        ]

    def _guarded(self) -> list[Finding]:
        """What was asked with a token: the permissions' probes and the contact range."""
        codes = (f"permissions/{one.code}" for one in self.facts.permissions)
        return [self.known[key] for key in (*codes, RANGE) if key in self.known]

    def _misshapen(self, *checks: str) -> bool:
        found = (self.known.get(f"credentials/{check}") for check in checks)
        return any(one is not None and one.state is not State.PASSED for one in found)

    # -- what DingTalk lets through

    def _this_computer(self) -> None:
        found = self.known.get(THIS_COMPUTER)
        if found is None:
            return
        address = ip_of(found)
        if self.refused_here:
            self._break(f"ip-blocked:{address}" if address else "ip-blocked")
        elif found.kind is Kind.ALLOWANCE_OPEN and address:
            # It is on the list, so that taking it off can be tried.
            self._break(f"ip-blocked:{address}")

    def _permissions(self) -> None:
        scopes = {entry.scope for entry in self.facts.endpoints}
        for key, found in self.known.items():
            step, _, code = key.partition("/")
            if step != "permissions" or found.state is not State.FAILED:
                continue
            if found.kind is Kind.QUOTA_EXHAUSTED:
                self._break("quota-exhausted")
            elif found.kind is Kind.SCOPE_MISSING and code in scopes:
                self._break(f"scope-missing:{code}")
            elif found.kind is not Kind.OUT_OF_SCOPE or key != RANGE:
                self._refusal(key, found)

    def _refusal(self, key: str, found: Finding) -> None:
        """A probe that got an answer of its own: its code and words stand in the finding."""
        path, code = self._path_of(key), found.values.get("code")
        words = str(found.values.get("message") or "")[:LONGEST_WORDS]
        old = not path.startswith("/v1.0/")
        if not path or not isinstance(code, str) or (old and whole(code) is None):
            self.roots.add(key)
            return
        self._break(f"refuse-call:{path}={code}:{words}")

    def _service(self) -> None:
        service = self.known.get(SERVICE)
        if service is None or service.state is not State.BLOCKED:
            return
        for kind, name in ((Kind.THROTTLED, "throttled"), (Kind.SERVER_ERROR, "server-error")):
            waiting = [
                key
                for key, found in self.known.items()
                if _waits_for(found, SERVICE) and found.kind is kind
            ]
            if waiting or service.kind is kind:
                self._break(*self._put_off(name, waiting, service))

    def _put_off(self, name: str, waiting: list[str], service: Finding) -> list[str]:
        """DingTalk busy or throttling: altogether, in all calls with a token, or in some."""
        reach = service.values.get("scope")
        if TOKEN in waiting or not waiting or reach == "ip":
            return ["throttled:ip" if name == "throttled" else name]
        if not self._let_through():
            plain = name if name == "throttled" else f"{name}:calls"
            return [f"{name}:{reach}" if reach in ("api", "org") else plain]
        return [f"{name}:{path}" for key in waiting if (path := self._path_of(key))]

    def _let_through(self) -> bool:
        """Whether any call with a token got past what puts off all of them."""
        return any(
            not _waits_for(one, SERVICE) and one.kind is not Kind.SCOPE_MISSING
            for one in self._guarded()
        )

    def _path_of(self, key: str) -> str:
        """Path of the route a finding asks; empty where it asks none."""
        permission = self.facts.permission(key.partition("/")[2])
        asked = {RANGE: CONTACT_RANGE, VISIBLE: VISIBLE_RANGE, AGENT_ID: PROGRESS}
        name = permission.probe if permission is not None else asked.get(key, "")
        endpoint = self.facts.endpoint(name)
        return endpoint.path if endpoint is not None else ""

    # -- ranges

    def _ranges(self) -> None:
        found = self.known.get(RANGE)
        if found is not None and found.kind is Kind.OUT_OF_SCOPE:
            self._range(found)
        fields = self.known.get("permissions/fields")
        if fields is not None and fields.kind is Kind.FIELDS_HIDDEN:
            hidden = [str(field) for field in listed(fields.values.get("fields"))]
            self._break(*(f"field-hidden:{HIDDEN[one]}" for one in hidden if one in HIDDEN))
        visible = self.known.get(VISIBLE)
        if visible is not None and visible.kind is Kind.VISIBLE_RANGE:
            counts = [people(visible.values.get(n)) for n in ("people", "departments", "roles")]
            only_admins = visible.values.get("case") == "admins"
            numbers = "+".join(map(str, counts))
            self._break(f"narrow-visible:{'admins' if only_admins else numbers}")

    def _range(self, found: Finding) -> None:
        ids = [whole(one) for one in listed(found.values.get("departments"))]
        departments = ",".join(str(one) for one in ids if one is not None and 0 < one < 10**15)
        self._break(f"narrow-range:{departments}+{people(found.values.get('people'))}")


def _waits_for(found: Finding, key: str) -> bool:
    return found.state is State.BLOCKED and found.values.get("blocked_by") == key
