"""What a route is, and how a call travels through the gateway to its answer."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from dingsetup.facts import Endpoint
from dingsetup.practice import answers
from dingsetup.practice.answers import Form, Refused, Reply
from dingsetup.practice.calls import Call, Shape, check_present, check_shapes
from dingsetup.practice.gate import pass_gate
from dingsetup.practice.state import State

Body = dict[str, Any]


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """A route: what it wants, and the function that answers.

    The function returns what stands in a successful body beside `errcode`, or a whole Reply, or
    raises Refused.
    """

    answer: Callable[[State, Call], Body | Reply]
    required: tuple[str, ...] = ()
    shapes: Mapping[str, Shape] = {}
    needs_token: bool = True


def serve(state: State, route: Route, endpoint: Endpoint, call: Call) -> Reply:
    """Answer a call. Hold the state's lock."""
    try:
        pass_gate(state, call, endpoint, needs_token=route.needs_token)
        _refuse_on_purpose(state, call, endpoint)
        check_present(call, route.required)
        answer = route.answer(state, check_shapes(call, route.shapes))
    except Refused as refused:
        return refused.reply
    if isinstance(answer, Reply):
        return answer
    if call.form is Form.NEW:
        return Reply(body=answer)
    return Reply(body={"errcode": 0, "errmsg": "ok", **answer})


def _refuse_on_purpose(state: State, call: Call, endpoint: Endpoint) -> None:
    found = state.faults.refused_calls.get(endpoint.path)
    if found is None:
        return
    code, words = found
    if call.form is Form.NEW:
        raise refuse_new(code, words)
    raise refuse_old(int(code), words)


def refuse_old(code: int, message: str) -> Refused:
    return Refused(answers.old_error(code, message))


def refuse_new(code: str, message: str, status: int = 400) -> Refused:
    return Refused(answers.new_error(status, code, message))
