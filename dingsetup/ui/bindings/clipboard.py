"""Cells on the clipboard, as spreadsheets write them: tabs, lines, quotes where needed."""

import csv
import io
from collections.abc import Iterable, Sequence

MOST_ROWS = 200_000
"""Rows copied at once; a spreadsheet takes a million, a clipboard of that size nobody."""
_QUOTED = ("\t", "\n", "\r", '"')


def write_cells(lines: Iterable[Sequence[str]]) -> str:
    """Rows as tab-separated text."""
    return "\n".join("\t".join(map(_cell, line)) for line in lines)


def read_cells(text: str) -> list[list[str]]:
    """Rows of a text from a spreadsheet; a cell in quotes may hold tabs and lines."""
    text = text.replace("\0", "")
    if '"' not in text:
        lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
        return [line.split("\t") for line in lines] if text else []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t")
    return [line or [""] for line in reader]


def _cell(text: str) -> str:
    if not any(sign in text for sign in _QUOTED):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
