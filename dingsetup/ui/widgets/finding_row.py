"""One finding, inline: what was seen, why, what to do, and the buttons that help."""

import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dingsetup.findings import Finding, Kind, State
from dingsetup.ui.details import as_text
from dingsetup.ui.session import Session
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.actions import open_url
from dingsetup.ui.widgets.basic import button, label, link
from dingsetup.ui.widgets.chip import copy_link, fixed_font
from dingsetup.ui.widgets.mark import Mark

QUESTIONS = (State.MANUAL, State.FAILED)
AT_EASE = (State.PASSED, State.SKIPPED)


class FindingRow(QWidget):
    """A finding as a person reads it; details on request."""

    def __init__(self, theme: Theme, session: Session, finding: Finding) -> None:
        super().__init__()
        self._theme = theme
        self._session = session
        self._finding = finding
        told = session.language.tell(finding)
        name = session.language.state(finding.state)
        self.setAccessibleName(f"{name}: {told.title}")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, theme.gap(0.25), 0, theme.gap(0.25))
        layout.setSpacing(theme.gap(0.55))
        mark = Mark(theme, self._shown(), name, stale=finding.step in session.stale)
        layout.addWidget(mark, alignment=Qt.AlignmentFlag.AlignTop)
        layout.addLayout(self._words(told.title, told.cause, told.remedy), 1)
        layout.addLayout(self._buttons())

    def _shown(self) -> State:
        """A question answered with yes looks done, though only a person vouches for it."""
        return self._finding.standing

    def _answer(self) -> str:
        return str(self._finding.values.get("answer", ""))

    def _words(self, title: str, cause: str, remedy: str) -> QVBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(self._theme.gap(0.08))
        words.addWidget(label(title, "strong"))
        if cause:
            words.addWidget(label(cause, "mute"))
        if remedy and self._shown() not in AT_EASE:
            words.addWidget(label(remedy))
        if self._answer():
            words.addWidget(label(self._said(), "small"))
        self._column = words
        self._details: QWidget | None = None
        return words

    def _said(self) -> str:
        language = self._session.language
        _ = language.gettext
        at = datetime.datetime.fromisoformat(str(self._finding.values["answered_at"]))
        yes = _("Confirmed by you on {moment}.")
        no = _("Not done yet, by your word of {moment}.")
        return (yes if self._answer() == "yes" else no).format(moment=language.moment(at))

    def _detail_box(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, self._theme.gap(0.2), 0, 0)
        text = as_text(self._session, self._finding)
        words = label(text, "small")
        words.setFont(fixed_font())
        column.addWidget(words)
        line = QHBoxLayout()
        copy = self._session.language.gettext("Copy details")
        copy_link(line.addWidget, self._session.language, text, copy)
        line.addStretch(1)
        column.addLayout(line)
        return box

    def _buttons(self) -> QHBoxLayout:
        _ = self._session.language.gettext
        finding = self._finding
        buttons = QHBoxLayout()
        buttons.setSpacing(self._theme.gap(0.2))
        buttons.setAlignment(Qt.AlignmentFlag.AlignTop)
        if is_question(finding):
            for text, yes in ((_("Yes"), True), (_("No"), False)):
                if self._answer() != ("yes" if yes else "no"):
                    buttons.addWidget(button(text, lambda yes=yes: self._give(yes)))
        if is_refused_computer(finding):
            buttons.addWidget(button(_("Allow for the checks"), self._allow))
        if url := str(finding.values.get("apply_url", "")):
            buttons.addWidget(button(_("Apply ↗"), lambda: open_url(url)))
        if value := wanted_value(finding):
            copy_link(buttons.addWidget, self._session.language, value)
        buttons.addWidget(link(_("Details"), self._toggle))
        return buttons

    def _give(self, yes: bool) -> None:
        about = str(self._finding.values.get("about", ""))
        # Whether it is published again is the same question as whether it is published.
        again = self._finding.kind is Kind.PUBLISH_AGAIN
        question = Kind.ASK_PUBLISHED if again else self._finding.kind
        self._session.answer(question, yes, about, self._finding.step)

    def _allow(self) -> None:
        ip = str(self._finding.values.get("ip", ""))
        QGuiApplication.clipboard().setText(ip)
        self._session.allow_this_computer(ip)
        said = self._session.language.gettext("{ip} copied: add it to 服务器出口IP, then check.")
        self._session.noted.emit(said.format(ip=ip))

    def _toggle(self) -> None:
        if self._details is None:
            self._details = self._detail_box()
            self._column.addWidget(self._details)
        else:
            self._details.setVisible(self._details.isHidden())


def is_question(finding: Finding) -> bool:
    """Whether a person can answer it: questions, and a range that may be meant."""
    asks = str(finding.kind).startswith("ask:") or finding.kind is Kind.AGENT_ID_UNPROVED
    meant = finding.kind is Kind.OUT_OF_SCOPE and "about" in finding.values
    again = finding.kind is Kind.PUBLISH_AGAIN
    return again or ((asks or meant) and finding.state in QUESTIONS)


def is_refused_computer(finding: Finding) -> bool:
    """Whether this is the refusal itself, not something that waits for it."""
    refused = finding.kind is Kind.IP_NOT_WHITELISTED and finding.state is State.BLOCKED
    again = finding.kind is Kind.ALLOWANCE_REMOVED
    return again or (refused and "blocked_by" not in finding.values)


def wanted_value(finding: Finding) -> str:
    """What is to be typed into the console to mend the finding."""
    if finding.state is State.PASSED:
        return ""
    if finding.kind in (Kind.ALLOWANCE_OPEN, Kind.ALLOWANCE_WAITING):
        return str(finding.values.get("ip", ""))
    given = finding.values.get("missing") or finding.values.get("wanted") or ""
    return ",".join(map(str, given)) if isinstance(given, list | tuple) else str(given)
