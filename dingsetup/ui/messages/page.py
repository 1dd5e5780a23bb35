"""The page of test messages: what is sent, how it looks, to whom, what became of it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QDesktopServices, QHideEvent, QImage, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from dingsetup.bindings.table import Table
from dingsetup.messages.history import Again
from dingsetup.ui.bindings.filters import is_escape
from dingsetup.ui.messages.columns import Columns
from dingsetup.ui.messages.composer import Composer
from dingsetup.ui.messages.dispatch import Dispatch
from dingsetup.ui.messages.form import FormCard
from dingsetup.ui.messages.look import messages_style
from dingsetup.ui.messages.notice import MessageNotice
from dingsetup.ui.messages.panel import Panel, Tools
from dingsetup.ui.messages.panels import make_panel
from dingsetup.ui.messages.people import People
from dingsetup.ui.messages.people_card import PeopleCard
from dingsetup.ui.messages.post import Post
from dingsetup.ui.messages.stage import Stage
from dingsetup.ui.messages.trying import LinkTrial
from dingsetup.ui.pages.page import Page
from dingsetup.ui.session import Session
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import link
from dingsetup.ui.widgets.flow import flow
from dingsetup.ui.workspace import Workspace

ARRIVE_MS = 30
"""After the page is shown, so that it is painted first."""


class MessagesPage(Page):
    """Three columns; request, history and questions open in their place, the template's parts in
    that of the form."""

    counted = Signal(int, int)
    """People whom the last test reached, and people it was for."""

    def __init__(self, theme: Theme, workspace: Workspace, session: Session) -> None:
        super().__init__(theme)
        self.session = session
        self._workspace = workspace
        self.setStyleSheet(messages_style(theme))
        folder = workspace.profiles.folder(session.profile.id)
        table = Table(folder)
        self.composer = Composer(session, self)
        self.post = Post(folder, session.tasks, self)
        self.people = People(table, session, self.composer, self)
        self.tools = Tools(theme, workspace, session, self.composer, self.people, self.post)
        self.panel: Panel | None = None
        self._opener: QWidget | None = None
        """What had the keyboard when the panel was opened: it gets it back."""
        self._arriving = QTimer(self, singleShot=True, interval=ARRIVE_MS)
        self._arriving.timeout.connect(self._arrive)
        _ = session.language.gettext
        top = self.heading(
            _("Test messages"),
            _("What you see is what colleagues see on DingTalk; who got it, one line each."),
        )
        self._add_ways(top)
        self.notice = MessageNotice(theme, session.language)
        self.form = FormCard(theme, session, self.composer)
        self.first = QStackedWidget()
        self.first.addWidget(self.form)
        self.stage = Stage(theme, session, self.composer)
        self.card = PeopleCard(theme, session, table)
        self.columns = Columns(theme, self.first, self.stage, self.card)
        self.dispatch = Dispatch(self.tools, self.card, self.stage, self.notice)
        self.trial = LinkTrial(self.tools, self.form.links, self.notice)
        self._lay_out(theme)
        self._connect()

    def _add_ways(self, top: QHBoxLayout) -> None:
        """What is wanted now and then stands in the title's line."""
        _ = self.session.language.gettext
        ways: tuple[tuple[str, Callable[[], None]], ...] = (
            (_("Request JSON"), lambda: self.open_panel("request")),
            (_("Who did not get it?"), lambda: self.open_panel("why")),
            (_("History"), lambda: self.open_panel("history")),
        )
        links = [link(text, do) for text, do in ways]
        inbox = link(_("Practice inbox"), self._open_inbox)
        inbox.setToolTip(_("What the practice company's people got, as a phone shows it"))
        practice = self.session.profile.edition == "practice"
        # In a flow: in a narrow window they take a second line.
        top.addWidget(flow(self.theme.gap(0.2), *links, *([inbox] if practice else [])), 100)

    def _lay_out(self, theme: Theme) -> None:
        self._place = QWidget()
        self._panels = QVBoxLayout(self._place)
        self._panels.setContentsMargins(0, 0, 0, 0)
        self._panels.addStretch(1)
        self._place.hide()
        self.column.addWidget(self.notice)
        self.column.addWidget(self._place, 1)
        self.column.addWidget(self.columns, 1)
        self.column.setSpacing(theme.gap(0.6))
        side = theme.gap(1.2)
        self.column.setContentsMargins(side, theme.gap(0.9), side, theme.gap(0.6))

    def _connect(self) -> None:
        for part in (self.composer, self.people, self.post, self.card.chooser):
            part.failed.connect(self.notice.tell)
        self.form.template_wanted.connect(self.edit_template)
        self.form.picture.shown.connect(self._show_picture)
        self.card.people_changed.connect(self.people.keep)
        self.card.anyway_wanted.connect(self.people.send_anyway)
        self.card.chooser.added.connect(self.people.add)
        self.card.me_chosen.connect(self.people.be)
        self.card.me_wanted.connect(self.people.add_me)
        self.card.why_wanted.connect(lambda userid: self.open_panel("why", userid))
        self.dispatch.counted.connect(self.counted)

    def _show_picture(self, image: QImage | None) -> None:
        self.stage.show_picture(image)
        self.dispatch.show_picture_fault(self.form.picture.fault)

    # -- panels

    def open_panel(self, name: str, about: str = "") -> None:
        """Put a panel in the place of the columns; `about` is a person it begins with."""
        self.close_panel()
        self._opener = self.focusWidget()
        panel = make_panel(name, self.tools, about)
        self.panel = panel
        self._panels.insertWidget(0, panel)
        panel.closed.connect(self.close_panel)
        panel.again_wanted.connect(self._again)
        self.columns.hide()
        self._place.show()
        panel.begin()

    def close_panel(self) -> None:
        """Take the panel away and show the columns again."""
        panel, self.panel = self.panel, None
        if panel is None:
            return
        panel.leave()
        self._panels.removeWidget(panel)
        panel.hide()
        panel.deleteLater()
        self._place.hide()
        self.columns.show()
        opener, self._opener = self._opener, None
        if opener is not None and isValid(opener) and opener.isVisibleTo(self):
            opener.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.focus_first()

    def _again(self, made: Again) -> None:
        """Take an earlier send for a new one; it is numbered where that is needed."""
        self.close_panel()
        self.focus_first()
        self.composer.take_again(made)

    def edit_template(self) -> None:
        """Put the template of the push in the place of the form."""
        from dingsetup.ui.messages.template_card import TemplateCard

        if self.composer.push is None or self.first.count() > 1:
            return
        editor = TemplateCard(self.tools)
        editor.closed.connect(self.end_template)
        self.first.addWidget(editor)
        self.first.setCurrentWidget(editor)
        editor.begin()

    def end_template(self) -> None:
        """Put the form back."""
        self.composer.try_template(None)
        editor = self.first.currentWidget()
        if editor is None or editor is self.form:
            return
        self.first.setCurrentWidget(self.form)
        self.first.removeWidget(editor)
        editor.hide()
        editor.deleteLater()
        self.form.focus_first()

    # -- what the shell asks for

    def check(self) -> None:
        """Ask DingTalk what became of the last send."""
        self.dispatch.look()

    def focus_first(self) -> None:
        """Where the next thing is done."""
        if self.panel is None and not self.card.choosing:
            self.card.focus_first()

    @property
    def at_rest(self) -> bool:
        """Whether all that was begun has ended and is shown."""
        pauses = (self.composer.pause, self.dispatch.pause, self.card.chooser.pause)
        waits = any(timer.isActive() for timer in (self._arriving, *pauses))
        return self.composer.made is not None and not waits and self.post.quiet

    def _open_inbox(self) -> None:
        tenant = self._workspace.tenant
        if tenant is not None:
            address = f"{tenant.base_url}/_practice/inbox"
            if not QDesktopServices.openUrl(address):
                said = self.session.language.gettext("No browser opened. The address is {url}")
                self.session.noted.emit(said.format(url=address))

    # -- Qt's side

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arriving.start()

    def _arrive(self) -> None:
        """The page is painted: now come the threads that would have held that up."""
        self.composer.load()
        self.people.look()
        self.session.load()
        if self.dispatch.standing is None:
            self.dispatch.begin()
        self.post.watch.resume()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._arriving.stop()
        self.post.watch.pause()

    def event(self, event: QEvent) -> bool:
        if is_escape(event) and self.panel is not None:
            event.accept()  # else the window takes it for its own check
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.panel is not None:
            self.close_panel()
        else:
            super().keyPressEvent(event)
