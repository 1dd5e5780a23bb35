"""What is shown at once: a screen's ground, a bar that stays, and below it what may scroll."""

import datetime

import msgspec
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPainterPath, QPen

from dingsetup.language import Language
from dingsetup.messages.bubble import Bubble as Outline
from dingsetup.ui.messages.drawing.measures import Look
from dingsetup.ui.messages.drawing.parts import Part


class ClientWords(msgspec.Struct, frozen=True, kw_only=True):
    """DingTalk's own words, in the language of its client."""

    notices: str
    """Name of the conversation that holds work notifications."""
    dingtalk: str
    now: str


def client_words(language: Language) -> ClientWords:
    _ = language.gettext
    return ClientWords(notices=_("Work Notifications"), dingtalk=_("DingTalk"), now=_("now"))


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A message as somebody gets it."""

    outline: Outline
    app_name: str
    at: datetime.datetime
    """When it arrives, in the time that is to be shown."""
    words: ClientWords
    picture: QImage | None = None


class Scene:
    """Laid out for a width; `ground` has one colour, or two from top to bottom."""

    def __init__(self, look: Look, width: float, bar: Part | None, body: Part) -> None:
        self.look, self.width, self.bar, self.body = look, width, bar, body
        self.ground: tuple[str, ...] = (look.colours.screen,)

    @property
    def bar_height(self) -> float:
        return self.bar.height if self.bar is not None else 0.0

    @property
    def height(self) -> float:
        return self.bar_height + self.body.height

    @property
    def radius(self) -> float:
        return self.look.px(22 if self.look.phone else 10)

    def paint(self, painter: QPainter, box: QRectF, down: float = 0) -> None:
        """Paint into a box whose corners are rounded; the body is scrolled `down` by so much."""
        shape = QPainterPath()
        shape.addRoundedRect(box, self.radius, self.radius)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(shape, self._ground(box))
        painter.setClipPath(shape)
        self.body.paint(painter, box.x(), box.y() + self.bar_height - down)
        if self.bar is not None:
            self.bar.paint(painter, box.x(), box.y())
        painter.restore()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thin = self.look.px(1)
        painter.setPen(QPen(QColor(self.look.colours.line), thin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = thin / 2
        edge = box.adjusted(half, half, -half, -half)
        painter.drawRoundedRect(edge, self.radius - half, self.radius - half)
        painter.restore()

    def _ground(self, box: QRectF) -> QLinearGradient:
        shade = QLinearGradient(box.topLeft(), QPointF(box.right(), box.bottom()))
        shade.setColorAt(0, QColor(self.ground[0]))
        shade.setColorAt(1, QColor(self.ground[-1]))
        return shade
