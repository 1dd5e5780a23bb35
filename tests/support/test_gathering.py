"""What goes into a support file is gathered from the profile's folder, as far as it can be read."""

import datetime
import threading
from pathlib import Path

import msgspec
import pytest

from dingsetup import __version__
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import Cancelled, Person
from dingsetup.database import database_file, transaction
from dingsetup.facts import Facts
from dingsetup.findings import Finding, Kind, State
from dingsetup.profile import Allowance, Answered
from dingsetup.store import CallRecord, Kept, Store
from dingsetup.support import gathering
from dingsetup.support.gathering import gather, redacted_snapshot, sends_of
from dingsetup.support.keys import key_id
from dingsetup.support.lines import manifest_of, missing_of, to_lines
from dingsetup.support.pseudonyms import Pseudonyms
from dingsetup.support.reading import read_bundle
from dingsetup.support.values import BindingLine, Snapshot
from dingsetup.support.writing import write_bundle
from tests.bindings.furnish import add_users, put_people, user
from tests.support.bundles import AT, bundle

KEY = b"k" * 32
SENDING = (
    "INSERT INTO sending (id, plan, at, day, about, agent_id, push, language, number, digest,"
    " message, variables, words) VALUES (?, ?, ?, '', '', '', 'sync', 'zh', 2, '', ?, '', '')"
)
DELIVERY = (
    "INSERT INTO delivery (sending, userid, place, line, name, username, fate, at)"
    " VALUES (?, ?, 0, ?, '钱七', '', ?, ?)"
)


@pytest.fixture
def pseudonyms(facts: Facts) -> Pseudonyms:
    return Pseudonyms(KEY, facts)


def snapshot(message: str = "") -> Snapshot:
    finding = Finding(
        step="permissions",
        check="qyapi_get_member",
        state=State.FAILED,
        kind=Kind.UNKNOWN,
        values={"message": message},
    )
    return msgspec.structs.replace(bundle().snapshot, findings=(Kept(finding, AT, None),))


def furnished(folder: Path) -> Path:
    """A profile's folder with two users, two test messages and three calls."""
    table = Table(folder)
    add_users(table, [user("zhang.san", name="张三", mobile="13812345678"), user("li.si")])
    put_people(table, Person("0123456789", "unionQ7", "赵六六", "", "", "", (1,)))
    with transaction(database_file(folder)) as database:
        for id in (1, 2):
            database.execute(SENDING, (id, f"plan{id}", AT.isoformat(), '{"type":"markdown"}'))
        people = ((2, "a1", "read"), (1, "a1", "read"), (2, "b2", "unknown"))
        for line, (sending, userid, fate) in enumerate(people):
            database.execute(DELIVERY, (sending, userid, line, fate, AT.isoformat()))
    minutes = (AT + datetime.timedelta(minutes=number) for number in range(3))
    Store(folder).log(CallRecord(at, "POST", "/topapi/x", "ok", 5, True) for at in minutes)
    return folder


def test_everything_is_gathered_newest_first(tmp_path: Path, pseudonyms: Pseudonyms) -> None:
    found = gather(furnished(tmp_path), snapshot(), pseudonyms)
    assert (found.program, found.key_id) == (__version__, key_id(KEY))
    assert [call.at.minute for call in found.calls] == [2, 1, 0]
    assert [(one.id, one.type, one.people) for one in found.sends] == [
        (2, "markdown", 2),
        (1, "markdown", 1),
    ]
    assert found.sends[0].tally == {"read": 1, "unknown": 1}
    assert [(one.sending, one.fate) for one in found.deliveries] == [
        (2, "read"),
        (2, "unknown"),
        (1, "read"),
    ]
    assert len(found.bindings) == 2
    assert missing_of(found) == ()


def test_equal_people_have_equal_pseudonyms_everywhere(
    tmp_path: Path, pseudonyms: Pseudonyms
) -> None:
    found = gather(furnished(tmp_path), snapshot(), pseudonyms)
    assert found.deliveries[0].userid == found.deliveries[2].userid == pseudonyms.person("a1")
    assert found.bindings[0].username == pseudonyms.username("zhang.san")
    assert found.bindings[0].mobile == pseudonyms.mobile("13812345678")


def test_whoever_is_known_to_the_table_is_found_in_free_text(
    tmp_path: Path, pseudonyms: Pseudonyms
) -> None:
    text = "no 张三, 赵六六, 钱七, 市场部, zhang.san, 0123456789, unionQ7, 13812345678"
    found = gather(furnished(tmp_path), snapshot(text), pseudonyms)
    told = found.snapshot.findings[0].finding.values["message"]
    assert told.startswith("no ")
    assert not [word for word in text.split(", ")[1:] if word in told]


def test_a_check_held_against_a_file_is_redacted_as_the_file_was(
    tmp_path: Path, facts: Facts
) -> None:
    folder, plain = furnished(tmp_path), snapshot("no 张三, 赵六六, 钱七, zhang.san, 0123456789")
    sent = gather(folder, plain, Pseudonyms(KEY, facts)).snapshot
    assert redacted_snapshot(folder, plain, Pseudonyms(KEY, facts)) == sent


def test_a_profile_without_a_folder_or_a_file_has_nothing_more(
    tmp_path: Path, pseudonyms: Pseudonyms
) -> None:
    for folder in (None, tmp_path):
        found = gather(folder, snapshot(), pseudonyms)
        assert (found.bindings, found.calls, found.sends, found.deliveries) == ((), (), (), ())
        assert missing_of(found) == ()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_read_costs_its_parts_only(
    tmp_path: Path, pseudonyms: Pseudonyms
) -> None:
    database_file(tmp_path).write_bytes(b"no database" * 1000)
    found = gather(tmp_path, snapshot(), pseudonyms)
    assert len(found.snapshot.findings) == 1
    assert missing_of(found) == ("bindings", "deliveries", "calls", "sends", "directory")
    assert sends_of(tmp_path) == []


def test_a_part_that_cannot_be_read_is_named(tmp_path: Path, pseudonyms: Pseudonyms) -> None:
    furnished(tmp_path)
    with transaction(database_file(tmp_path)) as database:
        database.execute("DROP TABLE binding")
        database.execute("UPDATE call SET at = 'yesterday'")
    found = gather(tmp_path, snapshot(), pseudonyms)
    assert missing_of(found) == ("bindings", "calls")
    assert found.calls == ()
    assert len(found.sends) == 2


def test_the_newest_deliveries_go_in_where_there_are_too_many(
    tmp_path: Path, pseudonyms: Pseudonyms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "MOST_DELIVERIES", 2)
    monkeypatch.setattr(gathering, "MOST_SENDS", 1)
    found = gather(furnished(tmp_path), snapshot(), pseudonyms)
    assert [one.sending for one in found.deliveries] == [2, 2]
    assert [one.id for one in found.sends] == [2]


def test_usernames_stay_distinct_also_where_their_pseudonyms_are_not(
    tmp_path: Path, pseudonyms: Pseudonyms, monkeypatch: pytest.MonkeyPatch
) -> None:
    def same(line: BindingLine, pseudonyms: Pseudonyms) -> BindingLine:
        return msgspec.structs.replace(line, username="n-1")

    monkeypatch.setattr(gathering, "redact_binding", same)
    found = gather(furnished(tmp_path), snapshot(), pseudonyms)
    assert [line.username for line in found.bindings] == ["n-1", "n-1-1"]


def test_it_can_be_cancelled_and_tells_how_far_it_is(
    tmp_path: Path, pseudonyms: Pseudonyms
) -> None:
    told: list[tuple[int, int]] = []
    gather(furnished(tmp_path), snapshot(), pseudonyms, progress=lambda *pair: told.append(pair))
    assert told[-1] == (5, 5)
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        gather(tmp_path, snapshot(), pseudonyms, cancel=cancel)


def test_the_sends_of_a_profile_are_told_as_they_stand(tmp_path: Path) -> None:
    assert sends_of(tmp_path) == []
    assert [(one.id, one.people) for one in sends_of(furnished(tmp_path))] == [(2, 2), (1, 1)]


def test_what_a_clock_before_1971_has_dated_can_be_read(
    tmp_path: Path, pseudonyms: Pseudonyms, monkeypatch: pytest.MonkeyPatch
) -> None:
    early = datetime.datetime(1970, 1, 1, 0, 5, tzinfo=datetime.UTC)
    monkeypatch.setattr(gathering, "now", lambda: early)
    folder = furnished(tmp_path / "a")
    Store(folder).log([CallRecord(early, "GET", "/auth/scopes", "ok", 3, True)])
    with transaction(database_file(folder)) as database:
        for table in ("sending", "delivery"):
            database.execute(f"UPDATE {table} SET at = ?", (early.isoformat(),))
    plain = snapshot()
    values = {"answer": "yes", "answered_at": early.isoformat(), "proved_at": early.isoformat()}
    finding = msgspec.structs.replace(plain.findings[0].finding, values=values)
    profile = msgspec.structs.replace(
        plain.profile,
        answers={"ask:pinned": Answered(True, early)},
        allowance=Allowance("8.8.4.4", early, closed_at=early),
    )
    told = msgspec.structs.replace(
        plain, at=early, profile=profile, findings=(Kept(finding, early, early),)
    )
    made = gather(folder, told, pseudonyms)
    assert early not in {made.calls[0].at, made.sends[0].at, made.deliveries[0].at}
    file = tmp_path / "a.dingsetup"
    write_bundle(file, to_lines(made), manifest_of(made))
    read = read_bundle(file)
    assert read.made_at.year == 1971
    assert read.snapshot.findings[0].at == read.snapshot.at == read.made_at
    assert read.calls == made.calls
