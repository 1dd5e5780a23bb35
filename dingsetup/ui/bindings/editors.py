"""Editors of cells that are more than a line of text: whose account, and yes or no."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from dingsetup.bindings.values import Person
from dingsetup.language import Language
from dingsetup.language.bindings import column_name, yes_or_no
from dingsetup.ui.alive import while_there
from dingsetup.ui.widgets.box import Box

SEARCH_MS = 120
"""The directory is asked once typing pauses."""
_USERID = Qt.ItemDataRole.UserRole

Found = Callable[[list[Person]], None]
Search = Callable[[str, Found], None]
"""Looks people up by a text, on a thread, and hands them over on the main thread."""


class AccountEditor(QLineEdit):
    """A userid, typed or chosen: candidates at first, then whoever the directory has."""

    def __init__(
        self,
        parent: QWidget,
        candidates: Sequence[Person],
        search: Search,
        line_of: Callable[[Person], str],
    ) -> None:
        super().__init__(parent)
        self.setFrame(False)
        self._search = search
        self._candidates = list(candidates)
        self._line_of = line_of
        self._offered = QStandardItemModel(self)
        completer = QCompleter(self._offered, self)
        # A line begins with the name, which people know; what goes into the cell is the userid.
        completer.setCompletionRole(_USERID)
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
        """What was typed or chosen."""
        return self.text().strip()

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
        self._offered.clear()
        for one in people:
            item = QStandardItem(self._line_of(one))
            item.setData(one.userid, _USERID)
            self._offered.appendRow(item)
        self._widen()

    def _widen(self) -> None:
        """Let the list be as wide as its lines, within the window."""
        popup = self.completer().popup()
        assert popup is not None
        metrics = popup.fontMetrics()
        texts = (self._offered.item(place).text() for place in range(self._offered.rowCount()))
        wide = max(map(metrics.horizontalAdvance, texts), default=0) + 2 * metrics.height()
        window = self.window()
        room = window.width() - self.mapTo(window, self.rect().topLeft()).x()
        popup.setMinimumWidth(min(wide, max(room, self.width())))


class YesNoEditor(Box):
    """Enabled or not."""

    def __init__(self, parent: QWidget, language: Language) -> None:
        super().__init__(column_name(language, "enabled"), parent)
        for value in (True, False):
            self.addItem(yes_or_no(language, value), str(int(value)))

    def choose(self, value: str) -> None:
        self.setCurrentIndex(max(0, self.findData(value)))

    def value(self) -> str:
        return str(self.currentData())
