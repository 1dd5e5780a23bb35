"""Why a question could not be answered: which other finding has to be mended first."""

from typing import Any

import msgspec

from dingsetup.checks.case import Case
from dingsetup.dingtalk.errors import Answer
from dingsetup.findings import Finding, Kind, State

NO_ANSWER = frozenset(
    {
        Kind.UNREACHABLE,
        Kind.DNS_FAILED,
        Kind.TLS_FAILED,
        Kind.TIMED_OUT,
        Kind.PROXY_REFUSED,
        Kind.NOT_DINGTALK,
        Kind.ANSWER_TOO_LARGE,
    }
)
"""Nobody, or somebody else, answered: the network between us and DingTalk."""

TOKEN_REFUSED = frozenset({Kind.TOKEN_INVALID, Kind.TOKEN_EXPIRED, Kind.TOKEN_MISSING})
CREDENTIALS_REFUSED = TOKEN_REFUSED | {
    Kind.BAD_SECRET,
    Kind.APP_DISABLED,
    Kind.ORG_DISABLED,
    Kind.ORG_DISBANDED,
}
NOT_NOW = frozenset({Kind.THROTTLED, Kind.SERVER_ERROR})

TOKEN_ASKS = ("old_token", "new_token")
TOKEN = "credentials/token"
THIS_COMPUTER = "security/this_computer"
SERVICE = "network/service"
QUOTA = "permissions/quota"


class Block(msgspec.Struct, frozen=True):
    """The finding to mend first, by its key, and the kind it has."""

    by: str
    kind: Kind

    def finding(self, step: str, check: str, **values: Any) -> Finding:
        return Finding(
            step=step,
            check=check,
            state=State.BLOCKED,
            kind=self.kind,
            values={**values, "blocked_by": self.by},
        )


def block_of(case: Case, ask: str) -> Block | None:
    """Return what kept a question from being answered; None when the answer can be judged."""
    answer = case.answers.get(ask)
    if answer is None:
        return token_block(case)
    return _cause(answer, case.ask_hosts.get(ask, "oapi"))


def token_block(case: Case) -> Block:
    """Return why there is no token: a field not filled in, the network, or the credentials."""
    refused = {ask: a for ask in TOKEN_ASKS if (a := case.answers.get(ask)) and not a.ok}
    causes = [_cause(answer, case.ask_hosts.get(ask, "oapi")) for ask, answer in refused.items()]
    # Without the network not even a right field could be proved: it comes first.
    unreached = next((cause for cause in causes if cause and cause.kind in NO_ANSWER), None)
    if unreached is not None:
        return unreached
    if not case.profile.app_key:
        return Block("credentials/client_id", Kind.NOT_FILLED_IN)
    if case.secret_fault and case.secret_fault.kind is Kind.NOT_FILLED_IN:
        return Block("credentials/client_secret", Kind.NOT_FILLED_IN)
    for answer, cause in zip(refused.values(), causes, strict=True):
        return cause or Block(TOKEN, answer.kind)
    return Block(TOKEN, Kind.TOKEN_MISSING)


def _cause(answer: Answer, host: str) -> Block | None:
    if answer.kind in NO_ANSWER:
        return Block(f"network/{host}", answer.kind)
    if answer.kind in CREDENTIALS_REFUSED:
        return Block(TOKEN, answer.kind)
    if answer.kind is Kind.IP_NOT_WHITELISTED:
        return Block(THIS_COMPUTER, answer.kind)
    if answer.kind is Kind.QUOTA_EXHAUSTED:
        return Block(QUOTA, answer.kind)
    return Block(SERVICE, answer.kind) if answer.kind in NOT_NOW else None
