"""The one main button: it says to how many people, and wants to be pressed twice."""

from collections.abc import Collection

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from dingsetup.findings import State
from dingsetup.ui.bindings.filters import is_escape
from dingsetup.ui.session import Session
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import button, label, link
from dingsetup.ui.widgets.flow import flow


class SendBox(QWidget):
    """What a send takes, the button, and what can be done with the one before."""

    send_wanted = Signal()
    """Pressed the second time."""
    cancel_wanted = Signal()
    recall_wanted = Signal()
    look_wanted = Signal()
    resume_wanted = Signal()
    status_wanted = Signal()
    """Give the message that was sent the status bar that the form has now."""

    def __init__(self, theme: Theme, session: Session) -> None:
        super().__init__()
        self._theme = theme
        self._language = session.language
        _ = self._language.gettext
        self._people = 0
        self._armed = False
        self._recalling = False
        self._busy = False
        self._note = label("", "small")
        self._block = label("", "small")
        self._block.setStyleSheet(f"color: {theme.states[State.FAILED]}")
        self._cost = label("", "small")
        self._result = label("", "strong")
        self._doubt = label("", "small")
        self._doubt.setStyleSheet(f"color: {theme.states[State.WARNING]}")
        self.go = button("", self._press, "primary")
        self.go.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._back = button(_("Not yet"), self.disarm)
        self._cancel = button(_("Cancel"), self.cancel_wanted.emit)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMaximumHeight(theme.gap(0.3))
        self.recall = link(_("Recall"), self._press_recall)
        self.look = link(_("Ask again"), self.look_wanted.emit)
        self.status = link(_("Update its status bar"), self.status_wanted.emit)
        self.resume = link(_("Send to the rest"), self.resume_wanted.emit)
        self._ways = (self.look, self.resume, self.status, self.recall)
        self._lay_out(theme)

    def _lay_out(self, theme: Theme) -> None:
        self._after = flow(theme.gap(0.2), self._result, *self._ways)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.gap(0.3))
        parts = (self._after, self._doubt, self._block, self._note, self._cost, self._bar)
        for part in (*parts, self.go, self._back, self._cancel):
            column.addWidget(part)
        for part in (self._bar, self._after, self._doubt):
            part.hide()
        self._show()

    # -- what is known

    def show_people(self, people: int) -> None:
        """How many are to get it, without those who cannot."""
        if people != self._people:
            self._people = people
            self.disarm()

    def show_block(self, reason: str) -> None:
        """Why it cannot be sent; empty where it can."""
        if reason != self._block.text():
            self._block.setText(reason)
            self.disarm()

    def show_plan(self, note: str, cost: str, more: str) -> None:
        """What a send would take, and what DingTalk would drop in silence."""
        self._note.setText(note)
        self._cost.setText(cost)
        self._cost.setToolTip(more)
        self._show()

    def show_result(self, said: str, ways: Collection[QWidget], doubt: str = "") -> None:
        """What became of the last one, and which links can still do something with it; `doubt`
        where nobody knows that of somebody."""
        self._result.setText(said)
        self._doubt.setText(doubt)
        self._doubt.setVisible(bool(doubt))
        for way in self._ways:
            way.setVisible(way in ways)
        self._recalling = False
        self.recall.setText(self._language.gettext("Recall"))
        self._after.setVisible(bool(said))

    def show_busy(self, busy: bool, *, done: int = 0, total: int = 0) -> None:
        """Something is under way; 0 of 0 for nobody knows how much."""
        self._busy = busy
        self._bar.setVisible(busy)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if busy:
            self._armed = False
        self._show()

    # -- pressing

    def _press(self) -> None:
        if self._armed:
            self.disarm()
            self.send_wanted.emit()
            return
        self._armed = True
        self._show()

    def _press_recall(self) -> None:
        if self._recalling:
            self.recall_wanted.emit()
            return
        self._recalling = True
        self.recall.setText(self._language.gettext("Really take it back from everybody?"))

    def disarm(self) -> None:
        """The next press is the first again: something has changed, or somebody thought better."""
        held = self._back.hasFocus()
        self._armed = False
        self._show()
        if held:
            self.go.setFocus()

    @property
    def armed(self) -> bool:
        """Whether the next press sends."""
        return self._armed

    @property
    def blocked(self) -> str:
        """Why it cannot be sent; empty where it can."""
        return self._block.text()

    def event(self, event: QEvent) -> bool:
        if is_escape(event) and self._armed:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._armed:
            self.disarm()
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        language, n = self._language, self._people
        text = language.ngettext("Send to {n} person", "Send to {n} people", n)
        if self._armed:
            text = language.ngettext("Yes, send to {n} person", "Yes, send to {n} people", n)
        self.go.setText(text.format(n=f"{n:,}") if n else language.gettext("Send"))
        blocked = bool(self._block.text())
        self.go.setEnabled(bool(n) and not blocked)
        self.go.setVisible(not self._busy)
        self._back.setVisible(self._armed and not self._busy)
        self._cancel.setVisible(self._busy)
        self._block.setVisible(blocked)
        self._note.setVisible(bool(self._note.text()) and bool(n))
        self._cost.setVisible(bool(self._cost.text()) and bool(n))
