"""The line above the table: find over all columns, and how many rows are in each state."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QVBoxLayout, QWidget

from dingsetup.bindings.values import BindingState
from dingsetup.language import Language
from dingsetup.language.bindings import state_name
from dingsetup.ui.bindings.query import Standing
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import label
from dingsetup.ui.widgets.flow import FlowLayout, flow

PAUSE_MS = 50
"""A key that follows this fast is part of the same word."""


def is_escape(event: QEvent) -> bool:
    """Whether Qt asks if somebody wants Escape for themselves, before it is a shortcut."""
    return (
        isinstance(event, QKeyEvent)
        and event.type() is QEvent.Type.ShortcutOverride
        and event.key() == Qt.Key.Key_Escape
    )


class FindField(QLineEdit):
    """Text to look for; Escape empties it, Return and Down go to what was found."""

    left = Signal()

    def __init__(self, language: Language) -> None:
        super().__init__()
        _ = language.gettext
        self.setPlaceholderText(_("Find by name, number, e-mail, userid …"))
        self.setAccessibleName(_("Find in all columns"))
        self.setClearButtonEnabled(True)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            event.setAccepted(event.key() == Qt.Key.Key_Escape and bool(self.text()))
            if event.isAccepted():
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class Filters(QWidget):
    """What is typed and chosen here is asked for once typing pauses."""

    changed = Signal()

    def __init__(self, theme: Theme, language: Language, extra: QWidget) -> None:
        super().__init__()
        self._language = language
        self._theme = theme
        self.field = FindField(language)
        self.field.setFixedWidth(theme.gap(15))
        self.pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self.pause.timeout.connect(self.changed)
        self.field.textChanged.connect(lambda text: self.pause.start())
        self._all = self._chip()
        self._all.clicked.connect(self._choose_all)
        self._chips = {state: self._chip() for state in BindingState}
        for chip in self._chips.values():
            chip.clicked.connect(self._chosen)
        self._shown = label("", "small", wrap=False)
        parts = (self.field, self._all, *self._chips.values(), self._shown, extra)
        self._flow = flow(theme.gap(0.3), *parts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._flow)
        self.show_standing(Standing())

    def states(self) -> frozenset[BindingState]:
        """States that are wanted; none for all."""
        return frozenset(state for state, chip in self._chips.items() if chip.isChecked())

    def choose(self, states: frozenset[BindingState]) -> None:
        """Want just these states, and every text."""
        self.field.clear()
        for state, chip in self._chips.items():
            chip.setChecked(state in states)
        self._chosen()

    def clear(self) -> None:
        """Want everybody again."""
        self.choose(frozenset())

    def show_standing(self, standing: Standing) -> None:
        """Show how many rows there are; a state nobody is in has no chip."""
        said = self._language.gettext("All {count}")
        self._all.setText(said.format(count=f"{standing.size:,}"))
        self._all.setChecked(not self.states())
        for state, chip in self._chips.items():
            count = standing.counts.get(state, 0)
            chip.setText(f"{state_name(self._language, state)} {count:,}")
            wanted = bool(count) or chip.isChecked()
            # What is hidden must not leave a gap between its neighbours.
            if wanted is chip.isHidden():
                chip.setVisible(wanted)
        self._again()

    def show_found(self, count: int, total: int) -> None:
        """Show how many rows were found, where they are not all."""
        said = self._language.ngettext("{n} row shown", "{n} rows shown", count)
        self._shown.setText(said.format(n=f"{count:,}") if count != total else "")
        self._shown.setVisible(0 < count < total)
        self._again()

    def _again(self) -> None:
        """Lay the line out anew: what is hidden must not leave a gap."""
        layout = self._flow.layout()
        assert isinstance(layout, FlowLayout)
        layout.invalidate()
        self._flow.updateGeometry()

    def _chip(self) -> QToolButton:
        chip = QToolButton()
        chip.setCheckable(True)
        chip.setProperty("look", "filter")
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        chip.setCursor(Qt.CursorShape.PointingHandCursor)
        return chip

    def _choose_all(self) -> None:
        for chip in self._chips.values():
            chip.setChecked(False)
        self._chosen()

    def _chosen(self) -> None:
        self._all.setChecked(not self.states())
        self.pause.stop()
        self.changed.emit()
