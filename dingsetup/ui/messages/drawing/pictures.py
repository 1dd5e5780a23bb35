"""A picture within a message, cut to the shape in which it is shown."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from dingsetup.messages.bubble import BlockKind
from dingsetup.messages.bubble import Bubble as Outline
from dingsetup.ui.messages.drawing.colours import Colours
from dingsetup.ui.messages.drawing.parts import Quiet
from dingsetup.ui.messages.drawing.signs import paint_no_picture


def wants_picture(outline: Outline) -> bool:
    """Whether a picture is drawn anywhere in a message, beside its text or within."""
    within = any(block.kind is BlockKind.PICTURE for block in outline.blocks)
    return outline.picture or within


class Picture(Quiet):
    """Fills its box, cut at two sides where its shape differs; hills where there is none yet."""

    def __init__(
        self, width: float, height: float, image: QImage | None, colours: Colours, radius: float = 0
    ) -> None:
        super().__init__(width, height)
        there = image is not None and not image.isNull()
        self._image = Keyed(image) if image is not None and there else None
        self._colours, self._radius = colours, radius

    def paint(self, painter: QPainter, x: float, y: float) -> None:
        box = QRectF(x, y, self.width, self.height)
        shape = QPainterPath()
        shape.addRoundedRect(box, self._radius, self._radius)
        painter.save()
        painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
        if self._image is None:
            paint_no_picture(painter, box, self._colours)
        else:
            ratio = painter.device().devicePixelRatioF()
            fit = shrunk(self._image, round(self.width * ratio), round(self.height * ratio), ratio)
            # Between two pixels of the screen a row of the picture would be lost.
            painter.drawImage(QPointF(round(x * ratio) / ratio, round(y * ratio) / ratio), fit)
        painter.restore()
        painter.strokePath(shape, QPen(QColor(self._colours.edge), 1))


class Keyed:
    """An image that is told from others by what Qt calls its key."""

    def __init__(self, image: QImage) -> None:
        self.image = image
        self._key = image.cacheKey()

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Keyed) and other._key == self._key


@lru_cache(maxsize=4)
def shrunk(keyed: Keyed, wide: int, high: int, ratio: float) -> QImage:
    """The middle of an image in a size in pixels; kept, as it takes longer than all else here."""
    image = keyed.image
    part = image.copy(covering(image, wide / high))
    way = Qt.TransformationMode.SmoothTransformation
    fit = part.scaled(max(1, wide), max(1, high), Qt.AspectRatioMode.IgnoreAspectRatio, way)
    fit.setDevicePixelRatio(ratio)
    return fit


def covering(image: QImage, shape: float) -> QRect:
    """The middle of an image that has a shape (width by height)."""
    wide, high = image.width(), image.height()
    if wide > high * shape:
        part = max(1, round(high * shape))
        return QRect((wide - part) // 2, 0, part, high)
    part = max(1, round(wide / shape))
    return QRect(0, (high - part) // 2, wide, part)
