"""No argument, however odd, makes a route fall over: it answers, and in its form's shape."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dingsetup.facts import Facts
from dingsetup.practice.answers import Form, encode
from dingsetup.practice.calls import Call, form_of
from dingsetup.practice.errors import UnknownScenario
from dingsetup.practice.faults import SCENARIOS, parse_faults
from dingsetup.practice.parameters import HOSTS, PORTAL_FORMS, Known
from dingsetup.practice.routes import serve
from dingsetup.practice.state import State
from dingsetup.practice.web import ROUTES

from .conftest import Caller

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
NAMES = st.sampled_from(
    sorted({name for route in ROUTES.values() for name in (*route.required, *route.shapes)})
)


@pytest.fixture(scope="module")
def state(facts: Facts) -> State:
    made = State(facts, people=10, seed=1)
    made.limits = False
    return made


@given(
    name=st.sampled_from(sorted(ROUTES)),
    arguments=st.dictionaries(NAMES, VALUES, max_size=8),
    path=st.text(max_size=10),
)
@settings(max_examples=200, deadline=None)
def test_a_route_answers_whatever_it_is_asked(
    state: State, name: str, arguments: dict[str, Any], path: str
) -> None:
    endpoint = state.facts.endpoint(name)
    assert endpoint
    call = Call(
        name=name,
        form=form_of(endpoint.path),
        path={"corpId": path, "chatId": path, "agentId": path, "userId": path},
        arguments=arguments,
        token=state.app_token(),
    )
    reply = serve(state, ROUTES[name], endpoint, call)
    assert encode(call.form, reply, 1)
    if isinstance(reply.body, dict):
        assert ("errcode" in reply.body) == (call.form is not Form.NEW)
        assert (reply.status == 200) == (call.form is not Form.NEW or "code" not in reply.body)


def test_every_route_is_among_the_facts(facts: Facts) -> None:
    assert set(ROUTES) <= {endpoint.name for endpoint in facts.endpoints}


def test_half_a_character_is_answered_too(talk: Caller) -> None:
    caller = talk()
    task_id = caller.send("\ud800", "hello")
    assert caller.result(task_id)["invalid_user_id_list"] == ["?"]


KNOWN = Known(scopes=frozenset({"qyapi_get_member"}), paths=frozenset({"/auth/scopes"}), people=())


@given(st.lists(st.sampled_from([kind.example for kind in SCENARIOS]) | st.text(), max_size=4))
def test_scenarios_are_read_or_refused(names: list[str]) -> None:
    kinds = {kind.name for kind in SCENARIOS}
    try:
        faults = parse_faults(names, KNOWN)
    except UnknownScenario:
        return
    assert {name.partition(":")[0] for name in faults.names} <= kinds
    for read in ("narrow_range", "narrow_visible", "refused_calls", "page_status", "caller"):
        getattr(faults, read)
    assert {faults.portal(host) for host in HOSTS} <= {None, *PORTAL_FORMS}
