"""The status bar of an OA message: a few words and a colour, for sends to five people at most."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from dingsetup.language.sentence import N_
from dingsetup.messages.values import StatusBar
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import label
from dingsetup.ui.widgets.box import Box

if TYPE_CHECKING:
    from dingsetup.language import Language

COLOURS = {
    "0xFFFF9D46": N_("orange: pending"),
    "0xFF78C06E": N_("green: agreed"),
    "0xFFF65E5E": N_("red: refused"),
    "0xFF858E99": N_("grey: withdrawn"),
}
"""DingTalk's own four (KB 0768)."""


class StatusEdit(QWidget):
    """No words, no bar."""

    changed = Signal()

    def __init__(self, theme: Theme, language: "Language") -> None:
        super().__init__()
        _ = language.gettext
        self._text = QLineEdit()
        self._text.setMaxLength(20)
        self._text.setPlaceholderText(_("None, or a word such as “pending”"))
        self._text.setAccessibleName(_("Status bar"))
        self._colour = Box(_("Colour of the status bar"))
        for value, name in COLOURS.items():
            self._colour.addItem(_(name), value)
        self._text.textEdited.connect(lambda text: self.changed.emit())
        self._colour.activated.connect(lambda place: self.changed.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.gap(0.15))
        column.addWidget(label(_("Status bar (at most five people)"), "small"))
        column.addWidget(self._text)
        column.addWidget(self._colour)

    @property
    def value(self) -> StatusBar | None:
        text = self._text.text().strip()
        return StatusBar(text, str(self._colour.currentData())) if text else None

    def show_value(self, status: StatusBar | None) -> None:
        """Show a bar, without a signal."""
        if status == self.value:
            return
        self._text.setText(status.value if status is not None else "")
        if status is not None:
            self._colour.setCurrentIndex(max(0, self._colour.findData(status.colour)))
