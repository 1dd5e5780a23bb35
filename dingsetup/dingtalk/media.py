"""Uploads: a file becomes a media id, which messages name in place of the file (KB 0646)."""

from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Literal

from dingsetup.dingtalk.client import Client
from dingsetup.dingtalk.errors import Answer
from dingsetup.dingtalk.lenient import need, text
from dingsetup.dingtalk.reading import read
from dingsetup.dingtalk.transport import Upload
from dingsetup.findings import Kind

UPLOAD = "POST /media/upload"
MEGABYTE = 1024 * 1024

MediaType = Literal["image", "voice", "video", "file"]
CONTENT_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".bmp": "image/bmp",
}
"""Our own: what the system's registry says differs from computer to computer."""


def upload(
    client: Client,
    source: Path | bytes,
    filename: str,
    type: MediaType = "image",
    progress: Callable[[int, int], None] = lambda done, whole: None,
) -> str | Answer:
    """Upload a file and return its media id: opaque, and good for as long as the organisation is.

    Counts in the month's quota. Nothing leaves of a file that is too large, empty or unreadable:
    the answer is then MEDIA_INVALID with `reason` (`empty`, `unreadable`, or `too_large` and its
    `limit` in MB). `progress` gets the bytes sent and those of the file, from the thread that
    called, and may not raise. Raises Cancelled within a moment of the event, also in the middle.
    """
    most = client.facts.limit("voice_megabytes" if type == "voice" else "file_megabytes")
    try:
        content = source if isinstance(source, bytes) else _bytes_of(source, most * MEGABYTE)
    except OSError:
        return _refused(reason="unreadable")
    if not content:
        return _refused(reason="empty")
    if len(content) > most * MEGABYTE:
        return _refused(reason="too_large", limit=most)
    suffix = PurePath(filename).suffix.lower()
    form = Upload(
        field="media",
        filename=filename,
        content_type=CONTENT_TYPES.get(suffix, "application/octet-stream"),
        content=content,
        progress=progress,
    )
    # The type counts in the address only; within the form it gets 40004.
    return read(client.upload(UPLOAD, {"type": type}, form), _read_media_id)


def _bytes_of(path: Path, most: int) -> bytes:
    """Read it, and of one that is too large or has no end only as much as shows that."""
    with path.open("rb") as file:
        return file.read(most + 1)


def _refused(**values: str | int) -> Answer:
    return Answer(kind=Kind.MEDIA_INVALID, values=dict(values))


def _read_media_id(answer: Answer) -> str:
    return need(text(answer.data.get("media_id")))
