"""The tenant that is checked: a profile's, a practice tenant, or one made from a support file."""

import contextlib
import datetime
import os
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict
from urllib.parse import urlsplit

from dingsetup.cli.asking import VARIABLE, secret_for
from dingsetup.cli.practice import start_tenant
from dingsetup.cli.session import Session
from dingsetup.profile import Profile
from dingsetup.rehearsal import practice_profile

if TYPE_CHECKING:
    from dingsetup.cli.reproduced import Played

HEALTHY = "healthy"
PEOPLE_BY_DEFAULT = 60


class Target(TypedDict):
    """Which tenant is checked, and how a practice tenant for it is started."""

    profile_id: str | None
    practice: tuple[str, ...]
    more: tuple[str, ...]
    bundle_file: Path | None
    base_url: str | None
    people: int | None
    latency_ms: int | None


class Tenant:
    """A tenant to check: its profile, its secret, and where the outcome goes."""

    def __init__(
        self, profile: Profile, secret: str, *, kept: bool = False, played: "Played | None" = None
    ) -> None:
        self.profile = profile
        self.secret = secret
        self.kept = kept
        """Whether the profile is one on disk, which remembers the outcome."""
        self.played = played
        """The support file that it was made from."""

    @property
    def earlier(self) -> Mapping[str, datetime.datetime]:
        """What the sender of a support file had proved before."""
        return self.played.reproduction.earlier if self.played else {}

    @property
    def bindings(self) -> Mapping[str, int]:
        """The binding table of a support file's sender, summed up."""
        return self.played.reproduction.bindings if self.played else {}


@contextlib.contextmanager
def tenant_of(session: Session, target: Target) -> Generator[Tenant]:
    """Open the tenant asked for. Raises Failure and ProfileError."""
    if target["practice"]:
        names = [name for name in (*target["practice"], *target["more"]) if name != HEALTHY]
        people, latency_ms = target["people"] or PEOPLE_BY_DEFAULT, target["latency_ms"] or 0
        with start_tenant(session, names, people=people, latency_ms=latency_ms) as started:
            profile = practice_profile(started, session.facts)
            yield Tenant(profile, started.identity.app_secret)
    elif target["bundle_file"] is not None:
        with _reproduced(session, target["bundle_file"], target["base_url"]) as tenant:
            yield tenant
    elif target["base_url"] is not None:
        yield _from_environment(session, target["base_url"])
    else:
        profile = session.profile(target["profile_id"])
        yield Tenant(profile, secret_for(session, profile), kept=True)


def _address(session: Session, base_url: str) -> str:
    """The address of a tenant that runs. Raises Failure for what is none."""
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        text = session.language.gettext("“{url}” is no address: write it as http://127.0.0.1:8000.")
        session.fail(text.format(url=base_url))
    return base_url.rstrip("/")


def _from_environment(session: Session, base_url: str) -> Tenant:
    url = _address(session, base_url)
    profile = Profile(
        id="environment",
        name=base_url,
        edition="practice",
        app_key=os.environ.get("DINGSETUP_APP_KEY", ""),
        agent_id=os.environ.get("DINGSETUP_AGENT_ID", ""),
        corp_id=os.environ.get("DINGSETUP_CORP_ID", ""),
        base_url=url,
    )
    return Tenant(profile, os.environ.get(VARIABLE, ""))


@contextlib.contextmanager
def _reproduced(session: Session, file: Path, base_url: str | None) -> Generator[Tenant]:
    """What a support file tells of, on a tenant started for it or on one that runs already."""
    from dingsetup.cli.reproduced import derived, reproduced

    if base_url is not None:
        url = _address(session, base_url)
        yield _as_it_was(derived(session, file), url, os.environ.get(VARIABLE, ""))
        return
    with reproduced(session, file) as (tenant, played):
        yield _as_it_was(played, tenant.base_url, tenant.identity.app_secret)


def _as_it_was(played: "Played", base_url: str, app_secret: str) -> Tenant:
    from dingsetup.support.reproduction import profile_at
    from dingsetup.support.reproduction import secret_for as secret_as_it_was

    secret = secret_as_it_was(played.reproduction, app_secret)
    return Tenant(profile_at(played.reproduction, base_url), secret, played=played)
