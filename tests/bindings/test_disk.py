"""A disk that is full or a file that is taken costs nothing but the change that met it."""

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from dingsetup import database
from dingsetup.bindings import edits
from dingsetup.bindings.table import Table
from dingsetup.database import VERSION, DatabaseError
from tests.bindings.furnish import add_users, contents, row, user


@contextmanager
def full_disk(table: Table) -> Iterator[None]:
    """No file may grow beyond what the table's has now."""
    wal = table.file.with_name(f"{table.file.name}-wal")
    size = max(table.file.stat().st_size, wal.stat().st_size if wal.exists() else 0)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_an_import_that_meets_a_full_disk_leaves_the_table_as_it_was(table: Table) -> None:
    add_users(table, [user("a"), user("b")])
    before = contents(table)
    with full_disk(table), pytest.raises(DatabaseError) as refused:
        add_users(table, [user(f"u{number}", note="x" * 400) for number in range(5000)])
    assert refused.value.file == table.file
    assert contents(table) == before
    edits.edit(table, before[0].id, "note", "又有地方了")
    assert row(table, "a").note == "又有地方了"


def test_a_file_that_another_program_holds_is_said_to_be_locked(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_users(table, [user("a")])
    monkeypatch.setattr(database, "TIMEOUT_S", 0.05)
    with closing(sqlite3.connect(table.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseError, match="locked"):
            edits.edit(table, row(table, "a").id, "note", "x")
        assert len(contents(table)) == 1, "reading goes on"
    edits.edit(table, row(table, "a").id, "note", "x")


def test_a_file_of_the_version_before_gets_the_new_tables_and_keeps_what_it_has(
    table: Table,
) -> None:
    table.file.parent.mkdir(parents=True)
    with closing(sqlite3.connect(table.file, isolation_level=None)) as old:
        for statement in database.MIGRATIONS[0].split(";"):
            old.execute(statement)
        old.execute(
            "INSERT INTO finding VALUES ('network', 'dns', 0, x'7b7d', '2026-01-01', NULL, '')"
        )
        old.execute("PRAGMA user_version = 1")
    add_users(table, [user("a")])
    with closing(sqlite3.connect(table.file)) as now:
        assert now.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert now.execute("SELECT count(*) FROM finding").fetchone() == (1,)
