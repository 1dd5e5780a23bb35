"""Splits pasted text into entries, whatever it was joined or decorated with."""

import re
import unicodedata
from collections.abc import Iterable

INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
TAG = re.compile(r"<[/!A-Za-z][^<>]{0,500}>|&nbsp;?|&#160;?|&#xA0;?", re.IGNORECASE)
SEPARATOR = re.compile(r"[\s,，;；、｜|\"'“”‘’「」『』《》`]+")
NUMBERING = re.compile(
    r"[(（\[]?\d{1,3}[)）\]]|[①-⑳]|[•·●▪◦]+|\d{1,3}[.．](?=https?:|\d+\.\d+\.\d+\.\d+$)"
)
DECORATION = re.compile(r"\d{1,3}[.．:：]?|[-–—*+#>=]+|[.．。:：()（）\[\]【】{}]+")
MOST_CHARACTERS = 200_000
"""More than any page of a console holds; what comes after them is not looked at."""
LONGEST_ENTRY = 2_000


def split_list(text: str) -> tuple[str, ...]:
    """Split at commas, semicolons, 、, blanks and quotes, in half and full width.

    Numbering, bullets, HTML tags and invisible characters are dropped; entries keep their own
    characters, also full-width ones, and may come twice.
    """
    visible = INVISIBLE.sub("", TAG.sub(" ", text[:MOST_CHARACTERS]))
    pieces = (_bare(piece) for piece in SEPARATOR.split(visible) if len(piece) <= LONGEST_ENTRY)
    return tuple(piece for piece in pieces if piece and not DECORATION.fullmatch(piece))


def plain_text(text: str) -> str:
    """Return the text with full-width characters made half-width, and nothing invisible."""
    return unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).strip()


def repeated(entries: Iterable[str]) -> tuple[str, ...]:
    """Return the entries that come more than once, each once."""
    seen: set[str] = set()
    twice: dict[str, None] = {}
    for entry in entries:
        if entry in seen:
            twice[entry] = None
        seen.add(entry)
    return tuple(twice)


def _bare(piece: str) -> str:
    number = NUMBERING.match(piece)
    bare = piece[number.end() :] if number else piece
    return bare.strip("。")
