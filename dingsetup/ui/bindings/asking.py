"""What panels that ask DingTalk have in common: plan, cap, progress, and what came of it."""

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtWidgets import QCheckBox, QSpinBox, QVBoxLayout, QWidget

from dingsetup.language import Told
from dingsetup.rehearsal import PRACTICE
from dingsetup.ui.alive import while_there
from dingsetup.ui.bindings.panel import Panel, Progress, Tools
from dingsetup.ui.bindings.tenant import Tenant
from dingsetup.ui.widgets.basic import button, clear, label, row

if TYPE_CHECKING:
    from dingsetup.bindings.scan import ScanProgress, ScanTrouble
    from dingsetup.dingtalk.client import Client

MOST_CALLS = 1_000_000


class AskingPanel(Panel):
    """Asks for nothing but its plan before the button is pressed."""

    planning = ""
    """What is said while the plan is made."""
    asking = ""

    def __init__(self, tools: Tools, heading: str, go: str) -> None:
        super().__init__(tools, heading)
        _ = self.language.gettext
        self._waits = False
        self._plan: Any = None
        self._told = QVBoxLayout()
        self._capped = QCheckBox(_("Stop after so many calls:"))
        self._cap = QSpinBox()
        self._cap.setRange(1, MOST_CALLS)
        self._cap.setValue(100)
        self._cap.setAccessibleName(_("Calls at most"))
        self._cap.setEnabled(False)
        self._capped.toggled.connect(self._cap.setEnabled)
        self._cap_line = QWidget()
        line = row(self.theme, self._capped, self._cap, None)
        self._cap_line.setLayout(line)
        self._go = button(go, self._ask, "primary")
        self.anew = button(_("Begin anew"), lambda: self._make_plan(fresh=True))
        self.content.addLayout(self._told)
        self.content.addWidget(self._cap_line)
        self.again = button(_("Go on …"), self._make_plan)
        self.buttons = row(self.theme, self._go, self.again, self.anew, None)
        self.content.addLayout(self.buttons)
        self._cap_line.hide()
        self._go.hide()
        self.anew.hide()
        self.again.hide()
        self.session.secret_changed.connect(self._secret_known)
        self.workspace.practice_changed.connect(self._secret_known)

    # -- what subclasses say

    def plan_with(self, client: "Client", tenant: Tenant, *, fresh: bool) -> Any:
        """Make the plan; on a thread. A ScanTrouble where DingTalk's answer allows none."""
        raise NotImplementedError

    def ask_with(
        self,
        client: "Client",
        plan: Any,
        most: int | None,
        cancel: threading.Event,
        progress: Callable[["ScanProgress"], None],
    ) -> Any:
        """Carry it out; on a thread."""
        raise NotImplementedError

    def plan_lines(self, plan: Any) -> Sequence[str]:
        raise NotImplementedError

    def show_result(self, result: Any) -> None:
        raise NotImplementedError

    # -- the plan

    def begin(self) -> None:
        self._make_plan()

    def tenant(self) -> Tenant | None:
        """Whom to ask; None while that is not known, or with what is missing said."""
        session = self.session
        practice = session.profile.id == PRACTICE
        if not session.loaded or (practice and self.workspace.tenant is None):
            self._waits = True
            session.load()
            return None
        if not session.profile.app_key or not session.secret:
            self.notice.say(self._missing())
            return None
        folder = self.workspace.profiles.folder(session.profile.id)
        return Tenant(session.profile, session.secret, session.facts, folder)

    def _secret_known(self) -> None:
        """Go on with what waited for the secret; it is told a turn before it is there."""
        if self._waits:
            self._waits = False
            self.session.tasks.on_main(while_there(self, self._make_plan))

    def refuse(self, error: Exception) -> None:
        super().refuse(error)
        self.again.show()
        self.focus_on(self.again)

    def _make_plan(self, *, fresh: bool = False) -> None:
        tenant = self.tenant()
        if tenant is None:
            return
        self._hide_plan()

        def work(cancel: threading.Event, progress: Progress) -> Any:
            with tenant.client(cancel) as client:
                return self.plan_with(client, tenant, fresh=fresh)

        self.run(self.planning, work, self._show_plan)

    def _hide_plan(self) -> None:
        self._plan = None
        for part in (self._cap_line, self._go, self.anew, self.again):
            part.hide()
        self.tell([])

    def _show_plan(self, plan: Any) -> None:
        if _is_trouble(plan):
            self.tell_trouble(plan)
            self.again.show()
            self.focus_on(self.again)
            return
        self._plan = plan
        self.tell(self.plan_lines(plan))
        self._cap_line.show()
        self._go.show()
        self.anew.setVisible(self.can_begin_anew(plan))
        self.focus_on(self._go)

    def can_begin_anew(self, plan: Any) -> bool:
        return False

    # -- carrying it out

    def _ask(self) -> None:
        tenant, plan = self.tenant(), self._plan
        if tenant is None or plan is None:
            return
        most = self._cap.value() if self._capped.isChecked() else None
        self._hide_plan()

        def work(cancel: threading.Event, progress: Progress) -> Any:
            def tell(so_far: "ScanProgress") -> None:
                progress(so_far.people, so_far.expected)
                self.session.tasks.on_main(while_there(self, lambda: self._tell_progress(so_far)))

            with tenant.client(cancel) as client:
                return self.ask_with(client, plan, most, cancel, tell)

        self.run(self.asking, work, self._show_result)

    def _tell_progress(self, progress: "ScanProgress") -> None:
        from dingsetup.language.scans import progress_line

        if self.busy:
            self.say_doing(progress_line(self.language, progress))

    def _show_result(self, result: Any) -> None:
        self.book.reload()
        if result.trouble is not None:
            self.tell_trouble(result.trouble)
            result = msgspec.structs.replace(result, trouble=None)
        self.again.setVisible(result.ended != "whole")
        self.show_result(result)
        items = (self.buttons.itemAt(place) for place in range(self.buttons.count()))
        ways = (item.widget() for item in items if item is not None)
        first = next((way for way in ways if way is not None and not way.isHidden()), None)
        self.focus_on(first or self.close_link)

    def stopped(self) -> None:
        """What was answered so far is in the file; the answer of the work itself is dropped."""
        self.book.reload()
        self.tell([self.language.gettext("Cancelled. What was answered is kept.")])
        self.again.show()
        self.focus_on(self.again)

    # -- what is said

    def tell(self, lines: Sequence[str]) -> None:
        clear(self._told)
        for text in lines:
            self._told.addWidget(label(text))

    def tell_trouble(self, trouble: "ScanTrouble") -> None:
        from dingsetup.language.scans import trouble_told

        self.notice.say(trouble_told(self.language, trouble))

    def _missing(self) -> Told:
        _ = self.language.gettext
        return Told(
            _("The app's Client ID or Client Secret is missing"),
            _("Without them DingTalk answers nothing."),
            _("Fill them in under “Credentials” in the list at the left, then come back."),
        )


def _is_trouble(plan: Any) -> bool:
    from dingsetup.bindings.scan import ScanTrouble

    return isinstance(plan, ScanTrouble)
