"""What is wrong with the message, in words: errors first, each with what to do."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dingsetup.messages.values import Fault, Severity
from dingsetup.ui.messages.words import severity_state
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import label
from dingsetup.ui.widgets.mark import Mark

if TYPE_CHECKING:
    from dingsetup.language import Language

MOST = 12
"""More than these are counted, not shown: the first ones mended, others go by themselves."""

Said = tuple[Severity, str, str]
"""How bad a fault is, its words, and what stands below them."""


class FaultList(QWidget):
    """Hidden while there is nothing wrong. Lines that stay are not built anew."""

    def __init__(self, theme: Theme, language: "Language") -> None:
        super().__init__()
        self._theme = theme
        self._language = language
        self._shown: tuple[Fault, ...] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.gap(0.3))
        self._lines: list[tuple[Said, QWidget]] = []
        self._rest = label("", "small")
        self._column.addWidget(self._rest)
        self.hide()

    def show_faults(self, faults: Sequence[Fault]) -> None:
        wanted = tuple(sorted(faults, key=lambda one: one.severity is not Severity.ERROR))
        if wanted == self._shown:
            return
        self._shown = wanted
        lines = _said(self._language, wanted) if wanted else []
        for place, line in enumerate(lines[:MOST]):
            if place < len(self._lines) and self._lines[place][0] == line:
                continue
            self._put(place, line)
        while len(self._lines) > min(len(lines), MOST):
            _discard(self._lines.pop()[1])
        left = len(lines) - MOST
        said = self._language.ngettext("{n} more", "{n} more", max(0, left)).format(n=left)
        self._rest.setText(said)
        self._rest.setVisible(left > 0)
        self.setVisible(bool(wanted))

    def _put(self, place: int, said: Said) -> None:
        made = self._line(said)
        if place < len(self._lines):
            old = self._lines[place][1]
            self._column.replaceWidget(old, made)
            _discard(old)
            self._lines[place] = (said, made)
        else:
            self._column.insertWidget(place, made)
            self._lines.append((said, made))

    def _line(self, said: Said) -> QWidget:
        severity, title, more = said
        made = QWidget()
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(self._theme.gap(0.4))
        state = severity_state(severity)
        mark = Mark(self._theme, state, self._language.state(state))
        line.addWidget(mark, alignment=Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(title))
        if more:
            words.addWidget(label(more, "small"))
        line.addLayout(words, 1)
        return made


def _said(language: "Language", faults: Sequence[Fault]) -> list[Said]:
    """The words of each; where several have the same ones, they say which field is meant."""
    from dingsetup.language.message_faults import fault_told

    told = [fault_told(language, one) for one in faults]
    titles = Counter(one.title for one in told)
    found: dict[Said, None] = {}
    for fault, one in zip(faults, told, strict=True):
        where = _where(language, fault) if titles[one.title] > 1 else ""
        found[fault.severity, one.title + where, one.remedy or one.cause] = None
    return list(found)


def _where(language: "Language", fault: Fault) -> str:
    """Which field is meant, and which line of it."""
    from dingsetup.language.message_words import part_name

    _ = language.gettext
    place = [part_name(language, fault.place)]
    if fault.line:
        place.append(_("line {number}").format(number=fault.line))
    return _(" ({place})").format(place=language.listed(place))


def _discard(widget: QWidget) -> None:
    widget.hide()
    widget.deleteLater()
