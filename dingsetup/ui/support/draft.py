"""What was begun on the page: lines prepared and struck, checks compared; it outlives a redraw."""

import datetime

import msgspec

from dingsetup.support.values import Bundle, Snapshot
from dingsetup.ui.session import Session
from dingsetup.ui.support.lines import LineList

_KEPT = "supportDraft"


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """A support file that is not yet saved."""

    at: datetime.datetime
    snapshot: Snapshot
    """Plain: the key that maps back is made from it."""
    key: bytes
    """Made its pseudonyms."""
    bundle: Bundle
    """Without its rows, which the lines hold."""
    lines: LineList

    def __repr__(self) -> str:
        return f"Prepared({self.at:%Y-%m-%d %H:%M}, {self.lines.total} lines)"


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A change is a new value."""

    prepared: Prepared | None = None
    before: str = ""
    """Which check is compared with `after`, as the boxes name them; empty for the usual."""
    after: str = ""


def kept_draft(session: Session) -> Draft:
    """What was begun before the window was drawn anew; else nothing."""
    kept = session.property(_KEPT)
    return kept if isinstance(kept, Draft) else Draft()


def keep_draft(session: Session, draft: Draft) -> None:
    session.setProperty(_KEPT, draft)
