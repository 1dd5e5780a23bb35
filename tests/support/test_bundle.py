"""A support file: its lines, striking them, writing and reading it back, and its key."""

import datetime
import os
import threading
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dingsetup.bindings.values import Cancelled
from dingsetup.profile import Answered, Profile
from dingsetup.support import writing
from dingsetup.support.lines import (
    MEMBERS,
    from_lines,
    line_text,
    manifest_of,
    missing_of,
    strike,
    to_lines,
)
from dingsetup.support.named_lines import UNKNOWN_DATE
from dingsetup.support.reading import LONGEST_LINE, read_bundle
from dingsetup.support.revealing import reveal
from dingsetup.support.troubles import BundleError, BundleTrouble
from dingsetup.support.values import Bundle
from dingsetup.support.writing import read_key, write_bundle, write_key
from tests.support.bundles import AT, bundle, names, saved

texts = st.text(st.characters(blacklist_categories=["Cc", "Cs", "Cf", "Zl", "Zp", "Co"]))


def again(one: Bundle) -> Bundle:
    return from_lines(manifest_of(one), to_lines(one))


def with_profile(**fields: Any) -> Bundle:
    one = bundle()
    profile = msgspec.structs.replace(one.snapshot.profile, **fields)
    snapshot = msgspec.structs.replace(one.snapshot, profile=profile)
    return msgspec.structs.replace(one, snapshot=snapshot)


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    one = bundle(people=5000)
    assert read_bundle(saved(tmp_path / "a.dingsetup", one)) == one


def test_an_empty_bundle_is_one_too(tmp_path: Path) -> None:
    one = bundle()
    snapshot = msgspec.structs.replace(
        one.snapshot, profile=Profile(id="support", name=""), findings=(), bindings={}, system={}
    )
    empty = Bundle(made_at=AT, program="1.0", key_id="", snapshot=snapshot)
    assert read_bundle(saved(tmp_path / "a.dingsetup", empty)) == empty


@settings(max_examples=30, deadline=None)
@given(
    name=texts,
    pasted=st.lists(texts).map("\n".join),
    answers=st.dictionaries(
        st.sampled_from(("ask:published", "ask:web_app")),
        st.builds(Answered, st.booleans(), st.just(AT), texts),
    ),
    me=st.none() | st.text(st.characters(categories=["Cs", "Lu"])),
)
def test_every_profile_comes_back(
    name: str, pasted: str, answers: dict[str, Answered], me: str | None
) -> None:
    fields = {"name": name, "pasted_permissions": pasted, "answers": answers}
    one = with_profile(**fields)
    assert again(one) == one
    if me is not None:  # half a character cannot be written; the rest is
        assert len(again(with_profile(me=me)).snapshot.profile.me) == len(me)


def test_the_same_bundle_makes_the_same_file(tmp_path: Path) -> None:
    first, second = (saved(tmp_path / name, bundle()).read_bytes() for name in ("a", "b"))
    assert first == second


def test_each_entry_of_a_pasted_list_and_each_answer_is_a_line_of_its_own() -> None:
    lines = [msgspec.json.decode(line) for line in to_lines(bundle())["profile.jsonl"]]
    pasted = [line["value"] for line in lines if line["field"] == "pasted_addresses"]
    assert pasted == ["33.1.2.3", "", "33.1.2.5"]
    answers = [line["field"] for line in lines if line["field"].startswith("answers.")]
    assert answers == ["answers.ask:published", "answers.ask:app_created"]


def test_any_single_line_may_be_struck_out() -> None:
    one, manifest = bundle(), manifest_of(bundle())
    lines = to_lines(one)
    for member in MEMBERS:
        for place in range(len(lines[member])):
            left, counts = strike(lines, {(member, place)})
            assert counts == {member: 1}
            read = from_lines(manifest, left)
            after = to_lines(read)[member]
            gone = lines[member][place]
            if b'"field":"id"' not in gone:
                assert len(after) == len(lines[member]) - 1


def test_a_bundle_with_every_line_struck_out_opens(tmp_path: Path) -> None:
    one = bundle()
    lines = to_lines(one)
    everything = {(member, place) for member in MEMBERS for place in range(len(lines[member]))}
    left, counts = strike(lines, everything)
    write_bundle(tmp_path / "a", left, manifest_of(one, counts))
    read = read_bundle(tmp_path / "a")
    assert read.snapshot.profile == Profile(id="support", name="")
    assert read.snapshot.facts.date == UNKNOWN_DATE
    assert read.struck == counts | {"calls.jsonl": counts["calls.jsonl"] + 3}


def test_lines_are_struck_out_by_member_and_place() -> None:
    lines = {"calls.jsonl": [b"a", b"b", b"c"], "sends.jsonl": [b"a"]}
    left, counts = strike(lines, {("calls.jsonl", 0), ("calls.jsonl", 2), ("sends.jsonl", 5)})
    assert left == {"calls.jsonl": [b"b"], "sends.jsonl": [b"a"]}
    assert counts == {"calls.jsonl": 2}


def test_what_would_act_where_it_is_shown_is_taken_out() -> None:
    one = with_profile(name="\u202eevil\x1b[31m\u2066", app_key="ding\u200eab\rc")
    profile = again(one).snapshot.profile
    assert profile.name == "\ufffdevil\ufffd[31m\ufffd"
    assert profile.app_key == "ding\u200bab c"


def test_an_escape_is_as_harmless_as_the_character_it_stands_for() -> None:
    lines = to_lines(bundle())
    lines["bindings.jsonl"][1] = rb'{"username":"\u202e\u001b","state":"bound"}'
    assert from_lines(manifest_of(bundle()), lines).bindings[1].username == "\ufffd\ufffd"
    assert line_text("a\u202eb\x9b".encode()) == "a\ufffdb\ufffd"


def test_ordinary_texts_stay_as_they_are() -> None:
    name = "“引号”…—é·🙂\t一\n二 {x} \\u202e"
    assert again(with_profile(name=name)).snapshot.profile.name == name


def test_the_parts_that_could_not_be_read_are_named() -> None:
    one = bundle()
    assert missing_of(one) == ()
    snapshot = msgspec.structs.replace(one.snapshot, system={"missing": "bindings,calls"})
    told = again(msgspec.structs.replace(one, snapshot=snapshot))
    assert missing_of(told) == ("bindings", "calls")


def test_progress_ends_with_all_lines_told(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    one = bundle(people=5000)
    path = tmp_path / "a"
    write_bundle(path, to_lines(one), manifest_of(one), progress=lambda *pair: told.append(pair))
    assert told[-1][0] == told[-1][1] > 5000
    told.clear()
    read_bundle(path, progress=lambda *pair: told.append(pair))
    assert told[-1][0] == told[-1][1] > 5000


def test_both_ways_can_be_cancelled(tmp_path: Path) -> None:
    cancel = threading.Event()
    one, path = bundle(), tmp_path / "a"
    saved(path, one)
    before = path.read_bytes()
    cancel.set()
    with pytest.raises(Cancelled):
        read_bundle(path, cancel=cancel)
    with pytest.raises(Cancelled):
        write_bundle(path, to_lines(bundle(4)), manifest_of(one), cancel=cancel)
    assert path.read_bytes() == before
    assert names(tmp_path) == ["a"]


def test_a_line_that_could_not_be_read_back_is_not_written(tmp_path: Path) -> None:
    one = with_profile(me="x" * LONGEST_LINE)
    with pytest.raises(BundleError) as caught:
        saved(tmp_path / "a", one)
    assert (caught.value.kind, caught.value.member) == (
        BundleTrouble.LINE_TOO_LONG,
        "profile.jsonl",
    )
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("cap", "kind"),
    [
        ("MOST_LINES", BundleTrouble.TOO_MANY_LINES),
        ("MOST_UNPACKED", BundleTrouble.BOMB),
        ("MOST_BYTES", BundleTrouble.TOO_LARGE),
    ],
)
def test_more_than_is_read_is_not_written(
    cap: str, kind: BundleTrouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, cap, 5)
    with pytest.raises(BundleError) as caught:
        saved(tmp_path / "a", bundle())
    assert caught.value.kind is kind
    assert names(tmp_path) == []


def test_where_it_cannot_be_written_it_says_so(tmp_path: Path) -> None:
    cases = {tmp_path / "none" / "a": "folder_missing", tmp_path: "not_a_file"}
    for path, kind in cases.items():
        with pytest.raises(BundleError) as caught:
            saved(path, bundle())
        assert caught.value.kind == kind


@pytest.mark.parametrize(
    ("code", "kind"), [(28, BundleTrouble.DISK_FULL), (5, BundleTrouble.NOT_WRITTEN)]
)
def test_a_disk_that_fails_leaves_the_old_file(
    code: int, kind: BundleTrouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path / "a", bundle())
    before = path.read_bytes()

    def fail(name: str, target: Path) -> None:
        raise OSError(code, "no")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(BundleError) as caught:
        saved(path, bundle(9))
    assert caught.value.kind is kind
    assert path.read_bytes() == before
    assert names(tmp_path) == ["a"]


def test_the_key_is_for_its_owners_eyes_only(tmp_path: Path) -> None:
    path = tmp_path / "key.json"
    table = {"u-1a2b": "zhang.san", "化名 1a": "张三"}
    write_key(path, table, "0a1b2c3d")
    assert read_key(path) == table
    if os.name != "nt":
        assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"[]", b"{", b'{"a":1}', b"[" * 100_000, b"\xff"])
def test_what_is_no_key_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "key.json"
    path.write_bytes(content)
    with pytest.raises(BundleError) as caught:
        read_key(path)
    assert caught.value.kind is BundleTrouble.KEY_WRONG


def test_pseudonyms_are_put_back_as_whole_words_the_longest_first() -> None:
    table = {"u-1": "li", "u-12": "wang", "化名ab": "张三", "33.1.2.3": "8.8.8.8"}
    text = "u-1, u-12, u-123 xu-1 请化名ab和u-1检查33.1.2.3：33.1.2.34"
    assert reveal(table, text) == "li, wang, u-123 xu-1 请张三和li检查8.8.8.8：33.1.2.34"


@given(
    st.dictionaries(
        st.text("ab-化", min_size=1, max_size=4), st.text("01", min_size=1), max_size=5
    ),
    st.text("ab-化 ", max_size=30),
)
@settings(max_examples=50, deadline=None)
def test_what_is_put_back_is_not_looked_at_again(table: dict[str, str], text: str) -> None:
    assert reveal({}, text) == text
    assert not set(reveal(table, text)) - set("01ab-化 ")


def test_a_moment_that_no_clock_shows_is_refused() -> None:
    one = msgspec.structs.replace(bundle(), made_at=datetime.datetime.min.replace(tzinfo=AT.tzinfo))
    assert manifest_of(one).fault
    assert not manifest_of(bundle()).fault
