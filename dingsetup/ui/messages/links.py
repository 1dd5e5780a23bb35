"""Where a tap leads on a phone and a click on a PC, and whether anything is there."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dingsetup.findings import State
from dingsetup.messages.values import Message, MessageType
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import Elided, clear, label, link, row

if TYPE_CHECKING:
    from dingsetup.language import Language


def links_of(message: Message, pc: str) -> list[tuple[str, str]]:
    """What of a message leads somewhere: what is pressed, and where it leads; `pc` is what a PC
    is called."""
    found = [(one.title, one.url) for one in message.buttons]
    if message.type in (MessageType.OA, MessageType.LINK):
        found = [("", message.url)]
        if message.pc_url and message.pc_url != message.url:
            found.append((pc, message.pc_url))
    return [(title, url) for title, url in found if url]


class Links(QWidget):
    """One line for each link; all are tried at once."""

    try_wanted = Signal(object)
    """The addresses to be tried."""

    def __init__(self, theme: Theme, language: "Language") -> None:
        super().__init__()
        self._theme = theme
        self._language = language
        self._links: list[tuple[str, str]] = []
        self._tried: dict[str, str] = {}
        """What came of trying an address: empty for reached, else what went wrong."""
        _ = language.gettext
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.gap(0.15))
        self._try = link(_("Try the links"), self._ask)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.gap(0.15))
        outer.addLayout(row(theme, label(_("Where a tap leads"), "small"), None, self._try))
        outer.addLayout(self._column)

    def show_message(self, message: Message) -> None:
        links = links_of(message, self._language.gettext("PC"))
        self.setVisible(bool(links))
        if links != self._links:
            self._links = links
            self._draw()

    def show_tried(self, results: dict[str, str]) -> None:
        """Show what came of trying."""
        self._tried |= results
        self._try.setEnabled(True)
        self._draw()

    def _ask(self) -> None:
        self._try.setEnabled(False)
        self.try_wanted.emit([url for _title, url in self._links])

    def _draw(self) -> None:
        clear(self._column)
        for title, url in self._links:
            self._column.addWidget(Elided(f"{title}  {url}" if title else url))
            for said in self._leads(url):
                self._column.addWidget(label(said, "small"))
            self._column.addWidget(self._verdict(url))

    def _leads(self, url: str) -> Sequence[str]:
        from dingsetup.language.message_links import target_lines
        from dingsetup.messages.links import read_link

        return target_lines(self._language, read_link(url))

    def _verdict(self, url: str) -> QWidget:
        _ = self._language.gettext
        if url not in self._tried:
            made = label("", "small")
            made.hide()
            return made
        wrong = self._tried[url]
        said = wrong or _("Can be opened from this computer")
        made = label(said, "small")
        state = State.FAILED if wrong else State.PASSED
        made.setStyleSheet(f"color: {self._theme.states[state]}")
        return made
