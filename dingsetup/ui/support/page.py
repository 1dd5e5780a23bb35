"""Report and support: the hand-over sheet, the file for support, and what changed."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent

from dingsetup.ui.pages.page import Page
from dingsetup.ui.session import Session
from dingsetup.ui.support.bundle_card import BundleCard
from dingsetup.ui.support.card import Tools
from dingsetup.ui.support.changes_card import ChangesCard
from dingsetup.ui.support.look import support_style
from dingsetup.ui.support.opening_card import opening_card
from dingsetup.ui.support.report_card import ReportCard
from dingsetup.ui.theme import Theme
from dingsetup.ui.workspace import Workspace


class ReportPage(Page):
    """Four cards below each other, for four errands."""

    def __init__(self, theme: Theme, workspace: Workspace, session: Session) -> None:
        super().__init__(theme)
        self.session = session
        self.setStyleSheet(support_style(theme))
        _ = session.language.gettext
        self.heading(
            _("Report and support"),
            _("Hand over what is set up, let support see what you see, find out what changed."),
        )
        tools = Tools(theme, workspace, session)
        self.report = ReportCard(tools)
        self.bundle = BundleCard(tools)
        self.changes = ChangesCard(tools)
        for card in (self.report, self.bundle, self.changes, opening_card(theme, workspace)):
            self.column.addWidget(card)
        self.column.addStretch(1)
        self.bundle.lines_ready.connect(self._after_layout)

    def _after_layout(self) -> None:
        QTimer.singleShot(0, self, self._show_lines)

    def _show_lines(self) -> None:
        """Scroll so far that the list can be read, and the file be saved."""
        if self.bundle.panel is not None:
            self.ensureWidgetVisible(self.bundle.save)
            self.ensureWidgetVisible(self.bundle.panel.field)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.report.show_standing()
        self.bundle.show_age()
        self.changes.compare()

    @property
    def at_rest(self) -> bool:
        return all(card.at_rest for card in (self.report, self.bundle, self.changes))
