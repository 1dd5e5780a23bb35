"""Bundles for tests, and zips as an attacker would put them together."""

import datetime
import struct
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from dingsetup.findings import Finding, Kind, State
from dingsetup.profile import Allowance, Answered, Profile
from dingsetup.store import CallRecord, Kept
from dingsetup.support.lines import MANIFEST, MEMBERS, manifest_of, to_lines
from dingsetup.support.values import (
    BindingLine,
    Bundle,
    DeliveryLine,
    FactsSeen,
    SecretSeen,
    SendLine,
    Snapshot,
)
from dingsetup.support.writing import write_bundle

AT = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)

PROFILE = Profile(
    id="support",
    name="化名 1a2b",
    edition="private",
    app_key="ding0a1b2c3d4e5f6g7h",
    agent_id="3210987654",
    domain="h-1a2b.example",
    private_addresses="33.1.2.3, 33.1.2.4",
    pasted_addresses="33.1.2.3\n\n33.1.2.5",
    answers={
        "ask:published": Answered(yes=True, at=AT, about="0123456789abcdef"),
        "ask:app_created": Answered(yes=False, at=AT),
    },
    allowance=Allowance("33.9.9.9", AT, seen_open=True),
    proxy="",
    outdated=("security", "permissions"),
)
FINDINGS = (
    Kept(
        Finding(
            step="security",
            check="addresses",
            state=State.FAILED,
            kind=Kind.ADDRESSES_MISSING,
            values={"missing": ["33.1.2.4"], "found": ["33.1.2.3"], "total": 2},
        ),
        AT,
        None,
    ),
    Kept(
        Finding(
            step="security",
            check="unusable",
            state=State.WARNING,
            kind=Kind.ADDRESSES_UNUSABLE,
            values={"unusable": [{"entry": "33.1.2.0/24", "reason": "cidr"}]},
        ),
        AT,
        AT - datetime.timedelta(days=1),
    ),
)


def bundle(people: int = 3) -> Bundle:
    """A bundle with something in every part of it."""
    return Bundle(
        made_at=AT,
        program="1.2.3",
        key_id="0a1b2c3d",
        snapshot=Snapshot(
            at=AT,
            profile=PROFILE,
            secret=SecretSeen(
                given=True, fault="field_blanks", values={"field": "client_secret"}, mark="99aabbcc"
            ),
            findings=FINDINGS,
            bindings={"bound": 2, "conflict": 0},
            facts=FactsSeen(date=datetime.date(2026, 11, 1), digest="d1g357", own=True),
            system={"python": "3.11.2", "os": "Linux"},
        ),
        calls=(
            CallRecord(AT, "POST", "/topapi/v2/user/get", "ok", 31, counted=True),
            CallRecord(AT, "POST", "/topapi/v2/user/get", "ok", 31, counted=True),
        ),
        bindings=tuple(
            BindingLine(
                username=f"u-{number}",
                name="化名 ab",
                userid=f"p-{number}",
                rule="mobile",
                confidence="high",
                enabled=bool(number),
                state="bound",
            )
            for number in range(people)
        ),
        sends=(SendLine(id=7, at=AT, push="sync", type="text", language="zh", tally={"read": 1}),),
        deliveries=(
            DeliveryLine(sending=7, userid="p-1", fate="refused", kind="forbidden:content", at=AT),
        ),
        struck={"calls.jsonl": 3},
    )


def saved(path: Path, one: Bundle) -> Path:
    write_bundle(path, to_lines(one), manifest_of(one))
    return path


def names(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


def contents(one: Bundle) -> dict[str, bytes]:
    """The members of a bundle's file, unpacked."""
    lines = to_lines(one)
    packed = {member: b"".join(line + b"\n" for line in lines[member]) for member in MEMBERS}
    return {MANIFEST: msgspec.json.encode(manifest_of(one))} | packed


class Entry(NamedTuple):
    """A member of a zip with every field that an attacker may choose."""

    name: bytes
    content: bytes
    method: int = 8
    flags: int = 0
    attributes: int = 0
    extra: bytes = b""
    comment: bytes = b""
    size: int | None = None
    """What the zip says it unpacks to; what it does by default."""
    packed: bytes | None = None
    check: int | None = None
    local_name: bytes | None = None
    local_extra: bytes = b""
    offset: int | None = None
    gap: bytes = b""
    """Before it."""


def entries(members: Mapping[str, bytes]) -> list[Entry]:
    return [Entry(name.encode(), content) for name, content in members.items()]


def zipped(
    given: Iterable[Entry], *, before: bytes = b"", comment: bytes = b"", locator: bytes = b""
) -> bytes:
    """A zip as `zipfile` would never write it."""
    body, directory, count = before, b"", 0
    for one in given:
        body += one.gap
        packed = one.packed if one.packed is not None else _packed(one)
        check = zlib.crc32(one.content) if one.check is None else one.check
        size = len(one.content) if one.size is None else one.size
        told = (20, one.flags, one.method, 0, 33, check, len(packed), size)
        local = one.local_name if one.local_name is not None else one.name
        offset = len(body) if one.offset is None else one.offset
        body += struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", *told, len(local), len(one.local_extra))
        body += local + one.local_extra + packed
        lengths = (len(one.name), len(one.extra), len(one.comment))
        directory += struct.pack(
            "<4sHHHHHHIIIHHHHHII",
            *(b"PK\x01\x02", 20, *told, *lengths, 0, 0, one.attributes, offset),
        )
        directory += one.name + one.extra + one.comment
        count += 1
    end = struct.pack(
        "<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), len(comment)
    )
    return body + directory + locator + end + comment


def _packed(one: Entry) -> bytes:
    if one.method != 8:
        return one.content
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(one.content) + packer.flush()
