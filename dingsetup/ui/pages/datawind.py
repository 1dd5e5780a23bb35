"""Step six of the guide: DataWind knows the app, and its users their DingTalk accounts."""

from PySide6.QtWidgets import QWidget

from dingsetup.ui.pages.page import StepPage
from dingsetup.ui.rail import BINDINGS
from dingsetup.ui.widgets.basic import Card, button, label, row


class DataWindPage(StepPage):
    step = "datawind"

    def inputs(self) -> list[QWidget]:
        _ = self.session.language.gettext
        card = Card(self.theme, _("Who is who"))
        said = _(
            "The binding table finds each DataWind user's DingTalk account, shows who gets no push"
            " and why, and writes a list of what to enter in DataWind."
        )
        card.add(label(said, "mute"))
        open_table = button(_("Open the binding table"), lambda: self.go_wanted.emit(BINDINGS))
        card.add(row(self.theme, open_table, None))
        return [card]


PAGE = DataWindPage
