"""People and departments of the address book: what the app may see of them, and who they are.

The documents differ on types (numbers as strings, lists as JSON in a string), so answers are read
leniently; a field the app may not read is simply absent (KB 0056). An expected failure comes back
as the Answer itself. None of these calls changes anything.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from dingsetup.dingtalk.client import Client
from dingsetup.dingtalk.errors import Answer
from dingsetup.dingtalk.lenient import (
    flag,
    items,
    mapping,
    need,
    numbers,
    text,
    text_or_none,
    whole,
)
from dingsetup.dingtalk.reading import read

CONTACT_RANGE = "GET /auth/scopes"
VISIBLE_RANGE = "GET /v1.0/microApp/apps/{agentId}/scopes"
COUNT = "POST /topapi/user/count"
DEPARTMENT = "POST /topapi/v2/department/get"
BELOW = "POST /topapi/v2/department/listsub"
MEMBERS = "POST /topapi/v2/user/list"
PERSON = "POST /topapi/v2/user/get"
BY_MOBILE = "POST /topapi/v2/user/getbymobile"

WHOLE_ORGANISATION = 1
PAGE_SIZE = 100
"""The most a page of people holds (KB 0062)."""
MATCHING_FIELDS = ("mobile", "email", "jobnumber")
"""Fields that binding people by sheet needs; hidden ones make it slower, not wrong. That they are
listed in `auth_user_field` once granted is inferred: UNCONFIRMED."""
MAINLAND = ("", "86")


class OrgScopes(msgspec.Struct, frozen=True):
    authed_dept: tuple[int, ...] = ()
    authed_user: tuple[str, ...] = ()


class ContactRange(msgspec.Struct, frozen=True):
    """Whom the app may read, and which fields (`auth/scopes`, KB 0053)."""

    auth_org_scopes: OrgScopes
    auth_user_field: tuple[str, ...] | None = None


class VisibleRange(msgspec.Struct, frozen=True):
    """Who may use the app, and so gets its messages (KB 0872). Departments hold those below."""

    users: tuple[str, ...] = msgspec.field(name="userIds", default=())
    departments: tuple[int, ...] = msgspec.field(name="deptIds", default=())
    roles: tuple[int, ...] = msgspec.field(name="roleIds", default=())
    only_admins: bool = msgspec.field(name="onlyAdminVisible", default=False)


class Department(msgspec.Struct, frozen=True, gc=False):
    id: int
    name: str
    parent_id: int | None


class Member(msgspec.Struct, frozen=True, gc=False):
    """Somebody in the address book. A field is None where the answer does not have it."""

    userid: str
    unionid: str = ""
    name: str = ""
    mobile: str | None = None
    """A foreign number begins with `+` and its country code."""
    email: str | None = None
    job_number: str | None = None
    departments: tuple[int, ...] = ()
    active: bool = True
    admin: bool = False


class Page(msgspec.Struct, frozen=True):
    members: tuple[Member, ...]
    next_cursor: int | None
    """None on the last page."""


def contact_range(client: Client) -> ContactRange | Answer:
    """Whom the app may read. Counts in the month's quota."""
    return read(client.call(CONTACT_RANGE), read_contact_range)


def visible_range(client: Client, agent_id: str) -> VisibleRange | Answer:
    """Who may use the app. Counts in the month's quota, and needs qyapi_microapp_manage."""
    return read(client.call(VISIBLE_RANGE, path={"agentId": agent_id}), read_visible_range)


def count_people(client: Client) -> int | Answer:
    """How many people the organisation has, whatever the contact range (KB 0059)."""
    return read(client.call(COUNT, {"only_active": False}), _read_count)


def department(client: Client, dept_id: int) -> Department | Answer:
    return read(client.call(DEPARTMENT, {"dept_id": dept_id}), _read_department)


def departments_below(client: Client, dept_id: int) -> tuple[Department, ...] | Answer:
    """The departments one level below (KB 0082)."""
    return read(client.call(BELOW, {"dept_id": dept_id}), _read_departments)


def page_of_people(client: Client, dept_id: int, cursor: int) -> Page | Answer:
    """People of a department itself, 100 at a time, those kept from others' view included."""
    arguments = {
        "dept_id": dept_id,
        "cursor": cursor,
        "size": PAGE_SIZE,
        "contain_access_limit": True,
    }
    return read(client.call(MEMBERS, arguments), lambda answer: _read_page(answer, cursor))


def person(client: Client, userid: str) -> Member | Answer:
    return read(client.call(PERSON, {"userid": userid}), _read_person)


def userid_of_mobile(client: Client, mobile: str) -> str | Answer:
    """Whose number it is. A foreign one is sent as it is kept: UNCONFIRMED that it is taken."""
    return read(client.call(BY_MOBILE, {"mobile": mobile}), _read_userid)


def read_contact_range(answer: Answer) -> ContactRange:
    """Raises ValidationError for an answer that is none."""
    return msgspec.convert(answer.data, ContactRange, strict=False)


def read_visible_range(answer: Answer) -> VisibleRange:
    """Raises ValidationError for an answer that is none."""
    return msgspec.convert(answer.data.get("result"), VisibleRange, strict=False)


def _read_count(answer: Answer) -> int:
    return need(whole(mapping(answer.data.get("result")).get("count")))


def _read_department(answer: Answer) -> Department:
    return _department(answer.data.get("result"))


def _read_departments(answer: Answer) -> tuple[Department, ...]:
    return tuple(_department(one) for one in items(answer.data.get("result")))


def _department(found: object) -> Department:
    data = mapping(found)
    number = need(whole(data.get("dept_id")))
    return Department(number, text(data.get("name")), whole(data.get("parent_id")))


def _read_page(answer: Answer, cursor: int) -> Page:
    result = mapping(answer.data.get("result"))
    members = tuple(_member(one) for one in items(result.get("list")))
    if not flag(result.get("has_more"), default=False):
        return Page(members, None)
    further = need(whole(result.get("next_cursor")))
    if further <= cursor:
        raise ValueError("a cursor that does not move on")
    return Page(members, further)


def _read_person(answer: Answer) -> Member:
    return _member(answer.data.get("result"))


def _read_userid(answer: Answer) -> str:
    return need(text(mapping(answer.data.get("result")).get("userid")))


def _member(found: object) -> Member:
    data = mapping(found)
    return Member(
        userid=need(text(data.get("userid"))),
        unionid=text(data.get("unionid")),
        name=text(data.get("name")),
        mobile=_mobile(data),
        email=text_or_none(data, "email"),
        job_number=text_or_none(data, "job_number"),
        departments=numbers(data.get("dept_id_list")),
        active=flag(data.get("active"), default=True),
        admin=flag(data.get("admin"), default=False),
    )


def _mobile(data: Mapping[str, Any]) -> str | None:
    mobile = text_or_none(data, "mobile")
    country = text(data.get("state_code")).lstrip("+")
    if not mobile or mobile.startswith("+") or country in MAINLAND:
        return mobile
    return f"+{country}{mobile}"
