"""What the contact range and field permissions hide, and what they do not."""

from typing import Any

import pytest

from .conftest import Caller

COUNT = "POST /topapi/user/count"


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
