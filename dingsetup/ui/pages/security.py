"""Step three of the guide: allowlist and redirect URLs, compared with what the console holds."""

from PySide6.QtWidgets import QWidget

from dingsetup.ui.pages.page import StepPage
from dingsetup.ui.widgets.basic import Card, label
from dingsetup.ui.widgets.fields import PasteBox


class SecurityPage(StepPage):
    step = "security"

    def inputs(self) -> list[QWidget]:
        session, profile = self.session, self.session.profile
        _ = session.language.gettext
        parts: list[QWidget] = []
        if profile.facts_edition == "private":
            own = Card(self.theme, _("Your DataWind servers"))
            hint = _("The public addresses your servers call DingTalk from, separated by commas.")
            own.add(self._box(_("Your DataWind servers"), "private_addresses", hint))
            parts.append(own)
        card = Card(
            self.theme,
            _("Compare"),
            label(_("paste what the console holds now"), "badge", wrap=False),
        )
        for name, field in (
            ("服务器出口IP", "pasted_addresses"),
            ("重定向URL(回调域名)", "pasted_redirect_urls"),
        ):
            card.add(label(name, "strong"))
            card.add(self._box(name, field, _("Copy the field in the console and paste it here")))
        parts.append(card)
        return parts

    def _box(self, name: str, field: str, hint: str) -> PasteBox:
        value = str(getattr(self.session.profile, field))
        return PasteBox(
            self.theme,
            name,
            value,
            hint,
            lambda text: self.session.edit(since=self.step, **{field: text}),
        )


PAGE = SecurityPage
