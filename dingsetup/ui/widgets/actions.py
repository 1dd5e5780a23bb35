"""What to do in a console: short numbered actions, with their values and screens."""

from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from dingsetup.facts import Action, Link, Step
from dingsetup.ui.session import Session
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import Card, label, link, row
from dingsetup.ui.widgets.by_name import set_by_name

ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
"""What `html.escape` would do; `html` loads the names of two thousand characters first."""


class ActionsCard(Card):
    """A step's actions, as the profile's edition has them, with the values of its plan."""

    def __init__(self, theme: Theme, session: Session, step: Step) -> None:
        self._theme = theme
        self._session = session
        screen = session.facts.link(step.link) if step.link else None
        beside = [open_link(session, screen)] if screen else []
        super().__init__(theme, _heading(session, step), *beside, _source(session, step))
        if step.console:
            self.add(label(step.console, "mute"))
        edition = session.profile.facts_edition
        wanted = [action for action in step.actions if action.edition in (None, edition)]
        for number, action in enumerate(wanted, start=1):
            self.add(self._action(number, action))
        if step.note is not None:
            self.add(label(session.language.pick(step.note), "small"))
        if step.unconfirmed is not None:
            said = session.language.gettext("UNCONFIRMED: {text}")
            self.add(label(said.format(text=session.language.pick(step.unconfirmed)), "small"))

    def _action(self, number: int, action: Action) -> QVBoxLayout:
        theme, session = self._theme, self._session
        column = QVBoxLayout()
        column.setSpacing(theme.gap(0.25))
        digit = label(f"{number}.", "mute", wrap=False)
        set_by_name(digit, alignment="AlignTop")
        text = label(emphasised(session.language.pick(action.text)), rich=True)
        line = row(theme, digit, text, ems=0.35)
        line.setStretch(1, 1)
        column.addLayout(line)
        screen = session.facts.link(action.link) if action.link else None
        for part in (
            self._values(action) if action.values else None,
            open_link(session, screen) if screen is not None else None,
        ):
            if part is not None:
                inset = row(theme, part) if part.hasHeightForWidth() else row(theme, part, None)
                inset.setContentsMargins(theme.gap(1.0), 0, 0, 0)
                column.addLayout(inset)
        return column

    def _values(self, action: Action) -> QWidget | None:
        from dingsetup.ui.widgets.values import Values  # not needed where there are none

        return Values(self._theme, self._session).of(action)


def _heading(session: Session, step: Step) -> str:
    _ = session.language.gettext
    if step.id == "network":
        return _("Before you begin")
    return _("In DataWind's console") if step.id == "datawind" else _("In DingTalk's console")


def emphasised(text: str) -> str:
    """`**…**` marks the console's own words; the rest is escaped."""
    parts = text.translate(ESCAPES).split("**")
    return "".join(f"<b>{part}</b>" if place % 2 else part for place, part in enumerate(parts))


def open_link(session: Session, screen: Link) -> QToolButton:
    """A link that opens a console's screen in the browser; its tool tip has the whole story."""
    profile, language = session.profile, session.language
    url = screen.url.format(client_id=profile.app_key, agent_id=profile.agent_id, scope="")
    title = language.pick(screen.title)
    short = title.split(" (")[0]
    made = link(
        language.gettext("Open {screen} ↗").format(screen=short), lambda: open_url(url), title
    )
    made.setToolTip("\n".join(filter(None, (title, url, language.pick(screen.unconfirmed)))))
    return made


def open_url(url: str) -> None:
    """Hand an address to the system's browser: only web addresses."""
    from PySide6.QtCore import QUrl  # not needed to paint the first page
    from PySide6.QtGui import QDesktopServices

    address = QUrl(url)
    if address.scheme() in ("https", "http"):
        QDesktopServices.openUrl(address)


def _source(session: Session, step: Step) -> QWidget:
    """Where a step's facts are from, and of which day."""
    text = session.language.gettext("Source of {date}").format(date=step.date.isoformat())
    made = label(text, "badge", wrap=False)
    made.setToolTip(step.source)
    return made
