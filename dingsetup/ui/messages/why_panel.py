"""“Why did X not get it?”: one verdict, and the evidence in the order in which it was looked at."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout

from dingsetup.bindings.table import Table
from dingsetup.findings import State
from dingsetup.ui.messages.panel import Panel, Tools
from dingsetup.ui.tasks import Task
from dingsetup.ui.widgets.basic import button, clear, label, line, row
from dingsetup.ui.widgets.mark import Mark

if TYPE_CHECKING:
    from dingsetup.messages.verdicts import Evidence, Verdict

STATES: dict[str, State | None] = {
    "ok": State.PASSED,
    "bad": State.FAILED,
    "unknown": State.WARNING,
    "not_reached": None,
}
FIELD_EMS = 16


class WhyPanel(Panel):
    """Looks at what is known here first; DingTalk is asked anew only when somebody wants it."""

    def __init__(self, tools: Tools, who: str) -> None:
        _ = tools.session.language.gettext
        super().__init__(tools, _("Why did somebody not get it?"))
        self.verdict: Verdict | None = None
        """What was found last."""
        self._field = QLineEdit(who)
        self._field.setMinimumWidth(self.theme.gap(FIELD_EMS))
        self._field.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._field.setPlaceholderText(_("DataWind username or DingTalk userid"))
        self._field.setAccessibleName(self._field.placeholderText())
        self._field.returnPressed.connect(self._ask)
        self._go = button(_("Find out why"), self._ask, "primary")
        self._fresh = button(_("Ask DingTalk anew"), lambda: self._ask(fresh=True))
        self._fresh.setToolTip(_("Asks for the account and the message once; one counted call"))
        self._answer = QVBoxLayout()
        self._answer.setSpacing(self.theme.gap(0.35))
        self.content.addLayout(row(self.theme, self._field, self._go, self._fresh, None))
        self.content.addLayout(self._answer)

    def begin(self) -> None:
        self._field.setFocus(Qt.FocusReason.TabFocusReason)
        if self._field.text():
            self._ask()

    def rested(self) -> None:
        self._fresh.setEnabled(True)

    def _ask(self, *, fresh: bool = False) -> None:
        who, tenant = self._field.text().strip(), self.tools.tenant()
        if not who:
            return
        session, outbox = self.tools.session, self.tools.post.outbox
        table = Table(self.tools.workspace.profiles.folder(session.profile.id))
        about = session.profile.tenant
        self._fresh.setEnabled(not fresh)

        def work(task: Task) -> "Verdict":
            from dingsetup.messages.why import why

            if not fresh or tenant is None:
                return why(table, outbox, who, about=about)
            with tenant.client(task.cancelled) as client:
                return why(table, outbox, who, about=about, client=client)

        self.run(work, self._show)

    def _show(self, verdict: "Verdict") -> None:
        from dingsetup.language.verdicts import why_told

        self.verdict = verdict
        clear(self._answer)
        self.notice.hide()
        told = why_told(self.language, verdict)
        who = verdict.choice.recipient
        name = " · ".join(dict.fromkeys(filter(None, (who.name, who.username, who.userid))))
        self._answer.addWidget(label(name, "mute"))
        good = str(verdict.kind) == "read"
        state = State.PASSED if good else State.FAILED
        mark = Mark(self.theme, state, self.language.state(state))
        head = row(self.theme, mark, label(told.title, "strong"))
        head.setStretch(1, 1)
        self._answer.addLayout(head)
        for text, look in ((told.cause, "mute"), (told.remedy, "")):
            if text:
                self._answer.addWidget(label(text, look))
        self._answer.addWidget(line())
        self._answer.addWidget(label(self.language.gettext("What was looked at"), "heading"))
        for evidence in verdict.evidence:
            self._show_evidence(evidence)

    def _show_evidence(self, evidence: "Evidence") -> None:
        from dingsetup.language.verdicts import evidence_line

        state = STATES[str(evidence.state)]
        name = self.language.state(state) if state else self.language.gettext("not looked at")
        mark = Mark(self.theme, state, name)
        said = label(evidence_line(self.language, evidence), "" if state else "mute")
        made = row(self.theme, mark, said)
        made.setStretch(1, 1)
        self._answer.addLayout(made)
