"""Asking by mobile number, where the directory hides numbers: only for users who need it."""

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from dingsetup.bindings.scan import Ended, ScanProgress
from dingsetup.bindings.scan.mobiles import (
    MobilePlan,
    MobileResult,
    ask_by_mobile,
    plan_by_mobile,
)
from dingsetup.ui.bindings.asking import AskingPanel
from dingsetup.ui.bindings.panel import Tools
from dingsetup.ui.bindings.tenant import Tenant
from dingsetup.ui.widgets.basic import button

if TYPE_CHECKING:
    from dingsetup.dingtalk.client import Client


class MobilesPanel(AskingPanel):
    """One call for each number; what is learned is matched afterwards."""

    def __init__(self, tools: Tools) -> None:
        _ = tools.session.language.gettext
        super().__init__(tools, _("Ask DingTalk by mobile number"), _("Ask now"))
        self.planning = _("Looking who needs it …")
        self.asking = _("Asking by mobile number …")
        self._match = button(_("Match …"), lambda: self.panel_wanted.emit("match"), "primary")
        self._match.hide()
        self.buttons.insertWidget(0, self._match)

    def plan_with(self, client: "Client", tenant: Tenant, *, fresh: bool) -> MobilePlan:
        return plan_by_mobile(self.book.table, client)

    def ask_with(
        self,
        client: "Client",
        plan: MobilePlan,
        most: int | None,
        cancel: threading.Event,
        progress: Callable[[ScanProgress], None],
    ) -> MobileResult:
        def tell(done: int, total: int) -> None:
            progress(ScanProgress(people=done, departments=0, calls=done, expected=total))

        return ask_by_mobile(
            self.book.table, client, plan, max_calls=most, cancel=cancel, progress=tell
        )

    def plan_lines(self, plan: MobilePlan) -> Sequence[str]:
        from dingsetup.language.scans import mobile_plan_lines

        return mobile_plan_lines(self.language, plan)

    def show_result(self, result: MobileResult) -> None:
        from dingsetup.language.scans import mobile_result_lines

        self.tell(mobile_result_lines(self.language, result))
        self._match.setVisible(result.ended is Ended.WHOLE)
