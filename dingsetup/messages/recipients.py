"""Who can be written to: people of the binding table, and what keeps each from getting it."""

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Any

import msgspec

from dingsetup.bindings.records import ROW_QUERY, read_row
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import (
    BindingState,
    Department,
    Person,
    Reason,
    Row,
    Standing,
)
from dingsetup.messages.deliveries import Recipient


class HindranceKind(StrEnum):
    """Why somebody cannot get what is pushed; `Hindrance.values` holds what is in brackets."""

    NOT_BOUND = "not_bound"
    SUGGESTED = "suggested"
    """Somebody was found, and nobody has decided yet."""
    CONFLICT = "conflict"
    """[reason] of the binding table."""
    NOT_FOUND = "not_found"
    IGNORED = "ignored"
    """Needs no binding, as somebody decided."""
    DISABLED = "disabled"
    """The DataWind user is: a test arrives, a real push does not."""
    USERID_UNKNOWN = "userid_unknown"
    """[userid] that the directory does not know."""
    INACTIVE = "inactive"
    """Has not activated DingTalk yet."""
    GONE = "gone"
    OUT_OF_RANGE = "out_of_range"
    """Outside the app's contact range."""
    NOT_VISIBLE = "not_visible"
    """The app is not for this person."""


class Hindrance(msgspec.Struct, frozen=True):
    kind: HindranceKind
    values: dict[str, Any] = {}


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to choose, and what speaks against it."""

    recipient: Recipient
    """Without a userid where nobody is bound: nothing can be sent then."""
    hindrance: Hindrance | None = None
    row: Row | None = None
    """None for somebody who stands in no binding."""
    person: Person | None = None
    """As the directory was last read; None where it has nobody."""
    seen_at: str = ""
    """When that was (ISO 8601, UTC); empty for never."""

    @property
    def possible(self) -> bool:
        """Whether there is an account to send to, whatever else speaks against it."""
        return bool(self.recipient.userid)


_BY_STATE = {
    BindingState.SUGGESTED: HindranceKind.SUGGESTED,
    BindingState.NOT_FOUND: HindranceKind.NOT_FOUND,
    BindingState.NOT_BOUND: HindranceKind.NOT_BOUND,
    BindingState.IGNORED: HindranceKind.IGNORED,
}
_FIELDS = "b.username b.name b.email b.userid b.job_number b.mobile p.name p.department_names"
_TEXT = " || char(10) || ".join(f"coalesce({field}, '')" for field in _FIELDS.split())
_BELOW = """
p.userid IN (SELECT q.userid FROM person q, json_each(nullif(q.departments, '')) home
    WHERE home.value IN (
        WITH RECURSIVE below (id) AS (
            VALUES (?3) UNION SELECT d.id FROM department d JOIN below ON d.parent_id = below.id
        ) SELECT id FROM below))
"""
_WANTED = f"""
WHERE (?1 = '' OR {_TEXT} LIKE ?1 ESCAPE '\\')
AND (?2 = '[]' OR b.state IN (SELECT value FROM json_each(?2)))
AND (?3 IS NULL OR {_BELOW}) ORDER BY b.state <> 'bound', b.id LIMIT ?4
"""


def candidates(
    table: Table,
    text: str = "",
    states: Collection[BindingState] = (),
    department: int | None = None,
    most: int = 200,
) -> list[Choice]:
    """Users of the binding table who hold the text, in one of the states (none: in any).

    `department` is its id; those below count too. The bound come first. Raises DatabaseError.
    """
    chosen = msgspec.json.encode([str(state) for state in states]).decode()
    with table.reading() as database:
        values = (_like(text.strip()), chosen, department, most)
        found = database.execute(ROW_QUERY + _WANTED, values).fetchall()
    return [_choice(read_row(row)) for row in found]


def choice_of(table: Table, who: str) -> Choice:
    """Whom a DataWind username or a DingTalk userid names: as `choices_named`, of one."""
    return choices_named(table, [who])[0]


def choices_named(table: Table, names: Sequence[str]) -> list[Choice]:
    """Whom DataWind usernames or DingTalk userids name, also where the table knows neither.

    A username that is somebody else's userid is taken as the username. Raises DatabaseError.
    """
    named = [Recipient(name, username=name) for name in (one.strip() for one in names)]
    return [_without_username(choice) for choice in choices_of(table, named)]


def _without_username(choice: Choice) -> Choice:
    """Of somebody who stands in no binding the name given is no username."""
    if choice.row is not None:
        return choice
    bare = msgspec.structs.replace(choice.recipient, username="")
    return msgspec.structs.replace(choice, recipient=bare)


def choices_of(table: Table, recipients: Sequence[Recipient]) -> list[Choice]:
    """People who were chosen before, as the table knows them now, in the same order.

    Who stands in no binding is looked for in the directory. Raises DatabaseError.
    """
    userids = [one.userid for one in recipients if one.userid]
    named = [one.username for one in recipients if one.username]
    rows = _rows(table, userids, named)
    by_userid: dict[str, Row] = {}
    for row in rows:
        by_userid.setdefault(row.userid, row)
    by_username = {row.username: row for row in rows}
    people = table.people(userids)
    read_at = str(table.directory_read().get("at", ""))
    return [
        _choice(row)
        if (row := by_username.get(one.username) or by_userid.get(one.userid))
        else _unbound(one, people.get(one.userid), read_at)
        for one in recipients
    ]


def hindrance(row: Row) -> Hindrance | None:
    """What keeps a user from getting what is pushed; the first thing that must be mended."""
    if row.ignored:
        return Hindrance(HindranceKind.IGNORED)
    if not row.userid:
        kind = _BY_STATE.get(row.state, HindranceKind.CONFLICT)
        return Hindrance(kind, {"reason": str(row.reason)} if row.reason else {})
    if row.reason is Reason.USERID_UNKNOWN:
        return Hindrance(HindranceKind.USERID_UNKNOWN, {"userid": row.userid})
    if row.person is not None and (against := _person_hindrance(row.person)):
        return against
    if not row.enabled:
        return Hindrance(HindranceKind.DISABLED)
    if row.state is BindingState.CONFLICT:
        return Hindrance(HindranceKind.CONFLICT, {"reason": str(row.reason)} | row.values)
    return None


def departments(table: Table) -> list[Department]:
    """All departments the app may see, to choose from. Raises DatabaseError."""
    with table.reading() as database:
        found = database.execute("SELECT id, name, parent_id FROM department ORDER BY id")
        return [Department(*row) for row in found]


def _person_hindrance(person: Person) -> Hindrance | None:
    kind = None
    if person.standing is Standing.GONE:
        kind = HindranceKind.GONE
    elif person.standing is Standing.OUT_OF_RANGE:
        kind = HindranceKind.OUT_OF_RANGE
    elif not person.active:
        kind = HindranceKind.INACTIVE
    elif not person.visible:
        kind = HindranceKind.NOT_VISIBLE
    return Hindrance(kind) if kind else None


def _choice(row: Row) -> Choice:
    name = row.name or (row.person.name if row.person else "")
    return Choice(
        recipient=Recipient(row.userid, name, row.username),
        hindrance=hindrance(row),
        row=row,
        person=row.person,
        seen_at=row.checked_at,
    )


def _unbound(one: Recipient, person: Person | None, read_at: str) -> Choice:
    """Somebody who stands in no binding; that the directory has nobody counts once it was read."""
    if person is not None:
        against = _person_hindrance(person)
        recipient = Recipient(one.userid, person.name or one.name)
        return Choice(recipient=recipient, hindrance=against, person=person, seen_at=read_at)
    against = Hindrance(HindranceKind.NOT_BOUND) if not one.userid else None
    if one.userid and read_at:
        against = Hindrance(HindranceKind.USERID_UNKNOWN, {"userid": one.userid})
    return Choice(recipient=one, hindrance=against, seen_at=read_at)


def _rows(table: Table, userids: Sequence[str], usernames: Sequence[str]) -> list[Row]:
    """Rows bound to one of these accounts or of one of these users."""
    with table.reading() as database:
        found = database.execute(
            ROW_QUERY + "WHERE b.userid <> '' AND b.userid IN (SELECT value FROM json_each(?1))"
            " OR b.username IN (SELECT value FROM json_each(?2)) ORDER BY b.id",
            [msgspec.json.encode(list(names)).decode() for names in (userids, usernames)],
        ).fetchall()
    return [read_row(row) for row in found]


def _like(text: str) -> str:
    for sign in "\\%_":
        text = text.replace(sign, f"\\{sign}")
    return f"%{text}%" if text else ""
