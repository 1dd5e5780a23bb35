"""The profile itself: its name and edition, where its secret lives, and how it is forgotten."""

from functools import partial

from PySide6.QtWidgets import QLineEdit, QRadioButton

from dingsetup.profile import ProfileEdition
from dingsetup.rehearsal import has_tenant
from dingsetup.ui.pages.page import Page
from dingsetup.ui.session import Session
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import Card, button, label, row
from dingsetup.ui.workspace import Workspace


class WelcomePage(Page):
    """Before there is a profile: name one, or go practising."""

    def __init__(self, theme: Theme, workspace: Workspace) -> None:
        super().__init__(theme)
        self._workspace = workspace
        _ = workspace.language.gettext
        self.heading(
            _("Connect DingTalk to DataWind"),
            _(
                "dingsetup leads you through the guide step by step and proves each step"
                " against your tenant. It sends nothing and changes nothing there."
            ),
        )
        card = Card(theme, _("A new profile"))
        self._name = QLineEdit()
        self._example = _("BI integration, East China")
        self._name.setPlaceholderText(_("For example: {name}").format(name=self._example))
        self._name.setAccessibleName(_("Name"))
        self._name.returnPressed.connect(self._create)
        card.add(self._name)
        self._saas = QRadioButton(_("&SaaS: DataWind in the cloud"))
        self._private = QRadioButton(_("&Private deployment: DataWind on your own servers"))
        self._saas.setChecked(True)
        card.add(self._saas)
        card.add(self._private)
        card.add(row(theme, button(_("Begin"), self._create, "primary"), None))
        self.column.addWidget(card)
        practice = Card(theme, _("No tenant at hand?"))
        practice.add(
            label(
                _(
                    "The practice tenant is a small DingTalk on this computer. You can break"
                    " it on purpose and watch the findings change."
                ),
                "mute",
            )
        )
        practice.add(
            row(theme, button(_("Open the practice tenant"), workspace.open_practice), None)
        )
        self.column.addWidget(practice)
        self.column.addWidget(self._support_card())
        self.column.addStretch(1)

    def _support_card(self) -> Card:
        from dingsetup.ui.support.opening_card import opening_card  # not for the first frame

        return opening_card(self.theme, self._workspace)

    def _create(self) -> None:
        name = self._name.text().strip() or self._example
        edition: ProfileEdition = "private" if self._private.isChecked() else "saas"
        self._workspace.create_profile(name, edition)

    def focus_first(self) -> None:
        self._name.setFocus()


class ProfilePage(Page):
    """The open profile's own settings."""

    def __init__(self, theme: Theme, workspace: Workspace, session: Session) -> None:
        super().__init__(theme)
        self.session = session
        self._workspace = workspace
        _ = session.language.gettext
        self.heading(
            _("Profile"), _("One profile for each app: its own answers, findings and secret.")
        )
        # A practice tenant's name is ours, and its secret everybody's.
        if session.profile.edition != "practice":
            self.column.addWidget(self._name_card())
            if not has_tenant(session.profile):
                self.column.addWidget(self._secret_card())
        self.column.addWidget(self._remove_card())
        self.column.addStretch(1)

    def _name_card(self) -> Card:
        session = self.session
        _ = session.language.gettext
        card = Card(self.theme, _("Name and edition"))
        name = QLineEdit(session.profile.name)
        name.setAccessibleName(_("Name"))
        name.textEdited.connect(lambda text: session.edit(name=text))
        card.add(name)
        editions: dict[ProfileEdition, str] = {
            "saas": _("&SaaS: DataWind in the cloud"),
            "private": _("&Private deployment: DataWind on your own servers"),
        }
        for edition, text in editions.items():
            choice = QRadioButton(text)
            choice.setChecked(session.profile.edition == edition)
            choice.toggled.connect(partial(self._choose, edition))
            card.add(choice)
        return card

    def _choose(self, edition: ProfileEdition, chosen: bool) -> None:
        if chosen:
            self.session.edit(since="security", edition=edition)

    def _secret_card(self) -> Card:
        session = self.session
        _ = session.language.gettext
        card = Card(self.theme, _("Client Secret"))
        kept = _("Kept in the system's key store, never in a file.")
        memory = _(
            "This system has no usable key store: the secret is kept in memory until the"
            " window closes."
        )
        card.add(label(memory if session.secrets_in_memory else kept, "mute"))
        card.add(
            row(self.theme, button(_("Forget the secret"), self._workspace.forget_secret), None)
        )
        return card

    def _remove_card(self) -> Card:
        """Removing asks in place: no box in the way, and no way to do it with one slip."""
        _ = self.session.language.gettext
        card = Card(self.theme, _("Remove this profile"))
        card.add(
            label(
                _(
                    "Its answers, findings, call log and secret are deleted from this"
                    " computer. DingTalk is not touched."
                ),
                "mute",
            )
        )
        sure = button(_("Yes, remove it"), self._workspace.remove_profile)
        sure.hide()
        ask = button(_("Remove …"), lambda: sure.setVisible(sure.isHidden()))
        card.add(row(self.theme, ask, sure, None))
        return card
