"""Roles: who manages what, as groups of roles over the company's titles."""

from dingsetup.practice.calls import Call
from dingsetup.practice.names import TITLES
from dingsetup.practice.routes import Body, Route, refuse_old
from dingsetup.practice.state import State

_GROUP_ID = 2_100_000_001
_ROLES = {_GROUP_ID + 1 + place: title for place, title in enumerate(TITLES)}


def _list(state: State, call: Call) -> Body:
    del state, call
    roles = [{"id": role_id, "name": name} for role_id, name in _ROLES.items()]
    group = {"groupId": _GROUP_ID, "name": "职务", "roles": roles}
    return {"result": {"hasMore": False, "list": [group]}}


def _group(state: State, call: Call) -> Body:
    del state
    if call["group_id"] != _GROUP_ID:
        raise refuse_old(400002, "参数错误：group_id")
    roles = [{"role_id": role_id, "role_name": name} for role_id, name in _ROLES.items()]
    return {"role_group": {"group_name": "职务", "roles": roles}}


def _title(role_id: int) -> str:
    title = _ROLES.get(role_id)
    if title is None:
        raise refuse_old(400002, "参数错误：role_id")
    return title


def _role(state: State, call: Call) -> Body:
    del state
    return {"role": {"groupId": _GROUP_ID, "name": _title(call["roleId"])}}


def _members(state: State, call: Call) -> Body:
    title = _title(call["role_id"])
    size, offset = call.get("size", 20), call.get("offset", 0)
    if not 1 <= size <= 200:
        raise refuse_old(40069, "不合法的分页大小参数")
    if offset < 0:
        raise refuse_old(40068, "不合法的偏移量")
    found = [person for person in state.company.people if person.title == title]
    page = found[offset : offset + size]
    end = offset + len(page)
    more = {"nextCursor": end} if end < len(found) else {}
    listed = [{"userid": person.userid, "name": person.name} for person in page]
    return {"result": {"hasMore": end < len(found), **more, "list": listed}}


ROUTES = {
    "POST /topapi/role/list": Route(answer=_list),
    "POST /topapi/role/getrolegroup": Route(
        answer=_group, required=("group_id",), shapes={"group_id": "whole"}
    ),
    "POST /topapi/role/getrole": Route(
        answer=_role, required=("roleId",), shapes={"roleId": "whole"}
    ),
    "POST /topapi/role/simplelist": Route(
        answer=_members,
        required=("role_id",),
        shapes={"role_id": "whole", "size": "whole", "offset": "whole"},
    ),
}
