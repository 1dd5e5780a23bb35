"""Report and support: the hand-over sheet, the file for support, and what changed."""

from PySide6.QtGui import QShowEvent

from dingsetup.ui import dialogs
from dingsetup.ui.pages.page import Page
from dingsetup.ui.session import Session
from dingsetup.ui.support.bundle_card import FILE, BundleCard
from dingsetup.ui.support.card import Tools
from dingsetup.ui.support.changes_card import ChangesCard
from dingsetup.ui.support.look import support_style
from dingsetup.ui.support.report_card import ReportCard
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import Card, button, label, row
from dingsetup.ui.workspace import Workspace


class ReportPage(Page):
    """Four cards below each other, for four errands."""

    def __init__(self, theme: Theme, workspace: Workspace, session: Session) -> None:
        super().__init__(theme)
        self.session = session
        self._workspace = workspace
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
        for card in (self.report, self.bundle, self.changes, self._open_card()):
            self.column.addWidget(card)
        self.column.addStretch(1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.report.show_standing()
        self.bundle.show_age()
        self.changes.compare()

    @property
    def at_rest(self) -> bool:
        return all(card.at_rest for card in (self.report, self.bundle, self.changes))

    def _open_card(self) -> Card:
        _ = self.session.language.gettext
        card = Card(self.theme, _("Open a support file"))
        said = _(
            "Somebody else's file becomes a practice tenant on this computer on which the same"
            " checks find the same: try a remedy there and watch it turn green."
        )
        card.add(label(said, "mute"))
        card.add(row(self.theme, button(_("Open a support file …"), self._choose), None))
        return card

    def _choose(self) -> None:
        title = self.session.language.gettext("Open a support file")
        dialogs.open_file(self, title, FILE, self._workspace.open_bundle)
