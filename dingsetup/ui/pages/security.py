"""Step three of the guide: allowlist and redirect URLs, compared with what the console holds."""

from PySide6.QtWidgets import QWidget

from dingsetup.ui.pages.page import StepPage
from dingsetup.ui.widgets.basic import Card, label


class SecurityPage(StepPage):
    step = "security"

    def inputs(self) -> list[QWidget]:
        self._own = self._own_servers()
        self.session.profile_changed.connect(self._show_own)
        self._show_own()
        return [self._own, self._compare()]

    def _show_own(self) -> None:
        """Only a private deployment has servers of its own to name."""
        self._own.setVisible(self.session.profile.facts_edition == "private")

    def _own_servers(self) -> Card:
        from dingsetup.ui.widgets.fields import Form  # not needed for the first frame

        session = self.session
        _ = session.language.gettext
        card = Card(self.theme, _("Your DataWind servers"))
        hint = _("The public addresses your servers call DingTalk from, separated by commas.")
        card.add(self._box(_("Your DataWind servers"), "private_addresses", hint))
        form = Form(self.theme, session.language)
        form.field(
            _("&Domain of DataWind"),
            session.profile.domain,
            _("For example bi.example.com; your redirect URLs are derived from it."),
            lambda text: session.edit(since=self.step, domain=text),
        )
        card.add(form)
        return card

    def _compare(self) -> Card:
        _ = self.session.language.gettext
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
        return card

    def _box(self, name: str, field: str, hint: str) -> QWidget:
        from dingsetup.ui.widgets.fields import PasteBox  # not needed for the first frame

        value = str(getattr(self.session.profile, field))
        return PasteBox(
            self.theme,
            name,
            value,
            hint,
            lambda text: self.session.edit(since=self.step, **{field: text}),
        )


PAGE = SecurityPage
