"""A row of buttons of which one is down: kinds of push, phone or PC."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.flow import flow


class Toggles(QWidget):
    """Goes on in the next line where there is no room; each button is reached by Tab."""

    chosen = Signal(str)
    """By the user, not by `choose`."""

    def __init__(self, theme: Theme, name: str, choices: Sequence[tuple[str, str]]) -> None:
        """`choices` are pairs of a value and what is shown for it."""
        super().__init__()
        self.setAccessibleName(name)
        self._buttons: dict[str, QToolButton] = {}
        for value, text in choices:
            self._buttons[value] = self._button(value, text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(flow(theme.gap(0.3), *self._buttons.values()))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _button(self, value: str, text: str) -> QToolButton:
        made = toggle(text)
        made.clicked.connect(lambda: self._press(value))
        return made

    def _press(self, value: str) -> None:
        self.choose(value)
        self.chosen.emit(value)

    @property
    def value(self) -> str:
        """What is down; empty for nothing."""
        return next((value for value, one in self._buttons.items() if one.isChecked()), "")

    def choose(self, value: str) -> None:
        """Press one, without a signal."""
        if value in self._buttons:
            # Not a group of Qt's own: of its buttons Tab would reach only the one that is down.
            for name, button in self._buttons.items():
                button.setChecked(name == value)


def toggle(text: str) -> QToolButton:
    """One button that stays down."""
    made = QToolButton()
    made.setProperty("look", "toggle")
    made.setText(text)
    made.setAccessibleName(text)
    made.setCheckable(True)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made
