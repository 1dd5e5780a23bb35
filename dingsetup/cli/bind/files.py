"""Sheets that a command reads or writes: a file, or `-` for stdin and stdout."""

import contextlib
import shutil
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

import msgspec

from dingsetup.bindings.sheets import SheetError, SheetTrouble
from dingsetup.cli.bind.desk import Desk
from dingsetup.cli.spoken import option
from dingsetup.language.sentence import N_
from dingsetup.language.sheets import sheet_told

STREAM = "-"
force_option = option(
    "--force", is_flag=True, help=N_("Replace the file where it is there already.")
)
MAPPABLE = (SheetTrouble.NO_HEADER, SheetTrouble.NO_USERNAME)


@contextlib.contextmanager
def about_file(desk: Desk, file: str) -> Generator[None]:
    """End the command with a sentence, and exit code 2, where the file is refused."""
    try:
        yield
    except SheetError as error:
        told = sheet_told(desk.language, error)
        if error.kind in MAPPABLE:
            remedy = desk.language.gettext("Name it with --map username=COLUMN.")
            told = msgspec.structs.replace(told, remedy=remedy)
        desk.refuse(msgspec.structs.replace(told, title=f"{file}: {told.title}"))


@contextlib.contextmanager
def read_from(file: str) -> Generator[Path]:
    """The file, or a copy of what is piped in: a workbook can only be read from a file."""
    if file != STREAM:
        yield Path(file)
        return
    with tempfile.TemporaryDirectory(prefix="dingsetup-") as folder:
        path = Path(folder) / "stdin"
        with path.open("wb") as copy:
            shutil.copyfileobj(sys.stdin.buffer, copy)
        yield path


@contextlib.contextmanager
def write_to(desk: Desk, file: str, *, force: bool) -> Generator[Path]:
    """The file, or one whose content then goes to stdout as CSV. Raises Failure where the file is
    there and not to be replaced by `force`."""
    if file != STREAM:
        if Path(file).is_file() and not force:
            text = desk.language.gettext(
                "{file} is there already. Take another name, or replace it with --force."
            )
            desk.session.fail(text.format(file=file))
        yield Path(file)
        return
    with tempfile.TemporaryDirectory(prefix="dingsetup-") as folder:
        path = Path(folder) / "stdout.csv"
        yield path
        with path.open("rb") as written:
            shutil.copyfileobj(written, sys.stdout.buffer)
