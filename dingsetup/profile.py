"""What the admin told us about one app and tenant, kept on disk, never with a secret."""

import datetime
import os
import re
import shutil
from pathlib import Path
from typing import Literal

import msgspec

from dingsetup.facts import Edition
from dingsetup.files import write_atomically

ID_PATTERN = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")

SUPPORT = "support"
"""Reserved: the profile made from a support file, and replaced by the next one."""
RESERVED = frozenset({"practice", SUPPORT})

ProfileEdition = Literal["saas", "private", "practice"]


class ProfileError(Exception):
    """A profile that cannot be read or written: which file and why."""

    def __init__(self, file: Path | str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = str(file)
        self.reason = reason


class Answered(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a person answered to a question no API can answer, and when."""

    yes: bool
    at: datetime.datetime
    about: str = ""
    """What was true when it was answered; another value today makes the answer stale."""


class Allowance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """This computer's address, put on the app's allowlist for the time of the checks only."""

    ip: str
    asked_at: datetime.datetime
    seen_open: bool = False
    """Whether a check has got through since."""
    closed_at: datetime.datetime | None = None
    """When a check was refused again, which proves that the address was taken off."""

    @property
    def open(self) -> bool:
        return self.closed_at is None


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One app of one tenant. A change is a new value: `msgspec.structs.replace`."""

    id: str
    name: str
    edition: ProfileEdition = "saas"
    app_key: str = ""
    """Client ID, called AppKey in older screens."""
    agent_id: str = ""
    corp_id: str = ""
    me: str = ""
    """Userid of whoever sets this up: who test messages go to first."""
    domain: str = ""
    """Host of DataWind's mobile page, as the admin typed it."""
    homepage: str = ""
    """Homepage as it stands in DingTalk's console, pasted by the admin."""
    private_addresses: str = ""
    """Private deployment: the addresses its servers call from, as typed."""
    pasted_addresses: str = ""
    pasted_redirect_urls: str = ""
    pasted_permissions: str = ""
    answers: dict[str, Answered] = {}
    """By the kind of the question, e.g. `ask:published`."""
    allowance: Allowance | None = None
    proxy: str | None = None
    """None for the system's proxy, "" for none, else an address."""
    ca_file: str | None = None
    """PEM file of the company's own CA, beside the system's trust store."""
    base_url: str | None = None
    """One address for both API generations: a practice tenant."""
    step: str = ""
    """The step at which the window was left."""
    outdated: tuple[str, ...] = ()
    """Steps whose findings are older than what was typed since."""

    @property
    def facts_edition(self) -> Edition:
        """Whose values apply: a practice tenant plays the SaaS edition."""
        return "private" if self.edition == "private" else "saas"

    @property
    def reproduced(self) -> bool:
        """Whether a tenant on this computer stands in for another one, as support has it.

        The edition's own values apply then, and DataWind's page is that tenant's.
        """
        own = self.edition == "practice" and self.id != SUPPORT
        return self.base_url is not None and not own

    @property
    def tenant(self) -> str:
        """Which app of which tenant: what was proved of one says nothing about another."""
        import hashlib  # not needed to paint the first page

        # What a support file tells of listens on another port each time, and is the same tenant.
        place = "" if self.id == SUPPORT else self.base_url or ""
        named = (self.app_key, self.agent_id, self.corp_id, place)
        return hashlib.sha256("\n".join(named).encode("utf-8", "replace")).hexdigest()[:16]

    def answer(self, question: str, yes: bool, about: str = "") -> "Profile":
        """Return the profile with one question answered now."""
        answers = self.answers | {question: Answered(yes, now(), about)}
        return msgspec.structs.replace(self, answers=answers)


def holds_password(proxy: str) -> bool:
    """Whether a proxy's address names a user: a profile keeps no password, nor half of one."""
    return "@" in proxy


def now() -> datetime.datetime:
    """The present moment, aware, to the second: what is kept in files."""
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)


def data_folder() -> Path:
    """Where profiles live: `DINGSETUP_HOME`, else the platform's data directory."""
    given = os.environ.get("DINGSETUP_HOME")
    if given:
        return Path(given)
    import platformdirs

    return Path(platformdirs.user_data_dir("dingsetup", appauthor=False))


class Profiles:
    """The profiles on disk: one folder each, `profile.json` in it."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def folder(self, id: str) -> Path:
        """Folder of one profile. Raises ProfileError for an id that is no folder name."""
        if not ID_PATTERN.fullmatch(id):
            raise ProfileError(id, "an id has a-z, 0-9 and -, at most 40 letters")
        return self.home / "profiles" / id

    def ids(self) -> list[str]:
        """Ids of all profiles, sorted; also of those that cannot be read."""
        folder = self.home / "profiles"
        if not folder.is_dir():
            return []
        return sorted(entry.parent.name for entry in folder.glob("*/profile.json"))

    def load(self, id: str) -> Profile:
        """Read one profile. Raises ProfileError with the file and the place in it."""
        file = self.folder(id) / "profile.json"
        try:
            profile = msgspec.json.decode(file.read_bytes(), type=Profile)
        except FileNotFoundError as error:
            raise ProfileError(file, "no such profile") from error
        except OSError as error:
            raise ProfileError(file, error.strerror or str(error)) from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise ProfileError(file, str(error)) from error
        if profile.id != id:
            raise ProfileError(file, f"holds the profile {profile.id!r}")
        return profile

    def save(self, profile: Profile) -> None:
        """Write one profile whole. Raises ProfileError; the old file then stands."""
        file = self.folder(profile.id) / "profile.json"
        try:
            content = msgspec.json.format(msgspec.json.encode(profile), indent=2)
            write_atomically(file, content)
        except UnicodeEncodeError as error:  # half a character, as broken clipboards hold it
            raise ProfileError(file, str(error)) from error
        except OSError as error:
            raise ProfileError(file, error.strerror or str(error)) from error

    def remove(self, id: str) -> None:
        """Delete everything kept about one profile."""
        folder = self.folder(id)
        if not folder.is_dir():
            raise ProfileError(folder, "no such profile")
        try:
            shutil.rmtree(folder)
        except OSError as error:
            raise ProfileError(folder, error.strerror or str(error)) from error

    def new_id(self, name: str) -> str:
        """An unused id made from a name; Chinese names become `app-1`, `app-2`."""
        stem = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:30] or "app"
        taken = {*self.ids(), *RESERVED}
        if stem not in taken and stem != "app":
            return stem
        return next(
            candidate
            for number in range(1, len(taken) + 2)
            if (candidate := f"{stem}-{number}") not in taken
        )
