"""What a person does to rows by hand: bind, accept, reject, ignore, type, fill, paste, take out.

Each is one change, or none at all where it is refused (BindingError), cancelled (Cancelled) or the
file cannot be used (DatabaseError).
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from dingsetup.bindings.directory import is_read
from dingsetup.bindings.numbers import MobileKind, normal_mobile
from dingsetup.bindings.records import ids_of, read_candidates, read_texts, written
from dingsetup.bindings.table import Draft, Table
from dingsetup.bindings.values import (
    EDITABLE,
    Action,
    BindingError,
    Cancel,
    Change,
    Confidence,
    Rule,
    Trouble,
)

if TYPE_CHECKING:
    from sqlite3 import Connection

MOST_TEXT = 500
"""Characters of a field; no name or address is longer."""
MOST_USERID = 64

_BINDING = ("userid", "rule", "confidence", "candidates", "duplicate_lines")
"""What a decision by hand writes: whoever decides has seen which line of a sheet is right."""
_BY_HAND = (Rule.HAND, Confidence.HIGH, "", "")


def bind(table: Table, row: int, userid: str) -> Change | None:
    """Bind a row by hand. Raises BindingError."""
    with table.change(Action.BIND, {"userid": userid}) as draft:
        _type_userid(draft, [row], userid)
    return draft.change


def unbind(table: Table, rows: Sequence[int], *, cancel: Cancel = None) -> Change | None:
    """Take the binding off rows; who was bound counts as turned down, so no run binds it again."""
    with table.change(Action.UNBIND, cancel=cancel) as draft:
        _unbind(draft, rows)
    return draft.change


def accept(
    table: Table, rows: Sequence[int], userid: str = "", *, cancel: Cancel = None
) -> Change | None:
    """Bind rows to the one who was suggested for each, or to `userid` among several.

    Rows that are bound stay as they are. Raises BindingError NO_CANDIDATE where a row has none or
    several to choose from and nothing is chosen; then nothing is written.
    """
    with table.change(Action.ACCEPT, {"userid": userid} if userid else {}, cancel=cancel) as draft:
        found = _read(draft.database, rows, "username", "userid", "candidates", "rejected")
        chosen = {
            row: _chosen(username, userid, candidates, rejected)
            for row, username, current, candidates, rejected in found
            if not current
        }
        for one in dict.fromkeys(chosen.values()):
            _must_be_known(draft.database, one)
        draft.update(
            _BINDING,
            [(one, *_BY_HAND, row) for row, one in chosen.items()],
        )
    return draft.change


def _chosen(username: str, userid: str, candidates: str, rejected: str) -> str:
    turned_down = read_texts(rejected)
    found = (one.userid for one in read_candidates(candidates))
    offered = {one for one in found if one not in turned_down}
    chosen = userid or (next(iter(offered)) if len(offered) == 1 else "")
    if chosen not in offered:
        raise BindingError(Trouble.NO_CANDIDATE, username=username)
    return chosen


def reject(
    table: Table, rows: Sequence[int], userid: str = "", *, cancel: Cancel = None
) -> Change | None:
    """Turn down who was suggested for rows, or only `userid`; no run suggests them again."""
    with table.change(Action.REJECT, {"userid": userid} if userid else {}, cancel=cancel) as draft:
        found = _read(draft.database, rows, "candidates", "rejected")
        values: list[tuple[Any, ...]] = []
        for row, candidates, rejected in found:
            offered = [one.userid for one in read_candidates(candidates)]
            turned_down = [one for one in offered if userid in ("", one)]
            if turned_down:
                values.append((written(_joined(rejected, turned_down)), row))
        draft.update(("rejected",), values)
    return draft.change


def ignore(
    table: Table, rows: Sequence[int], *, on: bool = True, cancel: Cancel = None
) -> Change | None:
    """Leave users out, who need no push; or take them in again."""
    with table.change(Action.IGNORE if on else Action.UNIGNORE, cancel=cancel) as draft:
        found = _read(draft.database, rows, "ignored")
        draft.update(("ignored",), [(on, row) for row, ignored in found if bool(ignored) != on])
    return draft.change


def edit(table: Table, row: int, field: str, text: str) -> Change | None:
    """Type into one cell. Raises BindingError."""
    with table.change(Action.EDIT, {"field": field}) as draft:
        _type(draft, [row], field, text)
    return draft.change


def fill(
    table: Table,
    rows: Sequence[int],
    field: str,
    text: str,
    *,
    cancel: Cancel = None,
) -> Change | None:
    """Type the same into one column of many rows. Raises BindingError."""
    with table.change(Action.FILL, {"field": field}, cancel=cancel) as draft:
        _type(draft, rows, field, text)
    return draft.change


def paste(
    table: Table, cells: Sequence[tuple[int, str, str]], *, cancel: Cancel = None
) -> Change | None:
    """Type into many cells at once, each as (row, field, text). Raises BindingError."""
    with table.change(Action.PASTE, cancel=cancel) as draft:
        alike: dict[tuple[str, str], list[int]] = {}
        for (row, field), text in {(row, field): text for row, field, text in cells}.items():
            alike.setdefault((field, text), []).append(row)
        for (field, text), rows in alike.items():
            _type(draft, rows, field, text)
    return draft.change


def delete(table: Table, rows: Sequence[int], *, cancel: Cancel = None) -> Change | None:
    """Take users out of the table."""
    with table.change(Action.DELETE, cancel=cancel) as draft:
        draft.delete(rows)
    return draft.change


def read_enabled(text: str) -> bool:
    """Read whether a user is enabled, in Chinese or English. Raises BindingError."""
    from dingsetup.bindings.sheets import read_yes_or_no  # its fields need this module's limits

    enabled = read_yes_or_no(text)
    if enabled is None:
        raise BindingError(Trouble.ENABLED_SHAPE, text=text)
    return enabled


def _mail_address(text: str) -> str:
    from dingsetup.bindings.sheets.fields import is_email  # its fields need this module's limits

    if text and not is_email(text):
        raise BindingError(Trouble.EMAIL_SHAPE, text=text)
    return text


def _type(draft: Draft, rows: Sequence[int], field: str, text: str) -> None:
    text = text.strip()
    if field not in EDITABLE:
        raise BindingError(Trouble.FIELD_FIXED, field=field)
    if len(text) > MOST_TEXT:
        raise BindingError(Trouble.TEXT_TOO_LONG, field=field, limit=MOST_TEXT)
    if field == "userid":
        _type_userid(draft, rows, text)
    elif field == "enabled":
        _write(draft, rows, {"enabled": read_enabled(text)})
    elif field == "mobile":
        number = normal_mobile(text)
        if number.kind is MobileKind.INVALID:
            raise BindingError(Trouble.MOBILE_SHAPE, text=text)
        _write(draft, rows, {"mobile": text, "mobile_key": number.value})
    elif field == "email":
        _write(draft, rows, {"email": _mail_address(text)})
    else:
        _write(draft, rows, {field: text})


def _type_userid(draft: Draft, rows: Sequence[int], userid: str) -> None:
    userid = userid.strip()
    if not userid:
        _unbind(draft, rows)
        return
    if len(userid) > MOST_USERID or any(one.isspace() for one in userid):
        raise BindingError(Trouble.USERID_SHAPE, userid=userid)
    _must_be_known(draft.database, userid)
    _write(draft, rows, dict(zip(_BINDING, (userid, *_BY_HAND), strict=True)))


def _unbind(draft: Draft, rows: Sequence[int]) -> None:
    found = _read(draft.database, rows, "userid", "rejected")
    draft.update(
        (*_BINDING, "rejected"),
        [
            ("", "", "", "", "", written(_joined(rejected, [userid])), row)
            for row, userid, rejected in found
            if userid
        ],
    )


def _must_be_known(database: "Connection", userid: str) -> None:
    """A mistyped userid would bind nobody; before the first scan nobody can tell."""
    known = database.execute("SELECT 1 FROM person WHERE userid = ?", [userid]).fetchone()
    if not known and is_read(database):
        raise BindingError(Trouble.USERID_UNKNOWN, userid=userid)


def _write(draft: Draft, rows: Sequence[int], columns: dict[str, Any]) -> None:
    """Write the same into rows that do not have it yet."""
    found = _read(draft.database, rows, *columns)
    if len(found) < len(set(rows)):
        raise BindingError(Trouble.ROW_GONE)
    values = tuple(columns.values())
    changed = [(*values, row) for row, *current in found if tuple(current) != values]
    draft.update(tuple(columns), changed)


def _read(database: "Connection", rows: Iterable[int], *columns: str) -> list[tuple[Any, ...]]:
    return database.execute(
        f"SELECT id, {', '.join(columns)} FROM binding"
        " WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
        [ids_of(rows)],
    ).fetchall()


def _joined(written_before: str, more: Iterable[str]) -> list[str]:
    return list(dict.fromkeys((*read_texts(written_before), *more)))
