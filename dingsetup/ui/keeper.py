"""What one profile keeps: its file, its secret, its findings. Blocking, so called from threads."""

import datetime
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from dingsetup.database import DatabaseError
from dingsetup.facts import Facts, load_facts
from dingsetup.profile import Profile, Profiles
from dingsetup.rehearsal import has_tenant
from dingsetup.secrets import Place, SecretStore
from dingsetup.store import Kept, Store

if TYPE_CHECKING:
    from dingsetup.checks.runner import Outcome


class Loaded(msgspec.Struct, frozen=True):
    """What a session fetches when it opens."""

    secret: str
    in_memory: bool
    """Whether the system has no key store that could be used."""
    findings: list[Kept]
    trouble: str = ""
    """Why there are no findings, where their file cannot be read."""

    def __repr__(self) -> str:
        return f"Loaded({len(self.findings)} findings)"


class Keeper:
    """Writes what a session changes, the newest value winning whatever the order of threads."""

    def __init__(
        self,
        profile: Profile,
        profiles: Profiles,
        secrets: SecretStore,
        complain: Callable[[str], None],
    ) -> None:
        """`complain` takes a sentence, from any thread, about what could not be kept."""
        self._id = profile.id
        # A practice tenant's secret is no secret: the key store is not troubled with it.
        self._practice = profile.edition == "practice" or has_tenant(profile)
        self._profiles = profiles
        self._secrets = secrets
        self._folder = profiles.folder(profile.id)
        self._store = Store(self._folder)
        self._complain = complain
        self._profile_lock = threading.Lock()
        self._secret_lock = threading.Lock()
        self._written = profile
        self._written_secret: str | None = None

    def fetch(self) -> Loaded:
        """The secret, and what earlier runs found. A file that cannot be read costs only that."""
        secret = "" if self._practice else self._secrets.get(self._id) or ""
        in_memory = self._practice or self._secrets.place is Place.MEMORY
        try:
            return Loaded(secret, in_memory, self._store.findings())
        except DatabaseError as error:
            return Loaded(secret, in_memory, [], str(error))

    def holds(self, profile: Profile) -> bool:
        """Whether the file holds just this."""
        return self._written is profile

    def write_profile(self, newest: Callable[[], Profile]) -> None:
        """Write the profile as it is by now. Raises ProfileError."""
        with self._profile_lock:
            profile = newest()
            if profile is not self._written:
                self._profiles.save(profile)
                self._written = profile

    def write_secret(self, newest: Callable[[], str]) -> None:
        """Keep the secret as it is by now, or forget it. Raises SecretError."""
        if self._practice:
            return
        with self._secret_lock:
            secret = newest()
            if secret == self._written_secret:
                return
            if secret:
                self._secrets.set(self._id, secret)
            else:
                self._secrets.forget(self._id)
            self._written_secret = secret

    def proofs(self, profile: Profile) -> dict[str, datetime.datetime]:
        """What was proved before of this very app and tenant."""
        try:
            return self._store.passed(profile.tenant)
        except DatabaseError as error:
            self._complain(str(error))
            return {}

    def bindings(self) -> dict[str, int]:
        """The binding table summed up; empty where there is none."""
        from dingsetup.bindings.summary import summary  # not needed to paint the first page
        from dingsetup.bindings.table import Table

        try:
            return summary(Table(self._folder))
        except DatabaseError as error:
            self._complain(str(error))
            return {}

    def keep_run(self, outcome: "Outcome", secret: str, facts: Facts) -> None:
        """Findings and calls of a run of this profile, and a snapshot of all that stands after it.
        A full disk loses no finding on screen."""
        profile = outcome.profile
        try:
            self._store.keep(outcome.findings, outcome.at, profile.tenant)
            self._store.log(outcome.calls)
            self._record(profile, secret, facts)
        except DatabaseError as error:
            self._complain(str(error))

    def _record(self, profile: Profile, secret: str, facts: Facts) -> None:
        from dingsetup.support.history import History  # not needed to paint the first page
        from dingsetup.support.snapshot import facts_seen, system_facts, take_from

        seen = facts_seen(facts, own=facts != load_facts())
        place = Place.MEMORY if self._practice else self._secrets.place
        system = system_facts(profile, "", str(place))
        History(self._folder).add(take_from(self._folder, profile, secret, seen, system))
