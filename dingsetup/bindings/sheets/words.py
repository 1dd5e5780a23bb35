"""The words a sheet may use: headers, yes and no, examples; compared without their decoration."""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

import msgspec

LONGEST_WORD = 100
"""Characters; what follows them is no part of a header or of an answer."""

_WORDS = Path(__file__).parents[2] / "resources" / "sheets" / "headers.toml"
_REMARK = re.compile(r"[(\[{【<《〔][^()\[\]{}【】<>《》〔〕]*(?:[)\]}】>》〕]|\Z)")
"""Without brackets in it, so that no character is looked at from more than one opening bracket;
the last one may be open where a word was cut."""
_NESTED = 3
_DECORATION = re.compile(r"[\W_]+")


class Words(msgspec.Struct, frozen=True):
    """Which words a sheet may use: `resources/sheets/headers.toml`."""

    fields: dict[str, tuple[str, ...]]
    derived: dict[str, tuple[str, ...]]
    words: dict[str, tuple[str, ...]]


@cache
def load_words() -> Words:
    """Read the words from their file."""
    return msgspec.convert(tomllib.loads(_WORDS.read_text("utf-8")), Words)


def plain_word(text: str) -> str:
    """A word without what people decorate it with: case, blanks, width, signs, remarks."""
    half = unicodedata.normalize("NFKC", text[:LONGEST_WORD]).casefold()
    bare = half
    for _ in range(_NESTED):
        bare = _REMARK.sub("", bare)
    return _DECORATION.sub("", bare) or _DECORATION.sub("", half)


def read_yes_or_no(text: str) -> bool | None:
    """Whether a text says yes or no, in Chinese or English; None for anything else."""
    word = text.strip()
    return _answers().get(plain_word(word) or word) if len(word) <= LONGEST_WORD else None


@cache
def _answers() -> dict[str, bool]:
    words = load_words().words
    return {
        plain_word(word) or word: answer == "yes"
        for answer in ("yes", "no")
        for word in words[answer]
    }
