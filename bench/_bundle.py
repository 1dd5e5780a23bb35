"""Support files for the benchmarks: a small one with something in every part, and a large one's
profile folder."""

import datetime
from pathlib import Path

from dingsetup.findings import Finding, Kind, State
from dingsetup.profile import Answered, Profile
from dingsetup.store import CallRecord, Kept
from dingsetup.support.values import (
    BindingLine,
    Bundle,
    DeliveryLine,
    FactsSeen,
    SecretSeen,
    SendLine,
    Snapshot,
)

AT = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)


def snapshot() -> Snapshot:
    """What was found of a set-up that lacks a permission and an address."""
    profile = Profile(
        id="support",
        name="演示",
        app_key="ding0a1b2c3d4e5f6g7h",
        agent_id="3210987654",
        pasted_addresses="33.1.2.3\n33.1.2.4",
        answers={"ask:published": Answered(yes=True, at=AT, about="0123456789abcdef")},
    )
    unusable = [{"entry": "33.1.2.0/24", "reason": "cidr"}]
    return Snapshot(
        at=AT,
        profile=profile,
        secret=SecretSeen(given=True, mark="99aabbcc"),
        findings=(
            _failed("security", "addresses", Kind.ADDRESSES_MISSING, missing=["33.1.2.5"], total=2),
            _failed("security", "unusable", Kind.ADDRESSES_UNUSABLE, unusable=unusable),
            _failed("publish", "published", Kind.ASK_PUBLISHED, answer="no", answered_at=str(AT)),
            _failed("bindings", "bound", Kind.BINDINGS_OPEN, states={"bound": 3, "gone": 1}),
            _failed("credentials", "clock", Kind.CLOCK_WRONG, seconds=400),
        ),
        bindings={"bound": 3, "gone": 1},
        facts=FactsSeen(date=AT.date(), digest="d1g357"),
        system={"python": "3.11.2"},
    )


def small_bundle(people: int) -> Bundle:
    """One with something in every part of it."""
    numbers = range(people)
    return Bundle(
        made_at=AT,
        program="1.0.0",
        key_id="0a1b2c3d",
        snapshot=snapshot(),
        calls=(CallRecord(AT, "POST", "/topapi/v2/user/get", "ok", 31, counted=True),),
        bindings=tuple(
            BindingLine(username=f"n-{number}", userid=f"u-{number}", state="bound")
            for number in numbers
        ),
        sends=(SendLine(id=7, at=AT, push="sync", type="text", language="zh", tally={"read": 1}),),
        deliveries=tuple(
            DeliveryLine(sending=7, userid=f"u-{number}", fate="read", at=AT) for number in numbers
        ),
    )


def filled_folder(folder: Path, rows: int) -> Path:
    """A profile's folder with so many bindings, matched, and a directory as large."""
    from bench._people import filled
    from dingsetup.bindings.matching import apply_match, plan_match
    from dingsetup.bindings.table import Table

    table = Table(folder)
    filled(table, rows)
    apply_match(table, plan_match(table))
    return folder


def _failed(step: str, check: str, kind: Kind, **values: object) -> Kept:
    return Kept(
        Finding(step=step, check=check, state=State.FAILED, kind=kind, values=values), AT, None
    )
