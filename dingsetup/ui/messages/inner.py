"""A column that scrolls up and down within a card, and never sideways."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from dingsetup.ui.theme import Theme


class Inner(QScrollArea):
    """Put parts in `column`; what has the keyboard is kept in sight."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("inner")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content = QWidget()
        content.setObjectName("innercontent")
        self.column = QVBoxLayout(content)
        # Room for the bar, and for the ring of what has the keyboard.
        self.column.setContentsMargins(1, 1, theme.gap(0.4), 1)
        self.column.setSpacing(theme.gap(0.35))
        self.setWidget(content)
