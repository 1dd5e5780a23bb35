"""What a thread needs to know of the open profile, and today's snapshot of it."""

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dingsetup.database import DatabaseError
from dingsetup.facts import Facts
from dingsetup.profile import Profile
from dingsetup.store import Kept

if TYPE_CHECKING:
    from dingsetup.support.pseudonyms import Pseudonyms
    from dingsetup.support.values import Snapshot


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The session as it was when the work began."""

    profile: Profile
    secret: str
    facts: Facts
    own_facts: bool
    folder: Path
    language: str
    key_store: str
    """Where the secret is kept; empty while that is not known."""
    found: tuple[Kept, ...]
    """What the window shows, where the profile's database cannot be read."""

    def __repr__(self) -> str:
        return f"Asked({self.profile.id})"

    def key(self) -> bytes:
        """The profile's own, which makes its pseudonyms; one for this time, where its database
        cannot be read."""
        from dingsetup.support.keys import profile_key, run_key

        try:
            return profile_key(self.folder)
        except DatabaseError:
            return run_key()

    def today(self) -> "Snapshot":
        """Everything known now; without its database, what the window shows."""
        from dingsetup.support.snapshot import facts_seen, system_facts, take, take_from

        profile, secret = self.profile, self.secret
        facts = facts_seen(self.facts, self.own_facts)
        system = system_facts(profile, self.language, self.key_store)
        try:
            return take_from(self.folder, profile, secret, facts, system)
        except DatabaseError:
            return take(profile, secret, self.found, {}, facts, key=self.key(), system=system)

    def pseudonyms(self, key: bytes, *, remember: bool = False) -> "Pseudonyms":
        """The pseudonyms of a key."""
        from dingsetup.support.pseudonyms import Pseudonyms

        return Pseudonyms(key, self.facts, remember=remember)
