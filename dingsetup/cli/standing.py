"""A set-up as it stands: what was found last of a profile, found anew, or of a practice tenant."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict

import click
import msgspec

from dingsetup.cli.asking import VARIABLE, secret_for
from dingsetup.cli.keeping import keep_outcome, looked_by
from dingsetup.cli.session import Session
from dingsetup.cli.spoken import Function, option
from dingsetup.cli.tenants import HEALTHY, PEOPLE_BY_DEFAULT, Tenant
from dingsetup.language.sentence import N_
from dingsetup.profile import Profile
from dingsetup.rehearsal import practice_profile
from dingsetup.store import CallRecord
from dingsetup.support.values import Snapshot


class Chosen(TypedDict):
    """Whose set-up it is."""

    profile_id: str | None
    practice: tuple[str, ...]
    more: tuple[str, ...]
    check: bool


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A snapshot, and what lies beside it."""

    snapshot: Snapshot
    folder: Path
    """Of the profile, with its binding table and its logs."""
    key: bytes
    """Of its pseudonyms."""
    fresh: bool
    """Whether it was checked for this; else it is what was found last."""
    calls: tuple[CallRecord, ...] | None = None
    """Of this check, where the folder's log has them not."""


def standing_options(function: Function) -> Function:
    """Take whose set-up it is, as `Chosen` has it."""
    for declare in (
        click.argument("more", nargs=-1, metavar="[S]..."),
        option("--check", is_flag=True, help=N_("Check everything first.")),
        option(
            "--practice",
            metavar="[S]...",
            multiple=True,
            is_flag=False,
            flag_value=HEALTHY,
            help=N_("That of a practice tenant started for it, healthy or with scenarios S."),
        ),
        option(
            "--profile",
            "profile_id",
            metavar="ID",
            help=N_("The profile; the one opened last by default."),
        ),
    ):
        function = declare(function)
    return function


def standing(session: Session, chosen: Chosen) -> Standing:
    """What stands of the set-up chosen. Raises UsageError, Failure and DatabaseError."""
    _ = session.language.gettext
    if chosen["practice"]:
        if chosen["profile_id"] is not None:
            raise click.UsageError(_("Either --practice or --profile, not both."))
        return _practised(session, (*chosen["practice"], *chosen["more"]))
    if chosen["more"]:
        text = _("Unexpected: {names}. Scenarios stand behind --practice.")
        raise click.UsageError(text.format(names=" ".join(chosen["more"])))
    profile = session.profile(chosen["profile_id"])
    return _checked_now(session, profile) if chosen["check"] else found_last(session, profile)


def found_last(session: Session, profile: Profile, *, fresh: bool = False) -> Standing:
    """What was found last of a profile. Raises Failure where nothing was, and DatabaseError.

    Nobody is asked for the secret: where none is at hand, it counts as that of the newest check.
    """
    from dingsetup.support.history import History
    from dingsetup.support.keys import profile_key
    from dingsetup.support.snapshot import take_from

    folder = session.profiles.folder(profile.id)
    secret = session.secrets.get(profile.id) or os.environ.get(VARIABLE, "")
    snapshot = take_from(folder, profile, secret, *looked_by(session, profile))
    if not secret and (newest := History(folder).newest()) is not None:
        snapshot = msgspec.structs.replace(snapshot, secret=newest.secret)
    if not snapshot.findings:
        text = session.language.gettext(
            "The profile {id} was never checked. Check it first: “dingsetup check --profile {id}”,"
            " or say --check."
        )
        session.fail(text.format(id=profile.id))
    return Standing(snapshot=snapshot, folder=folder, key=profile_key(folder), fresh=fresh)


def _checked_now(session: Session, profile: Profile) -> Standing:
    """Check all of a profile, as `check` does, and keep what was found."""
    from dingsetup.cli.running import run_checks

    tenant = Tenant(profile, secret_for(session, profile), kept=True)
    keep_outcome(session, tenant, run_checks(session, tenant, ()))
    return found_last(session, session.profiles.load(profile.id), fresh=True)


def _practised(session: Session, names: Sequence[str]) -> Standing:
    """Check a practice tenant that lives as long as this takes; nothing of it is kept."""
    from dingsetup.cli.practice import start_tenant
    from dingsetup.cli.running import bindings_of, run_checks
    from dingsetup.support.keys import run_key
    from dingsetup.support.snapshot import kept_now, take

    scenarios = [name for name in names if name != HEALTHY]
    with start_tenant(session, scenarios, people=PEOPLE_BY_DEFAULT) as started:
        profile = practice_profile(started, session.facts)
        tenant = Tenant(profile, started.identity.app_secret)
        outcome = run_checks(session, tenant, ())
    key, (facts, system) = run_key(), looked_by(session, profile)
    findings, bindings = kept_now(outcome.findings, outcome.at), bindings_of(session, tenant)
    return Standing(
        snapshot=take(profile, tenant.secret, findings, bindings, facts, key=key, system=system),
        folder=session.profiles.folder(profile.id),
        key=key,
        fresh=True,
        calls=tuple(
            CallRecord(call.at, call.method, call.path, str(call.verdict), call.ms, call.counted)
            for call in reversed(outcome.calls)
        ),
    )
