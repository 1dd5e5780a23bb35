"""A paragraph: runs of text set in lines, cut after so many, with faults underlined in place."""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from unicodedata import bidirectional

import msgspec
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from dingsetup.messages.values import Fault, Severity
from dingsetup.ui.messages.drawing.colours import Colours
from dingsetup.ui.messages.drawing.measures import Style, face
from dingsetup.ui.messages.drawing.signs import ROOM, paint_sign, stand_in, utf16_length

CHINESE = re.compile("[\u2e80-\u303f\u3041-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff]")
NEW_LINE = "\u2028"
"""What Qt takes for a new line within a paragraph."""
Mark = tuple[QRectF, Fault]


class Run(msgspec.Struct, frozen=True):
    """Text set in one way."""

    text: str
    colour: str = ""
    """Empty for the paragraph's."""
    bold: bool = False
    italic: bool = False
    fault: Fault | None = None


class Words:
    """Laid out when made. Positions within are Qt's: in units of UTF-16."""

    def __init__(
        self,
        runs: Sequence[Run],
        style: Style,
        colours: Colours,
        width: float,
        *,
        most: int = 0,
        centred: bool = False,
    ) -> None:
        self._style, self._colours = style, colours
        chinese = any(CHINESE.search(run.text) for run in runs)
        self._font = face(style.size, bold=style.bold, narrow=not chinese)
        self._metrics = QFontMetricsF(self._font)
        self._room = max(style.size, width)
        self._centred = centred
        self._faults: list[tuple[int, int, Fault]] = []
        self._signs: list[tuple[int, str]] = []
        text, formats = self._read(runs)
        self._layout = self._set(text, formats)
        self.cut = bool(most) and self._layout.lineCount() > most
        """Whether there was more than could be shown."""
        if self.cut:
            self._layout = self._shorten(text, formats, most)
        lines = [self._layout.lineAt(place) for place in range(self._layout.lineCount())]
        self.natural = max((line.naturalTextWidth() for line in lines), default=0.0)
        """Width of the longest line."""
        self.width, self.height = self._room, len(lines) * self._pitch
        self._left = 0.0
        """What the lines are moved by, where the paragraph is narrower than they were set for."""

    @property
    def _pitch(self) -> float:
        return round(self._style.size * self._style.spread)

    @property
    def baseline(self) -> float:
        """From the top to where the letters of the first line stand."""
        return (self._pitch - self._metrics.height()) / 2 + self._metrics.ascent()

    def tighten(self, least: float) -> None:
        """Be no wider than the longest line."""
        self.width = min(self._room, max(least, self.natural + 1))
        option = self._layout.textOption()
        self._left = 0.0
        if option.alignment() & Qt.AlignmentFlag.AlignRight:
            self._left = self.width - self._room

    # -- laying out

    def _read(self, runs: Sequence[Run]) -> tuple[str, list[QTextLayout.FormatRange]]:
        parts: list[str] = []
        formats: list[QTextLayout.FormatRange] = []
        place = 0
        for run in runs:
            text, signs = stand_in(run.text.replace("\n", NEW_LINE), self._font)
            self._signs += [(place + at, sign) for at, sign in signs]
            length = utf16_length(text)
            if run.fault is not None:
                self._faults.append((place, place + length, run.fault))
            if run.colour or run.bold or run.italic:
                formats.append(_range(place, length, self._format(run)))
            hidden = QTextCharFormat()
            hidden.setForeground(Qt.GlobalColor.transparent)
            formats += (_range(place + at, len(ROOM), hidden) for at, _sign in signs)
            parts.append(text)
            place += length
        return "".join(parts), formats

    def _format(self, run: Run) -> QTextCharFormat:
        made = QTextCharFormat()
        if run.colour:
            made.setForeground(QColor(run.colour))
        if run.bold:
            made.setFontWeight(QFont.Weight.DemiBold)
        if run.italic:
            made.setFontItalic(True)
        return made

    def _set(self, text: str, formats: list[QTextLayout.FormatRange]) -> QTextLayout:
        layout = QTextLayout(text, self._font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        if self._centred:
            option.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        elif _from_right(text):
            option.setAlignment(Qt.AlignmentFlag.AlignRight)
        layout.setTextOption(option)
        layout.setFormats(formats)
        layout.beginLayout()
        top = self.baseline
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self._room)
            # All lines stand on an even grid, also those with letters of a taller face.
            line.setPosition(QPointF(0, top - line.ascent()))
            top += self._pitch
        layout.endLayout()
        return layout

    def _shorten(self, text: str, formats: list[QTextLayout.FormatRange], most: int) -> QTextLayout:
        units = text.encode("utf-16-le", "surrogatepass")
        start = self._layout.lineAt(most - 1).textStart()
        kept = units[: start * 2].decode("utf-16-le", "surrogatepass")
        rest = units[start * 2 :].decode("utf-16-le", "surrogatepass")
        line = rest.split(NEW_LINE, 1)[0]
        if line != rest:
            line += "…"
        layout = self._layout
        # Bold runs are wider than the metrics know: with less room they fit.
        for share in (1.0, 0.92, 0.8):
            room = self._room * share
            short = self._metrics.elidedText(line, Qt.TextElideMode.ElideRight, room)
            layout = self._set(kept + short, formats)
            if layout.lineCount() <= most:
                break
        end = start + utf16_length(short)
        self._signs = [(at, sign) for at, sign in self._signs if at < end - 1]
        return layout

    # -- painting

    def paint(self, painter: QPainter, x: float, y: float) -> None:
        seen = painter.clipBoundingRect()
        if seen.isEmpty():
            seen = QRectF(x, y, self.width, self.height)
        for rect, fault in self.marks(x, y):
            self._paint_fault(painter, rect, fault)
        painter.setPen(QColor(self._style.colour))
        self._layout.draw(painter, QPointF(x + self._left, y), [], seen)
        for at, sign in self._signs:
            line = self._layout.lineForTextPosition(at)
            if line.isValid():
                left = x + self._left + _x(line, at)
                size = self._style.size
                top = y + line.y() + line.ascent() - size * 0.87
                box = QRectF(left, top, size, size)
                if box.intersects(seen):
                    paint_sign(painter, box, sign, self._colours)

    def _paint_fault(self, painter: QPainter, rect: QRectF, fault: Fault) -> None:
        """A wave under the text, and a tint behind it: the wave alone tells it without colour."""
        grave = fault.severity is Severity.ERROR
        ink = QColor(self._colours.error if grave else self._colours.warning)
        size = self._style.size
        tint = QColor(ink)
        tint.setAlphaF(0.1)
        painter.fillRect(rect.adjusted(0, size * 0.1, 0, 0), tint)
        step, high = size * 0.14, size * 0.11
        low = rect.top() + self.baseline + size * 0.31
        count = max(2, round(rect.width() / step))
        points = [
            QPointF(rect.left() + place * rect.width() / count, low - high * (place % 2))
            for place in range(count + 1)
        ]
        painter.setPen(QPen(ink, max(1.0, size * 0.075)))
        painter.drawPolyline(points)

    def marks(self, x: float, y: float) -> Iterator[Mark]:
        """Where the faults are, line by line."""
        for start, end, fault in self._faults:
            for number in range(self._layout.lineCount()):
                line = self._layout.lineAt(number)
                first = max(start, line.textStart())
                last = min(end, line.textStart() + line.textLength())
                if first < last:
                    left, right = sorted((_x(line, first), _x(line, last)))
                    top = y + number * self._pitch
                    yield (
                        QRectF(x + self._left + left, top, max(right - left, 2), self._pitch),
                        fault,
                    )


def _from_right(text: str) -> bool:
    """Whether the first letter with a direction is of a script that is read from the right."""
    sides = (bidirectional(letter) for letter in text)
    return next((side for side in sides if side in ("L", "R", "AL")), "L") != "L"


def _x(line: QTextLine, place: int) -> float:
    # Qt also tells the place the cursor came to, of which its type hints know nothing.
    found: Any = line.cursorToX(place)
    return found[0]


def _range(start: int, length: int, format: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, format
    return made
