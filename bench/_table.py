"""A window with a large binding table, used as a person would, with a heartbeat on its main thread.

`python -m bench._table WORKBOOK` prints the longest block of each action, and the memory, as JSON.
"""

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from bench._block import Blocks, Heart, live_for, live_until
from dingsetup.bindings.imports import apply_import, plan_import
from dingsetup.bindings.matching import apply_match, plan_match
from dingsetup.bindings.sheets import read_sheet
from dingsetup.bindings.values import COLUMNS
from dingsetup.ui.app import make_app, make_workspace
from dingsetup.ui.bindings.page import BindingsPage
from dingsetup.ui.window import Window

TYPED = ("1", "13", "138", "1380", "zhang.0000", "张", "张伟", "corp.example", "")
KEY_MS = 60
"""Between two keys of somebody who types fast."""


class Hand:
    """Uses the page and measures each action."""

    def __init__(self, window: Window) -> None:
        assert window.shell is not None
        self._shell = window.shell
        self._heart = Heart()
        self.found: dict[str, Blocks] = {}

    @property
    def page(self) -> BindingsPage:
        page = self._shell.page
        assert isinstance(page, BindingsPage)
        return page

    def measure(self, name: str, act: Callable[[], object]) -> None:
        """Do something, wait until the page has come to rest, and note the longest block."""
        self._heart.start()
        act()
        live_for(KEY_MS)
        live_until(self._at_rest)
        self.found[name] = self._heart.stop()

    def _at_rest(self) -> bool:
        book, filters = self.page.book, self.page.area.filters
        return book.opened and not book.busy and not filters.pause.isActive()

    def open(self) -> None:
        self._shell.go("bindings")

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
            live_until(self._at_rest)

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


def used(hand: Hand, workbook: Path) -> None:
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


def main() -> None:
    """Open the profile `a` of this home."""
    app = make_app()
    workspace = make_workspace()
    window = Window(app, workspace)
    workspace.open_profile("a")
    window.show()
    live_until(lambda: workspace.session is not None and workspace.session.loaded)
    live_for(1000)
    hand = Hand(window)
    try:
        used(hand, Path(sys.argv[1]))
    finally:
        window.close()
        live_for(300)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    QGuiApplication.quit()
    print(json.dumps({"blocks": hand.found, "memory_mb": round(memory)}))


if __name__ == "__main__":
    main()
