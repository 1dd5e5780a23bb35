"""The binding table on a desk: filled, opened, and driven as a person at the screen would."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from dingsetup.bindings.matching import apply_match, plan_match
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import COLUMNS, Person, Row
from dingsetup.language import Language
from dingsetup.ui.bindings.model import BindingModel
from dingsetup.ui.bindings.page import BindingsPage
from dingsetup.ui.bindings.row_pane import RowPane
from dingsetup.ui.bindings.view import BindingView
from dingsetup.ui.widgets.basic import Elided
from tests.bindings.furnish import add_users, put_people, user
from tests.ui.desk import Desk

NAMES = ("张伟", "李娜", "王芳", "刘洋", "赵磊")
CONTROL = Qt.KeyboardModifier.ControlModifier


def mobile(number: int) -> str:
    return str(13_800_138_000 + number)


def people(count: int) -> list[Person]:
    """People of the directory, one for each user of `fill`, by mobile number."""
    return [
        Person(
            userid=f"ding{number}",
            name=NAMES[number % 5],
            mobile=mobile(number),
            departments=(2 + number % 2,),
        )
        for number in range(count)
    ]


def fill(table: Table, count: int = 10, *, scan: bool = True, match: bool = False) -> None:
    """Users u0, u1 … of whom each has somebody on DingTalk with the same number."""
    add_users(
        table,
        [user(f"u{n}", name=NAMES[n % 5], mobile=mobile(n)) for n in range(count)],
    )
    if scan:
        put_people(table, *people(count))
    if match:
        apply_match(table, plan_match(table))


class Sheet:
    """The open page, and what is on it."""

    def __init__(self, desk: Desk, profile: str = "east", language: str = "en") -> None:
        self.desk = desk
        if profile not in desk.profiles.ids():
            desk.make_profile(profile, base_url="http://127.0.0.1:9")
        self.table = Table(desk.profiles.folder(profile))
        self._profile = profile
        self._language = language

    @property
    def language(self) -> Language:
        return Language(self._language)

    def open(self) -> "Sheet":
        self.desk.open(self._profile, self._language)
        self.desk.go("bindings")
        self.settle()
        return self

    @property
    def page(self) -> BindingsPage:
        page = self.desk.shell.page
        assert isinstance(page, BindingsPage)
        return page

    @property
    def view(self) -> BindingView:
        return self.page.area.view

    @property
    def model(self) -> BindingModel:
        return self.page.area.model

    @property
    def pane(self) -> RowPane:
        return self.page.area.pane

    @property
    def said(self) -> str:
        """What the bar says."""
        return self.desk.only(Elided, self.desk.shell.footer).text()

    def match(self) -> None:
        """Match by all rules, before the page is open."""
        apply_match(self.table, plan_match(self.table))

    def settle(self) -> None:
        """Wait until all that was begun has ended and is shown."""
        area = self.page.area
        timers = (area.filters.pause, area.telling, area.pane.search.pause)

        def quiet() -> bool:
            busy = self.desk.workspace.tasks.busy or self.page.book.busy
            return self.page.book.opened and not busy and not any(t.isActive() for t in timers)

        self.desk.run_until(quiet)
        self.desk.breathe()
        self.desk.run_until(quiet)

    def usernames(self) -> list[str]:
        """Users in the order they are shown."""
        return [self.model.raw(place, "username") for place in range(self.model.rowCount())]

    def cell(self, username: str, column: str) -> str:
        """A cell as it is read in the window."""
        return self.model.text(self.usernames().index(username), column)

    def row(self, username: str) -> Row:
        """A row as it stands in the file."""
        found = self.table.row(username)
        assert found is not None, username
        return found

    def go_to(self, username: str, column: str = "username") -> None:
        """Put the cursor on a cell."""
        self.view.setFocus()
        self.view.go_to(self.usernames().index(username), column)
        self.settle()

    def select(self, first: str, last: str, column: str, to_column: str = "") -> None:
        """Select cells from one user to another with Shift and the arrow keys."""
        names = self.usernames()
        self.go_to(first, column)
        steps = names.index(last) - names.index(first)
        for _ in range(steps):
            self.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        shown = self.view.shown_columns()
        for _ in range(shown.index(to_column or column) - shown.index(column)):
            self.press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)

    def press(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Press a key wherever the keyboard is, and wait for what comes of it."""
        self.desk.press(key, modifier)
        self.settle()

    def type(self, text: str) -> None:
        """Type wherever the keyboard is, Chinese too."""
        for sign in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, sign)
                QApplication.sendEvent(self.desk.focus, event)
            self.desk.breathe()

    def find(self, text: str) -> None:
        field = self.page.area.filters.field
        self.desk.type(field, text)
        self.settle()

    def paste(self, lines: Sequence[Sequence[str]]) -> None:
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))
        self.press(Qt.Key.Key_V, CONTROL)

    @property
    def editor(self) -> QLineEdit:
        """The open editor of a cell."""
        return self.desk.only(QLineEdit, self.view.viewport())

    def click(self, message: str) -> None:
        """Click a button of the page by its text in the catalogue."""
        self.desk.click(message, self.page)
        self.settle()

    def column(self, name: str) -> int:
        return COLUMNS.index(name)
