"""Walking the company by pages visits everybody exactly once."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dingsetup.facts import Facts
from dingsetup.practice import PracticeTenant

from .conftest import Caller, Talk


@pytest.fixture(scope="module")
def crowd(facts: Facts) -> Iterator[Talk]:
    with PracticeTenant.start(facts, people=230, limits=False) as tenant:
        talk = Talk(tenant).login()
        yield talk
        talk.session.close()


def _walk(talk: Talk, dept_id: int, size: int, name: str) -> Iterator[str]:
    cursor = 0
    while True:
        answer = talk.old(f"POST /topapi/{name}", dept_id=dept_id, cursor=cursor, size=size)
        yield from (person["userid"] for person in answer["result"]["list"])
        if not answer["result"]["has_more"]:
            assert "next_cursor" not in answer["result"]
            return
        cursor = answer["result"]["next_cursor"]


def _tree(talk: Talk) -> Iterator[int]:
    waiting = [1]
    for dept_id in waiting:
        yield dept_id
        answer = talk.old("POST /topapi/v2/department/listsub", dept_id=dept_id)
        waiting.extend(entry["dept_id"] for entry in answer["result"])


@given(size=st.integers(1, 100), name=st.sampled_from(["user/listsimple", "v2/user/list"]))
@settings(max_examples=15, deadline=None)
def test_paging_a_department_visits_each_member_once(crowd: Talk, size: int, name: str) -> None:
    dept_id = crowd.identity.dept_id
    expected = crowd.old("POST /topapi/user/listid", dept_id=dept_id)["result"]["userid_list"]
    assert Counter(_walk(crowd, dept_id, size, name)) == Counter(expected)


def test_walking_the_tree_finds_the_whole_company(crowd: Talk) -> None:
    found = {
        userid for dept_id in _tree(crowd) for userid in _walk(crowd, dept_id, 100, "v2/user/list")
    }
    count = crowd.old("POST /topapi/user/count", only_active=False)["result"]["count"]
    assert len(found) == count == 230


@given(size=st.integers(1, 100))
@settings(max_examples=10, deadline=None)
def test_paging_external_contacts_visits_each_once(crowd: Talk, size: int) -> None:
    seen: list[str] = []
    while True:
        page = crowd.old("POST /topapi/extcontact/list", size=size, offset=len(seen))["results"]
        if not page:
            break
        seen.extend(contact["userid"] for contact in page)
    assert len(seen) == len(set(seen)) == 26


@pytest.mark.parametrize(
    ("cursor", "size", "code"), [(0, 0, 40069), (0, 101, 40069), (-1, 10, 40068)]
)
def test_a_page_out_of_bounds_is_refused(crowd: Talk, cursor: int, size: int, code: int) -> None:
    answer = crowd.old("POST /topapi/user/listsimple", dept_id=1, cursor=cursor, size=size)
    assert answer["errcode"] == code


def test_the_old_lists_page_by_offset(crowd: Talk) -> None:
    dept_id = crowd.identity.dept_id
    expected = crowd.old("GET /user/getDeptMember", deptId=dept_id)["userIds"]
    seen: list[str] = []
    more = True
    while more:
        page = crowd.old("GET /user/list", department_id=dept_id, offset=len(seen), size=3)
        seen.extend(person["userid"] for person in page["userlist"])
        more = page["hasMore"]
    assert seen == expected


def test_search_pages_by_number(talk: Caller) -> None:
    caller = talk(people=200)
    found: list[str] = []
    answer: dict[str, Any] = {}
    for page in range(100):
        answer = caller.new(
            "POST /v1.0/contact/users/search", queryWord="王", offset=page, size=2
        ).json()
        found.extend(answer["list"])
        if not answer["hasMore"]:
            break
    assert len(found) == len(set(found)) == answer["totalCount"]


def test_paging_the_roles_finds_everybody_once(crowd: Talk) -> None:
    groups = crowd.old("POST /topapi/role/list")["result"]["list"]
    seen: list[str] = []
    for role in groups[0]["roles"]:
        offset, more = 0, True
        while more:
            page = crowd.old(
                "POST /topapi/role/simplelist", role_id=role["id"], size=20, offset=offset
            )["result"]
            seen.extend(person["userid"] for person in page["list"])
            more, offset = page["hasMore"], page.get("nextCursor", 0)
    assert len(seen) == len(set(seen)) == 230
