"""Rows, changes and counts of the binding table as JSON, and in lines for people."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from dingsetup.bindings.values import BindingState, Change, Event, Row
from dingsetup.cli.bind.offered import Offered
from dingsetup.language.bindings import (
    change_name,
    column_name,
    event_lines,
    reason_of,
    rule_name,
    state_name,
)

if TYPE_CHECKING:
    from dingsetup.bindings.imports import Example
    from dingsetup.language import Language

LISTS = ("candidates", "rejected", "searched", "duplicate_lines")
"""Columns that a change keeps as JSON in a text."""
FLAGS = ("enabled", "ignored")
SHOWN = (
    *("username", "name", "mobile", "state", "reason", "userid", "person_name", "departments"),
    "rule",
)
"""What a person sees of a row; JSON has all of it."""


def row_as_json(
    language: "Language", row: Row, candidates: Sequence[Offered] = ()
) -> dict[str, Any]:
    """All fields of a row, who is suggested, and in words why it stands as it does."""
    told = reason_of(language, row)
    fields: dict[str, Any] = {name: getattr(row, name) for name in Row.__struct_fields__}
    fields["candidates"] = candidates
    return fields | {"title": told.title, "cause": told.cause, "remedy": told.remedy}


def change_as_json(language: "Language", change: Change | None) -> dict[str, Any] | None:
    """None where nothing was changed."""
    if change is None:
        return None
    fields: dict[str, Any] = msgspec.to_builtins(change)
    return fields | {"title": change_name(language, change)}


def event_as_json(language: "Language", event: Event) -> dict[str, Any]:
    return {
        "at": event.at,
        "action": event.action,
        "about": event.about,
        "before": _image(event.before),
        "after": _image(event.after),
        "lines": event_lines(language, event),
    }


def example_as_json(example: "Example") -> dict[str, Any]:
    """What an import would change of one user; `before` is null for a new one."""
    return {
        "username": example.username,
        "before": _image(example.before),
        "after": _image(example.after),
    }


def row_header(language: "Language") -> list[str]:
    return [column_name(language, column) for column in SHOWN]


def row_line(language: "Language", row: Row, candidates: Sequence[Offered] = ()) -> list[str]:
    """What a person sees of a row; of one that is not bound, who is suggested."""
    open_ones = [one for one in candidates if one.userid not in row.rejected]
    if row.userid or not open_ones:
        return [_cell(language, row, column) for column in SHOWN]
    suggested = {
        "userid": [f"{one.userid}?" for one in open_ones],
        "person_name": [one.person.name if one.person else "-" for one in open_ones],
        "departments": [one.department_names or "-" for one in open_ones],
        "rule": list(dict.fromkeys(rule_name(language, one.rule) for one in open_ones)),
    }
    return [
        " / ".join(suggested[column]) if column in suggested else _cell(language, row, column)
        for column in SHOWN
    ]


def counts_line(language: "Language", counts: Mapping[BindingState, int]) -> str:
    """How many rows stand in each state, those there are none of left out."""
    text = language.gettext("{count} {state}")
    parts = [
        text.format(count=f"{count:,}", state=state_name(language, state))
        for state, count in counts.items()
        if count
    ]
    return language.listed(parts) or language.gettext("The table is empty.")


def _cell(language: "Language", row: Row, column: str) -> str:
    match column:
        case "state":
            return state_name(language, row.state)
        case "reason":
            return reason_of(language, row).title
        case "person_name":
            return row.person.name if row.person else ""
        case "departments":
            return row.department_names
        case "rule":
            return rule_name(language, row.rule)
        case _:
            return str(getattr(row, column))


def _image(image: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if image is None else {name: _value(name, image[name]) for name in image}


def _value(name: str, value: Any) -> Any:
    if name in LISTS:
        return msgspec.json.decode(value) if value else []
    return bool(value) if name in FLAGS else value
