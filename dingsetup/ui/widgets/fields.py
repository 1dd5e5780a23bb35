"""Fields to type in and boxes to paste into; what is typed goes to the session at once."""

from collections.abc import Callable

from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from dingsetup.findings import State
from dingsetup.language import Language
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import label
from dingsetup.ui.widgets.chip import fixed_font


class Field(QLineEdit):
    """One line to type in, with a hint below that turns into what is wrong."""

    def __init__(self, theme: Theme, name: str, value: str, hint: str) -> None:
        super().__init__(value)
        self._theme = theme
        self.below = label(hint, "small")
        self._hint = hint
        self.setFont(fixed_font())
        self.setAccessibleName(name)
        self.setAccessibleDescription(hint)

    def hint(self, text: str) -> None:
        """Change the hint, where nothing is wrong."""
        if self.below.text() == self._hint:
            self.below.setText(text)
        self._hint = text
        self.setAccessibleDescription(text)

    def blame(self, fault: str) -> None:
        """Say what is wrong below the field; with nothing, the hint again."""
        self.below.setText(fault or self._hint)
        colour = f"color: {self._theme.states[State.FAILED]}" if fault else ""
        self.below.setStyleSheet(colour)


class Form(QWidget):
    """Labelled fields below each other."""

    def __init__(self, theme: Theme, language: Language) -> None:
        super().__init__()
        self._theme = theme
        self._language = language
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setSpacing(theme.gap(0.4))
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)

    def field(self, name: str, value: str, hint: str, on_change: Callable[[str], None]) -> Field:
        """Add a field; `name` may hold a mnemonic and becomes the spoken name."""
        field = Field(self._theme, name.replace("&", ""), value, hint)
        field.textEdited.connect(on_change)
        column = QVBoxLayout()
        column.setSpacing(self._theme.gap(0.1))
        column.addWidget(field)
        column.addWidget(field.below)
        caption = QLabel(name)
        caption.setBuddy(field)
        caption.setMinimumHeight(field.sizeHint().height())
        self._form.addRow(caption, column)
        return field

    def credential(
        self, name: str, value: str, hint: str, on_change: Callable[[str], None]
    ) -> Field:
        """A field of one of the four credentials: its shape is judged when it is left."""
        field = self.field(self._language.field(name), value, hint, on_change)
        field.editingFinished.connect(lambda: self.judge(name, field))
        return field

    def judge(self, name: str, field: Field) -> None:
        """Say under the field what its shape betrays."""
        from dingsetup.checks.shapes import fault_of  # not needed to paint the page

        fault = fault_of(name, field.text()) if field.text() else None
        if fault is None:
            field.blame("")
            return
        told = self._language.tell_kind(fault.kind, fault.values)
        stop = "。" if self._language.chinese else ". "
        field.blame(stop.join(filter(None, (told.title, told.remedy))))


class PasteBox(QPlainTextEdit):
    """A box of a few lines in a fixed-width face; Tab leaves it."""

    def __init__(
        self, theme: Theme, name: str, value: str, hint: str, on_change: Callable[[str], None]
    ) -> None:
        super().__init__(value)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setFont(fixed_font())
        self.setFixedHeight(theme.gap(5.2))
        self.textChanged.connect(lambda: on_change(self.toPlainText()))
