"""The buttons above the table: what brings users and people in, what matches them, and undo."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from dingsetup.bindings.values import Change
from dingsetup.language import Language
from dingsetup.language.bindings import action_name, change_name
from dingsetup.ui.bindings.cells import moment
from dingsetup.ui.bindings.query import Standing
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import button
from dingsetup.ui.widgets.flow import flow


class Toolbar(QWidget):
    """Opens panels by name; undo and redo say what they take back."""

    panel_wanted = Signal(str)
    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(self, theme: Theme, language: Language) -> None:
        super().__init__()
        self._language = language
        _ = language.gettext
        wanted = self.panel_wanted.emit
        self.import_ = button(_("&Import DataWind users …"), lambda: wanted("import"), "primary")
        self._undo = button("", self.undo_wanted.emit)
        self._redo = button("", self.redo_wanted.emit)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(
            flow(
                theme.gap(0.4),
                self.import_,
                button(_("Read &DingTalk's directory …"), lambda: wanted("scan")),
                button(_("&Match …"), lambda: wanted("match")),
                button(_("&Export …"), lambda: wanted("export")),
            ),
            1,
        )
        for each in (self._undo, self._redo):
            line.addWidget(each, alignment=Qt.AlignmentFlag.AlignTop)
        self.show_standing(Standing())

    def show_standing(self, standing: Standing) -> None:
        """Name what would be undone and redone."""
        _ = self._language.gettext
        self._name(self._undo, standing.undo, _("Undo: {action}"), _("Undo"))
        self._name(self._redo, standing.redo, _("Redo: {action}"), _("Redo"))

    def _name(self, which: QPushButton, change: Change | None, named: str, bare: str) -> None:
        which.setEnabled(change is not None)
        if change is None:
            which.setText(bare)
            which.setToolTip("")
            return
        which.setText(named.format(action=action_name(self._language, change.action)))
        told = f"{change_name(self._language, change)} · {moment(self._language, change.at)}"
        which.setToolTip(told)
        which.setAccessibleDescription(told)
