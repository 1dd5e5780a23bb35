"""What stands in place of rows: what to do first, or that nobody is like what is looked for."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dingsetup.language import Language
from dingsetup.rehearsal import PRACTICE
from dingsetup.ui.bindings.panel import Tools
from dingsetup.ui.bindings.template import save_template
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import Card, button, label, row


class EmptyCard(Card):
    """Import, paste, the template; on the practice tenant also its own people."""

    panel_wanted = Signal(str)
    users_made = Signal(str)
    """DataWind users as a text, as if they had been pasted."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        _ = tools.session.language.gettext
        super().__init__(tools.theme, _("Nobody is in the table yet"))
        self.add(
            label(
                _(
                    "First bring the DataWind users in: choose or drop a CSV or Excel file with"
                    " usernames, or copy the cells in Excel and paste them here."
                ),
                "mute",
            )
        )
        buttons = row(
            tools.theme,
            button(_("Choose a file …"), lambda: self.panel_wanted.emit("import")),
            button(_("Save a template …"), lambda: save_template(self, tools)),
            None,
        )
        self.add(buttons)
        if tools.session.profile.id == PRACTICE:
            self.add(label(_("Practising? Take the practice company's people as users."), "mute"))
            fill = button(_("Fill with the practice company's people"), self._fill)
            self.add(row(tools.theme, fill, None))

    def _fill(self) -> None:
        """Users made of the tenant's people, with faults to find."""
        tenant = self._tools.workspace.tenant
        if tenant is not None:
            from dingsetup.ui.bindings.learners import users_of

            self.users_made.emit(users_of(tenant))


class Nobody(QWidget):
    """Stands in the table's place while nobody is like what is looked for."""

    wanted = Signal()
    """Everybody is to be shown again."""

    def __init__(self, theme: Theme, language: Language) -> None:
        super().__init__()
        _ = language.gettext
        self.clear = button(_("Clear the filters"), self.wanted.emit)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addLayout(row(theme, None, label(_("No row is like that"), "mute"), None))
        column.addLayout(row(theme, None, self.clear, None))
        column.addStretch(2)
        self.hide()
