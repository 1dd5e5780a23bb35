"""What a drawing is put together from: each part knows its size, paints itself, finds faults."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from dingsetup.ui.messages.drawing.colours import Colours
from dingsetup.ui.messages.drawing.words import Mark


class Part(Protocol):
    """Laid out, of a fixed size, to be painted anywhere."""

    @property
    def width(self) -> float: ...
    @property
    def height(self) -> float: ...
    def paint(self, painter: QPainter, x: float, y: float) -> None: ...
    def marks(self, x: float, y: float) -> Iterator[Mark]: ...


class Quiet:
    """A part in which nothing can be wrong."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height

    def paint(self, painter: QPainter, x: float, y: float) -> None:
        """Empty room."""

    def marks(self, x: float, y: float) -> Iterator[Mark]:
        return iter(())


class Placed:
    """Parts at places of their own within one."""

    def __init__(
        self, width: float, height: float, parts: Sequence[tuple[float, float, Part]]
    ) -> None:
        self.width, self.height = width, height
        self._parts = parts

    def paint(self, painter: QPainter, x: float, y: float) -> None:
        for left, top, part in self._parts:
            part.paint(painter, x + left, y + top)

    def marks(self, x: float, y: float) -> Iterator[Mark]:
        for left, top, part in self._parts:
            yield from part.marks(x + left, y + top)


class Column:
    """Takes parts one below the other."""

    def __init__(self, width: float) -> None:
        self._width = width
        self._height = 0.0
        self._parts: list[tuple[float, float, Part]] = []

    def add(self, part: Part, *, left: float = 0, above: float = 0) -> None:
        """`above` is left free, except over the first."""
        if self._parts:
            self._height += above
        self._parts.append((left, self._height, part))
        self._height += part.height

    @property
    def empty(self) -> bool:
        return not self._parts

    def part(self) -> Placed:
        return Placed(self._width, self._height, self._parts)


def padded(part: Part, across: float, above: float, below: float | None = None) -> Placed:
    """A part with room around it."""
    under = above if below is None else below
    return Placed(part.width + 2 * across, part.height + above + under, [(across, above, part)])


class Fill(Quiet):
    """A rectangle of one colour."""

    def __init__(self, width: float, height: float, colour: str, radius: float = 0) -> None:
        super().__init__(width, height)
        self._colour, self._radius = QColor(colour), radius

    def paint(self, painter: QPainter, x: float, y: float) -> None:
        box = QRectF(x, y, self.width, self.height)
        if not self._radius:
            painter.fillRect(box, self._colour)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour)
        painter.drawRoundedRect(box, self._radius, self._radius)


class Bubble:
    """A rounded ground under a part, which is clipped to it."""

    def __init__(self, part: Part, colours: Colours, radius: float, thin: float) -> None:
        self.width, self.height = part.width, part.height
        self._part, self._colours, self._radius, self._thin = part, colours, radius, thin

    def paint(self, painter: QPainter, x: float, y: float) -> None:
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(x, y, self.width, self.height), self._radius, self._radius)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(shape, QColor(self._colours.bubble))
        painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
        self._part.paint(painter, x, y)
        painter.restore()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.strokePath(shape, QPen(QColor(self._colours.edge), self._thin))
        painter.restore()

    def marks(self, x: float, y: float) -> Iterator[Mark]:
        return self._part.marks(x, y)
