"""A window that makes a support file of a large profile, and opens it, as a person would.

`python -m bench._support FILE` prints the longest block of each action as JSON.
"""

import sys
from pathlib import Path

from bench._block import live_for, live_until
from bench._hand import Hand, main
from dingsetup.profile import SUPPORT
from dingsetup.ui.support.page import ReportPage

SEARCHED = "bound"


class Supporter(Hand):
    """Uses the page of reports and support."""

    @property
    def page(self) -> ReportPage:
        page = self.shell.page
        assert isinstance(page, ReportPage)
        return page

    def at_rest(self) -> bool:
        return not self.workspace.tasks.busy and self.shell.page.at_rest

    def scroll(self) -> None:
        panel = self.page.bundle.panel
        assert panel is not None
        bar = panel.view.verticalScrollBar()
        for part in range(0, 101, 10):
            bar.setValue(bar.maximum() * part // 100)
            live_for(20)

    def search(self) -> None:
        panel = self.page.bundle.panel
        assert panel is not None
        panel.field.setText(SEARCHED)
        live_for(300)

    def open_file(self, file: Path) -> None:
        self.workspace.open_bundle(str(file))
        live_until(self._is_open)

    def _is_open(self) -> bool:
        session = self.workspace.session
        return session is not None and session.profile.id == SUPPORT


def used(hand: Supporter, file: Path) -> Supporter:
    """Check, prepare, look through, save, and open what was saved."""
    assert hand.workspace.session is not None
    hand.workspace.session.check()
    live_until(hand.at_rest)
    hand.measure("open the page", lambda: hand.shell.go("report"))
    hand.measure("prepare", hand.page.bundle.begin)
    hand.measure("scroll", hand.scroll)
    hand.measure("search", hand.search)
    hand.measure("save", lambda: hand.page.bundle.save_to(str(file)))
    hand.measure("save the key", lambda: hand.page.bundle.save_key_to(f"{file}.json"))
    hand.measure("open the file", lambda: hand.open_file(file))
    return hand


if __name__ == "__main__":
    main(lambda *opened: used(Supporter(*opened), Path(sys.argv[1])))
