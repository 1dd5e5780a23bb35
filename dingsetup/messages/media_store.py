"""Remembers what was uploaded: the same picture is uploaded once for an app, not for every send.

DingTalk keeps a media id for as long as the organisation exists (KB 0646).
"""

import datetime
import hashlib
from collections.abc import Callable
from pathlib import Path

from dingsetup.database import database_file, transaction
from dingsetup.dingtalk.client import Client
from dingsetup.dingtalk.errors import Answer
from dingsetup.dingtalk.media import upload
from dingsetup.messages.pictures import inspect_content, read_picture


class MediaStore:
    """The media ids of one profile. Every method opens and closes the file by itself, and raises
    DatabaseError. `about` says which app of which tenant: an id is good for no other."""

    def __init__(self, folder: Path) -> None:
        self.file = database_file(folder)

    def find(self, sha256: str, about: str) -> str:
        """The id of these bytes; empty where they were not uploaded."""
        query = "SELECT media_id FROM media WHERE sha256 = ? AND about = ?"
        with transaction(self.file, writes=False) as database:
            found = database.execute(query, [sha256, about]).fetchone()
        return found[0] if found else ""

    def keep(self, sha256: str, about: str, media_id: str) -> None:
        at = datetime.datetime.now(datetime.UTC).isoformat()
        with transaction(self.file) as database:
            database.execute(
                "INSERT OR REPLACE INTO media (sha256, about, media_id, at) VALUES (?, ?, ?, ?)",
                [sha256, about, media_id, at],
            )

    def forget(self, about: str, media_id: str) -> None:
        """DingTalk does not know it any more: the next send uploads the picture anew."""
        with transaction(self.file) as database:
            database.execute(
                "DELETE FROM media WHERE about = ? AND media_id = ?", [about, media_id]
            )


def known_media_id(store: MediaStore, about: str, source: Path | bytes) -> str:
    """The id of a picture that was uploaded before, else empty; asks nobody.

    Raises PictureError and DatabaseError.
    """
    return store.find(_digest(_content(source)), about)


def media_id_of(
    client: Client,
    store: MediaStore,
    about: str,
    source: Path | bytes,
    progress: Callable[[int, int], None] = lambda done, whole: None,
) -> str | Answer:
    """The id of a picture, uploaded only where it never was; an Answer where that failed.

    Under its own file name nothing is uploaded: that may tell more than the picture. Raises
    PictureError before anything leaves, DatabaseError and Cancelled.
    """
    content = _content(source)
    name = f"picture.{inspect_content(content, _suffix(source)).format}"
    digest = _digest(content)
    if found := store.find(digest, about):
        return found
    media_id = upload(client, content, name, progress=progress)
    if isinstance(media_id, str):
        store.keep(digest, about, media_id)
    return media_id


def _content(source: Path | bytes) -> bytes:
    return source if isinstance(source, bytes) else read_picture(source)


def _suffix(source: Path | bytes) -> str:
    return "" if isinstance(source, bytes) else source.suffix


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
