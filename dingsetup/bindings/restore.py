"""Puts rows into a table as they stood in another one: what they are is not judged anew."""

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from dingsetup.bindings.numbers import mobile_key
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import BindingState, Cancel, Confidence, Reason, Rule


class SeenRow(Protocol):
    """What is known of a row that stood elsewhere."""

    @property
    def username(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def mobile(self) -> str: ...
    @property
    def job_number(self) -> str: ...
    @property
    def enabled(self) -> bool: ...
    @property
    def userid(self) -> str: ...
    @property
    def rule(self) -> str: ...
    @property
    def confidence(self) -> str: ...
    @property
    def ignored(self) -> bool: ...
    @property
    def state(self) -> str: ...
    @property
    def reason(self) -> str: ...


_COLUMNS = (
    "username, name, email, mobile, job_number, enabled, userid, rule, confidence, ignored,"
    " state, reason, mobile_key"
)
_RULES = frozenset(map(str, Rule))
_CONFIDENCES = frozenset(map(str, Confidence))
_STATES = frozenset(map(str, BindingState))
_REASONS = frozenset(map(str, Reason))


def put_back(table: Table, rows: Iterable[SeenRow], cancel: Cancel = None) -> None:
    """Add rows to an empty table, in one transaction. Raises DatabaseError and Cancelled.

    Of two of one username the first stays; a word nobody knows stands for none.
    """
    query = f"INSERT OR IGNORE INTO binding ({_COLUMNS}) VALUES ({','.join('?' * 13)})"
    with table.writing(cancel) as database:
        database.executemany(query, _columns(rows))


def _columns(rows: Iterable[SeenRow]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        yield (
            row.username,
            row.name,
            row.email,
            row.mobile,
            row.job_number,
            row.enabled,
            row.userid,
            row.rule if row.rule in _RULES else "",
            row.confidence if row.confidence in _CONFIDENCES else "",
            row.ignored,
            row.state if row.state in _STATES else BindingState.NOT_BOUND.value,
            row.reason if row.reason in _REASONS else "",
            mobile_key(row.mobile) if row.mobile else "",
        )
