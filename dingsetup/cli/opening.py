"""Support files of a command: one that is refused, or cannot be written, ends it in a sentence."""

import contextlib
import threading
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from dingsetup.cli.session import Session
from dingsetup.cli.signals import ending

if TYPE_CHECKING:
    from dingsetup.support.values import Bundle


def open_bundle(session: Session, file: Path) -> "Bundle":
    """Read a support file. Raises Failure for one that is refused."""
    from dingsetup.support.reading import read_bundle

    with about_file(session, file), cancellable() as cancel:
        return read_bundle(file, cancel=cancel)


@contextlib.contextmanager
def cancellable() -> Generator[threading.Event]:
    """As `signals.ending`, where work that was cancelled ends the command as Ctrl-C does."""
    from dingsetup.bindings.values import Cancelled

    with ending() as cancel:
        try:
            yield cancel
        except Cancelled:
            raise KeyboardInterrupt from None


@contextlib.contextmanager
def about_file(session: Session, file: Path) -> Generator[None]:
    """Turn what is wrong with a file into a sentence and exit code 2."""
    from dingsetup.cli.bind.desk import in_lines
    from dingsetup.language.bundles import bundle_told
    from dingsetup.support.troubles import BundleError

    try:
        yield
    except BundleError as error:
        why = in_lines(bundle_told(session.language, error))
        session.fail(session.language.gettext("{file}: {why}").format(file=file, why=why))


def refuse_taken(session: Session, file: Path, *, force: bool) -> None:
    """Raise Failure where the file is there already and not to be replaced, or is none."""
    from dingsetup.files import may_stand_at

    if not may_stand_at(file):
        text = session.language.gettext("{file} is no ordinary file. Take another name.")
        session.fail(text.format(file=file))
    if file.exists() and not force:
        text = session.language.gettext(
            "{file} is there already. Take another name, or replace it with --force."
        )
        session.fail(text.format(file=file))
