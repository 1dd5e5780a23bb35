"""Asks for what only a person may type: the app's secret. It is never an argument."""

import os
import sys

import click

from dingsetup.cli.session import Session
from dingsetup.profile import Profile

VARIABLE = "DINGSETUP_APP_SECRET"


def secret_for(session: Session, profile: Profile) -> str:
    """The profile's secret: from the key store, the environment, or a terminal's prompt.

    Empty where there is none; the checks then say so.
    """
    kept = session.secrets.get(profile.id) or os.environ.get(VARIABLE, "")
    if kept or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return kept
    return prompt_secret(session)


def new_secret(session: Session) -> str:
    """A secret to be kept: from the environment, a prompt, or the first line of a pipe.

    Raises Failure where none is given.
    """
    _ = session.language.gettext
    given = os.environ.get(VARIABLE, "")
    if not given:
        given = prompt_secret(session) if sys.stdin.isatty() else sys.stdin.readline().strip()
    if not given:
        text = _("No secret was given: type it, set {variable}, or leave it out with --no-secret.")
        session.fail(text.format(variable=VARIABLE))
    return given


def prompt_secret(session: Session) -> str:
    """Ask without showing what is typed; an empty answer is one."""
    label = session.language.field("client_secret")
    typed: str = click.prompt(label, hide_input=True, default="", show_default=False, err=True)
    return typed.strip()
