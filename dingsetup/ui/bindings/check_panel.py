"""Checking the bindings: what it takes, what has drifted, and the way to those rows."""

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from dingsetup.bindings.drift import CheckPlan, Drift, check_bindings, plan_check
from dingsetup.bindings.scan import ScanProgress
from dingsetup.bindings.values import BindingState, Reason
from dingsetup.ui.bindings.asking import AskingPanel
from dingsetup.ui.bindings.panel import Tools
from dingsetup.ui.bindings.tally import Count, Tally
from dingsetup.ui.bindings.tenant import Tenant

if TYPE_CHECKING:
    from dingsetup.dingtalk.client import Client

_STATES = {
    Reason.GONE: BindingState.GONE,
    Reason.INACTIVE: BindingState.INACTIVE,
    Reason.CONTACT_RANGE: BindingState.OUT_OF_RANGE,
    Reason.VISIBLE_RANGE: BindingState.OUT_OF_RANGE,
    Reason.MOBILE_CHANGED: BindingState.BOUND,
    Reason.NAME_DIFFERS: BindingState.BOUND,
    Reason.USERID_UNKNOWN: BindingState.NOT_FOUND,
}
"""The state that rows are shown by."""


class CheckPanel(AskingPanel):
    """Says first how many calls it takes."""

    def __init__(self, tools: Tools) -> None:
        _ = tools.session.language.gettext
        super().__init__(tools, _("Check whether the bindings still hold"), _("Check now"))
        self.planning = _("Asking what it takes …")
        self.asking = _("Checking the bindings …")
        self._tally = Tally(self.theme)
        self.content.addWidget(self._tally)

    def back_text(self) -> str:
        return self.language.gettext("Back to the check's result")

    def plan_with(self, client: "Client", tenant: Tenant, *, fresh: bool) -> Any:
        agent_id = tenant.profile.agent_id
        return plan_check(self.book.table, client, agent_id=agent_id, about=tenant.about)

    def ask_with(
        self,
        client: "Client",
        plan: CheckPlan,
        most: int | None,
        cancel: threading.Event,
        progress: Callable[[ScanProgress], None],
    ) -> Drift:
        return check_bindings(
            self.book.table, client, plan, max_calls=most, cancel=cancel, progress=progress
        )

    def plan_lines(self, plan: CheckPlan) -> Sequence[str]:
        from dingsetup.language.scans import check_plan_lines

        self._tally.show_counts([])
        return check_plan_lines(self.language, plan)

    def show_result(self, result: Drift) -> None:
        from dingsetup.language.scans import drift_lines

        counts = [self._count(kind, len(rows)) for kind, rows in result.rows.items() if rows]
        text = self.language.gettext("{reason}: {count}")
        # They stand below, each with the way to its rows.
        below = {text.format(reason=one.text, count=one.number) for one in counts}
        self.tell([line for line in drift_lines(self.language, result) if line not in below])
        self._tally.show_counts(counts)

    def _count(self, kind: Reason, number: int) -> Count:
        from dingsetup.language.bindings import short_reason

        _ = self.language.gettext
        return Count(
            number,
            short_reason(self.language, kind),
            _("Show them"),
            lambda: self.show_states(_STATES[kind]),
        )
