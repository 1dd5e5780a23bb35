"""History: a profile's snapshots through equal checks, the limit, rivals and broken bodies."""

import datetime
import platform
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from dingsetup.database import DatabaseError
from dingsetup.facts import Facts, load_facts
from dingsetup.findings import Kind, State
from dingsetup.store import Store
from dingsetup.support import history as history_module
from dingsetup.support.changes import ChangeKind
from dingsetup.support.history import History
from dingsetup.support.snapshot import facts_seen, system_facts, take_from
from dingsetup.support.values import Snapshot
from tests.support.snapshots import EARLY, FACTS, PROFILE, SECRET, WELL, found, snapshot

DAY = datetime.timedelta(days=1)
WELL_TODAY = snapshot()
BROKEN = snapshot(found("credentials/token", State.FAILED, Kind.BAD_SECRET), at=EARLY + DAY)


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "p")


def add_all(history: History, *snapshots: Snapshot) -> None:
    for one in snapshots:
        history.add(one)


def in_file(history: History, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(history.file)) as database, database:
        database.execute(statement, values)


def test_reading_before_anything_was_kept_makes_no_file(history: History) -> None:
    assert (history.entries(), history.newest(), history.last_worked()) == ([], None, None)
    assert history.load(1) is None
    assert not history.file.exists()


def test_a_snapshot_comes_back_as_it_was(history: History) -> None:
    history.add(WELL_TODAY)
    assert history.newest() == history.load(1) == history.last_worked() == WELL_TODAY


def test_the_first_check_is_told_with_its_counts_and_the_next_with_its_changes(
    history: History,
) -> None:
    (first,) = history.add(WELL_TODAY).changes
    assert first.kind is ChangeKind.FIRST_CHECK
    assert first.values["counts"]["passed"] == first.values["total"] == len(WELL)
    assert history.add(WELL_TODAY).changes == ()
    assert [change.kind for change in history.add(BROKEN).changes] == [ChangeKind.WORSE]


def test_equal_checks_in_a_row_are_one_entry_with_the_time_of_the_last(history: History) -> None:
    for days in range(3):
        history.add(snapshot(at=EARLY + days * DAY))
    (entry,) = history.entries()
    assert (entry.times, entry.at, entry.last_at) == (3, EARLY, EARLY + 2 * DAY)
    assert (entry.worked, entry.counts["passed"]) == (True, len(WELL))
    add_all(history, BROKEN, WELL_TODAY)
    assert [(entry.id, entry.worked, entry.times) for entry in history.entries()] == [
        (3, True, 1),
        (2, False, 1),
        (1, True, 3),
    ]
    assert [entry.id for entry in history.entries(2)] == [3, 2]


def test_a_slow_run_is_no_entry_of_its_own(history: History) -> None:
    slow = snapshot(found("network/service", State.WARNING, Kind.SLOW, ms=900))
    add_all(history, WELL_TODAY, slow, WELL_TODAY)
    assert [entry.times for entry in history.entries()] == [3]


def test_when_it_last_worked_is_found_behind_what_failed_since(history: History) -> None:
    add_all(history, WELL_TODAY, snapshot(domain="bi.example.org"), BROKEN)
    assert history.last_worked() == snapshot(domain="bi.example.org")
    assert history.last_worked(before=2) == WELL_TODAY
    assert history.last_worked(before=1) is None


def test_the_oldest_are_forgotten_but_never_the_newest_that_worked(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_module, "MOST_KEPT", 3)
    add_all(history, snapshot(domain="older.example"), WELL_TODAY)
    for number in range(6):
        failed = found("credentials/token", State.FAILED, Kind.BAD_SECRET, count=number)
        history.add(snapshot(failed))
    assert [entry.id for entry in history.entries()] == [8, 7, 6, 2]
    assert history.last_worked() == WELL_TODAY


def test_a_snapshot_nobody_can_read_is_left_out_and_the_next_is_compared_with_one_before(
    history: History,
) -> None:
    add_all(history, WELL_TODAY, BROKEN)
    for body in (b"\xff", b"{}", b"[", "text"):
        in_file(history, "UPDATE snapshot SET body = ? WHERE id = 2", body)
        assert [entry.id for entry in history.entries()] == [1]
        assert history.load(2) is None
        assert history.newest() == WELL_TODAY
    in_file(history, "UPDATE snapshot SET at = 'gone' WHERE id = 1")
    assert history.entries() == []
    assert history.add(WELL_TODAY).changes == ()


def test_a_file_that_is_no_database_is_named(history: History) -> None:
    history.file.parent.mkdir()
    history.file.write_bytes(b"no database " * 500)
    for ask in (history.newest, history.entries, lambda: history.add(WELL_TODAY)):
        with pytest.raises(DatabaseError) as caught:
            ask()
        assert caught.value.file == history.file


def test_two_windows_that_keep_the_same_at_once_make_one_entry(history: History) -> None:
    threads = [threading.Thread(target=history.add, args=(WELL_TODAY,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [entry.times for entry in history.entries()] == [4]


def test_no_secret_reaches_the_file(history: History) -> None:
    history.add(WELL_TODAY)
    content = b"".join(file.read_bytes() for file in history.file.parent.iterdir())
    assert PROFILE.app_key.encode() in content
    assert SECRET.encode() not in content


def test_a_profile_on_disk_is_taken_in_the_order_of_the_guide(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.keep([f for f in WELL if f.step != "network"], EARLY)
    store.keep([f for f in WELL if f.step == "network"], EARLY + DAY)
    taken = take_from(tmp_path, PROFILE, SECRET, FACTS, {})
    assert taken.plain_findings == list(WELL)
    assert (taken.at, taken.bindings) == (EARLY + DAY, {})
    assert taken.secret.mark
    again = take_from(tmp_path, PROFILE, SECRET, FACTS, {})
    assert again == taken
    assert take_from(tmp_path, PROFILE, SECRET[::-1], FACTS, {}).secret.mark != taken.secret.mark


def test_the_fault_of_a_secret_is_kept_and_nothing_of_it() -> None:
    blank = snapshot(secret=f"{SECRET[:5]} {SECRET[5:]}").secret
    assert (blank.given, blank.fault, blank.values["place"]) == (True, "field_blanks", 6)
    empty = snapshot(secret="").secret
    assert (empty.given, empty.fault, empty.mark) == (False, "not_filled_in", "")
    assert SECRET[:5] not in msgspec.json.encode([blank, empty]).decode()


def test_facts_are_named_by_their_newest_date_and_what_they_say(facts: Facts) -> None:
    seen = facts_seen(facts, own=False)
    assert seen == facts_seen(load_facts(), own=False)
    assert seen.date >= facts.newest_addresses.date
    fewer = msgspec.structs.replace(facts, links=facts.links[1:])
    assert facts_seen(fewer, own=True).digest != seen.digest


def test_system_facts_name_no_person_computer_or_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    personal = {"proxy": "http://proxy.acme.example:8080", "ca_file": "/home/zhang/acme.pem"}
    told = system_facts(msgspec.structs.replace(PROFILE, **personal), "zh_CN", "memory")
    assert (told["proxy"], told["ca"], told["language"]) == ("given", "given", "zh_CN")
    assert told["os"]
    text = " ".join(told.values())
    assert "acme" not in text
    assert "zhang" not in text
    assert platform.node() not in text.split()
    release = {"ID": "debian of Zhang Wei", "VERSION_ID": "12"}
    monkeypatch.setattr("platform.freedesktop_os_release", lambda: release)
    assert "Zhang" not in system_facts(PROFILE, "", "memory")["os"]
