"""All findings in one list: the first cause on top, each with the way to its step."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dingsetup.findings import Finding, State, counts, first_cause
from dingsetup.ui.pages.opened_card import opened_card
from dingsetup.ui.pages.page import Page
from dingsetup.ui.session import Session
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import Card, label, line, link
from dingsetup.ui.widgets.chip import fixed_font
from dingsetup.ui.widgets.finding_row import FindingRow
from dingsetup.ui.widgets.gradual import Gradual, Part
from dingsetup.ui.widgets.mark import Mark


def _to_mind(findings: list[Finding]) -> Finding | None:
    """With nothing failed, the first thing that asks for attention."""
    return next((finding for finding in findings if finding.state is State.WARNING), None)


class OverviewPage(Page):
    """Where the whole set-up stands."""

    def __init__(self, theme: Theme, session: Session, go: Callable[[str], None]) -> None:
        super().__init__(theme)
        self.session = session
        self._go = go
        _ = session.language.gettext
        self.heading(
            _("Overview"), _("What is proved, what waits for what, and what only you can tell.")
        )
        self._cards = Gradual(theme.gap(0.8))
        self.column.addWidget(self._cards)
        self.column.addStretch(1)
        session.findings_changed.connect(self.show_findings)
        self.show_findings()

    def show_findings(self) -> None:
        findings = self.session.all_findings()
        parts: list[Part] = []
        if (opened := self.session.opened) is not None:
            key = (opened, findings, self.session.calls)
            parts.append(Part(key, partial(opened_card, self.theme, self.session, opened)))
        if not findings:
            self._cards.fill([*parts, Part("nothing", self._nothing)])
            return
        parts.append(Part((findings, self.session.stale), partial(self._summary, findings)))
        for step in self.session.steps:
            if found := self.session.findings(step):
                key = (found, step in self.session.stale)
                parts.append(Part(key, partial(self._step_card, step)))
        if self.session.calls:
            parts.append(Part(self.session.calls, self._calls_card))
        self._cards.fill(parts)

    def _nothing(self) -> Card:
        _ = self.session.language.gettext
        card = Card(self.theme, _("Findings"))
        said = _(
            "Nothing is checked yet. “Check everything” below asks about a dozen questions and"
            " changes nothing."
        )
        card.add(label(said, "mute"))
        return card

    def _summary(self, findings: list[Finding]) -> Card:
        language = self.session.language
        _ = language.gettext
        tally = counts(finding.standing for finding in findings)
        shown = [f"{language.state(state)} {tally[state]}" for state in State if tally[state]]
        card = Card(self.theme, _("First of all"), label(" · ".join(shown), "badge", wrap=False))
        cause = first_cause(findings) or _to_mind(findings)
        if self.session.stale:
            card.add(label(_("Something has changed since: check everything again."), "strong"))
        if cause is None:
            card.add(label(self._all_well(tally[State.MANUAL]), "strong"))
            return card
        card.add(FindingRow(self.theme, self.session, cause))
        waiting = [f for f in findings if f.values.get("blocked_by") == cause.key]
        if waiting:
            subjects = language.listed([language.subject(finding) for finding in waiting])
            card.add(label(_("Waiting for it: {subjects}").format(subjects=subjects), "mute"))
        return card

    def _all_well(self, questions: int) -> str:
        language = self.session.language
        if not questions:
            return language.gettext("All is proved or confirmed.")
        return language.ngettext(
            "All that can be proved is proved. {n} question is left that only you can answer.",
            "All that can be proved is proved. {n} questions are left that only you can answer.",
            questions,
        ).format(n=questions)

    def _step_card(self, step: str) -> Card:
        language = self.session.language
        fact = self.session.facts.step(step)
        open_ = link(language.gettext("Open this step"), lambda: self._go(step))
        card = Card(self.theme, language.pick(fact.title), open_)
        column = QVBoxLayout()
        column.setSpacing(0)
        for number, finding in enumerate(self.session.findings(step)):
            if number:
                column.addWidget(line())
            column.addWidget(self._line(finding))
        card.add(column)
        return card

    def _calls_card(self) -> Card:
        """What was asked of DingTalk, for whoever has to explain it to a network's owner."""
        language = self.session.language
        calls = self.session.calls
        counted = sum(call.counted for call in calls)
        said = language.gettext("{calls} calls, {counted} of them counted in the month's quota")
        badge = label(said.format(calls=len(calls), counted=counted), "badge", wrap=False)
        card = Card(self.theme, language.gettext("Calls of the last check"), badge)
        lines = (f"{c.ms:>5} ms  {c.method:<4} {c.path or c.host}  {c.verdict}" for c in calls)
        text = label("\n".join(lines), "small")
        text.setFont(fixed_font())
        card.add(text)
        return card

    def _line(self, finding: Finding) -> QWidget:
        language = self.session.language
        made = QWidget()
        layout = QHBoxLayout(made)
        layout.setContentsMargins(0, self.theme.gap(0.2), 0, self.theme.gap(0.2))
        layout.setSpacing(self.theme.gap(0.55))
        name = language.state(finding.standing)
        stale = finding.step in self.session.stale
        layout.addWidget(
            Mark(self.theme, finding.standing, name, stale=stale),
            alignment=Qt.AlignmentFlag.AlignTop,
        )
        layout.addWidget(label(language.tell(finding).title), 1)
        return made
