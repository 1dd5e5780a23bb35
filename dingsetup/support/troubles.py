"""Why a support file, or the key to one, was refused or could not be written."""

from enum import StrEnum
from typing import Any


class BundleTrouble(StrEnum):
    """Why; `BundleError.values` holds what is named in brackets."""

    MISSING = "missing"
    NOT_A_FILE = "not_a_file"
    FORBIDDEN = "forbidden"
    LOCKED = "locked"
    UNREADABLE = "unreadable"
    """[detail]"""
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    """[megabytes, limit] of the file; more than one is read or written"""
    NOT_A_BUNDLE = "not_a_bundle"
    """No zip, or one of something else."""
    DAMAGED = "damaged"
    """[detail] A part of it is missing, or bits have changed."""
    UNSAFE = "unsafe"
    """[what] A zip can hold it, and no support file does: see `Unsafe`."""
    BOMB = "bomb"
    """[limit] megabytes, which it would unpack to more than"""
    MEMBER_UNKNOWN = "member_unknown"
    MEMBER_DOUBLED = "member_doubled"
    MEMBER_MISSING = "member_missing"
    MANIFEST_WRONG = "manifest_wrong"
    """[detail]"""
    VERSION_UNKNOWN = "version_unknown"
    """[version, known]"""
    TOO_MANY_LINES = "too_many_lines"
    """[limit]"""
    LINE_TOO_LONG = "line_too_long"
    """[limit] in kilobytes"""
    LINE_NOT_JSON = "line_not_json"
    """[detail]"""
    LINE_TOO_DEEP = "line_too_deep"
    LINE_WRONG = "line_wrong"
    """[detail] JSON, but not of the form that belongs there."""
    LINE_DOUBLED = "line_doubled"
    """[first] line that is about the same thing"""
    KEY_WRONG = "key_wrong"
    """The file holds no key to a support file."""
    FOLDER_MISSING = "folder_missing"
    """[folder]"""
    NOT_ALLOWED = "not_allowed"
    DISK_FULL = "disk_full"
    NOT_WRITTEN = "not_written"
    """[detail]"""


class Unsafe(StrEnum):
    """What a zip holds that no support file does."""

    ENCRYPTED = "encrypted"
    METHOD = "method"
    """Packed in another way than ours."""
    LINK = "link"
    """A link, folder or device in a member's place."""
    ZIP64 = "zip64"
    COMMENT = "comment"
    PREFIX = "prefix"
    """Something before the zip begins."""
    GAP = "gap"
    """Members overlap, or something lies between them."""
    EXTRA = "extra"
    """Fields that another reader might follow to another content."""
    NAMES = "names"
    """A member has two names, or two sizes."""


class BundleError(Exception):
    """A file that is refused, or could not be written; nothing was changed.

    `member` and `line` (from 1) say where in the support file; both may be empty.
    """

    def __init__(self, kind: BundleTrouble, member: str = "", line: int = 0, **values: Any) -> None:
        super().__init__(f"{kind} {member}:{line} {values}")
        self.kind = kind
        self.member = member
        self.line = line
        self.values = values
