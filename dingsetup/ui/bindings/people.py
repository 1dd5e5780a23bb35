"""Looking a person up in the directory, to bind them by hand."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from dingsetup.bindings.values import Person
from dingsetup.language import Language
from dingsetup.ui.bindings.editors import SEARCH_MS, Search
from dingsetup.ui.bindings.filters import is_escape
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import label

SHOWN = 6
"""Lines of the list before it scrolls."""
LINE = 1.3


def person_line(person: Person, departments: Mapping[int, str]) -> str:
    """Everything that tells a person from others, in one line."""
    names = " / ".join(departments.get(one, str(one)) for one in person.departments)
    parts = (
        person.name,
        names,
        person.job_number,
        person.email,
        person.mobile,
        person.userid,
    )
    return " · ".join(part for part in parts if part)


class PeopleSearch(QWidget):
    """A field, and below it whoever the directory has; Return or a click binds."""

    chosen = Signal(str)
    opened = Signal()
    """The list has come or gone: it should be in sight."""
    left = Signal()
    """Somebody was chosen, or Escape pressed: the keyboard may go on elsewhere."""

    def __init__(self, theme: Theme, language: Language, search: Callable[..., None]) -> None:
        super().__init__()
        self._theme = theme
        self._language = language
        self._search: Search = search
        self._departments: Mapping[int, str] = {}
        self._lines = SHOWN
        _ = language.gettext
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Choose somebody else: name, userid, number …"))
        self.field.setAccessibleName(_("Look up in DingTalk's directory"))
        self.field.setClearButtonEnabled(True)
        self._list = QListWidget()
        self._list.setAccessibleName(_("People found"))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemActivated.connect(self._take)
        self._list.itemClicked.connect(self._take)
        self._none = label(_("The directory has nobody like that."), "mute")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.gap(0.2))
        for part in (self.field, self._list, self._none):
            column.addWidget(part)
        self.pause = QTimer(self, singleShot=True, interval=SEARCH_MS)
        self.pause.timeout.connect(self._ask)
        self.field.textChanged.connect(lambda text: self.pause.start())
        self.field.returnPressed.connect(self._into_list)
        self.reset()

    def reset(self) -> None:
        """Look for nobody: another row is shown."""
        self.field.clear()
        self.pause.stop()
        self._show([])
        self._none.hide()

    def fit(self, height: int) -> None:
        """Keep field and list within a height, so that both are seen at once."""
        room = height - self.field.sizeHint().height() - self._theme.gap(0.8)
        self._lines = max(2, min(SHOWN, int(room / self._theme.gap(LINE))))
        self._set_height()

    def event(self, event: QEvent) -> bool:
        if is_escape(event) and self.field.text():
            event.accept()  # it closes what is open here before anything of the window
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.field.hasFocus():
            self._into_list()
        elif event.key() == Qt.Key.Key_Escape and self.field.text():
            self.reset()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _ask(self) -> None:
        text = self.field.text().strip()
        if text:
            self._search(text, lambda people: self._found(text, people))
        else:
            self.reset()

    def _found(self, text: str, people: list[Person]) -> None:
        if text == self.field.text().strip():
            self._show(people)
            self._none.setVisible(not people)
            self.opened.emit()

    def _show(self, people: list[Person]) -> None:
        self._list.clear()
        for one in people:
            item = QListWidgetItem(person_line(one, self._departments), self._list)
            item.setData(Qt.ItemDataRole.UserRole, one.userid)
            item.setToolTip(item.text())
        self._list.setVisible(bool(people))
        self._set_height()

    def _set_height(self) -> None:
        lines = min(self._lines, self._list.count())
        self._list.setFixedHeight(self._theme.gap(LINE) * lines + self._theme.gap(0.4))

    def _into_list(self) -> None:
        if self._list.count():
            self._list.setFocus()
            self._list.setCurrentRow(max(0, self._list.currentRow()))

    def _take(self, item: QListWidgetItem) -> None:
        userid = str(item.data(Qt.ItemDataRole.UserRole))
        self.reset()
        self.chosen.emit(userid)
        self.left.emit()

    def set_departments(self, departments: Mapping[int, str]) -> None:
        self._departments = departments
