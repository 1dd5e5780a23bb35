"""What follows from each answer, and how questions are put side by side."""

import threading
from typing import Any

import pytest

from dingsetup.bindings.scan import Ended, ScanTrouble, asking, plan_scan, scan
from dingsetup.bindings.scan.asking import Asking
from dingsetup.bindings.scan.values import ScanPlan
from dingsetup.bindings.scan.walk import Ask, Step, Task, first_tasks, step
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import Standing
from dingsetup.dingtalk.contacts import Department, Member, Page, VisibleRange
from dingsetup.dingtalk.errors import Answer
from dingsetup.findings import Kind
from dingsetup.lanes import WIDTH, Lanes
from tests.bindings.scanning import Scripted, ok, refused

BELOW, PAGE, PERSON = Task(Ask.BELOW, "5"), Task(Ask.PAGE, "5"), Task(Ask.PERSON, "u")


def test_a_scan_begins_with_the_range_it_was_given() -> None:
    assert {(task.ask, task.key) for task in first_tasks("7", (5, 9), ("u",))} == {
        (Ask.VISIBLE, "7"),
        (Ask.NAME, "5"),
        (Ask.NAME, "9"),
        (Ask.BELOW, "5"),
        (Ask.PAGE, "5"),
        (Ask.BELOW, "9"),
        (Ask.PAGE, "9"),
        (Ask.PERSON, "u"),
    }
    assert first_tasks("", (), ()) == ()


def test_each_department_below_is_asked_for_its_own_and_its_people() -> None:
    found = step(BELOW, (Department(6, "六", 5), Department(7, "七", None)))
    assert isinstance(found, Step)
    assert {(task.ask, task.key) for task in found.tasks} == {
        (Ask.BELOW, "6"),
        (Ask.PAGE, "6"),
        (Ask.BELOW, "7"),
        (Ask.PAGE, "7"),
    }
    assert [one.parent_id for one in found.departments] == [5, 5]


def test_a_page_leads_to_the_next_until_the_last() -> None:
    found = step(PAGE, Page((Member("u"),), 100))
    assert isinstance(found, Step)
    assert found.tasks == (Task(Ask.PAGE, "5", 100),)
    last = step(Task(Ask.PAGE, "5", 100), Page((), None))
    assert isinstance(last, Step)
    assert last.tasks == ()


def test_who_is_listed_in_a_department_is_in_it_whatever_is_shown() -> None:
    found = step(PAGE, Page((Member("u"), Member("v", departments=(5, 6))), None))
    assert isinstance(found, Step)
    assert [met.member.departments for met in found.people] == [(5,), (5, 6)]


@pytest.mark.parametrize("task", [Task(Ask.NAME, "5"), BELOW, PAGE])
def test_a_department_that_was_closed_or_is_closed_to_the_app_is_passed_over(task: Task) -> None:
    closed = step(task, refused(Kind.DEPT_NOT_FOUND))
    outside = step(task, refused(Kind.OUT_OF_SCOPE))
    assert isinstance(closed, Step)
    assert isinstance(outside, Step)
    assert (closed.partial, outside.partial) == (False, True)
    assert closed.passed_over is outside.passed_over is (task is PAGE)


def test_a_person_is_here_outside_or_nobody() -> None:
    here, outside, nobody = (
        step(PERSON, found)
        for found in (Member("u"), refused(Kind.OUT_OF_SCOPE), refused(Kind.USER_NOT_FOUND))
    )
    assert isinstance(here, Step)
    assert isinstance(outside, Step)
    assert isinstance(nobody, Step)
    assert [met.standing for met in here.people] == [Standing.HERE]
    assert [met.standing for met in outside.people] == [Standing.OUT_OF_RANGE]
    assert [met.standing for met in nobody.people] == [Standing.GONE]


@pytest.mark.parametrize("kind", [Kind.SCOPE_MISSING, Kind.QUOTA_EXHAUSTED, Kind.TIMED_OUT])
def test_what_only_helps_never_ends_a_scan_and_the_rest_does(kind: Kind) -> None:
    assert step(Task(Ask.VISIBLE, "7"), refused(kind)) == Step()
    assert step(Task(Ask.COUNT, ""), refused(kind)) == Step()
    for task in (BELOW, PAGE, PERSON):
        found = step(task, refused(kind, until="now"))
        assert isinstance(found, ScanTrouble)
        assert (found.kind, found.values) == (kind, {"until": "now"})


def test_the_visible_range_is_kept() -> None:
    chosen = VisibleRange(users=("u",))
    assert step(Task(Ask.VISIBLE, "7"), chosen) == Step(visible=chosen)


def test_a_lane_holds_no_more_than_its_width_and_waits_for_no_other() -> None:
    gate, running, most = threading.Event(), 0, 0
    lock = threading.Lock()

    def ask(question: int) -> int:
        nonlocal running, most
        if question < 0:
            return question
        with lock:
            running += 1
            most = max(most, running)
        gate.wait(10)
        with lock:
            running -= 1
        return question

    lanes: Lanes[int, int] = Lanes(ask)
    for number in range(WIDTH):
        assert lanes.room("slow") == WIDTH - number
        lanes.put("slow", number)
    assert lanes.room("slow") == 0
    lanes.put("fast", -1)
    assert lanes.take(10) == [(-1, -1)]
    gate.set()
    answers: list[Any] = []
    while lanes.under_way:
        answers += lanes.take(10)
    assert sorted(answers) == [(number, number) for number in range(WIDTH)]
    assert most <= WIDTH
    lanes.close()


def test_what_goes_wrong_on_a_thread_is_raised_where_answers_are_taken() -> None:
    def put(task: Task) -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Asking(put).run([BELOW], lambda answered: ())


BUSY = refused(Kind.THROTTLED, scope="api", until="2026-11-22 00:01:03")
PASSING = [
    BUSY,
    refused(Kind.THROTTLED, scope="app"),
    refused(Kind.SERVER_ERROR),
    refused(Kind.UNREACHABLE, reason="reset"),
]
LASTING = [
    refused(Kind.THROTTLED, scope="ip"),
    refused(Kind.UNREACHABLE, reason="no_route"),
    refused(Kind.TIMED_OUT),
    refused(Kind.NOT_DINGTALK),
]


@pytest.mark.parametrize("answer", PASSING)
def test_what_may_pass_is_asked_again_after_a_while(
    monkeypatch: pytest.MonkeyPatch, answer: Answer
) -> None:
    monkeypatch.setattr(asking, "PAUSES_S", (0.001, 0.001))
    answers = [answer, answer, ok(), answer, ok()]
    taken: list[Answer] = []

    def take(answered: Any) -> list[Task]:
        taken.extend(found for _, found in answered)
        return [PAGE] if answered and len(taken) == 1 else []

    run = Asking(lambda task: answers.pop(0))
    assert run.run([PAGE], take) is Ended.WHOLE
    assert ([one.kind for one in taken], run.calls) == ([Kind.OK, Kind.OK], 5)


@pytest.mark.parametrize(("answer", "calls"), [(PASSING[0], 3), *((one, 1) for one in LASTING)])
def test_what_does_not_pass_is_told(
    monkeypatch: pytest.MonkeyPatch, answer: Answer, calls: int
) -> None:
    monkeypatch.setattr(asking, "PAUSES_S", (0.001, 0.001))
    taken: list[Answer] = []

    def take(answered: Any) -> tuple[()] | None:
        taken.extend(found for _, found in answered)
        return None if taken else ()

    run = Asking(lambda task: answer)
    assert run.run([PAGE], take) is Ended.TROUBLE
    assert (taken, run.calls) == ([answer], calls)


def test_a_wait_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "PAUSES_S", (0.001,))
    answers = [BUSY, ok()]
    told: list[int] = []

    def take(answered: Any) -> tuple[()]:
        told.append(len(answered))
        return ()

    assert Asking(lambda task: answers.pop(0)).run([PAGE], take) is Ended.WHOLE
    assert told == [0, 1]


def test_a_busy_api_can_be_left_by_a_cancel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "PAUSES_S", (600.0,))
    cancel = threading.Event()
    run: Asking[Answer] = Asking(lambda task: BUSY, cancel=cancel)
    threading.Timer(0.1, cancel.set).start()
    assert run.run([PAGE], lambda answered: ()) is Ended.CANCELLED
    assert run.waiting


SCOPES = "GET /auth/scopes"
COUNT = "POST /topapi/user/count"
NAME = "POST /topapi/v2/department/get"
LISTSUB = "POST /topapi/v2/department/listsub"
LIST = "POST /topapi/v2/user/list"
GET = "POST /topapi/v2/user/get"


def whole(**answers: Any) -> Scripted:
    """An organisation of one department with nobody in it, but for the answers given."""
    empty = {"has_more": False, "list": []}
    known: dict[str, Any] = {
        SCOPES: [ok(auth_org_scopes={"authed_dept": [1], "authed_user": []})],
        COUNT: [ok(result={"count": 0})],
        NAME: [ok(result={"dept_id": 1, "name": "公司"})],
        LISTSUB: [ok(result=[])],
        LIST: [ok(result=empty)],
    }
    return Scripted(known | answers)


def planned(table: Table, client: Any) -> ScanPlan:
    found = plan_scan(table, client)
    assert isinstance(found, ScanPlan), found
    return found


def test_a_range_that_holds_nobody_is_told_before_a_scan(table: Table) -> None:
    client: Any = whole(**{SCOPES: [ok(auth_org_scopes={"authed_dept": [], "authed_user": []})]})
    found = plan_scan(table, client)
    assert isinstance(found, ScanTrouble)
    assert (found.kind, found.values) == (Kind.OUT_OF_SCOPE, {"case": "nobody"})


def test_people_given_one_by_one_are_read_too(table: Table) -> None:
    scopes = {"authed_dept": [], "authed_user": ["a", "b", "a"]}
    client: Any = whole(
        **{
            SCOPES: [ok(auth_org_scopes=scopes)],
            GET: [lambda given: ok(result={"userid": given["userid"], "name": "某"})],
        }
    )
    plan = planned(table, client)
    assert (plan.given, plan.whole, plan.least) == (("a", "b"), False, 2)
    result = scan(table, client, plan)
    assert (result.ended, result.people, result.partial) == (Ended.WHOLE, 2, True)
    assert set(table.people(["a", "b"])) == {"a", "b"}


def test_departments_given_one_inside_the_other_are_walked_once(table: Table) -> None:
    below = {1: [], 5: [{"dept_id": 6, "name": "六", "parent_id": 5}], 6: []}
    client: Any = whole(
        **{
            SCOPES: [ok(auth_org_scopes={"authed_dept": [6, 5]})],
            NAME: [lambda given: ok(result={"dept_id": given["dept_id"], "name": "名"})],
            LISTSUB: [lambda given: ok(result=below[given["dept_id"]])],
        }
    )
    result = scan(table, client, planned(table, client))
    assert (result.ended, result.departments) == (Ended.WHOLE, 2)
    asked = [(name, given["dept_id"]) for name, given in client.asked if name in (LISTSUB, LIST)]
    assert sorted(asked) == sorted((name, number) for name in (LISTSUB, LIST) for number in (5, 6))


def test_a_tree_that_bites_its_tail_is_walked_once(table: Table) -> None:
    below = {1: [{"dept_id": 2, "name": "二"}], 2: [{"dept_id": 1, "name": "一"}]}
    client: Any = whole(**{LISTSUB: [lambda given: ok(result=below[given["dept_id"]])]})
    result = scan(table, client, planned(table, client))
    assert (result.ended, result.departments) == (Ended.WHOLE, 2)


@pytest.mark.parametrize(
    "page",
    [
        {"has_more": True, "list": []},
        {"has_more": True, "next_cursor": 0, "list": []},
        {"has_more": False, "list": [{"name": "没有userid"}]},
        {"has_more": False, "list": "no"},
        None,
    ],
)
def test_a_page_that_makes_no_sense_ends_a_scan_and_not_the_table(table: Table, page: Any) -> None:
    client: Any = whole(**{LIST: [ok(result=page)]})
    result = scan(table, client, planned(table, client))
    assert result.ended is Ended.TROUBLE
    assert result.trouble is not None
    assert (result.trouble.kind, result.trouble.endpoint) == (Kind.NOT_DINGTALK, LIST)
    assert table.directory_read() == {}
