"""Who and what the app may read of the address book, and how it is told when it may not.

`listid`, `listsubid` and `count` are not limited by the contact range (KB 0065, 0083, 0059); the
others answer 50004 or 50002 outside it.
"""

from typing import Any

from dingsetup.practice.company import Department, Person
from dingsetup.practice.routes import Body, refuse_old
from dingsetup.practice.state import State

LARGEST_PAGE = 100


def department(state: State, dept_id: int, *, in_range: bool = True) -> Department:
    """Return the department or raise Refused: no such one, or outside the contact range."""
    if dept_id < 1:
        raise refuse_old(40009, "不合法的部门id")
    found = state.company.by_dept_id.get(dept_id)
    # Range comes before object: an id nobody has is outside any narrow range.
    seen = state.sees_department(dept_id) if found else state.faults.narrow_range is None
    if in_range and not seen:
        raise refuse_old(50004, "请求的部门id不在授权范围内")
    if found is None:
        raise refuse_old(60003, "部门不存在")
    return found


def visible(state: State, person: Person | None, message: str = "找不到该用户") -> Person:
    """Return the person or raise Refused: nobody, or outside the contact range."""
    if person is None:
        raise refuse_old(60121, message)
    if not state.sees_person(person.userid):
        raise refuse_old(50002, "请求的员工userid不在授权范围内")
    return person


def page_of(members: tuple[Person, ...], cursor: int, size: int) -> tuple[Person, ...]:
    """Return one page or raise Refused for a cursor or size DingTalk does not take."""
    if not 1 <= size <= LARGEST_PAGE:
        raise refuse_old(40069, "不合法的分页大小参数")
    if cursor < 0:
        raise refuse_old(40068, "不合法的偏移量")
    return members[cursor : cursor + size]


def details(state: State, person: Person) -> Body:
    """The fields of `user/get`; a field without its permission is simply absent (KB 0056)."""
    city = person.work_place
    fields: dict[str, Any] = {
        "userid": person.userid,
        "unionid": person.unionid,
        "name": person.name,
        "avatar": "",
        "state_code": "86",
        "mobile": person.mobile,
        "hide_mobile": person.hide_mobile,
        "telephone": "",
        "job_number": person.job_number,
        "title": person.title,
        "email": person.email,
        "org_email": "",
        "work_place": city,
        "remark": "",
        "extension": "{}",
        "exclusive_account": False,
        "dept_id_list": list(person.departments),
        "hired_date": person.hired_ms,
        "active": person.active,
        "real_authed": person.active,
        "senior": False,
        "admin": person.admin,
        "boss": person.boss,
    }
    return {key: value for key, value in fields.items() if key not in state.faults.hidden_fields}
