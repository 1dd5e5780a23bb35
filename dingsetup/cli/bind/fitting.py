"""Cuts the cells of a table so that each row is one line of a terminal."""

from collections.abc import Callable, Collection, Sequence

GAP = 2
"""Between two columns."""
NARROW = 6
"""Columns that hold less say nothing: before that, the others are cut too."""
NARROWEST = 2


def fitted(
    rows: Sequence[Sequence[str]], width: int, *, soft: Collection[int], whole: Collection[int]
) -> list[list[str]]:
    """Cut the widest cells first, those of `soft` columns before all, those of `whole` never."""
    from rich.cells import cell_len  # on a terminal only

    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    room = width - GAP * (len(widths) - 1)
    hard = [place for place in range(len(widths)) if place not in whole]
    caps = _capped(widths, room, soft, NARROW) or _capped(widths, room, hard, NARROWEST) or widths
    return [
        [_elided(cell, cap, cell_len) for cell, cap in zip(row, caps, strict=True)] for row in rows
    ]


def _capped(
    widths: Sequence[int], room: int, places: Collection[int], least: int
) -> list[int] | None:
    """Widths with these columns at most so wide as all fit in; None where they do not."""
    for cap in range(max(widths), least - 1, -1):
        caps = [min(one, cap) if place in places else one for place, one in enumerate(widths)]
        if (spare := room - sum(caps)) >= 0:
            cut = [place for place in places if caps[place] < widths[place]][:spare]
            return [one + (place in cut) for place, one in enumerate(caps)]
    return None


def _elided(text: str, most: int, cell_len: Callable[[str], int]) -> str:
    if cell_len(text) <= most:
        return text
    from rich.cells import set_cell_size

    return set_cell_size(text, most - 1).rstrip() + "…"
