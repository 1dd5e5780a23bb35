"""Whom the app may read and whom it is for, while a scenario makes either narrow."""

import msgspec

from dingsetup.practice.company import ROOT, Company
from dingsetup.practice.faults import Faults

FIRST_ROLE = 700_000_001


class VisibleRange(msgspec.Struct, frozen=True, kw_only=True):
    """Whom the app is for, where that is not everybody (KB 0872)."""

    userids: tuple[str, ...] = ()
    departments: tuple[int, ...] = ()
    """With all below them."""
    roles: tuple[int, ...] = ()
    """Nobody of the practice company has one of them."""
    only_admins: bool = False


def departments_read(company: Company, faults: Faults) -> tuple[int, ...]:
    """The departments the app may read; a scenario may name some that are not there."""
    narrow = faults.narrow_range
    if narrow is None:
        return (ROOT,)
    return _divisions(company)[1:3] if narrow.departments is None else narrow.departments


def people_read(company: Company, faults: Faults) -> tuple[str, ...]:
    """The people the app may read beside those departments."""
    narrow = faults.narrow_range
    return _some_people(company, narrow.people) if narrow else ()


def visible_range(company: Company, faults: Faults) -> VisibleRange | None:
    """Whom the app is for; None means everybody."""
    narrow = faults.narrow_visible
    if narrow is None:
        return None
    chosen = _divisions(company)[1 : 1 + narrow.departments]
    last = max(company.by_dept_id)
    beyond = range(last + 1, last + 1 + narrow.departments - len(chosen))
    return VisibleRange(
        userids=_some_people(company, narrow.people),
        departments=(*chosen, *beyond),
        roles=tuple(range(FIRST_ROLE, FIRST_ROLE + narrow.roles)),
        only_admins=narrow.only_admins,
    )


def may_use(company: Company, faults: Faults, userid: str) -> bool:
    """Whether the app is for this person."""
    chosen = visible_range(company, faults)
    if chosen is None or userid in chosen.userids:
        return True
    person = company.by_userid[userid]
    if chosen.only_admins:
        return person.admin
    wanted = set(chosen.departments)
    return any(set(company.path_up(home)) & wanted for home in person.departments)


def _divisions(company: Company) -> tuple[int, ...]:
    return tuple(entry.dept_id for entry in company.children(ROOT))


def _some_people(company: Company, number: int) -> tuple[str, ...]:
    """As many userids; beyond the company's own they are nobody's."""
    known = [person.userid for person in company.people[:number]]
    return (*known, *(f"outside{place}" for place in range(number - len(known))))
