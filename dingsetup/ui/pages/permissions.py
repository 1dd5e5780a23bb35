"""Step four of the guide: six permissions, and whom they reach."""

from PySide6.QtWidgets import QWidget

from dingsetup.ui.pages.page import StepPage
from dingsetup.ui.widgets.basic import Card, label


class PermissionsPage(StepPage):
    step = "permissions"

    def inputs(self) -> list[QWidget]:
        from dingsetup.ui.widgets.fields import PasteBox  # not needed for the first frame

        session = self.session
        _ = session.language.gettext
        badge = label(_("optional: names what the app does not need"), "badge", wrap=False)
        card = Card(self.theme, _("Compare"), badge)
        box = PasteBox(
            self.theme,
            "权限管理",
            session.profile.pasted_permissions,
            _("Copy the list of granted permissions in 权限管理, all its pages, and paste it here"),
            lambda text: session.edit(since=self.step, pasted_permissions=text),
        )
        card.add(box)
        return [card]


PAGE = PermissionsPage
