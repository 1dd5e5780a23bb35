"""Work notifications: sending, progress, result, recall and status bar (KB 0769 to 0773).

A send is accepted whatever becomes of it; who was kept from it stands in the result alone.
"""

from dingsetup.practice.answers import Reply
from dingsetup.practice.calls import Call
from dingsetup.practice.content import check_message
from dingsetup.practice.delivery import Wanted, deliver
from dingsetup.practice.inbox import has_arrived, has_read
from dingsetup.practice.post import Task
from dingsetup.practice.routes import Body, Route, refuse_old
from dingsetup.practice.state import State

MOST_USERS = 100
MOST_DEPARTMENTS = 20
KEPT_SECONDS = 24 * 3600


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
    wanted = Wanted(users=users, departments=departments, to_all=to_all)
    task = deliver(state, call["msg"], wanted)
    # The real answer has no errmsg.
    return Reply(body={"errcode": 0, "task_id": task.task_id}, lost=state.loses_answer())


def _own_agent(state: State, call: Call, code: int, message: str) -> None:
    if call["agent_id"] != state.agent_id:
        raise refuse_old(code, message)


def _split(value: object) -> tuple[str, ...]:
    parts = (part.strip() for part in str(value or "").split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def _task(state: State, call: Call, name: str, code: int, message: str) -> Task:
    """Return the task named by an argument; raises Refused for another app's, unknown or old."""
    _own_agent(state, call, code, message)
    task = state.post.tasks.get(call[name])
    if task is None or state.clock() - task.at > KEPT_SECONDS:
        raise refuse_old(code, message)
    return task


def _is_done(state: State, task: Task) -> bool:
    return has_arrived(state, task) and not state.faults.has("result-never")


def _progress(state: State, call: Call) -> Body:
    task = _task(state, call, "task_id", 40035, "不合法的参数")
    status = min(task.polls, 2 if _is_done(state, task) else 1)
    state.post.replace(task, polls=task.polls + 1)
    return {"progress": {"progress_in_percent": status * 50, "status": status}}


def _result(state: State, call: Call) -> Reply:
    task = _task(state, call, "task_id", 40035, "不合法的参数")
    if task.people > MOST_USERS:
        raise refuse_old(41052, "接收者过多，无法查询发送结果")
    if not _is_done(state, task):
        # One code for both (KB 0771); its words are UNCONFIRMED.
        raise refuse_old(41052, "消息尚未发送完成，无法查询发送结果")
    read = [one for one in task.recipients if has_read(state, one, task)]
    return Reply(
        body={
            "errcode": 0,
            "send_result": {
                "failed_user_id_list": list(task.failed),
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


def _recall(state: State, call: Call) -> Body:
    task = _task(state, call, "msg_task_id", 400002, "参数错误")
    for userid in task.recipients:
        # Whoever read it until now has read it.
        has_read(state, userid, task)
    state.post.replace(task, recalled=True)
    return {}


def _status_bar(state: State, call: Call) -> Body:
    _own_agent(state, call, 40056, "不合法的agentid")
    task = _task(state, call, "task_id", 40035, "不合法的参数")
    if task.msg["msgtype"] != "oa":
        raise refuse_old(40035, "不合法的参数：只有OA消息有状态栏")
    changes = {"status_value": call["status_value"], "status_bg": call.get("status_bg")}
    state.post.replace(task, **changes)
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
        shapes={
            "agent_id": "whole",
            "task_id": "whole",
            "status_value": "text",
            "status_bg": "text",
        },
    ),
}
