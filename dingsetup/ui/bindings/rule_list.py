"""The rules of a matching run: which are used, and in which order."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from dingsetup.bindings.values import MATCHING, Rule
from dingsetup.language import Language
from dingsetup.language.bindings import rule_name
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import button

_RULE = Qt.ItemDataRole.UserRole


class RuleList(QWidget):
    """Ticked with the space bar, moved with the buttons or by dragging."""

    changed = Signal()

    def __init__(self, theme: Theme, language: Language, order: Sequence[Rule]) -> None:
        super().__init__()
        _ = language.gettext
        self.list = QListWidget()
        self.list.setAccessibleName(_("Rules, in the order they are asked"))
        self.list.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        for rule in (*order, *(one for one in MATCHING if one not in order)):
            item = QListWidgetItem(rule_name(language, rule), self.list)
            item.setData(_RULE, rule)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = Qt.CheckState.Checked if rule in order else Qt.CheckState.Unchecked
            item.setCheckState(ticked)
        self.list.setFixedSize(theme.gap(12), theme.gap(1.25) * len(MATCHING))
        self.list.setCurrentRow(0)
        self.list.itemChanged.connect(lambda item: self.changed.emit())
        self.list.model().rowsMoved.connect(lambda *moved: self.changed.emit())
        beside = QVBoxLayout()
        beside.addWidget(button(_("Earlier"), lambda: self._move(-1)))
        beside.addWidget(button(_("Later"), lambda: self._move(1)))
        beside.addStretch(1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.gap(0.5))
        line.addWidget(self.list)
        line.addLayout(beside)
        line.addStretch(1)

    def order(self) -> tuple[Rule, ...]:
        """Rules that are ticked, first to last."""
        items = (self.list.item(place) for place in range(self.list.count()))
        return tuple(
            Rule(item.data(_RULE)) for item in items if item.checkState() is Qt.CheckState.Checked
        )

    def _move(self, places: int) -> None:
        place = self.list.currentRow()
        target = place + places
        if place >= 0 and 0 <= target < self.list.count():
            item = self.list.takeItem(place)
            self.list.insertItem(target, item)
            self.list.setCurrentRow(target)
            self.changed.emit()
