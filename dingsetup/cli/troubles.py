"""Sentences for what can go wrong beside the tenant: files, profiles, facts, the key store."""

import os
import traceback
from pathlib import Path

import click

from dingsetup.database import DatabaseError
from dingsetup.facts import FactsError
from dingsetup.language import Language
from dingsetup.profile import ProfileError
from dingsetup.secrets import SecretError, SecretTooLong

Known = FactsError | ProfileError | DatabaseError | SecretError | OSError
KNOWN = (FactsError, ProfileError, DatabaseError, SecretError, OSError)

CRASHED = 70
"""Exit code for a fault of our own, as sysexits.h has it."""
PACKAGE = Path(__file__).parent.parent


def sentence_for(language: Language, error: Known) -> str:
    """Name the file, the place in it, and the remedy."""
    _ = language.gettext
    match error:
        case FactsError():
            text = _(
                "The facts file {file} cannot be used, at {key}: {reason}. Correct it or leave"
                " it out."
            )
            return text.format(file=error.file, key=error.key, reason=error.reason)
        case ProfileError():
            text = _(
                "The profile {file} cannot be used: {reason}. Correct or remove it; nothing was"
                " changed."
            )
            return text.format(file=error.file, reason=error.reason)
        case DatabaseError():
            text = _(
                "{file} cannot be used: {reason}. Check the disk and the folder's permissions."
            )
            return text.format(file=error.file, reason=error.reason)
        case SecretTooLong():
            return _("The secret is longer than any key store takes. Copy it once more.")
        case SecretError():
            text = _("The key store refused: {reason}. Unlock it and try again.")
            return text.format(reason=error)
        case OSError():
            text = _("{file}: {reason}. Check the name and the permissions.")
            return text.format(file=error.filename or "-", reason=error.strerror or error)


def crashed(error: Exception) -> int:
    """Report a fault of our own by its class and place: its text may hold a secret."""
    if os.environ.get("DINGSETUP_DEBUG") == "1":
        traceback.print_exception(error)
        return CRASHED
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(PACKAGE)]
    place = f" ({Path(ours[-1].filename).name}:{ours[-1].lineno})" if ours else ""
    click.echo(
        f"dingsetup: {type(error).__name__}{place}. This is a fault of dingsetup itself;"
        " DINGSETUP_DEBUG=1 shows where it happened.",
        err=True,
    )
    return CRASHED
