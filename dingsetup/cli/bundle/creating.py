"""`bundle create`: writes a support file; every line can be seen and struck out before."""

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click
import msgspec

from dingsetup.cli.bundle.group import subcommand
from dingsetup.cli.bundle.striking import Span, Strike, part_of, struck_lines
from dingsetup.cli.bundle.told import Lines, lines_as_json, print_lines
from dingsetup.cli.opening import about_file, cancellable, refuse_taken
from dingsetup.cli.output import Paper, moment, print_json
from dingsetup.cli.session import Session
from dingsetup.cli.spoken import option
from dingsetup.cli.standing import Chosen, Standing, standing, standing_options
from dingsetup.language.sentence import N_

if TYPE_CHECKING:
    from dingsetup.support.pseudonyms import Pseudonyms
    from dingsetup.support.values import Bundle


class Given(Chosen):
    """What the command takes."""

    file: Path | None
    key_file: Path | None
    spans: tuple[Span, ...]
    dry_run: bool
    force: bool
    yes: bool
    as_json: bool


@subcommand(
    "create",
    N_(
        "Write a support file: what was found and how it is set up, without secrets, with"
        " pseudonyms in place of people, numbers and ids. It is sent to nobody."
    ),
)
@standing_options
@option(
    "--output",
    "-o",
    "file",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help=N_("The file to write, such as acme.dingsetup."),
)
@option(
    "--strike",
    "spans",
    metavar="PART:LINE[-LINE]",
    type=Strike(),
    multiple=True,
    help=N_("Leave these lines out, or all of a PART; --dry-run numbers them."),
)
@option(
    "--key",
    "key_file",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help=N_("Also write what maps the pseudonyms back; it stays with you."),
)
@option("--dry-run", is_flag=True, help=N_("Only print every line that would go out."))
@option("--force", is_flag=True, help=N_("Replace the file where it is there already."))
@option("--yes", is_flag=True, help=N_("Do not ask before it is written."))
@option("--json", "as_json", is_flag=True, help=N_("Print JSON."))
def create(session: Session, /, **given: Unpack[Given]) -> None:
    """Exit with 0 once it is written, whatever was found."""
    if given["file"] is None and not given["dry_run"]:
        text = session.language.gettext("Name the file with -o FILE, or look first: --dry-run.")
        raise click.UsageError(text)
    files = [file for file in (given["file"], given["key_file"]) if file is not None]
    if len({file.resolve() for file in files}) < len(files):
        text = session.language.gettext(
            "The key needs a file of its own: it must not go out with the support file."
        )
        raise click.UsageError(text)
    for file in files:
        refuse_taken(session, file, force=given["force"])
    found = standing(session, given)
    made = _made(session, found, given)
    if given["dry_run"]:
        _show(made, as_json=given["as_json"])
        return
    if is_terminal() and not given["yes"]:
        _ask(session, found, made)
    _write(session, made, given)


def is_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty() and sys.stdout.isatty()


class Made(msgspec.Struct, frozen=True):
    """A support file that is not written yet."""

    bundle: "Bundle"
    lines: Lines
    """All there are, those struck too."""
    struck: set[tuple[str, int]]
    pseudonyms: "Pseudonyms"

    def counts(self) -> dict[str, int]:
        """How many lines of each part go out."""
        out = Counter({name: len(member) for name, member in self.lines.items()})
        out.subtract(name for name, _ in self.struck)
        return {part_of(name): count for name, count in out.items()}


def _made(session: Session, found: Standing, given: Given) -> Made:
    """Gather and redact all that goes out."""
    from dingsetup.support.gathering import gather
    from dingsetup.support.lines import to_lines
    from dingsetup.support.pseudonyms import Pseudonyms
    from dingsetup.support.redaction import redact_calls

    remember = given["key_file"] is not None
    pseudonyms = Pseudonyms(found.key, session.facts, remember=remember)
    with cancellable() as cancel:
        bundle = gather(found.folder, found.snapshot, pseudonyms, cancel=cancel)
    if found.calls is not None:
        calls = redact_calls(found.calls, pseudonyms)
        bundle = msgspec.structs.replace(bundle, calls=calls)
    lines = to_lines(bundle)
    return Made(bundle, lines, struck_lines(session, given["spans"], lines), pseudonyms)


def _show(made: Made, *, as_json: bool) -> None:
    if as_json:
        print_json(lines_as_json(made.lines, made.struck))
    else:
        print_lines(made.lines, made.struck)


def _ask(session: Session, found: Standing, made: Made) -> None:
    """Say what would go out and ask whether it may. Raises Abort for a no."""
    from dingsetup.language.bundles import member_about, member_name

    language = session.language
    _ = language.gettext
    paper = Paper()
    if not found.fresh:
        text = _("What was found last goes out, of {moment}; --check checks everything first.")
        paper.line(text.format(moment=language.moment(found.snapshot.at)))
    paper.table(
        (part, f"{count:,}", member_name(language, part), member_about(language, part))
        for part, count in made.counts().items()
    )
    paper.line(_("--dry-run prints every line, --strike leaves lines out."))
    click.confirm(_("Write it?"), abort=True)


def _write(session: Session, made: Made, given: Given) -> None:
    """Write the file and the key, then say what is in them."""
    from dingsetup.support.lines import manifest_of, strike
    from dingsetup.support.writing import write_bundle, write_key

    file, key_file = given["file"], given["key_file"]
    assert file is not None
    left, gone = strike(made.lines, made.struck)
    with about_file(session, file), cancellable() as cancel:
        write_bundle(file, left, manifest_of(made.bundle, gone), cancel=cancel)
    if key_file is not None:
        with about_file(session, key_file):
            write_key(key_file, made.pseudonyms.table(), made.bundle.key_id)
    if given["as_json"]:
        print_json(
            {
                "file": str(file),
                "checked_at": moment(made.bundle.snapshot.at),
                "lines": made.counts(),
                "struck": len(made.struck),
                "key": str(key_file) if key_file else None,
            }
        )
    else:
        _tell(session, made, given)


def _tell(session: Session, made: Made, given: Given) -> None:
    from dingsetup.language.bundles import member_name
    from dingsetup.support.lines import missing_of

    language, file = session.language, given["file"]
    _ = language.gettext
    paper = Paper()
    count = sum(made.counts().values())
    text = language.ngettext("{count} line is in {file}.", "{count} lines are in {file}.", count)
    paper.line(text.format(count=f"{count:,}", file=file))
    text = _("It tells what was found on {moment}.")
    paper.line(text.format(moment=language.moment(made.bundle.snapshot.at)))
    if missing := missing_of(made.bundle):
        text = _("Could not be read and is not in it: {names}")
        names = language.listed([member_name(language, part) for part in missing])
        paper.line(text.format(names=names), "yellow")
    if key_file := given["key_file"]:
        text = _("{file} maps the pseudonyms back: it stays with you and goes to nobody.")
        paper.line(text.format(file=key_file))
