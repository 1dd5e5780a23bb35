"""The values of an action: as chips to copy one by one, or folded where they are many."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dingsetup.facts import Action
from dingsetup.plan import homepage_of, plan_for
from dingsetup.ui.session import Session
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import label, link, row
from dingsetup.ui.widgets.chip import Chip, copy_link, fixed_font
from dingsetup.ui.widgets.flow import flow

MANY = 6
"""More values than this are folded away until they are wanted."""


class Values:
    """Draws the values of a profile's plan."""

    def __init__(self, theme: Theme, session: Session) -> None:
        self._theme = theme
        self._session = session
        self._plan = plan_for(session.facts, session.profile)

    def of(self, action: Action) -> QWidget | None:
        """What is typed or compared at an action; None where there is nothing yet."""
        language, profile, plan = self._session.language, self._session.profile, self._plan
        if action.values == "addresses":
            new = language.gettext("new since the guide of 2023")
            return self._list(plan.addresses, dict.fromkeys(plan.new_addresses, new))
        if action.values == "redirect_urls":
            return self._list(plan.redirect_urls, {})
        if action.values == "permissions":
            names = {p.code: p.name if language.chinese else p.english for p in plan.permissions}
            return self._list(tuple(names), names)
        if action.values == "homepage":
            address = homepage_of(self._session.facts, profile)
            if not address:
                return label(language.gettext("Fill in DataWind's domain below first."), "mute")
            return self._list((address,), {})
        if action.values == "credentials":
            given = {
                profile.agent_id: "AgentId",
                profile.app_key: "Client ID",
                profile.corp_id: "CorpId",
            }
            given.pop("", None)
            return self._list(tuple(given), given, together=False)
        return None

    def _list(
        self, values: tuple[str, ...], notes: dict[str, str], *, together: bool = True
    ) -> QWidget | None:
        """A few values as chips; many folded behind a link, all copied at once by another."""
        if not values:
            return None
        theme, language = self._theme, self._session.language
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.gap(0.2))
        links = row(theme)
        if together and len(values) > 1:
            text = language.gettext("Copy all {count}").format(count=len(values))
            copy_link(links.addWidget, language, ",".join(values), text)
        if len(values) > MANY:
            folded = self._folded(values, links)
        else:
            chips = (Chip(language, value, notes.get(value, "")) for value in values)
            folded = flow(theme.gap(0.3), *chips)
        links.addStretch(1)
        column.addWidget(folded)
        column.addLayout(links)
        return made

    def _folded(self, values: tuple[str, ...], links: QHBoxLayout) -> QWidget:
        _ = self._session.language.gettext
        text = label("\n".join(values))
        text.setFont(fixed_font())
        text.hide()

        def toggle() -> None:
            text.setVisible(text.isHidden())
            show.setText(_("Show") if text.isHidden() else _("Hide"))

        show = link(_("Show"), toggle)
        links.addWidget(show)
        return text
