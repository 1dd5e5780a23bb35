"""The page of the binding table: what can be done with it, panels for the long work, the table."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from dingsetup.bindings.values import Change
from dingsetup.language.bindings import change_name
from dingsetup.ui.bindings.area import TableArea
from dingsetup.ui.bindings.book import Book
from dingsetup.ui.bindings.cells import moment
from dingsetup.ui.bindings.empty import EmptyCard
from dingsetup.ui.bindings.filters import is_escape
from dingsetup.ui.bindings.look import table_style
from dingsetup.ui.bindings.notice import Notice
from dingsetup.ui.bindings.panel import Panel, Tools
from dingsetup.ui.bindings.panel_place import PanelPlace
from dingsetup.ui.bindings.panels import make_panel, read_file, read_text, resume
from dingsetup.ui.bindings.tenant import Tenant
from dingsetup.ui.bindings.toolbar import Toolbar
from dingsetup.ui.pages.page import Page
from dingsetup.ui.session import Session
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import Elided
from dingsetup.ui.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path


class BindingsPage(Page):
    """Everybody in DataWind meets their DingTalk self."""

    counted = Signal(int, int)
    """Users bound, and users who need it."""

    def __init__(self, theme: Theme, workspace: Workspace, session: Session) -> None:
        super().__init__(theme)
        self.session = session
        self._workspace = workspace
        _ = session.language.gettext
        self.setStyleSheet(table_style(theme))
        self.setAcceptDrops(True)
        top = self.heading(
            _("Account binding"),
            _(
                "Each DataWind user meets their own DingTalk account; who is not bound gets no"
                " push."
            ),
        )
        self._read = Elided()
        self._read.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(self._read, 100)
        folder = workspace.profiles.folder(session.profile.id)
        self.book = Book(
            folder,
            session.tasks,
            self,
            lambda: Tenant(session.profile, "", session.facts, folder).about,
        )
        self._tools = Tools(theme, workspace, session, self.book)
        self.toolbar = Toolbar(theme, session.language)
        self.notice = Notice(theme, session.language)
        self.area = TableArea(theme, workspace, session, self.book)
        self._empty = EmptyCard(self._tools)
        self._place = PanelPlace(theme)
        for part in (self.toolbar, self.notice, self._empty):
            self.column.addWidget(part)
        self.column.addWidget(self._place)
        self.column.addWidget(self.area, 1)
        self._rest = QWidget()
        self.column.addWidget(self._rest, 1)
        self.column.setSpacing(theme.gap(0.6))
        side = theme.gap(1.2)
        self.column.setContentsMargins(side, theme.gap(0.9), side, theme.gap(0.6))
        self._empty.hide()
        self._connect()

    def _connect(self) -> None:
        self.toolbar.panel_wanted.connect(self.open_panel)
        self.toolbar.undo_wanted.connect(self.book.undo)
        self.toolbar.redo_wanted.connect(self.book.redo)
        self._place.changed.connect(self._arrange)
        self._place.close_wanted.connect(self.close_panel)
        self._place.panel_wanted.connect(self.open_panel)
        self._place.states_wanted.connect(self.area.show_states)
        self._empty.panel_wanted.connect(self.open_panel)
        self._empty.users_made.connect(self.import_text)
        self.area.users_pasted.connect(self.import_text)
        self.book.failed.connect(self.notice.tell)
        self.book.written.connect(self._written)
        _ = self.session.language.gettext
        self.book.undone.connect(partial(self._note, _("Undone: {change}")))
        self.book.redone.connect(partial(self._note, _("Redone: {change}")))
        self.book.standing_changed.connect(self._show_standing)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, do in (
            ("Ctrl+Z", self.book.undo),
            ("Ctrl+Y", self.book.redo),
            ("Ctrl+Shift+Z", self.book.redo),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(within)
            shortcut.activated.connect(do)
        # From anywhere in the window, while the page is shown.
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self._to_find)

    # -- panels

    @property
    def panel(self) -> Panel | None:
        """The panel that stands above the table."""
        return self._place.panel

    def open_panel(self, name: str, begin: Callable[[Panel], None] | None = None) -> None:
        """Put a panel above the table, instead of the one that stands there."""
        self.notice.hide()
        self._place.open(make_panel(name, self._tools, self.area.model.view.rows), begin)

    def close_panel(self) -> None:
        """Take the panel away and give the table its place back."""
        if self.panel is not None:
            self._place.take_away()
            self.focus_first()

    def import_file(self, path: "str | Path") -> None:
        self.open_panel("import", partial(read_file, path=str(path)))

    def import_text(self, text: str) -> None:
        self.open_panel("import", partial(read_text, text=text))

    def check(self) -> None:
        """What the bar's button does here: see whether what is bound still holds."""
        self.open_panel("check")

    # -- what is shown

    def _show_standing(self) -> None:
        standing = self.book.standing
        self.counted.emit(standing.bound, standing.needing)
        self.toolbar.show_standing(standing)
        self._read.setText(self._directory_note())
        focus = QApplication.focusWidget()
        here = focus is not None and self.isAncestorOf(focus)
        self._arrange()
        if here and (focus is self.toolbar.import_ or self.area.isHidden()):
            # The keyboard waited until it was known whether there is a table.
            self.focus_first()

    def _arrange(self) -> None:
        """A panel needs the room; an empty table says what to do first."""
        empty = self.book.opened and not self.book.standing.size
        self._empty.setVisible(empty and self.panel is None)
        self.area.setVisible(not empty and self.panel is None)
        # Without the table something else must take what room is left.
        self._rest.setVisible(self.area.isHidden())

    def _written(self, change: Change | None) -> None:
        self.notice.hide()
        self._note("{change}", change)

    def _note(self, text: str, change: Change | None) -> None:
        if change is not None:
            said = text.format(change=change_name(self.session.language, change))
            self.session.noted.emit(said)

    def _directory_note(self) -> str:
        """When the directory was read."""
        language, read = self.session.language, self.book.standing.directory
        if self.book.standing.cut_off:
            return language.gettext("Reading the directory was cut off; it can go on.")
        if not read:
            return language.gettext("DingTalk's directory has not been read yet.")
        said = language.gettext("Directory read {moment}: {people} people")
        return said.format(moment=moment(language, read["at"]), people=f"{read['people']:,}")

    def focus_first(self) -> None:
        """The table where there is one, else what to do first."""
        if self.panel is not None:
            return
        if self.area.isVisible():
            self.area.into_table()
        else:
            self.toolbar.import_.setFocus()

    def _paste_users(self) -> None:
        """Outside the table and any field: what is pasted are users."""
        text = QGuiApplication.clipboard().text()
        if text.strip():
            self.import_text(text)

    def _to_find(self) -> None:
        if self.panel is not None and self.panel.busy:
            return  # looking for somebody must not end what is under way
        self.close_panel()
        self.area.filters.field.setFocus()
        self.area.filters.field.selectAll()

    # -- Qt's side

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.book.open()
        if self.panel is None and self.session.property("sheetLookedAt") is not None:
            # The window was drawn anew, for other colours or another language.
            self.open_panel("import", resume)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.book.pause()

    def event(self, event: QEvent) -> bool:
        if is_escape(event) and self.panel is not None:
            event.accept()  # else the window takes it for its own check
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.panel is not None:
            self.panel.escape()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste_users()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.import_file(_files(event)[0])
        event.acceptProposedAction()


def _files(event: QDropEvent) -> Sequence[str]:
    urls = event.mimeData().urls() if event.mimeData().hasUrls() else []
    return [url.toLocalFile() for url in urls if url.isLocalFile()]
