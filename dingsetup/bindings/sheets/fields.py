"""How each field of a user is read from a cell and written to one."""

import datetime
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any

from dingsetup.bindings.edits import MOST_TEXT, MOST_USERID
from dingsetup.bindings.numbers import MobileKind, normal_mobile
from dingsetup.bindings.sheets.cells import (
    CONTROL,
    MARK,
    NOT_IN_NOTES,
    Problem,
    TextField,
    WordField,
    rounded,
)
from dingsetup.bindings.sheets.packing import (
    unpack_candidates,
    unpack_lines,
    unpack_rules,
    unpack_texts,
)
from dingsetup.bindings.sheets.values import LONGEST_CELL, SheetReason
from dingsetup.bindings.sheets.words import load_words, read_yes_or_no
from dingsetup.bindings.values import Confidence, Rule

Field = TextField | WordField

_EMAIL = re.compile(r"""(?:[^\s@<>()\[\],;:"\\]+@[\w-]+(?:\.[\w-]+)*)?""")
_MAINLAND = re.compile(r"(?:1[3-9]\d{9})?", re.ASCII)
_WITH_ZERO = re.compile(r"\d{1,15}\.0", re.ASCII)
_NO_NUMBER = re.compile(r"(?:\D.*|\d[^.E]*)?", re.ASCII)
_ONE_LINE = re.compile(r".*")
_RULE = re.compile(f"(?:{'|'.join(Rule)})?")
_RULES = re.compile(f"(?:(?:{'|'.join(Rule)})(?:; (?:{'|'.join(Rule)}))*)?")
_CONFIDENCE = re.compile("|".join(Confidence))
_USERID = re.compile(rf"\S{{0,{MOST_USERID}}}")
_NO_NUMBER_NO_BLANK = re.compile(
    rf"(?:[^\d\s]\S{{0,{MOST_USERID - 1}}}|\d[^\s.E]{{0,{MOST_USERID - 1}}})?"
)


@cache
def text_fields() -> dict[str, TextField]:
    """The fields that hold a text."""
    return {
        "username": TextField(
            MOST_TEXT, shape=_identifier, quick=_NO_NUMBER, passed_over=example()
        ),
        "name": TextField(MOST_TEXT, forbidden=CONTROL),
        "email": TextField(MOST_TEXT, shape=_email, quick=_EMAIL),
        "mobile": TextField(MOST_TEXT, shape=_mobile, quick=_MAINLAND),
        "job_number": TextField(MOST_TEXT, shape=_job_number, quick=_NO_NUMBER),
        "userid": TextField(MOST_TEXT, shape=_userid, quick=_NO_NUMBER_NO_BLANK, literal=_account),
        "rule": _ours(_rule, quick=_RULE),
        "confidence": _ours(Confidence, quick=_CONFIDENCE),
        "checked_at": _ours(_moment, dates=True),
        "note": TextField(
            MOST_TEXT, forbidden=NOT_IN_NOTES, shape=_note, quick=_ONE_LINE, dates=True
        ),
        "candidates": _ours(unpack_candidates),
        "rejected": _ours(unpack_texts),
        "searched": _ours(unpack_rules, quick=_RULES),
    }


@cache
def fields() -> dict[str, Field]:
    """All fields a column can be mapped to."""
    return {
        **text_fields(),
        "enabled": WordField(_yes_or_no),
        "ignored": WordField(_yes_or_no),
        "duplicate_lines": WordField(_lines),
    }


@cache
def example() -> re.Pattern[str]:
    """Matches the username of a template's example, which is passed over."""
    words = "|".join(map(re.escape, load_words().words["example"]))
    return re.compile(rf"\s*(?:{words})\s*[:：]", re.IGNORECASE)


def _yes_or_no(text: str) -> bool | Problem | None:
    if not text:
        return None
    flag = read_yes_or_no(text)
    return Problem(SheetReason.NOT_YES_OR_NO, {"value": text[:80]}) if flag is None else flag


def _lines(text: str) -> tuple[int, ...] | Problem:
    try:
        return unpack_lines(text)
    except ValueError:
        return Problem(SheetReason.VALUE_UNKNOWN, {"value": text[:80]}, kept=())


def _identifier(text: str) -> str | Problem:
    """A name that must be equal on both sides to the letter."""
    if rounded(text):
        return Problem(SheetReason.DIGITS_LOST, {"value": text})
    # Exports of other systems put the mark before numbers, to keep a spreadsheet's hands off them.
    return text[1:] if text[:1] == MARK and text[1:].isdigit() else text


def _job_number(text: str) -> str | Problem:
    return _identifier(_whole(text))


def is_email(text: str) -> bool:
    """Whether a text can be a mail address."""
    return bool(text) and _EMAIL.fullmatch(text) is not None


def _email(text: str) -> str | Problem:
    text = _bare(text)
    if _EMAIL.fullmatch(text):
        return text
    half = unicodedata.normalize("NFKC", text).strip().removeprefix("mailto:")
    if _EMAIL.fullmatch(half):
        return half
    return Problem(SheetReason.EMAIL_INVALID, {"value": text[:80]})


def _mobile(text: str) -> str | Problem:
    text = _whole(_bare(text))
    mobile = normal_mobile(text)
    if mobile.kind is MobileKind.OK:
        return mobile.value
    if mobile.kind is MobileKind.EMPTY:
        return ""
    if mobile.kind is MobileKind.MASKED:
        return Problem(SheetReason.MOBILE_MASKED, {"value": text[:80]}, kept=text)
    lost = rounded(text)
    reason = SheetReason.DIGITS_LOST if lost else SheetReason.MOBILE_INVALID
    return Problem(reason, {"value": text[:80]})


def _bare(text: str) -> str:
    return text[1:] if text[:1] == MARK else text


def _whole(text: str) -> str:
    """A number without the `.0` that programs add when a column has gaps."""
    return text[:-2] if _WITH_ZERO.fullmatch(text) else text


def _userid(text: str) -> str | Problem:
    found = _account(text)
    return found if isinstance(found, Problem) else _identifier(found)


def _account(text: str) -> str | Problem:
    if _USERID.fullmatch(text):
        return text
    return Problem(SheetReason.USERID_SHAPE, {"value": text[:80]})


def _note(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _rule(text: str) -> None:
    if text:
        Rule(text)


def _moment(text: str) -> None:
    if text:
        datetime.datetime.fromisoformat(text)


def _ours(
    read: Callable[[str], Any], *, quick: re.Pattern[str] | None = None, dates: bool = False
) -> TextField:
    """A field that only an export fills in: a text is kept as it is where it can be read."""

    def shape(text: str) -> str | Problem:
        try:
            read(text)
        except ValueError:
            return Problem(SheetReason.VALUE_UNKNOWN, {"value": text[:80]})
        return text

    return TextField(LONGEST_CELL, shape=shape, quick=quick, dates=dates, literal=shape)
