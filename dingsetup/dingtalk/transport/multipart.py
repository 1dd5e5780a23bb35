"""Writes a file as a browser's form would, piece by piece, and tells how far it is."""

import secrets
from collections.abc import Callable, Iterator

import msgspec

PIECE = 16 * 1024
"""Bytes of one piece: each has to be taken within the time a connection may need."""


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """One file to send. The bytes are held, so that what was looked at is what leaves."""

    field: str
    filename: str
    content_type: str
    content: bytes
    progress: Callable[[int, int], None] = lambda done, whole: None
    """Called after each piece, by the thread that sends, with bytes of the file. May not raise."""

    def __repr__(self) -> str:
        return f"Upload({self.field}, {len(self.content)} bytes)"


class Multipart:
    """The body of such a form. It has a length, so that it is not sent in chunks of HTTP's own."""

    def __init__(self, upload: Upload) -> None:
        self._upload = upload
        boundary = _boundary(upload.content)
        self.content_type = f"multipart/form-data; boundary={boundary}"
        name, filename = _quoted(upload.field), _quoted(upload.filename)
        self._head = (
            f"--{boundary}\r\n"
            f'Content-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
            f"Content-Type: {upload.content_type}\r\n\r\n"
        ).encode()
        self._tail = f"\r\n--{boundary}--\r\n".encode()

    def __len__(self) -> int:
        return len(self._head) + len(self._upload.content) + len(self._tail)

    def __iter__(self) -> Iterator[bytes]:
        """From the start each time: a refused token makes a second send of it."""
        content, whole = self._upload.content, len(self._upload.content)
        yield self._head
        for start in range(0, whole, PIECE):
            yield content[start : start + PIECE]
            self._upload.progress(min(start + PIECE, whole), whole)
        yield self._tail


def _boundary(content: bytes) -> str:
    """A line that is not in the content."""
    while (found := f"----{secrets.token_hex(16)}").encode() in content:
        continue
    return found


def _quoted(name: str) -> str:
    """Write a name as browsers do: UTF-8, and nothing in it ends the header."""
    kept = name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
    return kept.encode("utf-8", "replace").decode()
