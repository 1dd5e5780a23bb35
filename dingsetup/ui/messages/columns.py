"""Three columns where there is room, else two, else one below the other: nothing is ever cut."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from dingsetup.ui.messages.people_card import PeopleCard
from dingsetup.ui.theme import Theme

THREE_EMS = 53.0
TWO_EMS = 33.0
"""Widths from which three and two columns stand side by side."""
PLACES = {
    3: ((0, 0, 1), (0, 1, 1), (0, 2, 1)),
    2: ((0, 0, 1), (0, 1, 2), (1, 0, 1)),
    1: ((0, 0, 1), (1, 0, 1), (2, 0, 1)),
}
"""Row, column and how many rows of form, preview and people: with two columns the people stand
below the form, so that the button is seen and the preview keeps its height."""
STRETCH = {3: ((9, 11, 10), (1,)), 2: ((10, 11), (1, 1)), 1: ((1,), (0, 0, 0))}
"""What share of the room a column takes, and a row."""
LEAST_EMS = {3: (20.0, 20.0), 2: (12.0, 20.0), 1: (30.0, 26.0)}
"""Heights of form and preview below which the page scrolls; the people say themselves."""


class Slot(QWidget):
    """Holds one part. It says of itself that its height does not follow from its width: else the
    grid gives each text all the lines it likes, and the page scrolls."""

    def __init__(self, part: QWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(part)
        # Its words wrap: how wide it is, is the grid's to say.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)

    def hasHeightForWidth(self) -> bool:
        return False


class Columns(QWidget):
    """Form, preview and people."""

    def __init__(self, theme: Theme, form: QWidget, preview: QWidget, people: PeopleCard) -> None:
        super().__init__()
        self._theme = theme
        self._people = people
        self._slots = tuple(Slot(part) for part in (form, preview, people))
        self._count = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.gap(0.7))
        # The page scrolls only where there is less than the parts must have, not than they like.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._arrange(3)

    @property
    def count(self) -> int:
        """How many stand side by side."""
        return self._count

    def hasHeightForWidth(self) -> bool:
        """No: each part takes what height there is, and scrolls where that is too little."""
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ems = self.width() / self._theme.em
        self._arrange(3 if ems >= THREE_EMS else 2 if ems >= TWO_EMS else 1)
        self._keep_room()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._keep_room()
        return done

    def _keep_room(self) -> None:
        """As high as its parts must be at this width: a text that wraps needs more lines."""
        *others, people = self._slots
        for slot, ems in zip(others, LEAST_EMS[self._count], strict=True):
            slot.setMinimumHeight(self._theme.gap(ems))
        people.setMinimumHeight(self._people.least_height(people.width()))
        # Beside the others it is as high as they are; below the form, it leaves that the room.
        most = (
            self.maximumHeight() if self._count == 3 else self._people.most_height(people.width())
        )
        people.setMaximumHeight(most)
        least = self._grid.minimumSize().height()
        if least != self.minimumHeight():
            self.setMinimumHeight(least)

    def _arrange(self, count: int) -> None:
        if count == self._count:
            return
        self._count = count
        for slot in self._slots:
            self._grid.removeWidget(slot)
        for slot, (line, column, lines) in zip(self._slots, PLACES[count], strict=True):
            self._grid.addWidget(slot, line, column, lines, 1)
        widths, heights = STRETCH[count]
        for place in range(3):
            self._grid.setColumnStretch(place, widths[place] if place < len(widths) else 0)
            self._grid.setRowStretch(place, heights[place] if place < len(heights) else 0)
