"""Findings in words: the JSON of a check, and its report for people, first cause on top."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from dingsetup.cli.output import Paper
from dingsetup.facts import Facts
from dingsetup.findings import Finding, Kind, State, counts, first_cause
from dingsetup.language import Language
from dingsetup.language.links import ToldLink, told_links
from dingsetup.language.reports import told_or_named
from dingsetup.links import Links
from dingsetup.profile import Profile

MARKS = {
    State.PASSED: ("✓", "green"),
    State.FAILED: ("✗", "bold red"),
    State.WARNING: ("!", "yellow"),
    State.BLOCKED: ("…", "magenta"),
    State.MANUAL: ("?", "cyan"),
    State.SKIPPED: ("-", "dim"),
}
"""Each state's sign and rich's style for it; the state's name always stands beside them."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A finding as `dingsetup check --json` prints it."""

    step: str
    check: str
    state: State
    kind: Kind
    values: Any
    title: str
    cause: str
    remedy: str
    links: list[ToldLink]


class Report:
    """Puts the findings of one run into words."""

    def __init__(self, language: Language, facts: Facts, profile: Profile) -> None:
        self._language = language
        self._facts = facts
        self._links = Links(facts, profile)

    def as_json(self, findings: Sequence[Finding]) -> dict[str, Any]:
        """The first cause, what waits for it, then all others in the order of the guide."""
        tally = counts(finding.state for finding in findings)
        return {
            "findings": [self.row(finding) for finding in arranged(findings)],
            "counts": tally | {"total": sum(tally.values())},
        }

    def row(self, finding: Finding) -> Row:
        told = told_or_named(self._language, finding)
        return Row(
            step=finding.step,
            check=finding.check,
            state=finding.state,
            kind=finding.kind,
            values=finding.values,
            title=told.title,
            cause=told.cause,
            remedy=told.remedy,
            links=told_links(self._language, self._links.of_finding(finding)),
        )

    def print(self, paper: Paper, findings: Sequence[Finding]) -> None:
        """Print the first cause with what it blocks, then every step, then the counts."""
        first = first_cause(findings)
        if first is not None:
            self._print_first(paper, first, findings)
        for step in self._facts.steps:
            of_step = [finding for finding in findings if finding.step == step.id]
            if of_step:
                paper.heading(self._heading(step.guide, self._language.pick(step.title)))
            for finding in of_step:
                self._print_finding(paper, finding, whole=finding is not first)
        paper.line()
        paper.line(self.summary(findings), "bold")

    def summary(self, findings: Sequence[Finding]) -> str:
        """How many findings stand in each state, those there are none of left out."""
        tally = counts(finding.standing for finding in findings)
        text = self._language.gettext("{count} {state}")
        shown = [state for state in MARKS if tally[state]]
        parts = [text.format(count=tally[s], state=self._language.state(s)) for s in shown]
        return self._language.listed(parts)

    def _heading(self, guide: str, title: str) -> str:
        return f"{guide} · {title}" if guide and self._language.chinese else title

    def _print_first(self, paper: Paper, first: Finding, findings: Sequence[Finding]) -> None:
        _ = self._language.gettext
        paper.heading(_("Mend this first"))
        self._print_finding(paper, first)
        names = [self._language.subject(finding) for finding in waiting_for(first, findings)]
        if names:
            text = _("What waits for it: {names}")
            paper.line(text.format(names=self._language.listed(names)), indent=6)

    def _print_finding(self, paper: Paper, finding: Finding, *, whole: bool = True) -> None:
        """Print one finding; what is right, or has been told above, takes one line."""
        row = self.row(finding)
        sign, style = MARKS[finding.standing]
        parts = (row.title, self._answered(finding))
        title = "  ".join(
            (f"{sign} {self._language.state(finding.standing)}", *filter(None, parts))
        )
        paper.line(title, style, indent=2)
        if not whole or finding.standing in (State.PASSED, State.SKIPPED):
            return
        for text in (row.cause, row.remedy and f"→ {row.remedy}"):
            if text:
                paper.line(text, indent=6)
        if row.links and row.remedy:
            paper.exact(row.links[0].url, "dim", indent=6)

    def _answered(self, finding: Finding) -> str:
        answer = finding.values.get("answer")
        if answer is None:
            return ""
        _ = self._language.gettext
        yes = _("Confirmed by you on {moment}.")
        no = _("Not done yet, by your word of {moment}.")
        try:
            at = datetime.datetime.fromisoformat(str(finding.values.get("answered_at")))
        except ValueError:  # out of a stranger's file
            return ""
        return (yes if answer == "yes" else no).format(moment=self._language.moment(at))


def waiting_for(root: Finding, findings: Iterable[Finding]) -> list[Finding]:
    """The findings that could not be proved because of another."""
    return [finding for finding in findings if finding.values.get("blocked_by") == root.key]


def arranged(findings: Sequence[Finding]) -> list[Finding]:
    """The first cause on top, what waits for it below, the rest in the order of the guide."""
    first = first_cause(findings)
    if first is None:
        return list(findings)
    top = [first, *waiting_for(first, findings)]
    return [*top, *(finding for finding in findings if finding not in top)]
