"""A client for the open profile, made on the thread that asks."""

import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dingsetup.database import DatabaseError
from dingsetup.facts import Facts
from dingsetup.profile import Profile
from dingsetup.rehearsal import PRACTICE

if TYPE_CHECKING:
    from dingsetup.dingtalk.client import Client


class Tenant(msgspec.Struct, frozen=True):
    """Whom to ask, as the session knew it when the work began."""

    profile: Profile
    secret: str
    facts: Facts
    folder: Path

    def __repr__(self) -> str:
        return f"Tenant({self.profile.id})"

    @property
    def about(self) -> str:
        """Which organisation and app: a scan of another is not gone on with."""
        # A practice tenant listens on another port each time and is the same all the same.
        fixed = None if self.profile.id == PRACTICE else self.profile.base_url
        return msgspec.structs.replace(self.profile, base_url=fixed).tenant

    @contextmanager
    def client(self, cancel: threading.Event) -> Generator["Client"]:
        """A client whose calls are logged as those of a check are."""
        from dingsetup.checks.runner import network_of
        from dingsetup.dingtalk.client import Client, Credentials
        from dingsetup.dingtalk.transport import Call
        from dingsetup.store import Store

        calls: list[Call] = []
        try:
            with Client(
                Credentials(self.profile.app_key, self.secret),
                self.facts,
                network_of(self.profile),
                log=calls.append,
                cancel=cancel,
            ) as client:
                yield client
        finally:
            # A full disk costs the log, not the result.
            with suppress(DatabaseError):
                Store(self.folder).log(calls)
