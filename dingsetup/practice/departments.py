"""Departments of the address book, and the range of it the app may read (`auth/scopes`)."""

from collections.abc import Callable

from dingsetup.practice.calls import Call
from dingsetup.practice.company import Department
from dingsetup.practice.directory import department, visible
from dingsetup.practice.routes import Body, Route
from dingsetup.practice.state import State

READABLE = (
    "jobnumber", "isLeader", "name", "position", "isAdmin", "avatar", "department", "userid",
    "deviceId", "isHide", "mobile", "email",
)  # fmt: skip
"""Fields of `auth_user_field`. UNCONFIRMED: that mobile and email stand there when granted."""


def _range(state: State, call: Call) -> Body:
    del call
    renamed = {"job_number": "jobnumber", "title": "position"}
    hidden = {renamed.get(field, field) for field in state.faults.hidden_fields}
    return {
        "condition_field": [],
        "auth_user_field": [field for field in READABLE if field not in hidden],
        "auth_org_scopes": {
            "authed_user": list(state.contact_people),
            "authed_dept": list(state.contact_range),
        },
    }


def _sub_departments(state: State, call: Call) -> Body:
    found = department(state, call.get("dept_id", 1))
    return {"result": [_brief(child) for child in state.company.children(found.dept_id)]}


def _brief(found: Department) -> Body:
    return {
        "dept_id": found.dept_id,
        "name": found.name,
        "parent_id": found.parent_id,
        "auto_add_user": False,
        "create_dept_group": False,
    }


def _sub_department_ids(state: State, call: Call) -> Body:
    found = department(state, call["dept_id"], in_range=False)
    children = state.company.children(found.dept_id)
    return {"result": {"dept_id_list": [child.dept_id for child in children]}}


def _department(state: State, call: Call) -> Body:
    found = department(state, call["dept_id"])
    leaders = [one.userid for one in state.company.members(found.dept_id) if one.admin]
    result = {
        "dept_id": found.dept_id,
        "name": found.name,
        "order": found.order,
        "member_count": len(state.company.people_below((found.dept_id,))),
        "owning_member_count": len(state.company.members(found.dept_id)),
        "dept_manager_userid_list": leaders,
        "hide_dept": False,
        "outer_dept": False,
        "auto_add_user": False,
        "create_dept_group": False,
    }
    # The top department has no parent.
    return {"result": result | ({"parent_id": found.parent_id} if found.parent_id else {})}


def _parents_of_department(state: State, call: Call) -> Body:
    found = department(state, call["dept_id"])
    return {"result": {"parent_id_list": list(state.company.path_up(found.dept_id))}}


def _parents_of_person(state: State, call: Call) -> Body:
    person = visible(state, state.company.by_userid.get(call["userid"]))
    paths = [list(state.company.path_up(dept_id)) for dept_id in person.departments]
    return {"result": {"parent_list": [{"parent_dept_id_list": path} for path in paths]}}


def _of_one(answer: Callable[[State, Call], Body]) -> Route:
    return Route(answer=answer, required=("dept_id",), shapes={"dept_id": "whole"})


ROUTES = {
    "GET /auth/scopes": Route(answer=_range),
    "POST /topapi/v2/department/listsub": Route(
        answer=_sub_departments, shapes={"dept_id": "whole"}
    ),
    "POST /topapi/v2/department/listsubid": _of_one(_sub_department_ids),
    "POST /topapi/v2/department/get": _of_one(_department),
    "POST /topapi/v2/department/listparentbydept": _of_one(_parents_of_department),
    "POST /topapi/v2/department/listparentbyuser": Route(
        answer=_parents_of_person, required=("userid",), shapes={"userid": "text"}
    ),
}
