"""External contacts and their labels."""

from dingsetup.practice.calls import Call
from dingsetup.practice.company import Contact
from dingsetup.practice.directory import LARGEST_PAGE
from dingsetup.practice.routes import Body, Route, refuse_old
from dingsetup.practice.state import State


def _bounds(call: Call) -> slice:
    """Read size and offset, which come both or not at all (KB 0100)."""
    size, offset = call.get("size"), call.get("offset")
    if size is None and offset is None:
        size, offset = LARGEST_PAGE, 0
    if size is None or not 1 <= size <= LARGEST_PAGE:
        raise refuse_old(40069, "不合法的分页大小参数")
    if offset is None or offset < 0:
        raise refuse_old(40068, "不合法的偏移量")
    return slice(offset, offset + size)


def _details(contact: Contact) -> Body:
    return {
        "userid": contact.userid,
        "name": contact.name,
        "mobile": contact.mobile,
        "title": contact.title,
        "company_name": contact.company_name,
        "label_ids": list(contact.label_ids),
        "follower_user_id": contact.follower_user_id,
        "share_user_ids": [],
        "share_dept_ids": list(contact.share_dept_ids),
        "state_code": "86",
        "email": contact.email,
        "address": "",
        "remark": "",
    }


def _list(state: State, call: Call) -> Body:
    return {"results": [_details(contact) for contact in state.company.contacts[_bounds(call)]]}


def _label_groups(state: State, call: Call) -> Body:
    groups = state.company.label_groups[_bounds(call)]
    return {
        "results": [
            {
                "name": group.name,
                "color": group.color,
                "labels": [{"id": number, "name": name} for number, name in group.labels],
            }
            for group in groups
        ]
    }


def _get(state: State, call: Call) -> Body:
    contact = state.company.contact_by_userid.get(call["user_id"])
    if contact is None:
        raise refuse_old(33012, "无效的USERID")
    return {"result": _details(contact)}


ROUTES = {
    "POST /topapi/extcontact/list": Route(
        answer=_list, shapes={"size": "whole", "offset": "whole"}
    ),
    "POST /topapi/extcontact/listlabelgroups": Route(
        answer=_label_groups, shapes={"size": "whole", "offset": "whole"}
    ),
    "POST /topapi/extcontact/get": Route(
        answer=_get, required=("user_id",), shapes={"user_id": "text"}
    ),
}
