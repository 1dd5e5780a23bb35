"""“Why did X not get it?”: one verdict, and the evidence in the order in which it was looked at."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout

from dingsetup.bindings.table import Table
from dingsetup.findings import State
from dingsetup.messages.deliveries import Delivery, Recipient
from dingsetup.ui.messages.panel import Panel, Tools
from dingsetup.ui.messages.standing import BAD, delivery_line
from dingsetup.ui.tasks import Task
from dingsetup.ui.widgets.basic import button, clear, label, line, link, row
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
MOST = 20
"""People who are offered: of more the list of the send tells."""


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
        self._field.setPlaceholderText(_("Name, DataWind username or DingTalk userid"))
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
        elif sending := self.tools.composer.draft.sending:
            outbox = self.tools.post.outbox
            self.run(lambda task: outbox.deliveries(sending), self._offer_missed)

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

        def work(task: Task) -> "Verdict | list[Recipient]":
            from dingsetup.messages.why import why

            named = _named(table, who)
            if len(named) > 1:
                return named
            one = _key(named[0]) if named else who
            if not fresh or tenant is None:
                return why(table, outbox, one, about=about)
            with tenant.client(task.cancelled) as client:
                return why(table, outbox, one, about=about, client=client)

        self.run(work, self._answered)

    def _answered(self, brought: "Verdict | list[Recipient]") -> None:
        if not isinstance(brought, list):
            self._show(brought)
            return
        said = self.language.gettext("Several people have this name. Who is meant?")
        offers = [(_key(one), " · ".join(_names(one))) for one in brought]
        self._offer(said, offers)

    def _offer_missed(self, deliveries: list[Delivery]) -> None:
        """Who of the last send did not get it: to ask about one, a press is enough."""
        missed = [one for one in deliveries if one.fate in BAD]
        if missed:
            said = self.language.gettext("The last send did not reach these, or nobody knows:")
            lines = [(one, delivery_line(self.language, one)) for one in missed]
            offers = [
                (one.recipient.userid, f"{_names(one.recipient)[0]} · {line}")
                for one, line in lines
            ]
            self._offer(said, offers)

    def _offer(self, said: str, offers: Sequence[tuple[str, str]]) -> None:
        """People to ask about: what names each, and what is shown of each."""
        self.verdict = None
        clear(self._answer)
        self._answer.addWidget(label(said, "strong"))
        for key, text in offers[:MOST]:
            self._answer.addLayout(row(self.theme, link(text, partial(self._ask_about, key)), None))
        if (left := len(offers) - MOST) > 0:
            more = self.language.ngettext("{n} more", "{n} more", left)
            self._answer.addWidget(label(more.format(n=f"{left:,}"), "small"))

    def _ask_about(self, key: str) -> None:
        self._field.setText(key)
        # What was pressed goes, and the keyboard would go with it.
        self._field.setFocus(Qt.FocusReason.TabFocusReason)
        self._ask()

    def _show(self, verdict: "Verdict") -> None:
        from dingsetup.language.verdicts import why_told

        self.verdict = verdict
        clear(self._answer)
        self.notice.hide()
        told = why_told(self.language, verdict)
        name = " · ".join(_names(verdict.choice.recipient))
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


def _named(table: Table, who: str) -> list[Recipient]:
    """Users of the binding table who have this name; nobody where it is a username or an account.

    Raises DatabaseError.
    """
    from dingsetup.messages.recipients import candidates, choice_of

    known = choice_of(table, who)
    if known.row is not None or known.person is not None:
        return []
    return [one.recipient for one in candidates(table, who) if one.recipient.name == who]


def _key(who: Recipient) -> str:
    """What names somebody alone."""
    return who.username or who.userid


def _names(who: Recipient) -> list[str]:
    """What somebody is called, the best known first."""
    return list(dict.fromkeys(filter(None, (who.name, who.username, who.userid))))
