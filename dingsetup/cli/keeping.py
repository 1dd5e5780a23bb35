"""What a check leaves behind in its profile: findings, calls, the allowance, and its history."""

from typing import TYPE_CHECKING

import click

from dingsetup.checks.allowlist import settle
from dingsetup.checks.runner import Outcome
from dingsetup.cli.session import Session
from dingsetup.cli.troubles import sentence_for
from dingsetup.database import DatabaseError
from dingsetup.profile import Profile, ProfileError

if TYPE_CHECKING:
    from dingsetup.cli.tenants import Tenant
    from dingsetup.support.changes import Comparison
    from dingsetup.support.values import FactsSeen


def keep_outcome(session: Session, tenant: "Tenant", outcome: Outcome) -> "Comparison | None":
    """Remember the outcome as the window does, and tell what changed since the last kept check.

    A full disk costs the memory, not the report: None then, and the reason is told on stderr.
    """
    id = tenant.profile.id
    store = session.store(id)
    try:
        store.keep(outcome.findings, outcome.at, outcome.profile.tenant)
        store.log(outcome.calls)
        # Settled on today's profile: a question may have been answered meanwhile.
        today = session.profiles.load(id)
        settled = settle(today, outcome.findings, outcome.at)
        if settled != today:
            session.profiles.save(settled)
        return _record(session, tenant)
    except (DatabaseError, ProfileError) as error:
        click.echo(sentence_for(session.language, error), err=True)
        return None


def _record(session: Session, tenant: "Tenant") -> "Comparison":
    """Of the profile as it was checked: what was typed meanwhile is not what was found."""
    from dingsetup.support.history import History
    from dingsetup.support.snapshot import take_from

    profile = tenant.profile
    folder = session.profiles.folder(profile.id)
    seen = looked_by(session, profile)
    return History(folder).add(take_from(folder, profile, tenant.secret, *seen))


def looked_by(session: Session, profile: Profile) -> "tuple[FactsSeen, dict[str, str]]":
    """By which facts a snapshot is taken, and on what system."""
    from dingsetup.support.snapshot import facts_seen, system_facts

    own = session.facts_file is not None or bool(session.settings.facts_file)
    place = str(session.secrets.place)
    return facts_seen(session.facts, own), system_facts(profile, session.language.code, place)
