"""Changes between two checks: lines for people, and the JSON of every command that has any."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from dingsetup.cli.output import Paper, print_json
from dingsetup.findings import Finding, counts
from dingsetup.language import Language
from dingsetup.support.changes import Change, ChangeKind


class ToldChange(msgspec.Struct, frozen=True):
    """A change as JSON has it."""

    kind: ChangeKind
    weight: str
    """`cause`, `worse`, `other` or `better`."""
    values: Any
    text: str


def change_lines(language: Language, changes: Iterable[Change]) -> list[str]:
    """One line for each, beginning with how it weighs."""
    from dingsetup.language.changes import change_line

    return [change_line(language, change) for change in changes]


def changes_as_json(language: Language, changes: Iterable[Change]) -> list[ToldChange]:
    """The same for scripts; the texts are without the word on their weight."""
    from dingsetup.language.changes import tell_change

    return [
        ToldChange(c.kind, c.weight.name.lower(), c.values, tell_change(language, c))
        for c in changes
    ]


def print_news(
    language: Language, changes: Sequence[Change], findings: Sequence[Finding], *, as_json: bool
) -> None:
    """Print what `check --changed` has to say: nothing where nothing changed, but JSON is always
    one object. `findings` are those of this run, which it counts."""
    if as_json:
        tally = counts(finding.state for finding in findings)
        told = changes_as_json(language, changes)
        print_json({"changes": told, "counts": tally | {"total": sum(tally.values())}})
        return
    paper = Paper()
    for line in change_lines(language, changes):
        paper.line(line)
