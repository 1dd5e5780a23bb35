"""The address book's paths of before v2, which older clients still call. UNCONFIRMED: these answers
are as client libraries read them; today's pages no longer describe them.
"""

import json
import re
from collections.abc import Callable

from dingsetup.practice.calls import Call
from dingsetup.practice.company import Department, Person
from dingsetup.practice.directory import department, details, page_of, visible
from dingsetup.practice.routes import Body, Route, refuse_old
from dingsetup.practice.state import State

_RENAMED = {
    "job_number": "jobnumber",
    "title": "position",
    "dept_id_list": "department",
    "state_code": "stateCode",
    "hide_mobile": "isHide",
    "telephone": "tel",
    "org_email": "orgEmail",
    "work_place": "workPlace",
    "hired_date": "hiredDate",
    "admin": "isAdmin",
    "boss": "isBoss",
    "senior": "isSenior",
}


def _details(state: State, person: Person) -> Body:
    return {_RENAMED.get(key, key): value for key, value in details(state, person).items()}


def _person(state: State, call: Call) -> Body:
    person = visible(state, state.company.by_userid.get(call["userid"]))
    leads = {str(dept_id): person.admin for dept_id in person.departments}
    return {**_details(state, person), "isLeaderInDepts": json.dumps(leads), "roles": []}


def _by_mobile(state: State, call: Call) -> Body:
    if not re.fullmatch(r"1[3-9]\d{9}", call["mobile"], re.ASCII):
        raise refuse_old(40104, "无效的手机号")
    person = state.company.by_mobile.get(call["mobile"])
    return {"userid": visible(state, person, "未找到该用户").userid}


def _by_unionid(state: State, call: Call) -> Body:
    person = visible(state, state.company.by_unionid.get(call["unionid"]))
    return {"contactType": 0, "userid": person.userid}


def _member_ids(state: State, call: Call) -> Body:
    found = department(state, call["deptId"], in_range=False)
    return {"userIds": [one.userid for one in state.company.members(found.dept_id)]}


def _count(state: State, call: Call) -> Body:
    # 0 counts everybody, 1 the activated only.
    only_active = call["onlyActive"] == 1
    return {"count": sum(one.active or not only_active for one in state.company.people)}


def _page(state: State, call: Call) -> tuple[tuple[Person, ...], bool]:
    members = state.company.members(department(state, call["department_id"]).dept_id)
    offset, size = call.get("offset", 0), call.get("size", 100)
    page = page_of(members, offset, size)
    return page, offset + len(page) < len(members)


def _simple_list(state: State, call: Call) -> Body:
    page, more = _page(state, call)
    return {"hasMore": more, "userlist": [{"userid": o.userid, "name": o.name} for o in page]}


def _list(state: State, call: Call) -> Body:
    page, more = _page(state, call)
    return {"hasMore": more, "userlist": [_details(state, person) for person in page]}


def _admins(state: State, call: Call) -> Body:
    del call
    admins = [person for person in state.company.people if person.admin]
    listed = [{"userid": one.userid, "sys_level": 1 if one.boss else 2} for one in admins]
    return {"admin_list": listed}


def _departments(state: State, call: Call) -> Body:
    top = department(state, call.get("id", 1))
    deep = str(call.get("fetch_child", "true")).lower() == "true"
    below = state.company.branch(top.dept_id)[1:] if deep else ()
    found = (
        [state.company.by_dept_id[dept_id] for dept_id in below]
        if deep
        else state.company.children(top.dept_id)
    )
    return {"department": [_brief(one) for one in found]}


def _brief(found: Department) -> Body:
    return {
        "id": found.dept_id,
        "name": found.name,
        "parentid": found.parent_id,
        "createDeptGroup": False,
        "autoAddUser": False,
    }


def _department_ids(state: State, call: Call) -> Body:
    found = department(state, call["id"], in_range=False)
    return {"sub_dept_id_list": [one.dept_id for one in state.company.children(found.dept_id)]}


def _department(state: State, call: Call) -> Body:
    found = department(state, call["id"])
    leaders = [one.userid for one in state.company.members(found.dept_id) if one.admin]
    return {
        **_brief(found),
        "order": found.order,
        "deptHiding": False,
        "deptManagerUseridList": "|".join(leaders),
    }


def _parents_of_department(state: State, call: Call) -> Body:
    return {"parentIds": list(state.company.path_up(department(state, call["id"]).dept_id))}


def _parents_of_person(state: State, call: Call) -> Body:
    person = visible(state, state.company.by_userid.get(call["userId"]))
    paths = [list(state.company.path_up(dept_id)) for dept_id in person.departments]
    return {"department": json.dumps(paths)}


def _for_word(answer: Callable[[State, Call], Body], name: str) -> Route:
    return Route(answer=answer, required=(name,), shapes={name: "text"})


_PAGED = Route(
    answer=_list,
    required=("department_id",),
    shapes={"department_id": "whole", "offset": "whole", "size": "whole"},
)
ROUTES = {
    "GET /user/get": _for_word(_person, "userid"),
    "GET /user/get_by_mobile": _for_word(_by_mobile, "mobile"),
    "GET /user/getUseridByUnionid": _for_word(_by_unionid, "unionid"),
    "GET /user/getDeptMember": Route(
        answer=_member_ids, required=("deptId",), shapes={"deptId": "whole"}
    ),
    "GET /user/get_org_user_count": Route(
        answer=_count, required=("onlyActive",), shapes={"onlyActive": "whole"}
    ),
    "GET /user/get_admin": Route(answer=_admins),
    "GET /user/simplelist": Route(
        answer=_simple_list, required=_PAGED.required, shapes=_PAGED.shapes
    ),
    "GET /user/list": _PAGED,
    "GET /user/listbypage": _PAGED,
    "GET /department/list": Route(answer=_departments, shapes={"id": "whole"}),
    "GET /department/list_ids": Route(
        answer=_department_ids, required=("id",), shapes={"id": "whole"}
    ),
    "GET /department/get": Route(answer=_department, required=("id",), shapes={"id": "whole"}),
    "GET /department/list_parent_depts_by_dept": Route(
        answer=_parents_of_department, required=("id",), shapes={"id": "whole"}
    ),
    "GET /department/list_parent_depts": _for_word(_parents_of_person, "userId"),
}
