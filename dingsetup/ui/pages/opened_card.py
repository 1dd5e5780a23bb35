"""Says what support file is open, and whether checks here find what the customer's found."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel

from dingsetup.ui.session import Session
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import Card, label
from dingsetup.ui.widgets.by_name import elided

NAME_EMS = 16

if TYPE_CHECKING:
    from dingsetup.support.opening import Opened


def opened_card(theme: Theme, session: Session, opened: "Opened") -> Card:
    """A card for the overview; it is made anew with every run."""
    language, bundle = session.language, opened.bundle
    _ = language.gettext
    badge = _badge(theme, session.profile.name)
    card = Card(theme, _("Support file"), badge)
    made = _("Made on {moment} with dingsetup {version}. Names, numbers and keys are pseudonyms.")
    moment = language.moment(bundle.made_at)
    card.add(label(made.format(moment=moment, version=bundle.program), "mute"))
    struck = sum(bundle.struck.values())
    if struck:
        said = language.ngettext(
            "{n} line was struck out before it was sent.",
            "{n} lines were struck out before it was sent.",
            struck,
        )
        card.add(label(said.format(n=f"{struck:,}"), "mute"))
    if opened.reproduction.left_out:
        subjects = [language.subject(finding) for finding in opened.reproduction.left_out]
        said = _("Cannot be played on this computer, and is not compared: {subjects}")
        card.add(label(said.format(subjects=language.listed(subjects)), "mute"))
    card.add(label(_compared(session, opened), "strong"))
    return card


def _badge(theme: Theme, name: str) -> QLabel:
    """A file's name, which may be longer than the card is wide."""
    badge = label("", "badge", wrap=False)
    badge.ensurePolished()
    badge.setText(elided(badge.fontMetrics(), name, theme.gap(NAME_EMS)))
    badge.setToolTip(name)
    return badge


def _compared(session: Session, opened: "Opened") -> str:
    from dingsetup.support.reproduction import differences

    language = session.language
    _ = language.gettext
    if not session.calls:
        return _(
            "You see what the customer saw. “Check everything” finds it again here; then mend"
            " something at the right and check once more."
        )
    left_out = opened.reproduction.left_out
    found = differences(opened.bundle, session.all_findings(), left_out)
    subjects = [
        language.subject(finding)
        for one in found
        if (finding := one.found or one.expected) is not None
    ]
    if not subjects:
        return _("Everything is found here as the customer found it.")
    said = language.ngettext(
        "{n} finding is other than the customer's: {subjects}",
        "{n} findings are other than the customer's: {subjects}",
        len(subjects),
    )
    return said.format(n=len(subjects), subjects=language.listed(subjects))
