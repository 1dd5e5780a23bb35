"""The four credentials: pasted as a block or typed, each put where it belongs."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from dingsetup.pasted.credentials import Recognised, recognise
from dingsetup.rehearsal import has_tenant
from dingsetup.ui.pages.page import StepPage
from dingsetup.ui.widgets.basic import Card, label, link

if TYPE_CHECKING:
    from dingsetup.ui.widgets.fields import Field

PROFILE_FIELDS = {"client_id": "app_key", "agent_id": "agent_id", "corp_id": "corp_id"}


class CredentialsPage(StepPage):
    step = "credentials"

    def inputs(self) -> list[QWidget]:
        return [self._paste_card(), self._fields_card()]

    def _paste_card(self) -> Card:
        from dingsetup.ui.widgets.fields import PasteBox  # not needed for the first frame

        _ = self.session.language.gettext
        card = Card(self.theme, _("Paste the whole page"))
        hint = _(
            "Select all of 凭证与基础信息, copy, and paste it here: every value goes to its field."
            " The text itself is not kept."
        )
        self._box = PasteBox(self.theme, _("Paste the whole page"), "", hint, self._pasted)
        self._understood = label("", "small")
        self._understood.hide()
        card.add(self._box)
        card.add(self._understood)
        return card

    def _fields_card(self) -> Card:
        from dingsetup.ui.widgets.fields import Form  # not needed for the first frame

        session, profile = self.session, self.session.profile
        _ = session.language.gettext
        card = Card(self.theme, _("Or type them here"))
        form = Form(self.theme, session.language)
        self._edits: dict[str, Field] = {
            "client_id": form.credential(
                "client_id",
                profile.app_key,
                _("Begins with ding; older screens call it AppKey."),
                self._app_key,
            ),
            "client_secret": form.credential(
                "client_secret", session.secret, self._secret_hint(), session.set_secret
            ),
            "agent_id": form.credential(
                "agent_id",
                profile.agent_id,
                _("A number, not the App ID with its dashes."),
                self._agent_id,
            ),
            "corp_id": form.credential(
                "corp_id",
                profile.corp_id,
                _("On the console's home page, next to the organisation's name."),
                self._corp_id,
            ),
        }
        self._form = form
        secret = self._edits["client_secret"]
        secret.setEchoMode(QLineEdit.EchoMode.Password)
        card.add(form)
        show = link(_("Show the secret"), lambda: self._toggle(secret))
        self._show = show
        card.add(show)
        session.secret_changed.connect(self._show_values)
        session.profile_changed.connect(self._show_values)
        return card

    def _show_values(self) -> None:
        """Follow what came from elsewhere: the key store, or a practice tenant."""
        profile = self.session.profile
        values = {
            "client_id": profile.app_key,
            "client_secret": self.session.secret,
            "agent_id": profile.agent_id,
            "corp_id": profile.corp_id,
        }
        for field, value in values.items():
            edit = self._edits[field]
            if edit.text() != value and not edit.hasFocus():
                edit.setText(value)
        self._edits["client_secret"].hint(self._secret_hint())

    def _secret_hint(self) -> str:
        _ = self.session.language.gettext
        if has_tenant(self.session.profile):
            return _("A practice tenant's secret is everybody's; it is not kept.")
        if self.session.secrets_in_memory:
            return _(
                "This system has no usable key store: the secret is kept in memory until the"
                " window closes."
            )
        return _("Kept in the system's key store, never in a file.")

    def _toggle(self, secret: QLineEdit) -> None:
        _ = self.session.language.gettext
        hidden = secret.echoMode() is QLineEdit.EchoMode.Password
        secret.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self._show.setText(_("Hide the secret") if hidden else _("Show the secret"))

    def _app_key(self, text: str) -> None:
        self.session.edit(since=self.step, app_key=text)

    def _agent_id(self, text: str) -> None:
        self.session.edit(since=self.step, agent_id=text)

    def _corp_id(self, text: str) -> None:
        self.session.edit(since=self.step, corp_id=text)

    def _pasted(self, text: str) -> None:
        if not text.strip():
            return
        seen = recognise(text)
        taken = self._take(seen)
        language = self.session.language
        _ = language.gettext
        names = language.listed([language.field(field) for field in taken])
        told = (
            _("Understood: {names}.").format(names=names)
            if taken
            else _("None of the four values was found in it.")
        )
        masked = [language.field(str(shape)) for shape in seen.refused]
        if masked:
            told += " " + _("Masked, so not taken: {names}.").format(names=language.listed(masked))
        self._understood.setText(told)
        self._understood.show()
        if taken:
            # The page may hold the secret: once understood, the text goes.
            self._box.clear()

    def _take(self, seen: Recognised) -> list[str]:
        found = {field: getattr(seen, field) for field in self._edits if getattr(seen, field)}
        for field, value in found.items():
            self._edits[field].setText(value)
            self._form.judge(field, self._edits[field])
        # The secret first: what follows has the fields show what the session holds.
        if "client_secret" in found:
            self.session.set_secret(found["client_secret"])
        fields = {PROFILE_FIELDS[f]: value for f, value in found.items() if f in PROFILE_FIELDS}
        if fields:
            self.session.edit(since=self.step, **fields)
        return list(found)

    def focus_first(self) -> None:
        empty = next((edit for edit in self._edits.values() if not edit.text()), None)
        if empty is not None:
            self._box.setFocus()


PAGE = CredentialsPage
