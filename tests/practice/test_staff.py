"""The company changes while the tenant runs, and every route says so from then on."""

from typing import Any

import pytest

from dingsetup.practice import CompanyError, PracticeTenant
from dingsetup.practice.company import ROOT
from dingsetup.practice.founding import make_company
from dingsetup.practice.staff import PersonChange, change_person, close_department, join, leave

from .conftest import Caller, Talk

PERSON = "POST /topapi/v2/user/get"
BY_MOBILE = "POST /topapi/v2/user/getbymobile"
COUNT = "POST /topapi/user/count"


def _page(method: str, talk: Talk, path: str, **body: Any) -> Any:
    return talk.session.request(method, talk.url(f"/_practice/{path}"), json=body, timeout=10)


def _other(tenant: PracticeTenant) -> str:
    return next(
        one.userid
        for one in tenant.company.people
        if one.active and one.userid != tenant.identity.userid
    )


def test_who_left_is_nobody_any_more(talk: Caller) -> None:
    caller = talk()
    userid = _other(caller.tenant)
    mobile = caller.old(PERSON, userid=userid)["result"]["mobile"]
    task = caller.send(userid, "before")
    caller.tenant.leave(userid)
    assert caller.old(PERSON, userid=userid)["errcode"] == 60121
    assert caller.old(BY_MOBILE, mobile=mobile)["errcode"] == 60121
    assert caller.old(COUNT, only_active=False)["result"]["count"] == 59
    assert caller.result(task)["unread_user_id_list"] == [userid]


def test_who_joins_is_found_by_everything(talk: Caller) -> None:
    caller = talk()
    dept_id = caller.identity.dept_id
    person = caller.tenant.join(name="李雷", departments=(dept_id,))
    found = caller.old(PERSON, userid=person.userid)["result"]
    assert (found["name"], found["dept_id_list"], found["active"]) == ("李雷", [dept_id], True)
    assert caller.old(BY_MOBILE, mobile=person.mobile)["result"]["userid"] == person.userid
    members = caller.old("POST /topapi/user/listid", dept_id=dept_id)["result"]["userid_list"]
    assert person.userid in members
    assert caller.old(COUNT, only_active=False)["result"]["count"] == 61


def test_people_who_join_are_different_people() -> None:
    company = make_company(5, 1)
    company, one = join(company, PersonChange(), "a" * 32)
    company, two = join(company, PersonChange(), "b" * 32)
    for keys in (company.by_userid, company.by_unionid, company.by_mobile):
        assert len(keys) == 7
    assert one.departments == two.departments == (ROOT,)


def test_a_person_changes_in_what_was_named_and_nothing_else(talk: Caller) -> None:
    caller = talk()
    userid = _other(caller.tenant)
    before = caller.tenant.company.by_userid[userid]
    caller.tenant.change_person(userid, active=False, mobile="15400000001", departments=(ROOT,))
    found = caller.old(PERSON, userid=userid)["result"]
    assert found["active"] is False
    assert found["mobile"] == "15400000001"
    assert found["dept_id_list"] == [ROOT]
    assert (found["name"], found["email"]) == (before.name, before.email)
    assert caller.old(BY_MOBILE, mobile=before.mobile)["errcode"] == 60121


def test_a_closed_department_leaves_nobody_without_one() -> None:
    company = make_company(300, 1)
    closed = next(
        one for one in company.departments if one.parent_id and company.children(one.dept_id)
    )
    inside = {one.userid for one in company.members(closed.dept_id)}
    below = {one.dept_id for one in company.children(closed.dept_id)}
    after = close_department(company, closed.dept_id)
    assert inside
    assert below
    assert closed.dept_id not in after.by_dept_id
    assert inside <= {one.userid for one in after.members(closed.parent_id or 0)}
    assert below <= {one.dept_id for one in after.children(closed.parent_id or 0)}
    assert all(
        one.departments and len(set(one.departments)) == len(one.departments)
        for one in after.people
    )


@pytest.mark.parametrize(
    "change",
    [
        PersonChange(departments=(99,)),
        PersonChange(departments=()),
        PersonChange(mobile=make_company(5, 1).people[1].mobile),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(change: PersonChange) -> None:
    company = make_company(5, 1)
    first = company.people[0].userid
    with pytest.raises(CompanyError):
        change_person(company, first, change)
    with pytest.raises(CompanyError):
        join(company, change, "a" * 32)
    with pytest.raises(CompanyError):
        leave(company, "nobody")
    for dept_id in (ROOT, 99):
        with pytest.raises(CompanyError):
            close_department(company, dept_id)
    assert company == make_company(5, 1)


def test_keeping_ones_own_number_is_no_clash() -> None:
    company = make_company(5, 1)
    person = company.people[0]
    same = change_person(company, person.userid, PersonChange(mobile=person.mobile))
    assert same == company


def test_the_pages_do_what_the_methods_do(talk: Caller) -> None:
    caller = talk()
    joined = _page("POST", caller, "people", name="韩梅梅", active=False).json()
    userid = joined["userid"]
    assert (joined["name"], joined["active"]) == ("韩梅梅", False)
    changed = _page("PUT", caller, f"people/{userid}", active=True, mobile="15400000002").json()
    assert (changed["active"], changed["mobile"]) == (True, "15400000002")
    found = _page("GET", caller, "people?find=15400000002").json()
    assert (found["count"], [one["userid"] for one in found["people"]]) == (1, [userid])
    assert _page("DELETE", caller, f"people/{userid}").status_code == 200
    assert userid not in caller.tenant.company.by_userid
    departments = _page("GET", caller, "departments").json()["departments"]
    last = departments[-1]["dept_id"]
    assert _page("DELETE", caller, f"departments/{last}").status_code == 200
    assert last not in caller.tenant.company.by_dept_id


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("DELETE", "people/nobody", {}),
        ("PUT", "people/nobody", {"active": False}),
        ("POST", "people", {"departments": [5]}),
        ("POST", "people", {"salary": 5}),
        ("POST", "people", {"active": "maybe"}),
        ("DELETE", "departments/1", {}),
    ],
)
def test_a_page_tells_why_a_change_cannot_be(
    talk: Caller, method: str, path: str, body: dict[str, Any]
) -> None:
    caller = talk()
    before = caller.tenant.company
    answer = _page(method, caller, path, **body)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert caller.tenant.company == before


def test_a_stranger_may_not_change_the_company(talk: Caller) -> None:
    caller = talk()
    url = caller.url("/_practice/people")
    stranger = {"Origin": "https://evil.example"}
    assert caller.session.post(url, json={}, headers=stranger, timeout=10).status_code == 403
    assert len(caller.tenant.company.people) == 60
