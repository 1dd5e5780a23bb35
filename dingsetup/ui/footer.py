"""The bar below every page: back, what happened, check or cancel, next."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout

from dingsetup.findings import State, counts
from dingsetup.ui.session import Session
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import Elided, button
from dingsetup.ui.workspace import Workspace

if TYPE_CHECKING:
    from dingsetup.checks.runner import Progress


NOTE_MS = 8_000
"""How long a note stays: it tells of one press, and is read by then."""


class Footer(QFrame):
    """Buttons for the current page; Check turns into Cancel while a run is under way."""

    def __init__(
        self,
        theme: Theme,
        workspace: Workspace,
        session: Session,
        move: Callable[[int], None],
        check: Callable[[], None],
    ) -> None:
        super().__init__()
        self.setObjectName("footer")
        self._session = session
        self._on_step = True
        self._was_running = session.running
        self._complained = False
        self.fading = QTimer(self, singleShot=True, interval=NOTE_MS)
        """Runs while a note is shown."""
        _ = session.language.gettext
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.gap(1.5), theme.gap(0.5), theme.gap(1.5), theme.gap(0.5))
        layout.setSpacing(theme.gap(0.5))
        self.back = button(_("Back"), lambda: move(-1))
        self.all = button(_("Check everything"), lambda: session.check())
        self.check = button(_("Check"), check)
        self.cancel = button(_("Cancel"), session.cancel)
        self.next = button("", lambda: move(1), "primary")
        self._said = Elided(workspace.said)
        layout.addWidget(self.back)
        layout.addWidget(self._said, 1)
        for each in (self.cancel, self.all, self.check, self.next):
            layout.addWidget(each)
        session.running_changed.connect(self.show_running)
        workspace.trouble.connect(self._complain)
        session.noted.connect(self._note)
        self.fading.timeout.connect(self._fade)
        session.progressed.connect(self._progress)
        self.show_running()

    def say(self, text: str) -> None:
        """Show a sentence in the bar, and have a screen reader speak it."""
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # not for a first page

        self._show(text)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _progress(self, progress: "Progress") -> None:
        said = self._session.language.gettext("Asking DingTalk: {done} of {total}")
        self._show(said.format(done=progress.done, total=progress.total))

    def show_running(self) -> None:
        running = self._session.running
        self.cancel.setVisible(running)
        self.all.setVisible(not running)
        self.check.setVisible(not running and self._on_step)
        if running:
            self._complained = False
            self._show("")
        elif self._was_running and not self._complained:
            self._summarise()
        self._was_running = running

    def _complain(self, text: str) -> None:
        # What went wrong during a run is worth more than what the run came to.
        self._complained = True
        self.say(text)

    def _note(self, text: str) -> None:
        self._complain(text)
        self.fading.start()

    def _fade(self) -> None:
        """Take a note away; what else is said stays."""
        self._complained = False
        self._show("")

    def _show(self, text: str) -> None:
        self.fading.stop()
        self._said.setText(text)

    def _summarise(self) -> None:
        """What the page's step, or everything, came to, in a few words."""
        language = self._session.language
        if self._session.cancelled:
            self.say(language.gettext("Cancelled."))
            return
        tally = counts(finding.standing for finding in self._session.all_findings())
        parts = [f"{language.state(state)} {tally[state]}" for state in State if tally[state]]
        if parts:
            self.say(" · ".join(parts))

    def show_page(self, before: str, after: str, check: str) -> None:
        """Name the way on and what is checked here; no button for what there is none of."""
        _ = self._session.language.gettext
        if self.fading.isActive():
            self._fade()
        self._on_step = bool(check)
        self.check.setText(check)
        self.back.setEnabled(bool(before))
        self.next.setVisible(bool(after))
        self.next.setText(_("Next: {step}").format(step=after))
        self.show_running()
