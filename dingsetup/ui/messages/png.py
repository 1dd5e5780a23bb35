"""Previews as PNG files, also where there is no screen."""

import datetime
from functools import cache

from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from dingsetup.language import Language
from dingsetup.messages.bubble import Bubble
from dingsetup.ui.messages.drawing.chat import draw_chat
from dingsetup.ui.messages.drawing.measures import look
from dingsetup.ui.messages.drawing.scene import Scene, Shown, client_words
from dingsetup.ui.theme import use_chinese_font

FINE = 2
"""Pixels of the file for each of the screen, so that it is sharp on any."""
HIGHEST = 8000
"""Pixels: a longer message is cut off at the bottom."""


def render_png(
    bubble: Bubble,
    *,
    language: Language,
    device: str = "phone",
    dark: bool = False,
    app_name: str,
    at: datetime.datetime,
    picture: QImage | None = None,
) -> bytes:
    """The chat as it is drawn in the window, transparent outside of its rounded corners.

    Needs no screen and no application object: where there is none, one is made that draws off the
    screen. `language` is that of DingTalk's client. Raises ValueError for another device.
    """
    application()
    shown = Shown(
        outline=bubble, app_name=app_name, at=at, words=client_words(language), picture=picture
    )
    seen = look(device, dark=dark, scale=1)
    return as_png(scene_image(draw_chat(shown, seen, seen.sizes.screen)))


def scene_image(scene: Scene, fine: int = FINE) -> QImage:
    """A scene in its whole height."""
    high = min(round(scene.height), HIGHEST // fine)
    size = QSize(round(scene.width) * fine, high * fine)
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(fine)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    scene.paint(painter, QRectF(0, 0, scene.width, high))
    painter.end()
    return image


def as_png(image: QImage) -> bytes:
    """An image as the bytes of a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # pyright: ignore[reportCallIssue, reportArgumentType]
    return bytes(buffer.data().data())


def application() -> QApplication:
    """The application object; where there is none, one without a screen, with a Chinese face."""
    there = QApplication.instance()
    return there if isinstance(there, QApplication) else _off_screen()


@cache
def _off_screen() -> QApplication:
    # The window's own kind, though nothing here needs widgets: there can be only one.
    made = QApplication(["dingsetup", "-platform", "offscreen"])
    use_chinese_font(made)
    return made
