"""Work notifications: sending, progress, result, recall and status bar (KB 0769 to 0773).

A send is accepted whatever becomes of it; who was kept from it stands in the result alone.
"""

import time
from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from dingsetup.practice.answers import Reply
from dingsetup.practice.calls import Call
from dingsetup.practice.content import check_message, digest
from dingsetup.practice.routes import Body, Route, refuse_old
from dingsetup.practice.state import State, Task

MOST_USERS = 100
MOST_DEPARTMENTS = 20
MOST_A_DAY = 500
TO_ALL_A_DAY = 3
KEPT_SECONDS = 24 * 3600
READ_AFTER_SECONDS = 2.0
"""How long active people take to read here; the others never do."""
_FIRST_TASK = 256_271_667_526
_EVERYBODY = "@all"


def _send(state: State, call: Call) -> Reply:
    _own_agent(state, call, 41020, "不合法的agentid")
    check_message(call["msg"])
    users = _split(call.get("userid_list"))
    departments = _split(call.get("dept_id_list"))
    to_all = call.get("to_all_user", False)
    if not users and not departments and not to_all:
        # What empty recipients were seen to get (gh:hhyo/Archery#836).
        raise refuse_old(1, "Platform System error")
    if len(users) > MOST_USERS or len(departments) > MOST_DEPARTMENTS:
        # UNCONFIRMED: the page caps the lists, the code is the table's for too many.
        raise refuse_old(41029, "接收者数量超过上限")
    if to_all:
        _count_to_all(state)
    task = _deliver(state, call["msg"], users, departments, to_all=to_all)
    state.tasks[task.task_id] = task
    # The real answer has no errmsg.
    return Reply(body={"errcode": 0, "task_id": task.task_id})


def _own_agent(state: State, call: Call, code: int, message: str) -> None:
    if call["agent_id"] != state.agent_id:
        raise refuse_old(code, message)


def _split(value: object) -> tuple[str, ...]:
    parts = (part.strip() for part in str(value or "").split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def _count_to_all(state: State) -> None:
    today = state.sent_today.setdefault((_day(state), _EVERYBODY), [])
    if len(today) >= TO_ALL_A_DAY:
        raise refuse_old(41045, "全员消息发送次数超过上限")
    today.append(_EVERYBODY)


def _day(state: State) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(state.clock() + 8 * 3600))


def _deliver(
    state: State,
    msg: dict[str, Any],
    users: tuple[str, ...],
    departments: tuple[str, ...],
    *,
    to_all: bool,
) -> Task:
    company = state.company
    known = {text: int(text) for text in departments if text.isascii() and text.isdecimal()}
    real = tuple(number for number in known.values() if number in company.by_dept_id)
    # UNCONFIRMED: that somebody the app is not for is told like somebody unknown.
    named = [one for one in users if one in company.by_userid and state.may_use(one)]
    wanted = list(named)
    wanted += [person.userid for person in company.people_below(real)]
    if to_all:
        wanted += list(company.by_userid)
    reached = [userid for userid in dict.fromkeys(wanted) if state.may_use(userid)]
    sent, forbidden = _filter(state, reached, digest(msg))
    return Task(
        task_id=_FIRST_TASK + 1 + len(state.tasks),
        at=state.clock(),
        msg=msg,
        recipients=sent,
        invalid_users=tuple(userid for userid in users if userid not in named),
        invalid_departments=tuple(
            known[d] for d in departments if d in known and known[d] not in real
        ),
        forbidden=forbidden,
    )


def _filter(
    state: State, userids: Iterable[str], content: str
) -> tuple[tuple[str, ...], tuple[tuple[str, str, int], ...]]:
    """Part those who get it from those who do not: same content today, or 500 already."""
    sent: list[str] = []
    forbidden: list[tuple[str, str, int]] = []
    for userid in userids:
        today = state.sent_today.setdefault((_day(state), userid), [])
        if content in today:
            forbidden.append((userid, "143106", 1))
        elif len(today) >= MOST_A_DAY:
            forbidden.append((userid, "143105", MOST_A_DAY))
        else:
            today.append(content)
            sent.append(userid)
    return tuple(sent), tuple(forbidden)


def _task(state: State, call: Call, name: str, code: int, message: str) -> Task:
    """Return the task named by an argument; raises Refused for another app's, unknown or old."""
    _own_agent(state, call, code, message)
    task = state.tasks.get(call[name])
    if task is None or state.clock() - task.at > KEPT_SECONDS:
        raise refuse_old(code, message)
    return task


def _progress(state: State, call: Call) -> Body:
    task = _task(state, call, "task_id", 40035, "不合法的参数")
    status = min(task.polls, 2)
    state.tasks[task.task_id] = replace(task, polls=task.polls + 1)
    return {"progress": {"progress_in_percent": status * 50, "status": status}}


def _result(state: State, call: Call) -> Reply:
    task = _task(state, call, "task_id", 40035, "不合法的参数")
    if len(task.recipients) + len(task.forbidden) > MOST_USERS:
        raise refuse_old(41052, "接收者过多，无法查询发送结果")
    read = readers(state, task)
    return Reply(
        body={
            "errcode": 0,
            "send_result": {
                "failed_user_id_list": [],
                "forbidden_list": [
                    {"code": code, "count": count, "userid": userid}
                    for userid, code, count in task.forbidden
                ],
                "invalid_dept_id_list": list(task.invalid_departments),
                "invalid_user_id_list": list(task.invalid_users),
                "read_user_id_list": read,
                "unread_user_id_list": [one for one in task.recipients if one not in read],
            },
        }
    )


def readers(state: State, task: Task) -> list[str]:
    """Return who has read it by now: active people, a moment after it arrived."""
    if task.recalled or state.clock() - task.at < READ_AFTER_SECONDS:
        return []
    known = state.company.by_userid
    return [userid for userid in task.recipients if userid in known and known[userid].active]


def _recall(state: State, call: Call) -> Body:
    task = _task(state, call, "msg_task_id", 400002, "参数错误")
    state.tasks[task.task_id] = replace(task, recalled=True)
    return {}


def _status_bar(state: State, call: Call) -> Body:
    _own_agent(state, call, 40056, "不合法的agentid")
    task = _task(state, call, "task_id", 40035, "不合法的参数")
    if task.msg["msgtype"] != "oa":
        raise refuse_old(40035, "不合法的参数：只有OA消息有状态栏")
    state.tasks[task.task_id] = replace(task, status_value=call["status_value"])
    return {}


_ROOT = "POST /topapi/message/corpconversation"
ROUTES = {
    f"{_ROOT}/asyncsend_v2": Route(
        answer=_send,
        required=("agent_id", "msg"),
        shapes={
            "agent_id": "whole",
            "msg": "object",
            "to_all_user": "flag",
            "userid_list": "text",
            "dept_id_list": "text",
        },
    ),
    f"{_ROOT}/getsendprogress": Route(
        answer=_progress,
        required=("agent_id", "task_id"),
        shapes={"agent_id": "whole", "task_id": "whole"},
    ),
    f"{_ROOT}/getsendresult": Route(
        answer=_result,
        required=("agent_id", "task_id"),
        shapes={"agent_id": "whole", "task_id": "whole"},
    ),
    f"{_ROOT}/recall": Route(
        answer=_recall,
        required=("agent_id", "msg_task_id"),
        shapes={"agent_id": "whole", "msg_task_id": "whole"},
    ),
    f"{_ROOT}/status_bar/update": Route(
        answer=_status_bar,
        required=("agent_id", "task_id", "status_value"),
        shapes={"agent_id": "whole", "task_id": "whole", "status_value": "text"},
    ),
}
