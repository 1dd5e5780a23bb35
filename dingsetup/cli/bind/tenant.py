"""The tenant behind a table: a client for the profile's app, or for the practice tenant."""

import contextlib
import threading
from collections.abc import Generator, Sequence
from typing import TypedDict

import click
import msgspec

from dingsetup.checks.runner import network_of
from dingsetup.cli.asking import secret_for
from dingsetup.cli.bind.desk import Desk
from dingsetup.cli.practice import LATENCY, PEOPLE, start_tenant
from dingsetup.cli.signals import ending
from dingsetup.cli.spoken import Function, option
from dingsetup.cli.troubles import sentence_for
from dingsetup.database import DatabaseError
from dingsetup.dingtalk.client import Client, Credentials
from dingsetup.dingtalk.transport import Call
from dingsetup.language.sentence import N_
from dingsetup.profile import Profile
from dingsetup.rehearsal import practice_profile

PEOPLE_BY_DEFAULT = 60


class Practised(TypedDict):
    """How the practice tenant is started, where the table is its."""

    scenarios: tuple[str, ...]
    people: int | None
    latency_ms: int | None


class Tenant(msgspec.Struct, frozen=True):
    """A tenant that can be asked."""

    profile: Profile
    client: Client
    about: str
    """Which organisation and app: a scan of another is not gone on with."""
    cancel: threading.Event
    """Set by Ctrl-C; ends the client's calls too."""


def practice_options(function: Function) -> Function:
    """Take what breaks or slows the practice tenant."""
    for declare in (
        option(
            "--latency",
            "latency_ms",
            type=LATENCY,
            help=N_("With --practice: milliseconds each answer takes."),
        ),
        option(
            "--people", type=PEOPLE, help=N_("With --practice: how many people the company has.")
        ),
        option(
            "--scenario",
            "scenarios",
            metavar="S",
            multiple=True,
            help=N_("With --practice: what is to be broken; may be given several times."),
        ),
    ):
        function = declare(function)
    return function


@contextlib.contextmanager
def tenant_of(desk: Desk, practised: Practised) -> Generator[Tenant]:
    """Open the desk's tenant; its calls are logged as those of a check are.

    Raises Failure where the profile has no Client ID or no secret.
    """
    _ = desk.language.gettext
    if not desk.practice and any(practised.values()):
        raise click.UsageError(_("--scenario, --people and --latency are for --practice."))
    calls: list[Call] = []
    try:
        with (
            ending() as cancel,
            _app(desk, practised) as (profile, secret),
            Client(
                Credentials(profile.app_key, secret),
                desk.session.facts,
                network_of(profile),
                log=calls.append,
                cancel=cancel,
            ) as client,
        ):
            # A practice tenant listens on another port each time and is the same all the same.
            fixed = None if desk.practice else profile.base_url
            about = msgspec.structs.replace(profile, base_url=fixed).tenant
            yield Tenant(profile, client, about, cancel)
    finally:
        _log(desk, calls)


@contextlib.contextmanager
def _app(desk: Desk, practised: Practised) -> Generator[tuple[Profile, str]]:
    if desk.practice:
        with start_tenant(
            desk.session,
            practised["scenarios"],
            people=practised["people"] or PEOPLE_BY_DEFAULT,
            latency_ms=practised["latency_ms"] or 0,
        ) as started:
            yield practice_profile(started, desk.session.facts), started.identity.app_secret
        return
    secret = secret_for(desk.session, desk.profile)
    if not desk.profile.app_key or not secret:
        text = desk.language.gettext(
            "The profile {id} has no Client ID or no secret: “dingsetup profile set” and"
            " “dingsetup profile secret” fill them in, “dingsetup check” proves them."
        )
        desk.session.fail(text.format(id=desk.profile.id))
    yield desk.profile, secret


def _log(desk: Desk, calls: Sequence[Call]) -> None:
    """Add to the call log; a full disk costs the log, not the result."""
    try:
        if calls:
            desk.session.store(desk.profile.id).log(calls)
    except DatabaseError as error:
        desk.note(sentence_for(desk.language, error))
