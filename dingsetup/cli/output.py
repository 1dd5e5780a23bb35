"""Prints: JSON for scripts, and lines for people that wrap and have colours on a terminal only."""

import datetime
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import click
import msgspec


def print_json(value: Any, *, one_line: bool = False) -> None:
    """Print one JSON value as UTF-8, whatever the terminal's encoding."""
    content = msgspec.json.encode(value)
    click.echo(content if one_line else msgspec.json.format(content, indent=2))


def moment(at: datetime.datetime | None) -> str | None:
    """A point in time as all our JSON has it: UTC, to the second."""
    return at.astimezone(datetime.UTC).isoformat(timespec="seconds") if at is not None else None


class Paper:
    """Lines for people. On a terminal they wrap and have colours (unless NO_COLOR is set);
    elsewhere each stays one line of plain text."""

    def __init__(self) -> None:
        self._console: Any = None
        if sys.stdout.isatty():
            from rich.console import Console

            self._console = Console(highlight=False, markup=False, emoji=False)

    def line(self, text: str = "", style: str = "", indent: int = 0) -> None:
        """Print one line; `style` is rich's, such as `bold red`."""
        if self._console is None:
            self.exact(text, indent=indent)
            return
        from rich.text import Text

        width = max(self._console.width - indent, 20)
        for part in Text(text, style).wrap(self._console, width):
            part.rstrip()
            self._console.print(" " * indent, part, sep="")

    def exact(self, text: str, style: str = "", indent: int = 0) -> None:
        """Print what will be copied, such as an address: it never wraps."""
        if self._console is None:
            click.echo((" " * indent + text).rstrip())
        else:
            self._console.print(" " * indent + text, style=style, soft_wrap=True)

    def heading(self, text: str) -> None:
        self.line()
        self.line(text, "bold")

    def table(self, rows: Iterable[Sequence[str]], indent: int = 2) -> None:
        """Print rows in aligned columns."""
        kept = [tuple(row) for row in rows]
        if self._console is None:
            self._plain_table(kept, indent)
            return
        from rich.padding import Padding
        from rich.table import Table

        grid = Table.grid(padding=(0, 2))
        for place in range(len(kept[0]) if kept else 0):
            # The first column holds codes and names that are copied.
            grid.add_column(no_wrap=place == 0, overflow="fold")
        for row in kept:
            grid.add_row(*row)
        self._console.print(Padding(grid, (0, 0, 0, indent)))

    def _plain_table(self, rows: list[tuple[str, ...]], indent: int) -> None:
        widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = (
                cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
            )
            self.line("  ".join(cells), indent=indent)


def _width(text: str) -> int:
    """Columns a text takes on a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "FW" else 1 for char in text)
