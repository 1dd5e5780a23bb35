"""Answers about people and departments are read whatever types they come in."""

from typing import Any

import pytest

from dingsetup.dingtalk import contacts
from dingsetup.dingtalk.contacts import Department, Member, Page
from dingsetup.dingtalk.errors import Answer
from dingsetup.findings import Kind


class Said:
    """Stands for a Client that always answers the same."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.arguments: dict[str, Any] = {}

    def call(
        self, endpoint: str, arguments: dict[str, Any] | None = None, path: Any = None
    ) -> Answer:
        self.arguments = arguments or {}
        return self.answer


def said(result: Any, **more: Any) -> Any:
    return Said(Answer(kind=Kind.OK, data={"errcode": "0", "result": result, **more}))


PERSON = {
    "userid": "u1",
    "unionid": "x",
    "name": "李雷",
    "state_code": "86",
    "mobile": "13800138000",
    "job_number": "P1",
    "email": "",
    "dept_id_list": [1, 2],
    "active": True,
    "admin": False,
}


def test_a_person_is_read_as_the_page_shows_one() -> None:
    assert contacts.person(said(PERSON), "u1") == Member(
        userid="u1",
        unionid="x",
        name="李雷",
        mobile="13800138000",
        email="",
        job_number="P1",
        departments=(1, 2),
    )


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"active": "false"}, "active", False),
        ({"active": 0}, "active", False),
        ({"active": None}, "active", True),
        ({"admin": "true"}, "admin", True),
        ({"userid": 12}, "userid", "12"),
        ({"job_number": 7}, "job_number", "7"),
        ({"job_number": None}, "job_number", None),
        ({"dept_id_list": ["1", 2, "x"]}, "departments", (1, 2)),
        ({"dept_id_list": "[1, 2]"}, "departments", (1, 2)),
        ({"dept_id_list": None}, "departments", ()),
        ({"state_code": "1", "mobile": "4155550123"}, "mobile", "+14155550123"),
        ({"state_code": "+1", "mobile": "4155550123"}, "mobile", "+14155550123"),
        ({"state_code": "1", "mobile": "+1-4155550123"}, "mobile", "+1-4155550123"),
        ({"state_code": ""}, "mobile", "13800138000"),
        ({"mobile": ""}, "mobile", ""),
        ({"mobile": None}, "mobile", None),
    ],
)
def test_a_field_is_read_in_whatever_type_it_comes(
    change: dict[str, Any], field: str, value: Any
) -> None:
    found = contacts.person(said(PERSON | change), "u1")
    assert isinstance(found, Member)
    assert getattr(found, field) == value


@pytest.mark.parametrize("field", ["mobile", "email", "job_number"])
def test_a_field_that_is_not_there_is_hidden_and_not_empty(field: str) -> None:
    shown = {name: value for name, value in PERSON.items() if name != field}
    found = contacts.person(said(shown), "u1")
    assert isinstance(found, Member)
    assert getattr(found, field) is None


@pytest.mark.parametrize(
    ("result", "page"),
    [
        ({"has_more": False, "list": [PERSON]}, 1),
        ({"has_more": True, "next_cursor": 100, "list": []}, 0),
        ({"has_more": "true", "next_cursor": "100", "list": []}, 0),
        ({"list": None}, 0),
    ],
)
def test_a_page_is_read_with_where_the_next_begins(result: dict[str, Any], page: int) -> None:
    client = said(result)
    found = contacts.page_of_people(client, 5, 0)
    assert isinstance(found, Page)
    assert (len(found.members), found.next_cursor) == (
        page,
        100 if "next_cursor" in result else None,
    )
    assert client.arguments == {
        "dept_id": 5,
        "cursor": 0,
        "size": 100,
        "contain_access_limit": True,
    }


@pytest.mark.parametrize(
    "result",
    [
        None,
        [],
        "x",
        {"has_more": True, "list": []},
        {"has_more": True, "next_cursor": 5, "list": []},
        {"list": {}},
        {"list": [None]},
        {"list": [{"userid": ""}]},
        {"list": [{"userid": "u", "dept_id_list": "["}]},
    ],
)
def test_a_success_that_holds_no_page_is_not_dingtalks(result: Any) -> None:
    found = contacts.page_of_people(said(result), 5, 5)
    assert isinstance(found, Answer)
    assert (found.kind, found.values) == (Kind.NOT_DINGTALK, {"reason": "wrong_type"})


def test_departments_are_read_with_numbers_as_texts_too() -> None:
    result = [{"dept_id": "7", "name": "七", "parent_id": "1"}, {"dept_id": 8, "name": 8}]
    found = contacts.departments_below(said(result), 1)
    assert found == (Department(7, "七", 1), Department(8, "8", None))
    assert contacts.departments_below(said(None), 1) == ()
    assert contacts.department(said(result[0]), 7) == Department(7, "七", 1)


@pytest.mark.parametrize("number", [2**63, "9" * 30, -1.5, True, "七"])
def test_an_id_that_fits_no_database_is_not_dingtalks(number: Any) -> None:
    assert isinstance(contacts.departments_below(said([{"dept_id": number}]), 1), Answer)


def test_counts_and_userids_are_read_or_are_no_answer() -> None:
    assert contacts.count_people(said({"count": "12"})) == 12
    assert contacts.userid_of_mobile(said({"userid": "u"}), "138") == "u"
    assert isinstance(contacts.count_people(said({})), Answer)
    assert isinstance(contacts.userid_of_mobile(said({"userid": ""}), "138"), Answer)


def test_the_ranges_are_read() -> None:
    scopes = {"authed_dept": ["1", 2], "authed_user": ["u"]}
    found = contacts.contact_range(said(None, auth_org_scopes=scopes))
    assert not isinstance(found, Answer)
    assert found.auth_org_scopes.authed_dept == (1, 2)
    assert found.auth_user_field is None
    visible = contacts.visible_range(said({"deptIds": [5], "onlyAdminVisible": True}), "7")
    assert not isinstance(visible, Answer)
    assert (visible.departments, visible.only_admins) == ((5,), True)
    assert isinstance(contacts.visible_range(said({"deptIds": "x"}), "7"), Answer)


def test_a_refusal_is_handed_on_as_it_is() -> None:
    refusal = Answer(kind=Kind.DEPT_NOT_FOUND, code="60003")
    client: Any = Said(refusal)
    assert contacts.departments_below(client, 1) is refusal
    assert contacts.page_of_people(client, 1, 0) is refusal
