"""The buttons above the table: what brings users and people in, what matches them, and undo."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

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
        self._gap = theme.gap(0.4)
        self._parts = (
            self.import_,
            button(_("Read &DingTalk's directory …"), lambda: wanted("scan")),
            button(_("&Match …"), lambda: wanted("match")),
            button(_("&Export …"), lambda: wanted("export")),
            self._undo,
            self._redo,
        )
        self._named: dict[QPushButton, tuple[str, str]] = {}
        """The long and the short text of undo and redo."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(flow(self._gap, *self._parts))
        self.show_standing(Standing())

    def show_standing(self, standing: Standing) -> None:
        """Name what would be undone and redone."""
        _ = self._language.gettext
        self._name(self._undo, standing.undo, _("Undo: {action}"), _("Undo"))
        self._name(self._redo, standing.redo, _("Redo: {action}"), _("Redo"))
        self._fit()

    def _name(self, which: QPushButton, change: Change | None, named: str, bare: str) -> None:
        which.setEnabled(change is not None)
        self._named[which] = (bare, bare)
        which.setAccessibleName(bare)
        if change is None:
            which.setToolTip("")
            which.setAccessibleDescription("")
            return
        full = named.format(action=action_name(self._language, change.action))
        self._named[which] = (full, bare)
        which.setAccessibleName(full)
        told = f"{change_name(self._language, change)} · {moment(self._language, change.at)}"
        which.setToolTip(told)
        which.setAccessibleDescription(told)

    def minimumSizeHint(self) -> QSize:
        """One line: a layout would ask for the height at its least width."""
        return QSize(
            max(one.sizeHint().width() for one in self._parts), self._undo.sizeHint().height()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Say in full what would be undone where one line has the room for it."""
        for long in (True, False):
            for which, (full, bare) in self._named.items():
                which.setText(full if long else bare)
            wide = sum(part.sizeHint().width() + self._gap for part in self._parts)
            if wide - self._gap <= self.width():
                return
