"""What a check found: a finding carries a kind and values, never a sentence."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

import msgspec


class State(StrEnum):
    """How far a step is proved."""

    PASSED = "passed"
    FAILED = "failed"
    WARNING = "warning"
    BLOCKED = "blocked"
    """Could not be proved because of another finding, named by `values["blocked_by"]`."""
    MANUAL = "manual"
    """Only a person can tell; `values` keeps the dated answer."""
    SKIPPED = "skipped"


class Kind(StrEnum):
    """The one vocabulary: of DingTalk's answers first, then of what our checks add."""

    OK = "ok"
    BAD_SECRET = "bad_secret"
    TOKEN_MISSING = "token_missing"
    TOKEN_INVALID = "token_invalid"
    TOKEN_EXPIRED = "token_expired"
    IP_NOT_WHITELISTED = "ip_not_whitelisted"
    SCOPE_MISSING = "scope_missing"
    OUT_OF_SCOPE = "out_of_scope"
    USER_NOT_FOUND = "user_not_found"
    DEPT_NOT_FOUND = "dept_not_found"
    CHAT_NOT_FOUND = "chat_not_found"
    MOBILE_INVALID = "mobile_invalid"
    AGENT_ID_WRONG = "agent_id_wrong"
    APP_DISABLED = "app_disabled"
    ORG_DISABLED = "org_disabled"
    ORG_DISBANDED = "org_disbanded"
    THROTTLED = "throttled"
    QUOTA_EXHAUSTED = "quota_exhausted"
    PARAM_MISSING = "param_missing"
    PARAM_INVALID = "param_invalid"
    ENDPOINT_NOT_FOUND = "endpoint_not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    MEDIA_INVALID = "media_invalid"
    MESSAGE_TOO_LONG = "message_too_long"
    TOO_MANY_RECIPIENTS = "too_many_recipients"
    FORBIDDEN_DUPLICATE_MESSAGE = "forbidden:duplicate_message"
    FORBIDDEN_DAILY_LIMIT = "forbidden:daily_limit"
    FORBIDDEN_THROTTLED = "forbidden:throttled"
    FORBIDDEN_CONTENT = "forbidden:content"
    FORBIDDEN_PROTECTED = "forbidden:protected"
    AUTH_CODE_INVALID = "auth_code_invalid"
    REDIRECT_NOT_ALLOWED = "redirect_not_allowed"
    ROBOT_TOKEN_INVALID = "robot_token_invalid"
    ROBOT_KEYWORD_MISSING = "robot_keyword_missing"
    ROBOT_PARAM_INVALID = "robot_param_invalid"
    SERVER_ERROR = "server_error"
    NOT_DINGTALK = "not_dingtalk"
    ANSWER_TOO_LARGE = "answer_too_large"
    UNREACHABLE = "unreachable"
    DNS_FAILED = "dns_failed"
    TLS_FAILED = "tls_failed"
    TIMED_OUT = "timed_out"
    PROXY_REFUSED = "proxy_refused"
    UNKNOWN = "unknown"

    # What our checks add to the answers' vocabulary.
    NOT_FILLED_IN = "not_filled_in"
    FIELD_BLANKS = "field_blanks"
    FIELD_FULL_WIDTH = "field_full_width"
    FIELD_SHAPE = "field_shape"
    FIELD_SWAPPED = "field_swapped"
    CORP_ID_WRONG = "corp_id_wrong"
    AGENT_ID_UNPROVED = "agent_id_unproved"
    CLOCK_WRONG = "clock_wrong"
    SLOW = "slow"
    UNSTABLE = "unstable"
    PC_ALLOWED = "pc_allowed"
    ALLOWANCE_WAITING = "allowance_waiting"
    ALLOWANCE_OPEN = "allowance_open"
    ALLOWANCE_REMOVED = "allowance_removed"
    PROVED_EARLIER = "proved_earlier"
    LIST_NOT_PASTED = "list_not_pasted"
    LIST_COMPLETE = "list_complete"
    LIST_UNKNOWN = "list_unknown"
    ADDRESSES_MISSING = "addresses_missing"
    ADDRESSES_UNUSABLE = "addresses_unusable"
    ADDRESSES_EXTRA = "addresses_extra"
    REDIRECT_URLS_MISSING = "redirect_urls_missing"
    REDIRECT_URLS_EXTRA = "redirect_urls_extra"
    PERMISSIONS_MISSING = "permissions_missing"
    PERMISSIONS_EXTRA = "permissions_extra"
    SCOPE_PRESENT = "scope_present"
    RANGE_WHOLE = "range_whole"
    FIELDS_HIDDEN = "fields_hidden"
    VISIBLE_RANGE = "visible_range"
    PUBLISH_AGAIN = "publish_again"
    HOMEPAGE_SHAPE = "homepage_shape"
    HOMEPAGE_PLACEHOLDER = "homepage_placeholder"
    HOMEPAGE_PARAMETER = "homepage_parameter"
    HOMEPAGE_ANSWER = "homepage_answer"
    HOMEPAGE_REACHED = "homepage_reached"
    BINDINGS_EMPTY = "bindings_empty"
    BINDINGS_OPEN = "bindings_open"
    BINDINGS_DRIFTED = "bindings_drifted"
    BINDINGS_COMPLETE = "bindings_complete"
    ASK_APP_CREATED = "ask:app_created"
    ASK_APP_INFO = "ask:app_info"
    ASK_PUBLISHED = "ask:published"
    ASK_VISIBLE_RANGE = "ask:visible_range"
    ASK_INTEGRATION_FORM = "ask:integration_form"
    ASK_MESSAGE_CHANNEL = "ask:message_channel"
    ASK_ACCOUNTS_BOUND = "ask:accounts_bound"
    ASK_MONITORING_SWITCH = "ask:monitoring_switch"
    ASK_SUBSCRIPTION_SWITCH = "ask:subscription_switch"
    ASK_THIRD_PARTY_SWITCH = "ask:third_party_switch"
    ASK_MOBILE_SWITCH = "ask:mobile_switch"
    ASK_USERS_ENABLED = "ask:users_enabled"
    ASK_WEB_APP = "ask:web_app"
    ASK_PINNED = "ask:pinned"


INCIDENTAL = frozenset(
    {"host", "ms", "dns_ms", "tcp_ms", "tls_ms", "seconds", "repeated", "calls", "detail", "until"}
)
"""Values that tell how a run went, not what it found: they differ from run to run."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing a check found out. Sentences for it come from `dingsetup.language`."""

    step: str
    """Id of the guide's step, as in the facts."""
    check: str
    """Id of what was looked at, unique within the step."""
    state: State
    kind: Kind
    values: Mapping[str, Any] = {}
    """What the answer named: JSON types only, never a token or secret."""

    @property
    def key(self) -> str:
        """`step/check`: how another finding names this one in `blocked_by`."""
        return f"{self.step}/{self.check}"

    @property
    def essence(self) -> "Finding":
        """The finding without what differs from run to run."""
        kept = {name: value for name, value in self.values.items() if name not in INCIDENTAL}
        return msgspec.structs.replace(self, values=kept)

    @property
    def standing(self) -> State:
        """The state as a person counts it: a question answered with yes is done."""
        yes = self.state is State.MANUAL and self.values.get("answer") == "yes"
        return State.PASSED if yes else self.state


SEVERITY = (
    State.FAILED,
    State.BLOCKED,
    State.WARNING,
    State.MANUAL,
    State.PASSED,
    State.SKIPPED,
)
"""Worst first; what a step's mark shows is the worst of its findings."""


def counts(states: Iterable[State]) -> dict[str, int]:
    """Count states; every one is named, also with 0."""
    tally = dict.fromkeys((str(state) for state in State), 0)
    for state in states:
        tally[state] += 1
    return tally


def first_cause(findings: Iterable[Finding]) -> Finding | None:
    """Return what must be mended first: the finding others wait for, else the first failure.

    A root that passed needs no mending: this computer, once it is off the allowlist again.
    """
    known = {finding.key: finding for finding in findings}
    waiting = [str(f.values.get("blocked_by", "")) for f in known.values()]
    roots = [key for key in waiting if key in known and known[key].state is not State.PASSED]
    if roots:
        return known[max(dict.fromkeys(roots), key=roots.count)]
    failed = [f for f in known.values() if f.state is State.FAILED]
    return failed[0] if failed else None
