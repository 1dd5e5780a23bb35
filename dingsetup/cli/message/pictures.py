"""Pictures: the user's own file or address, the sample dashboard, and the message drawn."""

from importlib import import_module
from pathlib import Path
from typing import Any

import click
import msgspec

from dingsetup.cli.bind.desk import in_lines
from dingsetup.cli.message.desk import Desk
from dingsetup.cli.message.making import Made
from dingsetup.cli.spoken import option
from dingsetup.language.pictures import picture_told
from dingsetup.language.sentence import N_
from dingsetup.messages.outline import bubble
from dingsetup.messages.payload import as_json, payload
from dingsetup.messages.pictures import PictureError, inspect
from dingsetup.messages.values import Fault, Message, MessageType

PLACEHOLDER = "@media_id"
"""Stands for a picture that is uploaded when the message is sent."""
PICTURED = frozenset({MessageType.IMAGE, MessageType.LINK})
"""Types that DingTalk takes with a picture only (KB 0775)."""
SUBSCRIPTION = "subscription"

picture_option = option(
    "--picture",
    "picture_name",
    metavar="FILE|URL",
    help=N_(
        "A picture of your own: a file (jpg, png, gif, bmp), which is uploaded when the message is"
        " sent, or a public https address. Where it needs one, else a sample dashboard is drawn."
    ),
)


class Picture(msgspec.Struct, frozen=True):
    """Which picture goes with a message; none at all where nothing is set."""

    url: str = ""
    file: Path | None = None
    sample: bool = False

    @property
    def uploaded(self) -> bool:
        return self.sample or self.file is not None

    def within(
        self, made: Made, number: int = 1, media_id: str = PLACEHOLDER
    ) -> tuple[Message, tuple[Fault, ...]]:
        """The message with this picture; the id is that of the upload."""
        return made.message(number, media_id if self.uploaded else "", self.url)

    def content(self, made: Made) -> bytes:
        """Its bytes; nothing of an address. Raises OSError."""
        if self.file is not None:
            return self.file.read_bytes()
        if not self.sample:
            return b""
        drawn: bytes = _drawing().sample_dashboard(made.values, made.tongue)
        return drawn


def picture_of(desk: Desk, made: Made, name: str | None) -> Picture:
    """The picture for a message. Raises UsageError where it has no place for one, and Failure for
    a file that DingTalk would not take; nothing leaves yet."""
    if name is None:
        report = made.type is MessageType.OA and made.push.group == SUBSCRIPTION
        return Picture(sample=made.type in PICTURED or report)
    if name.startswith(("https://", "http://")):
        return _placed(desk, made, Picture(url=name), name)
    try:
        inspect(Path(name))
    except PictureError as error:
        desk.session.fail(f"{name}: {in_lines(picture_told(desk.language, error))}")
    return _placed(desk, made, Picture(file=Path(name)), PLACEHOLDER)


def _placed(desk: Desk, made: Made, picture: Picture, sign: str) -> Picture:
    if sign not in as_json(payload(picture.within(made)[0])):
        text = desk.language.gettext(
            "A message of the type {type} has no place for this picture: leave it out, or take"
            " another type."
        )
        raise click.UsageError(text.format(type=made.type))
    return picture


def bubble_png(made: Made, message: Message, picture: Picture, **look: Any) -> bytes:
    """A PNG of the message as DingTalk shows it; `look` is `device` and `dark`. Raises OSError."""
    outline = bubble(message, made.tongue)
    content: bytes = _drawing().bubble_png(
        outline, picture.content(made), language=made.tongue, **look
    )
    return content


def _drawing() -> Any:
    """The window's own drawing, by name: only the program's entry may import both skins."""
    return import_module("dingsetup.ui.messages.offscreen")
