"""Takes a snapshot: everything known of a set-up after a check. It is plain and stays at home."""

import datetime
import platform
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

import msgspec

import dingsetup
from dingsetup.facts import Fact, Facts
from dingsetup.findings import Finding
from dingsetup.profile import Profile, now
from dingsetup.store import Kept, Store
from dingsetup.support.values import FactsSeen, SecretSeen, Snapshot

PLAIN_VERSION = re.compile(r"[a-z0-9._-]{1,20}")
"""A system may be called anything by whoever built it; more than this is not taken over."""


def take(
    profile: Profile,
    secret: str,
    findings: Sequence[Kept],
    bindings: Mapping[str, int],
    facts: FactsSeen,
    *,
    key: bytes,
    system: Mapping[str, str],
) -> Snapshot:
    """Put together what is known; its moment is that of the newest finding.

    `key` is the profile's own (`support.keys`), and only marks the secret with it.
    """
    return Snapshot(
        at=max((kept.at for kept in findings), default=now()),
        profile=profile,
        secret=_secret_seen(secret, key),
        findings=_in_order(findings),
        bindings=dict(bindings),
        facts=facts,
        system=dict(system),
    )


def take_from(
    folder: Path, profile: Profile, secret: str, facts: FactsSeen, system: Mapping[str, str]
) -> Snapshot:
    """The same of a profile on disk, whose folder has the rest. Raises DatabaseError."""
    from dingsetup.bindings.summary import summary
    from dingsetup.bindings.table import Table
    from dingsetup.support.keys import profile_key

    findings, bindings = Store(folder).findings(), summary(Table(folder))
    key = profile_key(folder)
    return take(profile, secret, findings, bindings, facts, key=key, system=system)


def kept_now(findings: Iterable[Finding], at: datetime.datetime) -> tuple[Kept, ...]:
    """Findings of a run that nothing remembers, as a store would have kept them."""
    return tuple(Kept(finding, at, None) for finding in findings)


def facts_seen(facts: Facts, own: bool) -> FactsSeen:
    """Name the facts by the newest date in them and a digest; `own`: a user's file is over ours."""
    import hashlib  # not needed to paint the first page

    encoded = msgspec.json.encode(facts, order="deterministic")
    digest = hashlib.blake2b(encoded, digest_size=8).hexdigest()
    return FactsSeen(date=max(fact.date for fact in _every(facts)), digest=digest, own=own)


def system_facts(profile: Profile, language: str, key_store: str) -> dict[str, str]:
    """What of this computer may matter to support. `language` is its code, `key_store` a `Place`.

    Nothing names a person, a computer or a folder: of proxy and CA only whether there is one. What
    is empty is left out.
    """
    proxy = "system" if profile.proxy is None else "given" if profile.proxy else "none"
    found = {
        "program": dingsetup.__version__,
        "python": platform.python_version(),
        "os": _operating_system(),
        "language": language,
        "proxy": proxy,
        "ca": "given" if profile.ca_file else "system",
        "key_store": str(key_store),
    }
    return {name: value for name, value in found.items() if value}


def _secret_seen(secret: str, key: bytes) -> SecretSeen:
    from dingsetup.checks.shapes import fault_of
    from dingsetup.support.keys import mark

    fault = fault_of("client_secret", secret)
    return SecretSeen(
        given=bool(secret.strip()),
        fault=str(fault.kind) if fault else "",
        values=fault.values if fault else {},
        mark=mark(key, secret),
    )


def _in_order(findings: Sequence[Kept]) -> tuple[Kept, ...]:
    """In the order of the guide: a store has them in that of their runs."""
    from dingsetup.checks import STEPS

    places = {step: place for place, step in enumerate(STEPS)}
    return tuple(sorted(findings, key=lambda kept: places.get(kept.finding.step, len(places))))


def _every(facts: Facts) -> Iterator[Fact]:
    for section in facts.__struct_fields__:
        value: object = getattr(facts, section)
        yield from cast("tuple[Fact, ...]", value if isinstance(value, tuple) else (value,))


def _operating_system() -> str:
    """`debian 12 x86_64`, `windows 10.0.22631 amd64`, `macos 14.5 arm64`."""
    if sys.platform == "win32":
        name, version = "windows", platform.version()
    elif sys.platform == "darwin":
        name, version = "macos", platform.mac_ver()[0]
    else:
        name, version = _linux()
    named = (part for part in (name, version) if PLAIN_VERSION.fullmatch(part))
    machine = platform.machine().lower()
    known = machine if PLAIN_VERSION.fullmatch(machine) else ""
    return " ".join(part for part in (*named, known) if part)


def _linux() -> tuple[str, str]:
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return "linux", ""
    return release.get("ID", "linux"), release.get("VERSION_ID", "")
