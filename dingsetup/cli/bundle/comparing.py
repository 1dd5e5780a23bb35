"""`bundle compare` and `bundle checks`: what changed between two checks, and which there were."""

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from dingsetup.cli.bundle.group import subcommand
from dingsetup.cli.changes import change_lines, changes_as_json
from dingsetup.cli.opening import cancellable, open_bundle
from dingsetup.cli.output import Paper, moment, print_json
from dingsetup.cli.session import Session
from dingsetup.cli.spoken import option
from dingsetup.cli.standing import found_last
from dingsetup.findings import State, counts
from dingsetup.language import Language
from dingsetup.language.bundles import OTHER_KEYS
from dingsetup.language.sentence import N_
from dingsetup.profile import Profile

if TYPE_CHECKING:
    from dingsetup.support.comparison import Comparison
    from dingsetup.support.history import Entry, History
    from dingsetup.support.sides import Side
    from dingsetup.support.values import Snapshot

CHANGED = 1
"""Exit code: something changed."""
TODAY, WORKED = "today", "worked"
MOST = 50
NUMBER = re.compile(r"\d{1,18}", re.ASCII)
"""Of a check; a longer one has no place in a database."""


class Named(msgspec.Struct, frozen=True):
    """A side as it was named."""

    name: str
    side: "Side"


@subcommand(
    "compare",
    N_(
        "Say what changed between two checks, the cause of what is broken first. Each is a support"
        " file, a number of “bundle checks”, “today” or “worked” (when all last came out right)."
    ),
)
@click.argument("before", default=WORKED, metavar="[BEFORE]")
@click.argument("after", default=TODAY, metavar="[AFTER]")
@option(
    "--profile",
    "profile_id",
    metavar="ID",
    help=N_("The profile whose checks they are; the one opened last by default."),
)
@option("--json", "as_json", is_flag=True, help=N_("Print JSON."))
def compare(
    session: Session, before: str, after: str, profile_id: str | None, as_json: bool
) -> None:
    """Exit with 0 where nothing changed, 1 where something did."""
    own = _Own(session, profile_id)
    sides = [_side(session, own, name) for name in (before, after)]
    found, same_key = _compared(session, own, *(one.side for one in sides))
    if as_json:
        print_json(_as_json(session, sides, found))
    else:
        _print(session, sides, found, same_key=same_key)
    if found.changes:
        click.get_current_context().exit(CHANGED)


@subcommand("checks", N_("List the earlier checks of a profile, newest first."))
@option(
    "--profile",
    "profile_id",
    metavar="ID",
    help=N_("The profile whose checks they are; the one opened last by default."),
)
@option(
    "--most",
    metavar="N",
    type=click.IntRange(1, 500),
    default=MOST,
    help=N_("As many at most; 50 by default."),
)
@option("--json", "as_json", is_flag=True, help=N_("Print JSON."))
def checks(session: Session, profile_id: str | None, most: int, as_json: bool) -> None:
    """Checks in a row that found the same are one."""
    entries = _Own(session, profile_id).history.entries(most)
    if as_json:
        print_json({"checks": [_entry_as_json(entry) for entry in entries]})
    else:
        _print_checks(session, entries)


class _Own:
    """The profile's own checks; it is looked for only where one of them is meant."""

    def __init__(self, session: Session, profile_id: str | None) -> None:
        self._session = session
        self._profile_id = profile_id

    @cached_property
    def profile(self) -> Profile:
        return self._session.profile(self._profile_id)

    @cached_property
    def folder(self) -> Path:
        return self._session.profiles.folder(self.profile.id)

    @cached_property
    def history(self) -> "History":
        from dingsetup.support.history import History

        return History(self.folder)


def _side(session: Session, own: _Own, name: str) -> Named:
    """What a name stands for. Raises Failure where there is no such check or file."""
    from dingsetup.support.sides import Side, side_of

    if name == TODAY:
        return Named(name, Side(found_last(session, own.profile).snapshot))
    if name == WORKED:
        return Named(name, Side(_there(session, own, name, own.history.last_worked())))
    if NUMBER.fullmatch(name) and not Path(name).exists():
        return Named(name, Side(_there(session, own, name, own.history.load(int(name)))))
    return Named(name, side_of(open_bundle(session, Path(name))))


def _there(session: Session, own: _Own, name: str, found: "Snapshot | None") -> "Snapshot":
    if found is None:
        _ = session.language.gettext
        none = _("No check of {id} came out right so far. “dingsetup bundle checks” lists them.")
        unknown = _("{id} has no check {name}. “dingsetup bundle checks” lists them.")
        text = none if name == WORKED else unknown
        session.fail(text.format(id=own.profile.id, name=name))
    return found


def _compared(
    session: Session, own: _Own, before: "Side", after: "Side"
) -> "tuple[Comparison, bool]":
    """What changed, and whether both have the same pseudonyms."""
    from dingsetup.support.keys import profile_key
    from dingsetup.support.pseudonyms import Pseudonyms
    from dingsetup.support.sides import compare_sides, redacted_side

    def redacted(side: "Side") -> "Side":
        pseudonyms = Pseudonyms(profile_key(own.folder), session.facts)
        return redacted_side(own.folder, side, pseudonyms, cancel)

    with cancellable() as cancel:
        return compare_sides(before, after, redacted)


def _as_json(session: Session, sides: list[Named], found: "Comparison") -> dict[str, Any]:
    """As `check --changed --json` has it, and which two they are."""
    before, after = ({"name": side.name, "at": moment(side.side.snapshot.at)} for side in sides)
    tally = counts(finding.state for finding in sides[1].side.snapshot.plain_findings)
    return {
        "before": before,
        "after": after,
        "changes": changes_as_json(session.language, found.changes),
        "counts": tally | {"total": sum(tally.values())},
    }


def _print(session: Session, sides: list[Named], found: "Comparison", *, same_key: bool) -> None:
    """Say which two were compared, then one line per change."""
    language, paper = session.language, Paper()
    _ = language.gettext
    before, after = (_told_side(language, side) for side in sides)
    text = _("From {before} to {after}").format(before=before, after=after)
    paper.line(text, "bold")
    if not same_key:
        paper.line(_(OTHER_KEYS))
    for line in change_lines(language, found.changes):
        paper.line(line)
    if not found.changes:
        paper.line(_("Nothing changed."))


def _told_side(language: Language, named: Named) -> str:
    """A side and its moment, a name that is a word of ours in the reader's."""
    _ = language.gettext
    name = {TODAY: _("now"), WORKED: _("when all last worked")}.get(named.name, named.name)
    if not named.side.key_id and NUMBER.fullmatch(named.name):
        name = _("check {number}").format(number=named.name)
    text = _("{name} ({moment})")
    return text.format(name=name, moment=language.moment(named.side.snapshot.at))


def _entry_as_json(entry: "Entry") -> dict[str, Any]:
    times = {"at": moment(entry.at), "last_at": moment(entry.last_at)}
    return msgspec.structs.asdict(entry) | times


def _print_checks(session: Session, entries: "list[Entry]") -> None:
    language, paper = session.language, Paper()
    _ = language.gettext
    if not entries:
        paper.line(_("Nothing was checked yet."))
        return
    rows = [(_("No."), _("When"), _("Until"), _("Times"), _("Worked"), _("Found"))]
    rows += [
        (
            str(entry.id),
            language.moment(entry.at),
            language.moment(entry.last_at),
            str(entry.times),
            _("yes") if entry.worked else _("no"),
            _tally(language, entry.counts),
        )
        for entry in entries
    ]
    paper.table(rows, indent=0)


def _tally(language: Language, found: Mapping[str, int]) -> str:
    """How many findings stand in each state: “12 passed, 1 failed”."""
    text = language.gettext("{count} {state}")
    some = [text.format(count=n, state=language.state(State(s))) for s, n in found.items() if n]
    return language.listed(some)
