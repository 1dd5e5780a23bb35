"""What is handed over of a set-up: what was proved and how, what is open, what to enter where.

A report holds kinds and values; `dingsetup.language.reports` puts it into words.
"""

import datetime
from collections.abc import Iterable, Sequence

import msgspec

from dingsetup import __version__
from dingsetup.dingtalk.masking import mask
from dingsetup.facts import Facts
from dingsetup.findings import Kind
from dingsetup.pasted.shapes import without_secrets
from dingsetup.plan import PlanWarning, plan_for
from dingsetup.profile import Profile, ProfileEdition, now
from dingsetup.support.changes import Change
from dingsetup.support.discretion import HIDDEN, cleaned
from dingsetup.support.guide_values import GuideValue, guide_values, plan_warnings
from dingsetup.support.report_entries import Entries, Entry
from dingsetup.support.values import FactsSeen, SendLine, Snapshot


class FormValue(msgspec.Struct, frozen=True, kw_only=True):
    """A field of DataWind's form 办公平台集成."""

    field: str
    value: str = ""
    """Never the secret, not even one that was typed here by mistake."""


class AllowanceLeft(msgspec.Struct, frozen=True, kw_only=True):
    """This computer's address, allowed for the checks and still to be taken off."""

    ip: str
    asked_at: datetime.datetime
    seen_open: bool
    """Whether a check has got through since: only then it surely stands on the list."""


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """The test messages, summed up."""

    count: int = 0
    people: int = 0
    fates: dict[str, int] = {}


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The hand-over sheet's content."""

    made_at: datetime.datetime
    checked_at: datetime.datetime
    program: str
    redacted: bool
    """Whether names, ids and addresses are stand-ins, as in a support file."""
    name: str
    edition: ProfileEdition
    first_cause: Entry | None
    form: tuple[FormValue, ...]
    guide: tuple[GuideValue, ...]
    warnings: tuple[PlanWarning, ...]
    """What a reader of the guide's values must know."""
    new_addresses: tuple[str, ...]
    """Those that the guide of 2023 does not have."""
    proved: tuple[Entry, ...]
    confirmed: tuple[Entry, ...]
    """By a person's word only; `at` is when it was given."""
    open: tuple[Entry, ...]
    """First cause on top, then what waits for it, then the rest in the order of the guide."""
    surplus: tuple[Entry, ...]
    permissions_pasted: bool
    """Whether a console page was pasted, by which alone surplus permissions are seen."""
    left_out: tuple[Entry, ...]
    allowance: AllowanceLeft | None
    bindings: dict[str, int]
    sent: Sent
    changes: tuple[Change, ...]
    """First cause on top."""
    facts: FactsSeen
    system: dict[str, str]

    def surplus_of(self, kind: Kind) -> tuple[str, ...]:
        """The permissions, addresses or redirect URLs beyond the guide's."""
        found = (entry.finding for entry in self.surplus if entry.finding.kind is kind)
        return tuple(str(item) for finding in found for item in finding.values.get("extra", ()))


def make_report(
    snapshot: Snapshot,
    facts: Facts,
    *,
    redacted: bool = False,
    changes: Sequence[Change] = (),
    sends: Iterable[SendLine] = (),
    made_at: datetime.datetime | None = None,
) -> Report:
    """Make the report of a snapshot; `redacted` for one that comes out of a support file.

    Of a plain snapshot nothing is repeated that may name a person: no text somebody typed or
    pasted but the profile's name, the ids of app and organisation, and DataWind's domain.
    """
    plain = _without_secret(msgspec.convert(cleaned(msgspec.to_builtins(snapshot)), Snapshot))
    profile = plain.profile
    entries = Entries(plain, facts, redacted=redacted)
    piles = entries.sorted_out()
    return Report(
        made_at=made_at or now(),
        checked_at=plain.at,
        program=__version__,
        redacted=redacted,
        name=mask(without_secrets(profile.name)),
        edition=profile.edition,
        first_cause=entries.first_cause(),
        form=_form(profile),
        guide=guide_values(plain, facts),
        warnings=plan_warnings(profile, facts),
        new_addresses=plan_for(facts, profile).new_addresses,
        proved=piles.proved,
        confirmed=piles.confirmed,
        open=piles.open,
        surplus=piles.surplus,
        permissions_pasted=bool(profile.pasted_permissions.strip()),
        left_out=piles.left_out,
        allowance=_allowance(plain),
        bindings=plain.bindings,
        sent=_sent(sends),
        changes=entries.changes(changes),
        facts=plain.facts,
        system=plain.system,
    )


def _without_secret(snapshot: Snapshot) -> Snapshot:
    """Hide a secret that was pasted into the field of another value."""
    profile = snapshot.profile
    typed = {name: str(getattr(profile, name)) for name in ("app_key", "agent_id", "corp_id")}
    hidden = {name: HIDDEN for name, value in typed.items() if without_secrets(value) != value}
    if not hidden:
        return snapshot
    changed = msgspec.structs.replace(profile, **hidden)
    return msgspec.structs.replace(snapshot, profile=changed)


def _form(profile: Profile) -> tuple[FormValue, ...]:
    return (
        FormValue(field="client_id", value=profile.app_key),
        FormValue(field="client_secret"),
        FormValue(field="agent_id", value=profile.agent_id),
        FormValue(field="corp_id", value=profile.corp_id),
    )


def _allowance(snapshot: Snapshot) -> AllowanceLeft | None:
    """What a person allowed and no refusal has closed; also what somebody has put on again."""
    allowance = snapshot.profile.allowance
    again = any(kept.finding.kind is Kind.ALLOWANCE_OPEN for kept in snapshot.findings)
    if allowance is None or not (allowance.open or again):
        return None
    seen = allowance.seen_open or again
    return AllowanceLeft(ip=allowance.ip, asked_at=allowance.asked_at, seen_open=seen)


def _sent(sends: Iterable[SendLine]) -> Sent:
    fates: dict[str, int] = {}
    count = people = 0
    for line in sends:
        count, people = count + 1, people + line.people
        for fate, number in line.tally.items():
            fates[fate] = fates.get(fate, 0) + number
    return Sent(count=count, people=people, fates=fates)
