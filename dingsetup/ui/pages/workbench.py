"""Part 3.2 of the guide: the app is pinned to the phone's workbench, and a first message sent."""

from PySide6.QtWidgets import QWidget

from dingsetup.ui.pages.page import StepPage
from dingsetup.ui.rail import MESSAGES
from dingsetup.ui.widgets.basic import Card, button, label, row


class WorkbenchPage(StepPage):
    step = "workbench"

    def inputs(self) -> list[QWidget]:
        _ = self.session.language.gettext
        card = Card(self.theme, _("See a push arrive"))
        said = _(
            "Send yourself an alert, a subscription or a sync result as DataWind would, and see"
            " whether it arrives."
        )
        card.add(label(said, "mute"))
        open_page = button(_("Send a test message"), lambda: self.go_wanted.emit(MESSAGES))
        card.add(row(self.theme, open_page, None))
        return [card]


PAGE = WorkbenchPage
