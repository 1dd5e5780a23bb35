"""`bundle compare` and `bundle checks`: what changed between two checks, and which there were."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from dingsetup.cli.bundle.group import subcommand
from dingsetup.cli.changes import change_lines, changes_as_json
from dingsetup.cli.opening import open_bundle
from dingsetup.cli.output import Paper, moment, print_json
from dingsetup.cli.session import Session
from dingsetup.cli.spoken import option
from dingsetup.cli.standing import found_last
from dingsetup.findings import State, counts
from dingsetup.language import Language
from dingsetup.language.sentence import N_
from dingsetup.profile import Profile

if TYPE_CHECKING:
    from dingsetup.support.comparison import Comparison
    from dingsetup.support.history import Entry, History
    from dingsetup.support.values import Snapshot

CHANGED = 1
"""Exit code: something changed."""
TODAY, WORKED = "today", "worked"
MOST = 50


class Side(msgspec.Struct, frozen=True):
    """One of the two that are compared."""

    name: str
    snapshot: "Snapshot"
    key_id: str = ""
    """Of the key of its pseudonyms; empty for a check of this computer, which has none."""


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
    found = _compared(session, own, *sides)
    if as_json:
        print_json(_as_json(session, sides, found))
    else:
        _print(session, sides, found)
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


def _side(session: Session, own: _Own, name: str) -> Side:
    """What a name stands for. Raises Failure where there is no such check or file."""
    if name == TODAY:
        return Side(name, found_last(session, own.profile).snapshot)
    if name == WORKED:
        return Side(name, _there(session, own, name, own.history.last_worked()))
    if name.isascii() and name.isdigit() and not Path(name).exists():
        return Side(name, _there(session, own, name, own.history.load(int(name))))
    bundle = open_bundle(session, Path(name))
    return Side(name, bundle.snapshot, bundle.key_id)


def _there(session: Session, own: _Own, name: str, found: "Snapshot | None") -> "Snapshot":
    if found is None:
        _ = session.language.gettext
        none = _("No check of {id} came out right so far. “dingsetup bundle checks” lists them.")
        unknown = _("{id} has no check {name}. “dingsetup bundle checks” lists them.")
        text = none if name == WORKED else unknown
        session.fail(text.format(id=own.profile.id, name=name))
    return found


def _compared(session: Session, own: _Own, before: Side, after: Side) -> "Comparison":
    """What changed; beside a support file, a check of this computer is made anonymous too."""
    from dingsetup.support.comparison import compare

    if before.key_id or after.key_id:
        before, after = (
            side if side.key_id else _redacted(session, own, side) for side in (before, after)
        )
    same_key = before.key_id == after.key_id
    return compare(before.snapshot, after.snapshot, same_key=same_key)


def _redacted(session: Session, own: _Own, side: Side) -> Side:
    from dingsetup.support.keys import key_id, profile_key
    from dingsetup.support.pseudonyms import Pseudonyms
    from dingsetup.support.redaction import redact

    key = profile_key(own.folder)
    snapshot = redact(side.snapshot, Pseudonyms(key, session.facts))
    return Side(side.name, snapshot, key_id(key))


def _as_json(session: Session, sides: list[Side], found: "Comparison") -> dict[str, Any]:
    """As `check --changed --json` has it, and which two they are."""
    before, after = ({"name": side.name, "at": moment(side.snapshot.at)} for side in sides)
    tally = counts(finding.state for finding in sides[1].snapshot.plain_findings)
    return {
        "before": before,
        "after": after,
        "changes": changes_as_json(session.language, found.changes),
        "counts": tally | {"total": sum(tally.values())},
    }


def _print(session: Session, sides: list[Side], found: "Comparison") -> None:
    """Say which two were compared, then one line per change."""
    language, paper = session.language, Paper()
    _ = language.gettext
    before, after = (f"{side.name} ({language.moment(side.snapshot.at)})" for side in sides)
    text = _("From {before} to {after}").format(before=before, after=after)
    paper.line(text, "bold")
    for line in change_lines(language, found.changes):
        paper.line(line)
    if not found.changes:
        paper.line(_("Nothing changed."))


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
