"""Before the guide: this computer reaches DingTalk, through a proxy and an own CA if need be."""

from PySide6.QtWidgets import QWidget

from dingsetup.profile import holds_password
from dingsetup.ui.pages.page import StepPage
from dingsetup.ui.widgets.basic import Card, button, row


class NetworkPage(StepPage):
    step = "network"

    def inputs(self) -> list[QWidget]:
        from dingsetup.ui.widgets.fields import Form  # not needed for the first frame

        session, language = self.session, self.session.language
        _ = language.gettext
        card = Card(self.theme, _("The way through your company's network"))
        form = Form(self.theme, language)
        self._proxy = form.field(
            _("&Proxy"),
            session.profile.proxy or "",
            _("Empty for the system's own setting. For example http://proxy.example.com:8080"),
            lambda text: None,
        )
        # Only once it is whole: half an address with a password looks like one without.
        self._proxy.editingFinished.connect(lambda: self._set_proxy(self._proxy.text()))
        self._ca = form.field(
            _("Company &CA file"),
            session.profile.ca_file or "",
            _(
                "Only if your company signs TLS anew: its certificate as a PEM file, beside"
                " the system's."
            ),
            lambda text: session.edit(since=self.step, ca_file=text.strip() or None),
        )
        card.add(form)
        card.add(row(self.theme, button(_("Choose a file …"), self._choose), None))
        return [card]

    def _set_proxy(self, text: str) -> None:
        _ = self.session.language.gettext
        refused = holds_password(text)
        self._proxy.blame(
            _("A profile keeps no password: enter the proxy's in the system's settings.")
            if refused
            else ""
        )
        if not refused:
            self.session.edit(since=self.step, proxy=text.strip() or None)

    def _choose(self) -> None:
        from dingsetup.ui import dialogs  # not needed to paint the first page

        _ = self.session.language.gettext
        dialogs.open_file(self, _("Company CA file"), "PEM (*.pem *.crt *.cer)", self._chosen)

    def _chosen(self, path: str) -> None:
        self._ca.setText(path)
        self.session.edit(since=self.step, ca_file=path)


PAGE = NetworkPage
