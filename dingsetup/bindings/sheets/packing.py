"""Writes lists into one cell and reads them back: candidates, userids, rules, lines."""

from collections.abc import Iterable
from urllib.parse import quote, unquote

from dingsetup.bindings.values import Candidate, Rule

_SEPARATOR = "; "


def pack_texts(texts: Iterable[str]) -> str:
    """`zhang3; li4`. What would part them or hide in them is written as in an URL."""
    return _SEPARATOR.join(_packed(text) for text in texts)


def unpack_texts(text: str) -> tuple[str, ...]:
    """Read what `pack_texts` wrote; blanks do not count."""
    return tuple(_unpacked(part) for one in text.split(";") if (part := one.strip()))


def pack_candidates(candidates: Iterable[Candidate]) -> str:
    """`zhang3:mobile; li4:name`."""
    return _SEPARATOR.join(f"{_packed(one.userid)}:{one.rule}" for one in candidates)


def unpack_candidates(text: str) -> tuple[Candidate, ...]:
    """Read what `pack_candidates` wrote. Raises ValueError for what it can't have written."""
    found: list[Candidate] = []
    for one in text.split(";"):
        if part := one.strip():
            userid, _, rule = part.rpartition(":")
            if not userid:
                raise ValueError(part)
            found.append(Candidate(_unpacked(userid.strip()), Rule(rule.strip())))
    return tuple(found)


def unpack_rules(text: str) -> tuple[Rule, ...]:
    """Read rules written by `pack_texts`. Raises ValueError."""
    return tuple(Rule(one) for one in unpack_texts(text))


def unpack_lines(text: str) -> tuple[int, ...]:
    """Read line numbers written by `pack_texts`. Raises ValueError."""
    return tuple(int(one) for one in unpack_texts(text))


def _packed(text: str) -> str:
    return "".join(
        quote(one) if one in ";%'" or one.isspace() or not one.isprintable() else one
        for one in text
    )


def _unpacked(text: str) -> str:
    return unquote(text) if "%" in text else text
