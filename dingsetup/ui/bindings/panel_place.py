"""Where panels stand: one at a time, and one put aside while the rows it led to are looked at."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dingsetup.bindings.values import BindingState
from dingsetup.ui.bindings.panel import Panel
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import link, row


class PanelPlace(QWidget):
    """Above the table; hidden while there is neither a panel nor a way back to one."""

    changed = Signal()
    close_wanted = Signal()
    panel_wanted = Signal(str)
    states_wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.panel: Panel | None = None
        self._aside: Panel | None = None
        self._back = link("", self._take_back)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(row(theme, self._back, None))
        self._arrange()

    def open(self, panel: Panel, begin: Callable[[Panel], None] | None = None) -> None:
        """Show a panel, instead of whatever stands here."""
        self._drop()
        panel.closed.connect(self.close_wanted)
        panel.panel_wanted.connect(self.panel_wanted)
        panel.states_wanted.connect(self._put_aside)
        self.panel = panel
        self._column.addWidget(panel)
        self._arrange()
        if begin is None:
            panel.begin()
        else:
            begin(panel)

    def take_away(self) -> None:
        """Take the panel away; one that was put aside keeps its way back."""
        panel, self.panel = self.panel, None
        if panel is not None:
            self._take_away(panel)
            self._arrange()

    def _put_aside(self, states: frozenset[BindingState]) -> None:
        """Show rows that the panel leads to, with the way back to it above them."""
        self._aside, self.panel = self.panel, None
        if self._aside is not None:
            self._aside.hide()
            said = self._aside.back_text()
            self._back.setText(f"‹ {said}")
            self._back.setAccessibleName(said)
        self._arrange()
        self.states_wanted.emit(states)

    def _take_back(self) -> None:
        panel, self._aside = self._aside, None
        if panel is not None:
            self.panel = panel
            panel.show()
            self._arrange()
            panel.focus_on(panel.close_link)

    def _drop(self) -> None:
        for panel in (self.panel, self._aside):
            if panel is not None:
                self._take_away(panel)
        self.panel = self._aside = None

    def _take_away(self, panel: Panel) -> None:
        panel.leave()
        self._column.removeWidget(panel)
        panel.hide()
        panel.deleteLater()

    def _arrange(self) -> None:
        self._back.setVisible(self._aside is not None and self.panel is None)
        self.setVisible(self.panel is not None or self._aside is not None)
        self.changed.emit()
