"""Takes out of a text what nobody can see, and what makes it look like another text."""

import re
from typing import NamedTuple

_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_UNSEEN = re.compile(
    "[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\u00ad\u180e\u200b\u2028\u2029\u2060-\u2064\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
"""Joiners and tags are not among them, as emoji are made with them; nor is a line end."""


class Seen(NamedTuple):
    text: str
    code: str
    """Of the first character taken out that nobody can see, such as U+200B; empty for none."""
    turned: bool
    """Whether marks were taken out that turn the direction of text around."""


def seen(text: str) -> Seen:
    """A text without them; text that is written from right to left stays as it is."""
    hidden = _UNSEEN.search(text)
    code = f"U+{ord(hidden[0]):04X}" if hidden else ""
    straight = _DIRECTION.sub("", text)
    return Seen(_UNSEEN.sub("", straight), code, straight != text)
