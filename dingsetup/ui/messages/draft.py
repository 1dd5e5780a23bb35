"""What is being written on the page: push, type, values, picture, people; it outlives a redraw."""

from collections.abc import Mapping
from typing import Literal, cast

import msgspec

from dingsetup.messages.deliveries import Recipient
from dingsetup.messages.values import MessageType, StatusBar
from dingsetup.ui.session import Session

MessageLanguage = Literal["zh", "en"]
_KEPT = "messageDraft"


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A change is a new value."""

    push: str = ""
    """Id of the push; empty until the pushes are there."""
    type: MessageType | None = None
    """None for the push's own."""
    language: MessageLanguage = "zh"
    typed: Mapping[tuple[str, str], Mapping[str, str]] = {}
    """What the user typed over the sample, by push and language."""
    picture: str = ""
    """File of the user's own picture; empty for the sample dashboard."""
    picture_url: str = ""
    """Public address of a picture, for the types that name it in their text."""
    number: int = 1
    """Of the test, where the same was sent today already."""
    status: StatusBar | None = None
    people: tuple[Recipient, ...] | None = None
    """None until "me" was put in."""
    anyway: frozenset[str] = frozenset()
    """Userids of those it is sent to although something speaks against it."""
    sending: int = 0
    """Id of the sending whose fates are shown; 0 for none."""

    @property
    def values(self) -> Mapping[str, str]:
        return self.typed.get((self.push, self.language), {})

    def with_value(self, name: str, value: str) -> "Draft":
        values = {**self.values, name: value}
        return msgspec.structs.replace(
            self, typed={**self.typed, (self.push, self.language): values}
        )

    def with_samples(self) -> "Draft":
        """Nothing typed in this push any more."""
        typed = {key: value for key, value in self.typed.items() if key[0] != self.push}
        return msgspec.structs.replace(self, typed=typed)


def kept_draft(session: Session) -> Draft:
    """What was written before the window was drawn anew; else an empty one."""
    kept = session.property(_KEPT)
    if isinstance(kept, Draft):
        return kept
    return Draft(language=cast("MessageLanguage", "zh" if session.language.chinese else "en"))


def keep_draft(session: Session, draft: Draft) -> None:
    session.setProperty(_KEPT, draft)
