"""A window with a large binding table, used as a person would, with a heartbeat on its main thread.

`python -m bench._table WORKBOOK` prints the longest block of each action, and the memory, as JSON.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from bench._block import live_for, live_until
from bench._hand import KEY_MS, Hand, main
from dingsetup.bindings.imports import apply_import, plan_import
from dingsetup.bindings.matching import apply_match, plan_match
from dingsetup.bindings.sheets import read_sheet
from dingsetup.bindings.values import COLUMNS
from dingsetup.ui.bindings.page import BindingsPage

TYPED = ("1", "13", "138", "1380", "zhang.0000", "张", "张伟", "corp.example", "")


class TableHand(Hand):
    """Uses the binding table."""

    @property
    def page(self) -> BindingsPage:
        page = self.shell.page
        assert isinstance(page, BindingsPage)
        return page

    def at_rest(self) -> bool:
        book, filters = self.page.book, self.page.area.filters
        return book.opened and not book.busy and not filters.pause.isActive()

    def open(self) -> None:
        self.shell.go("bindings")

    def type(self) -> None:
        field = self.page.area.filters.field
        for text in TYPED:
            for end in range(1, len(text) + 1):
                field.setText(text[:end])
                live_for(KEY_MS)
            live_for(4 * KEY_MS)
            field.clear()

    def sort(self) -> None:
        head = self.page.area.view.horizontalHeader()
        for column in ("username", "name", "mobile", "state"):
            place = COLUMNS.index(column)
            head.setSortIndicator(place, Qt.SortOrder.AscendingOrder)
            live_for(KEY_MS)
            live_until(self.at_rest)

    def scroll(self) -> None:
        bar = self.page.area.view.verticalScrollBar()
        for part in range(0, 101, 5):
            bar.setValue(bar.maximum() * part // 100)
            live_for(20)

    def select_all(self) -> None:
        self.page.area.view.selectAll()

    def edit(self) -> None:
        model = self.page.area.model
        model.setData(model.index(3, COLUMNS.index("note")), "benchmark")

    def work(self, act: Callable[[Any], Any]) -> Callable[[], None]:
        """Have the book do something of the core."""
        return lambda: self.page.book.do(lambda table, cancel: act(table))


def used(hand: TableHand, workbook: Path) -> TableHand:
    """Everything the issue names: open, type, sort, scroll, edit, match, import, undo."""
    hand.measure("open", hand.open)
    hand.measure("type", hand.type)
    hand.measure("sort", hand.sort)
    hand.measure("scroll", hand.scroll)
    hand.measure("select all", hand.select_all)
    hand.measure("edit", hand.edit)
    hand.measure("match", hand.work(lambda table: apply_match(table, plan_match(table))))
    hand.measure("undo match", lambda: hand.page.book.undo())
    hand.measure(
        "import",
        hand.work(lambda table: apply_import(table, plan_import(table, read_sheet(workbook)))),
    )
    hand.measure("undo import", lambda: hand.page.book.undo())
    return hand


if __name__ == "__main__":
    main(lambda *opened: used(TableHand(*opened), Path(sys.argv[1])))
