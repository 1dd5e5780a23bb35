"""What a command of `bind` works on: a profile's table, and the tenant whose people are bound."""

import contextlib
import sys
from collections.abc import Callable, Generator, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

import click

from dingsetup.bindings.table import Table
from dingsetup.bindings.values import BindingError, BindingState, Trouble
from dingsetup.cli.output import Paper, print_json
from dingsetup.cli.session import Session
from dingsetup.language import Told
from dingsetup.profile import Profile
from dingsetup.rehearsal import PRACTICE

if TYPE_CHECKING:
    from dingsetup.bindings.values import Row

UNDECIDED = 1
"""Exit code: rows need a person, or lines of a sheet do."""
UNFINISHED = 3
"""Exit code: DingTalk was not asked to the end; the rest can follow."""
NEEDY = (
    BindingState.SUGGESTED,
    BindingState.CONFLICT,
    BindingState.NOT_FOUND,
    BindingState.OUT_OF_RANGE,
    BindingState.INACTIVE,
    BindingState.GONE,
)
"""States in which a row waits for a person."""


class Desk:
    """One command at work."""

    def __init__(
        self, session: Session, profile: Profile, *, as_json: bool, given: tuple[str, ...] = ()
    ) -> None:
        self.session = session
        self.language = session.language
        self.profile = profile
        self.table = Table(session.profiles.folder(profile.id))
        self.as_json = as_json
        self.given = given
        """How the table was named, for a command that is to work on the same one."""
        self.paper = Paper()

    @property
    def practice(self) -> bool:
        return self.profile.id == PRACTICE

    def rows(self, users: Iterable[str]) -> list["Row"]:
        """The rows of usernames, in their order. Raises BindingError for one there is not."""
        found: dict[int, Row] = {}
        for username in users:
            row = self.table.row(username)
            if row is None:
                raise BindingError(Trouble.USERNAME_UNKNOWN, username=username)
            found.setdefault(row.id, row)
        return list(found.values())

    def refuse(self, told: Told) -> NoReturn:
        """End the command with exit code 2: what is wrong, why, and what to do."""
        self.session.fail(in_lines(told))

    def note(self, text: str) -> None:
        """Tell something beside the result; never on stdout, where JSON may stand."""
        click.echo(text, err=True)

    def show(self, values: Mapping[str, Any], print_lines: Callable[[Paper], None]) -> None:
        """Print the result: as JSON where that was asked for, else as lines for a person."""
        if self.as_json:
            print_json(values)
        else:
            print_lines(self.paper)

    def exit_if_needy(self, counts: Mapping[BindingState, int], faults: int = 0) -> None:
        """End with exit code 1 where something waits for a person."""
        if faults or any(counts[state] for state in NEEDY):
            click.get_current_context().exit(UNDECIDED)


def open_desk(session: Session, profile_id: str | None, *, practice: bool, as_json: bool) -> Desk:
    """The desk of the profile named, of the one opened last, or of the practice tenant's."""
    if not practice:
        given = ("--profile", profile_id) if profile_id else ()
        return Desk(session, session.profile(profile_id), as_json=as_json, given=given)
    if profile_id is not None:
        text = session.language.gettext("Either --practice or --profile, not both.")
        raise click.UsageError(text)
    given = ("--practice",)
    return Desk(session, _practice_profile(session), as_json=as_json, given=given)


def _practice_profile(session: Session) -> Profile:
    """The practice profile as the window keeps it; made here, so that forgetting all finds it."""
    if PRACTICE in session.profiles.ids():
        return session.profiles.load(PRACTICE)
    made = Profile(id=PRACTICE, name=PRACTICE, edition="practice")
    session.profiles.save(made)
    return made


@contextlib.contextmanager
def showing(desk: Desk, text: str) -> Generator[Callable[[int, int], None]]:
    """Show on a terminal's stderr how far a work is; `text` has `{done}` and `{total}`."""
    with saying(desk, text.format(done=0, total="?")) as say:

        def show(done: int, total: int) -> None:
            say(text.format(done=f"{done:,}", total=f"{total:,}" if total else "?"))

        yield show


@contextlib.contextmanager
def saying(desk: Desk, text: str) -> Generator[Callable[[str], None]]:
    """Show on a terminal's stderr what is done just now."""
    if not sys.stderr.isatty():
        yield lambda now: None
        return
    from rich.console import Console

    with Console(stderr=True).status(text) as status:
        yield status.update


def in_lines(told: Told) -> str:
    """What is wrong, why, and what to do, each on a line of its own."""
    return "\n".join(filter(None, (told.title, told.cause, told.remedy)))
