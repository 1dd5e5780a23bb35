"""Which faults of key, secret and token a practice tenant must have, and of the ids it compares."""

from dingsetup.checks.blocking import TOKEN
from dingsetup.dingtalk.contacts import VISIBLE_RANGE
from dingsetup.facts import Facts
from dingsetup.findings import Kind, State
from dingsetup.support.symptoms import AGENT_ID, CORP_ID, VISIBLE, Symptoms, waits_for

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


class TokenFaults:
    """The scenarios of the credentials, and the keys of findings no scenario can bring about."""

    def __init__(self, symptoms: Symptoms, facts: Facts, *, refused_here: bool) -> None:
        """`refused_here` says whether this computer's address was refused."""
        self._symptoms = symptoms
        self._known = symptoms.known
        self._facts = facts
        self.scenarios: list[str] = []
        self.roots: set[str] = set()
        self._token()
        corp = symptoms.failed(CORP_ID)
        if corp is not None and corp.kind in (Kind.CORP_ID_WRONG, Kind.FIELD_SHAPE):
            self.scenarios.append("wrong-corp")
        agent = self._known.get(AGENT_ID)
        if agent is not None and agent.kind is Kind.AGENT_ID_WRONG:
            self.scenarios.append("foreign-agent")
        if not refused_here and self._unproved():
            self._unread()

    @property
    def refused_key(self) -> bool:
        """Whether DingTalk knew no such key, or not with this secret."""
        token = self._symptoms.failed(TOKEN)
        return self._refused_unseen() or (token is not None and token.kind is Kind.BAD_SECRET)

    def _token(self) -> None:
        token = self._symptoms.failed(TOKEN)
        if token is not None and token.kind in REFUSALS:
            corp = self._known.get(CORP_ID)
            proved = corp is not None and corp.state is State.PASSED
            self._refused(token.kind, given=token.kind in STOPPED and proved)
        elif token is not None and not self.refused_key:
            self.roots.add(TOKEN)
        elif self.refused_key and not self._misshapen():
            # A fault of their shape is refused by itself, and mended by typing them anew.
            self.scenarios.append("bad-secret")
        elif token is None and (waiting := self._symptoms.waiting(TOKEN)):
            # Something else hid one way to a token; the other gave one, which was refused later.
            kind = self._known[waiting[0]].kind
            self._refused(kind, given=kind in STOPPED)

    def _refused_unseen(self) -> bool:
        """Whether the new route gave no token while the old one, broken, comes first as a cause.

        Why it gave none is told nowhere: that secret or app are others is the likeliest.
        """
        api, corp = self._known.get("network/api"), self._known.get(CORP_ID)
        if api is None or api.state is not State.PASSED or corp is None:
            return False
        # One of an odd shape waits too, and is told by its shape; refused, it would have failed.
        odd = corp.state is State.WARNING and corp.kind is Kind.FIELD_SHAPE
        return waits_for(self._known.get(TOKEN) if odd else corp, "network/oapi")

    def _refused(self, kind: Kind, *, given: bool) -> None:
        """Key and secret were taken, but not what they stand for: by all calls, or by some."""
        through = any(one.state is not State.BLOCKED for one in self._symptoms.guarded)
        if not given and not through:
            self.scenarios.append(STOPPED.get(kind, "expired-token"))
            return
        for key in self._symptoms.waiting(TOKEN):
            path, told = self._symptoms.path_of(key), self._known[key].kind
            if path and told in REFUSALS:
                code = REFUSALS[told][path.startswith("/v1.0/")]
                self.scenarios.append(f"refuse-call:{path}={code}:")

    def _misshapen(self) -> bool:
        found = (self._known.get(f"credentials/{one}") for one in ("client_id", "client_secret"))
        return any(one is not None and one.state is not State.PASSED for one in found)

    def _unproved(self) -> bool:
        """Whether the AgentId could be compared with nothing, though a token was given for it."""
        agent, visible = self._known.get(AGENT_ID), self._known.get(VISIBLE)
        unread = visible is None or visible.state is not State.BLOCKED
        if agent is None or not unread:
            return False
        if agent.state is not State.BLOCKED:
            return agent.kind is Kind.AGENT_ID_UNPROVED
        corp = self._known.get(CORP_ID)
        given = corp is not None and (corp.state is State.PASSED or corp.kind is Kind.CORP_ID_WRONG)
        return given and visible is not None and visible.kind is not Kind.VISIBLE_RANGE

    def _unread(self) -> None:
        """The app may not read its own visible range, which alone proves an AgentId."""
        endpoint = self._facts.endpoint(VISIBLE_RANGE)
        if endpoint is not None and endpoint.scope:
            self.scenarios.append(f"scope-missing:{endpoint.scope}")
