"""The keys of pseudonyms: one for each profile, so that equal things stay equal in its bundles."""

import hashlib
import os
from pathlib import Path

from dingsetup.database import DatabaseError, database_file, transaction

KEY_BYTES = 32
"""What a keyed hash takes without shortening it."""


def profile_key(folder: Path) -> bytes:
    """The key of the profile in `folder`, made at its first use. Raises DatabaseError.

    It lies beside the plain data, so it guards nothing there: what it guards is the bundle, which
    leaves the house without it. Of two windows that make one at once, the first one's stands.
    """
    file = database_file(folder)
    with transaction(file) as database:
        database.execute("INSERT OR IGNORE INTO support_key VALUES (1, ?)", [run_key()])
        (value,) = database.execute("SELECT value FROM support_key").fetchone()
    if not isinstance(value, bytes) or len(value) != KEY_BYTES:
        raise DatabaseError(file, "the key of its support files cannot be read")
    return value


def run_key() -> bytes:
    """A key for what has no folder: its pseudonyms are equal within one run only."""
    return os.urandom(KEY_BYTES)


def key_id(key: bytes) -> str:
    """Eight hexadecimal digits that name a key and tell nothing of it."""
    return hashlib.blake2b(b"", key=key, person=b"key id", digest_size=4).hexdigest()


def mark(key: bytes, secret: str) -> str:
    """Eight hexadecimal digits, equal for equal secrets; empty for no secret."""
    if not secret:
        return ""
    content = secret.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(content, key=key, person=b"secret", digest_size=4).hexdigest()
