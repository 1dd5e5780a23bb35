"""The card that opens somebody's support file, on the page of support and before any profile."""

from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import Card, button, label, row
from dingsetup.ui.workspace import Workspace

PATTERN = "dingsetup (*.dingsetup)"


def opening_card(theme: Theme, workspace: Workspace) -> Card:
    """What opening a file does, and the button for it."""
    _ = workspace.language.gettext
    card = Card(theme, _("Open a support file"))
    said = _(
        "Somebody else's file becomes a practice tenant on this computer on which the same"
        " checks find the same: try a remedy there and watch it turn green."
    )

    def choose() -> None:
        from dingsetup.ui import dialogs  # not needed for the first frame

        dialogs.open_file(card, _("Open a support file"), PATTERN, workspace.open_bundle)

    card.add(label(said, "mute"))
    card.add(row(theme, button(_("Open a support file …"), choose), None))
    return card
