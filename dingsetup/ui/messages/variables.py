"""The variables of a push as a form: each field by its shape, what is wrong with it below."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from dingsetup.findings import State
from dingsetup.ui.messages.words import severity_state
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import clear, label
from dingsetup.ui.widgets.box import Box

if TYPE_CHECKING:
    from dingsetup.language import Language
    from dingsetup.messages.pushes import Variable
    from dingsetup.messages.values import Severity

LINES_EMS = 3.6
"""Height of a field of several lines."""
YES, NO = "true", "false"


class Lines(QPlainTextEdit):
    """Several lines; Tab leaves it."""

    def __init__(self, theme: Theme, value: str, ems: float = LINES_EMS) -> None:
        super().__init__(value)
        self.setTabChangesFocus(True)
        self.setFixedHeight(theme.gap(ems))


class VariableField(QWidget):
    """One variable: its name, what is typed, and what is wrong with that."""

    changed = Signal()

    def __init__(self, theme: Theme, language: "Language", variable: "Variable") -> None:
        super().__init__()
        self._theme = theme
        self.name = variable.name
        self._shape = str(variable.shape)
        caption = language.pick(variable.label)
        self._box = self._made(theme, language, variable)
        self._box.setAccessibleName(caption)
        self._box.setToolTip(language.pick(variable.help))
        self._below = label("", "small")
        self._below.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.gap(0.1))
        if isinstance(self._box, QCheckBox):
            self._box.setText(caption)
        else:
            said = QLabel(caption)
            said.setProperty("look", "small")
            said.setTextFormat(Qt.TextFormat.PlainText)
            said.setWordWrap(True)
            said.setBuddy(self._box)
            column.addWidget(said)
        column.addWidget(self._box)
        column.addWidget(self._below)

    def _made(self, theme: Theme, language: "Language", variable: "Variable") -> QWidget:
        if self._shape == "flag":
            box = QCheckBox()
            box.clicked.connect(lambda: self.changed.emit())
            return box
        if self._shape == "choice":
            choices = Box(language.pick(variable.label))
            for one in variable.choices:
                choices.addItem(language.pick(one.label), one.value)
            choices.activated.connect(lambda: self.changed.emit())
            return choices
        if self._shape in ("long", "list"):
            lines = Lines(theme, "")
            lines.textChanged.connect(lambda: self.changed.emit())
            return lines
        field = QLineEdit()
        field.textEdited.connect(lambda: self.changed.emit())
        return field

    @property
    def value(self) -> str:
        """As text, whatever the shape."""
        box = self._box
        if isinstance(box, QCheckBox):
            return YES if box.isChecked() else NO
        if isinstance(box, QComboBox):
            return str(box.currentData() or "")
        if isinstance(box, Lines):
            return box.toPlainText()
        assert isinstance(box, QLineEdit)
        return box.text()

    def show_value(self, text: str) -> None:
        """Show a value, without a signal."""
        box = self._box
        was = box.blockSignals(True)
        if isinstance(box, QCheckBox):
            box.setChecked(text.strip().casefold() in (YES, "1", "yes", "on", "是"))
        elif isinstance(box, QComboBox):
            box.setCurrentIndex(max(0, box.findData(text)))
        elif isinstance(box, Lines):
            box.setPlainText(text)
        elif isinstance(box, QLineEdit):
            box.setText(text)
            box.setCursorPosition(0)
        box.blockSignals(was)

    def blame(self, fault: str, severity: "Severity | None" = None) -> None:
        """Say what is wrong below the field; nothing where all is well."""
        self._below.setText(fault)
        self._below.setVisible(bool(fault))
        self._box.setAccessibleDescription(fault)
        state = severity_state(severity) if severity is not None else State.FAILED
        self._below.setStyleSheet(f"color: {self._theme.states[state]}" if fault else "")

    def focus(self) -> None:
        self._box.setFocus(Qt.FocusReason.TabFocusReason)


class VariableForm(QWidget):
    """The fields of one push, below each other."""

    changed = Signal(str, str)
    """Name and value of what the user has just changed."""

    def __init__(self, theme: Theme, language: "Language") -> None:
        super().__init__()
        self._theme = theme
        self._language = language
        self._fields: dict[str, VariableField] = {}
        self._of: Sequence[object] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.gap(0.35))

    def show_variables(self, variables: Sequence["Variable"], values: Mapping[str, str]) -> None:
        """Show the fields of a push with these values."""
        if variables is not self._of:
            self._of = variables
            clear(self._column)
            self._fields = {one.name: self._field(one) for one in variables}
            for field in self._fields.values():
                self._column.addWidget(field)
        for name, field in self._fields.items():
            if field.value != values.get(name, ""):
                field.show_value(values.get(name, ""))

    def _field(self, variable: "Variable") -> VariableField:
        made = VariableField(self._theme, self._language, variable)
        made.changed.connect(lambda: self.changed.emit(made.name, made.value))
        return made

    def blame(self, faults: Mapping[str, tuple[str, "Severity"]]) -> None:
        """Show what is wrong with which variable; nothing for the others."""
        for name, field in self._fields.items():
            field.blame(*faults.get(name, ("", None)))

    def field(self, name: str) -> VariableField | None:
        return self._fields.get(name)
