"""A customer's practice tenant, the support file of its checks, and the tenant made from that."""

import datetime
import threading
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self
from unittest.mock import patch

import msgspec

from dingsetup.checks import runner
from dingsetup.checks.runner import Outcome, Run, inspect
from dingsetup.checks.shapes import fault_of
from dingsetup.dingtalk import routes
from dingsetup.dingtalk.transport import Network
from dingsetup.facts import Facts
from dingsetup.findings import Finding, Kind, State
from dingsetup.practice import App, PracticeTenant
from dingsetup.profile import Profile, now
from dingsetup.rehearsal import app_of, practice_profile
from dingsetup.store import Kept
from dingsetup.support.reproduction import (
    Difference,
    Reproduction,
    differences,
    profile_at,
    reproduce,
    secret_for,
)
from dingsetup.support.values import Bundle, FactsSeen, SecretSeen, Snapshot

Carry = Callable[[Bundle], Bundle]
PEOPLE = 12
SLOW_MS = 150
SILENCE_S = 0.4

SAMPLES = (
    "healthy", "bad-secret", "wrong-corp", "app-disabled", "org-disabled", "org-disbanded",
    "ip-blocked:198.51.100.7", "ip-blocked-v6", "scope-missing:qyapi_ext_read", "narrow-range",
    "narrow-visible", "field-hidden:mobile", "foreign-agent", "expired-token", "throttled",
    "quota-exhausted", "server-error", "refuse-call:/topapi/user/count=33001:无效的企业ID",
    "portal", "proxy-refused", f"slow:{SLOW_MS + 10}", "flaky", "reset", "silent", "homepage:502",
)  # fmt: skip
"""One of each kind of scenario that a check of a set-up can find."""
OTHERS = (
    "ip-blocked", "scope-missing:qyapi_microapp_manage", "narrow-range:+0", "narrow-range:7,5+3",
    "narrow-visible:admins", "narrow-visible:2+1+1", "field-hidden:email",
    "field-hidden:job_number", "throttled:org", "throttled:api", "throttled:ip",
    "throttled:/auth/scopes", "server-error:calls", "server-error:/topapi/user/count",
    "refuse-call:/auth/scopes=987654:no words of ours", "refuse-call:/topapi/user/count=50003:",
    "refuse-call:/topapi/user/count=42001:access_token超时", "portal:oapi", "portal:api=empty",
    "portal:oapi=cut", "portal:oapi=text", "portal:oapi=list", "portal:api=redirect",
    "proxy-refused:api", "reset:api", "reset:homepage", "silent:oapi", "silent:homepage",
    "homepage:302", "homepage:204",
)  # fmt: skip
"""The same with other parameters."""


@contextmanager
def hurried() -> Generator[None]:
    """Call it slow and silent sooner, and ask a throttling tenant only once."""
    network_of = runner.network_of

    def impatient(profile: Profile) -> Network:
        return msgspec.structs.replace(network_of(profile), read_timeout=SILENCE_S)

    with ExitStack() as stack:
        for name, value in (
            ("dingsetup.checks.network.SLOW_MS", SLOW_MS),
            ("dingsetup.support.line_faults.SLOW_MS", SLOW_MS - 90),
            ("dingsetup.dingtalk.routes.READS", routes.READS - {Kind.THROTTLED}),
            ("dingsetup.dingtalk.transport.exchange.BACK_OFF", 0.01),
            ("dingsetup.checks.runner.network_of", impatient),
        ):
            stack.enter_context(patch(name, value))
        yield


def as_it_is(bundle: Bundle) -> Bundle:
    """Nothing is redacted or written: what differs then is the derivation's fault alone."""
    return bundle


def redacted(facts: Facts) -> Carry:
    """Redacted with one key for all, written, and read again."""
    from dingsetup.support.lines import manifest_of, to_lines
    from dingsetup.support.pseudonyms import Pseudonyms
    from dingsetup.support.reading import read_bundle
    from dingsetup.support.redaction import redact
    from dingsetup.support.writing import write_bundle

    key = bytes(range(32))

    def carry(bundle: Bundle) -> Bundle:
        snapshot = redact(bundle.snapshot, Pseudonyms(key, facts))
        sent = msgspec.structs.replace(bundle, snapshot=snapshot)
        with TemporaryDirectory() as folder:
            file = Path(folder) / "a.dingsetup"
            write_bundle(file, to_lines(sent), manifest_of(sent))
            return read_bundle(file)

    return carry


class Both:
    """The customer's tenant and support's; each serves many set-ups, one after the other."""

    def __init__(self, facts: Facts, carry: Carry = as_it_is) -> None:
        self.facts = facts
        self.carry = carry
        self.theirs = PracticeTenant.start(facts, people=PEOPLE, limits=False)
        self._ours: dict[App, PracticeTenant] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for tenant in (self.theirs, *self._ours.values()):
            tenant.stop()

    def check(self, profile: Profile, secret: str, **more: Any) -> Outcome:
        return inspect(profile, secret, Run(facts=self.facts, cancel=threading.Event(), **more))

    def customer(self, *scenarios: str) -> Profile:
        """The customer's profile, on a tenant broken like this."""
        self.theirs.set_scenarios(scenarios)
        self.theirs.set_allowlist(self.facts.newest_addresses.addresses)
        return practice_profile(self.theirs, self.facts)

    def bundle(self, profile: Profile, secret: str | None = None, **more: Any) -> Bundle:
        """The support file of a check of the customer's."""
        secret = self.theirs.identity.app_secret if secret is None else secret
        outcome = self.check(profile, secret, **more)
        earlier = more.get("earlier", {})
        fault = fault_of("client_secret", secret)
        return self.carry(
            Bundle(
                made_at=now(),
                program="0",
                key_id="00000000",
                snapshot=Snapshot(
                    at=outcome.at,
                    profile=outcome.profile,
                    secret=SecretSeen(
                        given=bool(secret),
                        fault=str(fault.kind) if fault else "",
                        values=fault.values if fault else {},
                    ),
                    findings=kept(outcome.findings, outcome.at, earlier),
                    bindings=dict(more.get("bindings", {})),
                    facts=FactsSeen(date=datetime.date(2026, 1, 1), digest=""),
                ),
            )
        )

    def tenant_for(self, made: Reproduction) -> PracticeTenant:
        """Support's tenant, in the state a support file tells of."""
        app = app_of(made.app)
        if app not in self._ours:
            self._ours[app] = PracticeTenant.start(self.facts, people=PEOPLE, limits=False, app=app)
        tenant = self._ours[app]
        tenant.set_scenarios(made.scenarios)
        tenant.set_allowlist(app.allowlist or ())
        return tenant

    def found_again(self, made: Reproduction) -> Outcome:
        """What support's check of it finds."""
        tenant = self.tenant_for(made)
        profile = profile_at(made, tenant.base_url)
        secret = secret_for(made, tenant.identity.app_secret)
        return self.check(profile, secret, earlier=made.earlier, bindings=made.bindings)

    def differ(self, bundle: Bundle) -> tuple[tuple[Difference, ...], Reproduction]:
        """What support finds otherwise than the customer, and how it was played."""
        made = reproduce(bundle, self.facts)
        return differences(bundle, self.found_again(made).findings, made.left_out), made


def kept(
    findings: Iterable[Finding],
    at: datetime.datetime,
    earlier: dict[str, datetime.datetime],
) -> tuple[Kept, ...]:
    """Findings as a profile keeps them, and as they come back from its file."""
    plain = msgspec.json.decode(msgspec.json.encode(list(findings)), type=list[Finding])
    passed = (State.PASSED, State.WARNING)
    return tuple(
        Kept(one, at, at if one.state in passed else earlier.get(one.key)) for one in plain
    )


def told(found: Sequence[Difference]) -> list[str]:
    """Differences in a line each, for whoever has to find out why."""
    return [f"expected {one.expected}\n   found {one.found}" for one in found]
