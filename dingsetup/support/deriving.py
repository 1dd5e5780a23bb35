"""Which faults a practice tenant must have for its checks to find what a support file tells.

The state is derived from the findings, not replayed, so that support can mend one fault after the
other and see what turns green. Faults are written as the practice tenant's scenarios are.
"""

from collections.abc import Iterable

from dingsetup.checks.blocking import QUOTA, SERVICE, THIS_COMPUTER, TOKEN, TOKEN_REFUSED
from dingsetup.facts import Facts
from dingsetup.findings import Finding, Kind, State
from dingsetup.support.line_faults import LineFaults
from dingsetup.support.symptoms import (
    RANGE,
    VISIBLE,
    Symptoms,
    ip_of,
    listed,
    people,
    waits_for,
    whole,
)
from dingsetup.support.token_faults import STOPPED, TokenFaults

LONGEST_WORDS = 900
REFUSED_HERE = frozenset({Kind.IP_NOT_WHITELISTED, Kind.ALLOWANCE_WAITING, Kind.ALLOWANCE_REMOVED})
HIDDEN = {"jobnumber": "job_number", "mobile": "mobile", "email": "email"}


class Derived:
    """The scenarios of a set of findings, and the findings no scenario can bring about."""

    def __init__(self, findings: Iterable[Finding], facts: Facts) -> None:
        self.known = {finding.key: finding for finding in findings}
        self.facts = facts
        self.symptoms = Symptoms(self.known, facts)
        self.scenarios: list[str] = []
        self.roots: set[str] = set()
        """Keys of what cannot be played by itself; what waits for it cannot either."""
        line = LineFaults(self.known)
        token = TokenFaults(self.symptoms, facts, refused_here=self.refused_here)
        self.refused_key = token.refused_key
        """Whether DingTalk knew no such key, or not with this secret."""
        for faults in (line, token):
            self._break(*faults.scenarios)
            self.roots |= faults.roots
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
        path, code = self.symptoms.path_of(key), found.values.get("code")
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
                if waits_for(found, SERVICE) and found.kind is kind
            ]
            if waiting or service.kind is kind:
                self._break(*self._put_off(name, waiting, service, first=service.kind is kind))

    def _put_off(
        self, name: str, waiting: list[str], service: Finding, *, first: bool
    ) -> list[str]:
        """DingTalk busy or throttling: altogether, in all calls with a token, or in some.

        Where it is both, all but some are of the kind that the service's own finding has `first`.
        """
        reach = service.values.get("scope") if first else None
        if TOKEN in waiting or not waiting or reach == "ip":
            return ["throttled:ip" if name == "throttled" else name]
        if first and not self._let_through(name):
            plain = name if name == "throttled" else f"{name}:calls"
            return [f"{name}:{reach}" if reach in ("api", "org") else plain]
        return [f"{name}:{path}" for key in waiting if (path := self.symptoms.path_of(key))]

    def _let_through(self, name: str) -> bool:
        """Whether any call with a token got past what puts off all of them.

        That is busy before it looks at the token; it throttles last, before the month's quota.
        """
        gate = (QUOTA,) if name == "throttled" else (QUOTA, TOKEN, THIS_COMPUTER)
        return any(
            one.state is not State.BLOCKED or one.values.get("blocked_by") in gate
            for one in self.symptoms.guarded
            if name != "throttled" or one.kind is not Kind.SCOPE_MISSING
        )

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
