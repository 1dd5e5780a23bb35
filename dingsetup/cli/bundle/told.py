"""What a support file holds, as JSON and in lines for people; and its lines one by one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import msgspec

from dingsetup.cli.bundle.striking import part_of
from dingsetup.cli.findings import Report
from dingsetup.cli.output import Paper, moment
from dingsetup.cli.session import Session
from dingsetup.findings import first_cause
from dingsetup.language import Language
from dingsetup.language.names import EDITIONS
from dingsetup.language.report_words import SYSTEM, SYSTEM_VALUES
from dingsetup.support.values import Bundle

Lines = Mapping[str, Sequence[bytes]]


def bundle_as_json(session: Session, bundle: Bundle) -> dict[str, Any]:
    """The summary of `bundle inspect --json`; findings as `check --json` has them."""
    from dingsetup.support.lines import to_lines

    snapshot = bundle.snapshot
    findings = snapshot.plain_findings
    first = first_cause(findings)
    report = Report(session.language, session.facts, snapshot.profile)
    return {
        "made_at": moment(bundle.made_at),
        "program": bundle.program,
        "key_id": bundle.key_id,
        "checked_at": moment(snapshot.at),
        "edition": snapshot.profile.edition,
        "facts": snapshot.facts,
        "secret": snapshot.secret,
        "system": snapshot.system,
        "lines": {part_of(name): len(lines) for name, lines in to_lines(bundle).items()},
        "struck": {part_of(name): count for name, count in bundle.struck.items() if count},
        "bindings": snapshot.bindings,
        "sends": len(bundle.sends),
        "people": people_by_fate(bundle),
        "first_cause": first.key if first else None,
        **report.as_json(findings),
    }


def print_bundle(session: Session, paper: Paper, bundle: Bundle, file: Path) -> None:
    """Say when, of what and by what it was made, its findings, and what else it holds."""
    language, snapshot = session.language, bundle.snapshot
    _ = language.gettext
    text = _("{file}, made on {moment} by dingsetup {version}")
    made = language.moment(bundle.made_at)
    paper.line(text.format(file=file.name, moment=made, version=bundle.program), "bold")
    edition = _(EDITIONS.get(snapshot.profile.edition, snapshot.profile.edition))
    text = _("{edition}, checked on {moment}, facts of {date}")
    checked = language.moment(snapshot.at)
    paper.line(text.format(edition=edition, moment=checked, date=snapshot.facts.date))
    Report(language, session.facts, snapshot.profile).print(paper, snapshot.plain_findings)
    paper.line()
    for line in _held(language, bundle):
        paper.line(line)


def people_by_fate(bundle: Bundle) -> dict[str, int]:
    """People of all test messages by what became of them."""
    return dict(Counter(line.fate for line in bundle.deliveries))


def _held(language: Language, bundle: Bundle) -> list[str]:
    """What a file holds beside the findings; what there is none of is left out."""
    from dingsetup.language.bindings import STATES
    from dingsetup.language.bundles import member_name
    from dingsetup.language.deliveries import FATES
    from dingsetup.support.lines import missing_of

    _ = language.gettext
    states = {_(name): bundle.snapshot.bindings.get(state, 0) for state, name in STATES.items()}
    fates = people_by_fate(bundle)
    people = {_(FATES[fate].title[0]): count for fate, count in fates.items() if fate in FATES}
    told = {
        _("Account binding: {counts}"): _counted(language, states),
        _("People of test messages: {counts}"): _counted(language, people),
        _("Calls in the log: {counts}"): str(len(bundle.calls) or ""),
        _("Made on: {counts}"): _system(language, bundle.snapshot.system),
        _("Lines the sender struck out: {counts}"): _counted(
            language, {member_name(language, name): n for name, n in bundle.struck.items()}
        ),
        _("Could not be read when it was made: {counts}"): language.listed(
            [member_name(language, name) for name in missing_of(bundle)]
        ),
    }
    return [text.format(counts=counts) for text, counts in told.items() if counts]


def _system(language: Language, system: Mapping[str, str]) -> str:
    """The system facts that have a name: “System: debian 12, Python: 3.11.7”."""
    _ = language.gettext
    named = [
        _("{name}: {value}").format(
            name=_(name), value=_(SYSTEM_VALUES.get(system[id], system[id]))
        )
        for id, name in SYSTEM.items()
        if system.get(id)
    ]
    return language.listed(named)


def _counted(language: Language, counts: Mapping[str, int]) -> str:
    text = language.gettext("{count} {state}")
    some = (text.format(count=f"{n:,}", state=name) for name, n in counts.items() if n)
    return language.listed(list(some))


def lines_as_json(lines: Lines, struck: set[tuple[str, int]] | None = None) -> dict[str, Any]:
    """Every line under its part, with its number, and whether it stays at home."""
    taken = struck or set[tuple[str, int]]()
    return {
        "lines": [
            {
                "part": part_of(name),
                "line": index + 1,
                "struck": (name, index) in taken,
                "content": msgspec.Raw(line.strip()),
            }
            for name, member in lines.items()
            for index, line in enumerate(member)
        ]
    }


def print_lines(lines: Lines, struck: set[tuple[str, int]] | None = None) -> None:
    """Print every line behind the name under which it can be struck out; those struck have a -."""
    from dingsetup.support.lines import line_text

    taken = struck or set[tuple[str, int]]()
    for name, member in lines.items():
        part = part_of(name)
        for index, line in enumerate(member):
            sign = "- " if (name, index) in taken else ""
            click.echo(f"{sign}{part}:{index + 1}  {line_text(line)}".encode())
