"""Is the allowlist right: DataWind's addresses on it, this computer's only for the checks.

The admin's computer is not on the allowlist of a finished set-up: DataWind's servers are. So a
refusal here is no fault; it only keeps the other checks from being made. Whoever allows this
computer for the time of the checks is reminded until a check is refused again.
"""

import datetime
from typing import Any

import msgspec

from dingsetup.checks.blocking import CREDENTIALS_REFUSED, NO_ANSWER, NOT_NOW, block_of, token_block
from dingsetup.checks.case import Ask, Case, Check, finder
from dingsetup.dingtalk.errors import Answer
from dingsetup.facts import Facts
from dingsetup.findings import Finding, Kind, State
from dingsetup.pasted.addresses import compare_addresses
from dingsetup.pasted.comparison import Comparison
from dingsetup.plan import wanted_addresses
from dingsetup.profile import Allowance, Profile

STEP = "security"
find = finder(STEP)


def asks(profile: Profile, facts: Facts) -> tuple[Ask, ...]:
    """Ask what the allowlist guards and no quota counts: the first permission's own probe."""
    permission = facts.permissions[0]
    return (
        Ask(permission.code, lambda client: client.call(permission.probe, permission.arguments)),
    )


def judge(case: Case) -> list[Finding]:
    return [*_this_computer(case), *_addresses(case)]


def _this_computer(case: Case) -> list[Finding]:
    refused = _refusal(case)
    allowance = case.profile.allowance
    if refused is not None:
        return [_refused(refused, allowance)]
    if not _let_through(case):
        block = block_of(case, case.facts.permissions[0].code) or token_block(case)
        return [block.finding(STEP, "this_computer")]
    if allowance is not None:
        # Also after it was once taken off: somebody has put it on again.
        return [find("this_computer", State.WARNING, Kind.ALLOWANCE_OPEN, ip=allowance.ip)]
    return [find("this_computer", State.PASSED, Kind.PC_ALLOWED)]


def _refused(answer: Answer, allowance: Allowance | None) -> Finding:
    ip = str(answer.values.get("ip", ""))
    values = dict(answer.values) | ({"case": "ipv6"} if ":" in ip else {})
    if allowance is None:
        return find("this_computer", State.BLOCKED, Kind.IP_NOT_WHITELISTED, **values)
    if allowance.open and ip and ip != allowance.ip:
        # Another address than the allowed one: its refusal proves nothing about that one.
        values |= {"case": "moved", "allowed": allowance.ip}
        return find("this_computer", State.BLOCKED, Kind.IP_NOT_WHITELISTED, **values)
    if not allowance.open or allowance.seen_open:
        return find("this_computer", State.PASSED, Kind.ALLOWANCE_REMOVED, **values)
    return find("this_computer", State.BLOCKED, Kind.ALLOWANCE_WAITING, **values)


def _refusal(case: Case) -> Answer | None:
    refusals = (a for a in case.answers.values() if a.kind is Kind.IP_NOT_WHITELISTED)
    return next(refusals, None)


def _let_through(case: Case) -> bool:
    """Whether a guarded question got an answer that only comes from behind the allowlist."""
    unclear = NO_ANSWER | NOT_NOW | CREDENTIALS_REFUSED
    unguarded = ("old_token", "new_token", "corp_token", "homepage")
    guarded = (answer for id, answer in case.answers.items() if id not in unguarded)
    return any(answer.kind not in unclear for answer in guarded)


def _addresses(case: Case) -> list[Finding]:
    """Compare what the admin pasted from the console with what DataWind calls from."""
    wanted = wanted_addresses(case.facts, case.profile)
    if not wanted:
        return [find("addresses", State.FAILED, Kind.NOT_FILLED_IN, field="private_addresses")]
    total = len(wanted)
    if not case.profile.pasted_addresses.strip():
        kind, values = Kind.LIST_NOT_PASTED, {"case": "addresses", "total": total}
        return [find("addresses", State.MANUAL, kind, **values)]
    seen = compare_addresses(wanted, case.profile.pasted_addresses)
    return [_compared(case, seen, total), *_surplus(case, seen), *_unusable(seen)]


def _compared(case: Case, seen: Comparison, total: int) -> Finding:
    values: dict[str, Any] = {"found": list(seen.found), "total": total}
    if seen.complete:
        return find("addresses", State.PASSED, Kind.LIST_COMPLETE, case="addresses", **values)
    oldest = min(case.facts.address_lists, key=lambda entry: entry.date)
    newer = not set(seen.missing) & set(oldest.addresses) and case.profile.edition != "private"
    if newer:
        values["case"] = "newest"
    missing = list(seen.missing)
    return find("addresses", State.FAILED, Kind.ADDRESSES_MISSING, missing=missing, **values)


def _surplus(case: Case, seen: Comparison) -> list[Finding]:
    allowance = case.profile.allowance
    ours = {allowance.ip} if allowance is not None and allowance.open else set[str]()
    extra = [address for address in seen.extra if address not in ours]
    return [find("surplus", State.WARNING, Kind.ADDRESSES_EXTRA, extra=extra)] if extra else []


def _unusable(seen: Comparison) -> list[Finding]:
    entries = [{"entry": r.entry, "reason": str(r.reason)} for r in seen.unusable]
    if not entries:
        return []
    return [find("unusable", State.WARNING, Kind.ADDRESSES_UNUSABLE, unusable=entries)]


def settle(profile: Profile, findings: list[Finding], at: datetime.datetime) -> Profile:
    """Return the profile after a run: what the findings say about the allowance is remembered."""
    allowance = profile.allowance
    seen = next((f.kind for f in findings if f.key == "security/this_computer"), None)
    if allowance is None:
        return profile
    if seen is Kind.ALLOWANCE_OPEN:
        allowance = msgspec.structs.replace(allowance, seen_open=True, closed_at=None)
    elif seen is Kind.ALLOWANCE_REMOVED and allowance.open:
        allowance = msgspec.structs.replace(allowance, closed_at=at)
    return msgspec.structs.replace(profile, allowance=allowance)


CHECK = Check("allowlist", STEP, judge, asks)
