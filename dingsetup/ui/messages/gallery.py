"""Pictures of every push in every type, on both devices, to look at before a release."""

import datetime
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from dingsetup.language import LANGUAGES, Language
from dingsetup.messages.bubble import Bubble
from dingsetup.messages.compose import compose, sample_values
from dingsetup.messages.outline import Client, bubble
from dingsetup.messages.push import Push
from dingsetup.messages.pushes import load_pushes
from dingsetup.messages.values import MessageType
from dingsetup.ui.messages.dashboard import draw_dashboard
from dingsetup.ui.messages.drawing.chat import draw_chat
from dingsetup.ui.messages.drawing.conversations import draw_conversations
from dingsetup.ui.messages.drawing.measures import Device, look
from dingsetup.ui.messages.drawing.notification import draw_notification
from dingsetup.ui.messages.drawing.scene import Shown, client_words
from dingsetup.ui.messages.png import as_png, scene_image

COLOURS = ("light", "dark")
AT = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)
MEDIA, ADDRESS = "@lADPDgQ9qN0", "https://bi.example.com/picture.png"
GAP = 20
GROUND = Qt.GlobalColor.gray


def write_gallery(folder: Path) -> list[Path]:
    """Write `LANGUAGE-COLOURS-preview-PUSH.png` of all our pushes. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    for code in LANGUAGES:
        for colours in COLOURS:
            for push in load_pushes().all:
                file = folder / f"{code}-{colours}-preview-{push.id}.png"
                file.write_bytes(as_png(sheet(push, Language(code), dark=colours == "dark")))
                files.append(file)
    return files


def sheet(push: Push, language: Language, *, dark: bool) -> QImage:
    """All types of a push side by side, on a phone above and on a PC below."""
    rows = [list(_row(push, language, device, dark=dark)) for device in Device]
    widths = [sum(image.width() + GAP for image in row) + GAP for row in rows]
    heights = [max(image.height() for image in row) + GAP for row in rows]
    whole = QImage(max(widths), sum(heights) + GAP, QImage.Format.Format_RGB32)
    whole.fill(GROUND)
    painter = QPainter(whole)
    top = GAP
    for row, high in zip(rows, heights, strict=True):
        left = GAP
        for image in row:
            painter.drawImage(left, top, image)
            left += image.width() + GAP
        top += high
    painter.end()
    return whole


def _row(push: Push, language: Language, device: str, *, dark: bool) -> Iterator[QImage]:
    """Every type, then the list of conversations and the notification."""
    client: Client = "zh" if language.chinese else "en"
    values = sample_values(push, client)
    seen = look(device, dark=dark, scale=1)

    def shown(outline: Bubble) -> Shown:
        return Shown(
            outline=outline,
            app_name="DataWind",
            at=AT,
            words=client_words(language),
            picture=draw_dashboard(values, client),
        )

    for type in MessageType:
        made = compose(push, type, client, values, media_id=MEDIA, picture_url=ADDRESS)
        chat = draw_chat(shown(bubble(made.message, client)), seen, seen.sizes.screen)
        yield scene_image(chat, fine=1)
    made = compose(push, push.default_type, client, values)
    outline = bubble(made.message, client)
    for draw in (draw_conversations, draw_notification):
        yield scene_image(draw(shown(outline), seen, seen.sizes.screen), fine=1)
