"""What can be done with selected rows and cells: one list for menu, keys and screen readers."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from dingsetup.language import Language


class Actions(QObject):
    """Actions of a widget, in groups; their keys are at work while it has the keyboard."""

    def __init__(self, owner: QWidget, language: Language) -> None:
        super().__init__(owner)
        self._owner = owner
        self._language = language
        self._groups: list[list[QAction]] = [[]]
        self._menu: QMenu | None = None
        self._useful: dict[QAction, Callable[[], bool]] = {}

    def add(
        self,
        text: str,
        do: Callable[[], None],
        keys: str = "",
        useful: Callable[[], bool] | None = None,
    ) -> QAction:
        """Add an action; `keys` as Qt names them, the first is shown in the menu.

        Where `useful` says no, the menu shows it pale; its keys stay at work, to say why not.
        """
        action = QAction(text, self)
        action.setShortcuts([QKeySequence(one) for one in keys.split("|") if one])
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.setShortcutVisibleInContextMenu(True)
        action.triggered.connect(lambda: do())
        self._owner.addAction(action)
        self._groups[-1].append(action)
        if useful is not None:
            self._useful[action] = useful
        return action

    def separate(self) -> None:
        """What is added from here on stands below a line."""
        self._groups.append([])

    def pop_up(self, where: QPoint) -> None:
        """Show the menu; nothing waits for it."""
        if self._menu is None:
            self._menu = QMenu(self._owner)
            for group in self._groups:
                self._menu.addActions(group)
                self._menu.addSeparator()
            self._menu.aboutToHide.connect(self._enable)
        for action, useful in self._useful.items():
            action.setEnabled(useful())
        self._menu.popup(where)

    def _enable(self) -> None:
        for action in self._useful:
            action.setEnabled(True)
