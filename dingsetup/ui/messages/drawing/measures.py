"""Sizes of DingTalk's two clients, in pixels of a screen whose text is twelve pixels high."""

from enum import StrEnum
from functools import lru_cache

import msgspec
from PySide6.QtGui import QFont, QFontInfo, QGuiApplication

from dingsetup.ui.messages.drawing.colours import Colours, colours

PLAIN_TEXT = 12.0
"""Pixels of a window's text to which the sizes here belong."""


class Device(StrEnum):
    PHONE = "phone"
    PC = "pc"


class Style(msgspec.Struct, frozen=True, kw_only=True):
    """How a text is set."""

    size: float
    colour: str
    bold: bool = False
    spread: float = 1.5
    """Height of a line, in sizes."""


class Sizes(msgspec.Struct, frozen=True, kw_only=True):
    """What differs between a phone and a PC."""

    screen: float
    bar: float
    margin: float
    avatar: float
    gap: float
    """Between the avatar and the bubble."""
    card: float
    """Width of a card, and of a text at most."""
    pad: float
    radius: float
    title: float
    text: float
    small: float
    headings: tuple[float, float, float, float, float, float]


PHONE = Sizes(
    screen=360,
    bar=46,
    margin=12,
    avatar=38,
    gap=8,
    card=286,
    pad=14,
    radius=10,
    title=16,
    text=15,
    small=12,
    headings=(20, 18, 17, 16, 15, 15),
)
PC = Sizes(
    screen=420,
    bar=50,
    margin=16,
    avatar=36,
    gap=10,
    card=330,
    pad=14,
    radius=8,
    title=15,
    text=14,
    small=12,
    headings=(18, 17, 16, 15, 14, 14),
)


class Look(msgspec.Struct, frozen=True):
    """What all that is drawn on one screen has in common."""

    device: Device
    sizes: Sizes
    colours: Colours
    scale: float

    def px(self, size: float) -> float:
        """A size of this module in pixels."""
        return size * self.scale

    @property
    def phone(self) -> bool:
        return self.device is Device.PHONE

    def style(
        self, size: float, colour: str = "", *, bold: bool = False, spread: float = 1.5
    ) -> Style:
        return Style(
            size=self.px(size), colour=colour or self.colours.ink, bold=bold, spread=spread
        )


def look(device: str, *, dark: bool, scale: float) -> Look:
    """The look of a client. Raises ValueError for a device that is none."""
    client = Device(device)
    sizes = PHONE if client is Device.PHONE else PC
    return Look(client, sizes, colours(dark), scale)


def scale_of(font: QFont) -> float:
    """How much larger than usual the texts of the window are."""
    return max(0.5, QFontInfo(font).pixelSize() / PLAIN_TEXT)


def face(size: float, *, bold: bool = False, narrow: bool = False) -> QFont:
    """The application's face in a size in pixels.

    `narrow` is for text without Chinese: else a Chinese face sets Latin quotation marks as wide as
    its own letters.
    """
    return _face(tuple(QGuiApplication.font().families()), max(1, round(size)), bold, narrow)


@lru_cache(maxsize=128)
def _face(families: tuple[str, ...], size: int, bold: bool, narrow: bool) -> QFont:
    made = QFont(list(families))
    made.setPixelSize(size)
    if bold:
        made.setWeight(QFont.Weight.DemiBold)
    if narrow:
        made.setFeature(QFont.Tag("pwid"), 1)
    return made
