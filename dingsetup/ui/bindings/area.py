"""The table with what stands around it: filters above, the chosen row below."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from dingsetup.bindings.finder import View
from dingsetup.bindings.values import BindingState, Change, Person, Row
from dingsetup.ui.alive import while_there
from dingsetup.ui.bindings.book import Book
from dingsetup.ui.bindings.cell_commands import CellCommands
from dingsetup.ui.bindings.cells import candidates
from dingsetup.ui.bindings.commands import RowCommands
from dingsetup.ui.bindings.delegate import CellDelegate
from dingsetup.ui.bindings.editors import AccountEditor, Found
from dingsetup.ui.bindings.empty import Nobody
from dingsetup.ui.bindings.filters import Filters
from dingsetup.ui.bindings.menus import ColumnsButton, table_actions
from dingsetup.ui.bindings.model import BindingModel
from dingsetup.ui.bindings.people import person_line
from dingsetup.ui.bindings.place import Place
from dingsetup.ui.bindings.query import Query
from dingsetup.ui.bindings.row_pane import PAUSE_MS, RowPane
from dingsetup.ui.bindings.story import Story, read_story
from dingsetup.ui.bindings.view import BindingView
from dingsetup.ui.session import Session
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import link, row
from dingsetup.ui.workspace import Workspace

TABLE_EMS = 13.2
"""Seven rows and the header: with fewer nobody sees where they are."""
PANE_EMS = 5.5
"""The pane scrolls, and can be pushed away."""
SLOW_MS = 400
"""Work that takes longer shows that it is under way."""


class TableArea(QWidget):
    """Keeps table, filters and pane in step with the book."""

    users_pasted = Signal(str)

    def __init__(self, theme: Theme, workspace: Workspace, session: Session, book: Book) -> None:
        super().__init__()
        self._session = session
        self._workspace = workspace
        self._book = book
        language = session.language
        self.model = BindingModel(book.table, language)
        self.view = BindingView(theme, self.model, workspace.settings.binding_columns)
        self.commands = RowCommands(session, book, self.model, self.view)
        self.cells = CellCommands(session, book, self.model, self.view, self.users_pasted.emit)
        self.actions_ = table_actions(self.view, language, self.commands, self.cells)
        self._delegate = CellDelegate(theme, self.model, self._account_editor, self.view)
        self._delegate.fill = self.cells.fill
        self._delegate.step_down = self.view.step_down
        self.view.setItemDelegate(self._delegate)
        self.filters = Filters(theme, language, ColumnsButton(language, self.view.columns))
        self.pane = RowPane(theme, language, self._search)
        self._nobody = Nobody(theme, language)
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._split_once = False
        """Whether the pane has got its share; after that it is the user's to set."""
        self._bar = QProgressBar()
        self._give_up = link(language.gettext("Cancel"), book.cancel)
        self._slow_line = QWidget()
        self._slow_line.setLayout(row(theme, self._bar, self._give_up))
        self.telling = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._lay_out(theme)
        self._connect()

    def _lay_out(self, theme: Theme) -> None:
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(theme.gap(0.25))
        self._slow_line.hide()
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setHandleWidth(theme.gap(0.4))
        self._split.addWidget(self._nobody)
        self._split.addWidget(self.view)
        self._split.addWidget(self.pane)
        self._split.setCollapsible(1, False)
        for place, share in enumerate((3, 3, 2)):
            self._split.setStretchFactor(place, share)
        self.view.setMinimumHeight(theme.gap(TABLE_EMS))
        self.pane.setMinimumHeight(theme.gap(PANE_EMS))
        # It takes what room the page has; the page scrolls only where that is less than this.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.setMinimumHeight(theme.gap(TABLE_EMS + PANE_EMS + 2.5))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.gap(0.2))
        column.addWidget(self.filters)
        column.addWidget(self._slow_line)
        column.addWidget(self._split, 1)

    def hasHeightForWidth(self) -> bool:
        """No: what lines the filters take comes out of the room there is."""
        return False

    def _connect(self) -> None:
        book, pane, commands = self._book, self.pane, self.commands
        book.found.connect(self._show)
        book.written.connect(self._written)
        book.standing_changed.connect(lambda: self.filters.show_standing(book.standing))
        book.busy_changed.connect(self._show_busy)
        self._slow.timeout.connect(self._show_slow)
        self.model.typed.connect(self.cells.type_into)
        self.model.sort_wanted.connect(lambda sort, down: self.ask())
        self.model.failed.connect(book.failed)
        self.filters.changed.connect(self.ask)
        self.filters.field.left.connect(self.into_table)
        self.view.row_chosen.connect(self.telling.start)
        self.view.columns.changed.connect(self._remember_columns)
        self.telling.timeout.connect(self.tell_row)
        pane.bind_wanted.connect(commands.bind_one)
        pane.reject_wanted.connect(commands.reject_one)
        pane.unbind_wanted.connect(commands.unbind_one)
        pane.ignore_wanted.connect(commands.ignore_one)
        self._nobody.wanted.connect(self._clear_filters)
        pane.left.connect(self.view.setFocus)
        pane.history_wanted.connect(lambda: self.tell_row(history=True))

    # -- what is looked for

    def ask(self) -> None:
        """Look for what filters and header say now."""
        head = self.view.horizontalHeader()
        number = head.sortIndicatorSection()
        down = head.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
        sort = self.model.column_name(number)
        self._book.find(
            Query(self.filters.field.text(), self.filters.states(), sort, descending=down)
        )

    def show_states(self, states: frozenset[BindingState]) -> None:
        """Show the rows in these states, whatever was looked for."""
        self.filters.choose(states)
        self.into_table()

    def _clear_filters(self) -> None:
        self.filters.clear()
        self.filters.field.setFocus()

    def into_table(self) -> None:
        """Put the keyboard into the table, on a row."""
        if self._nobody.isVisible():
            self._nobody.clear.setFocus(Qt.FocusReason.TabFocusReason)
            return
        self.view.setFocus()
        if self.view.place() < 0:
            self.view.go_to(0, "username")

    def _show(self, view: View, begun: tuple[int, Sequence[Row]]) -> None:
        if view.rows == self.model.view.rows:
            self.model.take_anew()
        else:
            place = Place.of(self.view, self.model)
            self.model.show(view, *begun)
            place.restore(self.view, self.model)
            if self.view.hasFocus() and self.view.place() < 0:
                self.view.go_to(0, "username")
        self._book.keep_in_sight(self.view.first_in_sight())
        self.filters.show_found(len(view), view.total)
        self._show_nobody(bool(view.total) and not len(view))
        self.telling.start()

    def _show_nobody(self, nobody: bool) -> None:
        """What is looked for finds nobody: say so where the rows would be."""
        held = self.view.hasFocus() or self._nobody.clear.hasFocus()
        self._nobody.setVisible(nobody)
        self.view.setVisible(not nobody)
        if held:
            self.into_table()

    def _written(self, change: Change | None) -> None:
        self.model.take_anew()
        self.telling.start()

    def _show_busy(self) -> None:
        if self._book.busy:
            self._slow.start()
        else:
            self._slow.stop()
            self._slow_line.hide()

    def _show_slow(self) -> None:
        """What takes its time can be given up, if it is a change."""
        self._slow_line.setVisible(self._book.busy)
        self._give_up.setVisible(self._book.changing)

    # -- the chosen row

    def tell_row(self, *, history: bool = False) -> None:
        """Show the current row below, as it is now."""
        row = self.model.row(self.view.place())
        if row is None:
            self.pane.show_story(None)
            return
        number, table = row.id, self._book.table
        wanted = history or (self.pane.with_history and self.pane.row == number)

        def show(story: Story | None) -> None:
            current = self.model.row(self.view.place())
            if story is None or (current is not None and current.id == number):
                opened = self.pane.isHidden() and story is not None
                self.pane.show_story(story)
                if opened and not self._split_once:
                    self._split_once = True
                    self._split.setSizes([0, 3, 2])

        self._session.tasks.start(
            lambda task: read_story(table, number, history=wanted),
            while_there(self, show),
            failed=while_there(self, self._book.failed.emit),
        )

    def _search(self, text: str, found: Found) -> None:
        table = self._book.table
        self._session.tasks.start(
            lambda task: table.search_people(text),
            while_there(self, found),
            failed=while_there(self, self._book.failed.emit),
        )

    def _account_editor(self, parent: QWidget, row: Row | None) -> AccountEditor:
        if row is not None and row.id == self.pane.row:
            offered = self.pane.candidates()
        else:
            offered = [] if row is None else [Person(userid=one) for one in candidates(row)]
        line_of = partial(person_line, departments=self.pane.departments())
        return AccountEditor(parent, offered, self._search, line_of)

    def _remember_columns(self, text: str) -> None:
        self._workspace.remember(binding_columns=text)
