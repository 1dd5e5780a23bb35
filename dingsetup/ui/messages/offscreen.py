"""What the command line has drawn without a screen: a message, and the sample dashboard."""

import datetime
from collections.abc import Mapping

from PySide6.QtGui import QImage

from dingsetup.language import Language
from dingsetup.messages.bubble import Bubble
from dingsetup.messages.pushes import TextLanguage
from dingsetup.ui.messages.dashboard import draw_dashboard
from dingsetup.ui.messages.png import application, as_png, render_png

APP_NAME = "DataWind"


def sample_dashboard(values: Mapping[str, str], language: TextLanguage) -> bytes:
    """The sample dashboard as a PNG file."""
    application()
    return as_png(draw_dashboard(values, language))


def bubble_png(
    bubble: Bubble, picture: bytes, *, language: TextLanguage, device: str, dark: bool
) -> bytes:
    """A message as a PNG file; `picture` is the content of a file, or empty for none.

    Raises ValueError for a device that is neither `phone` nor `pc`.
    """
    application()
    return render_png(
        bubble,
        language=Language("zh_CN" if language == "zh" else "en"),
        device=device,
        dark=dark,
        app_name=APP_NAME,
        at=datetime.datetime.now().astimezone(),
        picture=QImage.fromData(picture) if picture else None,
    )
