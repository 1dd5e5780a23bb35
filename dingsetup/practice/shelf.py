"""Uploaded files: every media id for good, the content of the newest as far as there is room."""

from pathlib import PurePath

import msgspec

ROOM = 64 * 1024 * 1024
"""Bytes kept in all."""
PICTURES = {"jpg": "image/jpeg", "gif": "image/gif", "png": "image/png", "bmp": "image/bmp"}
_ANYTHING = "application/octet-stream"


class Media(msgspec.Struct, frozen=True, kw_only=True):
    kind: str
    """`image`, `voice`, `video` or `file`."""
    mime: str
    """By the ending of its name, whatever it holds."""
    content: bytes | None
    """None where it was dropped to make room."""


class Shelf:
    """Hold the state's lock."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._all: dict[str, Media] = {}
        self._kept: dict[str, int] = {}
        """Sizes of what is kept, oldest first."""

    def put(self, media_id: str, kind: str, filename: str, content: bytes) -> None:
        mime = PICTURES.get(ending(filename), _ANYTHING)
        self._all[media_id] = Media(kind=kind, mime=mime, content=content)
        self._kept[media_id] = len(content)
        while sum(self._kept.values()) > self._room:
            self._drop(next(iter(self._kept)))

    def _drop(self, media_id: str) -> None:
        del self._kept[media_id]
        self._all[media_id] = msgspec.structs.replace(self._all[media_id], content=None)

    def get(self, media_id: str) -> Media | None:
        return self._all.get(media_id)

    def is_picture(self, media_id: str) -> bool:
        """Whether it is a picture that can be shown."""
        found = self._all.get(media_id)
        return found is not None and found.mime != _ANYTHING and found.content is not None


def ending(filename: str) -> str:
    """Return the ending of a name, in small letters and without its dot."""
    return PurePath(filename).suffix.lower().lstrip(".")
