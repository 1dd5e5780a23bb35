"""Reads out of a task's result where each person stands, and claims no more than it says."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from dingsetup.dingtalk.messages import Forbidden, Result
from dingsetup.findings import Kind
from dingsetup.messages.deliveries import SETTLED, Fate


class Told(msgspec.Struct, frozen=True):
    """What a result says of one person."""

    fate: Fate
    kind: Kind | None = None
    values: dict[str, Any] = {}


def told_by(result: Result) -> dict[str, Told]:
    """Everybody a result names. Who stands in two lists has the worse: nothing is called delivered
    that DingTalk also calls kept back."""
    found = dict.fromkeys(result.unread, Told(Fate.DELIVERED))
    found |= dict.fromkeys(result.read, Told(Fate.READ))
    found |= dict.fromkeys(result.failed, Told(Fate.FAILED))
    found |= dict.fromkeys(result.invalid, Told(Fate.INVALID))
    return found | {one.userid: _refused(one) for one in result.forbidden}


def changes(now: Mapping[str, Fate], told: Mapping[str, Told]) -> dict[str, Told]:
    """What changes for these people. A settled fate stays, and nobody is named who was not asked
    about: DingTalk may name others."""
    return {
        userid: told[userid]
        for userid, fate in now.items()
        if userid in told and fate not in SETTLED and told[userid].fate is not fate
    }


def running(now: Mapping[str, Fate]) -> dict[str, Told]:
    """What changes once DingTalk says that it works at the task."""
    return {userid: Told(Fate.RUNNING) for userid, fate in now.items() if fate is Fate.ACCEPTED}


def is_settled(fates: Iterable[Fate]) -> bool:
    """Whether no further look can change any of them."""
    return all(fate in SETTLED for fate in fates)


def _refused(one: Forbidden) -> Told:
    values: dict[str, Any] = {"userid": one.userid}
    values |= {"code": one.code} if one.code else {}
    values |= {"count": one.count} if one.count is not None else {}
    return Told(Fate.REFUSED, one.kind, values)
