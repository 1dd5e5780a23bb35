"""Finds the guide's permissions, and those beyond them, in a pasted page of the console."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from dingsetup.facts import Facts
from dingsetup.pasted.comparison import Comparison, Reason, Remark
from dingsetup.pasted.lists import MOST_CHARACTERS, plain_text

CODE = re.compile(
    r"(?<![\w./:-])(?:qyapi_\w{2,60}|field[A-Z]\w{2,40}|snsapi_\w{2,40}|open_app_\w{2,40}"
    r"|[A-Z][A-Za-z]{1,30}(?:\.[A-Za-z]{2,30}){2,3})(?![\w./-])"
)
NAME = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fffA-Za-z0-9]{2,30}(?:读|写|读写|读取|管理|访问|发送|编辑|信息)权限"
    r"(?![\u4e00-\u9fff])"
)
NOT_GRANTED = re.compile(
    r"未开通|未申请|立即开通|申请权限|去申请|待审批|审批中|not granted|apply now", re.IGNORECASE
)
GRANTED = re.compile(r"已开通|已申请|已授权|granted", re.IGNORECASE)
ALWAYS_ON = frozenset({"qyapi_base", "snsapi_base", "open_app_api_base"})
"""Every app has them; nobody granted them."""


class Mention(NamedTuple):
    """A permission in the text: its code (or its name, where the code is not known)."""

    place: int
    end: int
    id: str


def compare_permissions(facts: Facts, text: str) -> Comparison:
    """Compare by code, today's name, the guide's name or the English one; parts hold codes.

    What the page shows beside an entry as not granted yet (UNCONFIRMED layout) is missing.
    """
    page = plain_text(text[:MOST_CHARACTERS])
    known = _known(facts)
    mentions = sorted([*_wanted(known, page), *_others(known, page)])
    open_ones: dict[str, None] = {}
    granted: dict[str, None] = {}
    for mention, row in reversed(list(_rows(mentions, page))):
        shown_open = NOT_GRANTED.search(row) and not GRANTED.search(NOT_GRANTED.sub("", row))
        (open_ones if shown_open else granted)[mention.id] = None
    codes = [permission.code for permission in facts.permissions]
    remarks = (id for id in open_ones if id in codes and id not in granted)
    return Comparison(
        found=tuple(code for code in codes if code in granted),
        missing=tuple(code for code in codes if code not in granted),
        extra=tuple(id for id in granted if id not in codes and id not in ALWAYS_ON),
        near=tuple(Remark(entry=id, reason=Reason.NOT_GRANTED, wanted=id) for id in remarks),
    )


def _known(facts: Facts) -> dict[str, str]:
    """Map every spelling, in lower case, to its code."""
    return {
        plain_text(spelling).lower(): permission.code
        for permission in facts.permissions
        for spelling in (
            permission.code,
            permission.name,
            permission.guide_name,
            permission.english,
        )
    }


def _wanted(known: dict[str, str], page: str) -> Iterator[Mention]:
    spellings = "|".join(re.escape(text) for text in sorted(known, key=len, reverse=True))
    for hit in re.finditer(
        rf"(?<![A-Za-z0-9_])(?:{spellings})(?![A-Za-z0-9_])", page, re.IGNORECASE
    ):
        yield Mention(hit.start(), hit.end(), known[hit.group().lower()])


def _others(known: dict[str, str], page: str) -> Iterator[Mention]:
    """Codes that are not the guide's; names only on a page without any code."""
    codes = list(CODE.finditer(page))
    names = (hit for hit in NAME.finditer(page) if not _holds(known, hit.group()))
    for hit in codes or names:
        if hit.group().lower() not in known:
            yield Mention(hit.start(), hit.end(), hit.group())


def _holds(known: dict[str, str], name: str) -> bool:
    return any(spelling in name.lower() for spelling in known)


def _rows(mentions: list[Mention], page: str) -> Iterator[tuple[Mention, str]]:
    """Pair each mention with the text up to the next other one: its row of the page."""
    following, previous = len(page), Mention(len(page), len(page), "")
    for mention in reversed(mentions):
        if mention.id != previous.id:
            following = previous.place
        yield mention, page[mention.end : min(following, mention.end + 200)]
        previous = mention
