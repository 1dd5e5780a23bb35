"""Takes a sheet of DataWind users into the table: what that would change, and then as one change.

A user is known by the username. What the sheet has no column for stays as it is, and a binding
made by hand stays whatever the sheet says.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from dingsetup.bindings import journal
from dingsetup.bindings.numbers import mobile_key
from dingsetup.bindings.records import DECIDED, read_texts, written
from dingsetup.bindings.sheets.packing import unpack_candidates, unpack_rules, unpack_texts
from dingsetup.bindings.sheets.values import Sheet, SheetUser
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import (
    Action,
    BindingError,
    Cancel,
    Cancelled,
    Change,
    Confidence,
    Progress,
    Rule,
    Trouble,
)

_STEP = 2048
_EXAMPLES = 50
_HIDDEN = frozenset(("mobile_key",))
_EMPTY: dict[str, Any] = dict.fromkeys(DECIDED, "") | {"enabled": 1, "ignored": 0}
_TEXTS = ("name", "email", "mobile", "job_number", "note")
_OURS = frozenset(("userid", "ignored", "note", "rejected", "searched", "candidates"))
_PLAIN = ("username", *_TEXTS[:4], "enabled", "duplicate_lines", "mobile_key")
"""What a list of users, as DataWind gives it, says of each."""
_Values = tuple[Any, ...]


class Example(msgspec.Struct, frozen=True):
    """A row that the import would touch: only the fields that differ, None for a new row."""

    username: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]


class ImportPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What an import would change, before it does."""

    sheet: Sheet
    stamp: int
    new: int
    changed: int
    same: int
    kept: tuple[str, ...]
    """Users bound by hand to another account than the sheet says; they stay as they are."""
    examples: tuple[Example, ...]
    columns: tuple[str, ...]
    """What `inserts` hold of new rows."""
    inserts: Sequence[_Values]
    updates: Sequence[_Values]


def plan_import(
    table: Table,
    sheet: Sheet,
    cancel: Cancel = None,
    progress: Progress = lambda done, total: None,
) -> ImportPlan:
    """Compare a sheet with the table; nothing is written. Raises DatabaseError, Cancelled."""
    known, stamp = _known(table)
    columns, new = (DECIDED, _new) if _OURS & set(sheet.mapping) else (_PLAIN, _new_plain)
    inserts: list[_Values] = []
    updates: list[_Values] = []
    kept: list[str] = []
    examples: list[Example] = []
    for start in range(0, len(sheet.users), _STEP):
        if cancel is not None and cancel.is_set():
            raise Cancelled
        progress(start, len(sheet.users))
        for user in sheet.users[start : start + _STEP]:
            current = known.get(user.username)
            if current is None:
                inserts.append(new(user))
                if len(examples) < _EXAMPLES:
                    examples.append(_example(user.username, {}, _named(columns, inserts[-1])))
                continue
            number, before = current
            after = _merged(user, before, kept)
            if after != before:
                updates.append((*after, number))
                if len(examples) < _EXAMPLES:
                    examples.append(
                        _example(user.username, _named(DECIDED, before), _named(DECIDED, after))
                    )
    return ImportPlan(
        sheet=sheet,
        stamp=stamp,
        new=len(inserts),
        changed=len(updates),
        same=len(sheet.users) - len(inserts) - len(updates),
        kept=tuple(kept),
        examples=tuple(examples),
        columns=columns,
        inserts=inserts,
        updates=updates,
    )


def apply_import(table: Table, plan: ImportPlan, cancel: Cancel = None) -> Change | None:
    """Carry a plan out as one change; None where it changes nothing.

    Raises DatabaseError, Cancelled, and BindingError CHANGED_MEANWHILE where the table is no
    longer what was compared; nothing is written then.
    """
    if cancel is not None and cancel.is_set():
        raise Cancelled
    about = {"file": plan.sheet.name, "faults": len(plan.sheet.faults)}
    with table.change(Action.IMPORT, about, cancel=cancel) as draft:
        if journal.stamp(draft.database) != plan.stamp:
            raise BindingError(Trouble.CHANGED_MEANWHILE)
        draft.update(DECIDED, plan.updates)
        if plan.inserts:
            draft.insert(plan.columns, plan.inserts)
    return draft.change


def _known(table: Table) -> tuple[dict[str, tuple[int, _Values]], int]:
    with table.reading() as database:
        found = database.execute(f"SELECT id, {', '.join(DECIDED)} FROM binding")
        return {row[1]: (row[0], row[1:]) for row in found.fetchall()}, journal.stamp(database)


def _new_plain(user: SheetUser) -> _Values:
    """A hundred thousand of these are made in a fifth of a second."""
    mobile = user.mobile or ""
    return (
        *(user.username, user.name or "", user.email or "", mobile, user.job_number or ""),
        *(user.enabled is not False, written(user.duplicate_lines), mobile_key(mobile)),
    )


def _new(user: SheetUser) -> _Values:
    return _put(user, _EMPTY | {"username": user.username})


def _merged(user: SheetUser, before: _Values, kept: list[str]) -> _Values:
    fields = _named(DECIDED, before)
    if fields["rule"] == Rule.HAND and fields["userid"]:
        if user.userid not in (None, "", fields["userid"]):
            kept.append(user.username)
        user = msgspec.structs.replace(user, userid=None)
    return _put(user, fields)


def _put(user: SheetUser, fields: dict[str, Any]) -> _Values:
    for name in _TEXTS:
        text: str | None = getattr(user, name)
        if text is not None:
            fields[name] = text
    if user.enabled is not None:
        fields["enabled"] = int(user.enabled)
    if user.ignored is not None:
        fields["ignored"] = int(user.ignored)
    fields["duplicate_lines"] = written(user.duplicate_lines)
    fields["mobile_key"] = mobile_key(fields["mobile"])
    if user.rejected:
        rejected = (*read_texts(fields["rejected"]), *unpack_texts(user.rejected))
        fields["rejected"] = written(list(dict.fromkeys(rejected)))
    if user.searched:
        fields["searched"] = written(unpack_rules(user.searched))
    if user.userid and user.userid != fields["userid"]:
        fields |= _binding(user, user.userid)
    elif user.candidates and not fields["userid"]:
        fields["candidates"] = written(unpack_candidates(user.candidates))
    return tuple(fields[name] for name in DECIDED)


def _binding(user: SheetUser, userid: str) -> dict[str, Any]:
    """Our own export says by which rule; any other sheet is the rule itself."""
    rule, sure = user.rule or Rule.SHEET, user.confidence or Confidence.MEDIUM
    return {"userid": userid, "rule": str(rule), "confidence": str(sure), "candidates": ""}


def _named(columns: Sequence[str], values: _Values) -> dict[str, Any]:
    return dict(zip(columns, values, strict=True))


def _example(username: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Example:
    changed = [name for name in after if after[name] != before.get(name, "")]
    changed = [name for name in changed if name not in _HIDDEN]
    return Example(
        username,
        {name: before[name] for name in changed} if before else None,
        {name: after[name] for name in changed},
    )
