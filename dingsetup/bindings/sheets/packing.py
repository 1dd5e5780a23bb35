"""Writes lists into one cell and reads them back: candidates, userids, rules, lines."""

from collections.abc import Iterable
from urllib.parse import quote, unquote

from dingsetup.bindings.sheets.values import LONGEST_CELL
from dingsetup.bindings.values import Candidate, Rule

_SEPARATOR = "; "
_MORE = "…"
"""Stands for what had no room in the cell, and is passed over when the list is read."""
_MOST = LONGEST_CELL - 1
"""Leaves room for a mark."""
_LAST_LINE = 2**31


def pack_texts(texts: Iterable[str]) -> str:
    """`zhang3; li4`. What would part them or hide in them is written as in an URL."""
    return _joined(_packed(text) for text in texts)


def unpack_texts(text: str) -> tuple[str, ...]:
    """Read what `pack_texts` wrote; blanks do not count."""
    return tuple(map(_unpacked, _parts(text)))


def pack_candidates(candidates: Iterable[Candidate]) -> str:
    """`zhang3:mobile; li4:name`."""
    return _joined(f"{_packed(one.userid)}:{one.rule}" for one in candidates)


def unpack_candidates(text: str) -> tuple[Candidate, ...]:
    """Read what `pack_candidates` wrote. Raises ValueError for what it can't have written."""
    found: list[Candidate] = []
    for part in _parts(text):
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
    lines = tuple(int(one) for one in unpack_texts(text))
    if lines and not 0 < min(lines) <= max(lines) <= _LAST_LINE:
        raise ValueError(text)
    return lines


def _joined(parts: Iterable[str]) -> str:
    """As many as a cell holds. A list that long is nobody's work; one row of it must not make the
    whole table impossible to write."""
    text = _SEPARATOR.join(parts)
    if len(text) <= _MOST:
        return text
    end = text.rfind(_SEPARATOR, 0, _MOST - len(_MORE))
    return text[: max(end, 0)] + _SEPARATOR + _MORE


def _parts(text: str) -> list[str]:
    return [part for one in text.split(";") if (part := one.strip()) not in ("", _MORE)]


def _packed(text: str) -> str:
    return "".join(
        quote(one) if one in ";%'…" or one.isspace() or not one.isprintable() else one
        for one in text
    )


def _unpacked(text: str) -> str:
    return unquote(text) if "%" in text else text
