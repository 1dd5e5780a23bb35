"""What is wrong with the message, in words: errors first, each with what to do."""

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
        self._lines: list[tuple[Fault, QWidget]] = []
        self._rest = label("", "small")
        self._column.addWidget(self._rest)
        self.hide()

    def show_faults(self, faults: Sequence[Fault]) -> None:
        wanted = tuple(sorted(faults, key=lambda one: one.severity is not Severity.ERROR))
        if wanted == self._shown:
            return
        self._shown = wanted
        for place, fault in enumerate(wanted[:MOST]):
            if place < len(self._lines) and self._lines[place][0] == fault:
                continue
            self._put(place, fault)
        while len(self._lines) > min(len(wanted), MOST):
            _discard(self._lines.pop()[1])
        left = len(wanted) - MOST
        said = self._language.ngettext("{n} more", "{n} more", max(0, left)).format(n=left)
        self._rest.setText(said)
        self._rest.setVisible(left > 0)
        self.setVisible(bool(wanted))

    def _put(self, place: int, fault: Fault) -> None:
        made = self._line(fault)
        if place < len(self._lines):
            old = self._lines[place][1]
            self._column.replaceWidget(old, made)
            _discard(old)
            self._lines[place] = (fault, made)
        else:
            self._column.insertWidget(place, made)
            self._lines.append((fault, made))

    def _line(self, fault: Fault) -> QWidget:
        from dingsetup.language.message_faults import fault_told

        told = fault_told(self._language, fault)
        made = QWidget()
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(self._theme.gap(0.4))
        state = severity_state(fault.severity)
        mark = Mark(self._theme, state, self._language.state(state))
        line.addWidget(mark, alignment=Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(told.title))
        if said := told.remedy or told.cause:
            words.addWidget(label(said, "small"))
        line.addLayout(words, 1)
        return made


def _discard(widget: QWidget) -> None:
    widget.hide()
    widget.deleteLater()
