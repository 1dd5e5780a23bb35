"""Changes of the practice company while the tenant runs: who joins, leaves, moves, or is closed.

Each function returns the company as it is afterwards; raises CompanyError and changes nothing.
"""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from dingsetup.practice.company import ROOT, Company, Department, Person
from dingsetup.practice.errors import CompanyError


class PersonChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What becomes different of a person; None stays as it is."""

    name: str | None = None
    mobile: str | None = None
    email: str | None = None
    job_number: str | None = None
    departments: tuple[int, ...] | None = None
    active: bool | None = None


def join(company: Company, change: PersonChange, word: str) -> tuple[Company, Person]:
    """Let somebody join, in the top department unless others are named.

    `word` tells this person from all others: 16 characters or more.
    """
    number = len(company.people)
    person = Person(
        userid=f"new{word[:16]}",
        unionid=f"{word[:14]}{number:x}iEiE",
        name=change.name or "新同事",
        mobile=change.mobile or _free_mobile(company),
        email="",
        job_number="",
        title="专员",
        work_place="杭州",
        departments=(ROOT,),
        active=True,
        admin=False,
        boss=False,
        hide_mobile=False,
        hired_ms=1_767_225_600_000,
    )
    _check(company, person.userid, msgspec.structs.replace(change, mobile=person.mobile))
    person = msgspec.structs.replace(person, **_fields(change))
    return _with_people(company, [*company.people, person]), person


def leave(company: Company, userid: str) -> Company:
    """Let somebody leave the organisation."""
    _person(company, userid)
    return _with_people(company, [one for one in company.people if one.userid != userid])


def change_person(company: Company, userid: str, change: PersonChange) -> Company:
    """Change somebody: activate or not, give another number, move to other departments."""
    _person(company, userid)
    _check(company, userid, change)
    fields = _fields(change)
    return _each(
        company, lambda one: msgspec.structs.replace(one, **fields) if one.userid == userid else one
    )


def close_department(company: Company, dept_id: int) -> Company:
    """Close a department: its people and what is below it go to the one above."""
    closed = company.by_dept_id.get(dept_id)
    if closed is None:
        raise CompanyError(f"there is no department {dept_id}")
    if closed.parent_id is None:
        raise CompanyError("the top department cannot be closed")
    above = closed.parent_id

    def moved(one: Person) -> Person:
        homes = tuple(dict.fromkeys(above if d == dept_id else d for d in one.departments))
        return msgspec.structs.replace(one, departments=homes)

    def hung(one: Department) -> Department:
        return msgspec.structs.replace(one, parent_id=above) if one.parent_id == dept_id else one

    kept = tuple(hung(one) for one in company.departments if one.dept_id != dept_id)
    return msgspec.structs.replace(_each(company, moved), departments=kept)


def _fields(change: PersonChange) -> dict[str, Any]:
    return {
        name: value for name, value in msgspec.structs.asdict(change).items() if value is not None
    }


def _person(company: Company, userid: str) -> None:
    if userid not in company.by_userid:
        raise CompanyError(f"there is nobody with the userid {userid}")


def _check(company: Company, userid: str, change: PersonChange) -> None:
    if change.departments is not None:
        unknown = [one for one in change.departments if one not in company.by_dept_id]
        if unknown or not change.departments:
            raise CompanyError(f"there is no department {unknown[0] if unknown else ''}".rstrip())
    holder = company.by_mobile.get(change.mobile) if change.mobile else None
    if holder is not None and holder.userid != userid:
        raise CompanyError(f"{holder.userid} has this mobile number")


def _free_mobile(company: Company) -> str:
    # Founders count up from 154; newcomers down, so that they never meet.
    number = 15_499_999_999
    while str(number) in company.by_mobile:
        number -= 1
    return str(number)


def _each(company: Company, changed: Callable[[Person], Person]) -> Company:
    return _with_people(company, [changed(one) for one in company.people])


def _with_people(company: Company, people: Sequence[Person]) -> Company:
    return msgspec.structs.replace(company, people=tuple(people))
