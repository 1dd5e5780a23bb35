"""Fields to type in and boxes to paste into; what is typed goes to the session at once."""

from collections.abc import Callable

from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from dingsetup.checks.shapes import fault_of
from dingsetup.findings import State
from dingsetup.language import Language
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import label
from dingsetup.ui.widgets.chip import fixed_font


class Form(QWidget):
    """Labelled fields below each other, each with a hint that turns into what is wrong."""

    def __init__(self, theme: Theme, language: Language) -> None:
        super().__init__()
        self._theme = theme
        self._language = language
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setSpacing(theme.gap(0.4))
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)

    def field(
        self, name: str, value: str, hint: str, on_change: Callable[[str], None]
    ) -> QLineEdit:
        """Add a field; `name` may hold a mnemonic and becomes the spoken name."""
        edit = QLineEdit(value)
        edit.setFont(fixed_font())
        edit.setAccessibleDescription(hint)
        edit.textEdited.connect(on_change)
        below = label(hint, "small")
        column = QVBoxLayout()
        column.setSpacing(self._theme.gap(0.1))
        column.addWidget(edit)
        column.addWidget(below)
        caption = QLabel(name)
        caption.setBuddy(edit)
        edit.setAccessibleName(name.replace("&", ""))
        self._form.addRow(caption, column)
        edit.setProperty("hint", hint)
        edit.setProperty("below", below)
        return edit

    def credential(
        self, field: str, value: str, hint: str, on_change: Callable[[str], None]
    ) -> QLineEdit:
        """A field of one of the four credentials: its shape is judged when it is left."""
        edit = self.field(self._language.field(field), value, hint, on_change)
        edit.editingFinished.connect(lambda: self.judge(field, edit))
        return edit

    def judge(self, field: str, edit: QLineEdit) -> None:
        """Say under the field what its shape betrays; the hint where nothing does."""
        fault = fault_of(field, edit.text()) if edit.text() else None
        below: QLabel = edit.property("below")
        if fault is None:
            below.setText(str(edit.property("hint")))
            below.setStyleSheet("")
            return
        told = self._language.tell_kind(fault.kind, fault.values)
        below.setText(
            f"{told.title}. {told.remedy}"
            if not self._language.chinese
            else f"{told.title}。{told.remedy}"
        )
        below.setStyleSheet(f"color: {self._theme.states[State.FAILED]}")


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
        self.setFixedHeight(theme.gap(4.2))
        self.textChanged.connect(lambda: on_change(self.toPlainText()))
