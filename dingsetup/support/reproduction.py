"""A practice tenant and a profile made from a support file, on which checks find what they found.

The practice tenant itself is started by whoever asks for it: nothing here knows it.
"""

import datetime
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from typing import Any

import msgspec

from dingsetup.checks.blocking import THIS_COMPUTER
from dingsetup.checks.shapes import fault_of, is_number
from dingsetup.facts import Facts
from dingsetup.findings import Finding, Kind, State
from dingsetup.profile import SUPPORT, Allowance, Profile
from dingsetup.store import Kept
from dingsetup.support.deriving import Derived
from dingsetup.support.lines import BINDINGS, FINDINGS
from dingsetup.support.symptoms import ip_of, whole
from dingsetup.support.values import Bundle

SAMPLES = {
    "client_id": "dingexample12345678",
    "agent_id": "2574805120",
    "corp_id": "ding" + "0a" * 16,
    "app_id": "00000000-0000-4000-8000-000000000000",
    "mobile": "15400000000",
    "address": "198.51.100.7",
    "url": "https://bi.example/",
}
"""What belongs into another field than the secret's, by its shape."""
LONGEST = 4096
SUMMED_UP = "datawind/bindings"


class TenantApp(msgspec.Struct, frozen=True, kw_only=True):
    """The app as the practice tenant must have it; what is empty, it makes up."""

    app_key: str = ""
    app_secret: str = ""
    """Only where an oddly shaped one was taken; then it is as long, and nothing else of it."""
    agent_id: int | None = None
    corp_id: str = ""
    allowlist: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"TenantApp(app_key={self.app_key!r}, agent_id={self.agent_id})"


class Reproduction(msgspec.Struct, frozen=True, kw_only=True):
    """All that is needed to make the customer's checks find the same here."""

    scenarios: tuple[str, ...]
    """What is broken, in the practice tenant's own words."""
    app: TenantApp
    """`rehearsal.app_of` makes the practice tenant's argument of it."""
    profile: Profile
    """Without an address: see `profile_at`."""
    secret_fault: Finding | None = None
    """What was wrong with the shape of the secret that was typed."""
    earlier: dict[str, datetime.datetime] = {}
    """When each check, by `step/check`, had last passed."""
    bindings: dict[str, int] = {}
    left_out: tuple[Finding, ...] = ()
    """What no tenant on this computer can play: the customer's own network, clock and the like."""


class Difference(msgspec.Struct, frozen=True):
    """One check that does not find the same."""

    expected: Finding | None
    """As the support file has it; None where it has nothing of the kind."""
    found: Finding | None


def reproduce(bundle: Bundle, facts: Facts) -> Reproduction:
    """Derive a tenant and a profile. What cannot be derived is in `left_out`; raises nothing."""
    snapshot = bundle.snapshot
    derived = Derived(snapshot.plain_findings, facts)
    secret = derived.known.get("credentials/client_secret")
    fault = secret if secret is not None and secret.state is not State.PASSED else None
    if secret is None and snapshot.secret.fault in list(Kind):
        fault = Finding(
            step="credentials",
            check="client_secret",
            state=State.FAILED,
            kind=Kind(snapshot.secret.fault),
            values=snapshot.secret.values,
        )
    profile = msgspec.structs.replace(
        snapshot.profile,
        id=SUPPORT,
        base_url=None,
        proxy=None,
        ca_file=None,
        allowance=_allowance(snapshot.profile.allowance, snapshot.findings),
    )
    return Reproduction(
        scenarios=tuple(derived.scenarios),
        app=_app(derived, profile, fault),
        profile=profile,
        secret_fault=fault,
        earlier=_earlier(snapshot.findings),
        bindings=dict(snapshot.bindings),
        left_out=derived.left_out,
    )


def profile_at(reproduction: Reproduction, base_url: str) -> Profile:
    """The profile for the tenant that runs there."""
    return msgspec.structs.replace(reproduction.profile, base_url=base_url.rstrip("/"))


def secret_for(reproduction: Reproduction, app_secret: str) -> str:
    """What to type as the secret: the tenant's own, or one with the fault the customer's had."""
    fault = reproduction.secret_fault
    if fault is None or reproduction.app.app_secret:
        return app_secret
    return _faulty(fault, app_secret)


def differences(
    bundle: Bundle, findings: Iterable[Finding], left_out: Sequence[Finding] = ()
) -> tuple[Difference, ...]:
    """What checks find otherwise than the bundle has it, in the bundle's order, then ours.

    Not compared is what differs from run to run, what was `left_out`, a step that was never
    checked, and what lines that were struck out of the bundle would tell.
    """
    expected = {finding.key: finding for finding in bundle.snapshot.plain_findings}
    found = {finding.key: finding for finding in findings}
    aside = {finding.key for finding in left_out}
    if bundle.struck.get(BINDINGS):
        aside.add(SUMMED_UP)
    unclear = {finding.step for finding in left_out}
    steps = {finding.step for finding in expected.values()} - unclear
    if bundle.struck.get(FINDINGS):
        steps = set[str]()
    pairs = [(known, found.get(key)) for key, known in expected.items() if key not in aside]
    new = [one for key, one in found.items() if key not in expected and one.step in steps]
    return (
        *(Difference(known, seen) for known, seen in pairs if _differ(known, seen)),
        *(Difference(None, one) for one in new),
    )


def _differ(expected: Finding, found: Finding | None) -> bool:
    if found is None:
        return True
    return msgspec.to_builtins(expected.essence) != msgspec.to_builtins(found.essence)


def _allowance(allowance: Allowance | None, findings: Sequence[Kept]) -> Allowance | None:
    """The allowance as the check found it: what it has closed by itself was open until then."""
    here = next((one for one in findings if one.finding.key == THIS_COMPUTER), None)
    if allowance is None or here is None or here.finding.kind is not Kind.ALLOWANCE_REMOVED:
        return allowance
    if allowance.closed_at is None or allowance.closed_at < here.at:
        return allowance
    return msgspec.structs.replace(allowance, seen_open=True, closed_at=None)


def _app(derived: Derived, profile: Profile, fault: Finding | None) -> TenantApp:
    taken = derived.accepted
    secret = _faulty(fault, "") if fault is not None and taken else ""
    corp = derived.known.get("credentials/corp_id")
    right = fault_of("corp_id", profile.corp_id) is None
    proved = corp is not None and corp.state is State.PASSED
    return TenantApp(
        app_key=profile.app_key if taken or _well_shaped(derived, profile.app_key) else "",
        app_secret=secret,
        agent_id=whole(profile.agent_id) if is_number(profile.agent_id) else None,
        corp_id=profile.corp_id if right or proved else "",
        allowlist=_allowlist(derived, profile),
    )


def _well_shaped(derived: Derived, app_key: str) -> bool:
    """Whether it may be an app's; of an odd shape is also what DingTalk may have changed to."""
    fault = fault_of("client_id", app_key)
    return fault is None or (fault.kind is Kind.FIELD_SHAPE and not derived.refused_key)


def _allowlist(derived: Derived, profile: Profile) -> tuple[str, ...]:
    """The guide's addresses; the one blocked is not among them, the one allowed is."""
    guides = derived.facts.newest_addresses.addresses
    here = derived.known.get(THIS_COMPUTER)
    address = ip_of(here) if here is not None else ""
    if derived.refused_here:
        return tuple(entry for entry in guides if not fnmatchcase(address, entry))
    open_ = here is not None and here.kind is Kind.ALLOWANCE_OPEN and address
    return (*guides, address) if open_ else guides


def _earlier(findings: Sequence[Kept]) -> dict[str, datetime.datetime]:
    """When each had passed, as the run that found this knew it."""
    passed = {
        one.finding.key: one.passed_at
        for one in findings
        if one.passed_at is not None and one.finding.state is not State.BLOCKED
    }
    for one in findings:
        if one.finding.kind is Kind.PROVED_EARLIER:
            at = _moment(one.finding.values.get("proved_at"))
            passed |= {one.finding.key: at} if at is not None else {}
    return passed


def _moment(value: Any) -> datetime.datetime | None:
    try:
        return datetime.datetime.fromisoformat(str(value))
    except ValueError:
        return None


def _faulty(fault: Finding, secret: str) -> str:
    """A secret with the fault a finding tells of."""
    values = fault.values
    match fault.kind:
        case Kind.NOT_FILLED_IN:
            return ""
        case Kind.FIELD_FULL_WIDTH:
            return "Ａ" * max(1, len(str(values.get("characters", "")))) + secret
        case Kind.FIELD_BLANKS:
            before = min(max((whole(values.get("place")) or 1) - 1, 0), LONGEST)
            return secret[:before].ljust(before, "~") + " " + (secret[before:] or "~")
        case Kind.FIELD_SWAPPED:
            return SAMPLES.get(str(values.get("looks_like")), secret)
        case Kind.FIELD_SHAPE if values.get("case") == "masked":
            return "*" * 12
        case Kind.FIELD_SHAPE:
            return "~" * min(max(whole(values.get("length")) or 1, 1), LONGEST)
        case _:
            return secret
