"""Small words that several parts of the page share."""

from typing import TYPE_CHECKING

from dingsetup.findings import State
from dingsetup.language.sentence import N_
from dingsetup.messages.values import MessageType, Severity

if TYPE_CHECKING:
    from dingsetup.language import Language

TYPES = {
    MessageType.TEXT: N_("Text"),
    MessageType.MARKDOWN: N_("Markdown"),
    MessageType.CARD: N_("Card, one link (action_card)"),
    MessageType.BUTTONS: N_("Card, several buttons (action_card)"),
    MessageType.OA: N_("OA message"),
    MessageType.LINK: N_("Link"),
    MessageType.IMAGE: N_("Image"),
}
GROUPS = {
    "alert": N_("Chart alert"),
    "subscription": N_("Subscription"),
    "sync": N_("Dataset sync"),
}
MESSAGE_LANGUAGES = {"zh": "中文", "en": "English"}


def type_name(language: "Language", type: MessageType) -> str:
    return language.gettext(TYPES[type])


def severity_state(severity: Severity) -> State:
    """The mark and colour of a fault."""
    return State.FAILED if severity is Severity.ERROR else State.WARNING
