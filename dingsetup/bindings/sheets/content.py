"""Takes a file into memory once, and tells by its content what it is."""

import os
import re
import stat
from pathlib import Path

from dingsetup.bindings.sheets.values import MOST_BYTES, SheetError, SheetTrouble

_SHARING_VIOLATION = (32, 33)
"""Windows' words for a file that another program keeps for itself."""

_SIGNATURES = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"{\\rtf", "document"),
    (b"SQLite format 3\x00", "database"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|meta|style|body|table|div)\b", re.IGNORECASE)
_HEAD = 4096


def read_content(path: Path) -> bytes:
    """Read a file whole. Raises SheetError, also where it was changed meanwhile."""
    try:
        before = path.stat()
        if not stat.S_ISREG(before.st_mode):
            raise SheetError(SheetTrouble.NOT_A_FILE)
        if before.st_size > MOST_BYTES:
            raise _too_large(before.st_size)
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        after = path.stat()
    except OSError as error:
        raise trouble_of(error) from error
    if len(content) != before.st_size or _print(before) != _print(after):
        raise SheetError(SheetTrouble.CHANGED)
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise SheetError(SheetTrouble.EMPTY)
    return content


def trouble_of(error: OSError) -> SheetError:
    """Why the system did not let a file be read."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return SheetError(SheetTrouble.MISSING)
    if isinstance(error, IsADirectoryError):
        return SheetError(SheetTrouble.NOT_A_FILE)
    if is_locked(error):
        return SheetError(SheetTrouble.LOCKED)
    if isinstance(error, PermissionError):
        return SheetError(SheetTrouble.FORBIDDEN)
    return SheetError(SheetTrouble.UNREADABLE, detail=error.strerror or str(error))


def is_locked(error: OSError) -> bool:
    """Whether another program keeps a file for itself, as Excel does on Windows."""
    return getattr(error, "winerror", None) in _SHARING_VIOLATION


def is_workbook(content: bytes) -> bool:
    """Whether a content is a zip, as workbooks are; if not, it is a text.

    The suffix does not count: web systems name anything .xls. Raises SheetError for what is known
    to be neither.
    """
    if content.startswith(_ZIP):
        return True
    if content.startswith(_OLE):
        raise _old_office(content)
    for signature, found in _SIGNATURES:
        if content.startswith(signature):
            raise SheetError(SheetTrouble.WRONG_KIND, found=found)
    head = content[:_HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if head.startswith(b"<") and b"office:spreadsheet" in head:
        raise SheetError(SheetTrouble.WRONG_KIND, found="xml")
    if head.lower().startswith(b"mime-version:") or (head[:1] == b"<" and _HTML.search(head)):
        raise SheetError(SheetTrouble.WEB_PAGE)
    return False


def _old_office(content: bytes) -> SheetError:
    """Excel puts a workbook with a password to open it into the container of the old formats."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return SheetError(SheetTrouble.PASSWORD)
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return SheetError(SheetTrouble.OLD_EXCEL)
    return SheetError(SheetTrouble.WRONG_KIND, found="document")


def _too_large(size: int) -> SheetError:
    megabyte = 1024 * 1024
    return SheetError(
        SheetTrouble.TOO_LARGE, megabytes=-(-size // megabyte), limit=MOST_BYTES // megabyte
    )


def _print(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_size, status.st_mtime_ns, status.st_ino
