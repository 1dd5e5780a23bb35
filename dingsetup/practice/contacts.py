"""People of the address book in today's old generation (`topapi`), and the new one's search."""

import re
from collections.abc import Callable

from dingsetup.practice.calls import Call
from dingsetup.practice.company import Person
from dingsetup.practice.directory import LARGEST_PAGE, department, details, page_of, visible
from dingsetup.practice.routes import Body, Route, refuse_new, refuse_old
from dingsetup.practice.state import State


def _person(state: State, call: Call) -> Body:
    person = visible(state, state.company.by_userid.get(call["userid"]))
    order = [{"dept_id": dept_id, "order": 1} for dept_id in person.departments]
    leader = [{"dept_id": dept_id, "leader": person.admin} for dept_id in person.departments]
    more = {"dept_order_list": order, "leader_in_dept": leader, "role_list": []}
    return {"result": {**details(state, person), **more, "union_emp_ext": {}}}


def _by_mobile(state: State, call: Call) -> Body:
    if not re.fullmatch(r"1[3-9]\d{9}", call["mobile"], re.ASCII):
        raise refuse_old(40104, "无效的手机号")
    person = visible(state, state.company.by_mobile.get(call["mobile"]), "未找到该用户")
    return {"result": {"userid": person.userid, "exclusive_account_userid_list": []}}


def _by_unionid(state: State, call: Call) -> Body:
    unionid = call["unionid"]
    outside = [one for one in state.company.contacts if one.unionid == unionid]
    if outside:
        return {"result": {"contact_type": 1, "userid": outside[0].userid}}
    person = visible(state, state.company.by_unionid.get(unionid))
    return {"result": {"contact_type": 0, "userid": person.userid}}


def _count(state: State, call: Call) -> Body:
    only_active = call["only_active"]
    people = state.company.people
    return {"result": {"count": sum(one.active or not only_active for one in people)}}


def _ids(state: State, call: Call) -> Body:
    found = department(state, call["dept_id"], in_range=False)
    return {"result": {"userid_list": [one.userid for one in state.company.members(found.dept_id)]}}


def _paged(state: State, call: Call) -> tuple[tuple[Person, ...], Body]:
    members = state.company.members(department(state, call["dept_id"]).dept_id)
    page = page_of(members, call["cursor"], call["size"])
    end = call["cursor"] + len(page)
    # The last page has no next_cursor.
    more = end < len(members)
    return page, {"has_more": more} | ({"next_cursor": end} if more else {})


def _simple_list(state: State, call: Call) -> Body:
    page, paging = _paged(state, call)
    return {"result": {**paging, "list": [{"userid": o.userid, "name": o.name} for o in page]}}


def _list(state: State, call: Call) -> Body:
    page, paging = _paged(state, call)
    found = [{**details(state, o), "dept_order": 1, "leader": o.admin} for o in page]
    return {"result": {**paging, "list": found}}


def _admins(state: State, call: Call) -> Body:
    del call
    admins = [person for person in state.company.people if person.admin]
    return {"result": [{"userid": o.userid, "sys_level": 1 if o.boss else 2} for o in admins]}


def _admin_scope(state: State, call: Call) -> Body:
    person = visible(state, state.company.by_userid.get(call["userid"]))
    return {"dept_ids": list(person.departments) if person.admin else []}


def _search(state: State, call: Call) -> Body:
    if not 1 <= call["size"] <= LARGEST_PAGE or call["offset"] < 0:
        raise refuse_new("parameter.error", "参数错误")
    word, exact = call["queryWord"], call.get("fullMatchField") == 1
    people = state.company.people
    found = [o.userid for o in people if (o.name == word if exact else word in o.name)]
    first = call["offset"] * call["size"]
    page = found[first : first + call["size"]]
    return {"hasMore": first + len(page) < len(found), "totalCount": len(found), "list": page}


def _search_departments(state: State, call: Call) -> Body:
    if not 1 <= call["size"] <= LARGEST_PAGE or call["offset"] < 0:
        raise refuse_new("parameter.error", "参数错误")
    found = [o.dept_id for o in state.company.departments if call["queryWord"] in o.name]
    first = call["offset"] * call["size"]
    page = found[first : first + call["size"]]
    return {"hasMore": first + len(page) < len(found), "totalCount": len(found), "list": page}


_PAGED = Route(
    answer=_simple_list,
    required=("dept_id", "cursor", "size"),
    shapes={"dept_id": "whole", "cursor": "whole", "size": "whole", "contain_access_limit": "flag"},
)
_SEARCH = Route(
    answer=_search,
    required=("queryWord", "offset", "size"),
    shapes={"queryWord": "text", "offset": "whole", "size": "whole", "fullMatchField": "whole"},
)


def _for_word(answer: Callable[[State, Call], Body], name: str) -> Route:
    return Route(answer=answer, required=(name,), shapes={name: "text"})


ROUTES = {
    "POST /topapi/v2/user/get": _for_word(_person, "userid"),
    "POST /topapi/v2/user/getbymobile": _for_word(_by_mobile, "mobile"),
    "POST /topapi/user/getbyunionid": _for_word(_by_unionid, "unionid"),
    "POST /topapi/user/count": Route(
        answer=_count, required=("only_active",), shapes={"only_active": "flag"}
    ),
    "POST /topapi/user/listid": Route(
        answer=_ids, required=("dept_id",), shapes={"dept_id": "whole"}
    ),
    "POST /topapi/user/listsimple": _PAGED,
    "POST /topapi/v2/user/list": Route(
        answer=_list, required=_PAGED.required, shapes=_PAGED.shapes
    ),
    "POST /topapi/user/listadmin": Route(answer=_admins),
    "POST /topapi/user/get_admin_scope": _for_word(_admin_scope, "userid"),
    "POST /v1.0/contact/users/search": _SEARCH,
    "POST /v1.0/contact/departments/search": Route(
        answer=_search_departments, required=_SEARCH.required, shapes=_SEARCH.shapes
    ),
}
