"""A profile's SQLite file: how it is opened, its tables, and how an older one is brought up."""

import time
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

VERSION = 4
TIMEOUT_S = 5.0
"""How long a second window or command is waited for."""
CACHE_KB = 65_536
"""At most: with SQLite's usual 2 MB an import of a hundred thousand rows writes its pages twice."""

_FINDINGS_AND_CALLS = """
CREATE TABLE finding (
    step TEXT NOT NULL, "check" TEXT NOT NULL, place INTEGER NOT NULL,
    body BLOB NOT NULL, at TEXT NOT NULL, passed_at TEXT, about TEXT NOT NULL,
    PRIMARY KEY (step, "check")
) WITHOUT ROWID;
CREATE TABLE call (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL,
    verdict TEXT NOT NULL, ms INTEGER NOT NULL, counted INTEGER NOT NULL
);
"""

# What a person decides about a user; `past` keeps the same columns as they were before a change.
_DECIDED = """
    username TEXT, name TEXT DEFAULT '', email TEXT DEFAULT '', mobile TEXT DEFAULT '',
    job_number TEXT DEFAULT '', enabled INTEGER DEFAULT 1, userid TEXT DEFAULT '',
    rule TEXT DEFAULT '', confidence TEXT DEFAULT '', candidates TEXT DEFAULT '',
    rejected TEXT DEFAULT '', searched TEXT DEFAULT '', ignored INTEGER DEFAULT 0,
    note TEXT DEFAULT '', duplicate_lines TEXT DEFAULT '', mobile_key TEXT DEFAULT ''
"""
_REMEMBERED = (
    _DECIDED.replace(" DEFAULT ''", "").replace(" DEFAULT 1", "").replace(" DEFAULT 0", "")
)

_BINDINGS = f"""
CREATE TABLE binding (
    id INTEGER PRIMARY KEY AUTOINCREMENT, {_DECIDED},
    state TEXT NOT NULL DEFAULT 'not_bound', reason TEXT NOT NULL DEFAULT '',
    about TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX binding_username ON binding (username);
CREATE INDEX binding_userid ON binding (userid) WHERE userid <> '';
CREATE INDEX binding_mobile ON binding (mobile_key) WHERE mobile_key <> '';
CREATE TABLE change (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, action TEXT NOT NULL, count INTEGER NOT NULL,
    about TEXT NOT NULL, undone INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE past (
    change INTEGER NOT NULL, id INTEGER NOT NULL, existed INTEGER NOT NULL, {_REMEMBERED},
    PRIMARY KEY (change, id)
) WITHOUT ROWID;
CREATE TABLE former (
    username TEXT PRIMARY KEY, id INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE person (
    userid TEXT PRIMARY KEY, unionid TEXT NOT NULL, name TEXT NOT NULL, mobile TEXT NOT NULL,
    email TEXT NOT NULL, job_number TEXT NOT NULL, departments TEXT NOT NULL,
    active INTEGER NOT NULL, standing TEXT NOT NULL, visible INTEGER NOT NULL,
    seen_at TEXT NOT NULL, department_names TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE department (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, parent_id INTEGER
);
CREATE TABLE state (
    name TEXT PRIMARY KEY, value TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE touched (
    stamp INTEGER PRIMARY KEY, rows TEXT NOT NULL
);
CREATE TABLE scan_task (
    ask TEXT NOT NULL, "key" TEXT NOT NULL, "cursor" INTEGER NOT NULL, PRIMARY KEY (ask, "key")
) WITHOUT ROWID;
CREATE TABLE scan_department (id INTEGER PRIMARY KEY, name TEXT NOT NULL, parent_id INTEGER);
CREATE TABLE scan_person (userid TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE asked_mobile (
    mobile TEXT PRIMARY KEY, userid TEXT NOT NULL, at TEXT NOT NULL
) WITHOUT ROWID;
"""

# Moments are texts of one width in UTC, so that they sort; a batch's `day` is Beijing's, and empty
# until its request may have left.
_MESSAGES = """
CREATE TABLE sending (
    id INTEGER PRIMARY KEY AUTOINCREMENT, plan TEXT NOT NULL UNIQUE, at TEXT NOT NULL,
    day TEXT NOT NULL, about TEXT NOT NULL, agent_id TEXT NOT NULL, push TEXT NOT NULL,
    language TEXT NOT NULL, number INTEGER NOT NULL, digest TEXT NOT NULL,
    message TEXT NOT NULL, variables TEXT NOT NULL, words TEXT NOT NULL
);
CREATE INDEX sending_digest ON sending (digest);
CREATE INDEX sending_day ON sending (day);
CREATE TABLE batch (
    sending INTEGER NOT NULL, place INTEGER NOT NULL, fate TEXT NOT NULL,
    task_id INTEGER, kind TEXT NOT NULL DEFAULT '', about TEXT NOT NULL DEFAULT '',
    queries INTEGER NOT NULL DEFAULT 0, status TEXT NOT NULL DEFAULT '', recalled_at TEXT,
    day TEXT NOT NULL DEFAULT '', owner TEXT NOT NULL DEFAULT '', lease TEXT NOT NULL DEFAULT '',
    sent_at TEXT, open INTEGER NOT NULL DEFAULT 0, next_at TEXT,
    PRIMARY KEY (sending, place)
) WITHOUT ROWID;
CREATE INDEX batch_task ON batch (task_id) WHERE task_id IS NOT NULL;
CREATE INDEX batch_lease ON batch (lease) WHERE fate = 'sending';
CREATE INDEX batch_open ON batch (sent_at) WHERE open;
CREATE TABLE delivery (
    sending INTEGER NOT NULL, userid TEXT NOT NULL, place INTEGER NOT NULL,
    line INTEGER NOT NULL, name TEXT NOT NULL, username TEXT NOT NULL,
    fate TEXT NOT NULL, kind TEXT NOT NULL DEFAULT '', about TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL, PRIMARY KEY (sending, userid)
) WITHOUT ROWID;
CREATE INDEX delivery_userid ON delivery (userid);
CREATE TABLE media (
    sha256 TEXT NOT NULL, about TEXT NOT NULL, media_id TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (sha256, about)
) WITHOUT ROWID;
"""

# A snapshot stands for all equal ones that followed it, up to `last_at`.
_SUPPORT = """
CREATE TABLE snapshot (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, last_at TEXT NOT NULL,
    times INTEGER NOT NULL, worked INTEGER NOT NULL, body BLOB NOT NULL
);
CREATE TABLE support_key (
    id INTEGER PRIMARY KEY CHECK (id = 1), value BLOB NOT NULL
);
"""

MIGRATIONS = (_FINDINGS_AND_CALLS, _BINDINGS, _MESSAGES, _SUPPORT)
"""What brings a file from version 0 to 1, from 1 to 2, and so on."""


class DatabaseError(Exception):
    """A profile's SQLite file that cannot be used: which file and why."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason


def database_file(folder: Path) -> Path:
    """Where the profile in `folder` keeps it."""
    return folder / "dingsetup.sqlite3"


@contextmanager
def transaction(file: Path, *, writes: bool = True) -> Generator["sqlite3.Connection"]:
    """A connection in one transaction: all of it is kept, or on any exception none.

    Every use opens and closes the file, so it may be called from any thread, and windows and
    commands share the file. Raises DatabaseError.
    """
    import sqlite3  # with the first use of the file, not before the first page

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(file, timeout=TIMEOUT_S, isolation_level=None)
        with closing(connection) as database:
            database.execute(f"PRAGMA cache_size = {-CACHE_KB}")
            _prepare(database, file)
            database.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
            try:
                yield database
            except BaseException:
                database.rollback()
                raise
            database.commit()
    except (sqlite3.Error, OSError) as error:
        raise DatabaseError(file, str(error)) from error


def _prepare(database: "sqlite3.Connection", file: Path) -> None:
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version == VERSION:
        return
    if version > VERSION:
        raise DatabaseError(file, f"written by a newer dingsetup (version {version})")
    _use_wal(database)
    # Two windows may open a new file at once: the second finds the tables made.
    database.execute("BEGIN IMMEDIATE")
    (version,) = database.execute("PRAGMA user_version").fetchone()
    for migration in MIGRATIONS[version:]:
        for statement in migration.split(";"):
            database.execute(statement)
    database.execute(f"PRAGMA user_version = {VERSION}")
    database.commit()


def _use_wal(database: "sqlite3.Connection") -> None:
    """SQLite does not wait here for another process that does the same, so we do."""
    import sqlite3

    end = time.monotonic() + TIMEOUT_S
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)
