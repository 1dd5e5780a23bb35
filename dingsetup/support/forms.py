"""What the lines of a support file must be like, beyond their types: known words, moments that
exist, numbers that fit."""

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from dingsetup.bindings.values import BindingState, Confidence, Reason
from dingsetup.findings import Kind
from dingsetup.messages.deliveries import Fate
from dingsetup.store import CallRecord, Kept
from dingsetup.support.parsing import Form, is_moment
from dingsetup.support.values import BindingLine, DeliveryLine, SendLine

WORD = re.compile(r"[\w./:{}+ -]{0,120}", re.ASCII)
"""Ids, names of kinds, rules and languages, methods."""
_NAMED = re.compile(r"[\w./:-]{1,80}", re.ASCII)
MOST_FINDINGS = 1000
"""All checks together have under a hundred; each is told, drawn and held against each other."""
_LARGEST = 2**63
"""Beyond, a number fits no column of a database."""
_STATES = frozenset(map(str, BindingState))
_REASONS = frozenset(map(str, Reason))
_CONFIDENCES = frozenset(map(str, Confidence))
_FATES = frozenset(map(str, Fate))
_KINDS = frozenset(("", *map(str, Kind)))
_LISTS = frozenset(("scopes", "missing", "near", "unusable", "extra", "fields"))
_NUMBERS = frozenset(("seconds",))
_WEB = ("https://", "http://")


def is_number(value: Any) -> bool:
    """Whether it is a whole number that fits everywhere."""
    return isinstance(value, int) and -_LARGEST <= value < _LARGEST


def values_fault(values: Mapping[str, Any]) -> str:
    """Which of a finding's values no check would have written, so that nobody who tells the
    finding stumbles over it; empty for none."""
    for name, value in values.items():
        if not _is_told(value) or not _fits(name, value):
            return name
    return "answered_at" if "answer" in values and "answered_at" not in values else ""


def _fits(name: str, value: Any) -> bool:
    if name.endswith("_at"):
        return _is_written_moment(value)
    if name in _LISTS:
        return isinstance(value, list)
    if name in _NUMBERS:
        return is_number(value)
    if name == "states":
        counts = cast("Mapping[str, Any]", value)
        return isinstance(value, Mapping) and all(map(is_number, counts.values()))
    if name.endswith("url"):
        return isinstance(value, str) and (not value or value.startswith(_WEB))
    return True


def _is_told(value: Any) -> bool:
    """Whether it is a single value, a list of such or of remarks on entries, or a table."""
    if isinstance(value, list):
        return all(_is_single(one) or _is_remark(one) for one in cast("Sequence[Any]", value))
    if isinstance(value, Mapping):
        return all(map(_is_single, cast("Mapping[str, Any]", value).values()))
    return _is_single(value)


def _is_single(value: Any) -> bool:
    return value is None or isinstance(value, str | bool | float) or is_number(value)


def _is_remark(value: Any) -> bool:
    if not isinstance(value, Mapping):
        return False
    remark = cast("Mapping[str, Any]", value)
    return set(remark) == {"entry", "reason"} and all(
        isinstance(text, str) for text in remark.values()
    )


def _is_written_moment(value: Any) -> bool:
    try:
        return is_moment(datetime.datetime.fromisoformat(value))
    except (ValueError, TypeError):
        return False


def _kept_fault(kept: Kept) -> str:
    finding = kept.finding
    if not _NAMED.fullmatch(finding.step) or not _NAMED.fullmatch(finding.check):
        return "step, check"
    if not is_moment(kept.at) or not is_moment(kept.passed_at):
        return "at, passed_at"
    return values_fault(finding.values)


def _call_fault(call: CallRecord) -> str:
    if not WORD.fullmatch(call.method) or not WORD.fullmatch(call.verdict):
        return "method, verdict"
    if not is_moment(call.at):
        return "at"
    return "" if is_number(call.ms) else "ms"


def _binding_fault(line: BindingLine) -> str:
    if line.state not in _STATES:
        return "state"
    if line.reason not in _REASONS:
        return "reason"
    if line.confidence not in _CONFIDENCES:
        return "confidence"
    return "" if WORD.fullmatch(line.rule) else "rule"


def _send_fault(line: SendLine) -> str:
    words = (line.push, line.type, line.language)
    if not all(map(WORD.fullmatch, words)):
        return "push, type, language"
    if not is_moment(line.at):
        return "at"
    if not all(map(is_number, (line.id, line.number, line.people, *line.tally.values()))):
        return "id, number, people, tally"
    return "" if line.tally.keys() <= _FATES else "tally"


def _delivery_fault(line: DeliveryLine) -> str:
    if line.fate not in _FATES or line.kind not in _KINDS:
        return "fate, kind"
    if not is_moment(line.at):
        return "at"
    return "" if is_number(line.sending) else "sending"


FINDING = Form(Kept, _kept_fault, lambda kept: kept.finding.key, MOST_FINDINGS)
CALL = Form(CallRecord, _call_fault, id)
"""Any two calls may be alike."""
BINDING = Form(BindingLine, _binding_fault, lambda line: line.username)
SEND = Form(SendLine, _send_fault, lambda line: line.id)
DELIVERY = Form(DeliveryLine, _delivery_fault, lambda line: (line.sending, line.userid))
