"""What the contact range and field permissions hide, and what they do not."""

from typing import Any

import pytest

from .conftest import Caller

COUNT = "POST /topapi/user/count"
PERSON = "POST /topapi/v2/user/get"


def _code(answer: dict[str, Any]) -> str:
    return str(answer.get("sub_code", answer.get("errcode")))


def test_narrow_range_shows_two_departments_and_hides_the_rest(talk: Caller) -> None:
    caller = talk("narrow-range")
    allowed = caller.old("GET /auth/scopes")["auth_org_scopes"]["authed_dept"]
    assert len(allowed) == 2
    assert 1 not in allowed
    page = {"cursor": 0, "size": 10}
    for name in ("user/listsimple", "v2/user/list"):
        assert _code(caller.old(f"POST /topapi/{name}", dept_id=1, **page)) == "50004"
        assert _code(caller.old(f"POST /topapi/{name}", dept_id=allowed[0], **page)) == "0"
    assert _code(caller.old("POST /topapi/v2/department/get", dept_id=1)) == "50004"
    assert _code(caller.old("POST /topapi/v2/department/get", dept_id=99)) == "50004"


def test_narrow_range_does_not_limit_what_the_documentation_exempts(talk: Caller) -> None:
    caller = talk("narrow-range")
    assert _code(caller.old("POST /topapi/v2/department/listsubid", dept_id=1)) == "0"
    assert _code(caller.old("POST /topapi/user/listid", dept_id=1)) == "0"
    assert _code(caller.old(COUNT, only_active=True)) == "0"


def test_narrow_range_hides_people_elsewhere(talk: Caller) -> None:
    caller = talk("narrow-range")
    departments = caller.old("POST /topapi/v2/department/listsubid", dept_id=1)["result"]
    first = departments["dept_id_list"][0]
    outside = caller.old("POST /topapi/user/listid", dept_id=first)["result"]["userid_list"][0]
    assert _code(caller.old("POST /topapi/v2/user/get", userid=outside)) == "50002"
    own = caller.identity.userid
    assert _code(caller.old("POST /topapi/v2/user/get", userid=own)) == "0"


@pytest.mark.parametrize(
    ("field", "gone"),
    [
        ("mobile", {"mobile", "state_code"}),
        ("email", {"email", "work_place", "remark", "extension"}),
    ],
)
def test_a_hidden_field_is_absent_and_not_an_error(
    talk: Caller, field: str, gone: set[str]
) -> None:
    caller = talk()
    userid = caller.identity.userid
    whole = caller.old("POST /topapi/v2/user/get", userid=userid)["result"]
    caller.tenant.set_scenarios([f"field-hidden:{field}"])
    part = caller.old("POST /topapi/v2/user/get", userid=userid)
    assert part["errcode"] == 0
    assert whole.keys() - part["result"].keys() == gone
    assert field not in caller.old("GET /auth/scopes")["auth_user_field"]
    page = caller.old(
        "POST /topapi/v2/user/list", dept_id=caller.identity.dept_id, cursor=0, size=1
    )
    assert not gone & page["result"]["list"][0].keys()


def test_narrow_visible_names_one_department_and_one_person(talk: Caller) -> None:
    caller = talk("narrow-visible")
    agent = caller.identity.agent_id
    seen = caller.new(f"GET /v1.0/microApp/apps/{agent}/scopes").json()["result"]
    assert seen["deptIds"] == [caller.identity.dept_id]
    assert len(seen["userIds"]) == 1
    assert seen["onlyAdminVisible"] is False
    old = caller.old("POST /microapp/visible_scopes", agentId=agent)
    assert (old["userVisibleScopes"], old["deptVisibleScopes"]) == (
        seen["userIds"],
        seen["deptIds"],
    )
    caller.tenant.set_scenarios([])
    assert caller.new(f"GET /v1.0/microApp/apps/{agent}/scopes").json()["result"]["deptIds"] == []


def test_narrow_visible_keeps_messages_from_everybody_else(talk: Caller) -> None:
    caller = talk("narrow-visible")
    company = caller.tenant.company
    inside = {one.userid for one in company.people_below((caller.identity.dept_id,))}
    inside.add(company.people[0].userid)
    outside = next(one.userid for one in company.people if one.userid not in inside)
    chosen = caller.identity.userid
    result = caller.result(caller.send(f"{chosen},{outside}", "who gets it"))
    assert result["invalid_user_id_list"] == [outside]
    assert result["unread_user_id_list"] == [chosen]
    shown = {
        userid: [
            app["name"]
            for app in caller.new(f"GET /v1.0/microApp/users/{userid}/apps").json()["appList"]
        ]
        for userid in (chosen, outside)
    }
    assert "DataWind" in shown[chosen]
    assert "DataWind" not in shown[outside]
    assert caller.old(PERSON, userid=outside)["errcode"] == 0, "the contact range is another thing"
