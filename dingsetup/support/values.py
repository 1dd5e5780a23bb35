"""What support works with: a snapshot of a set-up, and the bundle that leaves the house with it.

A snapshot is plain and stays on the admin's computer; what a bundle holds is redacted.
"""

import datetime
from typing import Any

import msgspec

from dingsetup.findings import Finding, State
from dingsetup.profile import Profile
from dingsetup.store import CallRecord, Kept

FORMAT = 1
"""Version of the bundle's form; another one is refused."""


class SecretSeen(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What may be told of the app's secret."""

    given: bool = False
    fault: str = ""
    """Kind of what is wrong with its shape, as of `checks.shapes.fault_of`; empty for nothing."""
    values: dict[str, Any] = {}
    """Of that fault; they never repeat the secret."""
    mark: str = ""
    """Equal for equal secrets of one profile, made with the profile's own key: it tells that the
    secret was changed, and nothing of the secret. Empty where none was given."""


class FactsSeen(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which facts were looked by."""

    date: datetime.date
    """Of the newest fact."""
    digest: str
    """Equal for equal facts."""
    own: bool = False
    """Whether a file of the user's stood over ours."""


class Snapshot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything known of a set-up after a check."""

    at: datetime.datetime
    profile: Profile
    secret: SecretSeen = SecretSeen()
    findings: tuple[Kept, ...] = ()
    """All that stand, in the order of the guide; not only those of the last run."""
    bindings: dict[str, int] = {}
    """The binding table summed up (`bindings.summary`)."""
    facts: FactsSeen
    system: dict[str, str] = {}
    """Program, Python, operating system, language, kind of proxy and key store: no name of a
    person, computer or folder."""

    @property
    def worked(self) -> bool:
        """Whether nothing failed and nothing was kept from being proved."""
        states = {kept.finding.state for kept in self.findings}
        return bool(states) and not states & {State.FAILED, State.BLOCKED}

    @property
    def plain_findings(self) -> list[Finding]:
        return [kept.finding for kept in self.findings]


class BindingLine(msgspec.Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """One user of the binding table, as it stood."""

    username: str
    name: str = ""
    email: str = ""
    mobile: str = ""
    job_number: str = ""
    enabled: bool = True
    userid: str = ""
    rule: str = ""
    confidence: str = ""
    ignored: bool = False
    state: str
    reason: str = ""


class SendLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One test message, without what it said."""

    id: int
    at: datetime.datetime
    push: str
    type: str
    language: str
    number: int = 1
    people: int = 0
    tally: dict[str, int] = {}
    """People by fate."""


class DeliveryLine(msgspec.Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """One person of a test message."""

    sending: int
    userid: str
    username: str = ""
    fate: str
    kind: str = ""
    at: datetime.datetime


class Bundle(msgspec.Struct, frozen=True, kw_only=True):
    """What one support file holds."""

    made_at: datetime.datetime
    program: str
    """Version of dingsetup that made it."""
    key_id: str
    """Names the key of its pseudonyms: only bundles of one key have equal ones for equal things."""
    snapshot: Snapshot
    calls: tuple[CallRecord, ...] = ()
    """Newest first."""
    bindings: tuple[BindingLine, ...] = ()
    sends: tuple[SendLine, ...] = ()
    deliveries: tuple[DeliveryLine, ...] = ()
    struck: dict[str, int] = {}
    """How many lines the admin took out, by member."""
