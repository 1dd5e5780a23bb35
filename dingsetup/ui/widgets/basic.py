"""Labels, links, cards and lines with the looks of the stylesheet."""

from collections.abc import Callable

from PySide6.QtGui import QEnterEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.by_name import elided, set_by_name


def label(text: str, look: str = "", *, wrap: bool = True, rich: bool = False) -> QLabel:
    """A text that wraps and can be selected; plain, unless `rich` and escaped by the caller."""
    made = Text(text)
    set_by_name(made, textFormat="RichText" if rich else "PlainText")
    made.setWordWrap(wrap)
    if look:
        made.setProperty("look", look)
    if not wrap:
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


class Text(QLabel):
    """Can be selected once the pointer is on it: before that Qt needs no document to show it."""

    def enterEvent(self, event: QEnterEvent) -> None:
        set_by_name(self, textInteractionFlags="TextSelectableByMouse")
        super().enterEvent(event)


class Elided(QLabel):
    """One line that takes what room there is; what does not fit stands in its tool tip."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._text = ""
        self.setProperty("look", "mute")
        set_by_name(self, textFormat="PlainText")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:
        self._text = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self._fit()

    def clear(self) -> None:
        self.setText("")

    def text(self) -> str:
        return self._text

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        line = self._text.replace("\n", " ")
        # A label asks for a little more than its text is wide.
        room = self.width() - self.fontMetrics().averageCharWidth() // 2
        super().setText(elided(self.fontMetrics(), line, room))


class Link(QToolButton):
    """A button that looks like a link."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "link")
        set_by_name(self, focusPolicy="StrongFocus")

    def enterEvent(self, event: QEnterEvent) -> None:
        from PySide6.QtCore import Qt  # not to be loaded for the first frame: see `by_name`

        self.setCursor(Qt.CursorShape.PointingHandCursor)
        super().enterEvent(event)


def link(text: str, on_click: Callable[[], None], name: str = "") -> QToolButton:
    """A button that looks like a link and can be reached by keyboard."""
    made = Link()
    made.setText(text)
    made.setAccessibleName(name or text)
    made.clicked.connect(lambda: on_click())
    return made


def button(text: str, on_click: Callable[[], None], look: str = "") -> QPushButton:
    made = QPushButton(text)
    made.setAutoDefault(False)
    if look:
        made.setProperty("look", look)
    made.clicked.connect(lambda: on_click())
    return made


def line() -> QFrame:
    made = QFrame()
    made.setProperty("look", "line")
    return made


def row(theme: Theme, *items: QWidget | None, ems: float = 0.4) -> QHBoxLayout:
    """Widgets side by side; None is the space that takes what is left."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(theme.gap(ems))
    for item in items:
        if item is None:
            made.addStretch(1)
        else:
            made.addWidget(item)
    return made


class Card(QFrame):
    """A framed part of a page with a heading, things beside it, and a body below."""

    def __init__(self, theme: Theme, heading: str, *beside: QWidget) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(*[theme.gap(0.8)] * 4)
        self.body.setSpacing(theme.gap(0.4))
        title = label(heading, "heading", wrap=False)
        self.setAccessibleName(heading)
        # The last thing stands at the right edge: where a fact is from, when a check was made.
        left, right = (beside[:-1], beside[-1:]) if beside else ((), ())
        self.body.addLayout(row(theme, title, *left, None, *right))

    def add(self, item: QWidget | QLayout) -> None:
        if isinstance(item, QWidget):
            self.body.addWidget(item)
        else:
            self.body.addLayout(item)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout; its widgets are deleted once no event needs them."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
            inner.deleteLater()
