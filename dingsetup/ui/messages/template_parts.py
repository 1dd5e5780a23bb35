"""The parts of a template as fields: what the types of message take their texts from."""

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from dingsetup.language.sentence import N_
from dingsetup.ui.messages.variables import Lines
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.chip import fixed_font

if TYPE_CHECKING:
    from dingsetup.language import Language
    from dingsetup.messages.pushes import Parts, Push
    from dingsetup.messages.values import Fault

LONG = ("body", "plain", "summary")
SHORT = ("rich_number", "rich_unit", "author", "pc_url")
FORM, BUTTONS = "form", "buttons"
CAPTIONS = {
    "title": N_("Title"),
    "body": N_("Body, markdown (markdown and cards)"),
    "plain": N_("Body, plain (text)"),
    "summary": N_("Summary (OA and link)"),
    "form": N_("Form lines (OA), each “name = value”"),
    "buttons": N_("Buttons, each “text = address”"),
    "rich_number": N_("Large number (OA)"),
    "rich_unit": N_("Its unit (OA)"),
    "author": N_("Author (OA)"),
    "pc_url": N_("Address on a PC (OA)"),
}
BODY_EMS, LONG_EMS = 9.0, 5.0
BETWEEN = " = "


class PartEdits(QWidget):
    """Every part of one language."""

    changed = Signal()

    def __init__(self, theme: Theme, language: "Language") -> None:
        super().__init__()
        self._language = language
        self._shown: Parts | None = None
        self._edits: dict[str, QLineEdit | Lines] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.gap(0.15))
        for name, caption in CAPTIONS.items():
            edit = self._made(theme, name)
            edit.setFont(fixed_font())
            text = language.gettext(caption)
            edit.setAccessibleName(text)
            said = QLabel(text)
            said.setWordWrap(True)
            said.setProperty("look", "small")
            said.setBuddy(edit)
            self._edits[name] = edit
            column.addWidget(said)
            column.addWidget(edit)

    def _made(self, theme: Theme, name: str) -> "QLineEdit | Lines":
        if name in (*LONG, FORM, BUTTONS):
            lines = Lines(theme, "", BODY_EMS if name == "body" else LONG_EMS)
            lines.textChanged.connect(self._tell)
            return lines
        field = QLineEdit()
        field.textEdited.connect(self._tell)
        return field

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._edits)

    def focus_first(self) -> None:
        self._edits["title"].setFocus()

    def show_parts(self, parts: "Parts") -> None:
        """Show these, without a signal."""
        self._shown = parts
        form = [f"{one.key}{BETWEEN}{one.value}" for one in parts.form]
        buttons = [f"{one.title}{BETWEEN}{one.url}" for one in parts.buttons]
        texts = {name: str(getattr(parts, name)) for name in ("title", *LONG, *SHORT)}
        texts |= {FORM: "\n".join(form), BUTTONS: "\n".join(buttons)}
        for name, text in texts.items():
            edit = self._edits[name]
            was = edit.blockSignals(True)
            if isinstance(edit, Lines):
                edit.setPlainText(text)
            else:
                edit.setText(text)
                edit.setCursorPosition(0)
            edit.blockSignals(was)

    def parts(self) -> "Parts":
        """The parts as they are typed."""
        from dingsetup.messages.pushes import ButtonPart, FormPart

        assert self._shown is not None
        texts = {name: self._text(name) for name in ("title", *LONG, *SHORT)}
        form = tuple(FormPart(*pair) for pair in _pairs(self._text(FORM)))
        buttons = tuple(ButtonPart(*pair) for pair in _pairs(self._text(BUTTONS)))
        return msgspec.structs.replace(self._shown, form=form, buttons=buttons, **texts)

    def _text(self, name: str) -> str:
        edit = self._edits[name]
        return edit.toPlainText() if isinstance(edit, Lines) else edit.text()

    def _tell(self) -> None:
        self.changed.emit()


def _pairs(text: str) -> list[tuple[str, str]]:
    """Two texts of each line; one without a sign between them has no second."""
    found: list[tuple[str, str]] = []
    for line in text.splitlines():
        if line.strip():
            # Blanks on both sides: an address has signs of its own.
            first, _sign, second = line.partition(BETWEEN)
            found.append((first.strip(), second.strip()))
    return found


def variable_names(push: "Push") -> str:
    """What a template can be filled with; no name is torn apart by the end of a line."""
    names = [one.name for one in push.variables]
    names += [f"{one.name}_label" for one in push.variables if str(one.shape) == "choice"]
    return ", ".join(f"{{{{\N{NO-BREAK SPACE}{name}\N{NO-BREAK SPACE}}}}}" for name in names)


def is_of_parts(fault: "Fault", names: frozenset[str]) -> bool:
    """Whether a fault is one of a template, not of a value or of a length."""
    return fault.place.partition(".")[0] in names or str(fault.kind).startswith("template")
