"""The sample dashboard: the picture of a subscription for whoever has none of their own."""

from collections.abc import Mapping
from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from dingsetup.facts import Text
from dingsetup.ui.messages.charts import (
    BEFORE,
    INK,
    MAIN,
    MUTE,
    Right,
    draw_bars,
    draw_lines,
    write,
)
from dingsetup.ui.messages.png import application, as_png
from dingsetup.ui.messages.sample_data import Figure, Sample, sample_of

__all__ = ["as_png", "draw_dashboard"]

WIDE, HIGH = 1200.0, 800.0
"""The picture's own measure; another size is drawn larger or smaller, in the same shape."""
EDGE, GAP, CARDS, PAD = 36.0, 20.0, 140.0, 24.0
GROUND, CARD = "#f4f6f9", "#ffffff"
RED, GREEN = "#e5484d", "#1f9d5b"
RISES = {"zh": RED, "en": GREEN}
"""What rises is red on charts in China, and green elsewhere."""
SAMPLE = Text(zh="示例数据", en="Sample data")
BY_REGION = Text(zh="各城市销售额（万元）", en="Sales by city (10k)")
BY_DAY = Text(zh="近 14 天销售额（万元）", en="Sales of 14 days (10k)")
THIS, LAST = Text(zh="本期", en="Now"), Text(zh="上周同期", en="A week before")
AGAINST = Text(zh="较前一日", en="vs. day before")


def draw_dashboard(
    values: Mapping[str, str], language: str, size: tuple[int, int] = (1200, 800)
) -> QImage:
    """A dashboard for a push's values (`title`, `date`, `dashboard`, `sheets`), `zh` or `en`.

    The same values give the same picture. It says on itself that its data are a sample.
    """
    application()
    return _drawn(sample_of(values, language), language, size)


@lru_cache(maxsize=2)
def _drawn(sample: Sample, language: str, size: tuple[int, int]) -> QImage:
    """Kept, as most of what is typed does not change it."""
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor(GROUND))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size[0] / WIDE, size[1] / HIGH)
    _Drawing(painter, sample, language).draw()
    painter.end()
    return image


class _Drawing:
    def __init__(self, painter: QPainter, sample: Sample, language: str) -> None:
        self._painter, self._sample, self._language = painter, sample, language

    def _say(self, text: Text) -> str:
        return text.zh if self._language == "zh" else text.en

    def draw(self) -> None:
        self._head()
        wide = (WIDE - 2 * EDGE - 3 * GAP) / 4
        for place, figure in enumerate(self._sample.figures):
            self._figure(QRectF(EDGE + place * (wide + GAP), 122, wide, CARDS), figure)
        top = 122 + CARDS + GAP
        high = HIGH - top - EDGE
        left = (WIDE - 2 * EDGE - GAP) * 0.4
        self._regions(QRectF(EDGE, top, left, high))
        self._days(QRectF(EDGE + left + GAP, top, WIDE - 2 * EDGE - GAP - left, high))

    def _head(self) -> None:
        sample = self._sample
        title = QRectF(EDGE, 26, WIDE - 2 * EDGE - 180, 46)
        text = f"{sample.date} {sample.title}"
        written = sample.title if str(sample.date) in sample.title else text
        write(self._painter, title, written, size=36, bold=True)
        below = QRectF(EDGE, 74, WIDE - 2 * EDGE, 30)
        write(self._painter, below, sample.name, size=20, colour=MUTE)
        badge = QRectF(WIDE - EDGE - 140, 32, 140, 36)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor("#fff0d9"))
        self._painter.drawRoundedRect(badge, 18, 18)
        middle = Qt.AlignmentFlag.AlignCenter
        said = self._say(SAMPLE)
        write(self._painter, badge, said, size=18, colour="#a15f00", bold=True, side=middle)

    def _card(self, box: QRectF, title: str) -> QRectF:
        """A white ground with a title; returns the room below it."""
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(CARD))
        self._painter.drawRoundedRect(box, 12, 12)
        line = QRectF(box.x() + PAD, box.y() + 16, box.width() - 2 * PAD, 28)
        write(self._painter, line, title, size=18, colour=MUTE)
        return box.adjusted(PAD, 50, -PAD, -16)

    def _figure(self, box: QRectF, figure: Figure) -> None:
        room = self._card(box, self._say(figure.name))
        value = QRectF(room.x(), room.y() - 4, room.width(), 46)
        write(self._painter, value, figure.value, size=36, bold=True)
        line = QRectF(room.x(), room.y() + 46, room.width(), 26)
        up = RISES[self._language]
        down = GREEN if up == RED else RED
        colour = up if figure.change >= 0 else down
        change = f"{figure.change:+.1f}%"
        used = write(self._painter, line, change, size=18, colour=colour, bold=True)
        beside = line.adjusted(used + 8, 0, 0, 0)
        write(self._painter, beside, self._say(AGAINST), size=16, colour=MUTE)

    def _regions(self, box: QRectF) -> None:
        room = self._card(box, self._say(BY_REGION))
        bars = [(self._say(name), value) for name, value in self._sample.regions]
        draw_bars(self._painter, room, bars, 1)

    def _days(self, box: QRectF) -> None:
        room = self._card(box, self._say(BY_DAY))
        days = [(f"{day:%m-%d}", now, before) for day, now, before in self._sample.days]
        draw_lines(self._painter, room, days, 1)
        right = room.right()
        for text, colour in ((THIS, MAIN), (LAST, BEFORE)):
            line = QRectF(right - 150, box.y() + 16, 150, 28)
            used = write(self._painter, line, self._say(text), size=16, colour=INK, side=Right)
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(QColor(colour))
            self._painter.drawRoundedRect(
                QRectF(right - used - 26, line.center().y() - 2, 18, 5), 2, 2
            )
            right -= used + 46
