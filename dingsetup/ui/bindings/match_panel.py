"""Matching: the rules, what a run would change, the limit, and the run."""

import threading

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QSpinBox

from dingsetup.bindings.matching import MOST_UNBOUND, MatchPlan, apply_match, plan_match
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import (
    MATCHING,
    BindingError,
    BindingState,
    Change,
    Rule,
    Trouble,
)
from dingsetup.findings import State
from dingsetup.language import Told
from dingsetup.settings import Settings
from dingsetup.ui.bindings.panel import Panel, Progress, Tools
from dingsetup.ui.bindings.rule_list import RuleList
from dingsetup.ui.bindings.tally import Count, Tally
from dingsetup.ui.widgets.basic import button, label, row

PAUSE_MS = 300


class MatchPanel(Panel):
    """What would change is worked out at once, and again with every change of the rules."""

    def __init__(self, tools: Tools) -> None:
        _ = tools.session.language.gettext
        super().__init__(tools, _("Find each user's DingTalk account"))
        self._plan: MatchPlan | None = None
        self._again = False
        self._fresh = True
        """Whether nothing was worked out yet."""
        self._rules = RuleList(self.theme, self.language, _kept(tools.workspace.settings))
        self._tally = Tally(self.theme)
        self._limit = QSpinBox()
        self._limit.setRange(0, 1_000_000)
        self._limit.setValue(MOST_UNBOUND)
        self._limit.setAccessibleName(_("How many users may lose or change their account"))
        caption = label(_("So many users may lose or change their account:"), wrap=False)
        self._limit_line = row(self.theme, caption, self._limit, None)
        self._go = button(_("Match now"), self._run, "primary")
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._work_out)
        self._rules.changed.connect(self._changed)
        said = _(
            "One sure hit binds. A name alone, several hits or rules that disagree only suggest;"
            " what was bound or turned down by hand stays as it is."
        )
        self.content.addWidget(label(said, "mute"))
        self.content.addWidget(self._rules)
        self.content.addWidget(self._tally)
        self.content.addLayout(self._limit_line)
        self.content.addLayout(row(self.theme, self._go, None))
        self._go.setEnabled(False)

    def back_text(self) -> str:
        return self.language.gettext("Back to what the matching came to")

    def begin(self) -> None:
        self.focus_on(self._rules.list)
        if not self.book.standing.directory:
            _ = self.language.gettext
            told = Told(
                _("DingTalk's directory has not been read yet"),
                _("Without it there is nobody to match users with."),
                _("Close this and choose “Read DingTalk's directory …” first."),
            )
            self.notice.say(told, State.WARNING)
            return
        self._work_out()

    def running_changed(self) -> None:
        self._go.setEnabled(not self.busy and self._plan is not None and bool(self._plan.changes))
        if not self.busy and self._again:
            self._work_out()

    def _changed(self) -> None:
        rules = ",".join(self._rules.order())
        self.workspace.remember(match_rules=rules)
        self._plan = None
        self._go.setEnabled(False)
        self._pause.start()

    def _work_out(self) -> None:
        order = self._rules.order()
        self._again = self.busy
        if self.busy:
            return
        if not order:
            self._tally.show_counts([])
            return
        table = self.book.table

        def work(cancel: threading.Event, progress: Progress) -> MatchPlan:
            return plan_match(table, order, cancel, progress)

        self.run(self.language.gettext("Comparing users with the directory …"), work, self._show)

    def _show(self, plan: MatchPlan) -> None:
        if plan.order != self._rules.order():
            return
        first, self._fresh = self._fresh, False
        self._plan = plan
        _ = self.language.gettext
        self._tally.show_counts(
            [
                Count(plan.bound, _("would be bound")),
                Count(plan.suggested, _("would get suggestions to decide on")),
                Count(plan.moved, _("would change their account")),
                Count(plan.unbound, _("would lose their account")),
                Count(plan.not_found, _("would not be found")),
                Count(plan.unchanged, _("stay as they are")),
            ]
        )
        if first and plan.changes:
            self._go.setEnabled(True)
            self.focus_on(self._go)

    def _run(self) -> None:
        plan, limit = self._plan, self._limit.value()
        if plan is None:
            return
        self._go.setEnabled(False)

        def work(table: Table, cancel: threading.Event) -> Change | None:
            return apply_match(table, plan, limit)

        self.change(work, self._done, self._refused)

    def _done(self, change: Change | None) -> None:
        """Say what it came to, with the way to what is left to decide."""
        plan, self._plan = self._plan, None
        if plan is None:
            return
        _ = self.language.gettext
        show = _("Show them")
        self._tally.show_counts(
            [
                Count(plan.bound + plan.moved, _("were bound")),
                Count(
                    plan.suggested,
                    _("have suggestions to decide on"),
                    show,
                    lambda: self.show_states(BindingState.SUGGESTED, BindingState.CONFLICT),
                ),
                Count(plan.unbound, _("lost their account")),
                Count(
                    plan.not_found,
                    _("were not found"),
                    show,
                    lambda: self.show_states(BindingState.NOT_FOUND, BindingState.NOT_BOUND),
                ),
            ]
        )
        self.focus_on(self.close_link)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, BindingError) and error.kind is Trouble.CHANGED_MEANWHILE:
            self._plan = None
            self.notice.tell(error, (self.language.gettext("Work it out again"), self._work_out))
        else:
            self.refuse(error)
        self.running_changed()


def _kept(settings: Settings) -> tuple[Rule, ...]:
    """The rules as they were last used."""
    names = settings.match_rules.split(",")
    order = tuple(Rule(one) for one in names if one in set(MATCHING))
    return order or MATCHING
