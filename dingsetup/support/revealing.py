"""Puts back what stands behind the pseudonyms of a text."""

from collections.abc import Iterator, Mapping


def reveal(table: Mapping[str, str], text: str) -> str:
    """The text with every pseudonym of the table replaced by what it stands for.

    The longest is taken where one begins with another; a pseudonym of letters or digits counts
    only where it stands as a word of its own.
    """
    return "".join(_parts(table, text))


def _parts(table: Mapping[str, str], text: str) -> Iterator[str]:
    lengths: dict[str, list[int]] = {}
    for first, length in {(word[0], len(word)) for word in table if word}:
        lengths.setdefault(first, []).append(length)
    for own in lengths.values():
        own.sort(reverse=True)
    at = told = 0
    while at < len(text):
        word = _word_at(table, text, at, lengths.get(text[at], []))
        if word:
            yield text[told:at]
            yield table[word]
            at = told = at + len(word)
        else:
            at += 1
    yield text[told:]


def _word_at(table: Mapping[str, str], text: str, at: int, lengths: list[int]) -> str:
    for length in lengths:
        word = text[at : at + length]
        if word in table and _stands_alone(text, at, at + length):
            return word
    return ""


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (_in_word(before) and _in_word(text[start])) and not (
        _in_word(after) and _in_word(text[end - 1])
    )


def _in_word(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()
