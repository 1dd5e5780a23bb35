"""What every step's page is made of: goal, actions, what to type here, findings."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dingsetup.findings import Finding
from dingsetup.ui.session import Session
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.actions import ActionsCard
from dingsetup.ui.widgets.basic import Card, clear, label, line, row
from dingsetup.ui.widgets.gradual import Gradual, Part

if TYPE_CHECKING:
    from dingsetup.checks.runner import Progress


class Page(QScrollArea):
    """A page that scrolls; subclasses put their parts in `column`."""

    go_wanted = Signal(str)
    """Show another page, by its name."""
    painted = Signal()
    """In the turn of the loop after the page was first painted."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._painted = False
        self.theme = theme
        self.setObjectName("scroll")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        content = QWidget()
        content.setObjectName("page")
        self.column = QVBoxLayout(content)
        self.column.setContentsMargins(*[theme.gap(1.5)] * 4)
        self.column.setSpacing(theme.gap(0.8))
        self.setWidget(content)

    def heading(self, title: str, goal: str, badge: str = "") -> QHBoxLayout:
        """The page's one main sentence. Returns the title's line, for more at its right."""
        top = row(self.theme, label(title, "title", wrap=False), None)
        if badge:
            top.addWidget(label(badge, "badge", wrap=False))
        column = QVBoxLayout()
        column.setSpacing(self.theme.gap(0.15))
        column.addLayout(top)
        column.addWidget(label(goal, "mute"))
        self.column.addLayout(column)
        self.setAccessibleName(title)
        return top

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    @property
    def at_rest(self) -> bool:
        """Whether nothing that was typed or begun is still to be shown."""
        return True

    def complete(self) -> None:
        """Build what the window's first paint does not wait for."""

    def focus_first(self) -> None:
        """Give the keyboard to the first field, if there is one and it is empty."""

    def check(self) -> None:
        """What the bar's check does on a page that is no step."""


class StepPage(Page):
    """One step of the guide. A subclass names the step and adds what is typed there."""

    step = ""

    def __init__(self, theme: Theme, session: Session) -> None:
        super().__init__(theme)
        self.session = session
        fact = session.facts.step(self.step)
        pick = session.language.pick
        self.heading(
            pick(fact.title), pick(fact.goal), fact.guide if session.language.chinese else ""
        )
        self._actions = QVBoxLayout()
        self.column.addLayout(self._actions)
        self._rest = QVBoxLayout()
        self.column.addLayout(self._rest)
        self.column.addStretch(1)
        # A key typed changes values of the plan; the card follows when typing pauses.
        self._pause = QTimer(self, singleShot=True, interval=150)
        self._pause.timeout.connect(lambda: self._show_actions() if self.isVisible() else None)
        session.profile_changed.connect(self._pause.start)
        self._actions_of: tuple[str | None, ...] = ()
        self._show_actions()

    def complete(self) -> None:
        if self._rest.count():
            return
        from PySide6.QtWidgets import QLineEdit  # not needed for the first frame

        for part in self.inputs():
            self._rest.addWidget(part)
        results = Results(self.theme, self.session, self.step)
        self._rest.addWidget(results)
        results.wanted.connect(lambda: self.ensureWidgetVisible(results))
        for edit in self.findChildren(QLineEdit):
            edit.returnPressed.connect(lambda: self.session.check([self.step]))

    def inputs(self) -> list[QWidget]:
        """Cards for what is typed or pasted on this page."""
        return []

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_actions()

    def _show_actions(self) -> None:
        """Draw the actions for what the profile says now, if that is not what they show."""
        profile = self.session.profile
        named = (profile.app_key, profile.agent_id, profile.corp_id, profile.base_url)
        shown = (profile.edition, profile.domain, profile.private_addresses, *named)
        if shown == self._actions_of:
            return
        self._actions_of = shown
        clear(self._actions)
        fact = self.session.facts.step(self.step)
        self._actions.addWidget(ActionsCard(self.theme, self.session, fact))


class Results(Card):
    """The findings of one step, and how they came about."""

    wanted = Signal()
    """A run has begun: what it finds should be in sight."""

    def __init__(self, theme: Theme, session: Session, step: str) -> None:
        self._badge = label("", "badge", wrap=False)
        super().__init__(theme, session.language.gettext("Findings"), self._badge)
        self._theme = theme
        self._session = session
        self._step = step
        from PySide6.QtWidgets import QProgressBar  # not needed for the first frame

        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setMaximumHeight(theme.gap(0.3))
        self._asking = label("", "mute")
        self._rows = Gradual(0)
        self.add(self._asking)
        self.add(self._progress)
        self.add(self._rows)
        session.findings_changed.connect(self.show_findings)
        session.running_changed.connect(self.show_running)
        session.progressed.connect(self.show_progress)
        self.show_findings()
        self.show_running()

    def show_findings(self) -> None:
        findings = self._session.findings(self._step)
        stale = self._step in self._session.stale
        parts: list[Part] = []
        for finding in findings:
            parts += [Part("line", line), Part((finding, stale), partial(self._row, finding))]
        if not findings:
            said = self._session.language.gettext("Not checked yet. Press “Check” below.")
            parts = [Part("line", line), Part("nothing", partial(label, said, "mute"))]
        self._rows.fill(parts[1:])
        self._badge.setText(self._how())
        self._badge.setVisible(bool(findings))

    def _row(self, finding: Finding) -> QWidget:
        from dingsetup.ui.widgets.finding_row import FindingRow  # not needed for the first page

        return FindingRow(self._theme, self._session, finding)

    def show_running(self) -> None:
        running = self._session.running
        for part in (self._progress, self._asking):
            part.setVisible(running)
        if running:
            self.wanted.emit()
            self._progress.setRange(0, 0)
            self._asking.setText(self._session.language.gettext("Asking DingTalk …"))

    def show_progress(self, progress: "Progress") -> None:
        self._progress.setRange(0, progress.total)
        self._progress.setValue(progress.done)

    def _how(self) -> str:
        """When, how long, and at what cost: counted calls are the month's."""
        last = self._session.last.get(self._step)
        language = self._session.language
        _ = language.gettext
        if last is None:
            return ""
        parts = [language.moment(last.at)]
        if self._step in self._session.stale:
            parts = [_("out of date: check again"), *parts]
        if last.seconds is not None:
            parts.append(_("{seconds} s").format(seconds=f"{last.seconds:.1f}"))
        if last.counted is not None:
            none = _("no call counts in the month's quota")
            some = language.ngettext("{n} counted call", "{n} counted calls", last.counted)
            parts.append(some.format(n=last.counted) if last.counted else none)
        return " · ".join(parts)
