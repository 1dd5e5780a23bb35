"""A layout that puts its items side by side and goes on in the next line."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLabel, QLayout, QLayoutItem, QSizePolicy, QWidget


class FlowLayout(QLayout):
    """Left to right, then the next line; as high as its width needs."""

    def __init__(self, gap: int) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        y = rect.y()
        for line in self._lines(max(rect.width(), 1)):
            x, height = rect.x(), max(size.height() for _item, size in line)
            for item, size in line:
                if move:
                    # In the middle, so that a link's words stand level with a text's.
                    item.setGeometry(QRect(QPoint(x, y + (height - size.height()) // 2), size))
                x += size.width() + self._gap
            y += height + self._gap
        return max(0, y - self._gap - rect.y())

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        """What stands side by side, each with its size."""
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        x = 0
        for item in self._items:
            if item.isEmpty():  # hidden, so it leaves no gap either
                continue
            size = _size(item, width)
            if not lines or x + size.width() > width:
                lines.append([])
                x = 0
            lines[-1].append((item, size))
            x += size.width() + self._gap
        return lines


def _size(item: QLayoutItem, width: int) -> QSize:
    """What an item takes of a line: a text that wraps, one line of its own as long as it fits."""
    size = item.sizeHint()
    text = item.widget()
    if isinstance(text, QLabel) and text.wordWrap():
        # Its own hint is that of a block of several lines, even where there is room for one.
        edges = text.width() - text.contentsRect().width()
        size.setWidth(text.fontMetrics().size(0, text.text()).width() + edges + 1)
    size = size.boundedTo(QSize(width, 1 << 20))
    if item.hasHeightForWidth():
        size.setHeight(item.heightForWidth(size.width()))
    return size


class Flowing(QWidget):
    """Asks for one line: Qt would ask for as many as its narrowest width takes, and a page that
    fits would scroll."""

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.minimumSize() if layout is not None else super().sizeHint()


def flow(gap: int, *widgets: QWidget) -> QWidget:
    """Widgets in a flow, as one widget."""
    made = Flowing()
    layout = FlowLayout(gap)
    made.setLayout(layout)
    for widget in widgets:
        layout.addWidget(widget)
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    return made
