"""Editors of cells that are more than a line of text: whose account, and yes or no."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QStringListModel, Qt, QTimer
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from dingsetup.bindings.values import Person
from dingsetup.language import Language
from dingsetup.language.bindings import yes_or_no
from dingsetup.ui.alive import while_there

SEARCH_MS = 120
"""The directory is asked once typing pauses."""
SEPARATOR = " · "

Found = Callable[[list[Person]], None]
Search = Callable[[str, Found], None]
"""Looks people up by a text, on a thread, and hands them over on the main thread."""


class AccountEditor(QLineEdit):
    """A userid, typed or chosen: candidates at first, then whoever the directory has."""

    def __init__(self, parent: QWidget, candidates: Sequence[Person], search: Search) -> None:
        super().__init__(parent)
        self.setFrame(False)
        self._search = search
        self._candidates = list(candidates)
        self._offered = QStringListModel(self)
        completer = QCompleter(self._offered, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        self._pause = QTimer(self, singleShot=True, interval=SEARCH_MS)
        self._pause.timeout.connect(self._ask)
        self.textEdited.connect(lambda text: self._pause.start())
        self._offer(self._candidates)
        if self._candidates:
            QTimer.singleShot(0, self, completer.complete)

    def userid(self) -> str:
        """What was typed; of a line that was chosen only the userid."""
        return self.text().split(SEPARATOR, maxsplit=1)[0].strip()

    def _ask(self) -> None:
        text = self.text().strip()
        if text:
            self._search(text, while_there(self, self._found))
        else:
            self._offer(self._candidates)

    def _found(self, people: list[Person]) -> None:
        self._offer(people)
        if people and self.hasFocus():
            self.completer().complete()

    def _offer(self, people: Sequence[Person]) -> None:
        self._offered.setStringList([line_of(one) for one in people])


def line_of(person: Person) -> str:
    """A person in a line that begins with the userid."""
    parts = (person.userid, person.name, person.mobile or person.email, person.job_number)
    return SEPARATOR.join(part for part in parts if part)


class YesNoEditor(QComboBox):
    """Enabled or not."""

    def __init__(self, parent: QWidget, language: Language) -> None:
        super().__init__(parent)
        for value in (True, False):
            self.addItem(yes_or_no(language, value), str(int(value)))

    def choose(self, value: str) -> None:
        self.setCurrentIndex(max(0, self.findData(value)))

    def value(self) -> str:
        return str(self.currentData())
