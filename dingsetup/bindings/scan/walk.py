"""Which question follows from which answer when the directory is walked. Pure."""

from collections.abc import Callable
from enum import StrEnum

import msgspec

from dingsetup.bindings.scan.values import ScanTrouble
from dingsetup.bindings.values import Standing
from dingsetup.dingtalk import contacts
from dingsetup.dingtalk.client import Client
from dingsetup.dingtalk.contacts import Department, Member, Page, VisibleRange
from dingsetup.dingtalk.errors import Answer
from dingsetup.findings import Kind


class Ask(StrEnum):
    """The kinds of question; each is an API of its own."""

    VISIBLE = "visible"
    """Key: the AgentId."""
    NAME = "name"
    """Of a department the range begins with. Key: its id."""
    BELOW = "below"
    """Key: the department's id."""
    PAGE = "page"
    """Key: the department's id; with a cursor."""
    PERSON = "person"
    """Key: the userid."""
    COUNT = "count"
    """How many people the organisation has. No part of a scan, its plan has asked."""
    MOBILE = "mobile"
    """Key: the number. No part of a scan."""


ENDPOINTS = {
    Ask.VISIBLE: contacts.VISIBLE_RANGE,
    Ask.NAME: contacts.DEPARTMENT,
    Ask.BELOW: contacts.BELOW,
    Ask.PAGE: contacts.MEMBERS,
    Ask.PERSON: contacts.PERSON,
    Ask.COUNT: contacts.COUNT,
    Ask.MOBILE: contacts.BY_MOBILE,
}

PASSED_OVER = frozenset({Kind.DEPT_NOT_FOUND, Kind.OUT_OF_SCOPE})
"""What a department may answer while the scan goes on: it was closed, or is closed to the app."""


class Task(msgspec.Struct, frozen=True):
    """One question to be asked."""

    ask: Ask
    key: str
    cursor: int = 0


class Met(msgspec.Struct, frozen=True, gc=False):
    """Somebody the scan met, or looked for: outside the contact range, or gone."""

    member: Member
    standing: Standing = Standing.HERE


class Step(msgspec.Struct, frozen=True):
    """What one answer adds."""

    tasks: tuple[Task, ...] = ()
    departments: tuple[Department, ...] = ()
    people: tuple[Met, ...] = ()
    visible: VisibleRange | None = None
    count: int | None = None
    passed_over: bool = False
    partial: bool = False
    """Whether the answer shows that the app may not read everything."""


Found = Department | tuple[Department, ...] | Page | Member | VisibleRange | int | Answer

_CALLS: dict[Ask, Callable[[Client, Task], Found]] = {
    Ask.VISIBLE: lambda client, task: contacts.visible_range(client, task.key),
    Ask.NAME: lambda client, task: contacts.department(client, int(task.key)),
    Ask.BELOW: lambda client, task: contacts.departments_below(client, int(task.key)),
    Ask.PAGE: lambda client, task: contacts.page_of_people(client, int(task.key), task.cursor),
    Ask.PERSON: lambda client, task: contacts.person(client, task.key),
    Ask.COUNT: lambda client, task: contacts.count_people(client),
}


def put(client: Client, task: Task) -> Found:
    """Ask. Blocking; raises Cancelled."""
    return _CALLS[task.ask](client, task)


def first_tasks(agent_id: str, roots: tuple[int, ...], given: tuple[str, ...]) -> tuple[Task, ...]:
    """What a scan begins with: the range the app may read, never blindly the top department."""
    visible = (Task(Ask.VISIBLE, agent_id),) if agent_id else ()
    names = tuple(Task(Ask.NAME, str(root)) for root in roots)
    tree = tuple(task for root in roots for task in department_tasks(root))
    return (*visible, *names, *tree, *(Task(Ask.PERSON, userid) for userid in given))


def department_tasks(dept_id: int) -> tuple[Task, Task]:
    return Task(Ask.BELOW, str(dept_id)), Task(Ask.PAGE, str(dept_id))


def step(task: Task, found: Found) -> Step | ScanTrouble:
    """What an answer adds, or why the scan cannot go on."""
    match found:
        case Answer():
            return _refused(task, found)
        case Department():
            return Step(departments=(found,))
        case Page():
            further = (
                () if found.next_cursor is None else (Task(task.ask, task.key, found.next_cursor),)
            )
            return Step(tasks=further, people=tuple(_met(one, task) for one in found.members))
        case Member():
            return Step(people=(Met(found),))
        case VisibleRange():
            return Step(visible=found)
        case int():
            return Step(count=found)
        case _:
            below = tuple(part for one in found for part in department_tasks(one.id))
            hung = tuple(Department(one.id, one.name, int(task.key)) for one in found)
            return Step(tasks=below, departments=hung)


def _met(member: Member, task: Task) -> Met:
    # Whoever is listed in a department is in it, whatever fields the app is shown.
    if member.departments:
        return Met(member)
    return Met(msgspec.structs.replace(member, departments=(int(task.key),)))


def _refused(task: Task, answer: Answer) -> Step | ScanTrouble:
    closed = answer.kind is Kind.OUT_OF_SCOPE
    match task.ask:
        case Ask.VISIBLE | Ask.COUNT:
            # They help, but people can be bound without.
            return Step()
        case Ask.PERSON if closed:
            return Step(people=(Met(Member(task.key), Standing.OUT_OF_RANGE),))
        case Ask.PERSON if answer.kind is Kind.USER_NOT_FOUND:
            return Step(people=(Met(Member(task.key), Standing.GONE),))
        case Ask.NAME | Ask.BELOW | Ask.PAGE if answer.kind in PASSED_OVER:
            return Step(passed_over=task.ask is Ask.PAGE, partial=closed)
        case _:
            return ScanTrouble.of(answer, ENDPOINTS[task.ask])
