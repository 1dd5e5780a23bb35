"""The menu of the table with its keys, and the button that chooses columns."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton

from dingsetup.bindings.values import COLUMNS, EDITABLE, Row
from dingsetup.language import Language
from dingsetup.language.bindings import column_name
from dingsetup.ui.bindings.actions import Actions
from dingsetup.ui.bindings.cell_commands import CellCommands
from dingsetup.ui.bindings.columns import FIRST, ColumnChoice
from dingsetup.ui.bindings.commands import RowCommands
from dingsetup.ui.bindings.view import BindingView


def table_actions(
    view: BindingView, language: Language, rows: RowCommands, cells: CellCommands
) -> Actions:
    """Everything that is done with selected rows and cells."""
    _ = language.gettext
    actions = Actions(view, language)
    add = actions.add

    def some(true: Callable[[Row], object]) -> Callable[[], bool]:
        return lambda: any(true(row) for row in rows.looked_at())

    can_accept = some(lambda row: not row.userid and row.open_candidates)
    can_reject = some(lambda row: row.userid or row.open_candidates)
    can_unbind = some(lambda row: row.userid)

    def typed() -> bool:
        return view.column() in EDITABLE

    def can_fill() -> bool:
        return typed() and len(view.selected(view.column())) > 1

    def can_empty() -> bool:
        return any(one != "enabled" for one in view.selected_fields())

    add(_("Accept the suggestion"), rows.accept, "Alt+Return|Alt+Enter", can_accept)
    add(_("Turn the suggestion down"), rows.reject, "Alt+Delete", can_reject)
    add(_("Unbind"), rows.unbind, "Ctrl+U", can_unbind)
    add(_("Needs no binding, or take in again"), rows.ignore, "Ctrl+I")
    actions.separate()
    add(_("Type into the cell"), cells.open_editor, "F2", typed)
    add(_("Fill with the topmost cell"), cells.fill_down, "Ctrl+D", can_fill)
    add(_("Empty the cells"), cells.clear, "Delete", can_empty)
    add(_("Copy"), cells.copy, "Ctrl+C|Ctrl+Insert")
    add(_("Paste"), cells.paste, "Ctrl+V|Shift+Insert")
    actions.separate()
    _add_order(actions, view, language)
    actions.separate()
    add(_("Take out of the table"), rows.delete, "Ctrl+Delete")
    view.menu_wanted.connect(actions.pop_up)
    return actions


def _add_order(actions: Actions, view: BindingView, language: Language) -> None:
    """Order of rows and columns, for whoever has no mouse."""
    _ = language.gettext

    def sort(order: Qt.SortOrder) -> None:
        view.sortByColumn(view.currentIndex().column(), order)

    def move(places: int) -> None:
        if view.column():
            view.columns.move(view.column(), places)

    ascending, descending = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
    actions.add(_("Sort by this column"), lambda: sort(ascending), "Alt+Shift+Up")
    actions.add(_("Sort the other way round"), lambda: sort(descending), "Alt+Shift+Down")
    back = partial(view.sortByColumn, -1, ascending)
    actions.add(_("Order of import"), back, "Alt+Shift+Home")
    actions.add(_("Move the column to the left"), lambda: move(-1), "Alt+Shift+Left")
    actions.add(_("Move the column to the right"), lambda: move(1), "Alt+Shift+Right")


class ColumnsButton(QToolButton):
    """Chooses which columns are shown."""

    def __init__(self, language: Language, choice: ColumnChoice) -> None:
        super().__init__()
        self._language = language
        self._choice = choice
        _ = language.gettext
        self.setText(_("Columns"))
        self.setProperty("look", "filter")
        self.setToolTip(_("Choose the columns that are shown"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)

    def _fill(self) -> None:
        self._menu.clear()
        for name in COLUMNS:
            action = QAction(column_name(self._language, name), self._menu)
            action.setCheckable(True)
            action.setChecked(self._choice.is_shown(name))
            action.setEnabled(name != FIRST)
            action.toggled.connect(partial(self._choice.set_shown, name))
            self._menu.addAction(action)
        self._menu.addSeparator()
        usual = QAction(self._language.gettext("The usual columns"), self._menu)
        usual.triggered.connect(lambda: self._choice.as_usual())
        self._menu.addAction(usual)
