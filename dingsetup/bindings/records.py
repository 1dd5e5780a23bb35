"""How rows and people are written in the database, and read back."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from dingsetup.bindings.values import (
    BindingState,
    Candidate,
    Confidence,
    Person,
    Reason,
    Row,
    Rule,
    Standing,
)

DECIDED = (
    "username",
    "name",
    "email",
    "mobile",
    "job_number",
    "enabled",
    "userid",
    "rule",
    "confidence",
    "candidates",
    "rejected",
    "searched",
    "ignored",
    "note",
    "duplicate_lines",
    "mobile_key",
)
"""Columns that a person or a run decides: what a change keeps of a row as it was before."""

_PERSON = (
    "unionid, p.name, p.mobile, p.email, p.job_number, p.departments, p.active, p.standing, "
    "p.visible"
)
ROW_QUERY = f"""
SELECT b.id, {", ".join(f"b.{name}" for name in DECIDED[:-1])}, b.state, b.reason, b.about,
    p.userid, p.{_PERSON}, p.department_names, p.seen_at
FROM binding b LEFT JOIN person p ON p.userid = b.userid
"""
PERSON_QUERY = f"SELECT p.userid, p.{_PERSON} FROM person p "

_CANDIDATES = msgspec.json.Decoder(tuple[Candidate, ...])
_TEXTS = msgspec.json.Decoder(tuple[str, ...])
_RULES = msgspec.json.Decoder(tuple[Rule, ...])
_LINES = msgspec.json.Decoder(tuple[int, ...])
_VALUES = msgspec.json.Decoder(dict[str, Any])
_ENCODER = msgspec.json.Encoder()


def written(values: Sequence[Any] | dict[str, Any]) -> str:
    """A list or mapping as it stands in a column; nothing for an empty one."""
    return _ENCODER.encode(values).decode() if values else ""


def read_candidates(text: str) -> tuple[Candidate, ...]:
    return _CANDIDATES.decode(text) if text else ()


def read_texts(text: str) -> tuple[str, ...]:
    return _TEXTS.decode(text) if text else ()


def read_lines(text: str) -> tuple[int, ...]:
    return _LINES.decode(text) if text else ()


def read_values(text: str) -> dict[str, Any]:
    return _VALUES.decode(text) if text else {}


def read_row(found: Sequence[Any]) -> Row:
    """A Row out of what ROW_QUERY gives."""
    person = read_person(found[19:29]) if found[19] is not None else None
    return Row(
        id=found[0],
        username=found[1],
        name=found[2],
        email=found[3],
        mobile=found[4],
        job_number=found[5],
        enabled=bool(found[6]),
        userid=found[7],
        rule=found[8],
        confidence=Confidence(found[9]),
        candidates=read_candidates(found[10]),
        rejected=read_texts(found[11]),
        searched=_RULES.decode(found[12]) if found[12] else (),
        ignored=bool(found[13]),
        note=found[14],
        duplicate_lines=read_lines(found[15]),
        state=BindingState(found[16]),
        reason=Reason(found[17]),
        values=read_values(found[18]),
        person=person,
        department_names=found[29] or "",
        checked_at=found[30] or "",
    )


def read_person(found: Sequence[Any]) -> Person:
    """A Person out of what PERSON_QUERY gives."""
    userid, unionid, name, mobile, email, job_number, departments, active, standing, visible = found
    return Person(
        userid=userid,
        unionid=unionid,
        name=name,
        mobile=mobile,
        email=email,
        job_number=job_number,
        departments=read_lines(departments),
        active=bool(active),
        standing=Standing(standing),
        visible=bool(visible),
    )


def person_columns(person: Person, seen_at: str, department_names: str) -> tuple[Any, ...]:
    """What the table `person` holds of somebody, in its order."""
    return (
        person.userid,
        person.unionid,
        person.name,
        person.mobile,
        person.email,
        person.job_number,
        written(person.departments),
        person.active,
        str(person.standing),
        person.visible,
        seen_at,
        department_names,
    )


def ids_of(ids: Iterable[int]) -> str:
    """Row ids as json_each takes them: any number in one argument."""
    return _ENCODER.encode(list(ids)).decode()
