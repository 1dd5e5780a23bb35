"""The store: findings and calls of one profile, through crashes, rivals and broken files."""

import datetime
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from dingsetup.database import VERSION, DatabaseError
from dingsetup.findings import Finding, Kind, State
from dingsetup.profile import now
from dingsetup.store import KEPT_CALLS, CallRecord, Store

KILLS = 15
EARLY = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
LATE = EARLY + datetime.timedelta(days=1)


def found(check: str, state: State = State.PASSED, step: str = "s", **values: Any) -> Finding:
    return Finding(step=step, check=check, state=state, kind=Kind.OK, values=values)


def call(path: str = "/gettoken") -> CallRecord:
    return CallRecord(now(), "GET", path, "ok", 12, False)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "p")


def kept(store: Store) -> list[Finding]:
    return [entry.finding for entry in store.findings()]


def test_reading_before_anything_was_kept_makes_no_file(store: Store) -> None:
    assert (store.findings(), store.passed(), store.calls()) == ([], {}, [])
    assert not store.file.exists()


def test_findings_come_back_in_their_order_with_their_time(store: Store) -> None:
    findings = [found("b", missing=["1.2.3.4"]), found("a", State.FAILED, 密="钥")]
    store.keep(findings, EARLY)
    assert kept(store) == findings
    assert {entry.at for entry in store.findings()} == {EARLY}


def test_a_run_replaces_the_findings_of_its_steps_only(store: Store) -> None:
    store.keep([found("a"), found("gone"), found("other", step="t")], EARLY)
    store.keep([found("a", State.FAILED)], LATE)
    assert kept(store) == [found("other", step="t"), found("a", State.FAILED)]
    store.keep([], LATE)
    assert len(kept(store)) == 2


def test_a_proof_is_remembered_while_its_check_waits_and_forgotten_when_it_fails(
    store: Store,
) -> None:
    store.keep([found("a"), found("b")], EARLY)
    for state in (State.BLOCKED, State.SKIPPED, State.BLOCKED):
        store.keep([found("a", state), found("b", State.FAILED)], LATE)
        assert store.passed() == {"s/a": EARLY}
    store.keep([found("a"), found("b")], LATE)
    assert store.passed() == {"s/a": LATE, "s/b": LATE}


def test_the_newest_calls_come_first(store: Store) -> None:
    calls = [call(f"/{number}") for number in range(5)]
    store.log(calls)
    assert store.calls() == calls[::-1]
    assert store.calls(2) == calls[:2:-1]


def test_the_call_log_is_bounded(store: Store) -> None:
    store.log([call(f"/{number}") for number in range(KEPT_CALLS)])
    store.log([call("/last"), call("/very-last")])
    calls = store.calls(10 * KEPT_CALLS)
    assert len(calls) == KEPT_CALLS
    assert (calls[0].path, calls[-1].path) == ("/very-last", "/2")


def test_the_log_has_no_column_for_a_query_a_header_or_a_body() -> None:
    fields = set(CallRecord.__struct_fields__)
    assert fields == {"at", "method", "path", "verdict", "ms", "counted"}


@pytest.mark.parametrize("content", [b"not a database at all", b"\x00" * 5000, b"SQLite format 3"])
def test_a_file_that_is_no_database_is_named_and_left_as_it_is(
    store: Store, content: bytes
) -> None:
    store.file.parent.mkdir()
    store.file.write_bytes(content)
    for use in (store.findings, store.passed, store.calls, lambda: store.log([call()])):
        with pytest.raises(DatabaseError, match=re.escape(str(store.file))):
            use()
    assert store.file.read_bytes() == content


def test_a_torn_page_is_named(store: Store) -> None:
    store.keep([found(str(number), text="x" * 500) for number in range(100)], EARLY)
    raw = bytearray(store.file.read_bytes())
    raw[4096:] = b"\x55" * (len(raw) - 4096)
    store.file.write_bytes(raw)
    with pytest.raises(DatabaseError, match=re.escape(str(store.file))):
        store.findings()


@pytest.mark.parametrize("body", [b"", b"{", b'{"step":1}', b"\xff", b'{"kind":"no_such_kind"}'])
def test_a_finding_that_cannot_be_read_is_an_error_of_the_store(store: Store, body: bytes) -> None:
    store.keep([found("a")], EARLY)
    with sqlite3.connect(store.file) as database:
        database.execute("UPDATE finding SET body = ?", [body])
    database.close()
    with pytest.raises(DatabaseError, match="finding"):
        store.findings()
    store.keep([found("a")], LATE)
    assert kept(store) == [found("a")]


def test_a_file_of_a_newer_version_is_refused_and_untouched(store: Store) -> None:
    store.keep([found("a")], EARLY)
    database = sqlite3.connect(store.file)
    database.execute(f"PRAGMA user_version = {VERSION + 1}")
    database.commit()
    database.close()
    for use in (store.findings, lambda: store.keep([found("b")], LATE)):
        with pytest.raises(DatabaseError, match="newer"):
            use()


def test_a_folder_in_the_files_place_is_named(store: Store) -> None:
    store.file.mkdir(parents=True)
    with pytest.raises(DatabaseError, match=re.escape(str(store.file))):
        store.keep([found("a")], EARLY)


def test_many_threads_may_keep_and_read_at_once(store: Store) -> None:
    errors: list[Exception] = []

    def work(step: str) -> None:
        try:
            for _ in range(8):
                store.keep([found("a", step=step)], now())
                store.log([call()])
                store.findings()
        except DatabaseError as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(f"s{number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert (len(kept(store)), len(store.calls())) == (6, 48)


WRITER = """
import sys
from pathlib import Path
from dingsetup.findings import Finding, Kind, State
from dingsetup.profile import now
from dingsetup.store import CallRecord, Store

store, step, turns = Store(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
print("go", flush=True)
sys.stdin.readline()
while turns:
    turns -= 1
    at = now()
    value = at.isoformat() + str(turns)
    names = [str(number) for number in range(20)]
    findings = [
        Finding(step=step, check=n, state=State.PASSED, kind=Kind.OK, values={"run": value})
        for n in names
    ]
    store.keep(findings, at)
    store.log([CallRecord(at, "GET", "/" + step, "ok", 1, False)])
"""


def writer(store: Store, step: str, turns: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(store.file.parent), step, str(turns)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def started(*writers: subprocess.Popen[bytes]) -> None:
    """Let them all begin at the same moment."""
    for one in writers:
        assert one.stdout is not None
        one.stdout.readline()
    for one in writers:
        assert one.stdin is not None
        one.stdin.write(b"\n")
        one.stdin.flush()


def test_two_processes_may_open_a_new_file_and_write_at_once(store: Store) -> None:
    with writer(store, "one", 20) as one, writer(store, "two", 20) as two:
        started(one, two)
        assert (one.wait(60), two.wait(60)) == (0, 0)
    assert len(kept(store)) == 40
    assert len(store.calls()) == 40


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_run_killed_while_it_is_kept_leaves_one_run_whole(store: Store) -> None:
    for turn in range(KILLS):
        with writer(store, "s", 10_000) as one:
            started(one)
            time.sleep(0.004 * turn)
            one.send_signal(signal.SIGKILL)
        findings = kept(store)
        assert len(findings) in (0, 20)
        assert len({finding.values["run"] for finding in findings}) <= 1
    assert kept(store), "at least one run was kept in the end"
