"""A support file is a stranger's: whatever is wrong with it is refused by its name, and nothing of
it is ever written anywhere."""

import contextlib
import os
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dingsetup.language import Language
from dingsetup.language.bundles import ABOUT, MEMBERS, TROUBLES, UNSAFE, bundle_told, member_name
from dingsetup.support import lines as lines_of
from dingsetup.support import reading
from dingsetup.support.reading import LONGEST_LINE, MOST_BYTES, read_bundle
from dingsetup.support.troubles import BundleError, BundleTrouble, Unsafe
from tests.support.bundles import Entry, bundle, entries, names, saved, zipped

T = BundleTrouble
ROOM = 3 * LONGEST_LINE


def changed(members: dict[str, bytes], name: str, **fields: Any) -> bytes:
    """The file with some fields of one member as an attacker chose them."""
    given = [
        one._replace(**fields) if one.name == name.encode() else one for one in entries(members)
    ]
    return zipped(given)


def test_the_attackers_zip_is_fine_as_long_as_nothing_is_changed(
    members: dict[str, bytes], tmp_path: Path
) -> None:
    path = tmp_path / "a"
    path.write_bytes(zipped(entries(members)))
    assert read_bundle(path) == bundle()
    path.write_bytes(zipped([one._replace(method=0) for one in entries(members)]))
    assert read_bundle(path) == bundle()


# --- the file


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    paths = {tmp_path: T.NOT_A_FILE, tmp_path / "none": T.MISSING, tmp_path / "a\0b": T.MISSING}
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        paths[tmp_path / "pipe"] = T.NOT_A_FILE
    for path, kind in paths.items():
        with pytest.raises(BundleError) as caught:
            read_bundle(path)
        assert caught.value.kind is kind


def test_a_file_the_system_keeps_shut_is_told_as_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path / "a", bundle())
    for error, kind in (
        (PermissionError(13, "no"), T.FORBIDDEN),
        (IsADirectoryError(21, "no"), T.NOT_A_FILE),
        (OSError(5, "no"), T.UNREADABLE),
    ):

        def fail(self: Path, mode: str, error: OSError = error) -> None:
            raise error

        monkeypatch.setattr(Path, "open", fail)
        with pytest.raises(BundleError) as caught:
            read_bundle(path)
        assert caught.value.kind is kind


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(BundleError) as caught:
        read_bundle(path)
    assert (caught.value.kind, caught.value.values) == (T.TOO_LARGE, {"megabytes": 65, "limit": 64})


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", T.EMPTY),
        (b"{}", T.NOT_A_BUNDLE),
        (b"PK", T.NOT_A_BUNDLE),
        (b"\0" * 5000, T.NOT_A_BUNDLE),
        (b"PK\x03\x04" + b"\0" * 100, T.DAMAGED),
        (zipped([]), T.MEMBER_MISSING),
        (zipped([Entry(b"xl/workbook.xml", b"")]), T.MEMBER_UNKNOWN),
    ],
)
def test_what_is_no_support_file_is_refused(
    content: bytes, kind: BundleTrouble, refused: Callable[[bytes], BundleError]
) -> None:
    assert refused(content).kind is kind


# --- the zip


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"flags": 1}, Unsafe.ENCRYPTED),
        ({"flags": 1 << 6}, Unsafe.ENCRYPTED),
        ({"flags": 1 << 3}, Unsafe.EXTRA),
        ({"method": 12}, Unsafe.METHOD),
        ({"method": 99}, Unsafe.METHOD),
        ({"attributes": 0o120777 << 16}, Unsafe.LINK),
        ({"attributes": 0o040755 << 16}, Unsafe.LINK),
        ({"attributes": 0o010644 << 16}, Unsafe.LINK),
        ({"attributes": 0x10}, Unsafe.LINK),
        ({"extra": b"\1\0\0\0"}, Unsafe.EXTRA),
        ({"local_extra": b"\x75\x70\0\0"}, Unsafe.EXTRA),
        ({"comment": b"hello"}, Unsafe.EXTRA),
        ({"size": 0xFFFFFFFF}, Unsafe.ZIP64),
        ({"local_name": b"../calls.jsonl"}, Unsafe.NAMES),
        ({"local_name": b"sends.jsonl"}, Unsafe.NAMES),
        ({"offset": 0}, Unsafe.GAP),
        ({"gap": b"hidden"}, Unsafe.GAP),
    ],
)
def test_a_zip_that_leaves_room_for_tricks_is_refused(
    fields: dict[str, Any],
    what: Unsafe,
    members: dict[str, bytes],
    refused: Callable[[bytes], BundleError],
) -> None:
    error = refused(changed(members, "calls.jsonl", **fields))
    assert (error.kind, error.values) == (T.UNSAFE, {"what": what})


@pytest.mark.parametrize(
    ("around", "what"),
    [
        ({"before": b"#!/bin/sh\n"}, Unsafe.PREFIX),
        ({"comment": b"x" * 100}, Unsafe.COMMENT),
        ({"locator": b"PK\x06\x07" + b"\0" * 16}, Unsafe.ZIP64),
    ],
)
def test_nothing_may_stand_around_the_zip(
    around: dict[str, bytes],
    what: Unsafe,
    members: dict[str, bytes],
    refused: Callable[[bytes], BundleError],
) -> None:
    error = refused(zipped(entries(members), **around))
    assert (error.kind, error.values) == (T.UNSAFE, {"what": what})
    shifted = b"MZ" + zipped(entries(members))
    assert refused(shifted).kind in (T.UNSAFE, T.DAMAGED)
    assert refused(zipped(entries(members)) + b"\0").kind in (T.UNSAFE, T.DAMAGED)


@pytest.mark.parametrize(
    "name",
    [
        "../../evil.sh",
        "/etc/cron.d/evil",
        "C:\\evil.exe",
        "calls.jsonl/",
        "CALLS.JSONL",
        "./calls.jsonl",
        "calls.jsonl\0.sh",
        "\u202elnosj.slac",
        "x" * 60_000,
    ],
)
def test_a_member_of_another_name_is_refused(
    name: str, members: dict[str, bytes], refused: Callable[[bytes], BundleError]
) -> None:
    error = refused(zipped([*entries(members), Entry(name.encode(), b"evil")]))
    assert error.kind is T.MEMBER_UNKNOWN
    assert len(error.member) <= 200
    assert error.member.isprintable()


def test_a_member_is_there_once(
    members: dict[str, bytes], refused: Callable[[bytes], BundleError]
) -> None:
    for one in entries(members):
        error = refused(zipped([*entries(members), one]))
        assert (error.kind, error.member) == (T.MEMBER_DOUBLED, one.name.decode())
        error = refused(zipped([each for each in entries(members) if each.name != one.name]))
        assert (error.kind, error.member) == (T.MEMBER_MISSING, one.name.decode())


def test_a_bomb_is_refused_before_it_is_unpacked(
    members: dict[str, bytes],
    refused: Callable[[bytes], BundleError],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "MOST_UNPACKED", 100_000)
    monkeypatch.setattr(reading, "unpacked", lambda content, part: pytest.fail("unpacked"))
    bomb = members | {"calls.jsonl": b"\0" * 100_000}
    assert refused(zipped(entries(bomb))).kind is T.BOMB


def test_a_bomb_that_lies_about_its_size_ends_where_it_said(
    members: dict[str, bytes], refused: Callable[[bytes], BundleError]
) -> None:
    bomb = b"{}\n" * ROOM
    for size in (10, len(bomb) - 1, len(bomb) + 1):
        error = refused(changed(members | {"calls.jsonl": bomb}, "calls.jsonl", size=size))
        assert (error.kind, error.member) == (T.DAMAGED, "calls.jsonl")


def test_what_was_packed_must_be_whole(
    members: dict[str, bytes], refused: Callable[[bytes], BundleError]
) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(members["calls.jsonl"]) + packer.flush()
    for wrong in (packed[:-1], packed + b"x", b"", b"\xff" * 20, packed[:-1] + b"\0\0"):
        assert refused(changed(members, "calls.jsonl", packed=wrong)).kind is T.DAMAGED
    assert refused(changed(members, "calls.jsonl", check=1)).kind is T.DAMAGED


def test_a_zip_that_zipfile_would_read_in_two_ways_is_refused(
    members: dict[str, bytes], refused: Callable[[bytes], BundleError], tmp_path: Path
) -> None:
    other = zipped(entries(members | {"sends.jsonl": b""}))
    first = zipped(entries(members))
    assert refused(other + first).kind in (T.UNSAFE, T.DAMAGED)
    with zipfile.ZipFile(tmp_path / "bundle.dingsetup", "w") as archive:
        archive.mkdir("calls.jsonl")
    assert refused((tmp_path / "bundle.dingsetup").read_bytes()).kind is T.MEMBER_UNKNOWN


# --- the manifest


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        (b"", T.MANIFEST_WRONG),
        (b"[]", T.MANIFEST_WRONG),
        (b"{}", T.MANIFEST_WRONG),
        (b"\xff\xfe", T.MANIFEST_WRONG),
        (b"[" * 5000, T.MANIFEST_WRONG),
        ({"format": None}, T.MANIFEST_WRONG),
        ({"format": "1"}, T.MANIFEST_WRONG),
        ({"format": 2}, T.VERSION_UNKNOWN),
        ({"format": 0}, T.VERSION_UNKNOWN),
        ({"format": 2, "more": 1, "made_at": None}, T.VERSION_UNKNOWN),
        ({"more": 1}, T.MANIFEST_WRONG),
        ({"made_at": "2026-11-22T09:00:00"}, T.MANIFEST_WRONG),
        ({"made_at": "0001-01-01T00:00:00Z"}, T.MANIFEST_WRONG),
        ({"checked_at": "9999-12-31T23:59:59Z"}, T.MANIFEST_WRONG),
        ({"checked_at": 5}, T.MANIFEST_WRONG),
        ({"program": "<script>"}, T.MANIFEST_WRONG),
        ({"key_id": "\u202e"}, T.MANIFEST_WRONG),
        ({"struck": {"../x": 1}}, T.MANIFEST_WRONG),
        ({"struck": {"calls.jsonl": 10**30}}, T.MANIFEST_WRONG),
        ({"struck": {"calls.jsonl": "1"}}, T.MANIFEST_WRONG),
    ],
)
def test_a_manifest_of_another_form_is_refused(
    told: Any,
    kind: BundleTrouble,
    members: dict[str, bytes],
    refused: Callable[[bytes], BundleError],
) -> None:
    if isinstance(told, dict):
        told = msgspec.json.encode(msgspec.json.decode(members["manifest.json"]) | told)
    assert refused(zipped(entries(members | {"manifest.json": told}))).kind is kind


def test_a_manifest_has_an_end(
    members: dict[str, bytes], refused: Callable[[bytes], BundleError]
) -> None:
    long = members | {"manifest.json": b" " * ROOM + members["manifest.json"]}
    assert refused(zipped(entries(long))).kind is T.LINE_TOO_LONG


# --- anything


def damages() -> st.SearchStrategy[Callable[[bytes], bytes]]:
    """Ways to damage a file: bits, cuts, bytes put in or doubled."""
    place = st.integers(0, 3000)

    def flip(at: int, bit: int) -> Callable[[bytes], bytes]:
        return lambda content: (
            content[: at % len(content)]
            + bytes([content[at % len(content)] ^ (1 << bit)])
            + content[at % len(content) + 1 :]
        )

    def cut(start: int, length: int) -> Callable[[bytes], bytes]:
        return lambda content: content[:start] + content[start + length :]

    def insert(at: int, more: bytes) -> Callable[[bytes], bytes]:
        return lambda content: content[:at] + more + content[at:]

    return (
        st.builds(flip, place, st.integers(0, 7))
        | st.builds(cut, place, st.integers(1, 400))
        | st.builds(insert, place, st.binary(min_size=1, max_size=40))
    )


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ways=st.lists(damages(), min_size=1, max_size=3))
def test_a_damaged_file_is_refused_or_opened_and_nothing_else(
    ways: list[Callable[[bytes], bytes]], members: dict[str, bytes], tmp_path: Path
) -> None:
    path = tmp_path / "a"
    content = zipped(entries(members))
    for damage in ways:
        content = damage(content) or b"x"
    path.write_bytes(content)
    with contextlib.suppress(BundleError):
        read_bundle(path)
    assert names(tmp_path) == ["a"]


# --- the words


def test_every_trouble_has_a_sentence() -> None:
    assert set(TROUBLES) == {str(kind) for kind in BundleTrouble}
    assert set(UNSAFE) == {str(what) for what in Unsafe}
    assert set(ABOUT) == {member.partition(".")[0] for member in lines_of.MEMBERS}
    assert set(ABOUT) < set(MEMBERS)


VALUES: dict[str, Any] = {
    "detail": "why",
    "megabytes": 65,
    "limit": 64,
    "what": "link",
    "version": 2,
    "known": 1,
    "first": 3,
    "folder": "/x",
}


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_every_sentence_can_be_said(code: str) -> None:
    language = Language(code)
    about_a_part = {T.MEMBER_DOUBLED, T.MEMBER_MISSING}
    for kind in BundleTrouble:
        places = (("", 0), ("calls.jsonl", 0), ("calls.jsonl", 12))
        for place in places[kind in about_a_part :]:
            told = bundle_told(language, BundleError(kind, *place, **VALUES))
            assert told.title
            assert "{" not in f"{told.title}{told.cause}{told.remedy}"
    assert member_name(language, "calls.jsonl") != "calls.jsonl"


def test_a_sentence_says_where() -> None:
    error = BundleError(T.LINE_WRONG, "findings.jsonl", 1234, detail="state")
    assert bundle_told(Language("en"), error).cause == "At: Findings, line 1,234. state"
