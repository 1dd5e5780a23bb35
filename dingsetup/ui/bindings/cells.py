"""What stands in each cell: as it is read, and as it is typed or copied."""

import datetime

from dingsetup.bindings.values import BindingState, Reason, Row
from dingsetup.findings import State
from dingsetup.language import Language
from dingsetup.language.bindings import (
    confidence_name,
    reason_of,
    rule_name,
    state_name,
    yes_or_no,
)

MARKS = {
    BindingState.BOUND: State.PASSED,
    BindingState.SUGGESTED: State.MANUAL,
    BindingState.CONFLICT: State.FAILED,
    BindingState.NOT_FOUND: State.FAILED,
    BindingState.OUT_OF_RANGE: State.BLOCKED,
    BindingState.INACTIVE: State.WARNING,
    BindingState.GONE: State.FAILED,
    BindingState.NOT_BOUND: None,
    BindingState.IGNORED: State.SKIPPED,
}
"""The mark beside a state's name."""

DOUBTFUL = (Reason.MOBILE_CHANGED, Reason.NAME_DIFFERS)
"""Reasons for which somebody bound asks for a look."""

PERSON = {
    "person_name": "name",
    "person_mobile": "mobile",
    "person_email": "email",
    "person_job_number": "job_number",
    "unionid": "unionid",
}
"""Columns that show a field of the person."""


def mark_of(row: Row) -> State | None:
    """The mark of a row; who is bound to somebody doubtful asks for a look."""
    doubtful = row.state is BindingState.BOUND and row.reason in DOUBTFUL
    return State.WARNING if doubtful else MARKS[row.state]


def raw(row: Row, column: str) -> str:
    """What of a cell is typed and copied: the value itself."""
    if column in PERSON:
        return getattr(row.person, PERSON[column]) if row.person is not None else ""
    if column == "departments":
        return row.department_names
    if column == "active":
        return str(int(row.person.active)) if row.person is not None else ""
    if column == "enabled":
        return str(int(row.enabled))
    return str(getattr(row, column, ""))


def shown(language: Language, row: Row, column: str) -> str:
    """A cell as it is read."""
    if column == "state":
        name, why = state_name(language, row.state), reason_of(language, row).title
        return f"{name} · {why}" if why else name
    if column == "reason":
        return reason_of(language, row).title
    if column == "userid":
        return account(row)
    if column == "enabled":
        return yes_or_no(language, row.enabled)
    if column == "active":
        return yes_or_no(language, row.person.active) if row.person is not None else ""
    if column == "rule":
        return rule_name(language, row.rule)
    if column == "confidence":
        return confidence_name(language, row.confidence)
    if column == "checked_at":
        return moment(language, row.checked_at)
    return raw(row, column)


def copied(language: Language, row: Row, column: str) -> str:
    """A cell as it is copied: typed into the table again it says the same."""
    return raw(row, column) if column == "userid" else shown(language, row, column)


def account(row: Row) -> str:
    """The account a user is bound to, else those that are suggested."""
    if row.userid:
        return f"{row.userid} ({row.department_names})" if row.department_names else row.userid
    return " / ".join(f"{userid}?" for userid in candidates(row))


def candidates(row: Row) -> list[str]:
    """Userids that are suggested and not turned down, once each."""
    offered = (one.userid for one in row.open_candidates)
    return list(dict.fromkeys(offered))


def moment(language: Language, at: str) -> str:
    """A time as the table keeps it, as people here write it."""
    try:
        return language.moment(datetime.datetime.fromisoformat(at)) if at else ""
    except ValueError:
        return at
