"""Reading DingTalk's directory: what it takes, progress, and what is hidden from the app."""

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from dingsetup.bindings.scan import Ended, ScanPlan, ScanProgress, ScanResult, plan_scan, scan
from dingsetup.ui.bindings.asking import AskingPanel
from dingsetup.ui.bindings.panel import Tools
from dingsetup.ui.bindings.tenant import Tenant
from dingsetup.ui.widgets.basic import button

if TYPE_CHECKING:
    from dingsetup.dingtalk.client import Client


class ScanPanel(AskingPanel):
    """Goes on where an earlier scan was cut off, unless it is begun anew."""

    def __init__(self, tools: Tools) -> None:
        _ = tools.session.language.gettext
        super().__init__(tools, _("Read DingTalk's directory"), _("Read it now"))
        self.planning = _("Asking how large the directory is …")
        self.asking = _("Reading the directory …")
        self._match = button(_("Match …"), lambda: self.panel_wanted.emit("match"), "primary")
        self._mobiles = button(
            _("Ask by mobile number …"), lambda: self.panel_wanted.emit("mobiles")
        )
        for extra in (self._match, self._mobiles):
            extra.hide()
            self.buttons.insertWidget(self.buttons.count() - 1, extra)

    def plan_with(self, client: "Client", tenant: Tenant, *, fresh: bool) -> Any:
        return plan_scan(
            self.book.table,
            client,
            agent_id=tenant.profile.agent_id,
            about=tenant.about,
            fresh=fresh,
        )

    def ask_with(
        self,
        client: "Client",
        plan: ScanPlan,
        most: int | None,
        cancel: threading.Event,
        progress: Callable[[ScanProgress], None],
    ) -> ScanResult:
        return scan(self.book.table, client, plan, max_calls=most, cancel=cancel, progress=progress)

    def plan_lines(self, plan: ScanPlan) -> Sequence[str]:
        from dingsetup.language.scans import plan_lines

        for extra in (self._match, self._mobiles):
            extra.hide()
        _ = self.language.gettext
        self._go.setText(_("Read it now") if plan.resumes is None else _("Go on reading"))
        return plan_lines(self.language, plan)

    def can_begin_anew(self, plan: ScanPlan) -> bool:
        return plan.resumes is not None

    def show_result(self, result: ScanResult) -> None:
        from dingsetup.language.scans import result_lines

        self.tell(result_lines(self.language, result))
        whole = result.ended is Ended.WHOLE
        self._match.setVisible(whole)
        self._mobiles.setVisible(whole and "mobile" in result.hidden_fields)
