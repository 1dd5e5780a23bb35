"""What is said of a send that has left, and what can still be done with it."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from dingsetup.messages.deliveries import SETTLED, Fate
from dingsetup.profile import Profile
from dingsetup.ui.messages.send_box import SendBox
from dingsetup.ui.messages.standing import Standing

if TYPE_CHECKING:
    from dingsetup.language import Language

CAN_GO_ON = frozenset({Fate.WAITING, Fate.NOT_SENT})
"""Fates of people who may be sent to without a second copy."""


def is_own(profile: Profile, standing: Standing) -> bool:
    """Whether the profile's app of today sent it: no other may ask about it or take it back."""
    return standing.about == profile.tenant


def outcome_line(language: "Language", profile: Profile, standing: Standing) -> str:
    """When it was sent, and how many people stand where."""
    from dingsetup.language.deliveries import tally_line

    _, sending = language.gettext, standing.sending
    at = sending.at.astimezone().strftime("%H:%M")
    said = f"{at} · {tally_line(language, sending.tally)}"
    if _recalled(standing):
        said = _("{tally} · taken back").format(tally=said)
    if is_own(profile, standing):
        return said
    if profile.edition == "practice":
        return _("{tally} · by an earlier practice tenant").format(tally=said)
    return _("{tally} · by another app").format(tally=said)


def doubt_line(language: "Language", standing: Standing) -> str:
    """That nobody knows whether it arrived, and that nothing follows from that by itself."""
    n = standing.sending.tally.get(Fate.UNKNOWN, 0)
    if not n:
        return ""
    said = language.ngettext(
        "Nobody knows whether {n} person got it. Nothing is sent again by itself: ask them first.",
        "Nobody knows whether {n} people got it. Nothing is sent again by itself: ask them first.",
        n,
    )
    return said.format(n=f"{n:,}")


def open_ways(box: SendBox, profile: Profile, standing: Standing) -> list[QWidget]:
    """What can still be done with it."""
    from dingsetup.messages.recalling import MOST_WITH_STATUS

    if not is_own(profile, standing):
        return []
    sending = standing.sending
    tasks = any(one.task_id is not None for one in sending.batches)
    barred = sending.message.status is not None and sending.people <= MOST_WITH_STATUS
    known = {
        box.look: tasks and bool(sending.tally.keys() - SETTLED),
        box.resume: bool(sending.tally.keys() & CAN_GO_ON),
        box.status: tasks and barred and not _recalled(standing),
        box.recall: tasks and not _recalled(standing),
    }
    return [way for way, useful in known.items() if useful]


def _recalled(standing: Standing) -> bool:
    batches = standing.sending.batches
    return bool(batches) and all(one.recalled_at for one in batches)
