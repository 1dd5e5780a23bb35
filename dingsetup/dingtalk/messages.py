"""Work notifications: sending one, how far it is, who has it, recalling it, its status bar.

Answers are read leniently: the official samples lack keys that the tables promise (KB 0773), and
types differ from page to page. An expected failure comes back as the Answer itself. Every one of
these calls counts in the organisation's month.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from dingsetup.dingtalk.client import Client
from dingsetup.dingtalk.errors import Answer
from dingsetup.dingtalk.lenient import items, mapping, need, numbers, text, texts, whole
from dingsetup.dingtalk.reading import read
from dingsetup.findings import Kind

SEND = "POST /topapi/message/corpconversation/asyncsend_v2"
PROGRESS = "POST /topapi/message/corpconversation/getsendprogress"
RESULT = "POST /topapi/message/corpconversation/getsendresult"
RECALL = "POST /topapi/message/corpconversation/recall"
STATUS_BAR = "POST /topapi/message/corpconversation/status_bar/update"

MOST_RECIPIENTS = 100
"""People of one call (KB 0769)."""
DONE = 2
"""The status of a task that is worked off; 0 and 1: waiting, running (KB 0772)."""

_DOUBTFUL = frozenset({Kind.SERVER_ERROR, Kind.NOT_DINGTALK, Kind.ANSWER_TOO_LARGE, Kind.UNKNOWN})
"""Kinds of answers that do not say whether the work was done."""


class Sent(msgspec.Struct, frozen=True):
    """DingTalk took it. That proves no delivery: refusals stand in the result alone (KB 0769)."""

    task_id: int


class Progress(msgspec.Struct, frozen=True):
    percent: int
    status: int
    """0 waiting, 1 running, 2 done."""

    @property
    def done(self) -> bool:
        return self.status >= DONE


class Forbidden(msgspec.Struct, frozen=True):
    """Somebody DingTalk kept the message from."""

    userid: str
    kind: Kind
    """One of `forbidden:*`, else UNKNOWN, as of a person who is named without a code."""
    code: str = ""
    count: int | None = None
    """The threshold that was passed, where there is one."""


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """Who stands where. People named nowhere are not settled: nothing here says "finished"."""

    read: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    invalid: tuple[str, ...] = ()
    """Unknown to the organisation, or not in the app's visible range: UNCONFIRMED."""
    invalid_departments: tuple[int, ...] = ()
    forbidden: tuple[Forbidden, ...] = ()


def send(
    client: Client, agent_id: str | int, userids: Sequence[str], msg: Mapping[str, Any]
) -> Sent | Answer:
    """Send once. It is never repeated once it may have left; `outcome_unknown` tells of an Answer.

    Raises ValueError for nobody, for more than 100 people, for a userid that would be read as two
    and for an AgentId that is no number; Cancelled, whose `sent` says whether it may have left.
    """
    if not 0 < len(userids) <= MOST_RECIPIENTS:
        raise ValueError(f"{len(userids)} people in one call")
    if any(not one.strip() or "," in one for one in userids):
        raise ValueError("a userid that is none")
    arguments = {"agent_id": int(agent_id), "userid_list": ",".join(userids), "msg": dict(msg)}
    return read(client.call(SEND, arguments), _read_sent)


def outcome_unknown(answer: Answer) -> bool:
    """Whether what was asked for may have been done all the same; when in doubt it may.

    A refusal by a code DingTalk documents is certain: of the token, an address, a permission, a
    limit or a parameter it comes before the work. So is what never left: no token, no name, no
    connection, no TLS, a proxy that asks for its password. All else is doubtful once the request
    left, even if only in part:

    - No answer at all (time-out, cut line, broken TLS): it may be done or not.
    - "System busy" and every 5xx: a gateway also says so when the work behind it goes on.
    - A page, a redirect, an empty or half answer: whoever wrote it, a company's proxy may have
      passed the request on and put its page in the answer's place.
    - A success that cannot be read, or without a task: most likely done.
    - A code that no table knows: nobody has said that it comes before the work.
    """
    if not answer.sent or answer.ok:
        return False
    return answer.status == 0 or answer.status >= 500 or answer.kind in _DOUBTFUL


def progress(client: Client, agent_id: str | int, task_id: int) -> Progress | Answer:
    """How far DingTalk is with a task of the last 24 hours (KB 0772)."""
    arguments = {"agent_id": int(agent_id), "task_id": task_id}
    return read(client.call(PROGRESS, arguments), _read_progress)


def result(client: Client, agent_id: str | int, task_id: int) -> Result | Answer:
    """Who has read it, has it, or was kept from it: of a task of the last 24 hours (KB 0773)."""
    arguments = {"agent_id": int(agent_id), "task_id": task_id}
    return read(client.call(RESULT, arguments), lambda answer: _read_result(client, answer))


def recall(client: Client, agent_id: str | int, task_id: int) -> Answer | None:
    """Take a message of the last 24 hours back (KB 0770); None where DingTalk did."""
    answer = client.call(RECALL, {"agent_id": int(agent_id), "msg_task_id": task_id})
    return None if answer.ok else answer


def set_status(
    client: Client, agent_id: str | int, task_id: int, value: str, colour: str
) -> Answer | None:
    """Change the status bar of an OA message of the last seven days (KB 0771); None when done.

    `colour` is `0xFF` and six hexadecimal digits; empty leaves the colour as it is.
    """
    arguments = {"agent_id": int(agent_id), "task_id": task_id, "status_value": value}
    answer = client.call(STATUS_BAR, arguments | ({"status_bg": colour} if colour else {}))
    return None if answer.ok else answer


def _read_sent(answer: Answer) -> Sent:
    return Sent(need(whole(answer.data.get("task_id"))))


def _read_progress(answer: Answer) -> Progress:
    found = mapping(answer.data.get("progress"))
    return Progress(whole(found.get("progress_in_percent")) or 0, need(whole(found.get("status"))))


def _read_result(client: Client, answer: Answer) -> Result:
    found = mapping(answer.data.get("send_result"))
    return Result(
        read=texts(found.get("read_user_id_list")),
        unread=texts(found.get("unread_user_id_list")),
        failed=texts(found.get("failed_user_id_list")),
        invalid=texts(found.get("invalid_user_id_list")),
        invalid_departments=numbers(found.get("invalid_dept_id_list")),
        forbidden=_read_forbidden(client, found),
    )


def _read_forbidden(client: Client, found: Mapping[str, Any]) -> tuple[Forbidden, ...]:
    """Take them from both lists: one is documented, the other was seen. The one with codes wins."""
    named = (mapping(one) for one in items(found.get("forbidden_list")))
    with_code = [_forbidden(client, one) for one in named]
    known = {one.userid for one in with_code}
    bare = (one for one in texts(found.get("forbidden_user_id_list")) if one not in known)
    return (*with_code, *(Forbidden(userid, Kind.UNKNOWN) for userid in bare))


def _forbidden(client: Client, found: Mapping[str, Any]) -> Forbidden:
    code = text(found.get("code"))
    userid = need(text(found.get("userid")))
    return Forbidden(userid, client.refusal(code), code, whole(found.get("count")))
