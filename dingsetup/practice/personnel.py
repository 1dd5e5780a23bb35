"""The tenant's personnel pages: who is there, and letting people join, change and leave.

GET `/_practice/people?find=` and `/_practice/departments`; POST `/_practice/people` lets somebody
join, PUT and DELETE `/_practice/people/USERID` change somebody and let them leave; DELETE
`/_practice/departments/ID` closes a department. Only loopback may ask, as in `control`.
"""

from collections.abc import Callable
from typing import Any

import msgspec
from flask import Flask, Response, request

from dingsetup.practice.company import Person
from dingsetup.practice.control import as_json
from dingsetup.practice.errors import CompanyError
from dingsetup.practice.staff import PersonChange
from dingsetup.practice.state import State

MOST = 200
"""People a list holds."""


def add_personnel(app: Flask, state: State) -> None:
    """Add the pages to the application."""
    people, one = "/_practice/people", "/_practice/people/<userid>"
    app.add_url_rule(people, "practice-people", lambda: _people(state))
    app.add_url_rule(people, "practice-join", lambda: _join(state), methods=["POST"])
    app.add_url_rule(one, "practice-person", _changing(state), methods=["PUT"])
    app.add_url_rule(one, "practice-leave", _leaving(state), methods=["DELETE"])
    app.add_url_rule("/_practice/departments", "practice-departments", lambda: _departments(state))
    app.add_url_rule(
        "/_practice/departments/<int:dept_id>",
        "practice-close",
        _closing(state),
        methods=["DELETE"],
    )


def _people(state: State) -> Response:
    """People with `?find=` in their name, userid, mobile number, e-mail or job number."""
    wanted = request.args.get("find", "")
    with state.lock:
        found = [_brief(one) for one in state.company.people if _has(one, wanted)]
    return as_json({"people": found[:MOST], "count": len(found)})


def _has(person: Person, wanted: str) -> bool:
    texts = (person.name, person.userid, person.mobile, person.email, person.job_number)
    return any(wanted in text for text in texts)


def _brief(person: Person) -> dict[str, Any]:
    names = ("userid", "name", "mobile", "email", "job_number", "departments", "active")
    return {name: getattr(person, name) for name in names}


def _departments(state: State) -> Response:
    with state.lock:
        found = [
            {"dept_id": one.dept_id, "name": one.name, "parent_id": one.parent_id}
            for one in state.company.departments
        ]
    return as_json({"departments": found})


def _join(state: State) -> Response:
    return _changed(state, lambda: _brief(state.join(_wanted())))


def _changing(state: State) -> Callable[[str], Response]:
    def change(userid: str) -> dict[str, Any]:
        state.change_person(userid, _wanted())
        return _brief(state.company.by_userid[userid])

    return lambda userid: _changed(state, lambda: change(userid))


def _leaving(state: State) -> Callable[[str], Response]:
    return lambda userid: _changed(state, lambda: state.leave(userid))


def _closing(state: State) -> Callable[[int], Response]:
    return lambda dept_id: _changed(state, lambda: state.close_department(dept_id))


def _wanted() -> PersonChange:
    return msgspec.json.decode(request.get_data() or b"{}", type=PersonChange)


def _changed(state: State, change: Callable[[], dict[str, Any] | None]) -> Response:
    """Make a change; answers with the person as they are now, or why it could not be."""
    try:
        with state.lock:
            return as_json(change() or {})
    except (msgspec.DecodeError, CompanyError) as error:
        return as_json({"error": str(error)}, status=400)
