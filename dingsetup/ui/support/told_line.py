"""A line of words with the mark of a state before it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dingsetup.findings import State
from dingsetup.language import Language
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import label
from dingsetup.ui.widgets.mark import Mark


class ToldLine(QWidget):
    """One line, and in smaller words what stands below it."""

    def __init__(
        self,
        theme: Theme,
        language: Language,
        state: State,
        title: str,
        more: str = "",
        *,
        strong: bool = False,
    ) -> None:
        super().__init__()
        name = language.state(state)
        self.setAccessibleName(f"{name}: {title}")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, theme.gap(0.12), 0, theme.gap(0.12))
        line.setSpacing(theme.gap(0.45))
        line.addWidget(Mark(theme, state, name), alignment=Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(theme.gap(0.05))
        words.addWidget(label(title, "strong" if strong else ""))
        if more:
            words.addWidget(label(more, "small"))
        line.addLayout(words, 1)
