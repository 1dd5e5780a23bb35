"""Which column of a sheet goes into which field: a choice for each field."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from dingsetup.bindings.sheets import Sheet
from dingsetup.bindings.sheets.values import column_letter
from dingsetup.language import Language
from dingsetup.language.bindings import column_name
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import clear
from dingsetup.ui.widgets.box import Box

ALWAYS = ("username", "name", "email", "mobile", "job_number", "enabled", "userid", "note")
"""Fields that can be chosen; those of our own export are shown where the sheet has them."""
IN_A_LINE = 2
PAUSE_MS = 150


class MappingForm(QWidget):
    """Shows how a sheet was understood; a change is told once, as the whole mapping."""

    changed = Signal(object)

    def __init__(self, theme: Theme, language: Language) -> None:
        super().__init__()
        self._language = language
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.gap(0.6))
        self._grid.setVerticalSpacing(theme.gap(0.25))
        self._choices: dict[str, Box] = {}
        self.pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self.pause.timeout.connect(lambda: self.changed.emit(self.mapping()))

    def show_sheet(self, sheet: Sheet) -> None:
        """Show the columns of a sheet and what they were taken for."""
        extra = [field for field in sheet.mapping if field not in ALWAYS]
        names = [
            f"{column_letter(place)}  {header}" if header else column_letter(place)
            for place, header in enumerate(sheet.headers)
        ]
        self._show((*ALWAYS, *extra), names, sheet.mapping)

    def ask_username(self, headers: Sequence[str]) -> None:
        """Nothing was understood: have at least the username's column chosen, by its header."""
        self._show(("username",), list(headers), {})

    def mapping(self) -> dict[str, str | int]:
        """Field to column as chosen; empty where a field takes nothing."""
        return {field: choice.currentData() for field, choice in self._choices.items()}

    def _show(
        self, fields: Sequence[str], columns: Sequence[str], chosen: Mapping[str, int]
    ) -> None:
        focused = next((f for f, choice in self._choices.items() if choice.hasFocus()), "")
        clear(self._grid)
        self._choices = {}
        for place, field in enumerate(fields):
            choice = self._choice(field, columns, chosen.get(field))
            caption = QLabel(column_name(self._language, field))
            caption.setTextFormat(Qt.TextFormat.PlainText)
            caption.setBuddy(choice)
            line, column = divmod(place, IN_A_LINE)
            self._grid.addWidget(caption, line, column * 2)
            self._grid.addWidget(choice, line, column * 2 + 1)
            self._grid.setColumnStretch(column * 2 + 1, 1)
            self._choices[field] = choice
        if focused in self._choices:
            self._choices[focused].setFocus()

    def _choice(self, field: str, columns: Sequence[str], chosen: int | None) -> Box:
        choice = Box(column_name(self._language, field))
        choice.addItem(self._language.gettext("not in the sheet"), "")
        for place, name in enumerate(columns):
            choice.addItem(name, place)
        choice.setCurrentIndex(0 if chosen is None else chosen + 1)
        choice.activated.connect(lambda: self.pause.start())
        return choice
