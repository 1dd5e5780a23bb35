"""What a command of `message` works on: the kinds of push, a profile's table and its outbox."""

import os
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import click
import msgspec

from dingsetup.cli.bind import desk as bind_desk
from dingsetup.cli.session import Session
from dingsetup.messages.outbox import Outbox
from dingsetup.messages.pushes import Pushes, load_pushes
from dingsetup.profile import Profile

FAULTY = 1
"""Exit code: the message has errors, or did not reach everybody."""
UNKNOWN = 3
"""Exit code: of somebody it is not known, or not known yet."""


class Desk(bind_desk.Desk):
    """One command at work."""

    running = False
    """Whether the practice tenant runs already, elsewhere."""

    @property
    def practice(self) -> bool:
        """Whether a practice tenant has to be started to ask it something."""
        return super().practice and not self.running

    @property
    def templates(self) -> Path:
        """Where the user's own templates are, whichever the profile."""
        return self.session.home / "templates"

    @cached_property
    def pushes(self) -> Pushes:
        return load_pushes(self.templates)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self.session.profiles.folder(self.profile.id))


def open_desk(
    session: Session,
    profile_id: str | None,
    *,
    practice: bool,
    as_json: bool,
    bare: bool = False,
    base_url: str | None = None,
) -> Desk:
    """The desk of the profile named, of the one opened last, or of the practice tenant's.

    With `bare` there may be none: the desk then has a profile without values, which is on no disk.
    `base_url` is where a practice tenant runs already. Raises UsageError and Failure.
    """
    if bare and not (practice or profile_id or session.settings.profile):
        return Desk(session, Profile(id="none", name=""), as_json=as_json)
    if base_url is not None and profile_id is not None:
        text = session.language.gettext("Choose one of --profile, --practice and --base-url.")
        raise click.UsageError(text)
    practice = practice or base_url is not None
    found = bind_desk.open_desk(session, profile_id, practice=practice, as_json=as_json)
    if base_url is None:
        return Desk(session, found.profile, as_json=as_json, given=found.given)
    profile = _running(session, found.profile, base_url)
    desk = Desk(session, profile, as_json=as_json, given=("--base-url", base_url))
    desk.running = True
    return desk


def _running(session: Session, profile: Profile, base_url: str) -> Profile:
    """The practice profile, for a tenant at this address; its values come as those of `check`."""
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        text = session.language.gettext("“{url}” is no address: write it as http://127.0.0.1:8000.")
        session.fail(text.format(url=base_url))
    return msgspec.structs.replace(
        profile,
        app_key=os.environ.get("DINGSETUP_APP_KEY", ""),
        agent_id=os.environ.get("DINGSETUP_AGENT_ID", ""),
        corp_id=os.environ.get("DINGSETUP_CORP_ID", ""),
        domain=base_url.partition("//")[2].rstrip("/"),
        base_url=base_url.rstrip("/"),
    )
