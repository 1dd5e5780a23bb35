"""DingTalk's colours, light and dark: its look does not follow the window's."""

import msgspec
from PySide6.QtGui import QColor


class Colours(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a preview paints with, as Qt reads colours."""

    dark: bool
    screen: str
    """Behind the bubbles."""
    bar: str
    """The head of a conversation."""
    bubble: str
    edge: str
    """Around a bubble."""
    ink: str
    mute: str
    faint: str
    line: str
    fill: str
    """Of a picture that is not there yet, and of what stands for other people's messages."""
    link: str
    badge: str
    warning: str
    error: str
    brand: tuple[str, str]
    """From top to bottom of an app's sign."""


LIGHT = Colours(
    dark=False,
    screen="#f2f3f5",
    bar="#f9fafb",
    bubble="#ffffff",
    edge="#0d171a1d",
    ink="#171a1d",
    mute="#6b6e72",
    faint="#8c8f94",
    line="#e8eaed",
    fill="#eceef1",
    link="#0070e8",
    badge="#f5483b",
    warning="#e08600",
    error="#e0352b",
    brand=("#3f9bff", "#0a66e8"),
)
DARK = Colours(
    dark=True,
    screen="#121315",
    bar="#1b1c1f",
    bubble="#28292d",
    edge="#14ffffff",
    ink="#eceded",
    mute="#a3a6ab",
    faint="#83868c",
    line="#3a3b40",
    fill="#36383d",
    link="#5aa6ff",
    badge="#f5554a",
    warning="#f0a53c",
    error="#ff7b72",
    brand=("#3d8ff0", "#1459c4"),
)


def colours(dark: bool) -> Colours:
    return DARK if dark else LIGHT


def read_colour(written: str, other: str) -> QColor:
    """A colour of a message: AARRGGBB, with or without `0x`; `other` where it is none."""
    digits = written.removeprefix("0x").removeprefix("0X").lstrip("#")
    if len(digits) not in (6, 8):
        return QColor(other)
    made = QColor.fromString(f"#{digits}")
    return made if made.isValid() else QColor(other)


def on(ground: QColor) -> QColor:
    """Ink that can be read on a colour that somebody else chose."""
    shine = 0.299 * ground.red() + 0.587 * ground.green() + 0.114 * ground.blue()
    return QColor("#171a1d") if shine > 186 else QColor("#ffffff")
