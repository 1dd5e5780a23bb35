"""The gateway: what every call must pass before a route answers, in DingTalk's order.

Method and path, then token, address, permission, pace and quota, required arguments and their
types; range and object are the routes' own. Method before token is proven; the rest of the order
is assumed (UNCONFIRMED).
"""

import ipaddress
import time
from collections.abc import Callable
from fnmatch import fnmatchcase

from dingsetup.facts import Endpoint
from dingsetup.practice import answers
from dingsetup.practice.answers import Refused
from dingsetup.practice.calls import Call
from dingsetup.practice.state import CALLS_A_MONTH, State


def pass_gate(state: State, call: Call, endpoint: Endpoint, *, needs_token: bool) -> None:
    """Let the call through or raise Refused. Counts it in the month's quota if it is let through.

    A token call (`needs_token` false) only meets DingTalk's own fault and a throttled address: the
    allowlist does not apply to it (§1.6, UNCONFIRMED), nor do pace and quota.
    """
    faults = state.faults
    if "ip" in faults.parameters("throttled"):
        raise Refused(answers.address_throttled())
    if faults.has("server-error"):
        raise Refused(answers.busy(call.form))
    if not needs_token:
        return
    if {"calls", endpoint.path} & set(faults.parameters("server-error")):
        raise Refused(answers.busy(call.form))
    for check in _CHECKS:
        check(state, call, endpoint)
    if endpoint.counted:
        state.counted += 1


def _token(state: State, call: Call, endpoint: Endpoint) -> None:
    del endpoint
    if not call.token:
        raise Refused(answers.token_blank(call.form))
    if state.faults.has("expired-token"):
        raise Refused(answers.token_refused(call.form, timed_out=True))
    if state.token_is_good(call.token):
        state.use_token()
    if not state.token_is_good(call.token):
        known = state.token_was_good(call.token)
        raise Refused(answers.token_refused(call.form, timed_out=known))
    if state.faults.has("app-disabled"):
        raise Refused(answers.app_disabled(call.form))


def _address(state: State, call: Call, endpoint: Endpoint) -> None:
    del endpoint
    caller = state.faults.caller
    if caller and not is_allowed(caller, state.allowlist):
        raise Refused(answers.address_refused(call.form, caller, state.identity.app_key))


def is_allowed(address: str, allowlist: tuple[str, ...]) -> bool:
    """Whether an entry covers the address; `*` may stand for a part of it (KB 0475)."""
    wanted = str(ipaddress.ip_address(address))
    return any(fnmatchcase(wanted, entry.strip().lower()) for entry in allowlist)


def _permission(state: State, call: Call, endpoint: Endpoint) -> None:
    if endpoint.scope in state.faults.missing_scopes:
        raise Refused(
            answers.scope_missing(call.form, endpoint.scope or "", state.identity.app_key)
        )


def _pace(state: State, call: Call, endpoint: Endpoint) -> None:
    turn = state.take_turn(endpoint.name) or not state.limits
    limited = state.faults.parameters("throttled")
    shared = next((reach for reach in limited if reach in ("api", "org")), "")
    if shared:
        raise Refused(answers.throttled_together(call.form, shared))
    if turn and not state.faults.has("throttled") and endpoint.path not in limited:
        return
    now = state.clock()
    raise Refused(
        answers.throttled(
            call.form,
            state.identity.app_key,
            answers.top_name(endpoint.path) if call.form is answers.Form.TOPAPI else endpoint.path,
            _beijing(now),
            _beijing(now + 1),
        )
    )


def _beijing(seconds: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(seconds + 8 * 3600))


def _quota(state: State, call: Call, endpoint: Endpoint) -> None:
    used_up = state.limits and state.counted >= CALLS_A_MONTH
    used_up = used_up or state.faults.has("quota-exhausted") or state.quota_ended()
    if endpoint.counted and used_up:
        raise Refused(answers.quota_exhausted(call.form))


_CHECKS: tuple[Callable[[State, Call, Endpoint], None], ...] = (
    _token,
    _address,
    _permission,
    _pace,
    _quota,
)
