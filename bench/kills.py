"""Kills the program in the middle of imports, edits and runs: what was committed must stay."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from dingsetup.bindings import edits
from dingsetup.bindings.matching import apply_match, plan_match
from dingsetup.bindings.records import DECIDED
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import Action, Change, Person
from dingsetup.database import database_file

KILLS = 200
ROWS = 400
_READY = "ready"


class Lost(Exception):
    """A committed change that is not there any more, or a file that does not open."""


def measure() -> dict[str, Any]:
    """Kill a working program again and again on one and the same file."""
    draw = random.Random(11)
    committed = 0
    with tempfile.TemporaryDirectory(prefix="dingsetup-bench-") as folder:
        started = time.perf_counter()
        for _ in range(KILLS):
            committed += killed_and_opened(Path(folder), draw.uniform(0.01, 0.3))
        seconds = time.perf_counter() - started
    return {
        "kills": KILLS,
        "changes_committed_before_a_kill": committed,
        "lost": 0,
        "seconds": round(seconds, 1),
        "kept": committed > KILLS,
    }


def killed_and_opened(folder: Path, seconds: float) -> int:
    """Have a child change the table, kill it after `seconds`, and look: how many changes it had
    committed. Raises Lost."""
    command = [sys.executable, "-m", "bench.kills", str(folder)]
    root = Path(__file__).parent.parent
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as child:
        assert child.stdout is not None
        if child.stdout.readline().strip() != _READY:
            raise Lost(f"the table in {folder} was not opened")
        time.sleep(seconds)
        child.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
        said = [line.split() for line in child.stdout.read().splitlines()]
    # The last line may have been cut off with the child.
    told = [(int(line[0]), line[1]) for line in said if len(line) == 3]
    _check(folder, told)
    return len(told)


def _check(folder: Path, told: list[tuple[int, str]]) -> None:
    with closing(sqlite3.connect(database_file(folder))) as database:
        (sound,) = database.execute("PRAGMA integrity_check").fetchone()
        if sound != "ok":
            raise Lost(sound)
        kept = {number for (number,) in database.execute("SELECT id FROM change")}
        notes = {note for (note,) in database.execute("SELECT note FROM binding")}
    missing = [number for number, _ in told if number not in kept]
    if missing:
        raise Lost(f"changes {missing} had been committed")
    if told and not _is_there(told[-1][1], notes):
        raise Lost(f"the edit {told[-1][1]} had been committed")


def _is_there(note: str, notes: set[str]) -> bool:
    """The edit that was told of last, or one after it that the kill kept from being told."""
    process, _, turn = note.partition("-")
    later = (one.partition("-") for one in notes)
    return any(one == process and int(number) >= int(turn) for one, _, number in later if number)


def _work(folder: Path) -> None:
    """Change the table without end, and say each change once it is committed."""
    table = Table(folder)
    if not table.size():
        _begin(table)
    row = next(table.each(1)).id
    print(_READY, flush=True)
    turn = 0
    while True:
        turn += 1
        note = f"{os.getpid()}-{turn}"
        _say(edits.edit(table, row, "note", note), note)
        _import(table, turn)
        apply_match(table, plan_match(table))
        if turn % 3 == 0:
            table.undo()
            table.redo()
        with_note = edits.edit(table, row, "email", f"{note}@corp.example")
        _say(with_note, note)


def _begin(table: Table) -> None:
    import datetime

    _import(table, 0)
    people = [Person(f"p{number}", mobile=f"138{number:08d}") for number in range(ROWS)]
    table.put_directory(people, [], datetime.datetime.now(datetime.UTC), whole=True)


def _import(table: Table, turn: int) -> None:
    empty: dict[str, Any] = dict.fromkeys(DECIDED, "") | {"enabled": 1, "ignored": 0}
    users = [
        empty | {"username": f"{os.getpid()}-{turn}-{number}", "mobile_key": f"138{number:08d}"}
        for number in range(ROWS)
    ]
    with table.change(Action.IMPORT, {"file": "users.csv"}) as draft:
        draft.insert(DECIDED, [tuple(user[name] for name in DECIDED) for user in users])
        if turn:  # the rows of the turns before go out, so that the table stays as long
            found = draft.database.execute(
                "SELECT id FROM binding WHERE id > ? AND id <= (SELECT max(id) FROM binding) - ?",
                (ROWS, ROWS),
            )
            draft.delete([number for (number,) in found.fetchall()])


def _say(change: Change | None, note: str) -> None:
    if change is not None:
        print(change.id, note, ".", flush=True)


if __name__ == "__main__":
    _work(Path(sys.argv[1]))
