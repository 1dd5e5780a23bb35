"""Choosing people from the binding table: by search, state and department."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from dingsetup.bindings.table import Table
from dingsetup.bindings.values import BindingState
from dingsetup.findings import State
from dingsetup.language.bindings import state_name
from dingsetup.ui.alive import while_there
from dingsetup.ui.bindings.filters import is_escape
from dingsetup.ui.messages.people import reachable
from dingsetup.ui.messages.people_list import Entry, EntryView
from dingsetup.ui.session import Session
from dingsetup.ui.tasks import Task
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import button, label, link, row
from dingsetup.ui.widgets.box import Box

if TYPE_CHECKING:
    from dingsetup.messages.recipients import Choice

PAUSE_MS = 120
MOST = 500
"""People shown of those found: whoever is not among them is found by more letters."""
Departments = Sequence[tuple[int, str]]


class Chooser(QWidget):
    """In the place of the people, until somebody is added or it is closed."""

    closed = Signal()
    added = Signal(object)
    """Choices that are to be put in."""
    myself = Signal(object)
    """The Choice of whoever sits here."""
    failed = Signal(Exception)

    def __init__(self, theme: Theme, session: Session, table: Table) -> None:
        super().__init__()
        self._session = session
        self._language = session.language
        self._table = table
        self._for_me = False
        self._without: Collection[str] = ()
        self._found: dict[str, Choice] = {}
        self._picked: dict[str, Choice] = {}
        """Who is chosen: another search does not lose them."""
        self._task: Task | None = None
        _ = self._language.gettext
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Name, username, userid, number …"))
        self.field.setAccessibleName(_("Find people"))
        self.field.setClearButtonEnabled(True)
        self._states = Box(_("Binding state"))
        self._states.addItem(_("Any state"), "")
        for state in BindingState:
            self._states.addItem(state_name(self._language, state), str(state))
        self._departments = Box(_("Department"))
        self._departments.addItem(_("All departments"), 0)
        self.list = EntryView(theme, _("People found"), choosing=True)
        self.list.setObjectName("candidates")
        self.list.setMinimumHeight(self.list.height_of(2))
        self._said = label("", "small")
        self._all = link(_("Choose all shown"), self._choose_all)
        self.add = button("", self._take, "primary")
        self.pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._lay_out(theme)
        self._connect()
        self._show_count()

    def _lay_out(self, theme: Theme) -> None:
        _ = self._language.gettext
        close = link(_("Close"), self.closed.emit, _("Close the choice of recipients"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.gap(0.35))
        self._head = label("", "heading", wrap=False)
        column.addLayout(row(theme, self._head, None, close))
        column.addWidget(self.field)
        boxes = row(theme, self._states, self._departments)
        boxes.setStretch(0, 1)
        boxes.setStretch(1, 1)
        column.addLayout(boxes)
        column.addWidget(self.list, 1)
        column.addWidget(self._said)
        self._elsewhere = label("", "small", wrap=False)
        column.addLayout(row(theme, self._all, None, self._elsewhere))
        self.add.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column.addWidget(self.add)

    def _connect(self) -> None:
        self.pause.timeout.connect(self._look)
        self.field.textChanged.connect(lambda text: self.pause.start())
        self._states.activated.connect(lambda place: self._look())
        self._departments.activated.connect(lambda place: self._look())
        self.list.moved.connect(self._pick)

    def open(self, without: Collection[str], *, myself: bool = False) -> None:
        """Look for everybody but those who are in already; or for the one who sits here."""
        _ = self._language.gettext
        self._without = frozenset(() if myself else without)
        self._for_me = myself
        self._head.setText(_("Which of them are you?") if myself else _("Choose recipients"))
        self._all.setVisible(not myself)
        self._clear()
        self._look()

    def focus_first(self) -> None:
        self.field.setFocus(Qt.FocusReason.TabFocusReason)

    def _look(self) -> None:
        """Look, on a thread; of several questions only the last is answered."""
        if self._task is not None:
            self._task.cancel()
        table = self._table
        text = self.field.text()
        chosen = str(self._states.currentData())
        states = (BindingState(chosen),) if chosen else ()
        department = int(self._departments.currentData())
        wants_names = self._departments.count() == 1
        without = self._without

        def work(task: Task) -> "tuple[list[Choice], Departments]":
            from dingsetup.messages.recipients import candidates

            found = candidates(table, text, states, department or None, MOST + len(without) + 1)
            names = table.department_names() if wants_names else {}
            return found, sorted(names.items(), key=lambda one: one[1])

        self._task = self._session.tasks.start(
            work,
            while_there(self, lambda brought: self._show(*brought)),
            failed=while_there(self, self.failed.emit),
        )

    def _show(self, found: "list[Choice]", departments: Departments) -> None:
        for number, name in departments:
            self._departments.addItem(name, number)
        left = [one for one in found if one.recipient.userid not in self._without]
        shown = {_key(one): one for one in left[:MOST]}
        # Nobody is dropped because the list is built anew.
        self._found = {}
        self.list.show_entries([self._entry(key, one) for key, one in shown.items()])
        self._found = shown
        self.list.choose(() if self._for_me else self._picked)
        self._pick()
        _ = self._language.gettext
        said = ""
        if not left:
            said = _("Nobody is like that, or they are in already.")
            if not found and not self.field.text():
                said = _("The binding table has nobody yet: fill it under “Account binding”.")
        elif len(left) > MOST:
            said = _("The first {n} are shown: type more letters.").format(n=f"{MOST:,}")
        self._said.setText(said)
        self._said.setVisible(bool(said))
        self._all.setEnabled(any(one.possible and reachable(one) for one in left))

    def _entry(self, key: str, choice: "Choice") -> Entry:
        from dingsetup.language.verdicts import hindrance_told

        who = choice.recipient
        name = who.name or who.username or who.userid
        if choice.hindrance is not None:
            told = hindrance_told(self._language, choice.hindrance)
            state = State.WARNING if reachable(choice) else State.FAILED
            # Without an account there is nobody to send to.
            return Entry(key, name, told.title, state, choosable=choice.possible)
        line = " · ".join(dict.fromkeys(filter(None, (who.username, who.userid))))
        return Entry(key, name, line)

    def choose_some(self, most: int) -> None:
        """The first so many of those shown, whether they can get it or not."""
        self.list.choose(set(list(self._found)[:most]))

    def _choose_all(self) -> None:
        """All who can get it."""
        self.list.choose({key for key, one in self._found.items() if reachable(one)})

    def _pick(self) -> None:
        """Note who of those shown is chosen; who is not shown stays chosen."""
        chosen = frozenset(self.list.selected())
        kept = {} if self._for_me else self._picked
        left = {key: one for key, one in kept.items() if key not in self._found}
        self._picked = left | {key: one for key, one in self._found.items() if key in chosen}
        self._show_count()

    def _clear(self) -> None:
        self._picked = {}
        self.list.clearSelection()

    def _show_count(self) -> None:
        n = len(self._picked)
        hidden = len(self._picked.keys() - self._found.keys())
        elsewhere = self._language.ngettext(
            "{n} chosen is not shown", "{n} chosen are not shown", hidden
        )
        self._elsewhere.setText(elsewhere.format(n=f"{hidden:,}"))
        self._elsewhere.setVisible(bool(hidden))
        said = self._language.ngettext("Add {n} person", "Add {n} people", n)
        if self._for_me:
            said = self._language.gettext("That is me")
        self.add.setText(said.format(n=f"{n:,}"))
        self.add.setEnabled(n == 1 if self._for_me else bool(n))

    def _take(self) -> None:
        chosen = list(self._picked.values())
        if self._for_me:
            self.myself.emit(chosen[0])
        else:
            self.added.emit(chosen)
        self._clear()
        self.closed.emit()

    def event(self, event: QEvent) -> bool:
        if is_escape(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() == Qt.Key.Key_Down and self.field.hasFocus():
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)


def _key(choice: "Choice") -> str:
    """Who is bound to nobody has no userid, but a username."""
    return choice.recipient.userid or f"\n{choice.recipient.username}"
